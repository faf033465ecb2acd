"""Tables as text: copied from a page, a document or a PDF, in every order that the clipboard makes of them."""

import pytest

from reports.formats.line_records import is_of_tables
from reports.formats.plain_text.reader import read_text, records_of
from reports.formats.tables import match
from reports.official import EDITIONS

FORM = EDITIONS["2021"]


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("信息内容 本年收费金额（单位：万元，保留4位小数）", True),
        ("信息内容 本年收费金额（单位：万元）", True),
        ("信息内容 本年收费金额", True),
        ("自然人（含外国人 2 名）", False),
        ("本表不含（单位：万元）下属单位", False),
    ],
)
def test_what_the_unit_of_a_heading_says_more_is_no_stray_text(line, is_one):
    assert is_of_tables(line, FORM) is is_one


COLUMNS = [column.key for column in FORM.table["applications"].columns]
# The vectors of shared cases: what a table becomes on the clipboard, and what it says.
PASTES = {
    "labels that span columns": (
        "二、上年结转政府信息公开申请数量\t2\t0\t0\t0\t0\t0\t2\n三、本年度办理结果\t（一）予以公开\t5\t1\t0\t0\t0\t0\t6",
        {"carried_over": "2 0 0 0 0 0 2", "granted": "5 1 0 0 0 0 6"},
    ),
    "headings that span columns": (
        "自然人\t法人或其他组织\t总计\n商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\n"
        "一、本年新收政府信息公开申请数量\t5\t1\t0\t0\t0\t0\t6",
        {"new_received": "5 1 0 0 0 0 6"},
    ),
    "one figure a line": (
        "一、本年新收政府信息公开申请数量\n58\n7\n0\n0\n1\n0\n66\n二、上年结转政府信息公开申请数量\n2\n0\n0\n0\n0\n0\n2",
        {"new_received": "58 7 0 0 1 0 66", "carried_over": "2 0 0 0 0 0 2"},
    ),
    "blanks between": (
        "一、本年新收政府信息公开申请数量 58 7 0 0 1 0 66\n二、上年结转政府信息公开申请数量 2 0 0 0 0 0 2",
        {"new_received": "58 7 0 0 1 0 66", "carried_over": "2 0 0 0 0 0 2"},
    ),
    "a label over two lines around its figures": (
        "1.申请人无正当理由逾期不补正、行政机关不\n1 2 3 4 5 6 21\n再处理其政府信息公开申请\n3.其他 7 0 0 0 0 0 7",
        {"other_no_correction": "1 2 3 4 5 6 21", "other_misc": "7 0 0 0 0 0 7"},
    ),
    "blank cells between tabs": (
        "二、上年结转政府信息公开申请数量\t2\t\t0\t\t0\t0\t2",
        {"carried_over": "2 _ 0 _ 0 0 2"},
    ),
    "strokes for nothing": (
        "二、上年结转政府信息公开申请数量 2 / 0 — 0 0 2",
        {"carried_over": "2 / 0 — 0 0 2"},
    ),
    "bars between": (
        "| 二、上年结转政府信息公开申请数量 | 2 | 1 | 0 | 0 | 0 | 0 | 3 |",
        {"carried_over": "2 1 0 0 0 0 3"},
    ),
}


def rows(matched):
    read = {}
    for cell, found in matched.figures.items():
        read.setdefault(cell.row, {})[cell.column] = found.value or "_"
    return {row: " ".join(figures[column] for column in COLUMNS) for row, figures in read.items()}


def read_table(text, form):
    return match(records_of(text, form), form)


@pytest.mark.parametrize("name", PASTES)
def test_each_figure_goes_to_the_row_of_its_label(name):
    text, wanted = PASTES[name]
    matched = read_table(text, FORM)
    assert rows(matched) == wanted
    assert matched.doubts == []


def test_a_row_with_a_figure_too_few_is_doubted_and_moves_no_other():
    text = "一、本年新收政府信息公开申请数量\t1\t2\t3\t4\t5\t9\n二、上年结转政府信息公开申请数量\t2\t0\t0\t0\t0\t0\t2"
    matched = read_table(text, FORM)
    assert {cell.row for cell in matched.figures} <= {"carried_over"}
    assert "1 2 3 4 5 9" in [doubt.found for doubt in matched.doubts]


def test_a_figure_too_few_is_settled_where_the_total_allows_one_reading_and_says_so():
    matched = read_table("二、上年结转政府信息公开申请数量\t17\t\t\t\t\t17", FORM)
    assert rows(matched) in ({}, {"carried_over": "17 _ _ _ _ _ 17"})
    matched = read_table("一、本年新收政府信息公开申请数量 1 2 3 4 5 6 7 21", FORM)
    assert rows(matched) == {"new_received": "1 2 3 4 5 6 21"}
    assert len(matched.notices) == 1


def test_labels_behind_their_figures_are_doubted_and_not_taken_for_the_next_row():
    text = "1 0 0 0 0 0 1\n一、本年新收政府信息公开申请数量\n2 0 0 0 0 0 2\n二、上年结转政府信息公开申请数量"
    matched = read_table(text, FORM)
    assert matched.figures == {}
    assert [doubt.found for doubt in matched.doubts] == ["1 0 0 0 0 0 1", "2 0 0 0 0 0 2"]


def test_a_subtotal_column_is_not_taken_for_the_total():
    headings = "自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 小计 总计"
    assert read_table(f"{headings}\n一、本年新收政府信息公开申请数量 2 1 0 0 0 0 1", FORM).figures == {}


def test_every_figure_has_its_line():
    matched = read_table("标题\n一、本年新收政府信息公开申请数量 58 7 0 0 1 0 66", FORM)
    assert {found.origin.line for found in matched.figures.values()} == {2}


def one_a_line(figures):
    return "\n".join(["三、收到和处理政府信息公开申请情况", "一、本年新收政府信息公开申请数量", *map(str, figures)])


def test_figures_one_a_line_are_read_where_they_make_their_total():
    matched = read_table(one_a_line([58, 7, 0, 0, 1, 0, 66]), FORM)
    assert [found.value for found in matched.figures.values()] == ["58", "7", "0", "0", "1", "0", "66"]
    assert matched.doubts == []


@pytest.mark.parametrize(
    ("figures", "why"),
    [
        ([58, 0, 0, 1, 0, 66, 4], "各数相加不等于合计，先后不能确定"),
        ([0, 58, 7, 0, 0, 1, 0, 66], "应有 7 个数字，与表头不能一一对应"),
    ],
    ids=["out of order", "one too many"],
)
def test_figures_one_a_line_that_do_not_are_doubtful(figures, why):
    """pdftotext gives a row its figures in any order: 7 was taken for the number of a page, 4 is another row's."""
    matched = read_table(one_a_line(figures), FORM)
    assert matched.figures == {}
    assert [(each.found, each.why) for each in matched.doubts] == [(" ".join(map(str, figures)), why)]


def test_figures_on_one_line_are_read_though_their_total_is_wrong():
    """What somebody added up wrongly is read as it stands, and told as a disagreement."""
    matched = read_table("一、本年新收政府信息公开申请数量 58 7 0 0 1 0 67", FORM)
    assert len(matched.figures) == 7


def read_lines(*lines):
    return read_table("\n".join(lines), FORM)


def test_the_rest_of_the_label_before_is_not_taken_for_another_row():
    matched = read_lines(
        "（一）", "          1   2   3   4   5   6   21", "予以公开", "（二）部分公开（区分处理的，", "1 0 0 0 0 0 1",
        "只计这一情形，不计其他情形）", "1.属于国家秘密 2 0 0 0 0 0 2",
    )  # fmt: skip
    assert {cell.row: found.value for cell, found in matched.figures.items() if cell.column == "total"} == {
        "granted": "21",
        "partially_granted": "1",
        "denied_state_secret": "2",
    }
    assert matched.doubts == []


def test_the_words_of_a_group_may_stand_between_the_parts_of_a_label():
    matched = read_lines("三、本年 （一）", "1 2 3 4 5 6 21", "度办理结果 予以公开", "1.属于国家秘密 2 0 0 0 0 0 2")
    assert {cell.row for cell in matched.figures} == {"granted", "denied_state_secret"}


def test_blank_places_of_a_wider_table_are_left_out_of_a_narrower_row():
    text = (
        "二、主动公开政府信息情况\n"
        "规章             11        22        33\n"
        "行政规范性文件   44        55        66\n"
        "行政事业性收费   77                  88\n"
    )
    matched = read_table(text, EDITIONS["2019"])
    fees = [found.value for cell, found in matched.figures.items() if cell.table == "fees"]
    assert (fees, matched.doubts) == (["77", "88"], [])


def test_the_row_of_disputes_is_known_by_its_section_though_its_headings_are_broken():
    text = (
        "清水乡人民政府2022年政府信息公开工作年度报告\n四、政府信息公开行政复议、行政诉讼情况\n行政   行政\n"
        "1 0 0 0 1 2 0 0 0 2 3 0 0 0 3\n五、存在的主要问题及改进情况\n无。"
    )
    figures = read_text(text).report.figures
    assert {cell.column: figure for cell, figure in figures.items() if figure} == {
        "reconsideration_upheld": 1,
        "litigation_direct_upheld": 2,
        "litigation_after_reconsideration_upheld": 3,
    }


def test_scattered_figures_behind_a_common_word_are_read_only_where_the_next_row_follows():
    other, total = "3.其他\n1\n2\n3\n4\n5\n6\n21", "（七）总计\n2\n2\n3\n4\n5\n6\n22"
    forward = "四、结转下年度继续办理\n0\n0\n0\n0\n0\n0\n0"
    assert {cell.row for cell in read_lines(other, total, forward).figures} >= {"other_misc", "handled_total"}
    assert "other_misc" not in {cell.row for cell in read_lines(other, forward).figures}
