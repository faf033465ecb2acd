"""What a rule and a finding are, and the list of all rules, which the rules enter themselves."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import NamedTuple

from reports.official import Cell, Edition
from reports.official.report_data import ReportData

GROUPS = {
    "N": "数字",
    "A": "合计与勾稽",
    "Z": "无事项声明与表格适用",
    "Y": "与上年比较",
    "X": "文字与数字",
    "W": "文字",
    "E": "情况说明",
    "D": "报送与审核",
    "L": "申请台账",
    "H": "县级汇总",
    "O": "输出文件",
}
"""The groups of the catalogue, in its order, by the letter with which their ids begin."""

PARTICULARS = "particulars"
"""Where a finding stands that concerns the report's title, opening paragraph or edition, in none of the sections."""


class Level(StrEnum):
    """What a finding asks of the clerk."""

    MUST_FIX = "must_fix"  # blocks submission
    EXPLAIN = "explain"  # passes with an explanation that the supervisor accepts
    HINT = "hint"  # informs

    @property
    def label(self) -> str:
        return _LEVEL_LABELS[self]


_LEVEL_LABELS = {Level.MUST_FIX: "须修改", Level.EXPLAIN: "须说明", Level.HINT: "提示"}
_SEVERITY = {level: rank for rank, level in enumerate(Level)}


@dataclass(frozen=True)
class Case:
    """What is checked: a report, beside last year's and the neighbours' of the same year where they are known."""

    report: ReportData
    previous: ReportData | None = None
    peers: tuple[ReportData, ...] = ()


class Fault(NamedTuple):
    """What a rule function yields: a finding that does not know yet by which rule it was made."""

    message: str
    cells: tuple[Cell, ...] = ()
    texts: tuple[str, ...] = ()
    quote: str = ""


@dataclass(frozen=True)
class Finding:
    """One thing that is not as a rule asserts: where, which values, why, and what to do, in ``message``.

    ``texts`` holds text keys, section keys, ``title`` or ``edition``; ``quote`` the sentence found.
    """

    rule: str
    level: Level
    message: str
    cells: tuple[Cell, ...] = ()
    texts: tuple[str, ...] = ()
    quote: str = ""

    @property
    def fingerprint(self) -> str:
        """Stable hexadecimal over all that the finding says: an explanation stands while it is the same."""
        said = [self.rule, self.level, self.message, [str(cell) for cell in self.cells], self.texts, self.quote]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

    @property
    def place(self) -> str:
        """What stays of the fingerprint when the values change: by which rule and where the finding was made."""
        where = [self.rule, [str(cell) for cell in self.cells], self.texts]
        return hashlib.sha256(json.dumps(where).encode()).hexdigest()

    def section(self, edition: Edition) -> str:
        """The key of the official section where the finding stands, or ``particulars``."""
        for key in (*self.texts, *(cell.table for cell in self.cells)):
            if key in edition.section_of:
                return edition.section_of[key].key
            if key in edition.section:
                return key
        return PARTICULARS


@dataclass(frozen=True)
class Rule:
    """One rule of the catalogue. A process rule has no function: it runs where its process does."""

    id: str
    level: Level
    name: str
    asserts: str
    basis: str = ""
    function: Callable[[Case], Iterable[Finding]] | None = None

    @property
    def group(self) -> str:
        return self.id[0]


RULES: dict[str, Rule] = {}
"""Every rule by its id, in the order of the catalogue."""


def rules_run() -> int:
    """How many rules a check runs; process rules are in the catalogue, but run where their process does."""
    return sum(each.function is not None for each in RULES.values())


def rule(id: str, level: Level, *, asserts: str, basis: str = "") -> Callable:
    """Enter a function that yields faults as a rule; it is named as the sentence that it asserts."""

    def enter(function: Callable[[Case], Iterator[Fault]]) -> Callable[[Case], Iterator[Finding]]:
        @wraps(function)
        def findings(case: Case) -> Iterator[Finding]:
            return (Finding(id, level, *fault) for fault in function(case))

        _enter(Rule(id, level, function.__name__, asserts, basis, findings))
        return findings

    return enter


def process_rule(id: str, level: Level, name: str, *, asserts: str, basis: str = "") -> None:
    """Enter a rule that is not about a report's content and runs elsewhere."""
    _enter(Rule(id, level, name, asserts, basis))


def _enter(new: Rule) -> None:
    if new.id in RULES:
        raise ValueError(f"rule {new.id} is entered twice")
    ordered = sorted([*RULES.values(), new], key=_catalogue_order)
    RULES.clear()
    RULES.update((each.id, each) for each in ordered)


def _catalogue_order(each: Rule) -> tuple[int, int]:
    return list(GROUPS).index(each.group), int(each.id[1:])


def run(case: Case) -> list[Finding]:
    """What all rules find: what must be fixed first, then what needs explaining, each in the form's order."""
    findings = [finding for each in RULES.values() if each.function for finding in each.function(case)]
    place = _Places(case.report.form)
    return sorted(findings, key=lambda finding: (_SEVERITY[finding.level], *place.of(finding)))


class _Places:
    """Where findings stand in a form: section, then cell, then text."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._sections = [PARTICULARS, *edition.section]
        cells = (cell for table in edition.table.values() for cell in table.cells)
        self._cells = {cell: number for number, cell in enumerate(cells)}
        self._texts = {key: number for number, key in enumerate(("edition", "title", *edition.text))}

    def of(self, finding: Finding) -> tuple[int, int, int]:
        return (
            self._sections.index(finding.section(self._edition)),
            min((self._cells.get(cell, -1) for cell in finding.cells), default=-1),
            min((self._texts.get(key, -1) for key in finding.texts), default=-1),
        )
