"""The document that final sums are (定稿): what was summed up, whole, so that nothing is ever read beside it.

JSON, canonical, with the figures of every member in the order of the form's entries; money as printed in 万元, unknown
``null``. Drafts are written in the same shape, so that one workbook is drawn from either.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import cached_property

from reports.official import EDITIONS, Cell, Edition, Measure
from reports.official.figures import Figure
from reports.official.totals import total

FORMAT = "consolidation/1"
Number = int | Decimal


@dataclass(frozen=True)
class HeldMember:
    """One report that was summed up, as it stood; ``report`` is its key, ``organ`` that of its organ."""

    organ: int
    slug: str
    name: str
    kind: str
    report: int
    revision: int
    state: str
    changed_at: str
    nil: Sequence[str]
    figures: Sequence[Number | None]


@dataclass(frozen=True)
class HeldOrgan:
    """An organ that is not in the sums, and why."""

    name: str
    reason: str


@dataclass(frozen=True)
class HeldAdjustment:
    """One cell of an entry of adjustments."""

    entry: str
    address: str
    amount: str
    kind: str
    reason: str
    about: str
    by: str
    at: str
    takes_back: str


@dataclass(frozen=True)
class Document:
    """The sums of a government's year, each member's figures, and who declared them final; blank of a draft."""

    slug: str
    name: str
    year: int
    edition_key: str
    basis: str
    note: str
    members: Sequence[HeldMember]
    missing: Sequence[HeldOrgan]  # of a draft: in the scope, and not summed up
    left_out: Sequence[HeldOrgan]
    adjustments: Sequence[HeldAdjustment]
    sums: Sequence[Number | None]
    so_far: Sequence[Number]
    unknown: Sequence[int]
    finalised_by: str = ""
    finalised_at: str = ""

    @property
    def edition(self) -> Edition:
        return EDITIONS[self.edition_key]

    @cached_property
    def _at(self) -> dict[Cell, int]:
        return {cell: number for number, cell in enumerate(self.edition.entries)}

    def by_cell(self, values: Sequence) -> dict[Cell, Figure]:
        """Values in the order of the form's entries, by their cell."""
        return dict(zip(self.edition.entries, values, strict=True))

    def figures_of(self, cell: Cell) -> dict[int, Figure]:
        """What each member reported in a cell, by the report's key; of a total what its entries make."""
        table = self.edition.table[cell.table]
        if not table.is_total(cell):
            return {each.report: each.figures[self._at[cell]] for each in self.members}
        parts = table.parts[cell]
        return {
            each.report: total(table, {part: each.figures[self._at[part]] for part in parts}, cell)
            for each in self.members
        }

    @cached_property
    def adjusted(self) -> dict[Cell, Number]:
        """By how much each entry is adjusted by all that was registered, where that is not 0."""
        amounts: dict[Cell, Number] = {}
        for each in self.adjustments:
            cell = Cell.parse(each.address)
            is_money = self.edition.table[cell.table].measure(cell) is Measure.MONEY
            amounts[cell] = amounts.get(cell, 0) + (Decimal(each.amount) if is_money else int(each.amount))
        return {cell: amount for cell, amount in amounts.items() if amount}

    @cached_property
    def nil(self) -> dict[str, set[int]]:
        """By table, the keys of the organs that declared to have nothing to report."""
        return {key: {each.organ for each in self.members if key in each.nil} for key in self.edition.table}

    def as_bytes(self) -> bytes:
        """The document as it is kept: canonical, so that equal documents are equal bytes."""
        said = {"format": FORMAT, **asdict(self)}
        return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str).encode()


def read_document(content: bytes) -> Document:
    """A document that was kept; ``ValueError`` for any other format."""
    said: dict = json.loads(content)
    if said.pop("format") != FORMAT:
        raise ValueError("not a consolidation")
    said["members"] = [HeldMember(**each) for each in said["members"]]
    for key in ("missing", "left_out"):
        said[key] = [HeldOrgan(**each) for each in said[key]]
    said["adjustments"] = [HeldAdjustment(**each) for each in said["adjustments"]]
    form = EDITIONS[said["edition_key"]]
    measures = [form.table[cell.table].measure(cell) for cell in form.entries]
    money = [number for number, measure in enumerate(measures) if measure is Measure.MONEY]
    for values in (said["sums"], said["so_far"], *(each.figures for each in said["members"])):
        for number in money:
            values[number] = None if values[number] is None else Decimal(values[number])
    return Document(**said)


def in_order(edition: Edition, figures: Mapping[Cell, Figure]) -> list[Number | None]:
    """Figures in the order of the form's entries; what is no number is not known."""
    found = (figures.get(cell) for cell in edition.entries)
    return [figure if isinstance(figure, int | Decimal) else None for figure in found]
