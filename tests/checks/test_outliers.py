"""H3 and H4: a figure far from those of the organs of its kind (S7 of county.md §4.8)."""

from reports.checks.consolidation import watched
from reports.checks.outliers import (
    no_figure_falls_to_zero_where_most_have_one,
    no_figure_is_far_above_those_of_its_kind,
)
from reports.checks.registry import Case
from reports.official import EDITIONS, Cell
from reports.official.report_data import Kind, ReportData

PENALTIES = Cell("enforcement", "administrative_penalty", "decisions")
TOWNSHIPS = [0, 1, 0, 2, 3, 1, 0, 4, 2, 1, 0, 38]


def case(own, others, before=None):
    def report(year, figure):
        return ReportData("2021", "背孜乡人民政府", Kind.TOWNSHIP, year, figures={PENALTIES: figure})

    return Case(report(2022, own), None if before is None else report(2021, before), units={PENALTIES: others})


def far_above(own, others):
    return [found.message for found in no_figure_is_far_above_those_of_its_kind(case(own, others))]


def test_of_twelve_townships_only_the_one_far_above_is_named():
    named = [own for at, own in enumerate(TOWNSHIPS) if far_above(own, TOWNSHIPS[:at] + TOWNSHIPS[at + 1 :])]
    assert named == [38]
    (message,) = far_above(38, TOWNSHIPS[:-1])
    assert "38 件，远高于同类单位（中位数 1 件，四分之三的单位不超过 2 件）" in message


def test_a_small_distance_or_too_few_others_say_nothing():
    assert far_above(7, [0] * 11) == []
    assert far_above(38, [0] * 7) == []
    assert far_above(None, [0] * 11) == far_above("三十八", [0] * 11) == []


def test_a_figure_that_fell_to_zero_is_named_where_four_fifths_have_one():
    def fallen(own, others, before):
        return [each.message for each in no_figure_falls_to_zero_where_most_have_one(case(own, others, before))]

    (message,) = fallen(0, [3] * 10 + [0], 31)
    assert "上年 31 件，本年 0 件，同类 11 个单位中 10 个大于 0" in message
    assert fallen(0, [3] * 8 + [0] * 3, 31) == fallen(0, [3] * 11, 0) == fallen(1, [3] * 11, 31) == []
    assert fallen(0, [3] * 11, None) == []


def test_ten_figures_of_table_two_and_the_totals_of_the_others_are_watched():
    form = EDITIONS["2021"]
    cells = watched(form)
    assert [cell.table for cell in cells].count("applications") == 3
    assert len(cells) == 10 + 3 + 3
    assert all(form.has(cell) for cell in cells)
