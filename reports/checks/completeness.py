"""Whether the texts that the form asks for are written."""

import re
from collections.abc import Iterator

from reports.checks.placeholders import without_slots
from reports.checks.registry import Case, Fault, Level, rule
from reports.checks.repair import Repair
from reports.official.report_data import ReportData
from reports.text import lookalikes
from reports.text.sentences import says_something

PROBLEMS = "problems"
OTHER_MATTERS = "other_matters"

SHORTEST_SENTENCE = 5
SHORTEST_WITHOUT_FULL_STOP = 10
"""汉字. Fewer make no sentence of Chinese prose: with a full stop at its end, and without."""

# A text made of these words alone says nothing of the problems: 「目前不存在明显问题」,「问题：无；改进情况：无」.
_NOTHING = re.compile(
    r"(?:本年度?|全年|目前|20\d\d年度?|我[乡镇县区市局办]|我?街道|本?单位|本机关|经自查|[一二三四五]是?|\d"
    r"|暂|尚|均|基本|无|没有|不存在|存在|未发现|未发生|不涉及|略|同上|详?见附件"
    r"|明显|突出|主要|重大|任何|其他|相关|此类|以上|的|及其?|和|问题|不足|改进|整改|情况|措施|内容|事项)*"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_FULL_STOP = re.compile(r"[。！？；.;]")


@rule(
    "W1",
    Level.MUST_FIX,
    asserts="第一部分的五个方面都已写明",
    basis="国办公开办函〔2021〕30号",
    told_when_finished=True,
    reads=("overview",),
    is_part_by_part=True,
)
def each_aspect_is_written(case: Case) -> Iterator[Fault]:
    section = case.report.official_form.section["overview"]
    for text in section.texts:
        if text.is_required and _is_blank(case.report, text.key):
            yield Fault(
                f"{section.title}：没有填写“{text.name}”。请写明这方面的情况，确实没有的，写明没有。", texts=(text.key,)
            )


@rule(
    "W2",
    Level.MUST_FIX,
    asserts="第五部分不只写“无”，至少有一句话",
    basis="国办公开办函〔2021〕30号",
    told_when_finished=True,
    reads=("problems",),
    is_part_by_part=True,
)
def problems_are_more_than_none(case: Case) -> Iterator[Fault]:
    written = _written(case.report, PROBLEMS)
    if written is None or _is_a_statement(written):
        return
    title = case.report.official_form.section[PROBLEMS].title
    said = f"只写了“{written}”" if says_something(written) else "没有填写"
    yield Fault(
        f"{title}：{said}。请写明工作中存在的主要问题和改进情况。",
        texts=(PROBLEMS,),
        quote=written if says_something(written) else "",
    )


def _is_a_statement(text: str) -> bool:
    bare = re.sub(r"[\s，。；：、！？,.;:（）()“”]", "", text)
    if _NOTHING.fullmatch(bare):
        return False
    shortest = SHORTEST_SENTENCE if _FULL_STOP.search(text.strip()[-1:]) else SHORTEST_WITHOUT_FULL_STOP
    return len(_HAN.findall(text)) >= shortest


@rule(
    "W4",
    Level.MUST_FIX,
    asserts="第六部分不为空，没有的写“无”",
    basis="国办公开办函〔2021〕30号",
    told_when_finished=True,
    reads=("other_matters",),
    is_part_by_part=True,
)
def other_matters_are_answered(case: Case) -> Iterator[Fault]:
    if _is_blank(case.report, OTHER_MATTERS):
        title = case.report.official_form.section[OTHER_MATTERS].title
        message = f"{title}：没有填写。请写明收取信息处理费等事项，没有的写“无”。"
        everything = Repair(0, len(case.report.text(OTHER_MATTERS)), "无", "填入“无”")
        yield Fault(message, texts=(OTHER_MATTERS,), repair=everything)


def _is_blank(report: ReportData, key: str) -> bool:
    written = _written(report, key)
    return written is not None and not (says_something(written) and says_something(without_slots(written)))


def _written(report: ReportData, key: str) -> str | None:
    """What is written under a heading, without a repetition of that heading; ``None`` where it is unknown."""
    if key not in report.texts:
        return None
    heading = report.official_form.text[key].name
    text = lookalikes.repaired(report.texts[key]).strip()
    for repeated in (report.official_form.section_of[key].title, heading, re.sub("^（.）", "", heading)):
        rest = text.removeprefix(repeated)
        if not says_something(rest) or rest[0] in "\n：:。":
            text = rest.strip() if rest != text else text
    return text
