"""Single figures: filled in, whole numbers, amounts in 万元."""

import re
from collections.abc import Iterator
from decimal import Decimal

from reports.checks.naming import cell_name, joined, table_name
from reports.checks.reads import TABLES, TEXTS
from reports.checks.registry import Case, Fault, Level, Threshold, rule
from reports.official import Cell, Measure, Table
from reports.official.figures import display, fault, is_readable, says_nothing
from reports.official.interchange import shown
from reports.official.report_data import Kind, ReportData
from reports.text.numerals import LONGEST, Use, numbers
from reports.text.sentences import known_texts

FEW = 3
"""So many blank cells are named one by one."""

TOWNSHIP_FEES_BELOW = 1000
"""万元. No township is known to charge so much; one that seems to has written 元."""

YUAN_IN_TEN_THOUSAND = 10_000

_COUNTER = re.compile(r"[件条个宗份起次篇封]$")
_FEES_IN_YUAN = re.compile(r"(?:信息处理费|收费|费用)[^。；\n]{0,20}?(\d[\d,，]*(?:\.\d+)?)\s*元")


@rule(
    "N1",
    Level.MUST_FIX,
    asserts="每格都已填写，或者已声明本年度没有",
    basis="国办公开办函〔2021〕30号",
    told_when_finished=True,
    reads=(TABLES,),
)
def every_cell_is_filled_or_declared_nil(case: Case) -> Iterator[Fault]:
    report = case.report
    for table in report.official_form.table.values():
        blank = tuple(cell for cell in table.entries if cell in report.figures and report.figures[cell] is None)
        if blank and table.key not in report.declared_nil:
            where = table_name(report.official_form, table)
            message = f"{where}有 {len(blank)} 格未填{_which(table, blank)}。请逐格填写，没有的填 0。"
            # Of more than can be named, nobody knows from here that there was none.
            yield Fault(message, blank, instead="0" if len(blank) <= FEW else "", is_for_all=True)


def _which(table: Table, blank: tuple[Cell, ...]) -> str:
    """Which cells are blank, in brackets, where that can be said in few words."""
    if len(blank) <= FEW:
        return f"（{'；'.join(table.name(cell) for cell in blank)}）"
    if set(blank) == set(table.entries):
        return "（整张表）"
    rows = {cell.row for cell in table.entries}
    columns = [line for line in table.columns if rows == {cell.row for cell in blank if cell.column == line.key}]
    if columns and len(blank) == len(rows) * len(columns):
        return f"（{joined(line.label for line in columns)}各列全部未填）"
    return ""


@rule(
    "N2",
    Level.MUST_FIX,
    asserts="件数为不小于 0 的整数",
    basis="国办公开办函〔2021〕30号",
    reads=(TABLES,),
)
def counts_are_whole_numbers(case: Case) -> Iterator[Fault]:
    yield from _unreadable(case.report, {Measure.COUNT, Measure.NET_CHANGE})


@rule(
    "N3",
    Level.MUST_FIX,
    asserts="金额不小于 0，以万元为单位，最多 4 位小数",
    basis="国办公开办函〔2021〕30号",
    reads=(TABLES,),
)
def money_is_in_ten_thousand_yuan(case: Case) -> Iterator[Fault]:
    yield from _unreadable(case.report, {Measure.MONEY})


def _unreadable(report: ReportData, measures: set[Measure]) -> Iterator[Fault]:
    for cell, figure in (*report.figures.items(), *report.printed_totals.items()):
        measure = report.official_form.table[cell.table].measure(cell)
        if measure in measures and (reason := fault(figure, measure)):
            typed = shown(display(figure))
            if typed in reason:  # 5 120 300: one number, or several
                reason = "不能确定是哪个数。一格只填一个数，中间不加空格或其他符号"
            said = f"{cell_name(report.official_form, cell)}填的是“{typed}”：{reason}。"
            is_entry = cell in report.figures
            yield Fault(said, (cell,), instead=_count_meant(display(figure), measure) if is_entry else "")


def _count_meant(typed: str, measure: Measure) -> str:
    """The one whole number that was typed in words: 十二 is 12, 无 is 0; empty where that is open (5 120 300)."""
    if says_nothing(typed):
        return "0"
    words = f"{_COUNTER.sub('', typed.strip())}件"
    read = numbers(words) if measure is not Measure.MONEY and len(words) <= LONGEST else ()
    one = read[0] if len(read) == 1 else None
    is_all = one is not None and one.use is Use.COUNT and (one.start, one.end) == (0, len(words))
    return f"{one.value:f}" if is_all and one.is_exact and one.value == one.value.to_integral_value() else ""


@rule(
    "N4",
    Level.EXPLAIN,
    asserts=f"乡镇、街道的收费金额在 {TOWNSHIP_FEES_BELOW} 万元以下，没有把元写成万元",
    threshold=Threshold("收费金额", TOWNSHIP_FEES_BELOW, 1, 100_000, "万元"),
    reads=("fees", "procurement", TEXTS),
)
def fees_are_not_written_in_yuan(case: Case) -> Iterator[Fault]:
    report = case.report
    is_small = report.kind in {Kind.TOWNSHIP, Kind.SUBDISTRICT}
    in_yuan = _fees_stated_in_yuan(report)
    for cell, amount in report.figures.items():
        if (
            report.official_form.table[cell.table].measure(cell) is not Measure.MONEY
            or not is_readable(amount)
            or not amount
        ):
            continue
        where = f"{cell_name(report.official_form, cell)}填的是 {display(amount)} 万元"
        if amount in in_yuan:
            asked = f"{where}，正文写收费 {display(amount)} 元。请核对单位是否为万元。"
            key, words = in_yuan[amount]
            yield Fault(asked, (cell,), (key,), words, instead=_in_ten_thousands(amount))
        elif is_small and (amount >= case.threshold("N4") or _is_round_yuan(cell, amount)):
            asked = f"{where}，对{report.kind.label}来说偏大。请核对单位是否为万元，是否把元填成了万元。"
            yield Fault(asked, (cell,), instead=_in_ten_thousands(amount))


def _in_ten_thousands(yuan: Decimal | int) -> str:
    """So many 元 in 万元; empty where that has more decimals than an amount may have."""
    amount = (Decimal(yuan) / YUAN_IN_TEN_THOUSAND).normalize()
    return "" if fault(amount, Measure.MONEY) else f"{amount:f}"


def _is_round_yuan(cell: Cell, amount: Decimal | int) -> bool:
    """Whether a fee looks like a 信息处理费 in 元, charged by 10, 20, 40 and 100 (国办函〔2020〕109号)."""
    return cell.table == "fees" and amount >= 100 and amount % 10 == 0


def _fees_stated_in_yuan(report: ReportData) -> dict[Decimal, tuple[str, str]]:
    """The fees that the texts state in 元, each with the key of the text that does, and with its words."""
    stated: dict[Decimal, tuple[str, str]] = {}
    for key, text in known_texts(report):
        for match in _FEES_IN_YUAN.finditer(text):
            stated.setdefault(Decimal(re.sub("[,，]", "", match[1])), (key, match[0]))
    return stated
