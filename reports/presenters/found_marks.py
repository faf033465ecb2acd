"""Where on the sheet of a review the words and the figures of each finding stand: underlined, and numbered."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from reports.checks.registry import Finding, Level
from reports.official.report_data import ReportData
from reports.presenters.findings import ShownFinding
from reports.presenters.places import span_of
from reports.text import lookalikes
from reports.text.sentences import sentence_spans

MOST_MARKED_CELLS = 8
"""Of a finding about more cells the first alone is marked: a mark in every cell of a table tells nothing."""
MOST_MARKED_WORDS = 200
"""Of a text so many findings are marked; the others lead to the text."""
TITLE = "title"


@dataclass(frozen=True)
class SheetMark:
    """The number of a finding as it stands behind its words or in its cell: the way to it in the list."""

    number: int
    level: Level
    title: str = ""  # where it is the mark of anything but a finding

    @property
    def name(self) -> str:
        return self.title or f"检查结果 {self.number}，{self.level.label}"


@dataclass
class MarkedPiece:
    """Some words of a sentence: of the findings ``numbers``, or of none; which of them begin and end here."""

    words: str
    numbers: tuple[int, ...] = ()
    level: Level | None = None
    begins: list[int] = field(default_factory=list)
    marks: list[SheetMark] = field(default_factory=list)


@dataclass
class SheetMarks:
    """By text its paragraphs, each of sentences of pieces; by cell the marks there; by number the id of its place."""

    paragraphs: dict[str, list[list[list[MarkedPiece]]]]
    cells: dict[str, list[SheetMark]]
    places: dict[int, str]


def marks_on_sheet(data: ReportData, shown: Iterable[ShownFinding], *, are_words_marked: bool) -> SheetMarks:
    """The marks of findings, and the place that each leads to.

    Without ``are_words_marked`` the way leads to the text: a comparison draws the sentences with what they were before.
    """
    spans: dict[str, list[tuple[int, int, SheetMark]]] = defaultdict(list)
    cells: dict[str, list[SheetMark]] = defaultdict(list)
    places: dict[int, str] = {}
    for each in shown:
        mark = SheetMark(each.number, each.finding.level)
        for cell in each.finding.cells if len(each.finding.cells) <= MOST_MARKED_CELLS else each.finding.cells[:1]:
            cells[str(cell)].append(mark)
        key = each.finding.texts[0] if each.finding.texts else ""
        may_be_marked = are_words_marked and key in data.texts and len(spans[key]) < MOST_MARKED_WORDS
        span = span_of(each.finding, data.text(key)) if may_be_marked else None
        if span:
            spans[key].append((*span, mark))
        places[each.number] = f"found-at-{each.number}" if span else _place_of(data, each.finding)
    marked = {key: marked_paragraphs(lookalikes.repaired(data.text(key)), of_key) for key, of_key in spans.items()}
    return SheetMarks(marked, dict(cells), places)


def _place_of(data: ReportData, finding: Finding) -> str:
    """The id of what a finding without words in a text is about; of one about the whole report, its title's."""
    form = data.official_form
    known = (each for each in (*finding.texts, *map(str, finding.cells)) if each in form.section or each in form.text)
    address = next(known, str(finding.cells[0]) if finding.cells else TITLE)
    return f"at-{address}"


def marked_paragraphs(text: str, spans: list[tuple[int, int, SheetMark]]) -> list[list[list[MarkedPiece]]]:
    """The text as it is printed, cut where the words of a finding begin and end, and at the end of a sentence."""
    paragraphs = [
        [_pieces(text, start, end, spans) for start, end in _within(text, first, last)] for first, last in _lines(text)
    ]
    pieces = [piece for paragraph in paragraphs for sentence in paragraph for piece in sentence]
    for _, _, mark in spans:
        own = [piece for piece in pieces if mark.number in piece.numbers]
        if own:
            own[0].begins.append(mark.number)
            own[-1].marks.append(mark)
    return paragraphs


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Where each line that says something begins and ends, without the white space around it."""
    at = 0
    for line in text.split("\n"):
        if bare := line.strip():
            start = at + line.index(bare)
            yield start, start + len(bare)
        at += len(line) + 1


def _within(text: str, start: int, end: int) -> list[tuple[int, int]]:
    return [(start + first, start + last) for first, last in sentence_spans(text[start:end])]


def _pieces(text: str, start: int, end: int, spans: list[tuple[int, int, SheetMark]]) -> list[MarkedPiece]:
    inner = {cut for first, last, _ in spans for cut in (first, last) if start < cut < end}
    cuts = [start, *sorted(inner), end]
    return [_piece(text, first, last, spans) for first, last in pairwise(cuts)]


def _piece(text: str, start: int, end: int, spans: list[tuple[int, int, SheetMark]]) -> MarkedPiece:
    marks = [mark for first, last, mark in spans if first <= start and end <= last]
    level = min(marks, key=lambda mark: mark.number).level if marks else None
    return MarkedPiece(text[start:end], tuple(mark.number for mark in marks), level)
