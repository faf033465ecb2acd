"""How a number stands to last year's where the sentence says by how much: 31件，比上年减少9件，下降22.5%.

Grammar: ``N件，较上年 way D件，way P%``; ``由[2022年的]A件 to [2023年的]N件，way P%``;
``N件，较上年的A件 way D件``; and ``N件，较上年 way D件`` alone, which only last year's report can tell.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from reports.claims.phrases import numbers_by_sentence, quote
from reports.claims.shares import LESS, Growth
from reports.text.numerals import Number, Use

_WAY = r"(?P<way>增长|增加|上升|提高|下降|减少|降低|回落|多|少)"
_LAST_YEAR = r"(?:同比|(?:相?较于?|比|与)(?:去年|上年|上一年(?:度)?|20\d{2}\s?年)(?:度)?(?:同期)?(?:相比)?)"
_COMPARED = re.compile(r"[较比由从]")
_BY = re.compile(rf"^[，,（(]?{_LAST_YEAR}[，,]?(?:数量|总量|申请量)?{_WAY}(?:了)?$")
_THAN = re.compile(rf"^[，,（(]?{_LAST_YEAR}(?:的|受理的?|收到的?)?$")
_BY_THEN = re.compile(rf"^(?:相比)?[，,]?{_WAY}(?:了)?$")
_PERCENT = re.compile(
    r"^[）)]?[，,（(]?(?:同比|即)?(?P<way>增长|增加|上升|提高|下降|减少|降低|增幅|降幅)(?:率)?(?:为|达到?|了|约)?$"
)
_TO = re.compile(
    r"^(?:增加|增长|上升|提高|增|升|下降|减少|降低|降|减)(?:至|到|为)(?:今年|本年|20\d{2}\s?年)?(?:度)?(?:的)?$"
)
_FROM = re.compile(r"(?:由|从)(?:去年|上年|上一年|20\d{2}\s?年)(?:度)?(?:同期)?的?$")
_FALLING = (*LESS, "少", "降幅")
_FARTHEST = 30


@dataclass(frozen=True)
class YearlyDifference:
    """That a number is by ``change`` above (``is_less``: below) last year's; ``base`` is that where it is given too."""

    number: Number
    change: Number
    is_less: bool
    quote: str
    base: Number | None = None


def changes(text: str) -> Iterator[Growth | YearlyDifference]:
    """Every growth and difference of a text whose sentence gives at least a number and the difference."""
    for start, end, within in numbers_by_sentence(text):
        if not _COMPARED.search(text, start, end):
            continue
        known = [each for each in within if each.use in (Use.COUNT, Use.PERCENT)]
        for place, number in enumerate(known):
            for found in _of(text, number, *known[place + 1 : place + 4]):
                yield replace(found, quote=quote(text, start, end, number))


def _of(
    text: str, number: Number, one: Number | None = None, other: Number | None = None, last: Number | None = None
) -> Iterator:
    if one is None or not _are_alike(number, one):
        return
    between, after = _words(text, number, one), _words(text, one, other) if other else None
    if by := _BY.match(between):
        is_less = by["way"] in _FALLING
        yield YearlyDifference(number, one, is_less, "")
        percent = other is not None and other.use is Use.PERCENT and _PERCENT.match(after)
        before = number.value + (one.value if is_less else -one.value)
        if percent and before > 0:
            yield Growth(number, other, percent["way"] in _FALLING, "", one._replace(value=before))
    elif other is not None and _THAN.match(between) and _are_alike(number, other) and (by := _BY_THEN.match(after)):
        yield YearlyDifference(number, other, by["way"] in _FALLING, "", one)
        if last is not None and last.use is Use.PERCENT and (then := _PERCENT.match(_words(text, other, last))):
            yield Growth(number, last, then["way"] in _FALLING, "", one)
    elif other is not None and other.use is Use.PERCENT and _TO.match(between) and number.value:
        percent = _PERCENT.match(after)
        if percent and _FROM.search(text[max(0, number.start - _FARTHEST) : number.start]):
            yield Growth(one, other, percent["way"] in _FALLING, "", number)


def _are_alike(one: Number, other: Number) -> bool:
    return one.use is other.use is Use.COUNT and one.is_exact and other.is_exact and one.counter == other.counter


def _words(text: str, one: Number, other: Number) -> str:
    return text[one.end : min(other.start, one.end + _FARTHEST + 1)]
