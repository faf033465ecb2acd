"""Declarations that there is nothing to report."""

from collections.abc import Iterator

from reports.checks.naming import table_name
from reports.checks.reads import LAST_YEAR
from reports.checks.registry import Case, Fault, Level, rule
from reports.official import Cell
from reports.official.figures import is_readable

APPLICATIONS = "applications"


@rule(
    "Z1",
    Level.MUST_FIX,
    asserts="上年有结转下年度继续办理的申请时，不声明本年度没有申请",
    reads=("applications", LAST_YEAR),
)
def nil_is_not_declared_over_applications_carried_forward(case: Case) -> Iterator[Fault]:
    report, previous = case.report, case.previous
    if previous is None or previous.year != report.year - 1 or APPLICATIONS not in report.declared_nil:
        return
    table = report.official_form.table[APPLICATIONS]
    carried = _carried_forward(case)
    if carried:
        cells = tuple(Cell(table.key, "carried_over", column.key) for column in table.columns)
        yield Fault(
            f"{table_name(report.official_form, table)}声明本年度没有，但{previous.year}年度报告“结转下年度继续办理”"
            f"为 {carried} 件。请撤回声明，并在“上年结转”中填写。",
            cells,
        )


def _carried_forward(case: Case) -> int:
    """How many applications last year's report carried forward, as far as it says."""
    previous = case.previous
    columns = previous.official_form.table[APPLICATIONS].columns
    cells = {column.key: Cell(APPLICATIONS, "carried_forward", column.key) for column in columns}
    known = [previous.figures.get(cell) for cell in cells.values()]
    total = previous.printed_totals.get(cells["total"])
    return max(sum(figure for figure in known if is_readable(figure)), total if is_readable(total) else 0)
