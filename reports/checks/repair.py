"""What mends a text where no one value would: words taken out, several changed at once."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from reports.text.sentences import says_something

SENTENCE = "删去这句"
LONGEST_SHOWN = 24  # characters of what is taken out, on its button

_SEPARATORS = "，,、；;：:"


class Repair(NamedTuple):
    """``text`` in place of ``start`` to ``end`` of the first text of a finding; ``words`` say so on its button."""

    start: int
    end: int
    text: str
    words: str


def without_sentence(text: str, start: int, end: int) -> Repair:
    """The sentence taken out; with its line, where it is all that stands there."""
    is_a_line = (start == 0 or text[start - 1] == "\n") and text[end : end + 1] == "\n"
    return Repair(start, end + is_a_line, "", SENTENCE)


def without(text: str, sentence: tuple[int, int], *parts: tuple[int, int]) -> Repair:
    """Parts of a sentence taken out, in their order; the whole of it where nothing would be said any more.

    A mark that would begin or end the sentence, or stand beside another, goes too.
    """
    first, last = parts[0][0], parts[-1][1]
    ends = [first, *(end for _, end in parts)]
    starts = [*(start for start, _ in parts), last]
    kept = "".join(text[end:start] for end, start in zip(ends, starts, strict=True))
    head, tail = text[sentence[0] : first], text[last : sentence[1]]
    if not says_something(head + kept + tail):
        return without_sentence(text, *sentence)
    if not kept and re.match(rf"\s*[{_SEPARATORS}]", tail) and (not head.strip() or head[-1] in _SEPARATORS):
        last += 1
    elif not kept and head and head[-1] in _SEPARATORS and re.match(r"\s*(?:[。！？）)]|$)", tail):
        first -= 1
    taken = text[slice(*parts[0])].strip()
    shown = taken if len(taken) <= LONGEST_SHOWN else f"{taken[:LONGEST_SHOWN]}…"
    return Repair(first, last, kept, f"删去“{shown}”" if len(parts) == 1 else f"删去这 {len(parts)} 处")


def replaced(text: str, matches: Sequence[re.Match], others: Sequence[str], deed: str = "改正") -> Repair | None:
    """All that was matched, each with what takes its place; of several the button says the deed and how many."""
    if not matches:
        return None
    start, end = matches[0].start(), matches[-1].end()
    ends = [start, *(match.end() for match in matches)]
    between = (text[since : match.start()] for since, match in zip(ends, matches, strict=False))
    words = "".join(f"{kept}{other}" for kept, other in zip(between, others, strict=True))
    if len(matches) > 1:
        deed = f"{deed}（{len(matches)} 处）"
    return Repair(start, end, words, f"改为 {words}" if deed == "改正" else deed)
