"""Rows of a table that the end of a page cut in two: what stands on the next page belongs to the last row of this one.

A label, or the digits of a figure that its narrow cell broke, go on there. Only digits on both pages leave a doubt
what the figure is: they are joined where the row then makes its total, and else are no figure.
"""

from collections.abc import Sequence

from reports.formats.labels import FormRow, likeness
from reports.formats.row_alignment import totals_agree
from reports.formats.row_labels import label_of
from reports.formats.source import OnPage, SourceCell, SourceRow
from reports.formats.written import Written, is_number, written
from reports.official import Edition

APART = 4  # points by which a column may begin elsewhere on the next page
UNREADABLE = "…"  # behind a text that is not whole, so that it is no figure


def joined(row: SourceRow, below: SourceRow, rows: Sequence[FormRow], edition: Edition) -> list[SourceCell] | None:
    """The row with what of it stands on the next page.

    ``None`` where ``below`` is a row of its own, or no end of a page is between the two.
    """
    if not _is_over_page(row, below):
        return None
    scores, place = label_of(row, rows)
    if place < 0:
        return None
    parts = [_below(cell, below) for cell in row[place:]]
    label = row[place].text + parts[0]
    goes_on = max(likeness(label, each) for each in rows)
    if parts[0].strip():
        own = max(likeness(parts[0], each) for each in rows)
        if goes_on <= max(*scores, own):
            return None
    elif goes_on < 1 or not any(each.strip() for each in parts) or not _leaves_blanks(row[place + 1 :], parts[1:]):
        return None
    best = max(rows, key=lambda each: likeness(label, each))
    return [*row[:place], row[place]._replace(text=label), *_figures(row[place + 1 :], parts[1:], best, edition)]


def _is_over_page(row: SourceRow, below: SourceRow) -> bool:
    ends = [cells[0].origin if cells else None for cells in (row, below)]
    return all(isinstance(each, OnPage) for each in ends) and ends[1].page == ends[0].page + 1


def _below(cell: SourceCell, below: SourceRow) -> str:
    """What stands in the same column on the next page."""
    return next((each.text for each in below if abs(each.start - cell.start) <= APART), "")


def _leaves_blanks(figures: Sequence[SourceCell], parts: Sequence[str]) -> bool:
    """Whether the two cannot be two rows of figures: one of them has places that are blank."""
    return not all(each.text.strip() for each in figures) or not all(each.strip() for each in parts)


def _figures(figures: Sequence[SourceCell], parts: Sequence[str], row: FormRow, edition: Edition) -> list[SourceCell]:
    whole = [cell._replace(text=cell.text + part) for cell, part in zip(figures, parts, strict=True)]
    broken = [is_number(cell.text) and bool(part.strip()) for cell, part in zip(figures, parts, strict=True)]
    table = edition.table[row.table]
    said = [written(each.text) or Written("") for each in whole]
    has_total = any(each.is_total for each in table.columns)
    if not any(broken) or (has_total and len(said) == len(table.columns) and totals_agree(table, said)):
        return whole
    return [
        cell._replace(text=cell.text + UNREADABLE) if is_broken else cell
        for cell, is_broken in zip(whole, broken, strict=True)
    ]
