"""A figure far from those of the other organs of its kind (county.md §4.7): a hint to whoever reviews, never blame."""

from collections.abc import Iterator, Sequence
from statistics import median, quantiles

from reports.checks.consolidated import Number
from reports.checks.naming import cell_name
from reports.checks.reads import LAST_YEAR, TABLES, UNITS
from reports.checks.registry import Case, Fault, Level, rule
from reports.official import Cell, Measure
from reports.official.figures import display, is_readable

LEAST_PEERS = 8
FENCE = 3
"""Quartile distances above the third quartile: Tukey's outer fence."""
LEAST_DISTANCE = 10
"""From the median: among small numbers any fence is narrow."""
MOST_HAVE_ONE = 0.8


@rule(
    "H3",
    Level.HINT,
    asserts="数字不远高于同年同类单位（高出上四分位数三倍四分位距，且比中位数多 10 以上；同类单位不少于 8 个）",
    reads=(TABLES, UNITS),
)
def no_figure_is_far_above_those_of_its_kind(case: Case) -> Iterator[Fault]:
    for cell, others in _compared(case):
        own = case.report.figure(cell)
        everybody = [*others, own]
        first, _, third = quantiles(everybody, n=4, method="inclusive")
        middle = median(everybody)
        if own > third + FENCE * (third - first) and own - middle >= LEAST_DISTANCE:
            usual = (
                f"中位数 {_whole(middle)} {_unit(case, cell)}，四分之三的单位不超过 {_whole(third)} {_unit(case, cell)}"
            )
            name = cell_name(case.report.official_form, cell)
            yield Fault(f"{name}：{display(own)} {_unit(case, cell)}，远高于同类单位（{usual}）。请核对。", (cell,))


@rule(
    "H4",
    Level.HINT,
    asserts="上年有、同年五分之四以上同类单位也有的，本年不是 0（同类单位不少于 8 个）",
    reads=(TABLES, UNITS, LAST_YEAR),
)
def no_figure_falls_to_zero_where_most_have_one(case: Case) -> Iterator[Fault]:
    previous = case.previous
    if previous is None or previous.year != case.report.year - 1:
        return
    for cell, others in _compared(case):
        before = previous.figure(cell) if previous.official_form.has(cell) else None
        having = sum(each > 0 for each in others)
        has_fallen = case.report.figure(cell) == 0 and is_readable(before) and before > 0
        if has_fallen and having >= MOST_HAVE_ONE * len(others):
            unit = _unit(case, cell)
            message = (
                f"{cell_name(case.report.official_form, cell)}：上年 {display(before)} {unit}，本年 0 {unit}，"
                f"同类 {len(others)} 个单位中 {having} 个大于 0。请核对是否漏填。"
            )
            yield Fault(message, (cell,), values=(display(before),))


def _compared(case: Case) -> Iterator[tuple[Cell, Sequence[Number]]]:
    """The cells of which enough other organs have a figure, and this report too."""
    for cell, others in (case.units or {}).items():
        known = case.report.official_form.has(cell) and is_readable(case.report.figure(cell))
        if known and len(others) >= LEAST_PEERS:
            yield cell, others


def _unit(case: Case, cell: Cell) -> str:
    return "万元" if case.report.official_form.table[cell.table].measure(cell) is Measure.MONEY else "件"


def _whole(number: Number | float) -> str:
    """A quartile may fall between two figures; the whole number below says as much."""
    return str(int(number))
