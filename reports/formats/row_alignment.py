"""A row with a figure too many or too few, aligned with its columns where one way alone makes its totals true."""

import re
from collections.abc import Iterator, Mapping, Sequence

from reports.formats.source import OnLine, OnPage, SourceCell
from reports.formats.written import Written, written
from reports.official import Line, Table
from reports.official.figures import Figure, is_readable, read

Alignment = tuple[int | None, ...]
"""For each column of the table the number of the figure that stands there; ``None`` where none does."""


def aligned_row(table: Table, figures: Sequence[Written]) -> Alignment | None:
    """The only reading of one row's figures that adds up, where they are one more or one less than its columns.

    ``None`` where the table has no totals to decide it, or where more readings than one add up.
    """
    if abs(len(figures) - len(table.columns)) != 1 or not any(column.is_total for column in table.columns):
        return None
    readings = {
        _values(table, figures, alignment): alignment
        for alignment in _alignments(figures, len(table.columns))
        if _agree(table, _values(table, figures, alignment))
    }
    return next(iter(readings.values())) if len(readings) == 1 else None


def totals_agree(table: Table, figures: Sequence[Written]) -> bool:
    """Whether figures, as many as a table has columns, make its printed totals true."""
    return _agree(table, _values(table, figures, tuple(range(len(figures)))))


def cut_totals(table: Table, places: Mapping[str, SourceCell]) -> set[str]:
    """The columns of totals that hold the first digits of what they should be: the edge of a page cut the others."""
    values = {key: _value(each, table.column[key]) for key, each in places.items()}
    cut = set()
    for total in (column for column in table.columns if column.is_total and column.key in places):
        parts = [values.get(each.key) for each in table.columns if not each.is_total and _is_under(each, total)]
        is_drawn = isinstance(places[total.key].origin, OnLine | OnPage)
        if not is_drawn or values[total.key] is None or any(isinstance(part, str) for part in parts):
            continue
        printed, made = re.sub(r"\D", "", str(values[total.key])), str(sum(part or 0 for part in parts))
        if printed != made and made.startswith(printed):
            cut.add(total.key)
    return cut


def _value(figure: SourceCell, column: Line) -> Figure:
    said = written(figure.text)
    return read(said.value, column.measure) if said else figure.text


def _alignments(figures: Sequence[Written], wanted: int) -> Iterator[Alignment]:
    numbers = tuple(range(len(figures)))
    if len(figures) > wanted:
        # A blank is never what is too much: it may be the total's own, and a subtotal what seems to be the total.
        yield from (numbers[:gone] + numbers[gone + 1 :] for gone in numbers if figures[gone].value)
    else:
        yield from ((*numbers[:blank], None, *numbers[blank:]) for blank in range(wanted))


def _values(table: Table, figures: Sequence[Written], alignment: Alignment) -> tuple:
    columns = zip(table.columns, alignment, strict=True)
    return tuple(None if index is None else read(figures[index].value, column.measure) for column, index in columns)


def _agree(table: Table, values: tuple) -> bool:
    by_column = dict(zip((column.key for column in table.columns), values, strict=True))
    for total in (column for column in table.columns if column.is_total):
        parts = [by_column[each.key] for each in table.columns if not each.is_total and _is_under(each, total)]
        if not is_readable(by_column[total.key]) or any(isinstance(part, str) for part in parts):
            return False
        if sum(part or 0 for part in parts) != by_column[total.key]:
            return False
    return True


def _is_under(line, total) -> bool:
    return line.under[: len(total.under)] == total.under
