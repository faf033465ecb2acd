"""Against last year's report: what was carried forward, what is in force, and what moved too much or not at all.

Only the report of the year just before is compared, only what both say, and only where both forms ask for the same.
"""

from collections.abc import Iterator

from reports.checks.naming import cell_name, off_by, table_name
from reports.checks.reads import LAST_YEAR, TABLES
from reports.checks.registry import Case, Fault, Level, Threshold, rule
from reports.official import Cell, Line, Measure, Table
from reports.official.figures import Figure, display, is_readable
from reports.official.report_data import ReportData
from reports.official.totals import rows_left_out

APPLICATIONS, ACTS, DISPUTES = "applications", "normative_acts", "disputes"
CARRIED_OVER, CARRIED_FORWARD = "carried_over", "carried_forward"
PENDING, TOTAL = "pending", "total"
TIMES = 5
LEAST_BASE = 5
"""Of a smaller figure any multiple says nothing."""


@rule(
    "Y1",
    Level.EXPLAIN,
    asserts="上年结转等于上年报告的结转下年度，逐列相等",
    basis="国办公开办函〔2021〕30号",
    reads=("applications", LAST_YEAR),
)
def what_was_carried_over_is_what_last_year_carried_forward(case: Case) -> Iterator[Fault]:
    previous, report = _last_years(case), case.report
    if previous is None or APPLICATIONS in report.declared_nil:  # Z1 says it of a table that is declared nil
        return
    columns = report.official_form.table[APPLICATIONS].columns
    known = {column.key: both for column in columns if (both := _carried(report, previous, column.key))}
    if len(known) == len(columns):
        known.pop(TOTAL)  # it says something of its own only where a column is not known
    for key, (now, before) in known.items():
        if now != before:
            cell = Cell(APPLICATIONS, CARRIED_OVER, key)
            label = report.official_form.table[APPLICATIONS].column[key].label
            yield Fault(
                f"{cell_name(report.official_form, cell)}为 {now}，{previous.year}年度报告“结转下年度继续办理”"
                f"（{label}）为 {before}，{off_by(now, before)} 件。请核对是否填错；上年报告有误的，请说明情况。",
                (cell,),
                values=(display(before),),
                instead="" if report.official_form.table[APPLICATIONS].is_total(cell) else display(before),
            )


def _carried(report: ReportData, previous: ReportData, column: str) -> tuple[int, int] | None:
    """What this year carried over and last year carried forward in a column; ``None`` where one is not known."""
    now = _known(report, Cell(APPLICATIONS, CARRIED_OVER, column))
    before = _known(previous, Cell(APPLICATIONS, CARRIED_FORWARD, column))
    return (now, before) if is_readable(now) and is_readable(before) else None


def _known(report: ReportData, cell: Cell) -> Figure:
    """The figure as entered or derived, or else as the file prints it."""
    if not report.official_form.has(cell):
        return None
    figure = report.figure(cell)
    return report.printed_totals.get(cell) if figure is None else figure


@rule(
    "Y2",
    Level.EXPLAIN,
    asserts="现行有效件数等于上年现行有效加本年制发减本年废止",
    reads=("normative_acts", LAST_YEAR),
)
def what_is_in_force_follows_from_last_year(case: Case) -> Iterator[Fault]:
    previous, report = _last_years(case), case.report
    is_comparable = previous is not None and report.edition == previous.edition
    table = report.official_form.table[ACTS]
    if "in_force" not in table.column:
        return
    for row in table.rows:
        cells = tuple(Cell(ACTS, row.key, column) for column in ("issued", "repealed", "in_force"))
        before = previous.figures.get(cells[-1]) if is_comparable else None
        if not is_readable(before):
            yield from _less_than_was_made(report, table, row, cells)
            continue
        made, repealed, stated = (report.figures.get(cell) for cell in cells)
        if all(map(is_readable, (before, made, repealed, stated))) and stated != before + made - repealed:
            expected = before + made - repealed
            yield Fault(
                f"{table_name(report.official_form, table)}“{row.name}”一行：上年现行有效 {before}＋本年制发 {made}－"
                f"本年废止 {repealed}＝{expected}，现行有效件数填的是 {stated}，{off_by(stated, expected)} 件。"
                "请核对；有文件到期失效等情形的，请说明情况。",
                cells,
                values=(display(before),),
                instead=display(expected) if expected >= 0 else "",
            )


def _less_than_was_made(report: ReportData, table: Table, row: Line, cells: tuple[Cell, ...]) -> Iterator[Fault]:
    """Whatever was in force last year: what was made this year and not repealed is in force at its end."""
    made, repealed, stated = (report.figures.get(cell) for cell in cells)
    if all(map(is_readable, (made, repealed, stated))) and stated < made - repealed:
        yield Fault(
            f"{table_name(report.official_form, table)}“{row.name}”一行：本年制发 {made}－本年废止 {repealed}＝"
            f"{made - repealed}，现行有效件数填的是 {stated}，{off_by(stated, made - repealed)} 件。"
            "请核对；有文件当年失效等情形的，请说明情况。",
            cells,
        )


@rule(
    "Y3",
    Level.HINT,
    asserts="上年尚未审结的复议、诉讼案件在本年报告中有结果或仍未审结",
    reads=("disputes", LAST_YEAR),
)
def a_case_that_was_pending_reappears(case: Case) -> Iterator[Fault]:
    previous, report = _last_years(case), case.report
    if previous is None:
        return
    table = report.official_form.table[DISPUTES]
    for total_cell in table.totals:
        group = total_cell.column.removesuffix(TOTAL)
        pending, now = _known(previous, total_cell._replace(column=f"{group}{PENDING}")), _known(report, total_cell)
        if is_readable(pending) and is_readable(now) and now < pending:
            label = table.column[total_cell.column].under[-1]
            yield Fault(
                f"{table_name(report.official_form, table)}（{label}）：上年报告尚未审结 {pending} 件，本年各种结果和"
                f"尚未审结合计 {now} 件，少 {pending - now} 件。请核对上年未审结的案件是否都已填入。",
                (*table.parts[total_cell], total_cell),
                values=(display(pending),),
            )


@rule(
    "Y4",
    Level.EXPLAIN,
    asserts=f"与上年相比，数字不超过上年的 {TIMES} 倍，也不少于上年的五分之一（上年 {LEAST_BASE} 以上）",
    threshold=Threshold("与上年相差的倍数", TIMES, 2, 100, "倍"),
    reads=(TABLES, LAST_YEAR),
)
def no_figure_moved_out_of_all_proportion(case: Case) -> Iterator[Fault]:
    previous, report = _last_years(case), case.report
    if previous is None:
        return
    times = case.threshold("Y4")
    for cell in _comparable(report, previous):
        now, before = report.figures[cell], previous.figures[cell]
        is_out = now > before * times or now * times < before
        if before >= LEAST_BASE and is_out and not _follows(cell, report, previous):
            unit = " 万元" if report.official_form.table[cell.table].measure(cell) is Measure.MONEY else ""
            part = "五分之一" if times == TIMES else f" {times} 分之一"
            moved = f"是上年的 {times} 倍以上" if now > before else f"不到上年的{part}"
            yield Fault(
                f"{cell_name(report.official_form, cell)}为 {display(now)}{unit}，"
                f"上年为 {display(before)}{unit}，{moved}。请核对；数字无误的，请说明变化原因。",
                (cell,),
                values=(display(before),),
            )


def _follows(cell: Cell, report: ReportData, previous: ReportData) -> bool:
    """Whether the figure is just what last year's report makes it: carried over, or in force."""
    if (cell.table, cell.row) == (APPLICATIONS, CARRIED_OVER):
        now, before = report.figures[cell], previous.figures.get(cell._replace(row=CARRIED_FORWARD))
        return now == before
    if cell.column != "in_force":
        return False
    made, repealed = (report.figures.get(cell._replace(column=column)) for column in ("issued", "repealed"))
    if not (is_readable(made) and is_readable(repealed)):
        return False
    return report.figures[cell] == previous.figures[cell] + made - repealed


@rule(
    "Y5",
    Level.EXPLAIN,
    asserts="不是所有数字都与上年报告相同（全部为 0 的除外）",
    reads=(TABLES, LAST_YEAR),
)
def not_every_figure_is_last_years(case: Case) -> Iterator[Fault]:
    previous, report = _last_years(case), case.report
    if previous is None or report.edition != previous.edition:
        return
    entries = report.official_form.entries
    figures = [(report.figures.get(cell), previous.figures.get(cell)) for cell in entries]
    known = [(now, before) for now, before in figures if now is not None or before is not None]
    is_known = known and all(is_readable(now) and is_readable(before) for now, before in known)
    if is_known and any(now for now, _ in known) and all(now == before for now, before in known):
        cells = tuple(cell for cell in entries if report.figures.get(cell))
        yield Fault(
            f"各表：全部数字与{previous.year}年度报告相同。请核对是否沿用了上年的表格；确无变化的，请说明情况。", cells
        )


def _last_years(case: Case) -> ReportData | None:
    previous = case.previous
    return previous if previous is not None and previous.year == case.report.year - 1 else None


def _comparable(report: ReportData, previous: ReportData) -> Iterator[Cell]:
    """The entries that both forms have and both reports know; none of rows that only one of them merges."""
    for table in report.official_form.table.values():
        apart_rows = _merged(table, report) ^ _merged(table, previous)
        for cell in table.entries:
            is_change = table.measure(cell) is Measure.NET_CHANGE
            if cell.row in apart_rows or is_change or not previous.official_form.has(cell):
                continue
            if is_readable(report.figures.get(cell)) and is_readable(previous.figures.get(cell)):
                yield cell


def _merged(table: Table, report: ReportData) -> frozenset[str]:
    """The rows that the report merges, with the one that it merges them into."""
    left_out = rows_left_out(table, report.figures)
    if not left_out:
        return frozenset()
    keys = list(table.row)
    return frozenset((*left_out, keys[keys.index(left_out[-1]) + 1]))
