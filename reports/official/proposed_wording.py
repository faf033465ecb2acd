"""Whole sentences made from a report's own figures, so that what the text says is what the tables say.

A sentence is offered only over figures that are filled in; otherwise it says which table is not.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from reports.official.balance import balances
from reports.official.figures import display, is_readable
from reports.official.form import Cell, Line
from reports.official.report_data import ReportData

TABLE_TWO, TABLE_THREE, TABLE_FOUR = "表二", "表三", "表四"

_NUMBERING = re.compile(r"^（[一二三四五六七八九十]+）|（.*）$")
_RESULTS = "handled_total"


@dataclass(frozen=True)
class Sentence:
    """A sentence that a text may say, or in ``missing`` why it cannot be made yet."""

    label: str
    text: str = ""
    missing: str = ""


@dataclass(frozen=True)
class InsertableNumber:
    """A figure of the tables under the name that a text gives it, with its counter (件, 万元)."""

    label: str
    text: str


class _NotFilled(Exception):
    """A figure that the sentence needs is blank, unknown or unreadable."""


def on_applications(report: ReportData, we: str) -> str:
    """How many applications came in, were carried over, handled and carried forward (table 三)."""
    count = _counter(report, "applications")
    new, carried_over, handled, carried_forward = (
        count(row, "total") for row in ("new_received", "carried_over", _RESULTS, "carried_forward")
    )
    if not any((new, carried_over, handled, carried_forward)):
        return f"{report.year}年，{we}未收到政府信息公开申请，无上年结转。"
    received = f"共收到政府信息公开申请{new}件{_applicants(report, new)}" if new else "未收到政府信息公开申请"
    return (
        f"{report.year}年，{we}{received}，上年结转{carried_over}件，"
        f"办结{handled}件，结转下年度继续办理{carried_forward}件。"
    )


def on_results(report: ReportData, we: str) -> str:
    """How the applications of the year were handled, by the main kinds of result; empty where none was."""
    results = {name: number for name, number in _results(report) if number}
    if not results:
        return ""
    return f"办理结果为：{'，'.join(f'{name}{number}件' for name, number in results.items())}。"


def on_disputes(report: ReportData, we: str) -> str:
    """Administrative reconsideration and litigation, each with its results (table 四)."""
    count = _counter(report, "disputes")
    groups = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
    reconsideration, direct, after = (count("cases", f"{group}_total") for group in groups)
    if not any((reconsideration, direct, after)):
        return f"{report.year}年，{we}未发生因政府信息公开引起的行政复议、行政诉讼。"
    named = [f"{_group_name(report, group)}{_with_outcomes(report, group)}" for group in groups]
    if reconsideration:
        first = f"发生因政府信息公开引起的{named[0]}"
    else:
        first = f"未发生因政府信息公开引起的{_group_name(report, groups[0])}"
    parts = [name for name, number in ((named[1], direct), (named[2], after)) if number]
    litigation = f"发生行政诉讼{direct + after}件，其中{'，'.join(parts)}" if parts else "未发生行政诉讼"
    return f"{report.year}年，{we}{first}，{litigation}。"


def on_normative_acts(report: ReportData, we: str) -> str:
    """Rules, where there are any, and normative documents: issued, repealed, in force (table 二)."""
    table = report.official_form.table["normative_acts"]
    count = _counter(report, table.key)
    acts = {row.label: [count(row.key, column) for column in ("issued", "repealed", "in_force")] for row in table.rows}
    documents = table.rows[-1].label
    said = [
        f"制发{name}{issued}件，废止{repealed}件，现行有效{in_force}件"
        for name, (issued, repealed, in_force) in acts.items()
        if name == documents or any((issued, repealed, in_force))
    ]
    return f"{report.year}年，{we}{'；'.join(said)}。"


def on_decisions(report: ReportData, we: str) -> str:
    """Licences, penalties, compulsion and fees (table 二)."""
    named = []
    for key in ("licensing", "enforcement"):
        count = _counter(report, key)
        named += [f"{row.label}{count(row.key, 'decisions')}件" for row in report.official_form.table[key].rows]
    amount = display(_known(report, Cell("fees", "administrative_fees", "amount")))
    fees = report.official_form.table["fees"].rows[0].label
    return f"{report.year}年，{we}作出{'、'.join(named)}，{fees}{amount}万元。"


_Making = tuple[str, str, Callable[[ReportData, str], str]]
_APPLICATIONS: _Making = (f"按{TABLE_THREE}生成", TABLE_THREE, on_applications)
_RESULTS_OF_THEM: _Making = (f"按{TABLE_THREE}生成办理结果", TABLE_THREE, on_results)
_DISPUTES: _Making = (f"按{TABLE_FOUR}生成", TABLE_FOUR, on_disputes)
_ACTS: _Making = (f"按{TABLE_TWO}生成", TABLE_TWO, on_normative_acts)
_DECISIONS: _Making = (f"按{TABLE_TWO}生成", TABLE_TWO, on_decisions)

_OFFERED: dict[str, tuple[_Making, ...]] = {
    "overview.proactive_disclosure": (_DECISIONS,),
    "overview.disclosure_on_request": (_APPLICATIONS, _RESULTS_OF_THEM, _DISPUTES),
    "overview.information_management": (_ACTS,),
    "overview.supervision": (_DISPUTES,),
}

_NUMBERS: dict[str, tuple[tuple[str, str], ...]] = {
    "overview.proactive_disclosure": (
        ("行政许可", "licensing.administrative_licensing.decisions"),
        ("行政处罚", "enforcement.administrative_penalty.decisions"),
        ("行政强制", "enforcement.administrative_compulsion.decisions"),
        ("行政事业性收费", "fees.administrative_fees.amount"),
    ),
    "overview.disclosure_on_request": (
        ("依申请公开", "applications.new_received.total"),
        ("上年结转", "applications.carried_over.total"),
        ("办结", "applications.handled_total.total"),
        ("结转下年度继续办理", "applications.carried_forward.total"),
    ),
    "overview.information_management": (
        ("规范性文件制发", "normative_acts.normative_documents.issued"),
        ("规范性文件废止", "normative_acts.normative_documents.repealed"),
        ("规范性文件现行有效", "normative_acts.normative_documents.in_force"),
    ),
    "overview.supervision": (("行政复议", "disputes.cases.reconsideration_total"),),
}


def sentences_for(text: str, report: ReportData, we: str) -> list[Sentence]:
    """The sentences that a text may say of the tables; ``we`` is the organ's word for itself (我乡)."""
    made = [_made(*making, report, we) for making in _OFFERED.get(text, ())]
    return [each for each in made if each.text or each.missing]


def numbers_for(text: str, report: ReportData) -> list[InsertableNumber]:
    """The figures that a text may name, as far as they are filled in."""
    known = ((label, Cell.parse(address)) for label, address in _NUMBERS.get(text, ()))
    return [
        InsertableNumber(label, f"{display(figure)}{'万元' if cell.table == 'fees' else '件'}")
        for label, cell in known
        if report.official_form.has(cell) and is_readable(figure := report.figure(cell))
    ]


def _made(label: str, table: str, making: Callable[[ReportData, str], str], report: ReportData, we: str) -> Sentence:
    try:
        text = making(report, we)
    except _NotFilled:
        return Sentence(label, missing=f"{table}未填完")
    if table == TABLE_THREE and _is_uneven(report):
        return Sentence(label, missing=f"{table}勾稽不平，请先核对")
    return Sentence(label, text)


def _is_uneven(report: ReportData) -> bool:
    return any(each.is_uneven for each in balances(report.official_form.table["applications"], report.figures))


def _known(report: ReportData, cell: Cell):
    """A figure that can be counted with; an edition without it, or a blank, raises ``_NotFilled``."""
    figure = report.figure(cell) if report.official_form.has(cell) else None
    if not is_readable(figure):
        raise _NotFilled
    return figure


def _counter(report: ReportData, table: str) -> Callable[[str, str], int]:
    return lambda row, column: _known(report, Cell(table, row, column))


def _applicants(report: ReportData, new: int) -> str:
    """Who applied: natural persons, and legal persons or other organisations taken together."""
    person = report.official_form.table["applications"].column["natural_person"].label
    others = report.official_form.table["applications"].column["business"].under[-1]
    persons = _known(report, Cell("applications", "new_received", "natural_person"))
    parts = ((person, persons), (others, new - persons))
    return f"（{'，'.join(f'{name}{number}件' for name, number in parts if number)}）"


def _results(report: ReportData) -> list[tuple[str, int]]:
    """The main kinds of result with their numbers, in the order of the table."""
    table = report.official_form.table["applications"]
    parts = [table.row[row] for row in table.row if table.row[row].under and not table.row[row].is_total]
    _known(report, Cell(table.key, _RESULTS, "total"))
    numbers: dict[str, int] = {}
    for row in parts:
        name = _bare(row)
        # Rows that a report merges into the next one are unknown, and add nothing.
        number = report.figure(Cell(table.key, row.key, "total")) or 0
        numbers[name] = numbers.get(name, 0) + number
    return list(numbers.items())


def _bare(row: Line) -> str:
    """The main kind of result without its numbering and remarks: 部分公开, 不予公开."""
    label = row.under[1] if len(row.under) > 1 else row.label
    return _NUMBERING.sub("", label)


def _group_name(report: ReportData, group: str) -> str:
    return report.official_form.table["disputes"].column[f"{group}_total"].under[-1]


def _with_outcomes(report: ReportData, group: str) -> str:
    """The number of a group's cases with its results: 2件（结果维持1件，尚未审结1件）."""
    table = report.official_form.table["disputes"]
    cells = [cell for cell in table.cells if cell.column.startswith(f"{group}_")]
    *outcomes, total = [(table.column[cell.column].label, _known(report, cell)) for cell in cells]
    parts = "，".join(f"{name}{number}件" for name, number in outcomes if number)
    return f"{total[1]}件（{parts}）" if parts else f"{total[1]}件"
