"""The official paper, read back from its bytes: its lines, whole tables, fonts, marks, safety."""

import gc
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from itertools import groupby
from typing import NamedTuple
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from reports.formats.pdf import pdf_renderer as press
from reports.formats.pdf import writer as paper
from reports.official import EDITIONS, Cell
from reports.official.figures import display
from reports.official.report_data import Kind, ReportData

MILLIMETRE = 72 / 25.4
LEFT, RIGHT = 28 * MILLIMETRE, (210 - 26) * MILLIMETRE
TOP, BOTTOM = 37 * MILLIMETRE, (297 - 35) * MILLIMETRE
PLAIN = "政府信息公开工作全面推进基层政务标准规范"
XHTML = "{http://www.w3.org/1999/xhtml}"
OPEN_FONTS = {"Noto-Serif-CJK-SC-Bold", "FandolHei", "FandolKai", "FandolFang", "FandolSong", "Liberation-Serif"}


class Line(NamedTuple):
    """A line of text as the page shows it, in points from the upper left corner."""

    left: float
    right: float
    top: float
    bottom: float
    text: str

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def a_report(edition="2021", **known) -> ReportData:
    given = {"organ": "某某镇人民政府", "kind": Kind.TOWNSHIP, "year": 2022 if edition == "2021" else 2020}
    return ReportData(edition=edition, **given | known)


def lines_of(pdf: bytes) -> list[list[Line]]:
    """The lines on each page, from top to bottom; what stands beside each other is one line."""
    listing = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True).stdout
    return [_lines(page) for page in ElementTree.fromstring(listing).iter(f"{XHTML}page")]


def _lines(page: ElementTree.Element) -> list[Line]:
    words = [Line(*(float(word.get(edge)) for edge in ("xMin", "xMax", "yMin", "yMax")), word.text) for word in page]
    words.sort(key=lambda word: (round(word.middle), word.left))
    rows = (list(row) for _, row in groupby(words, key=lambda word: round(word.middle)))
    return [
        Line(
            min(word.left for word in row),
            max(word.right for word in row),
            min(word.top for word in row),
            max(word.bottom for word in row),
            "".join(word.text for word in row),
        )
        for row in rows
    ]


def words_of(pdf: bytes) -> list[str]:
    """Every run of text, in no certain order."""
    return subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode().split()


def body(page: list[Line]) -> list[Line]:
    """The lines without the page number."""
    return [line for line in page if line.middle < BOTTOM]


def texts_of(pdf: bytes) -> list[str]:
    """The text of each page as a reader would copy it, without white space."""
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def fonts_of(pdf: bytes) -> set[str]:
    """The fonts that the pages use, each of which must be embedded."""
    names = set()
    for page in PdfReader(BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].values():
            names.add(font["/BaseFont"].partition("+")[2])
            assert {"/FontFile2", "/FontFile3"} & set(font["/DescendantFonts"][0]["/FontDescriptor"])
    return names


def test_a_paragraph_starts_two_characters_in():
    lines = lines_of(paper.write(a_report(title="标题", texts={"preamble": PLAIN * 4})))[0]
    assert [len(line.text) for line in lines[1:3]] == [26, 28]
    assert lines[1].left - lines[2].left == pytest.approx(2 * (RIGHT - LEFT) / 28, abs=0.1)


def test_lines_of_mixed_text_end_at_the_margin_and_none_begins_with_a_closing_mark():
    text = "2022年，我镇通过“公开”栏、政务新媒体等13个平台，发布信息1,130条（其中：政策解读7件）；依《条例》办结24件。"
    page = body(lines_of(paper.write(a_report(texts={"overview.lead": text * 30})))[1])
    assert len(page) == 22
    assert [line for line in page if abs(line.right - RIGHT) > 0.5] == []
    assert [line for line in page if line.text[0] in "，。；：、）》”"] == []


def test_the_document_has_its_title_its_language_and_its_structure(seed):
    reader = PdfReader(BytesIO(paper.write(seed)))
    assert reader.metadata.title == seed.title
    assert reader.root_object["/Lang"] == "zh-CN"
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert (reader.pages[0].mediabox.width, reader.pages[0].mediabox.height) == pytest.approx((595.28, 841.89), abs=0.1)


def test_a_report_without_a_title_has_the_customary_one():
    assert PdfReader(BytesIO(paper.write(a_report()))).metadata.title == "某某镇人民政府2022年政府信息公开工作年度报告"


def test_the_paper_is_set_in_the_fonts_of_the_trade(seed):
    marks = {"overview.lead": "“双公示”——“一网通办”……《条例》〔2021〕30号，100%"}
    assert fonts_of(paper.write(replace(seed, texts={**seed.texts, **marks}))) == OPEN_FONTS


def test_rare_characters_are_drawn_and_copied(seed):
    rare = replace(seed, organ="㙍䶮镇", title=None, texts={"preamble": "𠮷𬱖村"})
    first_page = texts_of(paper.write(rare))[0]
    assert paper.undrawable(rare) == ""
    assert "㙍䶮镇" in first_page
    assert "𠮷𬱖村" in first_page


def test_characters_that_no_font_has_are_named():
    assert paper.undrawable(a_report(texts={"problems": "甲\U0010fffd乙\U000f1234甲"})) == "\U000f1234\U0010fffd"


def test_look_alike_characters_never_reach_the_paper():
    printed = "".join(texts_of(paper.write(a_report(title="⼯作年度报告", texts={"problems": "⼀是⻅⺠⽣。"}))))
    assert "一是见民生。" in printed
    assert re.findall("[\u2e80-\u2fdf]", printed) == []


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_figure_is_printed_once(edition):
    form = EDITIONS[edition]
    report = a_report(edition, figures={cell: 10_000 + number for number, cell in enumerate(form.entries)})
    cells = [cell for table in form.table.values() for cell in table.cells]
    printed = [word for word in words_of(paper.write(report)) if re.fullmatch(r"\d{5,}", word)]
    assert sorted(printed) == sorted(display(report.figure(cell)) for cell in cells)


def test_money_is_printed_as_typed():
    report = a_report(figures={Cell("fees", "administrative_fees", "amount"): Decimal("18.8710")})
    assert "18.8710" in words_of(paper.write(report))


@pytest.mark.parametrize("figure", [0, 654_321, 999_999_999_999])
def test_table_three_stands_whole_below_its_heading(figure):
    section = EDITIONS["2021"].section["applications"]
    rows = section.tables[0].rows
    pages = texts_of(paper.write(a_report(figures=dict.fromkeys(EDITIONS["2021"].entries, figure))))
    (page,) = [page for page in pages if section.title in page]
    assert [row.label for row in rows if row.label not in page] == []


@pytest.mark.parametrize("lines", range(0, 22, 3))
def test_no_heading_is_parted_from_what_it_heads(lines):
    form = EDITIONS["2021"]
    headings = {section.title for section in form.sections} | {text.name for text in form.text.values()}
    report = a_report(texts=dict.fromkeys(form.text, "一段文字。") | {"preamble": "一行\n" * lines})
    pages = [body(page) for page in lines_of(paper.write(report))]
    assert [page[-1].text for page in pages if page[-1].text in headings] == []


@pytest.mark.parametrize("section", ["proactive_disclosure", "disputes"])
@pytest.mark.parametrize("lines", [2, 8, 14, 20])
def test_a_table_is_never_split(section, lines):
    form = EDITIONS["2021"]
    entries = [cell for cell in form.entries if form.section_of[cell.table].key == section]
    pages = texts_of(paper.write(a_report(figures=dict.fromkeys(entries, 77777), texts={"preamble": "一行\n" * lines})))
    (page,) = [page for page in pages if form.section[section].title in page]
    assert page.count("77777") == len(entries)


def test_a_blank_report_prints_its_headings_and_no_figure():
    form = EDITIONS["2021"]
    pages = texts_of(paper.write(a_report(title="空白")))
    printed = "".join(pages)
    assert [section.title for section in form.sections if section.title not in printed] == []
    assert pages[0].startswith("空白" + form.sections[0].title + form.sections[0].texts[1].name)
    assert len(pages) == 3


def test_a_draft_bears_its_mark_on_every_page_and_a_final_paper_does_not(seed):
    draft, final = texts_of(paper.write(seed, draft=True)), texts_of(paper.write(seed))
    assert [page.count("草稿") for page in draft] == [1] * len(final)
    assert "草稿" not in "".join(final)


def test_a_demonstration_says_so_on_every_page(seed):
    pages = lines_of(paper.write(seed, demonstration=True, draft=True))
    assert [page[0].text for page in pages] == ["演示数据"] * len(pages)
    assert max(page[0].bottom for page in pages) < TOP


def test_the_fees_heading_names_the_decimals_where_it_is_wanted(seed, settings):
    assert "（单位：万元）" in "".join(texts_of(paper.write(seed)))
    settings.FEES_HEADING_NAMES_DECIMALS = True
    assert "（单位：万元，保留4位小数）" in "".join(texts_of(paper.write(seed)))


def test_markup_in_a_text_is_printed_and_fetches_nothing(monkeypatch):
    asked = []
    monkeypatch.setattr(press.DenyAll, "fetch", lambda self, url, headers=None: asked.append(url))
    hostile = '<img src="file:///etc/passwd"><link rel="stylesheet" href="http://127.0.0.1/"><style>@import "x"</style>'
    printed = "".join(texts_of(paper.write(a_report(title=hostile, texts={"problems": hostile}))))
    assert printed.count("".join(hostile.split())) == 2
    assert asked == []


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://127.0.0.1/", "data:text/css,", "relative.css"])
def test_the_fetcher_fetches_nothing(url):
    with pytest.raises(ValueError, match="nothing outside itself"):
        press.DenyAll().fetch(url)


def test_the_same_report_is_the_same_bytes(seed):
    first = paper.write(seed)
    paper.write(a_report(), draft=True)
    assert paper.write(seed) == first


def test_two_papers_at_once_do_not_disturb_each_other(seed):
    reports = [seed, a_report(), seed]
    alone = [paper.write(report) for report in reports]
    with ThreadPoolExecutor(len(reports)) as threads:
        assert list(threads.map(paper.write, reports)) == alone


def test_printing_leaves_garbage_collection_as_it_was(seed):
    paper.write(a_report())
    assert gc.isenabled()


@pytest.fixture(scope="module")
def blank_form() -> bytes:
    return paper.write_blank(a_report())


def test_the_empty_form_has_every_label_of_the_paper_and_no_figure(blank_form):
    labels = {each for each in words_of(paper.write(a_report())) if "—" not in each}
    assert labels - set(words_of(blank_form)) == set()
    assert [each for each in words_of(blank_form) if each.isdigit()] == []


def test_the_empty_form_says_of_each_text_what_to_write(blank_form):
    said = "".join(texts_of(blank_form))
    required = [text for text in EDITIONS["2021"].text.values() if text.is_required and text.guidance]
    assert len(required) == 7
    assert [text.key for text in required if text.guidance not in said] == []


def test_the_empty_form_takes_four_pages_with_table_three_whole_on_one(blank_form):
    pages = texts_of(blank_form)
    assert len(pages) == 4
    assert ("三、收到和处理" in pages[2], "四、结转下年度继续办理" in pages[2]) == (True, True)


def test_the_totals_of_the_empty_form_are_shaded_and_nothing_else():
    form = EDITIONS["2021"]
    drawn = paper.blank_html(a_report())
    assert drawn.count('class="total"') == sum(len(table.totals) for table in form.table.values())
    assert 'class="total"' not in paper.html(a_report())
