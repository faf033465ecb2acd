"""A number and the parts that a sentence gives of it: 公开信息32条，包括领导信息1条、工作动态6条….

Grammar: ``total [noun] [note] [，均已…] [， 。] word part、part…``, ``total：part、part…``,
``total（part、part…）``, ``total。一是part；二是part…`` and ``total，A、B、C分别为1条、2条、3条``. 其中 gives some of
the parts; 包括, 分别为, 具体为, a colon or a last part called 其他 gives all of them, unless 等 follows, and so do
parts that divide it: places (市级、甲县、乙区), ways in which applications came (网络、信函、当面), applicants, results
of disputes. A list in brackets and one of channels (网站、微信) is probably whole. Results of applications are no
parts here: what came in may have come over from last year or go on to the next.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from reports.claims.parts import Parts, parts_after
from reports.claims.phrases import Numbered, numbers_by_sentence, quote
from reports.text.numerals import Number, Use

COUNTERS = frozenset(
    {"件", "条", "篇", "宗", "份", "次", "个", "期", "起", "场", "封", "项", "部", "条次", "件次", "例", "批"}
)
MOST_NUMBERS = 200
"""Of a sentence with more numbers nothing is asserted."""

_NOUN = r"[\u4e00-\u9fff“”]{1,14}"
_LEAD = (
    rf"(?:{_NOUN}(?=[（(](?:其中|包含|包括|含)|[，,：:；;。]\s*(?:其中|包括|具体|分别)))?\s*"
    r"(?:(?:[，,](?:均|全部|已|内容|涉及|涵盖|主要)[^，,。；;：:（）()\d]{1,30}"
    r"|[，,](?:较|比|同比)[^，。；;：:（）()]{1,24}){0,2}[，,。；;：:]\s*(?=[（(]?其中|一是)|(?P<colon>[：:])|[，,；;])?"
    r"\s*(?P<bracket>[（(])?\s*"
    r"(?P<word>其中(?:包括|包含|有)?|具体(?:为|包括|是|如下)|主要包括|包括|包含|含|分别(?:为|是)|即|一是|在[^，。；]{0,12}(?:当中|中))?[，,：:]?"
)
_NOT_OF_THEM = r"收到|受理|办结|答复|结转|新增|访问|点击|阅读|同比|较上|较去|比上|比去|以及时"
_OPENINGS = (
    re.compile(_LEAD),
    re.compile(rf"[（(][^（）()]{{0,60}}[）)]{_LEAD}"),
    re.compile(
        rf"(?P<colon>(?!))?(?P<bracket>(?!))?(?:(?!{_NOT_OF_THEM})[^。；;\d]){{0,60}}?(?P<word>分别(?:为|是|有))(?=\s*\d)"
    ),
)
"""After a total, after the note in brackets that stands behind it, or after the names of its parts."""
_ALL = re.compile(r"^(?:具体(?:为|包括|是|如下)|包括|分别(?:为|是|有)|即)")
_OF_ANOTHER_COUNTER = re.compile(r"^(?:包括|包含)")
_RESULT = re.compile(r"予以公开|部分公开|同意公开|不予|无法提供|其[他它]处理")
_NO_TOTAL = re.compile(r"(?:结转|转结|增加|减少|增长|上升|下降|提高)[^，。；]{0,12}$|(?:多|少)了?$")
_NEW = re.compile(r"新增[^，。；]{0,12}$")
"""What is new is told together with all there is, unless its own parts follow."""
_IN_SEVERAL = re.compile(r"多渠道|同步发布|同步推送|重复计|有重复|交叉")
_MOST_UNNAMED = 8
_NEARLY, _FEW = Decimal("0.01"), 9
"""By how much numbers that no word calls parts may miss a total: by chance few come so near."""
_ASKED = re.compile(r"申请")


@dataclass(frozen=True)
class Enumeration:
    """``total`` and its ``parts`` as numbers of one text.

    ``is_complete`` where the sentence says that these are all of them, ``is_open`` where it says that they are not,
    ``is_likely`` where they probably are; ``is_of_one_row`` where one mark divides them all; ``may_overlap`` where
    they are of several kinds (new and reprinted, received and handled), so that nothing is known of their sum.
    """

    total: Number
    parts: tuple[Number, ...]
    is_complete: bool
    is_open: bool
    may_overlap: bool
    quote: str
    is_likely: bool = False
    is_of_one_row: bool = False

    @property
    def sum(self) -> Decimal:
        return sum((part.value for part in self.parts), Decimal(0))


@lru_cache(maxsize=32)
def enumerations(text: str) -> tuple[Enumeration, ...]:
    """Every total of a text that is followed by two or more of its parts, in its sentence or the next."""
    return tuple(_enumerations(text))


def _enumerations(text: str) -> Iterator[Enumeration]:
    all_sentences: list[Numbered] = [*numbers_by_sentence(text), (len(text), len(text), ())]
    for sentence, (_, next_end, following) in pairwise(all_sentences):
        if len(sentence[2]) <= MOST_NUMBERS >= len(following):
            found = list(_of_a_sentence(text, sentence, next_end, following))
            yield from found or _of_the_next(text, sentence, next_end, following)


def _of_a_sentence(text: str, sentence: Numbered, next_end: int, following: Sequence[Number]) -> Iterator[Enumeration]:
    start, _, within = sentence
    for place, total in enumerate(within):
        if not is_counted(total) or _NO_TOTAL.search(text[max(start, total.start - 16) : total.start]):
            continue
        for opening in _OPENINGS:
            found = _list_after(text, opening, sentence, (next_end, following), place)
            if found is not None:
                yield found
                break


def _of_the_next(text: str, sentence: Numbered, next_end: int, following: Sequence[Number]) -> Iterator[Enumeration]:
    """全县公开21597条。政府网公开7055条，各部门、镇公开14542条。 Told only by how nearly the numbers make the total."""
    counted, parts = ([each for each in row if each.use is Use.COUNT] for row in (sentence[2], following))
    if len(counted) != 1 or not 1 < len(parts) <= _MOST_UNNAMED or not is_counted(counted[0]):
        return
    total = counted[0]
    are_alike = all(each.is_exact and each.counter == total.counter for each in parts)
    missing = abs(total.value - sum(each.value for each in parts))
    is_near = missing <= min(total.value * _NEARLY, _FEW)
    if are_alike and is_near and all(0 < each.value < total.value for each in parts):
        said = quote(text, sentence[0], next_end, total)
        yield Enumeration(total, tuple(parts), is_complete=True, is_open=False, may_overlap=False, quote=said)


def _list_after(
    text: str,
    words: re.Pattern,
    sentence: Numbered,
    next_sentence: tuple[int, Sequence[Number]],
    place: int,
) -> Enumeration | None:
    start, end, within = sentence
    total = within[place]
    opening = words.match(text[total.end : min(next_sentence[0], total.end + 120)])
    if not opening or not (opening["word"] or opening["bracket"] or opening["colon"]):
        return None
    word, bracket = opening["word"] or "", opening["bracket"]
    if not _ALL.match(word) and _NEW.search(text[max(start, total.start - 16) : total.start]):
        return None
    begin = total.end + opening.end()
    until, numbers = (end, within[place + 1 :]) if begin <= end else next_sentence
    counters = COUNTERS if bracket and _OF_ANOTHER_COUNTER.match(word) else frozenset({total.counter})
    found = parts_after(text, begin, until, counters, numbers, is_bracketed=bool(bracket))
    if found is None or any(_RESULT.search(label) for label in found.labels):
        return None
    asked = _ASKED.search(text, max(start, total.start - 24), min(end, total.end + 12))
    is_complete = (
        found.has_rest
        or bool(_ALL.match(word))
        or bool(opening["colon"] and not word)
        or found.divide(are_applications=bool(asked))
    )
    return _enumeration(total, found, quote(text, start, until, total), is_complete=is_complete, word=word)


def _enumeration(total: Number, found: Parts, said: str, *, is_complete: bool, word: str) -> Enumeration:
    is_likely = found.seem_to_divide or word == "一是" or (found.fills_bracket and not word.startswith("其中"))
    return Enumeration(
        total,
        found.of(total),
        is_complete and not found.is_open,
        found.is_open,
        found.may_overlap or bool(_IN_SEVERAL.search(said)),
        said,
        is_likely=is_likely and not found.is_open,
        is_of_one_row=found.are_of_one_row,
    )


def is_counted(number: Number) -> bool:
    return number.use is Use.COUNT and number.is_exact and number.counter in COUNTERS and number.value > 0
