"""The only code that changes a report's state; what may happen to it stands in ``transitions``."""

from datetime import date

from django.db import transaction
from django.db.models import Case, When
from django.utils import timezone

from reports.checks.registry import Level
from reports.models.organs import Role, User
from reports.models.publication import Publication
from reports.models.reports import AnnualReport, Status
from reports.models.review import Event, Judgement, Version
from reports.notices import tell_of
from reports.official.interchange import canonical, hash_of
from reports.opening import copy_as_revision
from reports.text.cleaning import cleaned, length
from reports.transitions import BY_ACTION, Transition, available, findings, hands_in, hands_of, last_deed

REASON_LENGTH = (10, 500)
FROZEN_FORMATS = ("json", "pdf", "xlsx")
HAS_CHANGED = "报告内容在您打开本页后有修改，请重新查看后再操作。"


class Refused(Exception):
    """A transition that may not be taken now; the message says why and what to do."""


class AlreadyDone(Refused):
    """The last thing that happened is what the same person asks for again: a second click, an answer that was lost."""


@transaction.atomic
def take(
    action: str,
    report_id: int,
    user: User,
    *,
    seen_hash: str = "",
    reason: str = "",
    files: dict[str, bytes] | None = None,
) -> Event:
    """Take a transition under the report's lock, or raise ``Refused`` with a sentence.

    ``seen_hash`` is the hash of the content that the user decided on; content that has changed since
    is not decided on unseen. ``publish`` needs ``files``, the bytes of every one of ``FROZEN_FORMATS``.
    Raises ``AlreadyDone`` where the user has just taken it with the same reason.
    """
    transition = BY_ACTION[action]
    report = AnnualReport.objects.select_for_update(of=("self",)).select_related("organ").get(pk=report_id)
    reason = cleaned(reason).text.strip()
    _require_first_time(transition, report, user, reason)
    _require_available(transition, report, user)
    content = canonical(report.data())
    if seen_hash and seen_hash != hash_of(content):
        raise Refused(HAS_CHANGED)
    _require_reason(transition, reason)
    for guard in transition.guards:
        if refusal := guard(report, user):
            raise Refused(refusal)
    if action == "publish":
        _freeze(report, user, hash_of(content), files or {})
    return _carry_out(transition, report, user, reason, content)


def open_review(report: AnnualReport, user: User) -> None:
    """Note that a supervisor has begun to review a submission, after which it cannot be withdrawn."""
    waiting = AnnualReport.objects.filter(pk=report.pk, status=Status.IN_REVIEW, review_opened_at=None)
    waiting.update(review_opened_by=user, review_opened_at=timezone.now())


def _require_first_time(transition: Transition, report: AnnualReport, user: User, reason: str) -> None:
    """No transition can follow itself, so one that would is a repetition."""
    last = report.events.first()
    if last and (last.action, last.actor_id, last.reason) == (transition.action, user.pk, reason):
        raise AlreadyDone(f"{last_deed(report)}不必重复办理。")


def _require_available(transition: Transition, report: AnnualReport, user: User) -> None:
    if report.status not in transition.sources:
        raise Refused(f"{last_deed(report)}本报告当前为“{report.state}”，不能{transition.label}。")
    if transition not in available(report, user):
        raise Refused(f"当前账号没有“{transition.label}”的权限。")


def _require_reason(transition: Transition, reason: str) -> None:
    shortest, longest = REASON_LENGTH
    if transition.needs_reason and not (shortest <= length(reason) <= longest and len(reason) <= 2 * longest):
        raise Refused(f"请填写{transition.reason_name}，{shortest}—{longest} 字。")


def _freeze(report: AnnualReport, user: User, current_hash: str, files: dict[str, bytes]) -> None:
    content, paper, workbook = (files[each] for each in FROZEN_FORMATS)
    Publication.objects.create(
        report=report, by=user, content_hash=current_hash, content=content, paper=paper, workbook=workbook
    )


def _carry_out(transition: Transition, report: AnnualReport, user: User, reason: str, content: bytes) -> Event:
    from_status, report.status = report.status, _target(transition, report, user)
    if transition.action == "submit":
        report.round += 1
    event = Event.objects.create(
        report=report,
        round=report.round,
        action=transition.action,
        from_status=from_status,
        to_status=report.status,
        actor=user,
        reason=reason,
        content_hash=hash_of(content),
        due_on=_deadline(transition, report),
    )
    Version.objects.create(event=event, content=content)
    tell_of(event, report)
    _follow_up(transition, report)
    report.review_opened_by = report.review_opened_at = None
    report.save(update_fields=["status", "round", "review_opened_by", "review_opened_at", "changed_at"])
    return event


def _follow_up(transition: Transition, report: AnnualReport) -> None:
    """What else a transition does."""
    match transition.action:
        case "submit":
            _submit_explanations(report)
        case "approve" | "return":
            report.opinions.all().give()
        case "withdraw":
            report.round -= 1  # nothing was decided: what was edited before still counts as edited in this round
        case "correct":
            copy_as_revision(report)


def _submit_explanations(report: AnnualReport) -> None:
    """Note which explanations belong to this submission; those of findings that are gone belong to none."""
    standing = [each.fingerprint for each in findings(report) if each.level is Level.EXPLAIN]
    report.explanations.update(round=Case(When(fingerprint__in=standing, then=report.round)))


def _deadline(transition: Transition, report: AnnualReport) -> date | None:
    """D1: by when it had to be done, as the deadlines stand now and whoever moves them later; of a correction none."""
    if report.is_correction:
        return None
    if transition.action == "publish":
        return report.period.publish_by
    return report.deadline if hands_in(transition.action, report.status) else None


def _target(transition: Transition, report: AnnualReport, user: User) -> Status:
    """Where a transition leads: signing is left out where nobody else could, review where nobody has to."""
    if transition.action == "submit" and _others_who_sign(report, user):
        return Status.SIGNING
    if transition.target is Status.IN_REVIEW and not _is_reviewed_first(report):
        return Status.APPROVED
    return transition.target


def _others_who_sign(report: AnnualReport, submitter: User) -> bool:
    """Whether the organ has an active leader with other hands than those that edit and submit this round."""
    leaders = report.organ.memberships.filter(role=Role.LEADER, user__is_active=True)
    hands = hands_of(report, report.round + 1) | {submitter.pk}
    return leaders.exclude(user__in=hands).exists()


def _is_reviewed_first(report: AnnualReport) -> bool:
    superior = report.organ.superior
    if superior is None:
        return False
    # An opinion or a question that a supervisor has put is theirs to settle, whatever the setting says now.
    waits = report.opinions.that_must().unresolved().exists()
    waits = waits or report.explanations.filter(judgement=Judgement.QUESTIONED).exists()
    return superior.reviews_before_publication or waits
