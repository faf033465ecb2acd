"""An official table as the form shows it: inputs for entries, running sums for totals, the balance below.

Everything that the scripts of the grid must know of the form - labels, places, what a total adds up, last
year's figures - is put into the page here, so that they repeat nothing of it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from reports.lifecycle.editing import Edit
from reports.models.last_years import LastYear, last_year_of
from reports.models.reports import AnnualReport
from reports.models.review import Source
from reports.official import Cell, Measure, Section, Table
from reports.official.balance import Balance, balances
from reports.official.figures import Figure, display, fault, is_readable
from reports.official.grid import CellRole, Grid, GridCell, GridRow, section_grid, turned_grid
from reports.official.totals import running_sum, total
from reports.official.variants import SUBTOTALS, VARIANTS
from reports.presenters.provenance import imported_into

MOST_DIGITS_IN_A_LINE = 4  # of this year's and last year's figure together, in a column of table 三
CARRIED_FORWARD_INTO = {"carried_over": "carried_forward"}  # by row, the row of last year's report that it repeats


def believed(report: AnnualReport, edits: list[Edit]) -> list[Edit]:
    """The edits as they came in: what says that it was carried over and is not last year's figure was typed.

    Only a report that is approved or published carries over: a draft's figure is whatever its own clerk types.
    """
    if not any(edit.source is Source.CARRIED_OVER for edit in edits):
        return edits
    previous = last_year_of(report)
    figures = previous.figures() if previous else {}
    carried = {
        str(cell): display(figures.get(cell._replace(row=CARRIED_FORWARD_INTO[cell.row])))
        for cell in report.official_form.entries
        if cell.row in CARRIED_FORWARD_INTO
    }
    is_true = {edit.address: carried.get(edit.address) == edit.now.strip() for edit in edits}
    typed = Source.TYPED
    return [
        replace(e, source=typed) if e.source is Source.CARRIED_OVER and not is_true[e.address] else e for e in edits
    ]


class AtAPlace:
    """What is shown in a cell of the grid: ``place`` is that cell."""

    place: GridCell

    @property
    def address(self) -> str:
        return str(self.place.cell)

    @property
    def is_entry(self) -> bool:
        return self.place.role is CellRole.ENTRY

    @property
    def is_total(self) -> bool:
        return self.place.role is CellRole.TOTAL


@dataclass(frozen=True)
class ShownCell(AtAPlace):
    """A cell of the grid with what the form shows in it."""

    place: GridCell
    value: str = ""
    label: str = ""  # the row and column in words, for who cannot see the headings
    error: str = ""
    parts: str = ""  # the addresses that a total adds up
    measure: str = ""
    is_incomplete: bool = False  # a total over entries that are not all filled in
    last_year: str = ""  # the same figure in last year's report; empty where that is unknown
    proposed: str = ""  # what last year's report carries forward into this cell
    expected: "Expected | None" = None  # what last year's report lets expect here
    imported: str = ""  # from which file it was read, where it was

    @property
    def has_two_lines(self) -> bool:
        """Whether last year's figure stands above this year's, for want of room beside it."""
        digits = len(self.last_year) + max(len(self.value), 2)
        return self.last_year not in ("", "0") and digits > MOST_DIGITS_IN_A_LINE

    @property
    def is_column_label(self) -> bool:
        """Whether this heads a single column, so that a pasted heading names it."""
        return self.place.role is CellRole.COLUMN_HEADING and not self.place.is_group


@dataclass(frozen=True)
class Expected:
    """现行有效 as last year's report lets expect it: what was in force then, and what was made and repealed since."""

    last_year: int
    issued: Cell
    repealed: Cell
    made: Figure = None
    gone: Figure = None

    @property
    def words(self) -> str:
        """What can be said of it now; a script says it anew while the two figures are typed."""
        if is_readable(self.made) and is_readable(self.gone):
            expected = self.last_year + self.made - self.gone
            return f"推算 {expected}（上年 {self.last_year}＋{self.made}－{self.gone}）"
        return f"上年 {self.last_year}＋制发－废止"


@dataclass(frozen=True)
class CarriedForward:
    """What last year's report carries forward into a row, by its total; ``None`` where that is unknown."""

    total: str | None
    is_known: bool  # of at least one column


@dataclass(frozen=True)
class ShownRow:
    """A row of the grid, and by which labels a pasted row is recognised as this one."""

    cells: tuple[ShownCell, ...]
    is_heading: bool
    is_total: bool
    label: str = ""
    other_label: str = ""  # of the one row that older reports print in place of this and others
    carried: CarriedForward | None = None
    variants: str = ""  # how its label is also written, apart by tabs

    @property
    def starts_group(self) -> bool:
        """Whether the label of several rows begins here, above which the line is stronger."""
        return any(cell.place.is_group and cell.place.role is CellRole.ROW_HEADING for cell in self.cells)


@dataclass(frozen=True)
class ShownBalance:
    """The balance of one column, and the addresses on either side of it."""

    balance: Balance
    left: str
    right: str
    column: int  # of the grid


@dataclass(frozen=True)
class ShownTable:
    """A section's table ready to be drawn as a form."""

    caption: str
    widths: tuple[float, ...]
    heading_rows: tuple[ShownRow, ...]
    body_rows: tuple[ShownRow, ...]
    label_columns: int
    balances: tuple[ShownBalance, ...] = ()
    has_totals: bool = False
    has_last_year: bool = False
    subtotals: str = "\t".join(SUBTOTALS)
    last_year: LastYear | None = None


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
    last = last_year_of(report, to_own_people=True)
    drawing = _Drawing(report, figures, errors, typed, last.figures() if last else {}, imported_into(report))
    rows = tuple(drawing.row(row) for row in grid.rows)
    headings = len(grid.heading_rows)
    return ShownTable(
        caption=section.title,
        widths=grid.widths,
        heading_rows=rows[:headings],
        body_rows=rows[headings:],
        label_columns=len(section.tables[0].label_widths),
        balances=tuple(_balances(section.tables[0], figures)),
        has_totals=any(table.totals for table in section.tables),
        has_last_year=any(cell.last_year for row in rows for cell in row.cells),
        last_year=last,
    )


def _grid(section: Section) -> Grid:
    """The printed grid, but a table of one row and many columns is turned for typing."""
    table = section.tables[0]
    if len(section.tables) == 1 and len(table.rows) == 1:
        return turned_grid(table)
    return section_grid(section)


@dataclass(frozen=True)
class _Drawing:
    """A report's table while it is drawn: the stored figures, what is wrong with them, and last year's."""

    report: AnnualReport
    figures: Mapping[Cell, Figure]
    errors: Mapping[str, str]
    typed: Mapping[str, str]
    last_years: Mapping[Cell, Figure]
    imported: Mapping[tuple[str, str], str]

    def row(self, row: GridRow) -> ShownRow:
        cells = tuple(self.cell(place) for place in row.cells)
        figure = next((place.cell for place in row.cells if place.cell), None)
        if figure is None:
            return ShownRow(cells, row.is_heading, row.is_total)
        table = self.report.official_form.table[figure.table]
        return ShownRow(
            cells,
            row.is_heading,
            row.is_total,
            label=next((place.text for place in reversed(row.cells) if place.role is CellRole.ROW_HEADING), ""),
            other_label=_label_of_merged_rows(table, figure.row),
            carried=self._carried(table, figure.row),
            variants="\t".join(VARIANTS.get((figure.table, figure.row), ())),
        )

    def cell(self, place: GridCell) -> ShownCell:
        if place.cell is None:
            return ShownCell(place)
        table = self.report.official_form.table[place.cell.table]
        if place.role is CellRole.TOTAL:
            return self._total(table, place)
        cell, measure = place.cell, table.measure(place.cell)
        figure, source = self.figures.get(cell), CARRIED_FORWARD_INTO.get(cell.row)
        return ShownCell(
            place,
            value=self.typed.get(str(cell), display(figure)),
            label=table.name(cell),
            error=fault(figure, measure) or self.errors.get(str(cell), ""),
            measure="" if measure is Measure.COUNT else measure.value,
            last_year=self._last_year(cell),
            proposed=self._last_year(cell._replace(row=source)) if source else "",
            expected=self._expected(cell),
            imported=self.imported.get((str(cell), display(figure)), ""),
        )

    def _expected(self, cell: Cell) -> Expected | None:
        last_year = self.last_years.get(cell)
        if cell.column != "in_force" or not is_readable(last_year):
            return None
        parts = [cell._replace(column=column) for column in ("issued", "repealed")]
        return Expected(last_year, *parts, *map(self.figures.get, parts))

    def _total(self, table: Table, place: GridCell) -> ShownCell:
        cell = place.cell
        derived = total(table, self.figures, cell)
        return ShownCell(
            place,
            value=display(running_sum(table, self.figures, cell) if derived is None else derived),
            label=table.name(cell),
            parts=" ".join(map(str, table.parts[cell])),
            is_incomplete=derived is None,
            last_year=display(total(table, self.last_years, cell)),
        )

    def _last_year(self, cell: Cell) -> str:
        """Last year's figure; empty where it is unknown, blank or no number."""
        figure = self.last_years.get(cell)
        return display(figure) if is_readable(figure) else ""

    def _carried(self, table: Table, row: str) -> CarriedForward | None:
        source = CARRIED_FORWARD_INTO.get(row)
        if source is None:
            return None
        cells = [cell for cell in table.cells if cell.row == source]
        totals = [display(total(table, self.last_years, cell)) for cell in cells if table.is_total(cell)]
        return CarriedForward(
            total=next(iter(totals), "") or None,
            is_known=any(self._last_year(cell) for cell in cells),
        )


def _label_of_merged_rows(table: Table, row: str) -> str:
    """The label of the one row that older reports print in place of this row and those before it."""
    merged, keys = table.rows_left_out_together, list(table.row)
    if merged and keys.index(row) == keys.index(merged[-1]) + 1:
        return table.row[row].under[-1]
    return ""


def _balances(table: Table, figures: Mapping[Cell, Figure]) -> Iterator[ShownBalance]:
    if table.identity is None:
        return
    for column, balance in enumerate(balances(table, figures), start=len(table.label_widths)):
        left, right = (
            " ".join(str(Cell(table.key, row, balance.column)) for row in rows)
            for rows in (table.identity.left, table.identity.right)
        )
        yield ShownBalance(balance, left, right, column)
