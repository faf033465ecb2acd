"""雷同比对: which reports of a county repeat each other or their own of last year, and where."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from reports.checks.likeness import SECTIONS, comparable, section_text
from reports.checks.naming import place_name
from reports.models import AnnualReport, Organ
from reports.models.last_years import last_years_of
from reports.models.reading import texts_of
from reports.models.rule_settings import rules_for, rules_in_force
from reports.official.report_data import ReportData
from reports.text.similarity import Clauses, Index, clauses_of, common_spans, repeated

LEAST = (50, 60, 70, 80, 90)  # per cent from which pairs may be listed, instead of from where W9 and W10 speak
MOST_IN_A_MATRIX = 30  # organs; of more the list alone is shown


@dataclass(frozen=True)
class AlikePair:
    """Two reports of which one repeats a section of the other; ``other`` may be the organ's own of last year."""

    one: AnnualReport
    other: AnnualReport
    section: str
    share: float  # of the first that the second has as well
    share_of_other: float

    @property
    def most(self) -> int:
        """Per cent of whichever repeats more."""
        return round(100 * max(self.share, self.share_of_other))

    @property
    def is_own(self) -> bool:
        return self.one.organ_id == self.other.organ_id


@dataclass(frozen=True)
class MatrixRow:
    """An organ and, for each organ of the matrix, the pair that repeats most, or ``None``."""

    report: AnnualReport
    pairs: Sequence[AlikePair | None]


@dataclass(frozen=True)
class Bounds:
    """From how many per cent W9 and W10 speak of the reports that an organ reviews."""

    organ: Organ
    with_others: int
    with_last_year: int


def bounds_of(organs: Iterable[Organ], year: int) -> list[Bounds]:
    """What each supervising organ has set for the year; two queries."""
    organs = list(organs)
    found = rules_in_force((organ.pk, year) for organ in organs)
    rules = ((organ, found[organ.pk, year]) for organ in organs)
    return [Bounds(organ, each.threshold("W9"), each.threshold("W10")) for organ, each in rules]


def alike_pairs(reports: Collection[AnnualReport], least: int | None) -> list[AlikePair]:
    """The pairs that repeat at least so many per cent, most first: with each other, and with last year's own.

    Without ``least`` the pairs of which W9 or W10 speaks, as it is set. The reports need their organ and their reviewer
    selected; as many queries for thirty as for one.
    """
    compared = _Compared(reports, least)
    found = [*compared.with_each_other(), *compared.with_last_years()]
    return sorted(found, key=lambda pair: (-pair.most, pair.one.organ.slug, pair.other.organ.slug, pair.section))


def matrix_of(pairs: Sequence[AlikePair]) -> list[MatrixRow]:
    """The organs that repeat each other, as rows and columns; empty where they are none or too many to be shown."""
    between = [pair for pair in pairs if not pair.is_own]
    reports = {report.pk: report for pair in between for report in (pair.one, pair.other)}
    if len(reports) > MOST_IN_A_MATRIX:
        return []
    most: dict[frozenset[int], AlikePair] = {}
    for pair in between:  # the one that repeats most comes first
        most.setdefault(frozenset((pair.one.pk, pair.other.pk)), pair)
    shown = sorted(reports.values(), key=lambda report: report.organ.slug)
    return [MatrixRow(row, [most.get(frozenset((row.pk, column.pk))) for column in shown]) for row in shown]


@dataclass(frozen=True)
class MarkedText:
    """A piece of a text; ``is_common`` where the other text has it as well."""

    text: str
    is_common: bool


@dataclass(frozen=True)
class ComparedSection:
    """A section of two reports side by side, in paragraphs, with what is common marked, and how much of each it is."""

    key: str
    name: str
    one: list[list[MarkedText]]
    other: list[list[MarkedText]]
    share: int
    share_of_other: int


def side_by_side(one: ReportData, other: ReportData, boilerplate: Collection[str]) -> list[ComparedSection]:
    """Sections 一 and 五 of two reports."""
    sections = []
    for key in SECTIONS:
        text, other_text = section_text(one, key), section_text(other, key)
        clauses, other_clauses = clauses_of(text, boilerplate), clauses_of(other_text, boilerplate)
        shares = repeated(clauses, other_clauses), repeated(other_clauses, clauses)
        marked = _paragraphs(text, other_clauses, boilerplate), _paragraphs(other_text, clauses, boilerplate)
        sections.append(
            ComparedSection(key, place_name(one.official_form, key), *marked, *(round(100 * each) for each in shares))
        )
    return sections


class _Compared:
    """Reports of a year and their own of last year, by what of them is compared as their county has set it."""

    def __init__(self, reports: Collection[AnnualReport], least: int | None) -> None:
        self._reports = {report.pk: report for report in reports}
        self._before = {pk: last.own for pk, last in last_years_of(reports).items() if last.own}
        self._rules = rules_for(reports)
        self._least = least
        texts = texts_of([*reports, *self._before.values()])
        self._clauses = {report.pk: self._comparable(report, report, texts) for report in reports}
        self._last = {pk: self._comparable(last, self._reports[pk], texts) for pk, last in self._before.items()}

    def with_each_other(self) -> Iterator[AlikePair]:
        least = min((self._bound(pk, "W9") for pk in self._reports), default=1.0)
        for section in SECTIONS:
            index = Index()
            for pk, compared in self._clauses.items():
                if section in compared:
                    index.add(pk, compared[section])
            for pair in index.pairs(least):
                if pair.share >= self._bound(pair.one, "W9") or pair.share_of_other >= self._bound(pair.other, "W9"):
                    one, other = self._reports[pair.one], self._reports[pair.other]
                    yield AlikePair(one, other, section, pair.share, pair.share_of_other)

    def with_last_years(self) -> Iterator[AlikePair]:
        for pk, last in self._before.items():
            for section, clauses in self._clauses[pk].items():
                others = self._last[pk].get(section, {})
                share = repeated(clauses, others)
                if share >= self._bound(pk, "W10"):
                    yield AlikePair(self._reports[pk], last, section, share, repeated(others, clauses))

    def _bound(self, pk: int, rule: str) -> float:
        return (self._least or self._rules[pk].threshold(rule)) / 100

    def _comparable(self, report: AnnualReport, compared: AnnualReport, texts: dict[int, dict[str, str]]):
        """The clauses of a report by section, without what the county of the one that is compared leaves out."""
        return comparable(report.data(texts[report.pk], rows=()), self._rules[compared.pk].boilerplate)


def _paragraphs(text: str, other: Clauses, boilerplate: Collection[str]) -> list[list[MarkedText]]:
    """The text in paragraphs, with what the other one has as well marked; no stretch goes over a line break."""
    stretches, at = [], 0
    for span in common_spans(text, other, boilerplate):
        stretches += [MarkedText(text[at : span.start], False), MarkedText(text[span.start : span.end], True)]
        at = span.end
    stretches.append(MarkedText(text[at:], False))
    paragraphs: list[list[MarkedText]] = [[]]
    for stretch in stretches:
        first, *more = stretch.text.split("\n")
        paragraphs[-1].append(MarkedText(first, stretch.is_common))
        paragraphs += ([MarkedText(line, stretch.is_common)] for line in more)
    shown = ([stretch for stretch in paragraph if stretch.text] for paragraph in paragraphs)
    return [paragraph for paragraph in shown if paragraph]
