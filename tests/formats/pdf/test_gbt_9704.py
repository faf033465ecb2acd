"""GB/T 9704—2012 on the finished paper, measured: the text block, its grid, faces and sizes, page numbers, tables."""

from datetime import date
from functools import cache

import pytest

from reports.formats.pdf import writer
from reports.official import EDITIONS
from reports.official.report_data import Kind, ReportData
from tests.formats.pdf.pages import (
    BOTTOM,
    LEFT,
    LINE,
    MILLIMETRE,
    RIGHT,
    TOP,
    body_of,
    filled,
    pages_of,
    rows_of,
    steps,
)

PLAIN = "政府信息公开工作全面推进基层政务标准规范"
MIXED = "2022年1月6日，通过“公开”栏等13个平台发布信息1,130条（其中：解读7件）；依《条例》办结24件。LED屏（0.5%）。"
ORGAN = "某某镇人民政府"


def a_report(edition="2021", organ=ORGAN, **known) -> ReportData:
    return ReportData(edition, organ, Kind.TOWNSHIP, 2022 if edition == "2021" else 2020, **known)


@cache
def a_page_of(text):
    """The rows of a page of nothing but this text."""
    whole = text * (1700 // len(text))
    return body_of(pages_of(writer.write(a_report(texts={"overview.lead": whole})))[1])


def test_the_text_block_is_156_by_225_millimetres_of_22_lines_of_28_characters():
    rows = a_page_of(PLAIN)
    assert [len(row.text) for row in rows] == [28] * 22
    assert {(round(row.left, 0), round(row.right, 0)) for row in rows} == {(round(LEFT), round(RIGHT))}
    assert steps(rows) == pytest.approx([LINE] * 21, abs=0.15)
    square = 16
    first, last = rows[0].baseline - 0.88 * square, rows[-1].baseline + 0.12 * square
    assert first - TOP == pytest.approx(BOTTOM - last, abs=0.2)  # in the middle, as much room above as below
    assert pytest.approx((156 * MILLIMETRE, 225 * MILLIMETRE)) == (RIGHT - LEFT, BOTTOM - TOP)


@pytest.mark.parametrize("text", [MIXED, "𠮷𬱖村㙍䶮镇政务公开。", "Ωж①℃→镇政务公开。"], ids=["mixed", "rare", "signs"])
def test_lines_stand_as_far_apart_whichever_fonts_draw_them(text):
    rows = a_page_of(text)
    assert len(rows) == 22
    assert steps(rows) == pytest.approx([LINE] * 21, abs=0.15)


def test_each_level_has_its_face_in_size_3_and_the_title_in_size_2():
    title, *rows = body_of(pages_of(writer.write(a_report(organ="某镇", texts={"overview.lead": PLAIN})))[0])
    assert title.faces == {("Noto-Serif-CJK-SC-Bold", 22)}
    faces = {row.text: row.faces for row in rows}
    assert faces["一、总体情况"] == {("FandolHei", 16)}
    assert faces["（一）主动公开"] == {("FandolKai", 16)}
    assert faces[PLAIN] == {("FandolFang", 16)}


def test_letters_and_digits_are_of_a_serif_face_and_marks_as_wide_as_the_characters():
    characters = [each for row in a_page_of(MIXED) for each in row.characters]
    faces = {each["text"]: each["fontname"].partition("+")[2] for each in characters}
    assert {text for text, face in faces.items() if face == "Liberation-Serif"} == set("01234567,.%LED")
    assert {face for text, face in faces.items() if not text.isascii()} == {"FandolFang"}
    quotes = [each for each in characters if each["text"] in "“”"]
    assert {round(each["width"]) for each in quotes} == {16}


def test_a_title_that_fits_no_line_is_broken_before_the_year_and_the_body_follows_after_a_blank_line():
    rows = body_of(pages_of(writer.write(a_report(organ="鲁山县背孜乡人民政府", texts={"preamble": PLAIN})))[0])
    assert [row.text for row in rows[:3]] == ["鲁山县背孜乡人民政府", "2022年政府信息公开工作年度报告", PLAIN]
    for row in rows[:2]:
        assert (row.left + row.right) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=0.5)
    assert rows[2].baseline - rows[1].baseline > 2 * LINE


def test_page_numbers_are_of_size_4_between_strokes_7_millimetres_below_and_outside():
    for number, page in enumerate(pages_of(writer.write(a_report(texts={"overview.lead": PLAIN * 60}))), start=1):
        row = rows_of(page)[-1]
        assert (row.text, row.faces) == (f"— {number} —", {("FandolSong", 14)})
        assert row.baseline - 0.88 * 14 - BOTTOM == pytest.approx(7 * MILLIMETRE, abs=1)
        outside = RIGHT - row.right if number % 2 else row.left - LEFT
        assert outside == pytest.approx(14, abs=0.5)


def sizes(page):
    return {round(each["size"], 2) for each in page.chars if TOP < each["top"] < BOTTOM}


@pytest.mark.parametrize(("edition", "figure"), [("2021", 0), ("2021", 999_999_999_999), ("2019", 99_999_999)])
def test_tables_stand_whole_in_the_block_in_type_of_7_and_a_half_points_or_more(edition, figure):
    form = EDITIONS[edition]
    pages = pages_of(writer.write(a_report(edition, figures=dict.fromkeys(form.entries, figure))))
    assert min(size for page in pages for size in sizes(page)) >= 7.5
    tables = [table for page in pages for table in page.find_tables()]
    assert len(tables) == 3
    for left, top, right, bottom in (table.bbox for table in tables):
        assert (left, right) == pytest.approx((LEFT, RIGHT), abs=0.6)
        assert TOP < top < bottom < BOTTOM + 0.5


def test_the_columns_of_table_four_are_equal_and_ten_millimetres_wide():
    page = pages_of(writer.write(a_report()))[-1]
    (table,) = page.find_tables()
    widths = [(cell[2] - cell[0]) / MILLIMETRE for cell in table.rows[-1].cells]
    assert len(widths) == 15
    assert widths == pytest.approx([10.4] * 15, abs=0.1)


def test_figures_of_eight_digits_stand_on_one_line():
    form = EDITIONS["2021"]
    entries = [cell for cell in form.entries if form.section_of[cell.table].key in ("applications", "disputes")]
    page = pages_of(writer.write(a_report(figures=dict.fromkeys(entries, 12_345_678))))[-2:]
    figures = [word["text"] for each in page for word in each.extract_words(x_tolerance=0.2)]
    assert figures.count("12345678") == len(entries)


def test_heading_bands_are_pale_and_nothing_else_is_shaded():
    report = a_report(figures=dict.fromkeys(EDITIONS["2021"].entries, 0))
    shades = {
        each["non_stroking_color"] for page in pages_of(writer.write(report)) for each in page.rects if each["fill"]
    }
    bands = {shade for shade in shades if len(shade) == 3 and sum(shade) > 0}
    assert len(bands) == 1
    assert min(bands.pop()) > 0.9


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("lines", [6, 17])
def test_no_page_but_the_last_is_left_more_than_half_empty(edition, lines):
    """Around table 二, which is as high as half a page and stands whole; table 三 begins a page."""
    form = EDITIONS[edition]
    texts = dict.fromkeys(form.text, "一段文字。") | {"preamble": "一行\n" * lines}
    pages = pages_of(writer.write(a_report(edition, texts=texts)))
    assert [number for number, page in enumerate(pages[:-1], start=1) if filled(page) < 0.5] == []


def test_the_number_stands_above_the_title_and_the_signature_leaves_room_for_the_seal():
    """7.2.5, 7.3.5.1: the day four characters from the margin, who issued it above its middle, a seal of 42 mm fits."""
    issued = {"document_number": "某政〔2023〕5号", "issued_on": date(2023, 1, 6)}
    pages = pages_of(writer.write(a_report(texts={"other_matters": "无。"}, **issued)))
    number, title, *_ = body_of(pages[0])
    assert (number.text, title.text) == ("某政〔2023〕5号", f"{ORGAN}2022年政府信息公开工作年度报告"[: len(title.text)])
    assert (number.left + number.right) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=0.5)
    *_, text, organ, day = body_of(pages[-1])
    assert (text.text, organ.text, day.text) == ("无。", ORGAN, "2023年1月6日")
    character = (RIGHT - LEFT) / 28
    assert RIGHT - day.right == pytest.approx(4 * character, abs=1)
    assert (organ.left + organ.right) / 2 == pytest.approx((day.left + day.right) / 2, abs=0.5)
    assert steps([text, organ, day]) == pytest.approx([3 * LINE, LINE], abs=0.5)


@pytest.mark.parametrize("count", range(13, 22))
def test_a_signature_never_stands_on_a_page_without_a_line_of_the_text(count):
    texts = {"problems": "一。", "other_matters": "二。\n" * count}
    pages = pages_of(writer.write(a_report(texts=texts, issued_on=date(2023, 1, 6))))
    assert [row.text for row in body_of(pages[-1])][-3:] == ["二。", ORGAN, "2023年1月6日"]
