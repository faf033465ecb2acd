"""Stock phrases (常用表述) that a superior organ offers to those who write its subordinates' reports."""

import re
from collections.abc import Callable

from django.db import transaction

from reports.models.locking import lock
from reports.models.organs import Organ
from reports.models.phrases import StockPhrase
from reports.official import wording

MOST_PHRASES_OF_A_TEXT = 30
YEAR, WE = "年份", "自称"  # the slots that are filled in from the report; every other is left to its clerk
BLANK = "____"  # what a clerk still has to fill in; the check W6 finds it where that was forgotten

_SLOT = re.compile(r"\{([^{}]*)\}")

DEFAULT_PHRASES: dict[str, tuple[str, ...]] = {
    "overview.lead": ("{年份}年，{自称}认真贯彻落实" + wording.REGULATIONS + "，{总体情况}。",),
    "overview.proactive_disclosure": (
        "{年份}年，{自称}通过{平台名称}发布信息{条数}条。",
        "重点公开{领域}等方面的政府信息{条数}条。",
    ),
    "overview.disclosure_on_request": (
        "{年份}年，{自称}未收到政府信息公开申请，无上年结转。",
        "对收到的申请，均在法定期限内答复。",
    ),
    "overview.information_management": (
        "严格执行政府信息发布审核制度，坚持先审后发。",
        "对政府信息公开目录实行动态更新，及时清理失效内容。",
    ),
    "overview.platform": (
        "依托{平台名称}发布政府信息，明确专人负责日常更新和维护。",
        "在{地点}设置政务公开专区，方便群众查阅。",
    ),
    "overview.supervision": (
        "将政府信息公开纳入年度工作考核，{考核结果}。",
        "开展社会评议，{评议结果}。",
        "未发生因不履行政府信息公开义务而追究责任的情况。",
        "全年组织政府信息公开培训{次数}次。",
    ),
    "problems": ("一是{问题}。改进情况：{措施}。", "二是{问题}。改进情况：{措施}。"),
    "other_matters": (wording.no_fees(),),
}
"""What an installation offers until a superior organ has phrases of its own, by text."""


class PhraseChanged(Exception):
    """Somebody else changed the phrase meanwhile, or moved another to its place."""


class TooManyPhrases(Exception):
    """The text has as many phrases as it may."""


def phrases_of(organ_id: int | None) -> dict[str, list[str]]:
    """The phrases that a superior organ offers, by text; the installation's where it has none of its own."""
    own: dict[str, list[str]] = {}
    for text, body in StockPhrase.objects.filter(organ_id=organ_id).values_list("text", "body"):
        own.setdefault(text, []).append(body)
    return own or {text: list(bodies) for text, bodies in DEFAULT_PHRASES.items()}


def filled_in(body: str, *, year: int, we: str) -> str:
    """The phrase as it is inserted: with the year and the organ's word for itself, other slots left blank."""
    known = {YEAR: str(year), WE: we}
    return _SLOT.sub(lambda slot: known.get(slot[1], BLANK), body)


def has_even_braces(body: str) -> bool:
    """Whether every brace belongs to a slot that says what is to be filled in."""
    slots = _SLOT.findall(body)
    return all(slot.strip() for slot in slots) and not re.search("[{}]", _SLOT.sub("", body))


@transaction.atomic
def change_phrases(organ: Organ, text: str, change: Callable[[list[str]], list[str]]) -> None:
    """Rewrite the phrases of a text; from the first change on they are the organ's own.

    ``change`` may raise ``PhraseChanged`` or ``TooManyPhrases``, and then nothing is written.
    """
    lock(Organ.objects.all()).get(pk=organ.pk)
    phrases = phrases_of(organ.pk)
    phrases[text] = change(phrases.get(text, []))
    organ.phrases.all().delete()
    StockPhrase.objects.bulk_create(
        StockPhrase(organ=organ, text=key, position=position, body=body)
        for key, bodies in phrases.items()
        for position, body in enumerate(bodies)
    )


def added(body: str) -> Callable[[list[str]], list[str]]:
    def change(bodies: list[str]) -> list[str]:
        if len(bodies) >= MOST_PHRASES_OF_A_TEXT:
            raise TooManyPhrases
        return [*bodies, body]

    return change


def removed(place: int, seen: str) -> Callable[[list[str]], list[str]]:
    def change(bodies: list[str]) -> list[str]:
        _must_stand(bodies, place, seen)
        return [*bodies[:place], *bodies[place + 1 :]]

    return change


def reworded(place: int, seen: str, body: str, *, by: int = 0) -> Callable[[list[str]], list[str]]:
    """The phrase at a place reads otherwise, and goes some places on; at an end it stays."""

    def change(bodies: list[str]) -> list[str]:
        _must_stand(bodies, place, seen)
        rest = [*bodies[:place], *bodies[place + 1 :]]
        target = max(0, place + by)
        return [*rest[:target], body, *rest[target:]]

    return change


def _must_stand(bodies: list[str], place: int, seen: str) -> None:
    if not 0 <= place < len(bodies) or bodies[place] != seen:
        raise PhraseChanged
