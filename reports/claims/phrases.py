"""A number of a text with the words that say what it counts, and whether they speak of the year reported on."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from reports.official.report_data import Kind, ReportData
from reports.text.numerals import Number, Use, numbers
from reports.text.sentences import sentence_spans

REACH = 60  # characters before and after a number that may say what it counts
LONGEST_QUOTE = 400
MOST_NUMBERS = 3_000
"""Of a text, its first ones: no report has a tenth of them, and nobody's text may take long."""
LONGEST_SENTENCE = 2_000
"""Characters. In a longer one nothing is looked for in words."""
BEFORE = 240  # characters of its sentence before a number that may say of which year it speaks

_SEPARATOR = re.compile(r"[，,；;：:。！？（）()\n【】]")
_END_OF_TAIL = re.compile(r"[、，,；;：:。！？（）()\n【】]")
_BOUNDING = (Use.COUNT, Use.PERCENT)
_NOTE = re.compile(r"[（(][^（）()\d]{1,40}[）)]$")
_TITLE = re.compile(r"《[^《》\n]{1,60}》")
_INCLUDED = re.compile(r"(?:含|包括).*(?:公开|失效|提供|结转|延期)")
"""不予公开（含部分公开）6件 counts more than the row of its name."""
_FILLER = re.compile(
    r"^(?:[、，,（(：:\s“”\"]|其中|申请(?:当)?中|另有|另|还有|尚有|剩余|其余|余|有|共|共计|总计|合计|累计|计|为|是|分别|均|各|和|及|与|以及|全年|合|即)*$"
)
_OF_THE_ONE_BEFORE = re.compile(r"^[^、，,；;：:。！？（）()\n]+、\s*$")
"""What stands between 3件予以公开、2件不予公开 belongs to the first."""
_RESPECTIVELY = re.compile(r"^(?P<names>.{2,50}?)分别(?:为|是|有|达)?$")
_AND = re.compile(r"以及|、|和|及|与")
_BETWEEN_NAMED = re.compile(r"^\s*(?:、|和|及|与|，|,)\s*$")
MOST_NAMES = 8
_LEAD_IN = re.compile(r"^(?:共|共计|总计|合计|累计|计|总数|数量|件数|为|是|有|达|均为|全部为)+$")

# 2022年结转 and 结转2024年办理 name no other year than the one reported on.
_CARRIED = re.compile(
    r"(?:上(?:一|个)?年(?:度)?|去年|往年|\d{4}\s?年(?:度)?)(?:的)?(?=结转|转结|转入|接转|遗留|流转|延续|跨年|未办结)"
    r"|(?:结转|转结|接转|顺延|转入|转至|转到|转|延续|延期)(?:至|到|入|自)?"
    r"(?:上|下|次|明|\d{4}\s?)(?:一|个)?年(?:度)?"
)
_YEAR = re.compile(r"(?<!\d)(?P<year>20\d{2})\s?年|(?P<last>去年|上年|上一年|前年|往年|历年)|(?P<this>今年|本年|全年)")
_SEVERAL_YEARS = re.compile(
    r"(?<!\d)(?P<first>20\d{2})\s?年?\s?(?:至|到|[-—–－~～])\s?(?!(?P=first))20\d{2}\s?年(?!\s?1\s?月)"
)
_COMPARED = re.compile(r"(?:同比|环比|较|相比|比|增长|增加|减少|下降|上升|多|少)[^，。；]{0,12}$")
_COMPARISON = re.compile(
    r"(?:较|比|同比|与|跟|同|相比|相较于?)(?:于)?(?:去年|上年|上一年|前年|(?<!\d)20\d{2}\s?年)(?:度)?(?:同期)?[^，,。；;：:]*[，,；;]"
)
"""A clause that is over and only compared: what follows it speaks of the year again."""
_OWN_YEAR = re.compile(r"(?:(?P<year>20\d{2})\s?年|本年|今年)(?:度)?[^，。；]{0,8}$")
_CUMULATIVE = re.compile(
    r"自[^，。；]{0,20}(?:施行|实施|开通|上线|成立|建立|运行|开展)[^，。；]{0,6}(?:以来|至今|后|起)|历年|历史累计"
)
_SOMEBODY = re.compile(
    r"(?:^|[，,；;：:、。（(其中由])(?P<who>各(?:级|县|区|市|乡|镇|街|部|单|科|股|处|委|办|局|职能)[^，,；;：:、。（()）]{0,14}?"
    r"|(?:国务院|省|自治区|州|市|区|县|旗)[\u4e00-\u9fff]{0,8}?(?:政府|局|委|厅|办公室|办|院|部))"
    r"(?:办公室|机关)?(?:全年|本年度?|(?:20)?\d{2,4}年度?|共计?|累计|合计|依法|新)*(?:收到|接收|接到|受理|新收|办理|办结|答复|处理|制发|制定|印发|出台|废止|作出|实施)"
)
_PLANNED = re.compile(
    r"计划|做到|努力|拟于|预计|力争|争取|下一步|明年|目标|确保[^，。；]{0,6}不(?:少于|低于)|不少于|不低于"
)
_PART_OF_A_YEAR = re.compile(
    r"上半年|下半年|[一二三四1-4]季度|每(?:年|季|月|周|日)|近[二两三四五六七八九十\d]+年|[三五十]年来|日均|月均|月至"
    r"|(?<!\d)(?!1[0-2]?\s?月\s?(?:1|31|底|末|份?底))\d{1,2}\s?月(?!\s?(?:1|31)\s?日)"
)
_WIDER = re.compile(r"全国|全省|我省|本省|全世界")
_WHOLE_PLACE = re.compile(r"全[县区市旗州]")
_PART_OF_A_PLACE = re.compile(
    r"(?:(?:[省市县区]级|[市县区]直|[市县区]本级)(?:行政机关|各?部门|各?单位|机关)?|[县区]（[^（）]{1,6}）|各?(?:乡镇|镇街|街道)"
    r"|(?<![、和及与各])(?:乡镇|镇街)[（(][^（）()]{1,6}[）)])"
    r"(?:共|累计|新|全年)*(?:收到|受理|收|接收|办结|答复)(?:申请|政府信息公开申请|依申请公开)?[^，。；]{0,8}$"
)
"""In the report of a whole place: the offices of one level of it."""
_RANKED = re.compile(r"[在居][^，。；（）()]{0,3}全[省县区市旗州][^，。；（）()]{0,16}[位排名居列第]")
"""在全市各委办局中位列第三 says of whom the organ is one, not of whom the number is."""


class Phrase(NamedTuple):
    """A number, ``label`` before it and ``tail`` after it within their clause, and its sentence."""

    number: Number
    label: str
    tail: str
    sentence: str
    before: str  # what stands before the number in its sentence, at most ``BEFORE`` characters
    after: str  # what stands after it, at most ``REACH`` characters
    start_of_sentence: int

    @property
    def is_about_the_count_alone(self) -> bool:
        """Whether nothing before the number says what it counts (其中4件…)."""
        return bool(_FILLER.match(self.label))


@lru_cache(maxsize=32)
def phrases(text: str) -> tuple[Phrase, ...]:
    """Every count of a text with its words; a number that is a day, a year or a share only bounds them."""
    return tuple(_phrases(text))


def _phrases(text: str) -> Iterator[Phrase]:
    all_numbers = numbers(text)[:MOST_NUMBERS]
    spans = list(sentence_spans(text))
    starts = [start for start, _ in spans]
    bounds = _bounds(all_numbers, len(text))
    respectively: dict[int, str] = {}
    for place, number in enumerate(all_numbers):
        if number.use is not Use.COUNT:
            continue
        start, end = spans[max(0, bisect_right(starts, number.start) - 1)]
        since = max(start, bounds[place][0], number.start - REACH)
        until = min(end, bounds[place][1], number.end + REACH)
        label = _label(text[since : number.start], is_first=bounds[place][0] <= start)
        if names := _RESPECTIVELY.search(label):
            respectively.update(_distributed(text, names["names"], all_numbers[place : place + MOST_NAMES]))
        label = respectively.pop(number.start, label)
        yield Phrase(
            number,
            label,
            _END_OF_TAIL.split(text[number.end : until], maxsplit=1)[0].strip(),
            quote(text, start, end, number),
            text[max(start, number.start - BEFORE) : number.start],
            text[number.end : min(end, number.end + REACH)],
            start,
        )


def _distributed(text: str, names: str, following: Sequence[Number]) -> dict[int, str]:
    """The name of each number of 行政复议和行政诉讼分别为3件和1件; none where they are not as many as the names."""
    row = list(following[:1])
    for one, other in pairwise(following):
        if not _BETWEEN_NAMED.match(text[one.end : other.start]):
            break
        row.append(other)
    said = _AND.split(names)
    return dict(zip((number.start for number in row), said, strict=True)) if len(said) == len(row) > 1 else {}


Numbered = tuple[int, int, tuple[Number, ...]]
"""Where a sentence begins and ends, and the numbers in it."""


@lru_cache(maxsize=32)
def numbers_by_sentence(text: str) -> tuple[Numbered, ...]:
    """The sentences with numbers, in order; the readers of sums, shares and changes each ask for them."""
    return tuple(_numbers_by_sentence(text))


def _numbers_by_sentence(text: str) -> Iterator[Numbered]:
    every = numbers(text)
    at = 0
    for start, end in sentence_spans(text):
        first = at
        while at < len(every) and every[at].start < end:
            at += 1
        if at > first:
            yield start, end, every[first:at]


def _bounds(all_numbers: Sequence[Number], end: int) -> list[tuple[int, int]]:
    """For each number, where the one before it ends and the next one begins: counts and shares, not years or names."""
    before, after = [0], [end]
    for number in all_numbers:
        before.append(number.end if number.use in _BOUNDING else before[-1])
    for number in reversed(all_numbers):
        after.append(number.start if number.use in _BOUNDING else after[-1])
    return list(zip(before, reversed(after[:-1]), strict=False))


def quote(text: str, start: int, end: int, number: Number) -> str:
    """The sentence, or of an endless one what stands around the number: so that a thousand of them stay short."""
    if end - start > LONGEST_QUOTE:
        start = max(start, number.start - LONGEST_QUOTE // 2)
        end = min(end, number.end + LONGEST_QUOTE // 2)
    return text[start:end].strip()


def _label(words: str, *, is_first: bool) -> str:
    """The words of the number's own clause, or of the one before where its own say only 共计; without a note (…)."""
    if not is_first and _OF_THE_ONE_BEFORE.search(words):
        return ""
    words = _TITLE.sub("《》", words) if "《" in words else words
    note = _NOTE.search(words)
    if note and _INCLUDED.search(note[0]):
        return ""
    words = words[: note.start()] if note else words
    *clauses, own = _SEPARATOR.split(words)
    if clauses and _LEAD_IN.match(own.strip()) and not words.rstrip().endswith(("。", "；", ";")):
        own = clauses[-1] + own
    return own.strip(' \u3000\n、“”"')


def speaks_of(report: ReportData, before: str) -> bool:
    """Whether a sentence, up to where ``before`` ends, speaks of the report's own organ and of its whole year.

    Every reader asks it of the same words, one after the other, so that what was answered is kept for a while.
    """
    is_a_whole_place = report.kind in {Kind.COUNTY, Kind.CITY}
    return _is_of_the_year(before, report.year) and _is_of_the_organ(
        before, report.organ, is_a_whole_place=is_a_whole_place
    )


@lru_cache(maxsize=512)
def _is_of_the_year(before: str, year: int) -> bool:
    """Whether a sentence, up to where ``before`` ends, speaks of the whole of the year reported on, and of no plan."""
    before = _COMPARISON.sub("", _CARRIED.sub("", before))
    own = _SEPARATOR.split(before)[-1]
    if _COMPARED.search(own) or _PLANNED.search(before[-REACH:]) or _PART_OF_A_YEAR.search(before[-REACH:]):
        return False
    if _CUMULATIVE.search(before[-REACH:]):
        named = _OWN_YEAR.search(own)
        if named is None or (named["year"] and int(named["year"]) != year):
            return False
    mentions = list(_YEAR.finditer(before))
    if not mentions:
        return True
    if _SEVERAL_YEARS.search(before[-REACH:]):
        return False
    last = mentions[-1]
    return last["last"] is None and (last["year"] is None or int(last["year"]) == year)


@lru_cache(maxsize=512)
def _is_of_the_organ(before: str, organ: str, *, is_a_whole_place: bool) -> bool:
    """Whether numbers are the organ's own: a township says nothing of its county, a county nothing of its offices."""
    near = _RANKED.sub("", before[-REACH:])
    if _WIDER.search(near) or any(_is_another(found["who"], organ) for found in _SOMEBODY.finditer(near)):
        return False
    return not _PART_OF_A_PLACE.search(near) if is_a_whole_place else not _WHOLE_PLACE.search(near)


def _is_another(who: str, organ: str) -> bool:
    """Whether a name is none of the organ's own: a short form has its characters in their order.

    市政府办 is 某市人民政府办公室, 县司法局 is not.
    """
    left = iter(organ)
    return not all(character in left for character in who)
