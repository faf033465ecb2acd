"""Where a text says that of table 二 there was none: 未制发行政规范性文件, 未作出行政处罚, 无行政事业性收费.

Grammar: ``[未 没有 无] [verb] [what]`` or, of documents, ``[无 没有] [what] [verb]`` with nothing between, and the
clause, or a further member of a list, right after; 无行政处罚被撤销 and 未制发规范性文件解读 speak of something else.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from reports.claims.claim import Claim, Subject, plus
from reports.claims.phrases import BEFORE, LONGEST_SENTENCE, speaks_of
from reports.official import Cell
from reports.official.report_data import ReportData
from reports.text.sentences import sentence_spans

_NONE = r"(?:未|没有|(?<!其)无|从未|暂未|暂无)"
_END = r"(?=[，,。；;！\s）)]|$)"
_GO_ON = r"(?=[，,。；;！、和及与\s）)]|$)"
_DOCUMENT = rf"(?:新的?|任何|政府|规章(?:和|及|、|或))*(?:行政)?规范性文件{_GO_ON}"
_DECISION = r"行政(?:许可|处罚|强制)(?:处理决定|决定|案件|措施|事项)?"
_DECISIONS = re.compile(
    rf"{_NONE}(?:有|作出|做出|实施|办理|发生|进行|产生)?(?P<list>{_DECISION}(?:(?:、|和|及|与|或){_DECISION})*)(?:情况|行为)?{_END}"
)
_SINGLE = (
    (
        "没有制发行政规范性文件",
        Cell("normative_acts", "normative_documents", "issued"),
        re.compile(
            rf"{_NONE}(?:有)?(?:新增?)?(?:制定|制发|出台|印发|(?<=新增)){_DOCUMENT}"
            rf"|(?:无|没有)(?:新的?|任何)*(?:行政)?规范性文件(?:制定|制发|出台|印发){_END}"
        ),
    ),
    (
        "没有废止行政规范性文件",
        Cell("normative_acts", "normative_documents", "repealed"),
        re.compile(rf"{_NONE}(?:有)?废止{_DOCUMENT}|(?:无|没有)(?:行政)?规范性文件废止{_END}"),
    ),
    (
        "没有行政事业性收费",
        Cell("fees", "administrative_fees", "amount"),
        re.compile(rf"{_NONE}(?:有|收取|发生|产生|涉及)?(?:任何)?行政事业性收费(?:项目|事项|情况)?{_END}"),
    ),
)
_KINDS = {
    "许可": Cell("licensing", "administrative_licensing", "decisions"),
    "处罚": Cell("enforcement", "administrative_penalty", "decisions"),
    "强制": Cell("enforcement", "administrative_compulsion", "decisions"),
}


def claims(report: ReportData, key: str, text: str) -> Iterator[Claim]:
    """That none was made, repealed, decided or charged in the report's year."""
    for start, end in sentence_spans(text):
        if end - start > LONGEST_SENTENCE:
            continue
        sentence = text[start:end]
        for what, cell, match in _said(sentence):
            before = sentence[max(0, match.start() - BEFORE) : match.start()]
            table = report.official_form.table.get(cell.table)
            if table is not None and cell in table.cells and speaks_of(report, before):
                where = start + match.start(), start + match.end()
                yield Claim(Subject.DECISIONS, what, Decimal(0), (plus(cell),), key, *where, sentence.strip())


def _said(sentence: str) -> Iterator[tuple[str, Cell, re.Match]]:
    for what, cell, words in _SINGLE:
        yield from ((what, cell, match) for match in words.finditer(sentence))
    for match in _DECISIONS.finditer(sentence):
        for kind, cell in _KINDS.items():
            if f"行政{kind}" in match["list"]:
                yield f"没有行政{kind}", cell, match
