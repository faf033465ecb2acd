"""The only code that changes a report's state; what may happen to it stands in ``transitions``."""

import re
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Case, When
from django.utils import timezone

from reports.checks.registry import Level
from reports.formats import writing
from reports.lifecycle.changed_sums import tell_of_changed_sums
from reports.lifecycle.comparing import compare
from reports.lifecycle.contributors import others_who_sign
from reports.lifecycle.findings import findings, take_snapshot
from reports.lifecycle.notifications import mark_read_about, notify_of
from reports.lifecycle.opening import copy_as_revision
from reports.lifecycle.readiness import is_reviewed_first
from reports.lifecycle.refusals import AlreadyDone, Refused
from reports.lifecycle.sketches import store_sketch, take_sketch
from reports.lifecycle.transitions import (
    ARCHIVING,
    BY_ACTION,
    SUBMISSION,
    Transition,
    is_among_performers,
    last_action,
)
from reports.models.locking import lock
from reports.models.organs import User
from reports.models.publication import Publication, publish_files
from reports.models.reports import AnnualReport, Status
from reports.models.review import Event, ImportedFile, Version
from reports.models.sealing import sealing
from reports.official.interchange import canonical, content_hash, hash_of
from reports.official.report_data import ReportData
from reports.text.cleaning import cleaned, length

REASON_LENGTH = (10, 500)
WRITTEN = (
    *("status", "round", "submitted_name", "submitted_kind", "reviewer"),
    *("review_opened_by", "review_opened_at", "changed_at"),
)
HAS_CHANGED = "报告内容在您打开本页后有修改，请重新查看后再操作。"
HAS_NOT_SAID = "没有收到您所见内容的校验码，请重新打开本页，查看后再操作。"
MOST_TIME_TO_MEND = timedelta(days=365)
IS_HASH = re.compile("[0-9a-f]{64}")


def perform(
    action: str, report_id: int, user: User, *, seen_hash: str, reason: str = "", resubmit_by: date | None = None
) -> Event:
    """Perform a transition under the report's lock, or raise ``Refused`` with a sentence.

    ``seen_hash`` is the hash of the content that the user decides on, in hexadecimal: nothing is decided on
    unseen. ``resubmit_by`` is by when what is returned is to be handed in again, where that is said.
    Raises ``AlreadyDone`` where the user has just performed it with the same reason. The files of a
    publication are drawn before anything is locked, and only for whom nothing stands in the way; under the
    lock they still are of what is published, for both have the hash that was seen. So is the sketch of a submission
    made before, and refused where its texts are others by then.
    """
    transition, reason = BY_ACTION[action], cleaned(reason).text.strip()
    _require_day(transition, resubmit_by)
    files: dict[str, bytes] = {}
    sketch = (
        take_sketch(AnnualReport.objects.select_related("organ").get(pk=report_id)) if transition.begins_round else None
    )
    if transition.publishes:
        report = AnnualReport.objects.select_related("organ__superior", "reviewer").get(pk=report_id)
        data = require_allowed(transition, report, user, seen_hash=seen_hash, reason=reason)
        files = writing.frozen(data, demonstration=report.is_demonstration)
    with transaction.atomic(), sealing():
        report = lock(AnnualReport.objects.select_related("organ__superior", "reviewer")).get(pk=report_id)
        data = require_allowed(transition, report, user, seen_hash=seen_hash, reason=reason)
        if sketch and sketch.texts != report.snapshot.texts:
            raise Refused(HAS_CHANGED)
        digests = _freeze(report, user, content_hash(data), files) if files else {}
        event = _carry_out(transition, report, user, reason, canonical(data), digests, resubmit_by)
        if sketch:
            store_sketch(report, sketch.digests, event.at)
        return event


def archive(report: AnnualReport, user: User, file: ImportedFile) -> Event:
    """Archive what was read from a file into the locked draft; whether it may be is for ``archiving`` to say."""
    return _carry_out(ARCHIVING, report, user, "", canonical(report.data()), {"file": file.recorded})


def require_allowed(
    transition: Transition, report: AnnualReport, user: User, *, seen_hash: str, reason: str
) -> ReportData:
    """What the report says, where the user may perform the transition on the content seen; otherwise ``Refused``."""
    _require_first_time(transition, report, user, reason)
    _require_available(transition, report, user)
    data = take_snapshot(report)
    require_seen(seen_hash, data)
    _require_reason(transition, reason)
    for guard in transition.guards:
        if refusal := guard(report, user):
            raise Refused(refusal)
    return data


def require_seen(seen_hash: str, data: ReportData) -> None:
    """``Refused`` where the page has not said which content it has shown, or it is another one by now."""
    if not IS_HASH.fullmatch(seen_hash):
        raise Refused(HAS_NOT_SAID)
    if seen_hash != content_hash(data):
        raise Refused(HAS_CHANGED)


def open_review(report: AnnualReport, user: User) -> None:
    """Note that a supervisor has begun to review a submission, after which it cannot be withdrawn."""
    if report.review_opened_at:  # an open page says so every 15 seconds
        return
    waiting = AnnualReport.objects.filter(pk=report.pk, status=Status.IN_REVIEW, review_opened_at=None)
    waiting.update(review_opened_by=user, review_opened_at=timezone.now())


def _require_first_time(transition: Transition, report: AnnualReport, user: User, reason: str) -> None:
    """No transition can follow itself, so one that would is a repetition."""
    last = report.events.first()
    if last and (last.action, last.actor_id, last.reason) == (transition.action, user.pk, reason):
        raise AlreadyDone(f"{last_action(report)}不必重复办理。")


def _require_available(transition: Transition, report: AnnualReport, user: User) -> None:
    if report.status not in transition.sources:
        raise Refused(f"{last_action(report)}本报告当前为“{report.state}”，不能{transition.label}。")
    if not is_among_performers(transition, report, user):
        raise Refused(f"当前账号没有“{transition.label}”的权限。")
    if transition.unless and (refusal := transition.unless(report, user)):
        raise Refused(f"{last_action(report)}{refusal}")


def _require_reason(transition: Transition, reason: str) -> None:
    shortest, longest = REASON_LENGTH
    if transition.needs_reason and not (shortest <= length(reason) <= longest and len(reason) <= 2 * longest):
        raise Refused(f"请填写{transition.reason_name}，{shortest}—{longest} 字。")


def _require_day(transition: Transition, resubmit_by: date | None) -> None:
    if resubmit_by is None or not transition.sets_day:
        return
    today = timezone.localdate()
    if not today <= resubmit_by <= today + MOST_TIME_TO_MEND:
        raise Refused(f"重新提交的日期应在 {today} 至 {today + MOST_TIME_TO_MEND} 之间。")


def _freeze(report: AnnualReport, user: User, current_hash: str, files: dict[str, bytes]) -> dict[str, Any]:
    """Keep what is published; the hashes of its files, and of what is said of it."""
    publication = Publication.objects.create(
        report=report, by=user, content_hash=current_hash, corrected=_corrected(report)
    )
    return {"files": publish_files(publication, files), "publication": publication.digest()}


def _corrected(report: AnnualReport) -> list[dict[str, Any]] | None:
    """What the report changes in the publication that it corrects, within one budget; nothing where there is none.

    ``None`` where that one cannot be read: a faulty file is the very thing that is corrected then.
    """
    earlier = Publication.objects.filter(
        report__organ=report.organ_id, report__year=report.year, report__revision__lt=report.revision
    )
    corrected = earlier.order_by("-report__revision").first()
    if corrected is None:
        return []
    before = corrected.data()
    return [asdict(each) for each in compare(before, report.data()).changes] if before else None


def _carry_out(
    transition: Transition,
    report: AnnualReport,
    user: User,
    reason: str,
    content: bytes,
    digests: dict,
    resubmit_by: date | None = None,
) -> Event:
    from_status, report.status = report.status, _target(transition, report, user)
    report.round += transition.begins_round
    if transition.begins_round or transition.reads_a_file:
        report.freeze_organ()
    event = Event.objects.create(
        report=report,
        round=report.round,
        action=transition.action,
        from_status=from_status,
        to_status=report.status,
        actor=user,
        reason=reason or (transition.notes(report, user) if transition.notes else ""),
        content_hash=hash_of(content),
        due_on=resubmit_by if transition.sets_day else _deadline(transition, report),
        digests=digests | {"report": report.frozen_digest()},
    )
    Version.objects.create(event=event, content=content)
    notify_of(event, report)
    mark_read_about(user, report.organ_id, report.year)
    _follow_up(transition, report, event)
    report.review_opened_by = report.review_opened_at = None
    if report.is_editable:
        report.follow_organ()
    report.save(update_fields=WRITTEN)
    return event


def _follow_up(transition: Transition, report: AnnualReport, event: Event) -> None:
    """What else a transition does."""
    tell_of_changed_sums(event, report)
    if transition.begins_round:
        _submit_explanations(report)
    if transition.issues_opinions:
        report.opinions.all().issue()
    if transition.undoes_round:
        report.round -= 1
    if transition.opens_correction:
        copy_as_revision(report)


def _submit_explanations(report: AnnualReport) -> None:
    """Note which explanations belong to this submission; those of findings that are gone belong to none."""
    standing = [key for each in findings(report) if each.level is Level.EXPLAIN for key in each.answered_by]
    report.explanations.update(round=Case(When(fingerprint__in=standing, then=report.round)))


def _deadline(transition: Transition, report: AnnualReport) -> date | None:
    """D1: by when it had to be done, as the deadlines stand now and whoever moves them later; of a correction none."""
    if report.is_correction:
        return None
    if transition.publishes:
        return report.period.publish_by
    return report.deadline if transition.hands_in(report.status) else None


def _target(transition: Transition, report: AnnualReport, user: User) -> Status:
    """Where a transition leads: signing is left out where nobody else could, review where nobody has to."""
    if transition.begins_round and others_who_sign(report, user):
        return Status.SIGNING
    target = transition.target_from(report.status)
    moves = target != report.status
    return Status.APPROVED if moves and target is Status.IN_REVIEW and not is_reviewed_first(report) else target


def target_of_submission(report: AnnualReport, user: User) -> Status:
    """Where the report will be once the user has submitted it as things stand."""
    return _target(SUBMISSION, report, user)
