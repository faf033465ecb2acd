"""Which stretches of two sequences are equal, within a budget of steps.

People's texts decide how dear it is to align them: a crafted one makes any exact method quadratic. So every
alignment spends from a ``Budget``; once it is used up, what is left counts as replaced. The answer is coarser
then, and still true.
"""

from collections.abc import Iterator, Sequence
from difflib import Match, SequenceMatcher
from typing import NamedTuple

MOST_STEPS = 400_000  # well below 0.1 s; a usual report, compared with its last version, takes some thousand


class Stretch(NamedTuple):
    """A stretch of both sequences, from ``start`` up to ``end`` and from ``other_start`` up to ``other_end``."""

    is_equal: bool
    start: int
    end: int
    other_start: int
    other_end: int


class Budget:
    """The steps that may still be taken; one budget serves all alignments of one request."""

    def __init__(self, steps: int = MOST_STEPS) -> None:
        self.left = steps
        self.spent = 0

    @property
    def is_used_up(self) -> bool:
        return self.left <= 0

    def spend(self, steps: int) -> bool:
        """Take so many steps; where they are more than are left, none is taken and nothing is left."""
        if steps > self.left:
            self.left = 0
            return False
        self.left -= steps
        self.spent += steps
        return True


def aligned(old: Sequence[str], new: Sequence[str], budget: Budget) -> Iterator[Stretch]:
    """The stretches of both, in order, as ``SequenceMatcher`` finds them while the budget lasts.

    What both begin and end with is found in any case, for that takes one pass.
    """
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    if head:
        yield Stretch(True, 0, head, 0, head)
    inner = old[head : len(old) - tail], new[head : len(new) - tail]
    for tag, start, end, other_start, other_end in _Matcher(*inner, budget).get_opcodes():
        yield Stretch(tag == "equal", head + start, head + end, head + other_start, head + other_end)
    if tail:
        yield Stretch(True, len(old) - tail, len(old), len(new) - tail, len(new))


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many elements both begin with."""
    shorter = min(len(one), len(other))
    return next((index for index in range(shorter) if one[index] != other[index]), shorter)


class _Matcher(SequenceMatcher):
    """A ``SequenceMatcher`` that asks the budget before each search, whose cost it knows beforehand."""

    def __init__(self, old: Sequence[str], new: Sequence[str], budget: Budget) -> None:
        super().__init__(None, old, new, autojunk=False)
        self.budget = budget

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Match:
        ahi = len(self.a) if ahi is None else ahi
        is_affordable = self.budget.spend(ahi - alo) and self.budget.spend(
            sum(len(self.b2j.get(self.a[index], ())) for index in range(alo, ahi))
        )
        if not is_affordable:
            return Match(alo, blo, 0)
        return super().find_longest_match(alo, ahi, blo, bhi)
