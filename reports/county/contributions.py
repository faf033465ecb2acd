"""What each member's report puts into one cell of the sums: the way from a sum down to who reported it."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Q

from reports.lifecycle.consolidation.sums import Sums, newest_counted
from reports.models.keys import Keys
from reports.models.organs import Organ, order_of
from reports.models.reading import figures_of_each
from reports.models.reports import AnnualReport
from reports.models.review import Source, ValueChange
from reports.official import Cell
from reports.official.figures import Figure, is_readable


@dataclass(frozen=True)
class Contribution:
    """One organ's figure; ``last_year`` is ``None`` where it has none of that year that counts."""

    organ: Organ
    report: AnnualReport
    figure: Figure
    last_year: Figure
    source: str = ""
    is_nil: bool = False  # declared together with the whole table (零报告)


def contributions(sums: Sums, cell: Cell, before: Mapping[int, Figure]) -> list[Contribution]:
    """What the counted reports put into a cell, the largest first; four queries, however many they are.

    ``before`` is what ``last_years`` found.
    """
    figures = sums.held.figures_of(cell) if sums.held else figures_of(sums.reports, cell)
    sources = _sources(sums.reports, cell)
    nil = sums.nil.get(cell.table, set())
    found = [
        Contribution(
            organ=report.organ,
            report=report,
            figure=figures.get(report.pk),
            last_year=before.get(report.organ_id),
            source=sources.get(report.pk, ""),
            is_nil=report.organ_id in nil,
        )
        for report in sums.reports
    ]
    return sorted(found, key=lambda each: (-each.figure if is_readable(each.figure) else 1, order_of(each.organ)))


def last_years(sums: Sums, cell: Cell) -> dict[int, Figure]:
    """By member what it reported the year before, with what the organs did that it succeeded; two queries."""
    keys = {each.pk for each in sums.scope.included}
    these = Keys(keys)
    concerned = Organ.objects.filter(Q(pk__in=these) | Q(succeeded_by__in=these))
    of_last_year = newest_counted(concerned, sums.scope.year - 1)
    before = list(of_last_year.select_related("organ").only("edition", "organ__succeeded_by"))
    figures = figures_of(before, cell)
    by_organ: dict[int, list[Figure]] = defaultdict(list)
    for each in before:
        by_organ[each.organ_id if each.organ_id in keys else each.organ.succeeded_by_id].append(figures.get(each.pk))
    return {organ: sum(found) if all(map(is_readable, found)) else None for organ, found in by_organ.items()}


def figures_of(reports: Collection[AnnualReport], cell: Cell) -> dict[int, Figure]:
    """A cell of each report, by the report's key; of a total what its entries make; one query.

    Reports in a form that has no such cell are left out.
    """
    having = [report for report in reports if report.official_form.has(cell)]
    return {pk: figures.get(cell) for pk, figures in figures_of_each(having, [cell]).items()}


def _sources(reports: Collection[AnnualReport], cell: Cell) -> dict[int, str]:
    """How the standing figure came into each report, in words; nothing of a total, which nobody enters; one query."""
    changes = ValueChange.objects.filter(report__in=Keys(reports), address=str(cell)).order_by("pk")
    return {report: Source(source).label for report, source in changes.values_list("report", "source")}
