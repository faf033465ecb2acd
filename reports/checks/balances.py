"""Totals and 勾稽关系: what must add up in tables 三 and 四.

Totals are derived, so that in a report of this application A1, A2 and A4 cannot fail; they are for the
totals that a file brings along. An identity with an unknown, blank or unreadable part is not judged.
"""

from collections.abc import Iterable, Iterator, Sequence

from reports.checks.naming import off_by, table_name
from reports.checks.registry import Case, Fault, Level, rule
from reports.official import Cell, Line, Table
from reports.official.figures import Figure, is_readable
from reports.official.report_data import ReportData
from reports.official.totals import parts_present

BASIS = "国办公开办函〔2021〕30号"
APPLICATIONS = "applications"
DISPUTES = "disputes"
HANDLED = "handled_total"
TOTAL = "total"


@rule(
    "A1",
    Level.MUST_FIX,
    asserts="表三每行的总计等于该行六类申请人之和",
    basis=BASIS,
    reads=("applications",),
)
def the_total_of_a_row_is_the_sum_of_its_applicants(case: Case) -> Iterator[Fault]:
    report = case.report
    table = report.official_form.table[APPLICATIONS]
    for row in table.rows:
        where = f"{table_name(report.official_form, table)}“{row.name}”一行：六类申请人相加"
        across, down = _across(table, row.key), _down(report, table, TOTAL) if row.is_total else ()
        yield from _not_the_sum(report, Cell(table.key, row.key, TOTAL), across, where, "总计", otherwise=down)


@rule(
    "A2",
    Level.MUST_FIX,
    asserts="表三每列的（七）总计等于该列各项办理结果之和",
    basis=BASIS,
    reads=("applications",),
)
def the_handled_total_is_the_sum_of_the_results(case: Case) -> Iterator[Fault]:
    report = case.report
    table = report.official_form.table[APPLICATIONS]
    for column in table.columns:
        where = f"{table_name(report.official_form, table)}（{column.label}列）：各项办理结果相加"
        down, across = _down(report, table, column.key), _across(table, HANDLED) if column.is_total else ()
        yield from _not_the_sum(
            report, Cell(table.key, HANDLED, column.key), down, where, "（七）总计", otherwise=across
        )


def _across(table: Table, row: str) -> list[Cell]:
    """What the total of a row adds up."""
    return [Cell(table.key, row, column.key) for column in table.columns if not column.is_total]


def _down(report: ReportData, table: Table, column: str) -> list[Cell]:
    """What the （七）总计 of a column adds up."""
    parts = parts_present(table, report.figures, Cell(table.key, HANDLED, column))
    return [Cell(table.key, row, column) for row in dict.fromkeys(part.row for part in parts)]


@rule(
    "A4",
    Level.MUST_FIX,
    asserts="表四行政复议和两类行政诉讼的总计各等于四种结果之和",
    basis=BASIS,
    reads=("disputes",),
)
def the_total_of_disputes_is_the_sum_of_their_results(case: Case) -> Iterator[Fault]:
    report = case.report
    table = report.official_form.table[DISPUTES]
    where = table_name(report.official_form, table)
    for cell in table.totals:
        group = table.column[cell.column].under[-1]
        yield from _not_the_sum(report, cell, table.parts[cell], f"{where}（{group}）：四种结果相加", "总计")


def _not_the_sum(
    report: ReportData, cell: Cell, parts: Sequence[Cell], sum_of: str, total: str, otherwise: Sequence[Cell] = ()
) -> Iterator[Fault]:
    """The printed total where no reading of its parts makes it: as derived or as printed.

    The corner of table 三 has two sets of parts, and agreeing with one of them is enough: a total that
    follows from another wrong one is no second fault.
    """
    printed = report.printed_totals.get(cell)
    made = _sum(map(report.figure, parts)), _sum(_printed(report, parts))
    readings = [*made, _sum(_printed(report, otherwise)) if otherwise else None]
    expected = next((reading for reading in made if reading is not None), None)
    if is_readable(printed) and expected is not None and printed not in readings:
        message = f"{sum_of}为 {expected}，表中{total}为 {printed}，{off_by(printed, expected)} 件。请核对。"
        yield Fault(message, (*parts, cell))


def _printed(report: ReportData, cells: Iterable[Cell]) -> Iterator[Figure]:
    return (report.printed_totals.get(cell, report.figure(cell)) for cell in cells)


def _sum(figures: Iterable[Figure]) -> int | None:
    known = list(figures)
    return sum(known) if all(map(is_readable, known)) else None


@rule(
    "A3",
    Level.MUST_FIX,
    asserts="表三每列的第一项加第二项之和，等于第三项（七）总计加第四项之和",
    basis=BASIS,
    reads=("applications",),
)
def every_application_is_accounted_for(case: Case) -> Iterator[Fault]:
    report = case.report
    table = report.official_form.table[APPLICATIONS]
    applicants = [fault for column in table.columns if not column.is_total for fault in _unaccounted(report, column)]
    # The column of totals follows from the others; it is judged alone where they cannot be.
    yield from applicants or _unaccounted(report, table.column[TOTAL])


def _unaccounted(report: ReportData, column: Line) -> Iterator[Fault]:
    table = report.official_form.table[APPLICATIONS]
    cells = tuple(Cell(table.key, row, column.key) for row in (*table.identity.left, *table.identity.right))
    figures = [_best(report, table, cell) for cell in cells]
    if not all(map(is_readable, figures)):
        return
    new, over, handled, forward = figures
    to_do, done = new + over, handled + forward
    if to_do != done:
        where = f"{table_name(report.official_form, table)}（{column.label}列）"
        left = f"第一项 {new} ＋ 第二项 {over} ＝ {to_do}"
        right = f"（七）总计 {handled} ＋ 第四项 {forward} ＝ {done}"
        asked, instead = _ask(to_do - done, forward)
        # A total is derived: what would agree is typed in the columns that make it.
        instead = "" if column.is_total else instead
        yield Fault(f"{where}：{left}；{right}，{off_by(done, to_do)} 件。{asked}", cells, instead=instead)


def _best(report: ReportData, table: Table, cell: Cell) -> Figure:
    """A total as its entries make it, as printed where they are unknown; an entry as it is."""
    made = report.figure(cell)
    return report.printed_totals.get(cell) if made is None and table.is_total(cell) else made


def _ask(missing: int, forward: int) -> tuple[str, str]:
    """What to look at: applications without an outcome were often carried forward, and the reverse; and that figure."""
    if forward + missing >= 0:
        words = f"请核对“结转下年度”是否应为 {forward + missing}，或办理结果是否{'漏计' if missing > 0 else '多计'}。"
        return words, str(forward + missing)
    return "请核对办理结果是否多计，或新收、上年结转是否漏计。", ""
