"""Where a text says that no application was received: 未收到政府信息公开申请, 零申请, 依申请公开为零."""

import re
from collections.abc import Iterator
from decimal import Decimal

from reports.claims.claim import Claim, Reading, Subject
from reports.claims.phrases import BEFORE, LONGEST_SENTENCE, speaks_of
from reports.official.report_data import ReportData
from reports.text.sentences import sentence_spans

_WORDS_OF_ASKING = (
    r"任何|形式|公民|个人|法人|群众|社会|组织|单位|企业|自然人|公众|或者|以及|或|及|和|与|、|其[他它]|的|提出|[递提]交|有关|关于|相关|要求|处理"
    r"|申请人|书面|线上|线下|网上|网络|政府|政务|信息|公开|对|向|本机关|本镇|本乡|我[乡镇街局办委]|我街道|我单位|新收|新的|新"
)
_NONE = re.compile(
    r"(?:(?:未|没有|尚未|从未|未曾|没)(?:有)?(?:收到|接到|接收到?|受理|接受|发生|产生|出现|办理)(?:到|过)?|无|没有|未有)"
    rf"(?:{_WORDS_OF_ASKING}){{0,16}}?(?:依法申请公开|依申请公开|依申请|公开申请|申请公开|申请)"
    r"(?:公开|政府|政务|信息|信件|的|事项|案件|件|情况|情形|业务|来信|要求|工作|需求|办件|内容|申请|数量){0,6}(?=[，,。；;、！\s）)]|$|办理)"
    r"|零申请|(?:依申请公开|信息公开申请)(?:政府信息|信息|申请|工作|办理|受理|办件|件数|数量|件|数|的)*(?:均)?为(?:零|〇)(?=[，,。；;、！\s]|$)"
)


def claims(report: ReportData, key: str, text: str, reading: Reading, *, is_of_requests: bool) -> Iterator[Claim]:
    """That nothing new was received, ``reading``; outside the aspect of requests 公开 must be among the words."""
    for start, end in sentence_spans(text):
        if end - start > LONGEST_SENTENCE:
            continue
        sentence = text[start:end]
        for match in _NONE.finditer(sentence):
            before = sentence[max(0, match.start() - BEFORE) : match.start()]
            if not is_of_requests and "公开" not in match[0]:
                continue
            if speaks_of(report, before):
                where = start + match.start(), start + match.end()
                yield Claim(
                    Subject.NO_APPLICATION, "没有收到申请", Decimal(0), (reading,), key, *where, sentence.strip()
                )
