"""Single figures: filled in, whole numbers, amounts in 万元."""

import re
from collections.abc import Iterator
from decimal import Decimal

from reports.checks.naming import cell_name, listed, table_name
from reports.checks.registry import Case, Fault, Level, rule
from reports.checks.sentences import known_texts
from reports.official import Cell, Measure, Table
from reports.official.figures import display, fault, is_readable
from reports.official.interchange import shown
from reports.official.report_data import Kind, ReportData

FEW = 3
"""So many blank cells are named one by one."""

TOWNSHIP_FEES_BELOW = 1000
"""万元. No township is known to charge so much; one that seems to has written 元."""

_FEES_IN_YUAN = re.compile(r"(?:信息处理费|收费|费用)[^。；\n]{0,20}?(\d[\d,，]*(?:\.\d+)?)\s*元")


@rule("N1", Level.MUST_FIX, asserts="每格都已填写，或者已声明本年度没有", basis="国办公开办函〔2021〕30号")
def every_cell_is_filled_or_declared_nil(case: Case) -> Iterator[Fault]:
    report = case.report
    for table in report.form.table.values():
        blank = tuple(cell for cell in table.entries if cell in report.figures and report.figures[cell] is None)
        if blank and table.key not in report.declared_nil:
            where = table_name(report.form, table)
            yield Fault(f"{where}有 {len(blank)} 格未填{_which(table, blank)}。请逐格填写，没有的填 0。", blank)


def _which(table: Table, blank: tuple[Cell, ...]) -> str:
    """Which cells are blank, in brackets, where that can be said in few words."""
    if len(blank) <= FEW:
        return f"（{'；'.join(table.name(cell) for cell in blank)}）"
    if set(blank) == set(table.entries):
        return "（整张表）"
    rows = {cell.row for cell in table.entries}
    columns = [line for line in table.columns if rows == {cell.row for cell in blank if cell.column == line.key}]
    if columns and len(blank) == len(rows) * len(columns):
        return f"（{listed(line.label for line in columns)}各列全部未填）"
    return ""


@rule("N2", Level.MUST_FIX, asserts="件数为不小于 0 的整数", basis="国办公开办函〔2021〕30号")
def counts_are_whole_numbers(case: Case) -> Iterator[Fault]:
    yield from _unreadable(case.report, {Measure.COUNT, Measure.NET_CHANGE})


@rule("N3", Level.MUST_FIX, asserts="金额不小于 0，以万元为单位，最多 4 位小数", basis="国办公开办函〔2021〕30号")
def money_is_in_ten_thousand_yuan(case: Case) -> Iterator[Fault]:
    yield from _unreadable(case.report, {Measure.MONEY})


def _unreadable(report: ReportData, measures: set[Measure]) -> Iterator[Fault]:
    for cell, figure in (*report.figures.items(), *report.printed_totals.items()):
        measure = report.form.table[cell.table].measure(cell)
        if measure in measures and (reason := fault(figure, measure)):
            yield Fault(f"{cell_name(report.form, cell)}填的是“{shown(display(figure))}”：{reason}。", (cell,))


@rule(
    "N4",
    Level.EXPLAIN,
    asserts=f"乡镇、街道的收费金额在 {TOWNSHIP_FEES_BELOW} 万元以下，没有把元写成万元",
)
def fees_are_not_written_in_yuan(case: Case) -> Iterator[Fault]:
    report = case.report
    is_small = report.kind in {Kind.TOWNSHIP, Kind.SUBDISTRICT}
    in_yuan = _fees_stated_in_yuan(report)
    for cell, amount in report.figures.items():
        if report.form.table[cell.table].measure(cell) is not Measure.MONEY or not is_readable(amount) or not amount:
            continue
        where = f"{cell_name(report.form, cell)}填的是 {display(amount)} 万元"
        if amount in in_yuan:
            yield Fault(
                f"{where}，正文写收费 {display(amount)} 元。请核对单位是否为万元。", (cell,), (in_yuan[amount],)
            )
        elif is_small and (amount >= TOWNSHIP_FEES_BELOW or _is_round_yuan(cell, amount)):
            yield Fault(f"{where}，对{report.kind.label}来说偏大。请核对单位是否为万元，是否把元填成了万元。", (cell,))


def _is_round_yuan(cell: Cell, amount: Decimal | int) -> bool:
    """Whether a fee looks like a 信息处理费 in 元, charged by 10, 20, 40 and 100 (国办函〔2020〕109号)."""
    return cell.table == "fees" and amount >= 100 and amount % 10 == 0


def _fees_stated_in_yuan(report: ReportData) -> dict[Decimal, str]:
    """The fees that the texts state in 元, each with the key of the text that does."""
    stated: dict[Decimal, str] = {}
    for key, text in known_texts(report):
        for match in _FEES_IN_YUAN.finditer(text):
            stated.setdefault(Decimal(re.sub("[,，]", "", match[1])), key)
    return stated
