"""What of the log is looked for: by day, person, kind and outcome."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from reports.models.audit import AuditEntry

# The days at both ends of the calendar have a midnight that cannot be told in every zone.
EARLIEST, LATEST = date(1, 1, 2), date(9999, 12, 30)


@dataclass(frozen=True)
class WantedEntries:
    """What narrows the log; empty narrows nothing. Both days are included; ``words`` are of a person or an object."""

    since: date | None = None
    until: date | None = None
    words: str = ""
    action: str = ""
    outcome: str = ""


@dataclass(frozen=True)
class ReadableEntry:
    """An entry as it is read: all of it from the bytes that are proved, none from the columns for searching."""

    number: int
    at: datetime | None
    person: str
    action: str
    about: str
    outcome: str
    details: str
    address: str
    session: str
    request: str


def entries(wanted: WantedEntries) -> QuerySet[AuditEntry]:
    """Those that are wanted, the newest first."""
    found = AuditEntry.objects.order_by("-number")
    if wanted.since:
        found = found.filter(at__gte=_midnight(max(wanted.since, EARLIEST)))
    if wanted.until:
        found = found.filter(at__lt=_midnight(min(wanted.until, LATEST) + timedelta(days=1)))
    if wanted.words:
        found = found.filter(Q(person__icontains=wanted.words) | Q(about__icontains=wanted.words))
    if wanted.action:
        found = found.filter(action=wanted.action)
    return found.filter(outcome=wanted.outcome) if wanted.outcome else found


def readable(entry: AuditEntry) -> ReadableEntry:
    """An entry for the page and the workbook; never raises, whatever somebody wrote there."""
    said = entry.said()
    details = said.get("details")
    pairs = details.items() if isinstance(details, dict) else ()
    return ReadableEntry(
        number=entry.number,
        at=_time(said.get("at")),
        person=_text(said.get("person")),
        action=entry.what if said.get("action") == entry.action else _text(said.get("action")),
        about=_text(said.get("about")),
        outcome=entry.get_outcome_display() if said.get("outcome") == entry.outcome else _text(said.get("outcome")),
        details="；".join(f"{name} {value}" for name, value in pairs),
        address=_text(said.get("address")),
        session=_text(said.get("session")),
        request=_text(said.get("request")),
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _time(value: Any) -> datetime | None:
    try:
        return timezone.localtime(datetime.fromisoformat(value))
    except (TypeError, ValueError):
        return None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))
