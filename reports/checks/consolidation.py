"""A government's own report beside what its organs' reports add up to (county.md §4.3)."""

import re
from collections.abc import Iterator

from reports.checks.naming import FEW, cell_name, joined, off_by, place_name
from reports.checks.reads import SUMS, TABLES
from reports.checks.registry import Case, Fault, Level, rule
from reports.official import Cell, Edition, Measure
from reports.official.figures import display, is_readable

SCOPE_TEXTS = ("preamble", "overview")
_SAYS_ITS_SCOPE = re.compile("汇总|纳入|不含|不包括|未包括")
UNITS = {Measure.COUNT: "件", Measure.NET_CHANGE: "件", Measure.MONEY: "万元"}


@rule(
    "H1",
    Level.EXPLAIN,
    asserts="本级政府报告的每个数字等于各单位合计数加汇总调整；单位未到齐时不作判断",
    reads=(TABLES, SUMS),
)
def the_figures_are_what_the_organs_add_up_to(case: Case) -> Iterator[Fault]:
    found = case.consolidated
    if found is None or not found.is_complete:  # H2 speaks then
        return
    form = case.report.official_form
    for cell in (each for each in found.sums if form.has(each)):
        own, expected = case.report.figures.get(cell), found.adjusted(cell)
        if is_readable(own) and own != expected:
            summed, adjusted = found.sums[cell], found.adjustments.get(cell, 0)
            unit = UNITS[form.table[cell.table].measure(cell)]
            yield Fault(
                f"{cell_name(form, cell)}：本报告 {display(own)} {unit}，各单位合计 {display(summed)} {unit}，"
                f"调整 {display(adjusted)} {unit}，{off_by(own, expected)} {unit}。请核对，或登记汇总调整。",
                (cell,),
                values=(display(summed), display(adjusted)),
                instead=display(expected),
            )


@rule(
    "H2",
    Level.MUST_FIX,
    asserts="汇总范围内的单位都已审核通过或公布，本级政府报告才能提交，汇总数才能定稿",
    told_when_finished=True,
    reads=(SUMS,),
)
def every_organ_in_the_scope_is_summed_up(case: Case) -> Iterator[Fault]:
    found = case.consolidated
    if found is None:
        return
    if found.missing:
        message = f"汇总范围内 {_named(found.missing)}尚未计入汇总。各单位审核通过后才能提交和定稿。"
        yield Fault(message, values=found.missing)
    if found.undecided:
        message = f"新增 {_named(found.undecided)}，尚未决定是否纳入汇总。请在汇总范围中确认。"
        yield Fault(message, values=found.undecided)


def _named(organs: tuple[str, ...]) -> str:
    return f"{len(organs)} 个单位（{joined(organs[:FEW])}{'等' if len(organs) > FEW else ''}）"


@rule(
    "H5",
    Level.HINT,
    asserts="有单位不纳入汇总的，本级政府报告在开头或第一部分写明汇总的范围",
    reads=(*SCOPE_TEXTS, SUMS),
)
def a_consolidated_report_says_whom_it_covers(case: Case) -> Iterator[Fault]:
    found, form = case.consolidated, case.report.official_form
    if found is None or not found.left_out:
        return
    texts = [case.report.texts[key] for key in _keys(form) if key in case.report.texts]
    if texts and not any(_SAYS_ITS_SCOPE.search(text) for text in texts):
        where = place_name(form, "preamble")
        message = f"{where}：{_named(found.left_out)}不纳入汇总，这里和第一部分都没有写明汇总的范围。建议补充一句。"
        yield Fault(message, texts=("preamble",), values=found.left_out)


def _keys(form: Edition) -> list[str]:
    return ["preamble", *(text.key for text in form.section["overview"].texts)]


def watched(form: Edition) -> tuple[Cell, ...]:
    """The figures by which organs of one kind are held against each other: 表二, and the totals of 表三 and 表四."""
    rows = {"applications": ("new_received", "handled_total", "carried_forward")}
    found = []
    for section in form.sections:
        for table in section.tables:
            if len(section.tables) > 1:
                found += table.entries
            elif table.key in rows:
                found += [Cell(table.key, row, "total") for row in rows[table.key]]
            else:
                found += table.totals
    return tuple(found)
