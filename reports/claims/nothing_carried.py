"""Where a text says that nothing was carried on: 无结转下年度, 没有上年结转的申请, 无下年度结转.

Grammar: ``[无 没有 未有 不存在] [需 需要] [上年] 结转 …`` and ``… 结转 [至] [下年 2024年]``, the year after the
report's own or before it; what was carried on late or in part (无逾期结转) is not said to be none.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from reports.claims.claim import Claim, Reading, Subject
from reports.claims.phrases import BEFORE, LONGEST_SENTENCE, speaks_of
from reports.official.report_data import ReportData
from reports.text.sentences import sentence_spans

_NONE = r"(?:(?<!其)无|没有|未有|不存在|并无|暂无|均无)(?:需要?|任何|申请|依申请公开|政府信息公开|件|事项)?"
_CARRIED = r"(?:结转|转结|接转|顺延)"
_FORWARD = re.compile(
    rf"{_NONE}(?:{_CARRIED}(?:至|到|入)?(?:下(?:一|个)?年|次年|(?P<next>20\d{{2}})\s?年)度?|(?:下(?:一)?年|次年)(?:度)?{_CARRIED})"
)
_OVER = re.compile(rf"{_NONE}(?:上(?:一|个)?年|去年|(?P<last>20\d{{2}})\s?年)(?:度)?{_CARRIED}")


def claims(report: ReportData, key: str, text: str, over: Reading, forward: Reading) -> Iterator[Claim]:
    """That nothing came over from last year, or goes on to the next; ``over`` and ``forward`` are their cells."""
    for start, end in sentence_spans(text):
        if end - start <= LONGEST_SENTENCE:
            yield from _in(report, key, text[start:end], start, (("上年结转", over), ("结转下年度", forward)))


def _in(
    report: ReportData, key: str, sentence: str, start: int, rows: tuple[tuple[str, Reading], ...]
) -> Iterator[Claim]:
    for words, (what, reading), year in zip((_OVER, _FORWARD), rows, (report.year - 1, report.year + 1), strict=True):
        for match in words.finditer(sentence):
            named = match.groupdict().popitem()[1]
            before = sentence[max(0, match.start() - BEFORE) : match.start()]
            if (named is None or int(named) == year) and speaks_of(report, before):
                where = start + match.start(), start + match.end()
                yield Claim(Subject.APPLICATIONS, what, Decimal(0), (reading,), key, *where, sentence.strip())
