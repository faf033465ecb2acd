"""Broken lines joined into paragraphs: never two paragraphs into one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.formats.paragraphs import glued, is_page_number, joined, pages_of
from reports.formats.source import Block

WIDTH = 30  # 汉字


def broken(*paragraphs, indent="　　"):
    """The lines of paragraphs as a page of that width breaks them."""
    lines = []
    for paragraph in paragraphs:
        text = f"{indent}{paragraph}"
        lines += [text[start : start + WIDTH] for start in range(0, len(text), WIDTH)]
    return [Block(line, is_broken=True) for line in lines]


def test_the_lines_of_a_paragraph_are_one():
    paragraphs = [
        "本镇" + "严格落实工作要求，" * 12 + "成效明显。",
        "同时" + "加强信息发布审核，" * 10 + "未发生失误。",
    ]
    assert joined(broken(*paragraphs)) == paragraphs


@given(st.lists(st.tuples(st.integers(5, 200), st.sampled_from("。：")), min_size=1, max_size=6))
def test_two_indented_paragraphs_are_never_one(sizes):
    paragraphs = [f"{'公开信息' * 60}"[:size] + end for size, end in sizes]
    found = joined(broken(*paragraphs))
    assert "".join(found) == "".join(paragraphs)
    starts = {sum(map(len, paragraphs[:count])) for count in range(len(paragraphs))}
    assert starts <= {sum(map(len, found[:count])) for count in range(len(found))}


def test_lines_that_are_paragraphs_already_are_never_joined():
    lines = [Block("进一步健全工作机制，及时回应群众关切，完善公开目录，明确责任。"[:WIDTH])] * 5
    assert len(joined(lines)) == 5


def test_letters_at_a_break_stay_apart_and_nothing_else_does():
    assert glued("公开APP", "Store上架信息") == "公开APP Store上架信息"
    assert glued("共公开", "3077条") == "共公开3077条"


@pytest.mark.parametrize("line", ["- 3 -", "— 12 —", "第3页", "第 3 页 共 9 页", "－5－"])
def test_a_page_number_is_left_out(line):
    assert is_page_number(line)
    assert joined([Block("本镇公开信息。"), Block(line), Block("无。")]) == ["本镇公开信息。", "无。"]


@pytest.mark.parametrize("line", ["3", "2023年", "第三方", "1.属于国家秘密"])
def test_other_lines_are_no_page_number(line):
    assert not is_page_number(line)


def test_lines_keep_their_numbers_over_pages():
    assert [list(page) for page in pages_of("甲\n乙\n 3 \n\f丙\r\n丁")] == [
        [(1, "甲"), (2, "乙")],
        [(4, "丙"), (5, "丁")],
    ]


def test_a_figure_at_the_end_of_a_page_is_no_page_number():
    pages = [[line for _, line in page] for page in pages_of("信访\n4\n5\n9\n\f重复\n1\n")]
    assert pages == [["信访", "4", "5", "9"], ["重复", "1"]]


def test_a_number_below_figures_is_the_page_s_where_the_pages_are_counted_by_it():
    pages = [[line for _, line in page] for page in pages_of("4\n5\n - 1 - \n\f6\n7\n - 2 - \n\f8\n")]
    assert pages == [["4", "5"], ["6", "7"], ["8"]]
