"""A row with a figure too many or too few, aligned by its printed totals or not at all."""

import pytest

from reports.formats.row_alignment import aligned_row, cut_totals, totals_agree
from reports.formats.source import InTable, OnLine, SourceCell
from reports.formats.written import Written
from reports.official import EDITIONS

TABLE = EDITIONS["2021"].table["applications"]


def chosen(*figures):
    return aligned_row(TABLE, [Written(str(each)) for each in figures])


def test_the_only_reading_that_adds_up_is_taken():
    assert chosen(1, 2, 3, 4, 5, 6, 20, 21) == (0, 1, 2, 3, 4, 5, 7)
    assert chosen(9, 1, 2, 3, 4, 5, 6, 21) == (1, 2, 3, 4, 5, 6, 7)


@pytest.mark.parametrize(
    "figures",
    [
        (1, 2, 3, 4, 5, 21),  # a blank anywhere makes no total true
        (1, 1, 0, 0, 0, 2),  # several places may be the blank one
        (1, 2, 3, 4, 5, 6, 7, 8),
        (1, 2, 3),
        (1, 2, 3, 4, 5, 6, 21),
        (0, 5, 4, 3, 2, 1, 15, ""),  # the total's own blank is never what is too much
    ],
)
def test_what_adds_up_in_no_way_or_in_several_is_not_settled(figures):
    assert chosen(*figures) is None


def test_a_table_without_totals_settles_nothing():
    assert aligned_row(EDITIONS["2021"].table["normative_acts"], [Written("1"), Written("2")]) is None


def test_a_blank_counts_as_nothing_in_a_sum():
    assert totals_agree(TABLE, [Written(each) for each in ("1", "", "0", "0", "0", "2", "3")])
    assert not totals_agree(TABLE, [Written(each) for each in ("1", "", "0", "0", "0", "2", "")])


LINE = OnLine(1)


def places(*figures, origin=LINE):
    return {column: SourceCell(str(each), origin=origin) for column, each in zip(TABLE.column, figures, strict=True)}


@pytest.mark.parametrize(
    ("figures", "cut"),
    [
        ((95, 0, 6559, 0, 5427, 7, 12), {"total"}),  # 12088
        ((95, 0, 6559, 0, 5427, 7, 12088), set()),
        ((95, 0, 6559, 0, 5427, 7, 13), set()),  # wrong as printed
        ((149_436_000, 200, 13, 0, 0, 0, "149,436,21"), {"total"}),
        ((0, 0, 0, 0, 0, 0, 0), set()),
    ],
)
def test_a_total_that_holds_the_first_digits_of_its_sum_is_cut(figures, cut):
    assert cut_totals(TABLE, places(*figures)) == cut


def test_a_total_in_a_cell_of_a_table_is_never_cut():
    assert cut_totals(TABLE, places(95, 0, 6559, 0, 5427, 7, 12, origin=InTable(0, 0, 0))) == set()
