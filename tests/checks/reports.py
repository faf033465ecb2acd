"""Reports to check: blank ones, complete ones, and what one rule finds in them."""

from reports.checks import Case, run
from reports.official import EDITIONS, Cell
from reports.official.report_data import Kind, ReportData

BEIZI = "背孜乡人民政府"


def a_report(edition="2021", organ=BEIZI, kind=Kind.TOWNSHIP, year=2022, **known):
    """A report of which nothing is known but what is given."""
    return ReportData(edition=edition, organ=organ, kind=kind, year=year, **known)


def nil(*tables, edition="2021"):
    """The entries of the tables, all 0."""
    form = EDITIONS[edition]
    return {cell: 0 for table in tables for cell in form.table[table].entries}


def applications(**rows):
    """Entries of table 三 by row: the natural persons' figure, or all six from left to right."""
    columns = ("natural_person", "business", "research", "public_welfare", "legal_service", "other_org")
    return {
        Cell("applications", row, column): figure
        for row, figures in rows.items()
        for column, figure in zip(columns, figures if isinstance(figures, tuple) else (figures,), strict=False)
    }


def found(rule, report, previous=None):
    """What one rule finds."""
    return [finding for finding in run(Case(report, previous)) if finding.rule == rule]


def addresses(finding):
    """The cells of a finding as they are written."""
    return [str(cell) for cell in finding.cells]
