"""The parts that follow a total in a sentence: where their list ends, and what their words say about being all of it.

What stands in brackets after a part, and its 占…％, are none. A list ends where the sentence turns to something else:
共计, 同时, or, after a comma, a verb or a channel that no part before it had (…，微信公众号推送600条).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reports.text.numerals import Number, Use

_REST = re.compile(r"^[，,、；;\s]*(?:以及|和|及)?(?:公开|发布)?(?:其[他它余]|剩余|余下)")
_ENDED = re.compile(
    r"上年|结转|办结|答复|受理|共计|合计|总计|同时|另外|此外|其中|以上|同比|较上|比上|较去|占|，(?:均|全部|已)"
    r"|[，,；;][^，,；;]{0,6}(?:(?:19|20)\d{2}|[一二][〇○零九][〇○零一二三四五六七八九]{2}|去)\s?年"
)
_SHARE = re.compile(r"[，,（(]?\s*约?占(?:比)?[^，,。；;（）()\d]{0,16}\d{1,3}(?:\.\d{1,4})?\s?[%％]\s?[）)]?")
_OTHER_MEASURE = re.compile(r"收到|受理|办结|答复|结转|新增|更新|主动公开|人次|点击|阅读|访问|点赞|评论|转发")
_RECEIVED = re.compile(r"(?:共)?(?:收到|接到)(?:的)?(?:申请)?(?=[为有共是计的：: ]*$)")
_REPRINTED = re.compile(r"转载")
_ANOTHER_VERB = re.compile(r"推送|转发|开展|举办|召开|回应|回复|制作|编发|印发|审核|办理|培训")
_ANOTHER_CHANNEL = re.compile(
    r"微信|微博|公众号|抖音|快手|新媒体|视频号|客户端|头条|电子屏|显示屏|公告栏|公示栏|公开栏"
)
_PLACE = re.compile(r"(?:[县区市旗州镇乡级局委办]|街道|部门|单位|政府|办公室|本级)$")
_LEVEL = re.compile(r"(?:[省市县区镇乡村]|县区|乡镇|市县|镇街|本)级")
_ASKING_CHANNEL = re.compile(
    r"网络|网上|在线|线上|互联网|信函|信件|邮寄|邮件|来信|书面|当面|现场|窗口|传真|平台|线下|电话"
)
_PUBLISHING_CHANNEL = re.compile(rf"网站|门户|官网|公报|[一两]微|{_ANOTHER_CHANNEL.pattern}")
_APPLICANT = re.compile(r"自然人|公民|个人|法人|组织|企业|机构")
_RESULTS = tuple(map(re.compile, (r"维持", r"纠正|纠错", r"其[他它]结果", r"未审结|审理中|未结")))
_END_OF_A_DISPUTE = re.compile(
    r"维持|纠正|纠错|撤销|撤回|终止|其[他它]结果|未审结|审理中|未结|胜诉|败诉|调解|和解|确认违法|责令"
)
_WAYS_TO_COURT = tuple(map(re.compile, (r"未经(?:行政)?复议|直接起诉", r"复议后")))
_HALVES = tuple(map(re.compile, (r"上半年", r"下半年")))
_FILL = "为有共是计的：: "


@dataclass(frozen=True)
class Parts:
    """The numbers of a list, the words before each, and whether the list says that it is whole or that it is not."""

    numbers: tuple[Number, ...]
    labels: tuple[str, ...]
    has_rest: bool
    is_open: bool
    fills_bracket: bool
    of_another_counter: tuple[Number, ...] = ()  # 征集调查16期 among 条, where the rest follows: counted, or not

    def of(self, total: Number) -> tuple[Number, ...]:
        """The numbers that are added to the total: those of another counter where it is not right without."""
        own = tuple(number for number in self.numbers if number not in self.of_another_counter)
        return own if sum(number.value for number in own) == total.value else self.numbers

    @property
    def may_overlap(self) -> bool:
        said = "，".join(_without_the_common_verb(self.labels))
        return bool(_OTHER_MEASURE.search(said) or (len(self.numbers) < 4 and _REPRINTED.search(said)))

    @property
    def are_of_one_row(self) -> bool:
        """Whether one mark divides them all that never begins a new clause: A1条、B2条、C3条."""
        marks = {label.lstrip()[:1] for label in self.labels[1:]}
        return marks in ({"、"}, {"；"}, {";"})

    def divide(self, *, are_applications: bool) -> bool:
        """Whether they divide their total: it all is in one of the places, came in one of the ways, from somebody."""
        are_places = len(self.labels) > 2 and self._all(_PLACE)
        are_ways = are_applications and self._all(_ASKING_CHANNEL)
        are_applicants = self._all(_APPLICANT) and bool(re.search("自然人|公民|个人", "，".join(self.labels)))
        are_kinds = any(self._each_of(kinds) for kinds in (_RESULTS, _WAYS_TO_COURT, _HALVES))
        return are_places or are_ways or are_applicants or are_kinds

    @property
    def seem_to_divide(self) -> bool:
        """Whether they are probably all: levels of a place, channels it came out through, ends of cases."""
        are_ends = len(self.labels) > 2 and self._all(_END_OF_A_DISPUTE)  # of two, a third may go without saying
        return are_ends or any(map(self._all, (_PLACE, _LEVEL, _PUBLISHING_CHANNEL)))

    def _all(self, words: re.Pattern) -> bool:
        return all(words.search(label.rstrip(_FILL)) for label in _without_the_common_verb(self.labels))

    def _each_of(self, kinds: Sequence[re.Pattern]) -> bool:
        are_as_many = len(kinds) == len(self.labels)
        return are_as_many and all(any(kind.search(label) for label in self.labels) for kind in kinds)


def parts_after(
    text: str, begin: int, end: int, counters: frozenset[str], following: Sequence[Number], *, is_bracketed: bool
) -> Parts | None:
    """The numbers that follow as parts, as long as the list goes on in one measure; ``None`` where it is unclear."""
    found: list[Number] = []
    labels: list[str] = []
    since = begin
    for number in following:
        if number.start < begin or _depth(text, since, number.start) > 0:
            continue  # in the opening's note, or in brackets after a part
        label = text[since : number.start]
        if is_bracketed and _depth(text, since, number.start) < 0:
            break
        if number.use is not Use.COUNT:
            continue
        label = _without_brackets(_SHARE.sub("", label))
        if found and (_ENDED.search(label) or _turns_away(label, labels)):
            break
        if not number.is_exact or not (found or number.counter in counters):
            return None
        found.append(number)
        labels.append(label)
        since = number.end
    return _whole_list(found, labels, text[found[-1].end : end] if found else "", is_bracketed=is_bracketed)


def _whole_list(found: list[Number], labels: list[str], after: str, *, is_bracketed: bool) -> Parts | None:
    """The list with what its words and the text ``after`` it say of it; ``None`` where it is none."""
    if len(found) < 2 or _ENDED.match(labels[0]) or any(label.endswith("各") for label in labels):
        return None
    is_open = bool(re.match(r"[^，。；、]{0,4}等", after))
    fills = is_bracketed and bool(re.match(r"[^，。；、（(\d]{0,8}[）)]", after))
    has_rest = any(_REST.match(label) for label in labels[1:])
    others = tuple(number for number in found if number.counter != found[0].counter)
    if others and not (_REST.match(labels[-1]) and found[-1] not in others and len(found) - len(others) > 2):
        return None
    return Parts(tuple(found), tuple(labels), has_rest, is_open, fills, others)


def _without_the_common_verb(labels: Sequence[str]) -> Sequence[str]:
    """其中县政府收到30件，乡镇收到90件: a verb that all parts share makes them of no other measure than their total."""
    bare = [_RECEIVED.sub("", label) for label in labels]
    return labels if any(map(str.__eq__, bare, labels)) else bare


def _turns_away(label: str, before: Sequence[str]) -> bool:
    """Whether a clause speaks of what none of the parts before it did: another verb, another channel."""
    if not label.lstrip().startswith(("，", ",", "；", ";")):
        return False
    kinds = (kind for kind in (_ANOTHER_VERB, _ANOTHER_CHANNEL) if kind.search(label))
    return any(not any(kind.search(each) or _PUBLISHING_CHANNEL.search(each) for each in before) for kind in kinds)


def _depth(text: str, start: int, end: int) -> int:
    """How many brackets of ``text[start:end]`` are open at its end; below zero where it closed one of before."""
    opened = sum(text.count(mark, start, end) for mark in "（(")
    return opened - sum(text.count(mark, start, end) for mark in "）)")


def _without_brackets(words: str) -> str:
    return re.sub(r"[（(][^（）()]{0,80}[）)]", "", words)
