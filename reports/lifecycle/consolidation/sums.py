"""汇总: the figures of all members' reports of a year, added up cell by cell, with what is missing said beside them.

One aggregate a table, however many members there are; nothing is stored. A cell that one report does not know is
unknown in the sum as well: missing is not zero (county.md §4.2).
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.db.models import Count, Exists, Max, OuterRef, QuerySet, Sum

from reports.lifecycle.consolidation.document import Document
from reports.lifecycle.consolidation.scope import Scope
from reports.models.county import Consolidation, Finalisation
from reports.models.keys import Keys
from reports.models.organs import Organ, in_order_of_units
from reports.models.reports import SETTLED, AnnualReport, Status
from reports.models.tables import TABLE_MODELS, ten_thousands
from reports.official import Cell, Edition, Measure, Table, edition_for
from reports.official.figures import MOST_DECIMALS, Figure
from reports.official.report_data import Coverage
from reports.official.totals import parts_present, running_sum, total

OF_ANOTHER_FORM = "格式不同"
NOT_BEGUN = "未开始"


@dataclass(frozen=True)
class LeftOut:
    """A member that is not summed up, and why: where its report stands."""

    organ: Organ
    state: str


@dataclass(frozen=True)
class Sums:
    """What the members' reports add up to; ``unknown`` counts by entry the reports that do not know it."""

    scope: Scope
    edition: Edition
    reports: tuple[AnnualReport, ...]
    left_out: tuple[LeftOut, ...]
    figures: Mapping[Cell, Figure]  # of entries; ``None`` where a report does not know it, left out where none does
    so_far: Mapping[Cell, int | Decimal]  # what those that know it add up to
    unknown: Mapping[Cell, int]
    adjustments: Mapping[Cell, int | Decimal] = field(default_factory=dict)  # of entries, where they are not 0
    final: Finalisation | None = None  # what they were declared final by; then nothing of them is live
    held: Document | None = None

    @property
    def is_complete(self) -> bool:
        """Whether every member is summed up."""
        return not self.left_out and not self.scope.undecided

    @property
    def members(self) -> int:
        return len(self.reports) + len(self.left_out)

    @property
    def coverage(self) -> Coverage:
        return Coverage(len(self.reports), self.members, len(self.scope.undecided))

    def figure(self, cell: Cell) -> int | Decimal | None:
        """The sum, or the total that the sums make; ``None`` while a report does not know a part of it."""
        table = self.edition.table[cell.table]
        return total(table, self.figures, cell) if table.is_total(cell) else self.figures.get(cell)

    def adjustment(self, cell: Cell) -> int | Decimal:
        """By how much a cell is adjusted, a total by what its entries are."""
        table = self.edition.table[cell.table]
        return running_sum(table, self.adjustments, cell) if table.is_total(cell) else self.adjustments.get(cell, 0)

    def adjusted(self, cell: Cell) -> int | Decimal | None:
        """What the government's own report should say; ``None`` while the sum is not known."""
        summed = self.figure(cell)
        return None if summed is None else summed + self.adjustment(cell)

    def known_part(self, cell: Cell) -> int | Decimal:
        """What is known of a sum that is not whole."""
        table = self.edition.table[cell.table]
        return running_sum(table, self.so_far, cell) if table.is_total(cell) else self.so_far.get(cell, 0)

    def unknown_to(self, cell: Cell) -> int:
        """At least how many reports do not know the cell, or a part of the total that it is."""
        table = self.edition.table[cell.table]
        parts = parts_present(table, self.figures, cell) if table.is_total(cell) else (cell,)
        return max((self.unknown.get(part, 0) for part in parts), default=0)

    @property
    def seen(self) -> str:
        """What tells whether anything that is summed up has changed since."""
        return state_of(self.scope, self.reports, self.adjustments)

    @cached_property
    def nil(self) -> dict[str, set[int]]:
        """By table, the organs that declared to have nothing to report (零报告)."""
        if self.held:
            return self.held.nil
        tables = self.edition.table
        return {key: {each.organ_id for each in self.reports if key in each.declared_nil} for key in tables}


def sums_of(scope: Scope, *, with_waiting: bool = False) -> Sums:
    """Add up the members' reports that are through, and with ``with_waiting`` those in review as well (含待审核)."""
    edition = edition_for(scope.year)
    organs = scope.included
    found = list(newest_counted(Keys(organs), scope.year, with_waiting=with_waiting))
    by_key = {organ.pk: organ for organ in organs}
    for report in found:
        report.organ = by_key[report.organ_id]
    counted = tuple(each for each in found if each.edition == edition.key)
    left_out = tuple(_left_out(scope, found, counted))
    adjustments = adjustments_of(scope.stored, edition)
    return Sums(scope, edition, counted, left_out, *_added_up(edition, counted), adjustments)


def adjustments_of(consolidation: Consolidation | None, edition: Edition) -> dict[Cell, int | Decimal]:
    """By how much each entry is adjusted by all that was registered; one query."""
    amounts: dict[Cell, int] = defaultdict(int)
    if consolidation:
        for address, amount in consolidation.adjustments.values_list("address", "amount"):
            amounts[Cell.parse(address)] += amount
    return {cell: amount_of(edition, cell, amount) for cell, amount in amounts.items() if amount}


def amount_of(edition: Edition, cell: Cell, stored: int) -> int | Decimal:
    """An adjustment as a figure: a count, or 万元 with the decimals that it needs."""
    if edition.table[cell.table].measure(cell) is not Measure.MONEY:
        return stored
    amount = ten_thousands(stored, MOST_DECIMALS).normalize()
    return amount.quantize(Decimal(1)) if amount == amount.to_integral() else amount


def state_of(scope: Scope, reports: Iterable[AnnualReport], adjustments: Mapping[Cell, int | Decimal]) -> str:
    """Stable hexadecimal over what makes the sums: the scope, each report as it stands, the adjustments."""
    counted = [(report.pk, report.changed_at.isoformat()) for report in reports]
    adjusted = sorted((str(cell), str(amount)) for cell, amount in adjustments.items())
    return hashlib.sha256(json.dumps([scope.seen, counted, adjusted]).encode()).hexdigest()


def newest_counted(organs: QuerySet[Organ] | Keys, year: int, *, with_waiting: bool = False) -> QuerySet[AnnualReport]:
    """Of each organ the newest revision that is through: a correction in work does not displace what it corrects."""
    through = (*SETTLED, Status.IN_REVIEW) if with_waiting else SETTLED
    counted = AnnualReport.objects.filter(year=year, organ__in=organs, status__in=through)
    newer = AnnualReport.objects.filter(year=year, organ=OuterRef("organ"), status__in=through)
    newer = newer.filter(revision__gt=OuterRef("revision"))
    return counted.filter(~Exists(newer)).order_by(*in_order_of_units("organ__"))


def _added_up(
    edition: Edition, reports: tuple[AnnualReport, ...]
) -> tuple[dict[Cell, Figure], dict[Cell, int | Decimal], dict[Cell, int]]:
    figures: dict[Cell, Figure] = {}
    so_far: dict[Cell, int | Decimal] = {}
    unknown: dict[Cell, int] = {}
    keys = Keys(reports)
    for table in edition.table.values():
        for cell, added, knowing in _of_table(table, keys):
            so_far[cell], unknown[cell] = added, len(reports) - knowing
            figures[cell] = None if unknown[cell] else added
    return figures, so_far, unknown


def _of_table(table: Table, reports: Keys) -> Iterable[tuple[Cell, int | Decimal, int]]:
    """Each entry that at least one report has a row for: what is added up, and how many know it; one query."""
    columns = [column for column in table.columns if not column.is_total]
    asked = {f"{column.key}_sum": Sum(column.key) for column in columns}
    asked |= {f"{column.key}_known": Count(column.key) for column in columns}
    if any(column.measure is Measure.MONEY for column in columns):
        asked["decimals"] = Max("amount_decimals")
    for row in TABLE_MODELS[table.key].objects.filter(report__in=reports).values("row").annotate(**asked).order_by():
        if row["row"] in table.row and not table.row[row["row"]].is_total:
            for column in columns:
                added = row[f"{column.key}_sum"] or 0
                if column.measure is Measure.MONEY:
                    # As the member that has the most decimals.
                    added = ten_thousands(added, row["decimals"] or 0)
                yield Cell(table.key, row["row"], column.key), added, row[f"{column.key}_known"]


def _left_out(scope: Scope, found: list[AnnualReport], counted: tuple[AnnualReport, ...]) -> Iterable[LeftOut]:
    """The members that are not summed up, in the order of the scope, each with where its report stands; one query."""
    in_sum, of_another_form = ({report.organ_id for report in each} for each in (counted, found))
    missing = [organ for organ in scope.included if organ.pk not in in_sum]
    reports = AnnualReport.objects.filter(year=scope.year, organ__in=Keys(missing)).order_by("revision")
    newest = {report.organ_id: report for report in reports}
    for organ in missing:
        state = newest[organ.pk].state if organ.pk in newest else NOT_BEGUN
        yield LeftOut(organ, OF_ANOTHER_FORM if organ.pk in of_another_form else state)
