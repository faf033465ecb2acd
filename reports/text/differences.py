"""What changed between two versions of a text: sentence by sentence, then character by character within them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from reports.text.alignment import Budget, aligned

LEAST_LIKENESS = 0.5  # sentences of which less than this stayed are shown as one replaced by the other
SHORTEST_KEPT = 2  # characters that stay between two changes; fewer are read more easily as part of them

LINE_BREAK = "↵"  # stands for a line break that was inserted or deleted, which nobody would see

_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]?")
_TOKEN = re.compile(r"\d[\d.]*|[A-Za-z]+|.", re.DOTALL)


class Change(StrEnum):
    """What became of a piece of text."""

    EQUAL = "equal"
    DELETED = "deleted"
    INSERTED = "inserted"


@dataclass(frozen=True)
class Piece:
    """A piece of either text, or of both: what stayed, what went, what came."""

    change: Change
    text: str


def differences(old: str, new: str, budget: Budget | None = None) -> list[Piece]:
    """The pieces of both texts in order, a deletion before the insertion in its place.

    The equal and deleted pieces make the old text, the equal and inserted ones the new. Beyond the
    ``budget`` whole stretches are shown as replaced.
    """
    if old == new:  # as most texts of a report are
        return [Piece(Change.EQUAL, old)] if old else []
    budget = budget or Budget()
    pieces: list[Piece] = []
    for is_equal, before, after in _aligned(_SENTENCE.findall(old), _SENTENCE.findall(new), budget):
        pieces += [Piece(Change.EQUAL, before)] if is_equal else _within(before, after, budget)
    return _joined(pieces)


def without_passed_years(pieces: Sequence[Piece], old: int, new: int) -> list[Piece]:
    """The pieces of last year's text and this year's, without changes that only say that a year has passed.

    2024年 to 2025年 between the reports of 2024 and 2025 is none, and neither is 2023年 to 2024年.
    """
    result: list[Piece] = []
    for piece in pieces:
        gone = result[-1] if result and result[-1].change is Change.DELETED else None
        if gone and piece.change is Change.INSERTED and _years_later(gone.text, old, new) == piece.text:
            result[-1] = Piece(Change.EQUAL, piece.text)
        else:
            result.append(piece)
    return _joined(result)


def _years_later(text: str, old: int, new: int) -> str:
    years = {str(year): str(year + new - old) for year in range(old - 1, old + 2)}
    return _YEAR.sub(lambda found: years.get(found[0], found[0]), text)


def paragraphs(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces as paragraphs; a line break that was itself inserted or deleted shows as ``LINE_BREAK``."""
    result: list[list[Piece]] = [[]]
    for piece in pieces:
        lines = piece.text.split("\n")
        mark = "" if piece.change is Change.EQUAL else LINE_BREAK
        for number, line in enumerate(lines):
            is_last = number == len(lines) - 1
            if text := line if is_last else line + mark:
                result[-1].append(Piece(piece.change, text))
            if not is_last:
                result.append([])
    return [each for each in result if each]


def _within(before: str, after: str, budget: Budget) -> list[Piece]:
    """The pieces of sentences that gave way to others."""
    tokens = _TOKEN.findall(before), _TOKEN.findall(after)
    stretches = list(_aligned(*tokens, budget))
    kept = sum(len(_TOKEN.findall(each)) for is_equal, each, _ in stretches if is_equal)
    if kept < LEAST_LIKENESS * max(map(len, tokens)) or not before or not after:
        return _replaced(before, after)
    pieces: list[Piece] = []
    for number, (is_equal, old, new) in enumerate(stretches):
        is_between = 0 < number < len(stretches) - 1
        keep = is_equal and not (is_between and len(old) < SHORTEST_KEPT)
        pieces += [Piece(Change.EQUAL, old)] if keep else _replaced(old, new)
    return pieces


def _replaced(before: str, after: str) -> list[Piece]:
    pieces = (Piece(Change.DELETED, before), Piece(Change.INSERTED, after))
    return [each for each in pieces if each.text]


def _aligned(old: list[str], new: list[str], budget: Budget) -> Iterator[tuple[bool, str, str]]:
    """Stretches of both, in order: whether they are equal, the old one, the new one."""
    for each in aligned(old, new, budget):
        yield each.is_equal, "".join(old[each.start : each.end]), "".join(new[each.other_start : each.other_end])


def _joined(pieces: list[Piece]) -> list[Piece]:
    """The pieces with neighbours of one kind joined, deletions before insertions between equal ones."""
    result: list[Piece] = []
    for is_equal, group in groupby(pieces, lambda piece: piece.change is Change.EQUAL):
        stretch = list(group)
        if is_equal:
            joined = "".join(piece.text for piece in stretch)
            result += [Piece(Change.EQUAL, joined)] if joined else []
        else:
            result += _replaced(*(_of(stretch, change) for change in (Change.DELETED, Change.INSERTED)))
    return result


def _of(pieces: list[Piece], change: Change) -> str:
    return "".join(piece.text for piece in pieces if piece.change is change)
