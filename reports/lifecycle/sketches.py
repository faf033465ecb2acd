"""Sketches: written when a report is submitted, and asked for which reports had most of a section before.

Only what was submitted earlier is held against a report: nobody's report becomes another's copy after it was submitted.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Min, QuerySet

from reports.checks.likeness import SECTIONS, comparable, digested, section_text
from reports.checks.overlap import Overlap
from reports.checks.registry import Case
from reports.models.reports import LEFT_THE_AUTHOR, AnnualReport, Status
from reports.models.sketches import SubmittedClause
from reports.official.report_data import ReportData
from reports.text.similarity import clauses_of

MOST_DIGESTS = 10_000  # of one question to the database, which takes 32,766 values
_ROUNDING = 1e-9


class Sketch(NamedTuple):
    """What is kept of a report, and the texts that it was made of."""

    texts: Mapping[str, str]
    digests: frozenset[int]


def take_sketch(report: AnnualReport) -> Sketch:
    """The sketch of what the report says now; boilerplate is in it, for what counts as such may change."""
    texts = report.stored_texts()
    data = report.data(texts, rows=())
    found = (digested(clauses_of(section_text(data, key), ()), key, data.year) for key in SECTIONS)
    return Sketch(texts, frozenset(digest for digests in found for digest in digests))


def store_sketch(report: AnnualReport, digests: Collection[int], at: datetime) -> None:
    """Put a sketch in the place of the one before, for the locked report; what was submitted before keeps its date."""
    of_the_organ = SubmittedClause.objects.filter(report__organ=report.organ_id, report__year=report.year)
    before = dict(of_the_organ.values_list("digest").annotate(Min("since")).order_by())
    report.submitted_clauses.all().delete()
    SubmittedClause.objects.bulk_create(
        SubmittedClause(report=report, digest=digest, since=before.get(digest, at)) for digest in sorted(digests)
    )


def overlaps_of(report: AnnualReport, case: Case) -> tuple[Overlap, ...]:
    """With which reports of the county, submitted earlier, a section of the report has as much in common as W9 asks."""
    return overlaps_of_many([(report, case)])[report.pk]


def overlaps_of_many(cases: Iterable[tuple[AnnualReport, Case]]) -> dict[int, tuple[Overlap, ...]]:
    """The same by report, in as many questions for thirty as for one; they need their organ selected.

    What was read of an earlier year is compared with nothing: nobody submitted it.
    """
    found: dict[int, tuple[Overlap, ...]] = {}
    asked = []
    for report, case in cases:
        found[report.pk] = ()
        if report.reviewing_organ_id and not report.is_archived:
            asked.append(_Asked.about(report, case))
    for group in _in_groups(asked):
        rows = _rows_for(group)
        since = _own_dates(group) if rows else {}
        for each in group:
            found[each.report.pk] = tuple(each.overlaps(rows[each.county], since.get(each.report.organ_id, {})))
    return found


class _Row(NamedTuple):
    """A clause that was submitted, and with which report."""

    digest: int
    since: datetime
    county: int
    organ_id: int
    slug: str
    name: str
    submitted_name: str
    status: str
    report_id: int


_FIELDS = ("digest", "since", "reviewing", "report__organ", "report__organ__slug", "report__organ__name")
_FIELDS += ("report__submitted_name", "report__status", "report")


@dataclass(frozen=True)
class _Asked:
    """A report, how much each of its clauses makes up of which section, and from which share on an overlap counts."""

    report: AnnualReport
    sections: Mapping[str, Mapping[int, int]]
    least: float

    @classmethod
    def about(cls, report: AnnualReport, case: Case) -> "_Asked":
        return cls(report, _weights(case.report, case.boilerplate), case.threshold("W9") / 100)

    @property
    def county(self) -> int:
        return self.report.reviewing_organ_id

    @property
    def digests(self) -> list[int]:
        return [digest for weights in self.sections.values() for digest in weights]

    @property
    def fewest(self) -> int:
        """With how few clauses of a section, its longest, another report could have as much of it as is asked for."""
        return min((_fewest(weights, self.least) for weights in self.sections.values()), default=1)

    def overlaps(self, rows: Iterable[_Row], since: Mapping[int, datetime]) -> Iterator[Overlap]:
        """With each other organ the largest overlap a section, of what that one submitted before ``since``."""
        shared: dict[tuple[_Row, str], int] = defaultdict(int)
        for row in rows:
            if row.organ_id == self.report.organ_id or (row.digest in since and since[row.digest] <= row.since):
                continue
            whose = row._replace(digest=0, since=None)
            for section, weights in self.sections.items():
                shared[whose, section] += weights.get(row.digest, 0)
        most: dict[tuple[str, str], Overlap] = {}
        for (whose, section), weight in shared.items():
            each = _overlap(whose, section, weight / sum(self.sections[section].values()))
            if each.share + _ROUNDING >= self.least:
                key = (section, each.slug)
                most[key] = max(most.get(key, each), each, key=lambda one: (one.share, one.is_public))
        yield from most.values()


def _weights(data: ReportData, boilerplate: Collection[str]) -> dict[str, dict[int, int]]:
    return {
        key: dict(zip(digested(clauses, key, data.year), clauses.values(), strict=True))
        for key, clauses in comparable(data, boilerplate).items()
    }


def _fewest(weights: Mapping[int, int], least: float) -> int:
    needed, count = sum(weights.values()) * least - _ROUNDING, 0
    for weight in sorted(weights.values(), reverse=True):
        if needed <= 0:
            break
        needed, count = needed - weight, count + 1
    return max(count, 1)


def _overlap(whose: _Row, section: str, share: float) -> Overlap:
    return Overlap(
        section,
        share,
        whose.submitted_name or whose.name,
        whose.slug,
        is_public=whose.status == Status.PUBLISHED,
        is_with_supervisor=whose.status in LEFT_THE_AUTHOR,
    )


def _in_groups(asked: list[_Asked]) -> Iterator[list[_Asked]]:
    """The reports in groups that one question is asked about; one group of all but uncommonly long ones."""
    group, size = [], 0
    for each in asked:
        if group and size + len(each.digests) > MOST_DIGESTS:
            yield group
            group, size = [], 0
        group.append(each)
        size += len(each.digests)
    if group:
        yield group


def _rows_for(group: Collection[_Asked]) -> dict[int, list[_Row]]:
    """By county the clauses in common with reports that have enough of them."""
    rows: dict[int, list[_Row]] = defaultdict(list)
    clauses = _clauses_of(group)
    enough = clauses.values("report").annotate(count=Count("pk")).order_by()
    enough = enough.filter(count__gte=min(each.fewest for each in group)).values("report")
    if not enough.exists():  # as a rule; the rest is dear to put together
        return rows
    shared = clauses.filter(report__in=enough).with_reviewing_organ()
    for values in shared.filter(reviewing__in={each.county for each in group}).values_list(*_FIELDS):
        row = _Row(*values)
        rows[row.county].append(row)
    return rows


def _own_dates(group: Collection[_Asked]) -> dict[int, dict[int, datetime]]:
    """By organ since when it has submitted each clause."""
    dates: dict[int, dict[int, datetime]] = defaultdict(dict)
    own = _clauses_of(group).filter(report__organ__in={each.report.organ_id for each in group})
    for organ, digest, since in own.values_list("report__organ", "digest").annotate(Min("since")).order_by():
        dates[organ][digest] = since
    return dates


def _clauses_of(group: Collection[_Asked]) -> QuerySet[SubmittedClause]:
    return SubmittedClause.objects.filter(digest__in=[digest for each in group for digest in each.digests])
