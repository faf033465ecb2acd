"""Two lists in one: 对25件收取2950元。其中，甲局1件，收取420元；乙局24件，收取2530元.

Or in notes: 共90条（新增9条），其中A60条（新增5条），其他30条（新增4条）.

Grammar: two totals of different counters, 其中, and parts that give both in turn; or a list whose total and every part
have a note in brackets of the same words. Where one of the two lists is whole, the other is.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from reports.claims.enumerations import MOST_NUMBERS, Enumeration, enumerations
from reports.claims.phrases import numbers_by_sentence, quote
from reports.text.numerals import Number, Use

_AMONG = re.compile(r"其中|分别为|具体为|包括")
_NOTE = re.compile(r"[（(]")
_AND_SO_ON = re.compile(r"^[^，。；、]{0,4}等")


def paired_lists(text: str) -> Iterator[Enumeration]:
    """Each of two lists in one whose other is known to be whole."""
    yield from _in_turn(text)
    yield from _in_notes(text)


def _in_turn(text: str) -> Iterator[Enumeration]:
    sentences = [(0, 0, ()), *numbers_by_sentence(text)]
    for (_, _, earlier), (start, end, within) in pairwise(sentences):
        among = _AMONG.search(text, start, end)
        if among is None or not 3 < len(within) <= MOST_NUMBERS:
            continue
        before = [each for each in (*earlier[-4:], *within) if each.start < among.start()]
        parts = [each for each in within if each.start > among.start() and each.use is Use.COUNT]
        lists = _both(before, parts)
        if lists and not _AND_SO_ON.match(text[parts[-1].end : end]):
            for (total, row), (other, others) in (lists, lists[::-1]):
                if sum(part.value for part in others) == other.value:
                    yield _whole(total, row, quote(text, start, end, parts[0]))


def _both(before: Sequence[Number], parts: Sequence[Number]) -> tuple[tuple[Number, tuple[Number, ...]], ...] | None:
    """The two totals with their parts, where these come in turn; ``None`` where they do not."""
    if len(parts) < 4 or len(parts) % 2 or not all(part.is_exact and part.counter for part in parts):
        return None
    rows = parts[::2], parts[1::2]
    counters = [{part.counter for part in row} for row in rows]
    if any(len(each) > 1 for each in counters) or counters[0] == counters[1]:
        return None
    totals = [
        next((each for each in reversed(before) if each.use is Use.COUNT and {each.counter} == own), None)
        for own in counters
    ]
    if not all(total is not None and total.is_exact for total in totals):
        return None
    return tuple((total, tuple(row)) for total, row in zip(totals, rows, strict=True))


def _in_notes(text: str) -> Iterator[Enumeration]:
    known = [each for each in enumerations(text) if not each.may_overlap and _NOTE.match(text, each.total.end)]
    within = [
        each for _, _, numbers in numbers_by_sentence(text) for each in numbers if known and each.use is Use.COUNT
    ]
    after = {one.start: other for one, other in pairwise(within)}
    for each in known:
        if not each.is_complete and each.sum != each.total.value:
            continue
        noted = [(number, after.get(number.start)) for number in (each.total, *each.parts)]
        if all(note is not None for _, note in noted):
            words = {text[number.end : note.start] for number, note in noted}
            if len(words) == 1 and re.match(r"^[（(][^（）()]{1,20}$", words.pop()) and _are_alike(noted):
                yield _whole(noted[0][1], tuple(note for _, note in noted[1:]), each.quote)


def _are_alike(noted: Sequence[tuple[Number, Number]]) -> bool:
    return all(note.is_exact for _, note in noted) and len({note.counter for _, note in noted}) == 1


def _whole(total: Number, parts: tuple[Number, ...], said: str) -> Enumeration:
    return Enumeration(total, parts, is_complete=True, is_open=False, may_overlap=False, quote=said)
