"""Where two versions of a text differ, as one passage: what went, what came, and a few words around it.

It looks at each character once, so that a list of many changes may show all of them; ``differences`` says more,
and ``shortened`` leaves out of what it says most of what stayed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reports.text.differences import Change, Piece

AROUND = 12  # characters of what stayed, on either side
LONGEST = 200  # characters shown of what went, and of what came
CUT = "…"


@dataclass(frozen=True)
class Passage:
    """What stood before and after the change, and the change itself; without one ``gone`` and ``come`` are empty."""

    before: str
    gone: str
    come: str
    after: str


def passage(old: str, new: str) -> Passage:
    """The passage from the first to the last character that differs."""
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    gone, come = old[start : len(old) - end], new[start : len(new) - end]
    before, after = old[:start], old[len(old) - end :]
    return Passage(
        before=(CUT if len(before) > AROUND else "") + before[-AROUND:],
        gone=_cut(gone),
        come=_cut(come),
        after=after[:AROUND] + (CUT if len(after) > AROUND else ""),
    )


def shortened(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces with all that went and came, and of what stayed the few words beside a change."""
    for place, piece in enumerate(pieces):
        before = AROUND if place else 0  # so many follow upon a change, and so many lead up to one
        after = AROUND if place < len(pieces) - 1 else 0
        if piece.change is Change.EQUAL and len(piece.text) > before + after + len(CUT):
            yield Piece(Change.EQUAL, f"{piece.text[:before]}{CUT}{piece.text[len(piece.text) - after :]}")
        else:
            yield piece


def _alike(one: str, other: str) -> int:
    """How many characters both begin with."""
    shorter = min(len(one), len(other))
    return next((place for place in range(shorter) if one[place] != other[place]), shorter)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}{CUT}"
