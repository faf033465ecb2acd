"""Merging two versions of a text that began as the same one, paragraph by paragraph."""

from reports.text.alignment import Budget, aligned

Paragraphs = list[str]


def merged(base: str, theirs: str, mine: str, budget: Budget | None = None) -> str | None:
    """The text with both changes to ``base``, or ``None`` where both changed the same paragraphs differently.

    Changes are whole paragraphs; two insertions at one place are a conflict, for their order is anybody's guess.
    Beyond the ``budget`` changes are seen as larger than they are, so that a conflict is the worst that comes of it.
    """
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    budget = budget or Budget()
    before = base.split("\n")
    changes = _changes(before, theirs.split("\n"), budget), _changes(before, mine.split("\n"), budget)
    result = _applied(before, *changes)
    return None if result is None else "\n".join(result)


_Change = tuple[int, int, Paragraphs]
"""That the paragraphs from one position of the base up to another gave way to others."""


def _changes(before: Paragraphs, after: Paragraphs, budget: Budget) -> list[_Change]:
    return [
        (each.start, each.end, after[each.other_start : each.other_end])
        for each in aligned(before, after, budget)
        if not each.is_equal
    ]


def _applied(before: Paragraphs, theirs: list[_Change], mine: list[_Change]) -> Paragraphs | None:
    """The base with both lists of changes, ``None`` where two of them touch."""
    changes = sorted({(start, end, tuple(put)) for start, end, put in (*theirs, *mine)})
    result: Paragraphs = []
    position = 0
    previous: tuple[int, int] | None = None
    for start, end, put in changes:
        if previous and _touch(previous, (start, end)):
            return None
        result += [*before[position:start], *put]
        position, previous = end, (start, end)
    return result + before[position:]


def _touch(one: tuple[int, int], next_one: tuple[int, int]) -> bool:
    """Whether two changes, in order, are at one place: they overlap, or an insertion meets the other's edge."""
    is_insertion = one[0] == one[1] or next_one[0] == next_one[1]
    return next_one[0] < one[1] or (is_insertion and next_one[0] == one[1])
