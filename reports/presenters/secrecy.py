"""保密审查: what a person is to look at twice in a text before it is made public. Hints, never a verdict."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from reports.checks.naming import place_name
from reports.checks.registry import Level
from reports.checks.wording import personal_numbers
from reports.official.report_data import ReportData
from reports.presenters.found_marks import MOST_MARKED_WORDS, SheetMark, SheetMarks, marked_paragraphs
from reports.text.secrecy_words import secrecy_words
from reports.text.sentences import repaired_texts


@dataclass(frozen=True)
class WatchedWords:
    """A place to look at: its number on the sheet, what it looks like, where it stands, the words."""

    number: int
    what: str
    place: str
    words: str

    @property
    def mark(self) -> SheetMark:
        return SheetMark(self.number, Level.EXPLAIN, f"请留意 {self.number}，{self.what}")


def hints_on_sheet(data: ReportData) -> tuple[list[WatchedWords], SheetMarks]:
    """What looks like personal data or a marking of secrecy, in the order of the text, and the marks on the sheet."""
    hints: list[WatchedWords] = []
    paragraphs = {}
    for key, text in repaired_texts(data):
        spans = []
        for start, end, what in sorted(_places(text))[:MOST_MARKED_WORDS]:
            hint = WatchedWords(len(hints) + 1, what, place_name(data.official_form, key), text[start:end])
            hints.append(hint)
            spans.append((start, end, hint.mark))
        if spans:
            paragraphs[key] = marked_paragraphs(text, spans)
    return hints, SheetMarks(paragraphs, {}, {})


def counted(hints: list[WatchedWords]) -> list[tuple[str, int]]:
    """How many of each kind, in the order in which they first come."""
    counts: dict[str, int] = defaultdict(int)
    for hint in hints:
        counts[hint.what] += 1
    return list(counts.items())


def _places(text: str) -> Iterator[tuple[int, int, str]]:
    for what, matches in personal_numbers(text):
        yield from ((*match.span(), what) for match in matches)
    yield from ((*match.span(), what) for what, match in secrecy_words(text))
