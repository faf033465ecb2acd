"""What does not belong into a published text: personal numbers, words to the superior, garbled words."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from reports.checks.naming import place_name, quoted
from reports.checks.reads import TEXTS
from reports.checks.registry import Case, Fault, Level, rule
from reports.checks.repair import Repair, replaced, without
from reports.official.interchange import shown
from reports.official.report_data import ReportData
from reports.text import lookalikes
from reports.text.sentences import MatchedSentence, known_texts, matched_sentences, repaired_texts

_IDENTITY = re.compile(r"(?<![\dA-Za-z])[1-9]\d{16}[\dXx](?![\dA-Za-z])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_MOBILE = re.compile(r"(?<![\d\-—.])(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?![\d\-])")
_CALLED = re.compile(
    r"(?:(?:居民)?身份证(?:件)?(?:号码?)?|(?:联系|咨询|监督|举报)?(?:电话|手机)(?:号码?)?|联系方式)(?:为|是)?\s*[：:]?\s*$"
)
LONGEST_NAME = 16  # characters before a number that say what it is
_ACCOUNT = re.compile(r"(?:[账帐]号|账户|卡号|银行卡)[^\d。；\n]{0,12}((?:\d[ -]?){15,18}\d)(?!\d)")


@rule(
    "W11",
    Level.MUST_FIX,
    asserts="正文没有身份证号、手机号和银行账号（本机关的办公电话除外）",
    basis="条例第十五条",
    reads=(TEXTS,),
    is_part_by_part=True,
)
def no_personal_number_is_published(case: Case) -> Iterator[Fault]:
    for key, text in repaired_texts(case.report):
        where = place_name(case.report.official_form, key)
        for name, matches in personal_numbers(text):
            for each in matched_sentences(text, matches):
                numbers = [_with_its_name(text, each.span[0], match) for match in each.matches]
                message = f"{where}：有{name}。请删除，联系方式写办公电话。"
                repair = without(text, each.span, *numbers)
                yield Fault(message, texts=(key,), quote=each.sentence, span=each.first, repair=repair)


def personal_numbers(text: str) -> Iterator[tuple[str, Iterator[re.Match]]]:
    """What looks like a number of a person in a text, by kind: what the kind is called, and the matches."""
    yield "身份证号", (each for each in _IDENTITY.finditer(text) if _is_identity(each[0]))
    yield "手机号", _MOBILE.finditer(text)
    yield "银行账号", _ACCOUNT.finditer(text)


def _with_its_name(text: str, since: int, number: re.Match) -> tuple[int, int]:
    """Where a number stands with what it is called before it, and in its brackets where these hold nothing else."""
    start, end = number.span()
    if called := _CALLED.search(text[max(since, start - LONGEST_NAME) : start]):
        start -= len(called[0])
    is_bracketed = start > since and text[start - 1] in "（(" and text[end : end + 1] in ("）", ")")
    return (start - 1, end + 1) if is_bracketed else (start, end)


def _is_identity(number: str) -> bool:
    """Whether 18 digits are a resident's identity number: a day of birth, and the check digit (GB 11643)."""
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return born.year >= 1900 and _CHECK_DIGITS[total % 11] == number[17].upper()


CLAUSE_MARKS, SENTENCE_MARKS = "，,；;", "。！？"
_TO_THE_SUPERIOR = re.compile(
    r"(?<![\u4e00-\u9fff珍宝高名])贵(?:办|局|府|委|厅|单位|机关|科室|中心|处)(?![州阳港宾族金])"
    r"|(?:根据|按照|依据|报|送|请|经|与|向|由)贵(?:办|局|府|委|厅|单位|机关|科室|中心|处)"
    r"|(?:妥否|当否|可否)，?请(?:批示|审示|审阅|指示|示)|请予?(?:审阅|审核批准|审批|批示)|(?:特此|现)呈报|呈请审"
)


@rule(
    "W16",
    Level.MUST_FIX,
    asserts="正文没有写给上级机关的话，如“根据贵办”“妥否，请批示”",
    reads=(TEXTS,),
    is_part_by_part=True,
)
def nothing_is_addressed_to_the_superior(case: Case) -> Iterator[Fault]:
    for key, text in repaired_texts(case.report):
        for each in matched_sentences(text, _TO_THE_SUPERIOR.finditer(text)):
            where = place_name(case.report.official_form, key)
            message = f"{where}：“{shown(each.said[0])}”是写给上级机关的话，年度报告面向社会公布。请改写。"
            repair = without(text, each.span, _clause(text, each))
            yield Fault(message, texts=(key,), quote=each.sentence, span=each.first, repair=repair)


def _clause(text: str, found: MatchedSentence) -> tuple[int, int]:
    """根据贵办《通知》要求: the clause that is said to the superior, of several the first to the last."""
    since, until = found.span
    first, last = found.matches[0].start(), found.matches[-1].end()
    start = max((text.rfind(mark, since, first) + 1 for mark in CLAUSE_MARKS), default=since)
    ends = [at for mark in CLAUSE_MARKS + SENTENCE_MARKS if (at := text.find(mark, last, until)) >= 0]
    return max(since, start), min(ends, default=until)


_GARBLED = re.compile(
    r"的的(?!确)|(?<!为)(?<!除)了了(?![解结])|(?<![是])是是(?!非)"
    r"|(?P<word>(?![一逐件条层步项家户村个批次层])[\u4e00-\u9fff]{2,8})(?P=word)(?<!研究研究)(?<!讨论讨论)"
    r"|(?<!\d)\d{5,40}(?=年(?!\d))|。{2,}(?!。)|，{2,}|、{2,}|；{2,}|[，、；][。]|。[，、；]"
)
_HALF_WIDTH = re.compile(
    r"(?<=[\u4e00-\u9fff”》）])[,;:?!](?=[\u4e00-\u9fff“《（])|(?<=[\u4e00-\u9fff])\.(?=[\u4e00-\u9fff])"
)
_TO_FULL_WIDTH = str.maketrans(",;:?!.", "，；：？！。")
_STRANGE = re.compile(r"[\u2e80-\u2fdf]")


@rule(
    "W18",
    Level.HINT,
    asserts="没有重复、错乱的字词，没有形近字，汉字之间不用半角标点",
    reads=(TEXTS,),
    is_part_by_part=True,
)
def no_word_is_doubled_or_garbled(case: Case) -> Iterator[Fault]:
    for key, text in known_texts(case.report):
        where = place_name(case.report.official_form, key)
        plain = lookalikes.repaired(text)
        for each in matched_sentences(plain, _GARBLED.finditer(plain)):
            right = [_meant(match, case.report.year) for match in each.matches]
            message = f"{where}：{quoted(each.said)}疑似重复或错误。请核对。"
            repair = replaced(plain, each.matches, right, "改正") if all(right) else None
            yield Fault(message, texts=(key,), quote=each.sentence, span=each.first, repair=repair)
        marks = list(_HALF_WIDTH.finditer(plain))
        wide = replaced(plain, marks, [each[0].translate(_TO_FULL_WIDTH) for each in marks], "改为全角标点")
        yield from _once(case.report, key, "汉字之间有半角标点", plain, marks, wide)
        strange = list(_STRANGE.finditer(text))
        usual = replaced(text, strange, [lookalikes.repaired(each[0]) for each in strange], "改为通用汉字")
        yield from _once(case.report, key, "有形近字（部首字符），检索和朗读时会出错", text, strange, usual)


def _meant(garbled: re.Match, year: int) -> str:
    """What was meant: the word or mark once, the report's year; empty where that is open (。，)."""
    words = garbled[0]
    if garbled["word"] or len(set(words)) == 1:
        return garbled["word"] or words[0]
    if words.isdigit():
        left = iter(words)
        return str(year) if all(digit in left for digit in str(year)) else ""
    return words[-1] if words.endswith("。") else ""


def _once(
    report: ReportData, key: str, what: str, text: str, matches: Sequence[re.Match], repair: Repair | None
) -> Iterator[Fault]:
    """One finding for a text, at the first sentence where it is so: a thousand commas are one slip."""
    for each in matched_sentences(text, matches)[:1]:
        message = f"{place_name(report.official_form, key)}：{what}，如{quoted(each.said)}。请改正。"
        yield Fault(message, texts=(key,), quote=each.sentence, span=each.first, repair=repair)
