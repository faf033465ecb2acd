"""A line at the edge of every page is no text of the report; one that only stands at an edge is."""

import pytest

from reports.formats.pdf.running_heads import LaidOutPage, without_running_heads
from reports.formats.source import Block, OnPage, SourceCell

HEIGHT = 842
HEAD = "鲁山县政府信息公开年度报告汇编"


def line(text, page, top):
    return Block(text, origin=OnPage(page, 90, top, 400, top + 14))


def left_of(*pages):
    """The text of what is left of pages, each given as its lines by how far down they stand."""
    laid_out = [
        LaidOutPage(HEIGHT, [line(text, number, top) for top, text in page.items()])
        for number, page in enumerate(pages, start=1)
    ]
    return [each.text for each in without_running_heads(laid_out)]


def test_a_head_and_a_foot_of_every_page_are_left_out():
    pages = [{50: HEAD, 300: f"正文{number}。", 790: "内部资料"} for number in "一二三"]
    assert left_of(*pages) == ["正文一。", "正文二。", "正文三。"]


def test_a_head_may_be_missing_on_the_first_page():
    assert left_of({50: "标题", 300: "一。"}, {50: HEAD, 300: "二。"}, {50: HEAD, 300: "三。"}) == [
        "标题", "一。", "二。", "三。",
    ]  # fmt: skip


def test_a_line_that_some_pages_have_at_their_edge_stays():
    assert left_of({50: "其他。"}, {300: "二。"}, {50: "其他。"}, {50: "三。"}) == ["其他。", "二。", "其他。", "三。"]


def test_a_line_that_every_page_has_in_its_middle_stays():
    assert left_of({300: "无。"}, {300: "无。"}) == ["无。", "无。"]


@pytest.mark.parametrize("elsewhere", [64, 790])
def test_a_line_stays_that_stands_elsewhere_on_the_next_page(elsewhere):
    assert left_of({50: "无。"}, {elsewhere: "无。"}) == ["无。", "无。"]


def test_of_one_page_everything_stays():
    assert left_of({50: HEAD, 300: "一。"}) == [HEAD, "一。"]


def test_a_table_and_figures_stay_wherever_they_stand():
    table = Block(rows=[[SourceCell("0", 0, 1)]])
    figures = line("制发件数 0", 1, 50)._replace(figures=[SourceCell("0", 0, 1)])
    pages = [LaidOutPage(HEIGHT, [table, figures])] * 3
    assert list(without_running_heads(pages)) == [table, figures] * 3
