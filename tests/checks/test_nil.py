"""Z1: a declaration that no application was received."""

import pytest

from reports.official import Cell
from tests.checks.reports import a_report, applications, found, nil

NIL = frozenset({"applications"})
FORWARD = Cell("applications", "carried_forward", "total")


def this_year(declared=NIL):
    return a_report(figures=nil("applications", "disputes"), declared_nil=declared)


def last_year(forward, year=2021, **known):
    return a_report(year=year, figures=nil("applications") | applications(carried_forward=forward), **known)


def test_nil_is_not_declared_over_applications_carried_forward():
    (finding,) = found("Z1", this_year(), last_year((1, 2)))
    assert "2021年度报告“结转下年度继续办理”为 3 件" in finding.message
    assert {cell.row for cell in finding.cells} == {"carried_over"}


def test_nil_may_be_declared_where_nothing_was_carried_forward():
    assert found("Z1", this_year(), last_year(0)) == []


def test_zeros_that_were_typed_are_no_declaration():
    assert found("Z1", this_year(frozenset()), last_year(1)) == []
    assert found("Z1", this_year(frozenset({"disputes"})), last_year(1)) == []


def test_without_last_years_report_nothing_is_asserted():
    assert found("Z1", this_year()) == []
    assert found("Z1", this_year(), a_report(year=2021)) == []
    assert found("Z1", this_year(), last_year(None)) == []


def test_the_year_before_last_says_nothing():
    assert found("Z1", this_year(), last_year(1, year=2020)) == []


@pytest.mark.parametrize(("printed", "findings"), [(2, 1), (0, 0), (None, 0), ("二", 0)])
def test_a_printed_total_says_enough(printed, findings):
    previous = a_report(year=2021, printed_totals={FORWARD: printed})
    assert len(found("Z1", this_year(), previous)) == findings
