"""Percentages that a text gives of its own numbers: 208件（17.46%）, 39件，占83%, and growth against last year."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from reports.claims.phrases import numbers_by_sentence, quote
from reports.text.numerals import Number, Use, numbers

HUNDRED = Decimal(100)
MOST_NUMBERS = 300
"""Numbers of a text among which a whole is looked for."""
NEAR = 12  # numbers of the sentence before

_BETWEEN = re.compile(
    r"^\s*(?:[（(]\s*(?:约?占比?(?:为|约)?[^，。；（）()\d]{0,14})?|[，,]\s*约?占(?:比)?[^，。；（）()\d]{0,14})$"
)
_RATE = re.compile(r"率|满意|以上|左右|全[省国县区市]|总人口|覆盖")
_ABOUT = re.compile(r"[^，。；]{0,4}(?:以上|左右)")
_GROWN = re.compile(
    r"^[，,（(]?(?:同比|较(?:去年|上年|上一年(?:度)?)(?:同期)?|比(?:去年|上年)(?:同期)?|与(?:去年|上年)相比)"
    r"(?:[，,]?(?:数量|总量|增幅|申请量)?)(?P<way>增长|增加|上升|提高|下降|减少|降低|回落)(?:了)?(?:约)?$"
)
_THAN = re.compile(
    r"^[，,（(]?(?:同比|相?较于?|比|与)(?:去年|上年|上一年|20\d{2}\s?年)(?:度)?(?:同期)?(?:的|受理的?|收到的?|[（(])?$"
)
_BY = re.compile(r"^[）)]?(?:相比)?[，,]?(?P<way>增长|增加|上升|提高|下降|减少|降低|回落)(?:了)?$")
LESS = ("下降", "减少", "降低", "回落")


@dataclass(frozen=True)
class Share:
    """That ``part`` is ``percent`` of a whole: ``wholes`` are the numbers of the text that may be it.

    ``named`` is the whole where the sentence leaves no doubt: 其中 leads from it to the part, or another share of the
    same sentence is right of it; where two are, it is the only one of the ``wholes``.
    """

    part: Number
    percent: Number
    wholes: tuple[Decimal, ...]
    named: Decimal | None
    quote: str


@dataclass(frozen=True)
class Growth:
    """That the number at ``number`` is by ``percent`` above (below: negative) that of last year.

    ``base`` is last year's where the sentence gives it as well (30件，较上年的25件增长20%).
    """

    number: Number
    percent: Number
    is_less: bool
    quote: str
    base: Number | None = None


def is_rounded(exact: Decimal, percent: Number) -> bool:
    """Whether a percentage is written as it is, rounded either way, or cut off."""
    return abs(exact - percent.value) < Decimal(1).scaleb(-percent.decimals)


def share_of(part: Decimal, whole: Decimal) -> Decimal:
    return part / whole * HUNDRED


def shares(text: str) -> Iterator[Share]:
    """Every share that a text gives of its own numbers; its whole is sought in the sentence and in the one before."""
    every = [each.value for each in numbers(text)[:MOST_NUMBERS] if each.use is Use.COUNT]
    earlier: Sequence[Number] = ()
    for start, end, within in numbers_by_sentence(text):
        pairs = [
            (part, percent)
            for part, percent in _pairs(text, within, _BETWEEN)
            if not _RATE.search(text[part.end : percent.end]) and not _ABOUT.match(text[percent.end : end])
        ]
        near = [*earlier[-NEAR:], *within[:MOST_NUMBERS]] if pairs else []
        agreeing = {id(whole): _agreeing(whole, pairs[:MOST_NUMBERS]) for whole in near}
        for part, percent in pairs[:MOST_NUMBERS]:
            sure, named = _named_whole(text, near, part, agreeing)
            wholes = (named,) if sure else tuple({value for value in every if value > part.value})
            yield Share(part, percent, wholes, named, quote(text, start, end, part))
        earlier = within


def _agreeing(whole: Number, pairs: list[tuple[Number, Number]]) -> set[int]:
    """Where the parts begin whose shares of this whole are right; a part of 0 says nothing."""
    if whole.use is not Use.COUNT or not whole.value:
        return set()
    return {one.start for one, other in pairs if one.value and is_rounded(share_of(one.value, whole.value), other)}


def _named_whole(
    text: str, near: list[Number], part: Number, agreeing: dict[int, set[int]]
) -> tuple[bool, Decimal | None]:
    """The whole that 其中 or another share names, and whether two shares agree on it: then no other is in question."""
    named = None
    for whole in near:
        if whole.use is not Use.COUNT or whole.counter != part.counter or whole.start > part.start:
            continue
        others = len(agreeing[id(whole)] - {part.start})
        if others > 1:
            return True, whole.value
        if whole.value <= part.value:
            continue
        if named is None and (others or re.match(r"^[，,（(]?其中", text[whole.end : part.start][:4])):
            named = whole.value
    return False, named


def growths(text: str) -> Iterator[Growth]:
    """Every growth or fall against last year, in percent, right after the number that grew."""
    for start, end, within in numbers_by_sentence(text):
        if not any(each.use is Use.PERCENT for each in within):
            continue
        for number, percent in _pairs(text, within, _GROWN):
            way = _GROWN.match(text[number.end : percent.start])["way"]
            yield Growth(number, percent, way in LESS, quote(text, start, end, number))
        counts = [each for each in within if each.use in (Use.COUNT, Use.PERCENT)]
        for number, base, percent in zip(counts, counts[1:], counts[2:], strict=False):
            by = _BY.match(text[base.end : min(percent.start, base.end + 20)])
            if by and percent.use is Use.PERCENT and base.is_exact and _is_compared(text, number, base):
                way = by["way"]
                yield Growth(number, percent, way in LESS, quote(text, start, end, number), base)


def _is_compared(text: str, number: Number, base: Number) -> bool:
    are_counts = number.use is base.use is Use.COUNT and number.counter == base.counter
    if not are_counts or not number.is_exact or not base.value:
        return False
    return base.start - number.end < 40 and bool(_THAN.match(text[number.end : base.start]))


def _pairs(text: str, within: Sequence[Number], between: re.Pattern) -> Iterator[tuple[Number, Number]]:
    """A count and the percentage that follows it, with these words and nothing else between them."""
    for one, other in pairwise(within):
        is_a_pair = one.use is Use.COUNT and one.is_exact and other.use is Use.PERCENT
        if is_a_pair and other.start - one.end < 40 and between.match(text[one.end : other.start]):
            yield one, other
