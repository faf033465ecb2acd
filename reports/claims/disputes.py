"""What a text says of 行政复议 and 行政诉讼 over disclosure: how many, with which result, or none.

Grammar: ``行政复议N件``, ``N件行政诉讼``, ``[结果]维持N件`` after the kind of case was named, ``均获维持``, and none in
words: ``未发生因政府信息公开…行政复议、行政诉讼的情况``.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from reports.claims.claim import ASPECT_OF_REQUESTS, Claim, Reading, Subject, plus, together
from reports.claims.phrases import BEFORE, LONGEST_SENTENCE, Phrase, phrases, speaks_of
from reports.official import Cell
from reports.official.report_data import ReportData
from reports.text.sentences import sentence_spans

TABLE = "disputes"
ROW = "cases"
COUNTERS = {"件", "宗", "起", "次", "例", "个", "项", "条", ""}

RECONSIDERATION, LITIGATION = "行政复议", "行政诉讼"
_GROUPS = {
    RECONSIDERATION: ("reconsideration",),
    LITIGATION: ("litigation_direct", "litigation_after_reconsideration"),
    "直接起诉": ("litigation_direct",),
    "复议后起诉": ("litigation_after_reconsideration",),
}
_RESULTS = {
    "结果维持": ("upheld", r"(?:结果)?(?<!未)维持"),
    "结果纠正": ("corrected", r"(?:结果)?(?:纠正|纠错)"),
    "其他结果": ("other_result", r"其[他它]结果"),
    "尚未审结": ("pending", r"(?:尚)?未审结|正在审理中?|审理中"),
}
_NOUN = (
    r"(?:(?:政府)?信息公开类?|申请|程序|案件|事项|案|情况|的|了|为|有|共|共计|合计|总计|累计|计|数量|数|件数|分别|各|是|均|结果"
    r"|[：:“”\"\s])*$"
)
_RESULTS = {name: (result, re.compile(rf"(?:{words}){_NOUN}")) for name, (result, words) in _RESULTS.items()}
_RECONSIDERED = rf"(?:行政)?复议(?!后|前|直接){_NOUN}"
_SUED = rf"(?:行政诉讼|(?<!被)诉讼|行政应诉|被(?:提起)?(?:诉讼|起诉)){_NOUN}"
_KINDS = {
    "复议后起诉": re.compile(rf"复议后(?:直接)?(?:起诉|提起(?:行政)?诉讼){_NOUN}"),
    "直接起诉": re.compile(rf"未经(?:行政)?复议(?:程序)?直接(?:起诉|提起(?:行政)?诉讼){_NOUN}"),
    RECONSIDERATION: re.compile(_RECONSIDERED),
    LITIGATION: re.compile(_SUED),
}
_NAMED = {
    "复议后起诉": re.compile(r"复议后(?:直接)?(?:起诉|提起)"),
    "直接起诉": re.compile(r"未经(?:行政)?复议"),
    RECONSIDERATION: re.compile(r"(?<!经)(?<!经行政)复议(?!后)"),
    LITIGATION: re.compile(r"诉讼|应诉|(?<=被)起诉"),
}
_DISPUTED = re.compile(r"复议|诉讼|应诉|起诉")
_OF_DISCLOSURE = re.compile(r"信息公开|公开申请|依申请|政府信息|政务公开")
_OF_EACH = re.compile(r"(?:、|和|及|与).*(?:均|都|各)(?:为|是)?$")
_OF_ANYTHING = re.compile(r"应诉案件|其中涉及|(?:办理|代理|参与)[^，。；]{0,4}(?:应诉|诉讼)")
"""An organ is sued over more than disclosure: such a sentence has to name it."""
_OF_ANOTHER_YEAR = re.compile(r"上(?:一)?年(?:度)?|去年|往年|历年")
_OTHER_ROLE = re.compile(
    r"办理(?:的)?(?:全[县市区])?行政复议案件|行政执法|强制执行|行政赔偿|出庭|民事|行政处罚案件|仲裁|扣\d"
    r"|因(?![^，。；]{0,24}(?:信息公开|依申请|政务公开|公开申请|申请公开|答复))[^，。；]{2,16}(?:引发|引起|提起|产生)的?行政(?:复议|诉讼)"
)
_ENDED_BY_THE_ASKING = re.compile(r"(?:撤销|撤回|放弃|终止|中止)(?:了|的)?(?:行政)?(?:复议|诉讼|起诉)")
"""撤销复议申请1件 is one of those counted, and no row says which."""
_ONLY_POSSIBLE = re.compile(r"可能|如果?(?:引发|发生|被)|防范|避免|防止|潜在")
_NEGATED = re.compile(
    r"(?:未(?!经)|没有|无|不存在|尚未|从未)(?:有)?(?:发生|出现|收到|产生|引发|引起|涉及|接到|受理|存在)?(?P<what>[^，,。；;！\n]{0,45}?)"
    r"(?=[，,。；;！\n]|$)"
)
_QUALIFIED = re.compile(
    r"纠错|纠正|败诉|撤销|违法|不当|错误|违规|不及时|逾期|超期|过错|结转|上年|去年|尚未|未审结|再次|重大|答复不|被追究|办结|发生变"
    r"|以外|除|胜诉|不服[^政]"
)
_ZERO = re.compile(
    r"(?P<what>(?:行政)?(?:复议|诉讼)[^，。；\d]{0,14}?)(?:均|都|皆|各)?为(?:零|〇)(?:件|起|宗)?(?=[，,。；;！\s]|$)"
)
_ALL_UPHELD = re.compile(r"均(?:获|被|为|予以|得到)?(?:结果)?维持(?!\d)|全部维持|全部予以维持")


def claims(report: ReportData, key: str, text: str) -> Iterator[Claim]:
    """What a text says of the disputes of the report's year."""
    for phrase in phrases(text):
        if _may_count_disputes(phrase, key) and speaks_of(report, phrase.before):
            what, readings = _understood(phrase)
            if readings:
                number = phrase.number
                where = number.start, number.end
                yield Claim(Subject.DISPUTES, what, number.value, readings, key, *where, phrase.sentence)
    for start, end in sentence_spans(text):
        if end - start <= LONGEST_SENTENCE and _DISPUTED.search(text, start, end):
            yield from _in_words(report, key, text[start:end], start)


def _may_count_disputes(phrase: Phrase, key: str) -> bool:
    number = phrase.number
    if not number.is_exact or number.counter not in COUNTERS or (not number.counter and phrase.tail):
        return False
    if _ONLY_POSSIBLE.search(phrase.label) or _ENDED_BY_THE_ASKING.search(phrase.label):
        return False
    return _is_of_disclosure(phrase.sentence, phrase.before, key)


def _is_of_disclosure(sentence: str, before: str, key: str) -> bool:
    if _OF_ANOTHER_YEAR.search(before[-45:]) or _OTHER_ROLE.search(sentence):
        return False
    is_of_requests = key == ASPECT_OF_REQUESTS and not _OF_ANYTHING.search(sentence)
    return is_of_requests or bool(_OF_DISCLOSURE.search(sentence))


def _understood(phrase: Phrase) -> tuple[str, tuple[Reading, ...]]:
    if not any(_DISPUTED.search(words) for words in (phrase.label, phrase.before, phrase.tail)):
        return "", ()
    label = re.sub(r"^其中", "", phrase.label)
    if "分别" in label or (phrase.number.value and _OF_EACH.search(label)):
        return "", ()
    for kind, words in _KINDS.items():
        if match := words.search(label):
            return _of_kind(kind, label[: match.start()])
    named = _last_named(phrase.before)
    for name, (result, words) in _RESULTS.items():
        if named and (words.search(label) or (phrase.is_about_the_count_alone and _is_after(words, phrase.tail))):
            return f"{named}{name}", _readings(named, result)
    if phrase.is_about_the_count_alone or re.search(r"(?:发生|收到|引发|引起|受理|办理|产生|出现|涉及)(?:了)?$", label):
        for kind in (RECONSIDERATION, LITIGATION):
            if re.match(
                rf"(?:因[^，]{{0,20}}的|(?:政府)?信息公开(?:类|领域)?的?)?{kind}(?:案件|申请|案)?$", phrase.tail
            ):
                return kind, _readings(kind, "total")
    return "", ()


def _is_after(words: re.Pattern, tail: str) -> bool:
    """Whether the result is named right after its number (其中3件维持)."""
    return bool(words.match(re.sub(r"^(?:均|被|为|结果|复议机关|法院|予以|案件|尚在(?=审理))+", "", tail)))


def _of_kind(kind: str, before: str) -> tuple[str, tuple[Reading, ...]]:
    """The total of a kind of case, or of both where they share a number (行政复议、行政诉讼0件)."""
    shared = re.search(r"(?:行政)?复议(?:申请|案件|程序)?(?:、|及|和|与|或|以及|，)(?:提起|被提起|引起|引发)?$", before)
    if kind == LITIGATION and shared:
        both = together([_readings(RECONSIDERATION, "total"), _readings(LITIGATION, "total")])
        return "行政复议和行政诉讼", both
    if re.search(r".(?:、|(?<!涉)及|和|与|或)$", before):  # after more words than the 和 that follows another number
        return "", ()
    return kind, _readings(kind, "total")


def _readings(kind: str, result: str) -> tuple[Reading, ...]:
    return (plus(*(Cell(TABLE, ROW, f"{group}_{result}") for group in _GROUPS[kind])),)


def _last_named(before: str) -> str | None:
    """The kind of case that was named last."""
    found = {kind: [match.end() for match in words.finditer(before)] for kind, words in _NAMED.items()}
    named = {kind: ends[-1] for kind, ends in found.items() if ends}
    return max(named, key=named.__getitem__) if named else None


def _in_words(report: ReportData, key: str, sentence: str, start: int) -> Iterator[Claim]:
    """None in words, and that all were upheld."""
    found = (each for words in (_NEGATED, _ZERO, _ALL_UPHELD) for each in words.finditer(sentence))
    for match in found:
        before = sentence[max(0, match.start() - BEFORE) : match.start()]
        if not speaks_of(report, before) or not _is_of_disclosure(sentence, before, key):
            continue
        for what, reading in _said_in_words(match, before):
            where = start + match.start(), start + match.end()
            yield Claim(Subject.DISPUTES, what, Decimal(0), (reading,), key, *where, sentence.strip())


def _upheld_kinds(before: str) -> list[str]:
    """The kinds of case of which all were upheld: the last one where a bracket or a result of its own parts them."""
    is_parted = before.rfind("（") > before.rfind("）") or re.search(r"纠正|纠错|撤销|败诉|其[他它]结果", before)
    last = _last_named(before)
    if is_parted:
        return [last] if last in (RECONSIDERATION, LITIGATION) else []
    return [kind for kind in (RECONSIDERATION, LITIGATION) if _NAMED[kind].search(before)]


def _said_in_words(match: re.Match, before: str) -> Iterator[tuple[str, Reading]]:
    if match.re is _ALL_UPHELD:
        for kind in _upheld_kinds(before):
            for name, (result, _) in _RESULTS.items():
                if result != "upheld":
                    yield f"{kind}{name}", _readings(kind, result)[0]
        return
    words = re.sub(r"^[^及]*结转[^及]*及", "", match["what"])  # 无申请结转情况及行政复议、诉讼情况
    if _QUALIFIED.search(words):
        return
    if re.search(r"复议", words) and not re.search(r"复议后|未经", words):
        yield f"没有{RECONSIDERATION}", _readings(RECONSIDERATION, "total")[0]
    if re.search(r"诉讼|应诉", words):
        yield f"没有{LITIGATION}", _readings(LITIGATION, "total")[0]
