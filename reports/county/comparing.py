"""比较 (county.md §5.5): a county's years beside each other, its units of one year, or one unit beside its kind.

Columns of figures, read row by row in the form of the page's year. What two forms count differently is never put side
by side: such a place is ``NOT_COMPARABLE``, and the other places of a column that are ``None`` are not known.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from statistics import median

from django.db.models import Q

from reports.lifecycle.consolidation.scope import scope_of
from reports.lifecycle.consolidation.standing import standing_sums
from reports.lifecycle.consolidation.sums import Sums, newest_counted
from reports.models.organs import Organ, in_order_of_units
from reports.models.reading import figures_of_each
from reports.models.reports import SETTLED, AnnualReport
from reports.official import Cell, Edition, Section, edition_for
from reports.official.as_one import added_up
from reports.official.figures import Figure, is_readable
from reports.official.totals import rows_left_out, total

MOST_YEARS, USUAL_YEARS = 10, 5
MOST_UNITS = 12
LEAST_BASE = 5
"""Of a smaller figure a percentage says nothing (county.md §4.6)."""
NOT_COMPARABLE = "not comparable"
OF_ANOTHER_MEANING = ("normative_acts", "fees", "procurement")
"""The tables of 2019 that count something else than those of the same name do since 2021."""


class By(StrEnum):
    """What is put beside each other."""

    YEARS = "years"
    UNITS = "units"
    KIND = "kind"


@dataclass(frozen=True)
class ComparedColumn:
    """What stands below one heading; ``figures`` are entries, of which totals are made by the one law."""

    heading: str
    edition: Edition
    figures: Mapping[Cell, Figure]
    coverage: str = ""  # 「4／5」 where not every member is summed up
    year: int | None = None  # of a column of a year
    succeeded: str = ""  # whose figures these are, where they are those of organs that became this one

    def figure(self, cell: Cell, form: Edition) -> Figure:
        """What it has at a place of another form, or of its own."""
        is_other = self.edition.key != form.key
        if is_other and (cell.table in OF_ANOTHER_MEANING or not self.edition.has(cell)):
            return NOT_COMPARABLE
        table = self.edition.table[cell.table]
        return total(table, self.figures, cell) if table.is_total(cell) else self.figures.get(cell)


@dataclass(frozen=True)
class Peers:
    """A unit beside the others of its kind: what is usual among them, and how many they are."""

    unit: ComparedColumn
    medians: Mapping[Cell, int | Decimal]  # of every compared place that at least one of them knows
    count: int


def compared_cells(section: Section) -> list[Cell]:
    """The places of a section that are compared: of table 三 the last column, of all others each."""
    return [cell for table in section.tables for cell in table.cells if _is_compared(cell)]


def _is_compared(cell: Cell) -> bool:
    return cell.table != "applications" or cell.column == "total"


def result_groups(form: Edition) -> dict[str, tuple[Cell, ...]]:
    """The rows of table 三 that say how applications ended, by the label above them, in the last column."""
    groups: dict[str, list[Cell]] = defaultdict(list)
    for row in form.table["applications"].rows:
        if row.under and not row.is_total:
            groups[(*row.under, row.label)[1]].append(Cell("applications", row.key, "total"))
    return {label: tuple(cells) for label, cells in groups.items()}


def group_figure(column: ComparedColumn, label: str) -> Figure:
    """What the rows of a group add up to, which both forms count alike; ``None`` where one of them is not known."""
    table = column.edition.table["applications"]
    left_out = rows_left_out(table, column.figures)
    cells = result_groups(column.edition).get(label, ())
    found = [column.figure(cell, column.edition) for cell in cells if cell.row not in left_out]
    return sum(found) if found and all(map(is_readable, found)) else None


def units_offered(government: Organ, year: int) -> list[Organ]:
    """The units that may be compared: the members of that year, and those of now, which may have succeeded others."""
    office = government.consolidated_by_id
    members = [each.organ.pk for each in scope_of(government, year).members]
    of_now = Q(superior=office, is_active=True) | Q(pk=office)
    offered = Organ.objects.filter(of_now | Q(pk__in=members)).exclude(pk=government.pk)
    return list(offered.order_by(*in_order_of_units()))


def years_known(government: Organ, year: int) -> list[int]:
    """The years up to this one of which anything counts, the newest ``MOST_YEARS``, oldest first; one query."""
    office = government.consolidated_by_id
    members = Q(organ__superior=office) | Q(organ=office)
    found = AnnualReport.objects.filter(members, status__in=SETTLED, year__lte=year).exclude(organ=government)
    return sorted(found.order_by("-year").values_list("year", flat=True).distinct()[:MOST_YEARS])


def sums_by_year(government: Organ, years: Iterable[int]) -> dict[int, Sums]:
    """The sums of each year as they hold, on that year's own scope; as many queries for 60 units as for three."""
    found = {year: standing_sums(government, year) for year in years}
    return {year: sums for year, sums in found.items() if sums.reports}


def coverage_of(sums: Sums) -> str:
    """「4／5」; empty where every member is summed up."""
    return "" if sums.is_complete else f"{len(sums.reports)}／{sums.members}"


def columns_of_years(found: Mapping[int, Sums], *, adjusted: bool = False) -> list[ComparedColumn]:
    """A column a year, of what the reports add up to, or ``adjusted`` as the government's own report should say."""
    return [
        ComparedColumn(
            heading=f"{year} 年",
            year=year,
            edition=sums.edition,
            figures={cell: sums.adjusted(cell) for cell in sums.figures} if adjusted else sums.figures,
            coverage=coverage_of(sums),
        )
        for year, sums in found.items()
    ]


def columns_of_units(units: Sequence[Organ], year: int) -> list[ComparedColumn]:
    """A column a unit, of what it or those that it succeeded reported; blank columns of who has no report that counts.

    Two queries, and one a table.
    """
    form = edition_for(year)
    keys = [each.pk for each in units]
    concerned = Organ.objects.filter(Q(pk__in=keys) | Q(succeeded_by__in=keys))
    reports = list(newest_counted(concerned, year).filter(edition=form.key).select_related("organ"))
    entries = figures_of_each(reports, form.entries)
    by_unit: dict[int, list[AnnualReport]] = defaultdict(list)
    for each in reports:
        by_unit[each.organ_id if each.organ_id in keys else each.organ.succeeded_by_id].append(each)
    return [_unit(unit, form, by_unit[unit.pk], entries) for unit in units]


def _unit(
    unit: Organ, form: Edition, reports: Sequence[AnnualReport], entries: Mapping[int, Mapping[Cell, Figure]]
) -> ComparedColumn:
    """Its own report stands for it; before it had one, those of the organs that became this one."""
    own = [each for each in reports if each.organ_id == unit.pk] or reports
    before = [f"原{each.organ_name}" for each in own if each.organ_id != unit.pk]
    figures = added_up([entries[each.pk] for each in own], len(own)) if own else {}
    succeeded = "、".join(before) + ("合计" if len(before) > 1 else "")
    return ComparedColumn(unit.short_name or unit.name, form, figures, succeeded=succeeded)


def beside_its_kind(unit: Organ, year: int) -> Peers:
    """The unit and the medians of its kind under the same superior; three queries, and two a table."""
    form = edition_for(year)
    (own,) = columns_of_units([unit], year)
    alike = Organ.objects.filter(superior=unit.superior_id, kind=unit.kind).exclude(pk=unit.pk)
    reports = list(newest_counted(alike, year).filter(edition=form.key)) if unit.superior_id else []
    cells = [cell for section in form.sections for cell in compared_cells(section)]
    known: dict[Cell, list[int | Decimal]] = defaultdict(list)
    for figures in figures_of_each(reports, cells).values():
        for cell, figure in figures.items():
            if is_readable(figure):
                known[cell].append(figure)
    return Peers(own, {cell: _middle(figures) for cell, figures in known.items()}, len(reports))


def _middle(figures: Sequence[int | Decimal]) -> int | Decimal:
    found = Decimal(median(figures))
    return int(found) if found == found.to_integral() else found.normalize()


def change(before: Figure, now: Figure) -> tuple[int | Decimal, str] | None:
    """By how much a figure moved, and in percent where the base is large enough; ``None`` where it is not known."""
    if not (is_readable(before) and is_readable(now)):
        return None
    percent = f"{(now - before) / before:+.0%}" if before >= LEAST_BASE and now != before else ""
    return now - before, percent
