"""What an organ reported of the year before: its own report, and those of the organs that it succeeded (撤并、更名)."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Q

from reports.models.organs import Organ
from reports.models.reports import SETTLED, AnnualReport
from reports.official import Cell
from reports.official.as_one import added_up, as_one
from reports.official.figures import Figure
from reports.official.report_data import Kind, ReportData


@dataclass(frozen=True)
class LastYear:
    """The newest report of each organ that counts, the own one first; at least one."""

    organ: Organ
    reports: tuple[AnnualReport, ...]

    @property
    def year(self) -> int:
        return self.reports[0].year

    @property
    def own(self) -> AnnualReport | None:
        """The organ's own."""
        return self.reports[0] if self.reports[0].organ_id == self.organ.pk else None

    @property
    def report(self) -> AnnualReport | None:
        """The one whose words and contact are taken over: its own, or the only one there is."""
        return self.own or (self.reports[0] if len(self.reports) == 1 else None)

    @property
    def state(self) -> str:
        """How the own report stands where it is not settled yet; what was succeeded always is."""
        return "" if self.reports[0].is_settled else self.reports[0].state

    @property
    def succeeded(self) -> str:
        """Whose figures these are, 「本单位、原甲乡人民政府合计」; empty where they are the organ's own alone."""
        others = [f"原{each.organ_name}" for each in self.reports if each is not self.own]
        named = "、".join((["本单位"] if self.own else []) + others)
        return named + ("合计" if len(self.reports) > 1 else "") if others else ""

    def figures(self) -> Mapping[Cell, Figure]:
        """Every entry, that of several reports added up; one query a table and report."""
        if len(self.reports) == 1:
            return self.reports[0].figures()
        of_its_form = [each.figures() for each in self.reports if each.edition == self.reports[0].edition]
        return added_up(of_its_form, len(self.reports))

    def data(self, read: Mapping[int, ReportData] | None = None) -> ReportData:
        """The same as plain data; ``read`` has the reports by their key where they are read already."""
        data = [read[each.pk] if read else each.data() for each in self.reports]
        if len(data) == 1:
            return data[0]
        words = data[0] if self.report else None
        return as_one(data, self.organ.name, Kind(self.organ.kind), words)


def of_predecessors(organs: Collection[Organ], year: int) -> Q:
    """Which reports of a year are those that count of the organs that these succeeded."""
    return Q(organ__succeeded_by__in=organs, year=year, status__in=SETTLED)


def last_year_of(report: AnnualReport, *, to_own_people: bool = False) -> LastYear | None:
    """What one report is compared with; ``to_own_people`` with the own draft where nothing is settled: say that it is.

    Only what is settled is compared with, and shown to the superior organ; an unfinished correction drives nothing.
    """
    organ, year = report.organ, report.year - 1
    own = Q(organ=organ) if to_own_people else Q(organ=organ, status__in=SETTLED)
    succeeded = Q(organ__succeeded_by=organ, status__in=SETTLED)
    found = AnnualReport.objects.filter(own | succeeded, year=year).select_related("organ").order_by("revision")
    return _as_one(organ, sorted(found, key=lambda each: each.is_settled))


def last_years_of(reports: Collection[AnnualReport]) -> dict[int, LastYear]:
    """What ``last_year_of`` answers for each report that has one, by its id; one query."""
    organs, years = {each.organ_id for each in reports}, {each.year - 1 for each in reports}
    concerned = Q(organ__in=organs) | Q(organ__succeeded_by__in=organs)
    of_those_years = AnnualReport.objects.filter(concerned, status__in=SETTLED, year__in=years)
    found: dict[tuple[int, int], list[AnnualReport]] = defaultdict(list)
    for each in of_those_years.select_related("organ").order_by("revision"):
        for organ in {each.organ_id, each.organ.succeeded_by_id}:
            found[organ, each.year].append(each)
    lasts = {each.pk: _as_one(each.organ, found[each.organ_id, each.year - 1]) for each in reports}
    return {pk: last for pk, last in lasts.items() if last}


def _as_one(organ: Organ, reports: Collection[AnnualReport]) -> LastYear | None:
    """Of each organ the last one given; the organ's own goes first, the others by their codes."""
    newest = {each.organ_id: each for each in reports}
    ordered = sorted(newest.values(), key=lambda each: (each.organ_id != organ.pk, each.organ.slug))
    return LastYear(organ, tuple(ordered)) if ordered else None
