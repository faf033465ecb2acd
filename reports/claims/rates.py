"""A rate that a sentence gives of two numbers before it: 收到意见32条，采纳18条，采纳率56.3%.

Grammar: ``N件 … [verb] M件，[verb]率P%``, the verb of the part being that of the rate, and nothing between that counts.
按时办结率 and 满意率 are of something else, and so is a rate of 100% where some are said to go on, which a 办结率
leaves out.
"""

import re
from collections.abc import Iterator

from reports.claims.phrases import numbers_by_sentence, quote
from reports.claims.shares import Share
from reports.text.numerals import Number, Use

WHOLE = 100

_RATE = re.compile(r"^[，,、（(；;]?\s*(?P<verb>[\u4e00-\u9fff]{2})率(?:为|达到?|均为|是|约为)?$")
_QUALIFIED = re.compile(r"按[时期]|及时|准时|满意|合格|限时|法定")
_GO_ON = re.compile(r"结转|在办|正在|期限内|期内|撤回|撤销|转办|上年|延期|去年")
_ANSWERED = ("办结", "答复", "办复", "回复")
_BETWEEN = 40
_REACH = 400


def rates(text: str) -> Iterator[Share]:
    """Every rate whose two numbers stand before it in its sentence."""
    for start, end, within in numbers_by_sentence(text):
        if text.find("率", start, end) < 0:
            continue
        for whole, part, percent in zip(within, within[1:], within[2:], strict=False):
            if not _are_counts(whole, part, percent) or percent.start - part.end > 16:
                continue
            rate = _RATE.match(text[part.end : percent.start])
            own = text[whole.end : part.start]
            if not rate or len(own) > _BETWEEN or _QUALIFIED.search(own) or not _is_of(rate["verb"], own):
                continue
            if part.value > whole.value or text.find("其中", start, whole.start) >= 0:
                continue  # a number within a list is the whole of nothing
            if percent.value == WHOLE and _GO_ON.search(text, start, min(end, start + _REACH)):
                continue
            yield Share(part, percent, (whole.value,), whole.value, quote(text, start, end, part))


def _is_of(verb: str, own: str) -> bool:
    """Whether the rate is named after what was done with the part; 答复 is 办结 to everybody."""
    return any(each in own for each in (_ANSWERED if verb in _ANSWERED else (verb,)))


def _are_counts(whole: Number, part: Number, percent: Number) -> bool:
    are_counts = whole.use is part.use is Use.COUNT and percent.use is Use.PERCENT
    return are_counts and whole.is_exact and part.is_exact and whole.counter == part.counter and whole.value > 0
