"""The sums of a county as its pages show them: the official tables with what is missing said in every cell."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.urls import reverse

from reports.county.contributions import Contribution
from reports.county.differences import Discrepancy
from reports.lifecycle.consolidation.adjusting import AdjustmentEntry
from reports.lifecycle.consolidation.sums import Sums
from reports.lifecycle.entries import Edit
from reports.models.reports import AnnualReport
from reports.official import Cell, Section
from reports.official.balance import OVER, SHORT, Balance, balances
from reports.official.figures import Figure, display, is_readable
from reports.official.grid import GridCell, section_grid

MOST_NAMED = 5
UNKNOWN = "未知"
NIL = "0（零报告）"


@dataclass(frozen=True)
class SummedCell:
    """A cell of the grid; ``lacking`` counts the reports that do not know it or a part of it."""

    place: GridCell
    value: str = ""
    lacking: int = 0
    name: str = ""  # row and column in words
    adjustment: str = ""  # 「+1」, empty where it is none

    @property
    def address(self) -> str:
        return str(self.place.cell)


@dataclass(frozen=True)
class SummedTable:
    """The printed table of a section with sums in place of figures."""

    section: Section
    heading_rows: tuple[tuple[SummedCell, ...], ...]
    body_rows: tuple[tuple[SummedCell, ...], ...]
    widths: tuple[float, ...]
    label_columns: int
    balances: tuple[Balance, ...]


def summed_tables(sums: Sums) -> list[SummedTable]:
    """The tables of the form, as they are printed."""
    return [_table(sums, section) for section in sums.edition.sections if section.tables]


def _table(sums: Sums, section: Section) -> SummedTable:
    grid, table = section_grid(section), section.tables[0]
    rows = [tuple(_cell(sums, place) for place in row.cells) for row in grid.rows]
    headings = len(grid.heading_rows)
    return SummedTable(
        section=section,
        heading_rows=tuple(rows[:headings]),
        body_rows=tuple(rows[headings:]),
        widths=grid.widths,
        label_columns=len(table.label_widths),
        balances=tuple(balances(table, sums.figures)) if table.identity else (),
    )


def _cell(sums: Sums, place: GridCell) -> SummedCell:
    if place.cell is None:
        return SummedCell(place)
    summed, lacking = sums.figure(place.cell), sums.unknown_to(place.cell)
    value = display(sums.known_part(place.cell) if summed is None and lacking else summed)
    return SummedCell(place, value, lacking, cell_name(sums, place.cell), signed(sums.adjustment(place.cell)))


def signed(amount: int | Decimal) -> str:
    """An adjustment with its sign; empty for none."""
    return f"{'+' if amount > 0 else ''}{display(amount)}" if amount else ""


def cell_name(sums: Sums, cell: Cell) -> str:
    """What a person calls a cell of the form."""
    return sums.edition.table[cell.table].name(cell)


def coverage(sums: Sums) -> str:
    """How many members are summed up, and which are not: said beside every sum."""
    said = str(sums.coverage._replace(undecided=0))  # who that is, is said by name beside it
    named = [f"{each.organ}（{each.state}）" for each in sums.left_out[:MOST_NAMED]]
    if not named:
        return f"{said}。"
    more = f"等 {len(sums.left_out)} 个单位" if len(sums.left_out) > MOST_NAMED else ""
    return f"{said}，未纳入：{'、'.join(named)}{more}。"


@dataclass(frozen=True)
class ContributionRow:
    """An organ's figure in words: 0, a 0 that was declared, and what is not known are three signs."""

    contribution: Contribution

    @property
    def figure(self) -> str:
        figure = self.contribution.figure
        if not is_readable(figure):
            return UNKNOWN
        return NIL if self.contribution.is_nil and not figure else display(figure)

    @property
    def last_year(self) -> str:
        return known_or_dash(self.contribution.last_year)


def known_or_dash(figure: Figure) -> str:
    """A figure that stands beside another one, for comparison; a dash where it is not known."""
    return display(figure) if is_readable(figure) else "—"


def contribution_rows(found: list[Contribution]) -> Iterator[ContributionRow]:
    return map(ContributionRow, found)


@dataclass(frozen=True)
class DifferingRow:
    """A figure of the government's own report that is not the sum, in words, with the way to its field."""

    address: str
    name: str
    own: str
    summed: str
    adjustment: str
    amount: str
    url: str


def differing_rows(report: AnnualReport, found: list[Discrepancy]) -> list[DifferingRow]:
    """Those that are not blank, with the way to the field."""
    form, place = report.official_form, (report.organ.slug, report.year)
    return [
        DifferingRow(
            address=str(each.cell),
            name=f"{form.section_of[each.cell.table].title}：{form.table[each.cell.table].name(each.cell)}",
            own=display(each.own),
            summed=display(each.summed),
            adjustment=signed(each.adjustment) or "0",
            amount=_difference_in_words(each.amount),
            url=f"{reverse('step', args=[*place, form.section_of[each.cell.table].key])}#{each.cell}",
        )
        for each in found
    ]


def proposed_rows(sums: Sums, edits: Iterable[Edit]) -> list[tuple[str, str, str]]:
    """What would be filled in: the figure's name, what stands there, and the sum."""
    return [(_with_section(sums, Cell.parse(each.address)), each.seen, each.now) for each in edits]


def _difference_in_words(amount: Figure) -> str:
    if amount is None:
        return "不是数字"
    if not amount:
        return "0"
    return f"{OVER if amount > 0 else SHORT} {display(abs(amount))}"


def changed_rows(sums: Sums, cells: Iterable[tuple[Cell, Figure, Figure]]) -> list[tuple[str, str, str, str]]:
    """Cells of final sums that are others now: address, name, as it is final, as it is now."""
    return [
        (str(cell), _with_section(sums, cell), display(before) or UNKNOWN, display(now) or UNKNOWN)
        for cell, before, now in cells
    ]


def moved_since(cell: Cell, cells: Iterable[tuple[Cell, Figure, Figure]]) -> str:
    """What a cell of final sums would be now, in words; empty where it is what it was."""
    return next((display(now) or UNKNOWN for each, _, now in cells if each == cell), "")


@dataclass(frozen=True)
class AdjustmentRow:
    """An entry of adjustments in words; ``state`` says that it takes another back, or was taken back."""

    key: UUID
    amounts: tuple[tuple[str, str], ...]  # the cell and its signed amount
    kind: str
    about: str
    reason: str
    by: str
    at: datetime
    state: str

    @property
    def is_void(self) -> bool:
        return bool(self.state)


def adjustment_rows(sums: Sums, entries: list[AdjustmentEntry]) -> list[AdjustmentRow]:
    """The entries in the order in which they were registered."""
    return [
        AdjustmentRow(
            key=each.key,
            amounts=tuple((_with_section(sums, cell), signed(amount)) for cell, amount in each.amounts.items()),
            kind=each.kind.label,
            about=str(each.about or ""),
            reason=each.reason,
            by=str(each.by),
            at=each.at,
            state="撤销记录" if each.takes_back else "已撤销" if each.is_taken_back else "",
        )
        for each in entries
    ]


def adjustments_at(sums: Sums, cell: Cell, entries: Iterable[AdjustmentEntry]) -> list[tuple[str, AdjustmentEntry]]:
    """The standing entries that adjust a cell, or a part of the total that it is, with by how much."""
    table = sums.edition.table[cell.table]
    parts = table.parts[cell] if table.is_total(cell) else (cell,)
    standing = [each for each in entries if not each.takes_back and not each.is_taken_back]
    found = ((sum(each.amounts.get(part, 0) for part in parts), each) for each in standing)
    return [(signed(amount), each) for amount, each in found if amount]


def _with_section(sums: Sums, cell: Cell) -> str:
    return f"{sums.edition.section_of[cell.table].title}：{cell_name(sums, cell)}"
