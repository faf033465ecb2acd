"""The rows of a table as records of figures for the matcher (``tables``)."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, zip_longest

from reports.formats import torn_rows
from reports.formats.columns import Headings, heading_words
from reports.formats.labels import FormRow, group_labels, likeness, rows_of, words
from reports.formats.records import Record
from reports.formats.row_labels import Label, label_of
from reports.formats.source import SourceCell, SourceRow
from reports.formats.written import is_in_yuan, is_number
from reports.official import Edition

WIDTHS_APART = 0.01  # of a width: what is nearer is one, as drawn on two pages
MOST_FRAGMENTS = 9  # rows over which one label is broken: a spreadsheet makes a row of each line


class GridRecords:
    """The records of tables whose cells are known: of a web page, a document, a workbook.

    A table that goes on in the next one, as over a page, keeps its headings where that has none and is as wide.
    """

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.headings, self.width = Headings(), 0
        self.after_figures = True  # then headings that follow are others
        self.fragments = 0  # how many of the rows that follow carry on the label of the last

    def of(self, tables: Iterable[Sequence[SourceRow]]) -> Iterator[Record]:
        """The records of tables that follow each other."""
        tables = [[list(row) for row in table] for table in tables]
        for table, following in pairwise(tables):
            self._mend(table, following)
        for table, following in zip_longest(tables, tables[1:], fillvalue=[]):
            yield from self._of_one(table, following[:MOST_FRAGMENTS])

    def _mend(self, table: list[SourceRow], following: list[SourceRow]) -> None:
        """Join the last row of a table with what the end of its page cut off."""
        first = next((at for at, row in enumerate(following) if not _is_heading(row, self.edition)), None)
        if table and first is not None:
            whole = torn_rows.joined(table[-1], following[first], rows_of(self.edition.key), self.edition)
            if whole:
                table[-1] = whole
                del following[first]

    def _of_one(self, rows: Sequence[SourceRow], beyond: Sequence[SourceRow]) -> Iterator[Record]:
        width = max((cell.end or 0 for row in rows for cell in row), default=0)
        if abs(width - self.width) > WIDTHS_APART * width:
            self.headings, self.after_figures = Headings(), True
        self.width = width
        self.fragments = 0
        for number, row in enumerate(rows):
            if self.fragments:
                self.fragments -= 1
                continue
            following = [*rows[number + 1 : number + 1 + MOST_FRAGMENTS], *beyond][:MOST_FRAGMENTS]
            if _is_heading(row, self.edition):
                self.headings = (Headings() if self.after_figures else self.headings).under(row)
                self.after_figures = False
            elif record := self._record(row, following):
                self.after_figures = True
                yield record
            elif not any(is_number(cell.text) for cell in row):
                # Perhaps a heading broken over two rows; over figures that it does not head it says nothing.
                self.headings = self.headings.under(row)

    def _record(self, row: SourceRow, following: Sequence[SourceRow]) -> Record | None:
        """The record of a row; ``None`` where it has no figures."""
        rows = rows_of(self.edition.key)
        scores, label = label_of(row, rows)
        if max(scores) < 1 and any(is_number(each.text) for each in row):
            scores, label, self.fragments = _with_fragments(row, (scores, label), following, rows)
        figures = row[label + 1 :]
        if not any(is_number(each.text) for each in figures) and not (figures and any(scores)):
            return None
        is_of_disputes = not any(scores) and _is_under_disputes(figures, self.headings, self.edition)
        said = words(row[label].text) if label >= 0 else ""
        is_subtotal = said in group_labels(self.edition.key) and max(scores) < 1
        in_yuan = any(is_in_yuan(cell.text) for cell in self.headings.cells)
        return Record(
            scores, figures, self.headings, is_of_disputes, is_subtotal, is_named=label >= 0, is_in_yuan=in_yuan
        )


def _is_heading(row: SourceRow, edition: Edition) -> bool:
    """Whether a row is printed above figures: it has a heading of the form, and neither a figure nor a row's label."""
    said = [words(cell.text) for cell in row]
    if any(is_number(cell.text) for cell in row) or heading_words(edition.key).isdisjoint(said):
        return False
    return not any(each in spelling for each in said if len(each) > 2 for spelling in _row_spellings(edition))


def _row_spellings(edition: Edition) -> list[tuple[str, ...]]:
    return [row.spellings for row in rows_of(edition.key)]


def _with_fragments(
    row: SourceRow, label: Label, following: Sequence[SourceRow], rows: Sequence[FormRow]
) -> tuple[list[float], int, int]:
    """The label that goes on in the rows below, where these have nothing but words, and in how many it does.

    Its first fragment may be taken for a figure: of ``3.`` a spreadsheet makes 3.
    """
    scores, place = label
    first = next(number for number, cell in enumerate(row) if cell.text.strip())
    begin = place if place >= 0 else first
    text = row[begin].text
    count = 0
    for number, below in enumerate(following, start=1):
        if any(is_number(cell.text) for cell in below):
            break
        text += "".join(cell.text for cell in below if cell.start == row[begin].start)
        joined = [likeness(text, each) for each in rows]
        if max(joined) > max(scores) and (place >= 0 or max(joined) == 1):
            scores, place, count = joined, begin, number
    return scores, place, count


def _is_under_disputes(figures: Sequence[SourceCell], headings: Headings, edition: Edition) -> bool:
    table = edition.table["disputes"]
    groups = {words(label) for column in table.columns for label in column.under}
    return len(headings.said & groups) >= 2 and len(figures) + 1 >= len(table.columns) - 1
