"""What a text says of applications for disclosure (依申请公开): received, carried over, handled, and how.

Grammar: ``[verb or result] [件数 …] N件`` (受理政府信息公开申请17件), ``[verb] N件 [申请]`` (收到31件政府信息公开申请),
``N件 [result]`` (另2件结转下一年处理), and none in words (未收到政府信息公开申请, 零申请,
无结转下年度). Where a sentence spoke of applications before, the applicants' columns (自然人N件) and the rows under a
result (重复申请N件). 办理N件 and 依申请公开N件 may be what came in or what was dealt with.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from reports.claims import no_applications, nothing_carried
from reports.claims.channels import TAKEN, came_in_one_way, is_of_one_channel
from reports.claims.claim import ASPECT_OF_REQUESTS, Claim, Reading, Subject, minus, plus, together
from reports.claims.phrases import Phrase, phrases, speaks_of
from reports.claims.topics import (
    FORWARD,
    GRANTED,
    HANDLED,
    HANDLED_AFTER,
    NOUN,
    REASON_TOPICS,
    REASONS,
    TOPICS,
    TOTAL,
    UNCERTAIN_TOPICS,
    Topic,
)
from reports.official import EDITIONS, Cell, Edition
from reports.official.report_data import ReportData

TABLE = "applications"
COUNTERS = {"件", "宗", "份", "条", "起", "次", "例", "个", "项", "封", "件次", ""}

_AND = re.compile(r"(?:、|(?<!涉)及|和|与|或|以及)$")
_OTHER_MATTER = re.compile(
    r"留言|信箱|热线|咨询|投诉件|建议|提案|许可申请|救助|补贴|低保|来电|诉求|工单|意见|评论|稿件|简报|登记申请|不动产"
    r"|仲裁|调解|国家赔偿|信访件|专利|资助|奖补|保障金|贷款|复议申请"
)
_OTHERS_WORK = re.compile(
    r"指导|协助|协办|委托|会办|代为|(?<!结)转办|转送|移送|转交|参与|督促|(?:正在|尚在|仍在|跨年|待|延期)(?:办理|处理)|督办"
)
_OF_A_PART = re.compile(r"其中(?!.*新)|复议|诉讼")
_BEFORE_A_RESULT = re.compile(
    r"^(?:因[^，。；]{1,12}?(?=结转|转结|顺延)|申请|政府信息公开申请|信息公开申请|已|均|属于|作出|为|予以(?!公开)|的|被){0,3}"
)
_SIFTED = re.compile(r"不予受理|未予受理")
"""Where some of what came in were not taken on, nobody knows which of the numbers the table counts."""
_OF_CITIZENS = re.compile(r"(?:公民|自然人|个人)(?!、|和|及|或|与)[^，。；]*$")
_OF_ORGANISATIONS = re.compile(r"^[^。]{0,30}?(?:法人|企业|其[他它]组织)[^，。；]{0,12}\d")
_RESULTS = re.compile(r"予以公开|部分公开|不予公开|无法提供|不予处理")
_IN_PARTS = re.compile(r"延期|延长|逾期|超期|当场|当面|提前|口头")
_NOT_YET = re.compile(r"(?:未|没有|尚未|未能)(?:能|及时|按[时期]|予)?(?:办结|答复|办理|处理|回复)")
_OF_SOME = re.compile(
    r"(?:延期|延长期限|逾期|超期|当场|提前|口头|补正后?|并案|合并)(?:处理|办理)?(?:后|予以)?(?:实际)?(?:办结|答复|办理|受理)"
)
_BUT_FOR = re.compile(r"除[^。；]{1,30}外[，,]?(?:其余|其[他它]|剩余)?的?$")
"""除2件申请人撤回外，其余26件均已答复: those 2 were dealt with too."""
_IN_TIME = re.compile(r"按[时期](?:办结|答复|办理)")
"""按期办结8件，延期办结2件: neither is all that was dealt with."""
_APPLICATION = re.compile(r"申请|依申请公开|公开件")
_ASKED_AFTER = re.compile(
    r"(?:政府信息|政务信息|信息|依|公民|公开|的|关于|有关|群众)*(?:申请|依申请公开)"
    r"|针对(?:本|我)[\u4e00-\u9fff]{1,3}(?:的|有关)*政府信息公开(?:事务|事项)?的申请$"
)
_ASKED_FOR = r"(?:提出|提交|申请|件数|数量|件|数|的|为|有|共|[：:])*$"
_APPLICANTS = {
    "natural_person": re.compile(rf"(?:自然人|公民)(?:个人)?{_ASKED_FOR}"),
    "business": re.compile(rf"商业企业{_ASKED_FOR}"),
    "research": re.compile(rf"科研机构{_ASKED_FOR}"),
    "public_welfare": re.compile(rf"社会公益组织{_ASKED_FOR}"),
    "legal_service": re.compile(rf"法律服务机构{_ASKED_FOR}"),
}
_LEGAL = re.compile(rf"法人(?:(?:或|和|及|、|与)?(?:者)?其[他它](?:社会)?组织)?{_ASKED_FOR}")
_OF_ALL = ("新收", "收到", "办结", "办理", "依申请公开")
_ORGANISATIONS = ("business", "research", "public_welfare", "legal_service", "other_org")


def claims(report: ReportData, key: str, text: str) -> Iterator[Claim]:
    """What a text says of the applications of the report's year."""
    cells = _cells_of(report.edition)
    last: Topic | None = None
    sentence, is_of_some = -1, False
    for phrase in phrases(text):
        if phrase.start_of_sentence != sentence:
            sentence, last, is_of_some = phrase.start_of_sentence, None, False
        if not _may_count_applications(phrase, key) or not speaks_of(report, phrase.before):
            continue
        is_of_some = is_of_some or (last is None and came_in_one_way(phrase.label))
        topic, readings = _understood(phrase, cells, last)
        if readings and not is_of_some:
            last = topic or last
            name = topic.name if topic else _name_of(phrase)
            yield _claim(Subject.APPLICATIONS, name, key, phrase, readings)
    nothing_new = cells.readings(TOPICS[0])[0]
    yield from no_applications.claims(report, key, text, nothing_new, is_of_requests=key == ASPECT_OF_REQUESTS)
    if key == ASPECT_OF_REQUESTS:
        yield from nothing_carried.claims(report, key, text, cells.reading("over"), cells.reading("forward"))


def _name_of(phrase: Phrase) -> str:
    return "申请人" if _applicants(phrase.label) else TOTAL.name


def _claim(subject: Subject, what: str, key: str, phrase: Phrase, readings: tuple[Reading, ...]) -> Claim:
    number = phrase.number
    return Claim(subject, what, number.value, readings, key, number.start, number.end, phrase.sentence)


def _may_count_applications(phrase: Phrase, key: str) -> bool:
    number = phrase.number
    if not number.is_exact or number.counter not in COUNTERS or number.value != number.value.to_integral_value():
        return False
    if any(_OTHER_MATTER.search(words) for words in (phrase.label, phrase.tail)) or _OTHERS_WORK.search(phrase.label):
        return False
    if not number.counter and phrase.tail:
        return False
    said = phrase.before + phrase.tail
    if key == ASPECT_OF_REQUESTS:
        return bool(_APPLICATION.search(phrase.sentence)) or not _OTHER_MATTER.search(phrase.sentence)
    return bool(re.search(r"依申请|公开申请|申请公开|信息公开[^，。；]{0,6}申请", said))


def _understood(phrase: Phrase, cells: "_Cells", last: Topic | None) -> tuple[Topic | None, tuple[Reading, ...]]:
    """What the number counts, and the cells that it may be; nothing where the words leave it open."""
    if last and last.name == "上年结转" and phrase.label in ("共计", "合计", "总计", "共"):
        return None, cells.readings(TOTAL)
    if phrase.is_about_the_count_alone:
        topic = _heading(phrase.tail) or _handled_after(phrase)
        return topic, cells.readings(topic) if topic else ()
    if last and last.name == "办结" and phrase.label.strip("、和及 ") == "结转" and not phrase.tail:
        return FORWARD, cells.readings(FORWARD)
    if last and last.name in _OF_ALL and (columns := _applicants(phrase.label)):
        return None, cells.readings(last, columns)
    if "分别" in phrase.label[1:] or (TAKEN.search(phrase.label) and _SIFTED.search(phrase.sentence)):
        return None, ()
    topic, rest = _ending(phrase.label)
    if last and (reason := _named_reason(phrase.label, topic)):
        return reason, cells.readings(reason)
    if topic is None or (topic.name in _OF_ALL and not _is_of_applications(phrase, rest, last)):
        return None, ()
    if _AND.search(rest) and topic not in UNCERTAIN_TOPICS:
        return _combined(topic, rest, cells)
    readings = cells.readings(topic)
    if topic.is_a_result and (row := _reason(rest, topic)) and "等" not in rest:
        readings = (*readings, plus(cells.total(row)))
    return topic, readings


def _ending(label: str) -> tuple[Topic | None, str]:
    """The topic with which the words end, the one that begins last, and the words before it."""
    found = next(filter(None, (_named(topics, label) for topics in (TOPICS, UNCERTAIN_TOPICS))), [])
    if not found:
        return (GRANTED, "") if label.removeprefix("其中").strip("、 ，") in ("公开", "已公开") else (None, label)
    start, topic = max(found, key=lambda each: each[0])
    return topic, label[:start].rstrip()


def _named(topics: tuple[Topic, ...], label: str) -> list[tuple[int, Topic]]:
    return [(match.start(), topic) for topic in topics if (match := _last(topic.words, label))]


def _last(words: re.Pattern, label: str) -> re.Match | None:
    """The match that begins last: 不予公开 holds no 予以公开, and 收到…新收 speaks of what is new."""
    found = None
    at = 0
    while match := words.search(label, at):
        found, at = match, match.start() + 1
    return found


def _heading(tail: str) -> Topic | None:
    """The topic with which the words after a number begin (2件结转下一年处理)."""
    words = _BEFORE_A_RESULT.sub("", tail)
    for topic in TOPICS:
        if topic.is_a_result or topic.name in ("结转下年度", "上年结转"):
            beginning = re.match(topic.words.pattern.removesuffix(NOUN), words)
            if beginning and re.match(NOUN, words[beginning.end() :]):
                return topic
    return None


def _handled_after(phrase: Phrase) -> Topic | None:
    """What was dealt with, as the words after a number say; not where some were answered in time and others late."""
    are_some = _IN_PARTS.search(phrase.sentence) or _BUT_FOR.search(phrase.before)
    is_handled = HANDLED_AFTER.match(phrase.tail) and not are_some
    return HANDLED if is_handled else None


def _is_of_applications(phrase: Phrase, rest: str, last: Topic | None) -> bool:
    """Whether a verb that anything may be the object of has applications for its own, all of them."""
    if is_of_one_channel(phrase.label) or _OF_A_PART.search(phrase.label):
        return False
    if (
        _OF_SOME.search(phrase.label)
        or _NOT_YET.search(phrase.label)
        or (_IN_TIME.search(phrase.label) and _IN_PARTS.search(phrase.after))
    ):
        return False
    if _OF_CITIZENS.search(phrase.label) and _OF_ORGANISATIONS.match(phrase.after):
        return False
    own = phrase.label[len(rest) :]
    said_before = re.search(r"申请|受理政府信息公开", own)
    said_after = _ASKED_AFTER.match(phrase.tail)
    if said_before or said_after:
        return True
    is_bare = not re.search(r"信息|公开", own) and not phrase.tail
    is_spoken_of = last is not None or "申请" in phrase.before or bool(_RESULTS.search(phrase.after))
    return is_bare and is_spoken_of and not _OTHER_MATTER.search(phrase.before)


def _combined(topic: Topic, rest: str, cells: "_Cells") -> tuple[Topic | None, tuple[Reading, ...]]:
    """Two results that share a number; with anything else before the 及 nobody knows what is counted."""
    first, before = _ending(_AND.sub("", rest))
    if first is None:
        return (topic, cells.readings(topic)) if not _AND.sub("", rest).strip("、 ") else (None, ())
    if not (topic.is_a_result and first.is_a_result) or _AND.search(before):
        return None, ()
    both = together([cells.readings(first), cells.readings(topic)])
    return replace(topic, name=f"{first.name}和{topic.name}"), both


def _reason(words: str, topic: Topic) -> str | None:
    prefix = topic.rows[0].removesuffix("*")
    for row, reason in REASONS.items():
        if row.startswith(prefix) and re.search(reason, words):
            return row
    return None


def _named_reason(label: str, topic: Topic | None) -> Topic | None:
    """The row under a result that the words end with, where nothing else begins after it."""
    if topic is not None and topic not in UNCERTAIN_TOPICS:
        return None
    return next((reason for reason in REASON_TOPICS if reason.words.search(label)), None)


def _applicants(label: str) -> tuple[str, ...]:
    if _LEGAL.search(label):
        return _ORGANISATIONS
    return tuple(column for column, words in _APPLICANTS.items() if words.search(label))


@cache
def _cells_of(edition: str) -> "_Cells":
    return _Cells(EDITIONS[edition])


class _Cells:
    """The cells of table 三 in an edition by what a topic may refer to."""

    def __init__(self, form: Edition) -> None:
        self._rows = [row.key for row in form.table[TABLE].rows]
        self._made: dict[tuple[str, tuple[str, ...]], Reading] = {}

    def total(self, row: str, column: str = "total") -> Cell:
        return Cell(TABLE, row, column)

    def readings(self, topic: Topic, columns: tuple[str, ...] = ("total",)) -> tuple[Reading, ...]:
        return tuple(self.reading(kind, columns) for kind in topic.rows)

    def reading(self, kind: str, columns: tuple[str, ...] = ("total",)) -> Reading:
        if (kind, columns) not in self._made:
            self._made[kind, columns] = self._make(kind, columns)
        return self._made[kind, columns]

    def _make(self, kind: str, columns: tuple[str, ...]) -> Reading:
        new, over = (plus(*(self.total(row, each) for each in columns)) for row in ("new_received", "carried_over"))
        handled = plus(*(self.total("handled_total", each) for each in columns))
        known = {
            "new": new,
            "over": over,
            "new+over": (*new, *over),
            "handled": handled,
            "handled-over": minus(handled, *(cell for _, cell in over)),
            "forward": plus(*(self.total("carried_forward", each) for each in columns)),
            "granted+partially": plus(
                *(self.total(row, each) for row in ("granted", "partially_granted") for each in columns)
            ),
        }
        if kind in known:
            return known[kind]
        prefix = kind.removesuffix("*")
        rows = [row for row in self._rows if (row.startswith(prefix) if kind.endswith("*") else row == kind)]
        return plus(*(self.total(row, each) for row in rows for each in columns))
