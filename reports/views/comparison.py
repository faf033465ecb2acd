"""A report beside an earlier one, as pages show it: what went, what came, and a numbered list of the changes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from django.http import HttpRequest
from django.utils import timezone

from reports.checks.naming import cell_name
from reports.history.story import content_at, last_submission, names_of
from reports.models import AnnualReport
from reports.official import Cell
from reports.official.changes import figure_before, figure_changes, percentage
from reports.official.figures import Figure, display
from reports.official.report_data import ReportData
from reports.text.differences import LINE_BREAK, Change, Piece, differences, paragraphs
from reports.views.pins import place_name

ORIGINAL, LAST_YEAR = "原", "上年"
BLANK = "未填"
TITLE = "title"
LONGEST_EXCERPT = 40


@dataclass(frozen=True)
class Stretch:
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
    texts: dict[str, list[list[Stretch]]] = field(default_factory=dict)
    figures: dict[Cell, ShownFigure] = field(default_factory=dict)
    changes: list[ShownChange] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.changes)


@dataclass(frozen=True)
class Choice:
    """What the page of a review may be compared with; ``shown`` is the comparison asked for, ``beside`` with what."""

    chosen: str
    submission: Comparison | None
    has_last_year: bool
    shown: Comparison | None = None
    beside: str = ""


def chosen_comparison(
    request: HttpRequest, report: AnnualReport, data: ReportData, previous: ReportData | None, names: dict[int, str]
) -> Choice:
    """The comparison that ``?compare=submission`` or ``?compare=year`` asks for; none by default.

    That with the last submission is always made, for its number of changes stands in the link. ``names`` are
    those of the report's events.
    """
    asked = request.GET.get("compare", "")
    event = last_submission(report)
    submitted = content_at(event) if event else None
    submission = compare(submitted, data) if submitted else None
    has_last_year = previous is not None
    if asked == "year" and previous:
        beside = f"{previous.year} 年度报告"
        return Choice(asked, submission, has_last_year, compare(previous, data, LAST_YEAR), beside)
    if asked == "submission" and submission:
        name = names.get(event.pk) or names_of([event])[event.pk]  # a correction is held against what it corrects
        beside = f"“{name}”（{timezone.localtime(event.at):%Y-%m-%d %H:%M}）"
        return Choice(asked, submission, has_last_year, submission, beside)
    return Choice("none", submission, has_last_year)


def compare(old: ReportData, new: ReportData, word: str = ORIGINAL) -> Comparison:
    """Everything that differs, numbered in the order of the page; figures of a form that is gone are left out."""
    comparison = Comparison(old, new, word)
    changed = {change.cell: change for change in figure_changes(old, new)}
    _add_text(comparison, TITLE, old.title or "", new.title or "")
    _add_text(comparison, new.form.preamble.key, old.text(new.form.preamble.key), new.text(new.form.preamble.key))
    for section in new.form.sections:
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
        name = cell_name(comparison.new.form, cell)
        comparison.changes.append(ShownChange(number, str(cell), name, _words(before), _words(now)))
    comparison.figures[cell] = ShownFigure(_words(before), before != now, number, percentage(before, now))


def _words(figure: Figure) -> str:
    return display(figure) or BLANK


def _add_text(comparison: Comparison, key: str, old: str, new: str) -> None:
    shown: list[list[Stretch]] = []
    said: list[list[Piece]] = []  # the pieces of each counted change, which may go on over paragraphs
    goes_on = False
    for paragraph in paragraphs(differences(old, new)):
        stretches = []
        for is_changed, group in groupby(paragraph, key=lambda piece: piece.change is not Change.EQUAL):
            pieces = tuple(group)
            begins = is_changed and not goes_on
            if begins:
                said.append([])
            if is_changed:
                said[-1] += pieces
            goes_on = is_changed and pieces[-1].text.endswith(LINE_BREAK)
            stretches.append(Stretch(pieces, comparison.count + len(said) if begins else 0))
        shown.append(stretches)
    comparison.texts[key] = shown
    place = "报告标题" if key == TITLE else place_name(comparison.new.form, key)
    for pieces in said:
        gone, come = (_excerpt(pieces, change) for change in (Change.DELETED, Change.INSERTED))
        comparison.changes.append(ShownChange(comparison.count + 1, key, place, gone, come))


def _excerpt(pieces: Iterable[Piece], change: Change) -> str:
    text = "".join(piece.text for piece in pieces if piece.change is change)
    return text if len(text) <= LONGEST_EXCERPT else f"{text[:LONGEST_EXCERPT]}…"
