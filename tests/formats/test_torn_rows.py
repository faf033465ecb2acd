"""Rows that the end of a page cut in two."""

import pytest

from reports.formats.grid_records import GridRecords
from reports.formats.labels import rows_of
from reports.formats.source import OnPage, SourceCell
from reports.formats.torn_rows import joined
from reports.official import EDITIONS

FORM = EDITIONS["2021"]
ROWS = rows_of("2021")


def row(page, *texts):
    return [
        SourceCell(text, 10 * at, 10 * at + 8, OnPage(page, 10 * at, 0, 10 * at + 8, 9))
        for at, text in enumerate(texts)
    ]


def texts(cells):
    return [each.text for each in cells] if cells else None


@pytest.mark.parametrize(
    ("above", "below", "whole"),
    [
        (
            ("2.重复申请", "1", "2", "8405628", "0", "0", "0", "84056287"),
            ("", "", "", "4", "", "", "", ""),
            ("2.重复申请", "1", "2", "84056284", "0", "0", "0", "84056287"),
        ),
        (
            ("2.重复申请", "1", "2", "8405628", "0", "0", "0", "9"),  # makes no total: the digits may be others'
            ("", "", "", "4", "", "", "", ""),
            ("2.重复申请", "1", "2", "84056284…", "0", "0", "0", "9"),
        ),
        (
            ("5.属于三类内部事", "", "", "", "", "", "", ""),
            ("务信息", "1", "0", "0", "0", "0", "0", "1"),
            ("5.属于三类内部事务信息", "1", "0", "0", "0", "0", "0", "1"),
        ),
        (("2.重复申请", "1", "0", "0", "0", "0", "0", "1"), ("", "2", "0", "0", "0", "0", "0", "2"), None),
        (("2.重复申请", "1", "", "0", "0", "0", "0", "1"), ("3.其他", "", "", "4", "", "", "", ""), None),
        (("某某事项", "1", "", "0", "0", "0", "0", "1"), ("", "", "", "4", "", "", "", ""), None),
    ],
)
def test_what_stands_on_the_next_page_is_joined_only_where_it_is_no_row_of_its_own(above, below, whole):
    assert texts(joined(row(1, *above), row(2, *below), ROWS, FORM)) == (list(whole) if whole else None)


def test_rows_of_one_page_are_never_joined():
    above, below = ("2.重复申请", "1", "", "", "", "", "", "1"), ("", "", "0", "", "", "", "", "")
    assert joined(row(1, *above), row(1, *below), ROWS, FORM) is None
    assert joined(row(1, *above), row(3, *below), ROWS, FORM) is None


def test_headings_that_a_page_parts_from_their_row_stay_over_it():
    first = [row(1, "行政复议", "行政诉讼", *[""] * 13)]
    names = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    second = [row(2, *names * 3), row(2, *map(str, range(15)))]
    records = list(GridRecords(FORM).of([first, second]))
    assert [(each.is_of_disputes, len(each.figures)) for each in records] == [(True, 15)]
