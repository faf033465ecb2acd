"""What a rule and a finding are, and the list of all rules, which the rules enter themselves."""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property, wraps
from typing import NamedTuple

from reports.checks.consolidated import Consolidated, Number
from reports.checks.overlap import Overlap
from reports.checks.reads import EVERYTHING, PARTICULARS
from reports.checks.repair import Repair
from reports.checks.telling_apart import told_apart
from reports.claims import Claim, claims_of
from reports.official import Cell, Edition
from reports.official.figures import display
from reports.official.report_data import ReportData
from reports.text.similarity import BOILERPLATE

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


class Level(StrEnum):
    """What a finding asks of the clerk."""

    MUST_FIX = "must_fix"  # blocks submission
    EXPLAIN = "explain"  # passes with an explanation that the supervisor accepts
    HINT = "hint"  # informs

    @property
    def label(self) -> str:
        return _LEVEL_LABELS[self]


_LEVEL_LABELS = {Level.MUST_FIX: "须修改", Level.EXPLAIN: "须说明", Level.HINT: "提示"}


@dataclass(frozen=True)
class Threshold:
    """The number of a rule that a supervising organ may set: its name, its usual value, and between what it lies."""

    name: str
    usual: int
    least: int
    most: int
    unit: str = ""


@dataclass(frozen=True)
class Case:
    """What is checked: a report, beside last year's and the neighbours' of the same year where they are known.

    What else is to be looked at is a field with a default; what several rules derive from the fields is a
    ``cached_property`` here, so that it is worked out once a check.
    """

    report: ReportData
    previous: ReportData | None = None
    peers: tuple[ReportData, ...] = ()
    thresholds: Mapping[str, int] = field(default_factory=dict)  # by rule, what is set otherwise than usual
    turned_down: Collection[str] = ()  # the rules that only inform here (须说明 as 提示)
    boilerplate: Collection[str] = BOILERPLATE  # what reports may have in common
    overlaps: tuple[Overlap, ...] = ()  # with reports that were submitted earlier, where these are stored
    consolidated: Consolidated | None = None  # what its organs add up to, of a government's own report
    units: Mapping[Cell, Sequence[Number]] | None = None  # by cell what the other organs of its kind report

    def threshold(self, rule: str) -> int:
        """The number that a rule judges by here."""
        return self.thresholds.get(rule, RULES[rule].threshold.usual)

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """What the report's texts say about its tables."""
        return claims_of(self.report)


class Fault(NamedTuple):
    """What a rule function yields: a finding that does not know yet by which rule it was made."""

    message: str
    cells: tuple[Cell, ...] = ()
    texts: tuple[str, ...] = ()
    quote: str = ""
    values: tuple[str, ...] = ()  # what else was compared, beside the figures in ``cells``
    span: tuple[int, int] | None = None  # of the words at fault in the first of ``texts``, where they are known
    instead: str = ""  # the one value that would agree, in place of these words, else of the last of ``cells``
    is_for_all: bool = False  # of every one of ``cells``
    overlaps: tuple[Overlap, ...] = ()  # the stored reports that it is about beside this one
    repair: Repair | None = None  # what mends the first of ``texts`` where no one value does


@dataclass(frozen=True)
class Finding:
    """One thing that is not as a rule asserts: where, which values, why, and what to do, in ``message``.

    ``texts`` holds text keys, section keys, ``title`` or ``edition``; ``quote`` the sentence found; ``values`` what
    stood in the cells and what else was compared, as displayed. The rest is a fault's, and not in the fingerprint.
    """

    rule: str
    level: Level
    message: str
    cells: tuple[Cell, ...] = ()
    texts: tuple[str, ...] = ()
    quote: str = ""
    values: tuple[str, ...] = ()
    span: tuple[int, int] | None = None
    instead: str = ""
    is_for_all: bool = False
    overlaps: tuple[Overlap, ...] = ()
    repair: Repair | None = None

    @property
    def fingerprint(self) -> str:
        """Stable hexadecimal over what was found where: an explanation stands while it is the same.

        Never over the wording or the level: a rule that is worded anew voids no explanation.
        """
        found = [self.rule, [str(cell) for cell in self.cells], self.texts, self.values, self.quote]
        return hashlib.sha256(json.dumps(found).encode()).hexdigest()

    @property
    def place(self) -> str:
        """What stays of the fingerprint when the values change: by which rule and where the finding was made."""
        where = [self.rule, [str(cell) for cell in self.cells], self.texts]
        return hashlib.sha256(json.dumps(where).encode()).hexdigest()

    @property
    def is_of_a_sentence_and_a_table(self) -> bool:
        """Whether it holds a sentence against a table, of which a person may say that they have nothing in common."""
        return bool(self.level is not Level.MUST_FIX and self.cells and self.texts and self.quote)

    @property
    def statement(self) -> str:
        """Stable hexadecimal over rule, place, sentence and what that says: the same whatever stands in the table."""
        said = self.values[len(self.cells) :]
        found = ["statement", self.rule, [str(cell) for cell in self.cells], self.texts, said, self.quote]
        return hashlib.sha256(json.dumps(found).encode()).hexdigest()

    @property
    def answered_by(self) -> tuple[str, ...]:
        """Its own fingerprint, and where it may be set aside a second: the first that an explanation has counts."""
        return (self.fingerprint, self.statement) if self.is_of_a_sentence_and_a_table else (self.fingerprint,)

    def section(self, edition: Edition) -> str:
        """The key of the official section where the finding stands, or ``particulars``."""
        for key in (*self.texts, *(cell.table for cell in self.cells)):
            if key in edition.section_of:
                return edition.section_of[key].key
            if key in edition.section:
                return key
        return PARTICULARS

    def parts(self, edition: Edition) -> set[str]:
        """The parts of the form that it stands in or speaks of."""
        named = (edition.section_of.get(key) for key in (*self.texts, *(cell.table for cell in self.cells)))
        return {self.section(edition), *(section.key for section in named if section)}


@dataclass(frozen=True)
class Rule:
    """One rule of the catalogue. A process rule has no function: it runs where its process does.

    ``told_when_finished`` marks those that find that something is still to be written, which nobody is told while
    writing: the page of a part tells it once the part is called finished. ``reads`` names what it looks at (``reads``),
    and ``is_part_by_part`` says that what it finds in the texts of a part depends on no text of another.
    """

    id: str
    level: Level
    name: str
    asserts: str
    basis: str = ""
    function: Callable[[Case], Iterable[Finding]] | None = None
    told_when_finished: bool = False
    threshold: Threshold | None = None
    reads: frozenset[str] = EVERYTHING
    is_part_by_part: bool = False

    @property
    def may_be_turned_down(self) -> bool:
        """Whether a supervising organ may let it inform only; what must be fixed stays so."""
        return self.level is Level.EXPLAIN and self.function is not None

    @property
    def group(self) -> str:
        return self.id[0]


RULES: dict[str, Rule] = {}
"""Every rule by its id, in the order of the catalogue."""


def rule(
    id: str,
    level: Level,
    *,
    asserts: str,
    basis: str = "",
    told_when_finished: bool = False,
    threshold: Threshold | None = None,
    reads: Iterable[str] = EVERYTHING,
    is_part_by_part: bool = False,
) -> Callable:
    """Register a function that yields faults as a rule; it is named as the sentence that it asserts."""
    said = (told_when_finished, threshold, frozenset(reads), is_part_by_part)

    def register(function: Callable[[Case], Iterator[Fault]]) -> Callable[[Case], Iterator[Finding]]:
        @wraps(function)
        def findings(case: Case) -> Iterator[Finding]:
            return told_apart(_finding(id, level, fault, case.report) for fault in function(case))

        _register(Rule(id, level, function.__name__, asserts, basis, findings, *said))
        return findings

    return register


def _finding(id: str, level: Level, fault: Fault, report: ReportData) -> Finding:
    """The fault as a finding of that rule, with the values that stand in its cells: as derived, or as printed."""
    figures = (report.figure(cell) for cell in fault.cells)
    printed = (report.printed_totals.get(cell) for cell in fault.cells)
    stood = (display(one if one is not None else other) for one, other in zip(figures, printed, strict=True))
    return Finding(id, level, **fault._asdict() | {"values": (*stood, *fault.values)})


def process_rule(
    id: str, level: Level, name: str, *, asserts: str, basis: str = "", told_when_finished: bool = False
) -> None:
    """Enter a rule that is not about a report's content and runs elsewhere."""
    _register(Rule(id, level, name, asserts, basis, told_when_finished=told_when_finished))


def _register(new: Rule) -> None:
    if new.id in RULES:
        raise ValueError(f"rule {new.id} is entered twice")
    ordered = sorted([*RULES.values(), new], key=_catalogue_order)
    RULES.clear()
    RULES.update((each.id, each) for each in ordered)


def _catalogue_order(each: Rule) -> tuple[int, int]:
    return list(GROUPS).index(each.group), int(each.id[1:])


def run(case: Case) -> list[Finding]:
    """What all rules find: what must be fixed first, then what needs explaining, each in the form's order."""
    rules = [each for each in RULES.values() if each.function]
    return in_order(findings_of(case, rules, case), case.report.official_form)


def findings_of(case: Case, rules: Iterable[Rule], own: Case) -> Iterator[Finding]:
    """What these rules find, each as it counts here; ``own`` is for those that go part by part."""
    for each in rules:
        for finding in each.function(own if each.is_part_by_part else case):
            yield _as_turned_down(finding, case)


def _as_turned_down(finding: Finding, case: Case) -> Finding:
    is_turned = finding.level is Level.EXPLAIN and finding.rule in case.turned_down
    return replace(finding, level=Level.HINT) if is_turned else finding


def in_order(findings: Iterable[Finding], edition: Edition) -> list[Finding]:
    """What must be fixed first, then what needs explaining, each in the form's order."""
    place = _PlaceOrder(edition)
    return sorted(findings, key=lambda finding: (list(Level).index(finding.level), *place.of(finding)))


class _PlaceOrder:
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
