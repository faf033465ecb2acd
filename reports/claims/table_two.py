"""What a text says of table 二: documents made, repealed and in force, licences, penalties, compulsion, fees.

Grammar: ``[verb] [行政]规范性文件N件``, ``[verb] N件[行政]规范性文件``, and after the document was named once in the
sentence ``废止N件``, ``现行有效N件``; ``作出行政处罚决定N件``; ``收取行政事业性收费N万元``.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from reports.claims import nothing_decided
from reports.claims.claim import Claim, Reading, Relation, Subject, plus
from reports.claims.phrases import Phrase, phrases, speaks_of
from reports.official import Cell
from reports.official.report_data import Kind, ReportData

COUNTERS = {"件", "份", "部", "个", "项", "条", "篇", ""}
DECISION_COUNTERS = {"件", "宗", "起", "个", "次", "份", "条", ""}
YUAN_IN_TEN_THOUSAND = 10_000

_DOCUMENT = re.compile(r"规范性文件|规章(?!制度)")
_NOUN = (
    r"(?:行政规范性文件|规范性文件|[县市区]?政府规章|规章|文件|的|了|为|有|是|共|合计|总计|累计|计|数量|数|件"
    r"|[：:“”\"\s])*$"
)
_TITLES = r"(?:(?:了)?《[^《》]{0,60}》(?:、|和|及|以及)?){0,6}(?:等)?"
_VERBS = {
    "issued": re.compile(
        rf"(?:本年度?)?(?:新)?(?:(?:研究)?制定(?:并)?(?:印发|发布|出台|公布|实施)?|制发|出台|印发){_TITLES}{_NOUN}"
    ),
    "repealed": re.compile(rf"(?<!未)(?<!拟)(?:清理)?(?:宣布)?废止(?:和失效|失效)?{_NOUN}"),
    "in_force": re.compile(rf"(?:现行有效|继续有效|现行|保留有效|现有效){_NOUN}"),
}
_NAMES = {"issued": "制发", "repealed": "废止", "in_force": "现行有效"}
_OTHER_WORK = re.compile(
    r"备案|审查|审核|解读|公开|转发|上传|征求|评估|公示|修改|修订|清理(?!.{0,8}废止)|失效(?!.{0,4}废止)|党内|网站|栏目|平台|集中|重大|草案"
)
_DECISIONS = {
    ("licensing", "administrative_licensing"): re.compile(
        r"(?:行政许可|许可(?=决定))(?:决定|案件|处理决定|事项)?(?:数量|数|共|共计|为|了)*$"
    ),
    ("enforcement", "administrative_penalty"): re.compile(
        r"(?<!不予)(?:行政处罚|处罚(?=决定))(?:决定|案件|处理决定|决定书|案)?(?:数量|数|共|共计|为|了)*$"
    ),
    ("enforcement", "administrative_compulsion"): re.compile(
        r"(?:行政强制|强制(?=决定))(?:措施|执行|决定|案件|处理决定)?(?:数量|数|共|共计|为|了)*$"
    ),
}
_DECISION_NAMES = {
    "administrative_licensing": "行政许可",
    "administrative_penalty": "行政处罚",
    "administrative_compulsion": "行政强制",
}
_DECIDED = re.compile(
    r"(?:作出|做出|办理|实施|办结|下达|完成|处理|本年(?:度)?|全年|年)(?:的|各类|了|共|共计|累计)*(?:行政|(?:许可|处罚|强制)决定)"
)
_OWN = re.compile(
    r"^(?:20\d{2}\s?年度?|我[局镇乡办委厅县市区街]|我街道|我单位|本[局镇乡年办委县市区]度?|全[年县市区]|共)*"
)
_OF_ONE_OFFICE = re.compile(
    r"政府(?:和|及|、|与)?[^，。；]{0,6}(?:办公室|办公厅|办)?(?:名义)?(?:全年|共计?|累计)*(?:印发|制发|制定|出台)"
)
"""In the report of a whole place: of all documents made there these are some."""
_PUBLISHED = re.compile(r"公开|公示|发布|公布")
_UNDECIDED = re.compile(r"申请|受理|立案|信息|目录|清单|结果|标准|依据|流程|指南|双公示|简易|不予")
_FEES = re.compile(r"行政事业性(?:收费|费用)(?:收入|金额|总额|共计|共|为|合计|[：:])*$")


def claims(report: ReportData, key: str, text: str) -> Iterator[Claim]:
    """What a text says of the documents, decisions and fees of the report's year."""
    tables = report.official_form.table
    for phrase in phrases(text):
        said = (*_documents(phrase), *_decided(phrase), *_fees(phrase)) if phrase.number.is_exact else ()
        if not said or not speaks_of(report, phrase.before):
            continue
        is_a_part = report.kind in {Kind.COUNTY, Kind.CITY} and bool(_OF_ONE_OFFICE.search(phrase.label))
        for what, reading, relation, value in said:
            if all(_stands(tables, cell) for _, cell in reading):
                where = phrase.number.start, phrase.number.end
                relation = Relation.AT_MOST if is_a_part else relation
                yield Claim(Subject.DECISIONS, what, value, (reading,), key, *where, phrase.sentence, relation=relation)
    yield from nothing_decided.claims(report, key, text)


def _stands(tables: dict, cell: Cell) -> bool:
    """Whether the edition has such a cell: the form of 2019 counted documents otherwise."""
    table = tables.get(cell.table)
    return table is not None and cell in table.cells


def _documents(phrase: Phrase) -> Iterator[tuple[str, Reading, Relation, Decimal]]:
    if phrase.number.counter not in COUNTERS or (not phrase.number.counter and phrase.tail):
        return
    label = phrase.label
    named = _DOCUMENT.search(phrase.tail) or _last(_DOCUMENT, phrase.before)
    if not named or _OTHER_WORK.search(label) or _OTHER_WORK.search(phrase.tail):
        return
    for column, words in _VERBS.items():
        if words.search(label) and not re.search(r"(?:、|和|及|与)$", label[: words.search(label).start()]):
            row = "rules" if named[0].startswith("规章") else "normative_documents"
            if _has_an_object_of_its_own(phrase, named):
                return
            what = f"{_NAMES[column]}{'规章' if row == 'rules' else '行政规范性文件'}"
            yield what, plus(Cell("normative_acts", row, column)), Relation.EQUAL, phrase.number.value


def _last(words: re.Pattern, before: str) -> re.Match | None:
    return next(reversed(list(words.finditer(before))), None)


def _has_an_object_of_its_own(phrase: Phrase, named: re.Match) -> bool:
    """Whether the number counts something else than the document that the sentence named (制定制度5项)."""
    if named.string is phrase.tail:
        return not re.match(r"(?:的|现行有效|行政|政府|重要|\s)*(?:规范性文件|规章)", phrase.tail)
    return bool(phrase.tail) and not re.match(r"^(?:文件|行政|。|$)", phrase.tail)


def _decided(phrase: Phrase) -> Iterator[tuple[str, Reading, Relation, Decimal]]:
    if phrase.number.counter not in DECISION_COUNTERS or phrase.tail:
        return
    for (table, row), words in _DECISIONS.items():
        match = words.search(phrase.label)
        if (
            not match
            or _UNDECIDED.search(phrase.label)
            or re.search(r"(?:、|和|及|与)$", phrase.label[: match.start()])
        ):
            continue
        is_published = bool(_PUBLISHED.search(phrase.label)) or phrase.number.counter == "条"
        if not is_published and not _DECIDED.search(phrase.label) and _OWN.sub("", phrase.label) != match[0]:
            continue
        relation = Relation.AT_MOST if is_published else Relation.EQUAL
        yield _DECISION_NAMES[row], plus(Cell(table, row, "decisions")), relation, phrase.number.value


def _fees(phrase: Phrase) -> Iterator[tuple[str, Reading, Relation, Decimal]]:
    if phrase.number.counter in ("元", "万元") and _FEES.search(phrase.label):
        value = phrase.number.value
        amount = value if phrase.number.counter == "万元" else value / YUAN_IN_TEN_THOUSAND
        yield "行政事业性收费", plus(Cell("fees", "administrative_fees", "amount")), Relation.EQUAL, amount
