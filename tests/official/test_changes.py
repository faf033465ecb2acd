"""What changed between two reports, figure by figure."""

from dataclasses import replace
from decimal import Decimal

import pytest

from reports.official import Cell
from reports.official.changes import FigureChange, figure_before, figure_changes, percentage
from reports.official.report_data import Kind, ReportData

GRANTED = Cell("applications", "granted", "natural_person")
RECEIVED = Cell("applications", "new_received", "natural_person")
ISSUED = Cell("normative_acts", "rules", "issued")


def report(figures, edition="2021", year=2022):
    return ReportData(edition, "背孜乡人民政府", Kind.TOWNSHIP, year, figures=figures)


def test_only_changed_figures_are_named_in_the_order_of_the_form():
    old = report({GRANTED: 1, RECEIVED: 5, ISSUED: 0})
    new = report({GRANTED: 2, RECEIVED: 3, ISSUED: 0})
    assert figure_changes(old, new) == (FigureChange(RECEIVED, 5, 3), FigureChange(GRANTED, 1, 2))


def test_a_report_does_not_differ_from_itself():
    assert figure_changes(report({GRANTED: 1}), report({GRANTED: 1})) == ()


def test_blank_is_not_zero():
    assert figure_changes(report({GRANTED: None}), report({GRANTED: 0})) == (FigureChange(GRANTED, None, 0),)


def test_unknown_and_blank_do_not_differ():
    assert figure_changes(report({}), report({GRANTED: None})) == ()


def test_figures_that_only_the_older_form_has_are_named_too():
    made = Cell("normative_acts", "rules", "newly_made")
    old = report({made: 4, RECEIVED: 2}, edition="2019", year=2020)
    assert figure_changes(old, report({RECEIVED: 2})) == (FigureChange(made, 4, None),)
    assert figure_before(old, ISSUED) is None


def test_a_total_before_is_derived_from_the_figures_before():
    entries = {cell: 1 for cell in report({}).official_form.table["applications"].entries if cell.row == "granted"}
    assert figure_before(report(entries), Cell("applications", "granted", "total")) == 6


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (10, 14, "+40%"),
        (20, 10, "-50%"),
        (9, 18, ""),
        (10, 10, ""),
        (None, 10, ""),
        (10, "十", ""),
        (Decimal(10), Decimal(20), ""),
    ],
)
def test_a_percentage_needs_a_base_of_ten(old, new, expected):
    assert percentage(old, new) == expected


def test_other_versions_change_nothing_of_the_reports():
    old = report({GRANTED: 1})
    assert figure_changes(old, replace(old, title="另一标题")) == ()
