"""The doors in the header: where a person's work is, how much of it waits, and which of them the page lies behind."""

from dataclasses import dataclass

from django.db.models import Count, Max, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from reports.lifecycle.awaiting import waiting_for
from reports.models import Role, User
from reports.models.organs import OWN_ROLES
from reports.official.calendar import year_on_offer
from reports.people.duties import ABOUT_ACCOUNTS, Duty, may

ACTING = (Role.CLERK, Role.LEADER, Role.SECRECY, Role.SUPERVISOR)

_HOME, _QUEUE, _EARLIER = "", "review/", "review/earlier/"
_PHRASES, _ADMINISTRATION = "phrases/", "administration/"
_REPORTS = "reports/"


@dataclass(frozen=True)
class Door:
    """One link of the header; ``current`` is a value of aria-current: the page itself, a page behind it, or empty."""

    label: str
    url: str
    current: str = ""


def doors_of(request: HttpRequest) -> list[Door]:
    """What waits is counted on the one door that leads to it: the home page where there is one, else the queue."""
    user, here = request.user, request.resolver_match.route if request.resolver_match else None
    files, reviews = bool(user.organ_ids(*OWN_ROLES)), bool(user.organ_ids(Role.SUPERVISOR))
    count, year = _waiting(user) if user.organ_ids(*ACTING) else (0, None)
    front = front_of_administration(user)
    found = []
    if files or not (reviews or front):
        label = f"待办 {count}" if user.organ_ids(*ACTING) else "首页"
        found.append((label, reverse("home"), _HOME))
    if reviews:
        found.append(
            ("审核" if files else f"审核 {count}", reverse("queue") + (f"?year={year}" if year else ""), _QUEUE)
        )
        found.append(("往年报告", reverse("batches"), _EARLIER))
        found.append(("常用表述", reverse("phrases"), _PHRASES))
    if front:
        found.append(("管理", reverse(front), _ADMINISTRATION))
    room = _room_of(here, [room for _, _, room in found], _HOME if files else _QUEUE)
    return [Door(label, url, _mark(here, each) if each == room else "") for label, url, each in found]


def front_of_administration(user: User) -> str:
    """The name of the page at which an administrator begins; empty for whoever has no page there."""
    fronts = (("organs", (Duty.ORGANS,)), ("accounts", ABOUT_ACCOUNTS), ("audit", (Duty.AUDIT,)))
    return next((name for name, duties in fronts if may(user, *duties)), "")


def current_page(request: HttpRequest) -> str:
    """The name of the page, by which the header's other links know themselves."""
    return request.resolver_match.url_name if request.resolver_match else ""


def _room_of(here: str | None, rooms: list[str], of_reports: str) -> str | None:
    """The room with the longest address that the page lies in; a report lies where it is reached from."""
    if here is None:
        return None
    if here.startswith(_REPORTS):
        return of_reports
    return max((room for room in rooms if here == room or (room and here.startswith(room))), key=len, default=None)


def _mark(here: str, room: str) -> str:
    return "page" if here == room else "true"


def _waiting(user: User) -> tuple[int, int | None]:
    """How many reports wait for the person, and the newest year of those that wait for a review; one query."""
    own = Q(organ__in=user.organ_ids(Role.CLERK, Role.LEADER, Role.SECRECY))
    found = waiting_for(user, year_on_offer(timezone.localdate())).aggregate(
        count=Count("pk"), year=Max("year", filter=~own)
    )
    return found["count"], found["year"]
