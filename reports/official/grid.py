"""The merged-heading grid of an official table: what screen, paper, workbook, Word and web page are drawn from.

It follows from the form alone: a label written once over several lines becomes one merged cell over them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from itertools import groupby
from typing import NamedTuple

from reports.official.form import Cell, Line, Section, Table


class CellRole(StrEnum):
    """What a cell of the grid is for."""

    BAND = "band"
    CORNER = "corner"
    COLUMN_HEADING = "column-heading"
    ROW_HEADING = "row-heading"
    ENTRY = "entry"
    TOTAL = "total"


@dataclass(frozen=True)
class GridCell:
    """A cell of the grid, at a row and column counted from 0, covering ``rowspan`` × ``colspan`` places."""

    role: CellRole
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    text: str = ""
    cell: Cell | None = None  # the address of the figure that stands here
    basis: str = ""
    is_group: bool = False  # a heading over several lines

    @property
    def is_heading(self) -> bool:
        return self.cell is None

    @property
    def scope(self) -> str:
        """The HTML ``scope`` of a heading; one over several lines heads those that it spans.

        ``rowgroup`` and ``colgroup`` would head all the lines that follow in the body of the table.
        """
        return "row" if self.role is CellRole.ROW_HEADING else "col"

    @property
    def columns(self) -> range:
        return range(self.column, self.column + self.colspan)


@dataclass(frozen=True)
class GridRow:
    """One row of the grid; heading rows repeat where a table is continued on a new page."""

    cells: tuple[GridCell, ...]
    is_heading: bool
    is_total: bool = False


@dataclass(frozen=True)
class Grid:
    """The rows of one printed table, and how wide each of its columns is, in percent."""

    key: str  # of the section or the table that it is the grid of
    rows: tuple[GridRow, ...]
    widths: tuple[float, ...]

    @cached_property
    def heading_rows(self) -> tuple[GridRow, ...]:
        """The heading rows at the top; a table of stacked blocks has none that could stand for all of them."""
        rows = tuple(self.rows)
        count = next(number for number, row in enumerate(rows) if not row.is_heading)
        stacked = any(row.is_heading for row in rows[count:])
        return () if stacked else rows[:count]

    @property
    def body_rows(self) -> tuple[GridRow, ...]:
        return self.rows[len(self.heading_rows) :]

    @property
    def is_stacked(self) -> bool:
        """Whether headings of one block stand above figures of another, so that ``scope`` cannot tell."""
        return not self.heading_rows

    def headings_of(self, figure: GridCell) -> tuple[GridCell, ...]:
        """The heading cells that a figure stands under and beside, within its own block, in the order of reading."""
        body = next(number for number in range(figure.row, 0, -1) if self.rows[number - 1].is_heading)
        top = next((number for number in range(body - 1, 0, -1) if not self.rows[number - 1].is_heading), 0)
        above = (
            cell
            for row in self.rows[top:body]
            for cell in row.cells
            if cell.role is not CellRole.CORNER and figure.column in cell.columns
        )
        beside = (
            cell
            for row in self.rows[body : figure.row + 1]
            for cell in row.cells
            if cell.role is CellRole.ROW_HEADING and figure.row < cell.row + cell.rowspan
        )
        return (*above, *beside)


class _Merged(NamedTuple):
    """A label at a level of nesting, over some lines: the same for rows and for columns."""

    level: int
    levels: int
    start: int
    count: int
    text: str
    line: Line | None


@cache
def section_grid(section: Section) -> Grid:
    """The printed table of a section: one table, or several blocks stacked into one (table 二)."""
    width = max(_label_depth(table) + len(table.columns) for table in section.tables)
    rows: list[GridRow] = []
    for table in section.tables:
        rows.extend(_rows(table, width, len(rows)))
    return Grid(section.key, tuple(rows), _widths(section.tables[0], width))


def turned_grid(table: Table) -> Grid:
    """A one-row table turned for typing: a row for each group of columns (table 四: 3 rows × 5 columns)."""
    groups = [(path, list(lines)) for path, lines in groupby(table.columns, key=lambda line: line.under)]
    headings = [Line(path[-1], path[-1], under=path[:-1]) for path, _ in groups]
    depth = _depth(headings)
    top = GridRow(
        (
            GridCell(CellRole.CORNER, 0, 0, colspan=depth),
            *(
                GridCell(CellRole.COLUMN_HEADING, 0, depth + number, text=line.label)
                for number, line in enumerate(groups[0][1])
            ),
        ),
        is_heading=True,
    )
    labels = _by_row(_row_headings(headings, depth, 1))
    body = (
        GridRow(
            (
                *labels[number],
                *(_figure(table, table.rows[0], line, number, place) for place, line in enumerate(lines, start=depth)),
            ),
            is_heading=False,
        )
        for number, (_, lines) in enumerate(groups, start=1)
    )
    return Grid(table.key, (top, *body), _spread((14,) * depth, depth + len(groups[0][1])))


def _rows(table: Table, width: int, start: int) -> Iterator[GridRow]:
    if table.band:
        band = GridCell(CellRole.BAND, start, 0, colspan=width, text=table.band)
        yield GridRow((band,), is_heading=True)
        start += 1
    headings = _heading_cells(table, width, start)
    yield from (GridRow(tuple(cells), is_heading=True) for cells in _by_row(headings).values())
    start += _depth(table.columns)
    depth = _label_depth(table)
    labels = _by_row(_row_headings(table.rows, depth, start)) if depth else {}
    for number, row in enumerate(table.rows, start):
        figures = _figures(table, row, number, width)
        yield GridRow((*labels.get(number, ()), *figures), is_heading=False, is_total=row.is_total)


def _heading_cells(table: Table, width: int, start: int) -> Iterator[GridCell]:
    label_depth, depth = _label_depth(table), _depth(table.columns)
    if label_depth:
        yield GridCell(CellRole.CORNER, start, 0, depth, label_depth, table.corner)
    for label in _merged(table.columns, depth):
        yield GridCell(
            CellRole.COLUMN_HEADING,
            start + label.level,
            label_depth + label.start,
            rowspan=label.levels,
            colspan=_stretched(table, label.start, label.count, width),
            text=label.text,
            is_group=label.line is None,
        )


def _row_headings(rows: Iterable[Line], depth: int, start: int) -> Iterator[GridCell]:
    for label in _merged(tuple(rows), depth):
        yield GridCell(
            CellRole.ROW_HEADING,
            start + label.start,
            label.level,
            rowspan=label.count,
            colspan=label.levels,
            text=label.text,
            basis=label.line.basis if label.line else "",
            is_group=label.line is None,
        )


def _figures(table: Table, row: Line, number: int, width: int) -> Iterator[GridCell]:
    for index, column in enumerate(table.columns):
        colspan = _stretched(table, index, 1, width)
        yield _figure(table, row, column, number, _label_depth(table) + index, colspan)


def _figure(table: Table, row: Line, column: Line, number: int, place: int, colspan: int = 1) -> GridCell:
    cell = Cell(table.key, row.key, column.key)
    role = CellRole.TOTAL if table.is_total(cell) else CellRole.ENTRY
    return GridCell(role, number, place, colspan=colspan, cell=cell)


def _merged(lines: tuple[Line, ...] | list[Line], depth: int) -> Iterator[_Merged]:
    """Every label of the lines: the shared ones once over all they cover, the own one to the full depth."""
    for start, line in enumerate(lines):
        for level, text in enumerate(line.under):
            path = line.under[: level + 1]
            if start and lines[start - 1].under[: level + 1] == path:
                continue
            count = 1
            while start + count < len(lines) and lines[start + count].under[: level + 1] == path:
                count += 1
            yield _Merged(level, 1, start, count, text, None)
        level = len(line.under)
        yield _Merged(level, depth - level, start, 1, line.label, line)


def _depth(lines: Iterable[Line]) -> int:
    return max(len(line.under) for line in lines) + 1


def _label_depth(table: Table) -> int:
    """How many columns the row labels take; none in a table whose only row has no label (table 四)."""
    return _depth(table.rows) if any(row.label for row in table.rows) else 0


def _stretched(table: Table, start: int, count: int, width: int) -> int:
    """The width of some columns; the last column of a narrow block reaches to the edge of the table."""
    reaches_end = start + count == len(table.columns)
    return count + (width - _label_depth(table) - len(table.columns) if reaches_end else 0)


def _by_row(cells: Iterable[GridCell]) -> dict[int, list[GridCell]]:
    rows: dict[int, list[GridCell]] = {}
    for cell in sorted(cells, key=lambda each: (each.row, each.column)):
        rows.setdefault(cell.row, []).append(cell)
    return rows


def _widths(table: Table, width: int) -> tuple[float, ...]:
    return _spread(table.label_widths, width)


def _spread(label_widths: tuple[int, ...], width: int) -> tuple[float, ...]:
    """The label columns as wide as the form says, the figures sharing the rest alike."""
    others = width - len(label_widths)
    return (*label_widths, *((100 - sum(label_widths)) / others,) * others)
