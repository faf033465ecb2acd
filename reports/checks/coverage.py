"""Whether the texts speak of what the format asks for, and of nothing else."""

import re
from collections.abc import Iterator

from reports.checks.naming import joined, place_name
from reports.checks.registry import Case, Fault, Level, Threshold, rule
from reports.official.report_data import ReportData
from reports.text.numerals import Use, numbers
from reports.text.sentences import says_something

OVERVIEW = "overview"
PROBLEMS = "problems"
SUPERVISION = "overview.supervision"
LONGEST_OVERVIEW = 1_000
"""Characters of section 一, white space not counted (国办公开办函〔2021〕30号)."""

_COUNTED = {
    "overview.proactive_disclosure": re.compile(r"公开|发布"),
    "overview.information_management": re.compile(
        r"(?:制定|制发|废止|现行有效)[^。]{0,12}规范性文件|规范性文件[^。]{0,12}(?:制定|制发|废止|现行有效)"
    ),
    "overview.platform": re.compile(
        r"(?:开设|设立|设有|建有|建成|运营|打造)[^。]{0,16}(?:网站|公众号|专区|平台|账号|专栏)"
    ),
}
"""The aspects in which offices state figures, and the words for what they count."""

_PROBLEM = re.compile(
    r"问题|不足|短板|弱项|困难|薄弱|有待|不够|欠缺|差距|不到位|不强|不高|不全|不及时|不平衡|滞后|单一|尚需|仍需|还需|亟待"
)
_IMPROVEMENT = re.compile(
    r"改进|改善|整改|下一步|措施|举措|将|加强|强化|提升|提高|完善|健全|优化|拓宽|加大|规范|推动|推进|今后|建立|深化|加快"
)


@rule(
    "W3",
    Level.EXPLAIN,
    asserts="第五部分写明存在的问题，也写明改进情况",
    basis="条例第五十条",
    told_when_finished=True,
    reads=("problems",),
    is_part_by_part=True,
)
def problems_come_with_improvements(case: Case) -> Iterator[Fault]:
    text = case.report.text(PROBLEMS)
    if len(text.strip()) < 10:
        return  # W2 says so
    missing = [name for name, words in (("存在的问题", _PROBLEM), ("改进情况", _IMPROVEMENT)) if not words.search(text)]
    if missing:
        title = case.report.official_form.section[PROBLEMS].title
        yield Fault(f"{title}：没有写明{joined(missing)}。请补充。", texts=(PROBLEMS,))


@rule(
    "W14",
    Level.HINT,
    asserts=f"第一部分原则上不超过 {LONGEST_OVERVIEW} 字（空白不计）",
    basis="国办公开办函〔2021〕30号",
    threshold=Threshold("第一部分的字数", LONGEST_OVERVIEW, 300, 20_000, "字"),
    reads=("overview",),
    is_part_by_part=True,
)
def the_overview_is_short(case: Case) -> Iterator[Fault]:
    longest = case.threshold("W14")
    section = case.report.official_form.section[OVERVIEW]
    length = sum(len(re.sub(r"\s", "", case.report.text(text.key))) for text in section.texts)
    if length > longest:
        yield Fault(
            f"{section.title}：共 {length} 字，多 {length - longest} 字。请精简。",
            texts=(OVERVIEW,),
            values=(str(length),),
        )


_SUBHEADING = re.compile(r"(?m:^)[^\S\n]*[（(][一二三四五六七八九十]{1,2}[）)]\s*(?P<name>[\u4e00-\u9fff、]{2,16})")
_BELONGS = re.compile(r"主动公开|依申请|申请公开|信息管理|信息资源管理|平台|监督|保障|考核|评议|责任追究|信息公开")


@rule(
    "W17",
    Level.HINT,
    asserts="第一部分只写五个方面，不另立标题",
    basis="国办公开办函〔2021〕30号",
    reads=("overview",),
    is_part_by_part=True,
)
def the_overview_keeps_to_its_aspects(case: Case) -> Iterator[Fault]:
    section = case.report.official_form.section[OVERVIEW]
    for text in section.texts:
        others = [
            match["name"]
            for match in _SUBHEADING.finditer(case.report.text(text.key))
            if not _BELONGS.search(match["name"])
        ]
        if others:
            where = place_name(case.report.official_form, text.key)
            names = joined(f"“{each}”" for each in others[:5])
            message = f"{where}：另立了标题{names}。第一部分写五个方面，不宜泛化，请并入相应方面。"
            yield Fault(message, texts=(text.key,), quote=others[0])


_REPORTED_BY_GOVERNMENTS = {
    "工作考核": re.compile(r"考核|考评|绩效|测评|评估"),
    "社会评议": re.compile(r"评议|满意度|社会监督|群众监督|公众监督|监督电话|接受监督|群众评价"),
    "责任追究": re.compile(r"追究|追责|问责|责任落实|约谈|通报批评"),
}


@rule(
    "W19",
    Level.EXPLAIN,
    asserts="各级人民政府在监督保障中写明工作考核、社会评议和责任追究结果情况",
    basis="条例第五十条第四项",
    told_when_finished=True,
    reads=("overview",),
    is_part_by_part=True,
)
def governments_report_how_they_are_supervised(case: Case) -> Iterator[Fault]:
    report = case.report
    written = report.text(SUPERVISION)
    if not report.kind.is_a_government or not says_something(written):
        return
    overview = "".join(report.text(text.key) for text in report.official_form.section[OVERVIEW].texts)
    missing = [name for name, words in _REPORTED_BY_GOVERNMENTS.items() if not words.search(overview)]
    if missing:
        where = place_name(report.official_form, SUPERVISION)
        yield Fault(f"{where}：没有写明{joined(missing)}。请补充，没有的写明没有。", texts=(SUPERVISION,))


@rule(
    "W20",
    Level.HINT,
    asserts="主动公开、政府信息管理、平台建设写有数量",
    told_when_finished=True,
    reads=("overview",),
    is_part_by_part=True,
)
def the_aspects_state_figures(case: Case) -> Iterator[Fault]:
    for key in _COUNTED:
        if key in case.report.official_form.text and _has_no_figure(case.report, key):
            where = place_name(case.report.official_form, key)
            yield Fault(f"{where}：没有写数量。一般写明{_EXPECTED[key]}的数量，没有的写 0。", texts=(key,))


_EXPECTED = {
    "overview.proactive_disclosure": "网站、新媒体发布信息和政策解读",
    "overview.information_management": "规范性文件制发、废止和现行有效",
    "overview.platform": "公开平台、政务公开专区、新媒体账号",
}


_NONE = re.compile(r"(?:没有|未|无)(?:新增|制定|制发|出台|平台|规范性文件)")


def _has_no_figure(report: ReportData, key: str) -> bool:
    text = report.text(key)
    if not _COUNTED[key].search(text) or _NONE.search(text):
        return False
    return not any(each.use is Use.COUNT for each in numbers(text))
