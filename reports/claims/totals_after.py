"""A total that stands after its parts: 网站发布120条、公众号96条，共计216条.

Grammar: ``part、part…，[以上 两项 三类渠道] 共计|合计|总计|总数 total`` and ``part、part…，共 total``. How far back
the list reaches, no word says: any row of last parts that makes the total is its list, and one that nearly makes it
has a slip.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from reports.claims.enumerations import MOST_NUMBERS, Enumeration, is_counted
from reports.claims.phrases import numbers_by_sentence, quote
from reports.text.numerals import Number, Use

_NEAR, _SINGLE = Decimal("0.1"), Decimal("0.2")
"""Up to which share of the total parts miss it by a slip; the greater where it is by one."""
_TOTAL = re.compile(
    r"^[）)]?\s*[，,、；;]?\s*(?:(?:以上|上述|[两三四五六七八]?[项类者种](?:渠道|信息)?|两者|三者)?[^，。；、\d]{0,6}(?:共计|合计|总计|总数)"
    r"|(?:以上|上述|[两三四五六七八][项类者种](?:渠道|信息|平台)?)共|共)(?:公开|发布|推送|各类|政府|信息|申请|有|为|达|[：:])*$"
)
_SUMMED = re.compile(r"[共合总]")
_ADDED = re.compile(r"(?:共计|合计|总计)[^，。；\d]{0,8}$")
_NO_PART = re.compile(r"其中|各(?=\d|$)|较|同比|比上|占|上年|去年|结转|办结|答复|受理|收到|每|累计|访问|点击|阅读")
_LONGEST_LABEL = 40
_KINDS = ("类", "种")
"""What is no part: 三类渠道共250条."""
_MOST_PARTS = 30


def totals_after(text: str) -> Iterator[Enumeration]:
    """Every total of a sentence that stands after two or more of its parts and is, or nearly is, their sum."""
    for start, end, within in numbers_by_sentence(text):
        if len(within) < 3 or not _SUMMED.search(text, within[1].end, end):
            continue
        counted = [each for each in within if each.use is not Use.ORDINAL and each.counter not in _KINDS]
        if len(counted) > MOST_NUMBERS:
            continue
        for place, total in enumerate(counted[2:], 2):
            if is_counted(total) and _TOTAL.match(text[counted[place - 1].end : total.start][-60:]):
                said = quote(text, start, end, total)
                whole = _all_before(text, start, counted[:place], total)
                parts = whole or _last_parts(text, start, counted[:place], total)
                if parts:
                    yield Enumeration(total, parts, bool(whole), False, False, said, is_likely=True)


def _all_before(text: str, start: int, before: Sequence[Number], total: Number) -> tuple[Number, ...]:
    """All numbers of the sentence before 合计, where they are of one kind and none is more than the total."""
    if len(before) > _MOST_PARTS or not _ADDED.search(text[before[-1].end : total.start][-20:]):
        return ()
    are_alike = all(part.use is Use.COUNT and part.is_exact and part.counter == total.counter for part in before)
    said = text[start : before[-1].start]
    is_one_list = are_alike and not _NO_PART.search(said) and max(part.value for part in before) < total.value
    return tuple(before) if is_one_list and len(said) <= _LONGEST_LABEL * len(before) else ()


def _last_parts(text: str, start: int, before: Sequence[Number], total: Number) -> tuple[Number, ...]:
    """The last parts before a total that come nearest to it; none where they are too far from it."""
    row: list[Number] = []
    for place in range(len(before) - 1, max(-1, len(before) - 1 - _MOST_PARTS), -1):
        part = before[place]
        if part.use is not Use.COUNT or not part.is_exact or part.counter != total.counter:
            break
        since = before[place - 1].end if place else start
        label = text[since : part.start]
        row.insert(0, part)
        if len(label) > _LONGEST_LABEL or _NO_PART.search(label):
            return _nearest(row[1:] if _NO_PART.search(label) else row, total)
    return _nearest(row, total)


def _nearest(row: list[Number], total: Number) -> tuple[Number, ...]:
    best, least = (), None
    for first in range(len(row) - 1):
        missing = abs(total.value - sum(part.value for part in row[first:]))
        if least is None or missing < least:
            best, least = tuple(row[first:]), missing
    is_near = least is not None and least <= total.value * (_SINGLE if least == 1 else _NEAR)
    return best if is_near else ()
