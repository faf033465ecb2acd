"""H1, H2 and H5: a government's own report beside what its organs add up to (county.md §4.3)."""

from decimal import Decimal

from reports.checks.consolidated import Consolidated
from reports.checks.consolidation import (
    a_consolidated_report_says_whom_it_covers,
    every_organ_in_the_scope_is_summed_up,
    the_figures_are_what_the_organs_add_up_to,
)
from reports.checks.registry import Case
from reports.official import Cell
from reports.official.report_data import Kind, ReportData

NEW, GRANTED = (Cell("applications", row, "natural_person") for row in ("new_received", "granted"))
FEES = Cell("fees", "administrative_fees", "amount")


def case(figures, texts=None, **consolidated):
    report = ReportData("2021", "鲁山县人民政府", Kind.COUNTY, 2022, figures=figures, texts=texts or {})
    return Case(report, consolidated=Consolidated(**consolidated))


def test_each_figure_that_is_not_the_sum_is_named_with_both_and_the_difference():
    (found,) = the_figures_are_what_the_organs_add_up_to(case({NEW: 12, GRANTED: 6}, sums={NEW: 11, GRANTED: 6}))
    assert "本报告 12 件，各单位合计 11 件，调整 0 件，多 1 件。请核对，或登记汇总调整。" in found.message
    assert (found.cells, found.instead) == ((NEW,), "11")


def test_what_was_registered_as_an_adjustment_is_no_difference():
    assert not list(the_figures_are_what_the_organs_add_up_to(case({NEW: 12}, sums={NEW: 11}, adjustments={NEW: 1})))
    (found,) = the_figures_are_what_the_organs_add_up_to(case({NEW: 11}, sums={NEW: 11}, adjustments={NEW: 1}))
    assert "调整 1 件，少 1 件" in found.message


def test_money_is_compared_as_an_amount_and_not_as_it_is_printed():
    sums = {FEES: Decimal("13.5000")}
    assert not list(the_figures_are_what_the_organs_add_up_to(case({FEES: Decimal("13.5")}, sums=sums)))
    (found,) = the_figures_are_what_the_organs_add_up_to(case({FEES: Decimal("13.6")}, sums=sums))
    assert "本报告 13.6 万元" in found.message


def test_nothing_is_a_difference_while_an_organ_is_missing_a_sum_is_unknown_or_the_figure_blank():
    for figures, more in (({NEW: 12}, {"missing": ("土门街道（填报中）",)}), ({NEW: 12}, {"undecided": ("信访局",)})):
        assert not list(the_figures_are_what_the_organs_add_up_to(case(figures, sums={NEW: 11}, **more)))
    for figures, sums in (({NEW: 12}, {}), ({NEW: None}, {NEW: 11}), ({}, {NEW: 11}), ({NEW: "十二"}, {NEW: 11})):
        assert not list(the_figures_are_what_the_organs_add_up_to(case(figures, sums=sums)))


def test_whoever_is_not_summed_up_yet_is_named_up_to_five():
    names = tuple(f"第{number}乡（填报中）" for number in range(7))
    (found,) = every_organ_in_the_scope_is_summed_up(case({}, missing=names))
    assert "7 个单位（第0乡（填报中）、" in found.message
    assert "第4乡（填报中）等）" in found.message
    assert "第5乡" not in found.message


def test_a_scope_that_leaves_somebody_out_is_to_be_read_in_the_report():
    silent, said = {"preamble": "现将情况报告如下。"}, {"preamble": "", "overview.lead": "本报告汇总各部门的报告。"}
    for texts, found in ((silent, 1), (said, 0), ({}, 0)):
        assert len(list(a_consolidated_report_says_whom_it_covers(case({}, texts, left_out=("税务局",))))) == found
    assert not list(a_consolidated_report_says_whom_it_covers(case({}, silent)))
