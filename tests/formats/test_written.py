"""What may stand in the place of a figure."""

import pytest

from reports.formats.written import Written, is_in_yuan, is_number, is_stroke, written


@pytest.mark.parametrize(
    ("text", "value", "note"),
    [
        ("5", "5", ""),
        (" ５５ ", "５５", ""),
        ("1,234", "1,234", ""),
        ("12。5", "12。5", ""),
        ("15.2790万元", "15.2790万元", ""),
        ("55（含自然失效29件）", "55", "（含自然失效29件）"),
        ("3 件", "3 件", ""),
        ("减4", "-4", ""),
        ("减少 4", "-4", ""),
        ("增4", "4", ""),
        ("-4", "-4", ""),
        ("", "", ""),
        ("—", "—", ""),
        ("/", "/", ""),
        ("无", "无", ""),
    ],
)
def test_a_figure_is_read_with_its_unit_its_sign_and_its_remark(text, value, note):
    assert written(text) == Written(value, note)


@pytest.mark.parametrize(
    "text", ["规章", "1.", "1、", "3.其他", "2023年", "5 7", "- 3 -", "第3页", "约5", "5-7", "\u202e123", "1.2.", "12%"]
)
def test_words_page_numbers_and_several_figures_are_no_figure(text):
    assert written(text) is None


def test_a_stroke_or_a_blank_is_no_number():
    assert [is_number(each) for each in ("0", "", "—", "/", "无")] == [True, False, False, False, False]
    assert [is_stroke(each) for each in ("0", "", "—", "/", "无")] == [False, False, True, True, True]


@pytest.mark.parametrize(
    ("heading", "is_so"),
    [
        ("收费金额（单位：元）", True),
        ("金额(元)", True),
        ("单位:元", True),
        ("（单位：万元，保留4位小数）", False),
        ("万元", False),
    ],
)
def test_a_heading_says_whether_its_amounts_are_in_yuan(heading, is_so):
    assert is_in_yuan(heading) is is_so
