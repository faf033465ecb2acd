"""An official table as the form shows it: inputs for entries, running sums for totals, the balance below."""

from collections.abc import Mapping
from dataclasses import dataclass

from reports.models.reports import AnnualReport
from reports.official import Cell, Measure, Section, Table
from reports.official.balance import Balance, balances
from reports.official.figures import Figure, display, fault
from reports.official.grid import Grid, GridCell, Role, section_grid, turned_grid
from reports.official.totals import running_sum, total


@dataclass(frozen=True)
class ShownCell:
    """A cell of the grid with what the form shows in it."""

    place: GridCell
    value: str = ""
    label: str = ""  # the row and column in words, for who cannot see the headings
    error: str = ""
    parts: str = ""  # the addresses that a total adds up
    measure: str = ""
    is_incomplete: bool = False  # a total over entries that are not all filled in

    @property
    def address(self) -> str:
        return str(self.place.cell)

    @property
    def is_entry(self) -> bool:
        return self.place.role is Role.ENTRY

    @property
    def is_total(self) -> bool:
        return self.place.role is Role.TOTAL


@dataclass(frozen=True)
class ShownRow:
    cells: tuple[ShownCell, ...]
    is_heading: bool
    is_total: bool


@dataclass(frozen=True)
class ShownBalance:
    """The balance of one column, and the addresses on either side of it."""

    balance: Balance
    left: str
    right: str


@dataclass(frozen=True)
class ShownTable:
    """A section's table ready to be drawn as a form."""

    caption: str
    widths: tuple[float, ...]
    heading_rows: tuple[ShownRow, ...]
    body_rows: tuple[ShownRow, ...]
    label_columns: int
    balances: tuple[ShownBalance, ...] = ()


def shown_table(
    report: AnnualReport,
    section: Section,
    figures: Mapping[Cell, Figure],
    errors: Mapping[str, str],
    typed: Mapping[str, str],
) -> ShownTable:
    """The table of a section with the stored figures.

    ``errors`` by address say what is wrong with one, ``typed`` what was typed there and is not stored.
    """
    grid = _grid(section)
    rows = tuple(
        ShownRow(
            tuple(_shown(report, cell, figures, errors, typed) for cell in row.cells), row.is_heading, row.is_total
        )
        for row in grid.rows
    )
    headings = len(grid.heading_rows)
    return ShownTable(
        caption=section.title,
        widths=grid.widths,
        heading_rows=rows[:headings],
        body_rows=rows[headings:],
        label_columns=len(section.tables[0].label_widths),
        balances=tuple(_balances(section.tables[0], figures)),
    )


def _grid(section: Section) -> Grid:
    """The printed grid, but a table of one row and many columns is turned for typing."""
    table = section.tables[0]
    if len(section.tables) == 1 and len(table.rows) == 1:
        return turned_grid(table)
    return section_grid(section)


def _shown(
    report: AnnualReport,
    place: GridCell,
    figures: Mapping[Cell, Figure],
    errors: Mapping[str, str],
    typed: Mapping[str, str],
) -> ShownCell:
    if place.cell is None:
        return ShownCell(place)
    table = report.form.table[place.cell.table]
    if place.role is Role.TOTAL:
        return _shown_total(table, place, figures)
    figure, measure = figures.get(place.cell), table.measure(place.cell)
    return ShownCell(
        place,
        value=typed.get(str(place.cell), display(figure)),
        label=table.name(place.cell),
        error=fault(figure, measure) or errors.get(str(place.cell), ""),
        measure="" if measure is Measure.COUNT else measure.value,
    )


def _shown_total(table: Table, place: GridCell, figures: Mapping[Cell, Figure]) -> ShownCell:
    cell = place.cell
    derived = total(table, figures, cell)
    return ShownCell(
        place,
        value=display(running_sum(table, figures, cell) if derived is None else derived),
        label=table.name(cell),
        parts=" ".join(map(str, table.parts[cell])),
        is_incomplete=derived is None,
    )


def _balances(table: Table, figures: Mapping[Cell, Figure]):
    if table.identity is None:
        return
    for balance in balances(table, figures):
        left, right = (
            " ".join(str(Cell(table.key, row, balance.column)) for row in rows)
            for rows in (table.identity.left, table.identity.right)
        )
        yield ShownBalance(balance, left, right)
