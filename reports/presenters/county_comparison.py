"""比较 as its page shows it: one table of the columns that are put beside each other, in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reports.county.comparing import (
    NOT_COMPARABLE,
    ComparedColumn,
    Peers,
    change,
    compared_cells,
    group_figure,
)
from reports.official import Cell, Edition
from reports.official.edition_2021 import OTHER_HANDLING
from reports.official.figures import Figure, display, is_readable
from reports.presenters.consolidation import UNKNOWN, signed

MISSING, GAP = "缺", "不可比"


@dataclass(frozen=True)
class ComparedRow:
    """A place of the form with what each column has there, and what changed between the two that are named.

    ``figures`` and ``moved`` are the same as numbers, ``None`` where a word stands.
    """

    name: str
    values: tuple[str, ...]
    figures: tuple[int | Decimal | None, ...]
    change: str = ""
    percent: str = ""
    moved: int | Decimal | None = None

    @property
    def numbers(self) -> list[str | int | Decimal]:
        """What each column has, a number where there is one and the word that says why not elsewhere."""
        pairs = zip(self.values, self.figures, strict=True)
        return [word if figure is None else figure for word, figure in pairs]


@dataclass(frozen=True)
class ComparedPart:
    """The rows of a section of the form."""

    title: str
    rows: tuple[ComparedRow, ...]


@dataclass(frozen=True)
class ComparedTable:
    """Columns by their heading, with what is said of each beside it, and the sections."""

    columns: Sequence[ComparedColumn]
    sections: Sequence[ComparedPart]
    change: str = ""  # what the last two columns say: of what against what
    has_gaps: bool = False

    @property
    def span(self) -> int:
        """Over how many columns a section's title goes."""
        return 1 + len(self.columns) + bool(self.change)


def table_of(columns: Sequence[ComparedColumn], form: Edition, change_of: str = "") -> ComparedTable:
    """The table; ``change_of`` names what the last column is held against, which is the one before it."""
    sections = []
    for section in (each for each in form.sections if each.tables):
        rows = [_row(columns, form, cell, with_change=bool(change_of)) for cell in compared_cells(section)]
        if section.key == "applications" and any(each.edition.key != form.key for each in columns):
            rows.append(_last_group(columns, form, with_change=bool(change_of)))
        sections.append(ComparedPart(section.title, tuple(rows)))
    has_gaps = any(GAP in row.values for section in sections for row in section.rows)
    return ComparedTable(columns, sections, change_of if len(columns) > 1 else "", has_gaps)


def table_beside_kind(peers: Peers, form: Edition) -> ComparedTable:
    """A unit and the median of its kind, which is the column that it is held against."""
    usual = ComparedColumn("同类中位数", form, {})
    sections = []
    for section in (each for each in form.sections if each.tables):
        rows = []
        for cell in compared_cells(section):
            middle, own = peers.medians.get(cell), peers.unit.figure(cell, form)
            values = (_words(middle, peers.medians), _words(own, peers.unit.figures))
            rows.append(ComparedRow(_name(form, cell), values, _numbers((middle, own)), *_changed(middle, own)))
        sections.append(ComparedPart(section.title, tuple(rows)))
    return ComparedTable((usual, peers.unit), sections, "比中位数")


def _row(columns: Iterable[ComparedColumn], form: Edition, cell: Cell, *, with_change: bool) -> ComparedRow:
    figures = [each.figure(cell, form) for each in columns]
    return _in_words(_name(form, cell), columns, figures, with_change=with_change)


def _last_group(columns: Iterable[ComparedColumn], form: Edition, *, with_change: bool) -> ComparedRow:
    """（六） of the form of 2019 is one row, and three since: their sum is what is comparable."""
    figures = [group_figure(each, OTHER_HANDLING) for each in columns]
    return _in_words(f"{OTHER_HANDLING}（合计）", columns, figures, with_change=with_change)


def _in_words(
    name: str, columns: Iterable[ComparedColumn], figures: Sequence[Figure], *, with_change: bool
) -> ComparedRow:
    values = tuple(_words(figure, column.figures) for figure, column in zip(figures, columns, strict=True))
    changed = _changed(*figures[-2:]) if with_change and len(figures) > 1 else ("", "", None)
    return ComparedRow(name, values, _numbers(figures), *changed)


def _words(figure: Figure, all_of_it: object) -> str:
    """A figure, what is not comparable, what is not known, and what was never handed in: four signs."""
    if is_readable(figure):
        return display(figure)
    if figure == NOT_COMPARABLE:
        return GAP
    return UNKNOWN if all_of_it else MISSING


def _numbers(figures: Iterable[Figure]) -> tuple[int | Decimal | None, ...]:
    return tuple(each if is_readable(each) else None for each in figures)


def _changed(before: Figure, now: Figure) -> tuple[str, str, int | Decimal | None]:
    found = change(before, now)
    return (signed(found[0]) or "0", found[1], found[0]) if found else ("—", "", None)


def _name(form: Edition, cell: Cell) -> str:
    """Row and column; of table 三 the row alone, for the last column is meant everywhere."""
    table = form.table[cell.table]
    if cell.table == "applications":
        row = table.row[cell.row]
        return "，".join([*row.under[1:], row.label])
    return table.name(cell)
