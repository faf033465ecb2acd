"""The plain web page: the official tables as real tables, every figure in its place, nothing foreign in it."""

import re
from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser

import pytest

from reports.formats.html import writer as page
from reports.formats.printed import title_parts
from reports.official import EDITIONS, Cell
from reports.official.figures import display
from reports.official.grid import section_grid
from reports.official.report_data import Kind, ReportData

VOID = {"meta", "col"}


class Page(HTMLParser):
    """What the page consists of: its elements with their attributes, and the text of each."""

    def __init__(self, content: bytes):
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[list[str]] = []
        self._open: list[int] = []
        self.feed(content.decode("utf-8"))
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self._open.append(len(self.elements))
        self.elements.append((tag, dict(attrs)))
        self.texts.append([])

    def handle_endtag(self, tag):
        assert self.elements[self._open.pop()][0] == tag

    def handle_data(self, data):
        for number in self._open:
            self.texts[number].append(data)

    def text_of(self, *tags: str) -> list[str]:
        found = zip(self.elements, self.texts, strict=True)
        return ["".join(texts).strip() for (tag, _), texts in found if tag in tags]

    def attributes_of(self, *tags: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.elements if tag in tags]


def a_report(edition="2021", **known) -> ReportData:
    given = {"organ": "某某镇人民政府", "kind": Kind.TOWNSHIP, "year": 2022 if edition == "2021" else 2020}
    return ReportData(edition=edition, **given | known)


def numbered(edition: str) -> ReportData:
    """A report in which no two entries are the same."""
    return a_report(edition, figures={cell: number for number, cell in enumerate(EDITIONS[edition].entries)})


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_cell_of_the_official_tables_stands_in_its_place(edition):
    report = numbered(edition)
    grids = [section_grid(section) for section in report.official_form.sections if section.tables]
    cells = [cell for grid in grids for row in grid.rows for cell in row.cells]
    written = Page(page.write(report))
    assert written.text_of("th", "td") == [
        cell.text if cell.is_heading else display(report.figure(cell.cell)) for cell in cells
    ]
    assert [
        (int(each.get("rowspan", 1)), int(each.get("colspan", 1))) for each in written.attributes_of("th", "td")
    ] == [(cell.rowspan, cell.colspan) for cell in cells]


def test_every_heading_cell_says_what_it_heads(seed):
    headings = Page(page.write(seed)).attributes_of("th")
    assert {each["scope"] for each in headings} == {"col", "row"}


def test_every_table_has_a_caption_and_as_many_columns_as_widths(seed):
    written = Page(page.write(seed))
    sections = [section for section in seed.official_form.sections if section.tables]
    assert written.text_of("caption") == [section.title for section in sections]
    assert len(written.attributes_of("col")) == sum(len(section_grid(section).widths) for section in sections)
    assert len(written.attributes_of("thead")) == 2


def test_the_six_sections_and_the_texts_follow_the_form(seed):
    written = Page(page.write(seed))
    assert written.text_of("h1") == [seed.title]
    assert written.text_of("h2") == [section.title for section in seed.official_form.sections]
    assert written.text_of("h3") == [text.name for text in seed.official_form.text.values() if text.is_heading]
    assert written.text_of("p") == [
        paragraph for key in seed.official_form.text for paragraph in seed.texts[key].split("\n") if paragraph
    ]


def test_preamble_and_overview_stand_before_what_they_open():
    texts = {"preamble": "开头段。", "overview.lead": "综述。", "overview.proactive_disclosure": "主动公开。"}
    written = page.write(a_report(title="标题", texts=texts)).decode()
    order = ["<h1>", "开头段。", "<h2>一、总体情况", "综述。", "<h3>（一）主动公开", "<p>主动公开。"]
    assert [written.index(each) for each in order] == sorted(written.index(each) for each in order)


def test_a_blank_report_has_all_its_headings_and_no_figure():
    written = Page(page.write(a_report()))
    assert written.text_of("h1") == ["某某镇人民政府2022年政府信息公开工作年度报告"]
    assert set(written.text_of("td")) == {""}
    assert len(written.text_of("td")) == 200
    assert written.text_of("p") == []


def test_a_total_over_a_blank_is_blank_and_money_is_as_typed():
    figures = {
        Cell("applications", "granted", "natural_person"): 3,
        Cell("fees", "administrative_fees", "amount"): Decimal("18.8710"),
    }
    filled = [text for text in Page(page.write(a_report(figures=figures))).text_of("td") if text]
    assert filled == ["18.8710", "3"]


def test_a_one_row_other_handling_leaves_its_two_rows_empty(seed):
    left_out = ("other_no_correction", "other_fee_unpaid")
    figures = {cell: figure for cell, figure in seed.figures.items() if cell.row not in left_out}
    rows = re.findall(r"<tr>.*?</tr>", page.write(replace(seed, figures=figures)).decode())
    labels = [
        seed.official_form.table["applications"].row[key].label for key in (*left_out, "other_misc", "handled_total")
    ]
    found = [re.findall(r"<td>(.*?)</td>", row) for label in labels for row in rows if label in row]
    assert found == [[""] * 7, [""] * 7, ["0"] * 7, ["0"] * 7]


def test_the_page_runs_nothing_and_refers_to_nothing(seed):
    content = page.write(seed, draft=True, demonstration=True)
    written = Page(content)
    assert {tag for tag, _ in written.elements} == {
        *("html", "head", "meta", "title", "style", "body", "h1", "span", "h2", "h3", "p", "section", "div"),
        *("table", "caption", "colgroup", "col", "thead", "tbody", "tr", "th", "td"),
    }
    assert {name for _, attributes in written.elements for name in attributes} == {
        *("lang", "charset", "name", "content", "class", "id", "role", "aria-label", "tabindex"),
        *("scope", "rowspan", "colspan", "headers"),
    }
    assert re.findall(rb"url\(|@import|://", content) == []


def test_markup_in_a_text_stays_text():
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)> & \"'"
    written = Page(page.write(a_report(title=hostile, texts={"problems": hostile})))
    assert written.text_of("title") == written.text_of("h1") == written.text_of("p") == [hostile]


def test_look_alike_characters_never_reach_the_page():
    assert re.findall("[\u2e80-\u2fdf]", page.write(a_report(texts={"problems": "⼀是⻅⺠⽣。"})).decode()) == []


@pytest.mark.parametrize(
    ("draft", "demonstration", "marks"),
    [(False, False, []), (True, False, ["草稿"]), (False, True, ["演示数据"]), (True, True, ["草稿", "演示数据"])],
)
def test_drafts_and_demonstrations_are_marked(draft, demonstration, marks):
    assert Page(page.write(a_report(), draft=draft, demonstration=demonstration)).text_of("p") == marks


def test_the_fees_heading_names_the_decimals_where_it_is_wanted(settings):
    settings.FEES_HEADING_NAMES_DECIMALS = True
    assert "本年收费金额（单位：万元，保留4位小数）" in Page(page.write(a_report())).text_of("th")


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("背孜乡2022年政府信息公开工作年度报告", ("背孜乡", "2022年政府信息公开工作年度报告")),
        ("2022年度背孜乡政府信息公开工作年度报告", ("2022年度背孜乡", "政府信息公开工作年度报告")),
        ("背孜乡工作报告", ("背孜乡工作报告",)),
    ],
)
def test_a_long_title_breaks_where_its_sense_lets_it(title, parts):
    assert title_parts(a_report(title=title)) == parts
