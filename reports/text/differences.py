"""What changed between two versions of a text: sentence by sentence, then character by character within them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# A report of usual length has some hundred sentences. Beyond this, aligning takes seconds and nobody reads the result.
MOST_PAIRS = 1_000_000
LEAST_LIKENESS = 0.5  # sentences of which less than this stayed are shown as one replaced by the other
SHORTEST_KEPT = 2  # characters that stay between two changes; fewer are read more easily as part of them

LINE_BREAK = "↵"  # stands for a line break that was inserted or deleted, which nobody would see

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


def differences(old: str, new: str) -> list[Piece]:
    """The pieces of both texts in order, a deletion before the insertion in its place.

    The equal and deleted pieces make the old text, the equal and inserted ones the new.
    """
    if old == new:  # as most texts of a report are
        return [Piece(Change.EQUAL, old)] if old else []
    pieces: list[Piece] = []
    for is_equal, before, after in _aligned(_SENTENCE.findall(old), _SENTENCE.findall(new)):
        pieces += [Piece(Change.EQUAL, before)] if is_equal else _within(before, after)
    return _joined(pieces)


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


def _within(before: str, after: str) -> list[Piece]:
    """The pieces of sentences that gave way to others."""
    tokens = _TOKEN.findall(before), _TOKEN.findall(after)
    aligned = list(_aligned(*tokens))
    kept = sum(len(_TOKEN.findall(each)) for is_equal, each, _ in aligned if is_equal)
    if kept < LEAST_LIKENESS * max(map(len, tokens)) or not before or not after:
        return _replaced(before, after)
    pieces: list[Piece] = []
    for number, (is_equal, old, new) in enumerate(aligned):
        is_between = 0 < number < len(aligned) - 1
        keep = is_equal and not (is_between and len(old) < SHORTEST_KEPT)
        pieces += [Piece(Change.EQUAL, old)] if keep else _replaced(old, new)
    return pieces


def _replaced(before: str, after: str) -> list[Piece]:
    pieces = (Piece(Change.DELETED, before), Piece(Change.INSERTED, after))
    return [each for each in pieces if each.text]


def _aligned(old: list[str], new: list[str]) -> Iterator[tuple[bool, str, str]]:
    """Stretches of both, in order: whether they are equal, the old one, the new one."""
    if len(old) * len(new) > MOST_PAIRS:
        yield "".join(old) == "".join(new), "".join(old), "".join(new)
        return
    for tag, low, high, from_, to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield tag == "equal", "".join(old[low:high]), "".join(new[from_:to])


def _joined(pieces: list[Piece]) -> list[Piece]:
    """The pieces with neighbours of one kind joined, deletions before insertions between equal ones."""
    result: list[Piece] = []
    gone = come = ""
    for piece in [*pieces, Piece(Change.EQUAL, "")]:
        if piece.change is Change.DELETED:
            gone += piece.text
        elif piece.change is Change.INSERTED:
            come += piece.text
        else:
            result += _replaced(gone, come)
            if not (gone or come) and result and result[-1].change is Change.EQUAL:
                piece = Piece(Change.EQUAL, result.pop().text + piece.text)
            gone = come = ""
            result += [piece] if piece.text else []
    return result
