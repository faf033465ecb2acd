"""The vocabulary in which an official form is written down: sections, texts, tables, lines, and the law of totals."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from itertools import product
from typing import NamedTuple


class Measure(StrEnum):
    """What the figures of a line count."""

    COUNT = "count"  # whole number, zero or more (件)
    NET_CHANGE = "net_change"  # signed whole number (本年增/减, 2019 only)
    MONEY = "money"  # zero or more, at most four decimals (万元)


class Cell(NamedTuple):
    """The address of one figure, spelled ``table.row.column`` everywhere."""

    table: str
    row: str
    column: str

    def __str__(self) -> str:
        return ".".join(self)

    @classmethod
    def parse(cls, address: str) -> "Cell":
        """Read ``table.row.column``; ``ValueError`` for any other shape."""
        table, row, column = address.split(".")
        return cls(table, row, column)


@dataclass(frozen=True)
class Line:
    """A row or a column of an official table, with the merged labels above it in ``under``."""

    key: str
    label: str
    basis: str = ""
    measure: Measure = Measure.COUNT
    is_total: bool = False
    under: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The label preceded by the label it stands under, so that ``1.…`` says of what."""
        return f"{self.under[-1]}{self.label}" if self.under and self.label[:1].isdigit() else self.label


def line(key: str, label: str, *, basis: str = "", measure: Measure = Measure.COUNT) -> Line:
    """A line that is filled in."""
    return Line(key, label, basis, measure)


def total(key: str, label: str) -> Line:
    """A line that is derived: it sums the entries that stand below its parent label."""
    return Line(key, label, is_total=True)


def under(label: str, *lines: Line) -> tuple[Line, ...]:
    """The lines that stand below a merged label of the official table."""
    return tuple(replace(each, under=(label, *each.under)) for each in lines)


def _summed(lines: tuple[Line, ...], of: Line) -> tuple[Line, ...]:
    """The lines that ``of`` adds up: itself when it is entered, else what stands below its parent label."""
    if not of.is_total:
        return (of,)
    depth = len(of.under)
    return tuple(each for each in lines if not each.is_total and each.under[:depth] == of.under)


@dataclass(frozen=True)
class Identity:
    """A printed reconciliation (勾稽关系): in each column, the rows on either side add up to the same."""

    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One official table, or one of the stacked blocks of table 二."""

    key: str
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    corner: str = ""  # the text of the heading cell above the row labels; none where rows have no labels
    band: str = ""  # the heading over the whole width: the article of the Regulations that the block reports on
    label_widths: tuple[int, ...] = ()  # of each column of row labels, in percent of the paper's measure
    rows_left_out_together: tuple[str, ...] = ()  # older reports merge these into the row that follows them
    identity: Identity | None = None

    @cached_property
    def row(self) -> dict[str, Line]:
        return {each.key: each for each in self.rows}

    @cached_property
    def column(self) -> dict[str, Line]:
        return {each.key: each for each in self.columns}

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """Every printed figure, row by row."""
        return tuple(Cell(self.key, row.key, column.key) for row, column in product(self.rows, self.columns))

    @cached_property
    def entries(self) -> tuple[Cell, ...]:
        """The figures that are filled in, row by row."""
        return tuple(cell for cell in self.cells if not self.is_total(cell))

    @cached_property
    def totals(self) -> tuple[Cell, ...]:
        """The figures that are derived, row by row."""
        return tuple(cell for cell in self.cells if self.is_total(cell))

    def is_total(self, cell: Cell) -> bool:
        return self.row[cell.row].is_total or self.column[cell.column].is_total

    def measure(self, cell: Cell) -> Measure:
        return self.column[cell.column].measure

    @cached_property
    def parts(self) -> dict[Cell, tuple[Cell, ...]]:
        """The entries that each total adds up."""
        return {cell: self._parts(cell) for cell in self.totals}

    def _parts(self, cell: Cell) -> tuple[Cell, ...]:
        rows = _summed(self.rows, self.row[cell.row])
        columns = _summed(self.columns, self.column[cell.column])
        return tuple(Cell(self.key, row.key, column.key) for row, column in product(rows, columns))

    def name(self, cell: Cell) -> str:
        """What a person calls the cell: row and column label, without the label that says nothing."""
        row, column = self.row[cell.row], self.column[cell.column]
        parts = [row.name] if row.label else list(column.under)
        return "，".join([*parts, column.label])


@dataclass(frozen=True)
class Text:
    """A narrative of the report: an aspect of section 一, a whole section, or the preamble."""

    key: str
    name: str
    is_heading: bool = False  # whether the name is printed above the text
    is_required: bool = True
    guidance: str = ""


@dataclass(frozen=True)
class Section:
    """One of the six official sections, which is one step of the guided form."""

    key: str
    title: str
    texts: tuple[Text, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True)
class Edition:
    """The official form as one State Council notice lays it down."""

    key: str
    notice: str
    first_year: int
    last_year: int | None
    preamble: Text
    sections: tuple[Section, ...]
    has_entry_form: bool = True  # whether its reports are typed here, and not merely read in and shown

    def covers(self, year: int) -> bool:
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)

    @cached_property
    def section(self) -> dict[str, Section]:
        return {each.key: each for each in self.sections}

    @cached_property
    def table(self) -> dict[str, Table]:
        return {table.key: table for section in self.sections for table in section.tables}

    @cached_property
    def text(self) -> dict[str, Text]:
        return {text.key: text for text in self._texts()}

    @cached_property
    def section_of(self) -> dict[str, Section]:
        """The section in which a table or a text stands, by its key; the preamble stands in none."""
        return {part.key: section for section in self.sections for part in (*section.texts, *section.tables)}

    @cached_property
    def entries(self) -> tuple[Cell, ...]:
        return tuple(cell for table in self.table.values() for cell in table.entries)

    def has(self, cell: Cell) -> bool:
        table = self.table.get(cell.table)
        return table is not None and cell.row in table.row and cell.column in table.column

    def _texts(self) -> Iterator[Text]:
        yield self.preamble
        for section in self.sections:
            yield from section.texts
