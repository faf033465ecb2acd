"""Whether a report speaks of its own year and as the organ that it is of: what a copied text gives away."""

import re
from collections.abc import Iterator

from reports.checks.naming import joined, place_name
from reports.checks.organ_names import OrganName
from reports.checks.reads import TEXTS
from reports.checks.registry import Case, Fault, Level, rule
from reports.checks.repair import replaced
from reports.official.report_data import Kind, ReportData
from reports.text.sentences import matched_sentences, repaired_texts, sentences

OVERVIEW = "overview."

# 2022年，我镇共…: a sentence that begins with a year and reports what was done in it.
_YEAR_OF_THE_SENTENCE = re.compile(
    r"^\s*(?:[（(][一二三四五][）)][^。]{0,14}?[。：:\s]\s*|[一二三四五]是)?(?:截[至止])?(?:在)?(?P<year>20\d{2})\s?年(?:度)?"
    r"(?:[，,]\s?|全年|(?=我|本|共|累计|未|没有|无|新收|收到|受理|主动|通过|[\u4e00-\u9fff]{2,10}(?:镇|乡|街道|局|县|区|市)[\u4e00-\u9fff]{0,6}(?:共|累计|收到|受理|主动)))"
)
_AS_OF = re.compile(r"^\s*截[至止](?:到)?\s?(?P<year>20\d{2})\s?年(?:12\s?月(?:\s?31\s?日|底)|年?底)[，,]")
_REPORTS = re.compile(
    r"收到|受理|办结|公开|发布|制定|制发|废止|现行有效|开展|召开|组织|累计|共(?:计)?\s?\d|未发生|没有"
)
_WORKED = re.compile(r"^(?:我|本)[\u4e00-\u9fff]{1,4}[^，。；]{0,12}(?:贯彻|落实|坚持|推进|按照|围绕)")
_TITLE = re.compile(r"《[^《》]{1,60}》")
_THIS_REPORT = re.compile(
    r"现[将就](?:[\u4e00-\u9fff]{0,20}?)(?P<year>20\d{2})\s?年(?:度)?(?:政府|政务)?信息公开[^，。；]{0,12}如下"
)
"""现将我镇2021年政府信息公开工作情况报告如下: what is announced is this report, whatever else the sentence says."""
_OF_ANOTHER_TIME = re.compile(
    r"较|比|同比|相比|上年|去年|以来|计划|下一步|将(?!于)|明年|拟|结转|考核|评估|评比|通报|印发|《|〔|年报|年度报告|决算|预算|起至|至今"
    r"|整改|反馈|存在|问题|期间|年底前|年初"
)


@rule(
    "W7",
    Level.EXPLAIN,
    asserts="写本年度情况的句子没有写成别的年份",
    reads=("overview",),
    is_part_by_part=True,
)
def no_other_year_stands_in_place_of_the_reports(case: Case) -> Iterator[Fault]:
    report = case.report
    for key, text in repaired_texts(report):
        if not key.startswith(OVERVIEW):
            continue
        end = 0
        for sentence in sentences(text):
            at = text.index(sentence, end)
            end = at + len(sentence)
            match = _year_of(sentence)
            if not match or int(match["year"]) == report.year or str(report.year) in sentence:
                continue
            where = place_name(report.official_form, key)
            message = (
                f"{where}：写的是{match['year']}年，报告年度是{report.year}年。请核对年份，或者是否沿用了以前的文字。"
            )
            span = (at + match.start("year"), at + match.end("year"))
            yield Fault(message, (), (key,), sentence, (match["year"],), span, str(report.year))


def _year_of(sentence: str) -> re.Match | None:
    """The year of which a sentence reports; ``None`` where it reports of none, or compares with another time."""
    if announced := _THIS_REPORT.search(sentence):
        return announced
    match = _YEAR_OF_THE_SENTENCE.match(sentence) or _AS_OF.match(sentence)
    rest = sentence[match.end() :] if match else ""
    if _WORKED.match(rest):
        rest = _TITLE.sub("", rest)
    elif not _REPORTS.search(sentence):
        return None
    return None if _OF_ANOTHER_TIME.search(rest) or re.match(r"\s?\d{1,2}月", rest) else match


_ITSELF = {
    "我局": "局",
    "我委": "委",
    "我厅": "厅",
    "我乡": "乡",
    "我镇": "镇",
    "我街道": "街道",
    "我街": "街道",
    "我县": "县",
    "我村": "村",
}
_UNITS = re.compile(r"我(?:局|委|厅|乡|镇|街道|街(?!头|区|坊)|县|村)")
_ENDINGS = {
    Kind.TOWNSHIP: ("乡", "镇"),
    Kind.SUBDISTRICT: ("街道", "街"),
    Kind.DEPARTMENT: ("局", "委", "厅", "办", "中心"),
}


@rule(
    "W8",
    Level.EXPLAIN,
    asserts="自称与机关相符（乡镇的报告中没有“我局”），没有把别的乡镇写成自己",
    reads=(TEXTS,),
    is_part_by_part=True,
)
def the_organ_speaks_of_itself_as_what_it_is(case: Case) -> Iterator[Fault]:
    report = case.report
    own = OrganName.parse(report.organ).own
    for key, text in repaired_texts(report):
        where = place_name(report.official_form, key)
        for found in matched_sentences(text, _UNITS.finditer(text)):
            strange = [match for match in found.matches if not _may_say(report, own, match[0])]
            if strange:
                said = joined(dict.fromkeys(match[0] for match in strange))
                message = f"{where}：{report.organ}的报告中写了“{said}”。请核对是否沿用了别的单位的文字。"
                itself = _itself(report, own)
                repair = replaced(text, strange, [itself] * len(strange)) if itself else None
                yield Fault(message, texts=(key,), quote=found.sentence, span=strange[0].span(), repair=repair)
        yield from _other_places(report, own, key, text)


def _may_say(report: ReportData, own: str, said: str) -> bool:
    """Whether an organ of that kind and name may call itself so: what is not of its kind is not asserted."""
    unit = _ITSELF.get(said, "")
    if report.kind is Kind.TOWNSHIP:
        return unit in ("县", "村") or own.endswith(unit) or (unit in ("乡", "镇") and not own.endswith(("乡", "镇")))
    if report.kind is Kind.SUBDISTRICT:
        return unit in ("县", "村", "街道")
    if report.kind is Kind.DEPARTMENT:
        return unit not in ("乡", "镇", "街道") and (unit != "局" or not own.endswith(("委", "办", "厅", "中心")))
    return unit not in ("乡", "镇", "街道", "局") if report.kind in (Kind.COUNTY, Kind.CITY) else True


def _itself(report: ReportData, own: str) -> str:
    """How the organ calls itself, where its name shows it: 我镇, 我局."""
    units = ("县",) if report.kind is Kind.COUNTY else _ENDINGS.get(report.kind, ())
    unit = next((each for each in units if own.endswith(each)), "")
    return f"我{unit}" if f"我{unit}" in _ITSELF else ""


_PLACE = re.compile(
    r"(?:^|[，。；：\n])[^\S\n]*(?:20\d{2}\s?年(?:度)?[，,]?\s?)?(?P<place>(?!各|全|我|本|该|两|所有|相关|有关|其他|部分|个别|辖区|乡镇)[\u4e00-\u9fff]{2,5}(?:镇|乡|街道))"
    r"(?:人民政府|政府|办事处|党委)?(?=(?:认真|严格|高度重视|积极|始终|坚持|共|累计|主动公开|收到|受理|未收到|全年|持续|不断|扎实|深入|结合))"
)
_PLACE_NAME = re.compile(r"[\u4e00-\u9fff]+")
"""Read again without what stands before it: the mark that ends a sentence is of that sentence, not of the name's."""


def _other_places(report: ReportData, own: str, key: str, text: str) -> Iterator[Fault]:
    if report.kind not in (Kind.TOWNSHIP, Kind.SUBDISTRICT):
        return
    named = (_PLACE_NAME.match(text, *match.span("place")) for match in _PLACE.finditer(text))
    for found in matched_sentences(text, named):
        strange = [place for place in found.matches if not _is_own(place[0], own, report.organ)]
        if strange:
            where = place_name(report.official_form, key)
            names = joined(f"“{each}”" for each in dict.fromkeys(place[0] for place in strange))
            message = f"{where}：写的是{names}，报告的机关是{report.organ}。请核对是否沿用了别的单位的文字。"
            is_of_its_kind = own.endswith(_ENDINGS[report.kind])
            repair = replaced(text, strange, [own] * len(strange)) if is_of_its_kind else None
            yield Fault(message, texts=(key,), quote=found.sentence, span=strange[0].span(), repair=repair)


def _is_own(place: str, own: str, organ: str) -> bool:
    if re.search(r"我|本|^度|^[上去]年", place):
        return True  # 2023年度我镇 is no name
    bare = re.sub(r"(?:镇|乡|街道)$", "", place)
    return bare in organ or re.sub(r"(?:镇|乡|街道)$", "", own)[-2:] in place
