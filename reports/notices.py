"""Who is told what happens to a report, and in which words: one list for every transition."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from django.db.models import Q, QuerySet

from reports import mailing
from reports.models.notices import Notice
from reports.models.organs import Membership, Organ, Role, User
from reports.models.reports import AnnualReport, Status
from reports.models.review import Event
from reports.transitions import TRANSITIONS, hands_of

REMIND, EXTEND = "remind", "extend"
OTHERS = {REMIND: "催报", EXTEND: "延期"}  # what is told beside the transitions
TITLES = {transition.action: transition.label for transition in TRANSITIONS} | OTHERS
AUTHORS = (Role.CLERK, Role.LEADER)


class Party(Enum):
    """Those who are told together; nobody is ever told what they did themselves."""

    CLERKS = auto()
    WRITERS = auto()  # those of the clerks who edited or submitted what is decided on
    LEADERS = auto()
    ASKED = auto()  # the leaders, where the submission was put to them for signing
    SUPERVISORS = auto()  # of the superior organ


@dataclass(frozen=True)
class Telling:
    """Who is told of a transition; ``source`` and ``target`` narrow it to where it came from or led to."""

    action: str
    parties: tuple[Party, ...]
    words: str
    source: Status | None = None
    target: Status | None = None

    def fits(self, event: Event) -> bool:
        return (
            self.action == event.action
            and self.source in (None, event.from_status)
            and self.target in (None, event.to_status)
        )


ORGAN = (Party.CLERKS, Party.LEADERS)
# Where nobody reviews first, the organ may publish, and the supervisors may still revoke.
TELLINGS: tuple[Telling, ...] = (
    Telling("submit", (Party.LEADERS,), "{report}已由{actor}提交，请签发。", target=Status.SIGNING),
    Telling("submit", (Party.SUPERVISORS,), "{report}已提交审核，请审核。", target=Status.IN_REVIEW),
    Telling(
        "submit", (*ORGAN, Party.SUPERVISORS), "{report}已由{actor}提交，无须审核，可以公布。", target=Status.APPROVED
    ),
    Telling(
        "sign",
        (Party.SUPERVISORS, Party.WRITERS),
        "{report}已由{actor}签发，送审核单位审核。",
        target=Status.IN_REVIEW,
    ),
    Telling(
        "sign", (*ORGAN, Party.SUPERVISORS), "{report}已由{actor}签发，无须审核，可以公布。", target=Status.APPROVED
    ),
    Telling("send_back", ORGAN, "{report}由{actor}退回修改，请按退回意见修改后重新提交。"),
    Telling("withdraw", (Party.LEADERS,), "{report}已由{actor}撤回，暂不签发。", source=Status.SIGNING),
    Telling(
        "withdraw", (Party.SUPERVISORS, Party.ASKED), "{report}已由{actor}撤回，暂不审核。", source=Status.IN_REVIEW
    ),
    Telling("approve", ORGAN, "{report}审核通过，请公布。"),
    Telling("return", ORGAN, "{report}由{actor}退回修改，请按退回意见和审核意见修改后重新提交。"),
    Telling("revoke", ORGAN, "{report}的审核通过已由{actor}撤销，退回修改，请修改后重新提交。"),
    Telling("publish", (*ORGAN, Party.SUPERVISORS), "{report}已由{actor}公布。"),
    Telling("correct", ORGAN, "{actor}对{report}发起更正，请修改后重新提交。"),
)


def tell_of(event: Event, report: AnnualReport) -> list[Notice]:
    """Tell those concerned of a transition, in its own transaction; ``report`` is still in the event's round."""
    telling = next(each for each in TELLINGS if each.fits(event))
    people = User.objects.filter(pk__in=_members(telling.parties, event, report).values("user")).order_by("pk")
    words = telling.words.format(report=_named(report.organ, report.year), actor=event.actor)
    return tell(event.action, report.year, words, [(report.organ_id, person) for person in people])


def tell_of_extension(organ: Organ, year: int, due_on: date, by: User) -> list[Notice]:
    """Tell an organ's clerks and leaders until when they now have, in the transaction that grants it."""
    words = f"{_named(organ, year)}的截止日期延至 {due_on:%Y-%m-%d}。"
    return tell(EXTEND, year, words, people_of([organ.pk], AUTHORS, but=by))


def tell(about: str, year: int, words: str, people: Iterable[tuple[int, User]]) -> list[Notice]:
    """Write a notice for each pair of an organ's key and a person, and have it mailed once that is committed."""
    told = Notice.objects.bulk_create(
        Notice(
            recipient=person,
            organ_id=organ_id,
            year=year,
            about=about,
            title=TITLES[about],
            words=words,
            mail=mailing.wanted_by(person),
        )
        for organ_id, person in people
    )
    mailing.send_after_commit(told)
    return told


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
            return own & Q(role=Role.CLERK, user__in=hands_of(report, report.round))
        case Party.LEADERS:
            return own & Q(role=Role.LEADER)
        case Party.ASKED:
            submission = report.events.filter(action="submit").first()
            was_asked = submission is not None and submission.to_status == Status.SIGNING
            return own & Q(role=Role.LEADER) if was_asked else Q(pk__in=[])
        case Party.SUPERVISORS:
            return Q(organ=report.organ.superior_id, role=Role.SUPERVISOR)


def _named(organ: Organ, year: int) -> str:
    return f"{organ} {year} 年度报告"
