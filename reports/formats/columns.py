"""The headings over a table as its file prints them, and which column of the form stands under them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

from reports.formats.labels import words
from reports.formats.written import written
from reports.official import EDITIONS, Line, Table

MOST_CELLS = 200  # of headings over one row
MOST_FRAGMENTS = 9  # rows over which one heading is broken: a spreadsheet makes a row of each line
SUBTOTALS = frozenset(("小计", "合计", "法人小计", "法人或其他组织小计"))

NO_FIGURES = SUBTOTALS | {"序号", "编号"}  # what stands under these is no figure of the form


@cache
def heading_words(edition_key: str) -> frozenset[str]:
    """The words of everything that the form prints above its figures."""
    said = set()
    for table in EDITIONS[edition_key].table.values():
        said |= {words(table.band), words(table.corner)}
        for column in table.columns:
            said |= {words(label) for label in (*column.under, *spellings(column))}
    return frozenset(said - {""})


@cache
def spellings(column: Line) -> tuple[str, ...]:
    """A heading whole and without its remark in brackets, which names the unit."""
    return tuple(dict.fromkeys((words(column.label), words(column.label.split("（")[0]))))


@dataclass(frozen=True)
class Headings:
    """The heading cells that stand over a row, each with the columns it covers."""

    cells: tuple = field(default=())

    def under(self, row: Sequence) -> "Headings":
        """These headings with one more row of them."""
        return Headings((*self.cells, *(cell for cell in row if cell.text.strip()))[-MOST_CELLS:])

    def places(self, table: Table, figures: Sequence) -> dict | None:
        """By column of the form, the cell that stands under its heading; a column that the file lacks is left out.

        ``None`` where the file tells no columns, where a heading stands over two cells, or where a figure stands
        under no heading: then position says nothing.
        """
        places: dict = {}
        for figure in figures:
            if figure.start is None:
                return None
            stack = self._over(figure)
            column = _column(table, stack)
            if column is None:
                # Words under a heading of no figures are remarks.
                if figure.text.strip() and written(figure.text) is not None and not stack & NO_FIGURES:
                    return None
            elif column in places:
                return None
            else:
                places[column] = figure
        return places or None

    def without_subtotals(self, table: Table, figures: Sequence) -> list:
        """The figures in order, without that of a subtotal column, if the headings have one."""
        figures = list(figures)
        cells = [cell for cell in self.cells if words(cell.text)]
        if any(cell.start is None for cell in cells):
            return figures
        names = [words(cell.text) for cell in sorted(cells, key=lambda each: (each.start, each.end))]
        leaves = [name for name in names if name in SUBTOTALS or any(name in spellings(each) for each in table.columns)]
        if len(leaves) != len(figures) or len(leaves) == len(table.columns):
            return figures
        return [figure for name, figure in zip(leaves, figures, strict=True) if name not in SUBTOTALS]

    @cached_property
    def said(self) -> frozenset[str]:
        """The words of all headings."""
        return _joined(self.cells)

    def _over(self, figure) -> frozenset[str]:
        """The words of the headings over a figure."""
        return _joined(
            [
                cell
                for cell in self.cells
                if cell.start is not None and cell.start < figure.end and figure.start < cell.end
            ]
        )


def _joined(cells: Sequence) -> frozenset[str]:
    """The words of cells, and those of cells that stand right below each other as one: a heading may be broken."""
    said: set[str] = set()
    above: dict[tuple, list[str]] = {}
    for cell in cells:
        word = words(cell.text)
        stack = [*above.get((cell.start, cell.end), ()), word][-MOST_FRAGMENTS:]
        above[cell.start, cell.end] = stack
        said |= {"".join(stack[first:]) for first in range(len(stack))}
    return frozenset(said)


def _column(table: Table, stack: frozenset[str]) -> str | None:
    """The column whose own heading is in the stack, and every group over it that the stack could hold."""
    fitting = [each for each in table.columns if not stack.isdisjoint(spellings(each))]
    if len(fitting) > 1:
        fitting = [each for each in fitting if all(words(group) in stack for group in each.under)]
    return fitting[0].key if len(fitting) == 1 else None
