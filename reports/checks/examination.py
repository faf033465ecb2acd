"""Many reports of one place beside each other: each checked with last year's of the same organ and those alike it."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reports.checks.as_set import RulesAsSet
from reports.checks.likeness import SHARE, comparable
from reports.checks.naming import joined, place_name
from reports.checks.organ_names import OrganName, names_organ
from reports.checks.registry import PARTICULARS, Case, Finding, run
from reports.official import Edition
from reports.official.report_data import ReportData
from reports.text.similarity import Index

RulesOf = Callable[[ReportData], RulesAsSet]
"""How the checks are set for a report."""
MOST_PLACES = 10  # named in one row; a table left blank has 144


@dataclass(frozen=True)
class ReportFile:
    """A report and the file that it was read from."""

    path: str
    report: ReportData


class Unread(NamedTuple):
    """A file that could not be read, and the sentence that says why."""

    path: str
    reason: str


@dataclass(frozen=True)
class Examined:
    """What the checks find in one of many reports, and the file that served as last year's; empty where none did."""

    path: str
    report: ReportData
    findings: Sequence[Finding]
    previous: str = ""


def examine(sources: Sequence[ReportFile], rules: RulesOf = lambda report: RulesAsSet()) -> Iterator[Examined]:
    """What every rule finds in each report, in the order given; ``rules`` says how the checks are set for it.

    Which other organ's report is looked at is asked of an index: comparing each with each would take hours.
    """
    by_own_name = defaultdict(list)
    for each in sources:
        by_own_name[OrganName.parse(each.report.organ).own].append(each)
    alike = _alike(sources, rules)
    for number, source in enumerate(sources):
        namesakes = by_own_name[OrganName.parse(source.report.organ).own]
        previous = _last_years(source.report, namesakes)
        peers = tuple(sources[each].report for each in sorted(alike[number]))
        case = rules(source.report).applied_to(Case(source.report, previous.report if previous else None, peers))
        yield Examined(source.path, source.report, run(case), previous.path if previous else "")


def same_organ(one: ReportData, other: ReportData) -> bool:
    """Whether both are reports of one organ, whose name may be shorter in either."""
    return names_organ(one.organ, other.organ, other.kind)


def _last_years(report: ReportData, namesakes: Sequence[ReportFile]) -> ReportFile | None:
    """The fullest of the organ's reports of the year before; ``None`` where it is none's, or of two organs."""
    found = [each for each in namesakes if each.report.year == report.year - 1 and same_organ(each.report, report)]
    if len({OrganName.parse(each.report.organ).whole for each in found}) > 1:
        found = [each for each in found if each.report.organ == report.organ]
    return max(found, key=lambda each: len(each.report.figures), default=None)


def _alike(sources: Sequence[ReportFile], rules: RulesOf) -> dict[int, set[int]]:
    """By number the reports of other organs of the same year that have as much of a section as W9 asks of any."""
    indexes: dict[tuple[int, str], Index] = defaultdict(Index)
    least: dict[int, int] = defaultdict(lambda: SHARE.most)
    for number, source in enumerate(sources):
        year, as_set = source.report.year, rules(source.report)
        least[year] = min(least[year], as_set.threshold("W9"))
        for section, clauses in comparable(source.report, as_set.boilerplate).items():
            indexes[year, section].add(number, clauses)
    alike: dict[int, set[int]] = defaultdict(set)
    for (year, _), index in indexes.items():
        for pair in index.pairs(least[year] / 100):
            if not same_organ(sources[pair.one].report, sources[pair.other].report):
                alike[pair.one].add(pair.other)
                alike[pair.other].add(pair.one)
    return alike


def section_name(finding: Finding, edition: Edition) -> str:
    """The part of the report where a finding stands, as it is printed."""
    key = finding.section(edition)
    return "标题和开头" if key == PARTICULARS else edition.section[key].title


def places_of(finding: Finding, edition: Edition) -> str:
    """The cells and texts that a finding is about, in words."""
    cells = [edition.table[cell.table].name(cell) for cell in finding.cells]
    texts = ["版式" if key == "edition" else place_name(edition, key) for key in finding.texts]
    return several([*dict.fromkeys(cells), *dict.fromkeys(texts)])


def several(said: Sequence[str]) -> str:
    """Names or values one after the other, the first of them where they are many; a blank one is called so."""
    return joined(each or "空" for each in said[:MOST_PLACES]) + (
        f"等 {len(said)} 处" if len(said) > MOST_PLACES else ""
    )
