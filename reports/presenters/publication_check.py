"""公布核对: a page or file of the county's site beside the published revision; plain data, kept nowhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reports.checks.naming import cell_name, place_name, table_name
from reports.formats.reading import Reading
from reports.official import Cell, Table
from reports.official.figures import Figure, display
from reports.official.report_data import ReportData
from reports.text.alignment import Budget
from reports.text.differences import Piece, differences
from reports.text.passages import shortened

ABSENT, BLANK = "没有", "空"
MOST_LEFT_OVER = 50  # sentences shown of what found no place


@dataclass(frozen=True)
class DifferingFigure:
    """A figure that the page gives otherwise than what was published, or a table that it has not."""

    place: str
    published: str
    on_page: str


@dataclass(frozen=True)
class DifferingText:
    """A text that the page gives otherwise: what is missing there, what was added, and a few words around it."""

    place: str
    pieces: Sequence[Piece]


@dataclass(frozen=True)
class PublicationCheck:
    """All in which a page differs, and what of it found no place in the form, so that nobody can say."""

    figures: Sequence[DifferingFigure]
    texts: Sequence[DifferingText]
    left_over: Sequence[str]
    more_left_over: int = 0

    @property
    def count(self) -> int:
        return len(self.figures) + len(self.texts)

    @property
    def agrees(self) -> bool:
        return not self.count and not self.left_over


def check_publication(published: ReportData, reading: Reading) -> PublicationCheck:
    """Compare cell by cell and sentence by sentence; blanks and line breaks between words are no difference."""
    left_over = [str(each) for each in reading.unplaced if each.cell is None]
    return PublicationCheck(
        list(_figures(published, reading.report)),
        list(_texts(published, reading.report)),
        left_over[:MOST_LEFT_OVER],
        max(0, len(left_over) - MOST_LEFT_OVER),
    )


def _figures(published: ReportData, page: ReportData) -> Iterator[DifferingFigure]:
    edition = published.official_form
    for table in edition.table.values():
        if _is_absent(table, published, page):
            yield DifferingFigure(table_name(edition, table), "", ABSENT)
            continue
        for cell in table.cells:
            was, now = published.figure(cell), _on_page(table, page, cell)
            if was != now and not (cell in table.totals and now is None):
                yield DifferingFigure(cell_name(edition, cell), display(was) or BLANK, display(now) or ABSENT)


def _is_absent(table: Table, published: ReportData, page: ReportData) -> bool:
    """Whether the page gives no figure of a table that was published with some."""
    return any(published.figures.get(cell) is not None for cell in table.entries) and all(
        page.figures.get(cell) is None for cell in table.entries
    )


def _on_page(table: Table, page: ReportData, cell: Cell) -> Figure:
    """The figure as the page prints it, a total too: what its entries make says nothing of what stands there."""
    return page.printed_totals.get(cell) if cell in table.totals else page.figures.get(cell)


def _texts(published: ReportData, page: ReportData) -> Iterator[DifferingText]:
    budget = Budget()
    if page.title:
        yield from _text("标题", published.title or "", page.title, budget)
    for key in published.official_form.text:
        yield from _text(place_name(published.official_form, key), published.text(key), page.text(key), budget)


def _text(place: str, was: str, now: str, budget: Budget) -> Iterator[DifferingText]:
    was, now = ("".join(each.split()) for each in (was, now))
    if was != now:
        yield DifferingText(place, list(shortened(differences(was, now, budget))))
