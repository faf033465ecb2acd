"""What people say to a score: a supervisor deducts or gives back with a reason, an organ answers its own sheet.

Nothing that was entered is changed or deleted. After the closing an entry is a counter-entry beside the closed sheet.
"""

from dataclasses import dataclass

from django.db import transaction

from reports.lifecycle.appraisal.document import ScoreSheet
from reports.lifecycle.appraisal.reading import appraisal_of
from reports.lifecycle.appraisal.schemes import REASON_LENGTH, locked, require_assessor
from reports.lifecycle.appraisal.scoring import ItemScore, points
from reports.lifecycle.notifications import APPRAISAL, AUTHORS, notify, people_of
from reports.lifecycle.refusals import AlreadyDone, Refused
from reports.models.appraisal import (
    LONGEST_ANSWER,
    AppraisalScheme,
    EvidenceKind,
    SchemeState,
    ScoreAnswer,
    ScoreEntry,
)
from reports.models.locking import lock
from reports.models.organs import Organ, Role, User
from reports.text.cleaning import cleaned, length

ANSWERING_ROLES = (Role.CLERK, Role.LEADER)
SHORTEST_ANSWER = 2
NOT_ASSESSED = "本单位不在考核范围，没有得分单。"


@dataclass(frozen=True)
class WantedEntry:
    """What is to be entered to an item, by its key: tenths of points, negative where they are given back."""

    item: int
    tenths: int
    reason: str


def seen_of(sheet: ScoreSheet) -> str:
    """What tells whether anything was entered to the sheet since."""
    return str(sheet.entries[-1].number) if sheet.entries else ""


def enter(scheme_id: int, organ: Organ, by: User, wanted: WantedEntry, *, seen: str) -> ScoreEntry:
    """Deduct for a manual item, or give back of any; ``seen`` is ``seen_of`` the sheet of the page.

    Raises ``Refused`` for who is no supervisor of the office, before the scheme is open, for an organ that is not
    assessed, and for more than was deducted. The sheet is reckoned before anything is locked.
    """
    scheme = AppraisalScheme.objects.select_related("superior").get(pk=scheme_id)
    require_assessor(by, scheme.superior_id)
    appraisal = appraisal_of(scheme, [organ.pk])
    sheet = appraisal.sheet_of(organ.pk)
    if sheet is None:
        raise Refused(f"{organ}不在考核范围，不能登记。")
    _require_sound(sheet.scores, appraisal.full, wanted)
    with transaction.atomic():
        now = locked(scheme_id, by)
        if now.state != scheme.state or now.state not in (SchemeState.OPEN, SchemeState.CLOSED):
            raise Refused(f"评分表为“{now.get_state_display()}”，不能登记。")
        last = ScoreEntry.objects.filter(item__scheme=now, organ=organ).order_by("-pk").first()
        if seen != (str(last.pk) if last else ""):
            raise Refused("得分单在您打开本页后有变化，请核对后再登记。")
        closing = now.closing if now.state == SchemeState.CLOSED else None
        said = {"tenths": wanted.tenths, "reason": wanted.reason, "closing": closing, "by": by}
        entry = ScoreEntry.objects.create(item_id=wanted.item, organ=organ, **said)
        if closing:
            words = f"{now.superior}更正本单位 {now.year} 年度考核得分，请查看得分单。"
            notify(APPRAISAL, now.year, words, people_of([organ.pk], AUTHORS, but=by))
    return entry


def answer(scheme_id: int, organ: Organ, by: User, text: str) -> ScoreAnswer:
    """What a clerk or leader of an organ holds against its sheet (对得分有不同意见), until the day that was set.

    Said again in the same words it is the second click of a double click: ``AlreadyDone``.
    """
    text = cleaned(text).text.strip()
    if not any(by.has_role(role, organ.pk) for role in ANSWERING_ROLES):
        raise Refused("不同意见由本单位的填报员或分管领导提出。")
    if length(text) < SHORTEST_ANSWER or len(text) > LONGEST_ANSWER:
        raise Refused(f"请填写不同意见，{SHORTEST_ANSWER}—{LONGEST_ANSWER} 字。")
    scheme = AppraisalScheme.objects.select_related("superior").get(pk=scheme_id)
    is_assessed = appraisal_of(scheme, [organ.pk]).sheet_of(organ.pk) is not None
    with transaction.atomic():
        lock(Organ.objects.filter(pk=scheme.superior_id)).get()
        now = AppraisalScheme.objects.select_related("superior").get(pk=scheme_id)
        if refusal := refusal_of_answering(now, is_assessed=is_assessed):
            raise Refused(refusal)
        last = now.answers.filter(organ=organ).order_by("-pk").first()
        if last and (last.text, last.by_id) == (text, by.pk):
            raise AlreadyDone("不同意见已提出，不必重复操作。")
        said = ScoreAnswer.objects.create(scheme=now, organ=organ, text=text, by=by)
        office = people_of([now.superior_id], (Role.SUPERVISOR,), but=by)
        words = f"{organ}对 {now.year} 年度考核得分提出不同意见，请核对。"
        notify(APPRAISAL, now.year, words, [(organ.pk, person) for _, person in office])
    return said


def refusal_of_answering(scheme: AppraisalScheme, *, is_assessed: bool = True) -> str:
    """Why nothing can be said to a sheet now, in a sentence; empty where it can."""
    if not is_assessed:
        return NOT_ASSESSED
    if scheme.state == SchemeState.CLOSED:
        return "考核得分已定稿，不能再提出不同意见。"
    if scheme.state != SchemeState.OPEN:
        return "得分还没有反馈，不能提出不同意见。"
    if scheme.is_past_answering:
        return f"提出不同意见的期限（{scheme.answers_until}）已过。"
    return ""


def _require_sound(scores: tuple[ItemScore, ...], full: int, wanted: WantedEntry) -> None:
    shortest, longest = REASON_LENGTH
    found = next((each for each in scores if each.item.key == wanted.item), None)
    if found is None:
        raise Refused("评分表没有所选的计分项，请刷新后再试。")
    title = found.item.title
    if not shortest <= len(wanted.reason) <= longest:
        raise Refused(f"请填写理由，{shortest}至{longest}字。")
    if wanted.tenths == 0 or abs(wanted.tenths) > full:
        raise Refused(f"分数应大于 0，不超过满分 {points(full)} 分。")
    if wanted.tenths > 0 and found.item.kind is not EvidenceKind.MANUAL:
        raise Refused(f"“{title}”按记录计算，不能另行扣分，只能退回所扣的分。")
    if -wanted.tenths > found.deducted:
        raise Refused(f"“{title}”现扣 {points(found.deducted)} 分，退回不能超过所扣的分。")
