"""The life of a scheme: drafted, open to the units it assesses, closed for good, or given up where it was wrong.

Everything about a scheme is written under the lock of its office.
"""

from dataclasses import replace
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from reports.lifecycle.appraisal.document import Appraisal
from reports.lifecycle.appraisal.reading import appraisal_of, written
from reports.lifecycle.appraisal.units import units_of
from reports.lifecycle.appraisal.wanted import WantedScheme, require_sound
from reports.lifecycle.notifications import APPRAISAL, AUTHORS, notify, people_of
from reports.lifecycle.refusals import AlreadyDone, Refused
from reports.models.appraisal import AppraisalClosing, AppraisalItem, AppraisalScheme, SchemeState
from reports.models.locking import lock
from reports.models.organs import Organ, Role, User
from reports.models.sealing import sealing

REASON_LENGTH = (10, 200)
MOST_TIME_TO_ANSWER = timedelta(days=180)
NOT_THEIRS = "考核由审核单位的审核员办理。"
HAS_CHANGED = "评分表在您打开本页后有变化，请重新查看后再操作。"
SCORES_CHANGED = "得分在您打开本页后有变化，请重新查看后再定稿。"
NOT_A_DRAFT = "得分已反馈各单位，评分表不能修改。如需修改，请先停用，再复制为新的评分表。"


def draft(office: Organ, year: int, by: User, wanted: WantedScheme) -> AppraisalScheme:
    """Begin a scheme of the year as a draft; ``Refused`` where the office has one in use."""
    require_sound(wanted)
    with transaction.atomic(), sealing():
        lock(Organ.objects.filter(pk=office.pk)).get()
        require_assessor(by, office.pk)
        in_use = AppraisalScheme.objects.filter(superior=office, year=year).exclude(state=SchemeState.GIVEN_UP).first()
        if in_use:
            raise Refused(f"{year} 年度已有评分表“{in_use}”（{in_use.get_state_display()}），不能再建。")
        scheme = AppraisalScheme(superior=office, year=year)
        _write(scheme, wanted, by)
    return scheme


def save_draft(scheme_id: int, by: User, wanted: WantedScheme, *, seen: str) -> AppraisalScheme:
    """Write a draft anew; ``seen`` is ``AppraisalScheme.seen`` of the page. ``Refused`` once it is open."""
    require_sound(wanted)
    with transaction.atomic(), sealing():
        scheme = locked(scheme_id, by)
        _require_draft(scheme, seen)
        scheme.items.all().delete()
        _write(scheme, wanted, by)
    return scheme


def discard(scheme_id: int, by: User, *, seen: str) -> None:
    """Throw a draft away; nobody but the office has seen it."""
    with transaction.atomic(), sealing():
        scheme = locked(scheme_id, by)
        _require_draft(scheme, seen)
        scheme.delete()


def open_scheme(scheme_id: int, by: User, *, answers_until: date, seen: str) -> AppraisalScheme:
    """Show each unit its sheet, and let it say until that day what it holds against it; the scheme stays as it is."""
    with transaction.atomic(), sealing():
        scheme = locked(scheme_id, by)
        if scheme.state == SchemeState.OPEN:
            raise AlreadyDone("得分已反馈各单位，不必重复操作。")
        _require_draft(scheme, seen)
        if not scheme.items.exists():
            raise Refused("评分表没有计分项，请先填写。")
        today = timezone.localdate()
        if not today <= answers_until <= today + MOST_TIME_TO_ANSWER:
            raise Refused(f"截止日期应在 {today} 至 {today + MOST_TIME_TO_ANSWER} 之间。")
        organs = units_of(scheme.superior, scheme.year).organs
        if not organs:
            raise Refused("没有可以考核的单位，不能反馈。")
        scheme.answers_until = answers_until
        _become(scheme, SchemeState.OPEN, by)
        words = f"{scheme.superior}反馈 {scheme.year} 年度考核得分，请查看本单位得分单"
        words += f"；有不同意见的，请在 {answers_until} 前提出。"
        _tell(scheme, [each.pk for each in organs], words, by)
    return scheme


def give_up(scheme_id: int, by: User, *, reason: str) -> AppraisalScheme:
    """Take an open scheme out of use (停用), for a reason; it stays to be read by the office, and may be copied."""
    shortest, longest = REASON_LENGTH
    with transaction.atomic(), sealing():
        scheme = locked(scheme_id, by)
        if scheme.state == SchemeState.GIVEN_UP:
            raise AlreadyDone("评分表已停用，不必重复操作。")
        if scheme.state != SchemeState.OPEN:
            raise Refused(f"评分表为“{scheme.get_state_display()}”，不能停用。")
        if not shortest <= len(reason) <= longest:
            raise Refused(f"请填写停用的理由，{shortest}至{longest}字。")
        scheme.reason = reason
        _become(scheme, SchemeState.GIVEN_UP, by)
        organs = [each.pk for each in units_of(scheme.superior, scheme.year).organs]
        _tell(scheme, organs, f"{scheme.superior}停用 {scheme.year} 年度考核评分表，反馈的得分不再有效。", by)
    return scheme


def close(scheme_id: int, by: User, *, seen: str) -> AppraisalClosing:
    """Freeze every sheet with its evidence; ``seen`` is ``Appraisal.digest`` of the page.

    The sheets are reckoned before anything is locked, and kept only if no entry and no answer has come since.
    ``Refused`` before the last day for answers is over.
    """
    scheme = AppraisalScheme.objects.select_related("superior").get(pk=scheme_id)
    require_assessor(by, scheme.superior_id)
    _require_closable(scheme)
    before, at = _last_said(scheme), timezone.now()
    appraisal = appraisal_of(scheme)
    if appraisal.digest != seen:
        raise Refused(SCORES_CHANGED)
    closed = replace(appraisal, closed_by=str(by), closed_at=written(at))
    with transaction.atomic(), sealing():
        scheme = locked(scheme_id, by)
        _require_closable(scheme)
        if _last_said(scheme) != before:
            raise Refused(SCORES_CHANGED)
        about = {"content": closed.as_bytes(), "content_hash": closed.digest, "by": by, "at": at}
        closing = AppraisalClosing.objects.create(scheme=scheme, **about)
        _become(scheme, SchemeState.CLOSED, by)
        words = f"{scheme.superior} {scheme.year} 年度考核得分已定稿，请查看本单位得分单。"
        _tell(scheme, _keys(closed), words, by)
    return closing


def refusal_of_closing(scheme: AppraisalScheme) -> str:
    """Why the scheme cannot be closed today, in a sentence; empty where it can."""
    if scheme.state == SchemeState.CLOSED:
        return "考核得分已定稿。"
    if scheme.state != SchemeState.OPEN:
        return "得分还没有反馈各单位，不能定稿。"
    if not scheme.is_past_answering:
        return f"各单位在 {scheme.answers_until} 前可以提出不同意见，此后才能定稿。"
    return ""


def locked(scheme_id: int, by: User) -> AppraisalScheme:
    """The scheme under the lock of its office, for one of its supervisors; ``Refused`` for others, or if gone."""
    office = AppraisalScheme.objects.filter(pk=scheme_id).values_list("superior", flat=True).first()
    if office is not None:
        require_assessor(by, office)
        lock(Organ.objects.filter(pk=office)).get()
    scheme = AppraisalScheme.objects.select_related("superior").filter(pk=scheme_id).first()
    if scheme is None:
        raise Refused("评分表已放弃，请重新打开考核页面。")
    return scheme


def require_assessor(by: User, office: int) -> None:
    """``Refused`` for whoever is no supervisor of the office."""
    if not by.has_role(Role.SUPERVISOR, office):
        raise Refused(NOT_THEIRS)


def _require_draft(scheme: AppraisalScheme, seen: str) -> None:
    if scheme.state != SchemeState.DRAFT:
        raise Refused(NOT_A_DRAFT)
    if scheme.seen != seen:
        raise Refused(HAS_CHANGED)


def _require_closable(scheme: AppraisalScheme) -> None:
    if scheme.state == SchemeState.CLOSED:
        raise AlreadyDone("考核得分已定稿，不必重复操作。")
    if refusal := refusal_of_closing(scheme):
        raise Refused(refusal)


def _write(scheme: AppraisalScheme, wanted: WantedScheme, by: User) -> None:
    scheme.name, scheme.full_tenths, scheme.days_to_mend = wanted.name, wanted.full, wanted.days_to_mend
    scheme.days_off = [each.isoformat() for each in sorted(set(wanted.days_off))]
    scheme.changed_by, scheme.changed_at = by, timezone.now()
    scheme.save()
    AppraisalItem.objects.bulk_create(
        AppraisalItem(
            scheme=scheme,
            place=place,
            title=each.title,
            tenths=each.tenths,
            evidence=each.kind,
            is_per_case=each.is_per_case,
            cap=each.cap,
        )
        for place, each in enumerate(wanted.items)
    )


def _become(scheme: AppraisalScheme, state: SchemeState, by: User) -> None:
    scheme.state, scheme.changed_by, scheme.changed_at = state, by, timezone.now()
    scheme.save()


def _last_said(scheme: AppraisalScheme) -> tuple[int | None, int | None]:
    entry = scheme.items.filter(entries__isnull=False).order_by("-entries").values_list("entries", flat=True).first()
    return entry, scheme.answers.order_by("-pk").values_list("pk", flat=True).first()


def _keys(appraisal: Appraisal) -> list[int]:
    return [each.organ for each in appraisal.sheets]


def _tell(scheme: AppraisalScheme, organs: list[int], words: str, by: User) -> None:
    notify(APPRAISAL, scheme.year, words, people_of(organs, AUTHORS, but=by))
