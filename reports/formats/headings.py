"""The headings of the report as offices print them: the six sections and the five aspects of the first."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

from reports.formats.labels import words
from reports.official import EDITIONS

_NUMBER = re.compile(r"^\s*(?:第?([一二三四五六])(?:\s*[、.．：:]|部分)|([1-6])\s*[、.．](?!\d))\s*")
_SUBNUMBER = re.compile(r"^\s*(?:[（(]\s*([一二三四五六七八九十])\s*[)）]|(\d)\s*[.．、](?!\d))\s*[.、]?\s*")
_HEADING_END = re.compile(r"[。：:；\n\[]|\s{1,}")
LONGEST_HEADING, LONGEST_UNNUMBERED = 40, 24
LEAST_LIKENESS_OF_A_TITLE = 0.75

# By section, groups of words of which one of each must stand in the heading.
_SECTIONS: dict[str, tuple[tuple[str, ...], ...]] = {
    "overview": (("总体情况", "总体推进情况", "基本情况", "概述", "总体工作"),),
    "proactive_disclosure": (("主动公开",), ("信息", "政府")),
    "applications": (("申请",), ("收到", "处理", "办理")),
    "disputes": (("复议",), ("诉讼",)),
    "problems": (("问题", "不足"), ("改进", "整改", "措施", "举措", "打算", "情况")),
    "other_matters": (("其他", "其\u5b83"), ("事项", "情况", "报告")),
}
_ASPECTS: dict[str, tuple[str, ...]] = {
    "overview.disclosure_on_request": ("依申请", "申请公开"),
    "overview.proactive_disclosure": ("主动公开", "主动政府信息", "主动发布"),
    "overview.platform": ("平台", "渠道建设"),
    "overview.supervision": ("监督", "保障"),
    "overview.information_management": ("信息管理", "信息资源", "信息的管理"),
}
ORDER = tuple(_SECTIONS)


class Heading(NamedTuple):
    """A heading that was found: whose it is, and what of the line is text already."""

    key: str
    rest: str
    name: str = ""


def section_heading(line: str) -> Heading | None:
    """The section that a line heads; ``None`` where it heads none. A line without its number must be nothing else."""
    number = _NUMBER.match(line)
    body = line[number.end() :] if number else line.strip()
    name, rest = _parted(body)
    if not name or len(name) > LONGEST_HEADING:
        return None
    if not number and (rest.strip() or len(name) > LONGEST_UNNUMBERED or _SUBNUMBER.match(line)):
        return None
    for key, groups in _SECTIONS.items():
        is_said = all(any(word in name for word in group) for group in groups)
        if is_said and (_is_its_own(number, key) if number else _is_the_title(name, key)):
            return Heading(key, rest, name)
    return None


def _is_the_title(name: str, key: str) -> bool:
    """Whether a heading without a number is nearly the official one: rows of the tables have like names."""
    official = words(_NUMBER.sub("", EDITIONS["2021"].section[key].title))
    return SequenceMatcher(None, words(name), official, autojunk=False).ratio() >= LEAST_LIKENESS_OF_A_TITLE


def _is_its_own(number: re.Match, key: str) -> bool:
    """Whether the number is the section's own; （本年度）办理结果 of table 三 is numbered 三 and heads nothing."""
    position = "一二三四五六".find(number[1]) if number[1] else int(number[2]) - 1
    return ORDER.index(key) == position


def aspect_heading(line: str) -> Heading | None:
    """The aspect of section 一 that a numbered line heads; an empty key where it heads another thing."""
    number = _SUBNUMBER.match(line)
    if not number:
        return None
    body = line[number.end() :]
    name, rest = _parted(body)
    is_sentence = len(words(name)) > 24 or bool(re.search(r"\d", name)) or (not rest.strip() and name.endswith("。"))
    clause = re.split(r"[，。]", body, maxsplit=1)[0] if is_sentence else name
    for key, keywords in _ASPECTS.items():
        if any(word in clause for word in keywords):
            return Heading(key, body if is_sentence else rest, "" if is_sentence else name)
    return Heading("", line, name)


def _parted(body: str) -> tuple[str, str]:
    """A heading and what follows it on the line; a heading whose parts are set apart by blanks is one."""
    end = _HEADING_END.search(body)
    if not end:
        return body.strip(), ""
    rest = body[end.end() :] if body[end.start()] != "[" else body[end.start() :]
    return body[: end.start()].strip(), rest.lstrip()
