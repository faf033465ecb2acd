"""Whether the regulations and notices that a report cites are those in force, under their own titles."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from reports.checks.naming import place_name
from reports.checks.reads import TEXTS
from reports.checks.registry import Case, Fault, Level, rule
from reports.official.wording import FORMAT_NAME
from reports.text.sentences import matched_sentences, repaired_texts

_OPEN, _CLOSE = r"\s?[〔\[（(【﹝]\s?", r"\s?[〕\]）)】﹞]\s?"
FIRST_YEAR_OF_2021 = 2021
NOTICE = "国办公开办函〔2021〕30号"


class _Wrong(NamedTuple):
    """Something that is no longer, or never was, the basis of a report: how it is written, and what to write.

    ``instead`` takes the place of the group ``wrong`` of what is written, of all of it where there is none.
    """

    written: re.Pattern
    message: str
    instead: str
    since: int = 0  # the first year of whose reports it is wrong


_WRONG = (
    _Wrong(
        re.compile(rf"国办公开办函{_OPEN}2019{_CLOSE}60\s?号"),
        "国办公开办函〔2019〕60号已由国办公开办函〔2021〕30号代替",
        NOTICE,
        FIRST_YEAR_OF_2021,
    ),
    _Wrong(
        re.compile(
            rf"(?P<wrong>(?:《[^《》\n]{{0,60}}?)?有关事项的?通知》?)\s?[（(]?\s?国办公开办函{_OPEN}2021{_CLOSE}30\s?号"
        ),
        "国办公开办函〔2021〕30号的标题是《关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》，"
        "“有关事项的通知”是〔2019〕60号的标题",
        FORMAT_NAME,
    ),
    _Wrong(
        re.compile(r"(?:国务院令\s?[（(]?\s?第?|令第)\s?(?P<wrong>492)\s?号"),
        "国务院令第492号是修订前的条例，现行条例为国务院令第711号",
        "711",
    ),
    _Wrong(
        re.compile(rf"国办发{_OPEN}2014{_CLOSE}32\s?号"),
        "国办发〔2014〕32号不再是年度报告的依据，应为国办公开办函〔2021〕30号",
        NOTICE,
        FIRST_YEAR_OF_2021,
    ),
    _Wrong(
        re.compile(r"政府信息公开条例》?\s?[（(][^（）()]{0,20}?国务院令\s?第?\s?(?P<wrong>(?!711|492)\d{1,4})\s?号"),
        "现行《中华人民共和国政府信息公开条例》为国务院令第711号",
        "711",
    ),
    _Wrong(
        re.compile(
            rf"年度报告格式〉?》?(?:的通知》?)?\s?[（(]?\s?国办公开办函{_OPEN}(?P<wrong>(?!2021)\d{{4}}){_CLOSE}30\s?号"
        ),
        "年度报告格式的文号是国办公开办函〔2021〕30号",
        "2021",
    ),
    _Wrong(
        re.compile(
            rf"年度报告格式〉?》?(?:的通知》?)?\s?[（(]?\s?国办公开办函{_OPEN}2021{_CLOSE}(?P<wrong>(?!30\s?号)\d{{1,4}})\s?号"
        ),
        "年度报告格式的文号是国办公开办函〔2021〕30号",
        "30",
    ),
)


@rule(
    "W13",
    Level.EXPLAIN,
    asserts="引用的条例和通知现行有效，标题与文号相符",
    basis="国务院令第711号；国办公开办函〔2021〕30号",
    reads=(TEXTS,),
    is_part_by_part=True,
)
def what_is_cited_is_in_force(case: Case) -> Iterator[Fault]:
    for key, text in repaired_texts(case.report):
        where = place_name(case.report.official_form, key)
        for wrong in _WRONG:
            if case.report.year < wrong.since:
                continue
            for each in matched_sentences(text, wrong.written.finditer(text)):
                message = f"{where}：{wrong.message}。请核对引用的依据。"
                span = each.matches[0].span("wrong" if "wrong" in wrong.written.groupindex else 0)
                instead = wrong.instead if _has_the_same_marks(text[slice(*span)], wrong.instead) else ""
                yield Fault(message, texts=(key,), quote=each.sentence, span=span, instead=instead)


def _has_the_same_marks(words: str, instead: str) -> bool:
    """Whether both are a title between its marks, or neither is: half of one is not replaced by a whole."""
    return all((mark in words) == (mark in instead) for mark in "《》")
