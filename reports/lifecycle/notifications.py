"""Notifies people of what happens to a report: of each transition as its fields say, of extensions and reminders."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from reports.lifecycle import mailing
from reports.lifecycle.contributors import contributors
from reports.lifecycle.secrecy import awaits_secrecy
from reports.lifecycle.transition import Party
from reports.lifecycle.transitions import BY_ACTION, SUBMITTING, TRANSITIONS
from reports.models.locking import lock
from reports.models.notices import Notice, NoticeQuerySet
from reports.models.organs import Membership, Organ, Role, User
from reports.models.reports import AnnualReport, Status
from reports.models.review import Event
from reports.official.wording import chinese_date

REMIND, EXTEND, CIRCULAR, CHANGED_SUMS, APPRAISAL = "remind", "extend", "circular", "changed_sums", "appraisal"
SECOND_FACTOR, ACCOUNTS = "second_factor", "accounts"
# What is told beside the transitions.
OTHERS = {REMIND: "催报", EXTEND: "延期", CIRCULAR: "工作通知", CHANGED_SUMS: "汇总数变化", APPRAISAL: "考核"}
OTHERS |= {SECOND_FACTOR: "两步验证", ACCOUNTS: "账号变动"}
TITLES = {transition.action: transition.label for transition in TRANSITIONS} | OTHERS
AUTHORS = (Role.CLERK, Role.LEADER)


def notify_of(event: Event, report: AnnualReport) -> list[Notice]:
    """Notify those concerned of a transition, in its own transaction; ``report`` is still in the event's round."""
    may_fit = BY_ACTION[event.action].notifications
    first = awaits_secrecy(report)
    notification = next(each for each in may_fit if each.fits(event.from_status, event.to_status, awaits_secrecy=first))
    people = User.objects.filter(pk__in=_members(notification.parties, event, report).values("user")).order_by("pk")
    words = notification.words.format(report=report, actor=event.actor)
    if BY_ACTION[event.action].sets_day and event.due_on:
        words += f"请于{chinese_date(event.due_on)}前重新提交。"
    return notify(event.action, report.year, words, [(report.organ_id, person) for person in people])


def notify_of_extension(organ: Organ, year: int, due_on: date, by: User) -> list[Notice]:
    """Notify an organ's clerks and leaders until when they now have, in the transaction that grants it."""
    words = f"{_named(organ, year)}的截止日期延至 {due_on:%Y-%m-%d}。"
    return notify(EXTEND, year, words, people_of([organ.pk], AUTHORS, but=by))


def notify(about: str, year: int, words: str | dict[int, str], people: Iterable[tuple[int, User]]) -> list[Notice]:
    """Write a notice for each pair of an organ's key and a person, and have it mailed once that is committed.

    ``words`` are the same for all, or those for each organ, by its key.
    """
    notices = Notice.objects.bulk_create(
        Notice(
            recipient=person,
            organ_id=organ_id,
            year=year,
            about=about,
            title=TITLES[about],
            words=words if isinstance(words, str) else words[organ_id],
            mail=mailing.wanted_by(person),
        )
        for organ_id, person in people
    )
    mailing.send_after_commit(notices)
    return notices


def mark_read_about(user: User, organ_id: int, year: int) -> None:
    """Note as read what a person was told of a report that they have just acted on, from whichever page."""
    mark_read(user.notices.filter(organ=organ_id, year=year))


def mark_read(notices: NoticeQuerySet) -> int:
    """Note that they have been read now, once; how many had not been."""
    with transaction.atomic():  # of two of the same person's windows neither waits for the other half-way
        keys = list(lock(notices.unread()).values_list("pk", flat=True))
        return Notice.objects.filter(pk__in=keys, read_at=None).update(read_at=timezone.now())


def people_of(organ_ids: Iterable[int], roles: Iterable[Role], *, but: User) -> list[tuple[int, User]]:
    """Everybody with an active account who holds one of the roles, with the organ's key, once an organ."""
    found = _active(but).filter(organ__in=organ_ids, role__in=roles).select_related("user").order_by("organ", "user")
    return list({(each.organ_id, each.user_id): (each.organ_id, each.user) for each in found}.values())


def _active(but: User) -> QuerySet[Membership]:
    return Membership.objects.filter(user__is_active=True).exclude(user=but)


def _members(parties: tuple[Party, ...], event: Event, report: AnnualReport) -> QuerySet[Membership]:
    chosen = Q(pk__in=[])
    for party in parties:
        chosen |= _of(party, event, report)
    return _active(event.actor).filter(chosen)


def _of(party: Party, event: Event, report: AnnualReport) -> Q:
    own = Q(organ=report.organ_id)
    match party:
        case Party.CLERKS:
            return own & Q(role=Role.CLERK)
        case Party.WRITERS:
            return own & Q(role=Role.CLERK, user__in=contributors(report))
        case Party.LEADERS:
            return own & Q(role=Role.LEADER)
        case Party.ASKED:
            submission = report.events.filter(action__in=SUBMITTING).first()
            was_asked = submission is not None and submission.to_status == Status.SIGNING
            return own & Q(role=Role.LEADER) if was_asked else Q(pk__in=[])
        case Party.SECRECY:
            return own & Q(role=Role.SECRECY, organ__reviews_secrecy=True)
        case Party.SUPERVISORS:
            return Q(organ=report.reviewing_organ_id, role=Role.SUPERVISOR)


def _named(organ: Organ, year: int) -> str:
    return f"{organ} {year} 年度报告"
