"""What the readers hand over: lines of text and rows of cells in their order, each with where it stands in its file."""

from collections.abc import Sequence
from typing import NamedTuple


class OnPage(NamedTuple):
    """A place on a page of a PDF: pages are counted from 1, the box is in points from the upper left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


class InTable(NamedTuple):
    """A cell of a table of a web page or a document: the tables, their rows and the cells of a row, counted from 0."""

    table: int
    row: int
    cell: int


class InSheet(NamedTuple):
    """A cell of a worksheet: rows and columns are counted from 1."""

    sheet: str
    row: int
    column: int


class OnLine(NamedTuple):
    """A line of a text, counted from 1."""

    line: int


Origin = OnPage | InTable | InSheet | OnLine | None


class SourceCell(NamedTuple):
    """A cell as its file has it: its text, the columns it covers (``None``: the file tells none), where it stands."""

    text: str
    start: int | None = None
    end: int | None = None
    origin: Origin = None


SourceRow = Sequence[SourceCell]


class Block(NamedTuple):
    """A line of text, or the rows of a table."""

    text: str = ""
    rows: Sequence[SourceRow] = ()
    origin: Origin = None
    is_broken: bool = False  # a line as a page breaks it: only its neighbours tell where its paragraph ends
    # The figures at the end of the line, and the words before them, where its file tells in which columns they stand.
    figures: Sequence[SourceCell] = ()
    label: str = ""
