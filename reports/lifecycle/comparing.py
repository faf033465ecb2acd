"""A report beside an earlier one: what went, what came, and a numbered list of the changes. Plain data, no database."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from reports.checks.naming import cell_name, place_name
from reports.official import Cell
from reports.official.changes import figure_before, figure_changes, percentage
from reports.official.figures import Figure, display
from reports.official.report_data import ReportData
from reports.official.wording import FORMALITIES
from reports.text.alignment import Budget
from reports.text.differences import LINE_BREAK, Change, Piece, differences, paragraphs, without_passed_years

ORIGINAL, LAST_YEAR = "原", "上年"
BLANK = "未填"
TITLE = "title"
LONGEST_EXCERPT = 40


@dataclass(frozen=True)
class ShownStretch:
    """A stretch of a text that stayed, or one that changed; ``number`` is where a counted change begins."""

    pieces: tuple[Piece, ...]
    number: int = 0

    @property
    def is_changed(self) -> bool:
        return any(piece.change is not Change.EQUAL for piece in self.pieces)


@dataclass(frozen=True)
class ShownFigure:
    """What stood in a cell before, in words; ``number`` is 0 for a total, which follows from its entries."""

    before: str
    is_changed: bool
    number: int = 0
    percentage: str = ""


@dataclass(frozen=True)
class ShownChange:
    """One counted change, with the address and the name of its place, and what stood and stands there."""

    number: int
    address: str
    place: str
    old: str
    new: str


@dataclass
class Comparison:
    """Two reports side by side; ``word`` is what the earlier figures are called (原, 上年)."""

    old: ReportData
    new: ReportData
    word: str
    texts: dict[str, list[list[ShownStretch]]] = field(default_factory=dict)
    figures: dict[Cell, ShownFigure] = field(default_factory=dict)
    changes: list[ShownChange] = field(default_factory=list)
    budget: Budget = field(default_factory=Budget)  # of all texts together

    @property
    def count(self) -> int:
        return len(self.changes)


def compare(old: ReportData, new: ReportData, word: str = ORIGINAL) -> Comparison:
    """Everything that differs, numbered in the order of the page; figures of a form that is gone are left out."""
    comparison = Comparison(old, new, word)
    changed = {change.cell: change for change in figure_changes(old, new)}
    _add_text(comparison, TITLE, old.title or "", new.title or "")
    for key in FORMALITIES if word == ORIGINAL else ():  # last year's are others anyway
        _add_text(comparison, key, str(getattr(old, key) or ""), str(getattr(new, key) or ""))
    _add_text(
        comparison,
        new.official_form.preamble.key,
        old.text(new.official_form.preamble.key),
        new.text(new.official_form.preamble.key),
    )
    for section in new.official_form.sections:
        for text in section.texts:
            _add_text(comparison, text.key, old.text(text.key), new.text(text.key))
        for table in section.tables:
            for cell in table.cells:
                _add_figure(comparison, cell, is_counted=cell in changed)
    return comparison


def _add_figure(comparison: Comparison, cell: Cell, *, is_counted: bool) -> None:
    before, now = figure_before(comparison.old, cell), comparison.new.figure(cell)
    if before == now and (comparison.word == ORIGINAL or not now):
        return
    number = 0
    if is_counted:
        number = comparison.count + 1
        name = cell_name(comparison.new.official_form, cell)
        comparison.changes.append(ShownChange(number, str(cell), name, _words(before), _words(now)))
    comparison.figures[cell] = ShownFigure(_words(before), before != now, number, percentage(before, now))


def _words(figure: Figure) -> str:
    return display(figure) or BLANK


def _add_text(comparison: Comparison, key: str, old: str, new: str) -> None:
    shown: list[list[ShownStretch]] = []
    said: list[list[Piece]] = []  # the pieces of each counted change, which may go on over paragraphs
    goes_on = False
    pieces = differences(old, new, comparison.budget)
    if comparison.word == LAST_YEAR:
        pieces = without_passed_years(pieces, comparison.old.year, comparison.new.year)
    for paragraph in paragraphs(pieces):
        stretches = []
        for is_changed, group in groupby(paragraph, key=lambda piece: piece.change is not Change.EQUAL):
            pieces = tuple(group)
            begins = is_changed and not goes_on
            if begins:
                said.append([])
            if is_changed:
                said[-1] += pieces
            goes_on = is_changed and pieces[-1].text.endswith(LINE_BREAK)
            stretches.append(ShownStretch(pieces, comparison.count + len(said) if begins else 0))
        shown.append(stretches)
    comparison.texts[key] = shown
    place = "报告标题" if key == TITLE else place_name(comparison.new.official_form, key)
    for pieces in said:
        gone, come = (_excerpt(pieces, change) for change in (Change.DELETED, Change.INSERTED))
        comparison.changes.append(ShownChange(comparison.count + 1, key, place, gone, come))


def _excerpt(pieces: Iterable[Piece], change: Change) -> str:
    text = "".join(piece.text for piece in pieces if piece.change is change)
    return text if len(text) <= LONGEST_EXCERPT else f"{text[:LONGEST_EXCERPT]}…"
