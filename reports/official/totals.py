"""The one law of totals: a total sums the entries that stand below its parent label.

A total is never typed and never stored. Over an unknown, blank or unreadable entry it is ``None``.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from reports.official.figures import Figure, is_readable
from reports.official.form import Cell, Table

Figures = Mapping[Cell, Figure]
"""The entries of a report. A cell left out is unknown; ``None`` is blank."""
NOTHING: Figures = MappingProxyType({})


def total(table: Table, figures: Figures, cell: Cell) -> int | Decimal | None:
    """The total that the entries make, ``None`` while one of them is unknown, blank or unreadable, or none is there."""
    parts = [figures.get(part) for part in parts_present(table, figures, cell)]
    return sum(parts) if parts and all(map(is_readable, parts)) else None


class Addition(NamedTuple):
    """One addition as the paper prints it: a total, and the figures along its row or down its column that make it."""

    total: Cell
    parts: tuple[Cell, ...]


def additions(table: Table, figures: Figures = NOTHING) -> Iterator[Addition]:
    """Every addition of the table, along each row and then down each column; without rows that a report merges."""
    left_out = rows_left_out(table, figures)
    rows = [row for row in table.rows if row.key not in left_out]
    for column in (each for each in table.columns if each.is_total):
        summed = {part.column for cell, parts in table.parts.items() if cell.column == column.key for part in parts}
        for row in rows:
            parts = (Cell(table.key, row.key, each.key) for each in table.columns if each.key in summed)
            yield Addition(Cell(table.key, row.key, column.key), tuple(parts))
    for row in (each for each in rows if each.is_total):
        summed = {part.row for cell, parts in table.parts.items() if cell.row == row.key for part in parts}
        for column in table.columns:
            parts = (Cell(table.key, each.key, column.key) for each in rows if each.key in summed)
            yield Addition(Cell(table.key, row.key, column.key), tuple(parts))


def running_sum(table: Table, figures: Figures, cell: Cell) -> int | Decimal:
    """What the readable entries below a total add up to so far."""
    parts = (figures.get(part) for part in table.parts[cell])
    return sum(part for part in parts if is_readable(part))


def parts_present(table: Table, figures: Figures, cell: Cell) -> tuple[Cell, ...]:
    """The entries that a total adds up, without rows that the report merges into the row after them.

    Published reports of 2021 and later sometimes keep the one-row （六） of the 2019 form; it is read
    as ``other_misc`` with its two siblings left out, and exactly that pattern means the one-row form.
    """
    left_out = rows_left_out(table, figures)
    return tuple(part for part in table.parts[cell] if part.row not in left_out)


def rows_left_out(table: Table, figures: Figures) -> tuple[str, ...]:
    """The rows that this report merges into the row after them; none where any figure of them is known."""
    mergeable = table.rows_left_out_together
    if not mergeable:
        return ()
    if any(_is_known(table, figures, row) for row in mergeable):
        return ()
    keys = list(table.row)
    follower = keys[keys.index(mergeable[-1]) + 1]
    return mergeable if _is_known(table, figures, follower) else ()


def _is_known(table: Table, figures: Figures, row: str) -> bool:
    return any(Cell(table.key, row, column) in figures for column in table.column)


def disagreeing_totals(table: Table, figures: Figures, printed: Figures) -> list[tuple[Cell, Figure, int | Decimal]]:
    """Each printed total that is not what its entries make: the cell, what is printed, what they make."""
    derived = {cell: total(table, figures, cell) for cell in table.totals if cell in printed}
    return [
        (cell, printed[cell], made)
        for cell, made in derived.items()
        if made is not None and printed[cell] is not None and printed[cell] != made
    ]
