"""The browsers in which a person is signed in: noted, and signed out."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from reports.audit.recording import record
from reports.models.accounts import SessionRecord
from reports.models.audit import AuditAction
from reports.models.locking import lock
from reports.models.organs import User
from reports.models.sealing import sealing


@transaction.atomic
@sealing()
def begin_session(user: User, session_key: str, address: str, device: str) -> None:
    """Note the session of a person who has just signed in, and log it."""
    record_session(user, session_key, address, device)
    record(AuditAction.SIGNED_IN, details={"设备": device}, by=user)


@transaction.atomic
@sealing()
def sign_out(user: User, session_key: str) -> None:
    """End the session at hand, and log it."""
    end_sessions(user.sessions.filter(session_key=session_key))
    record(AuditAction.SIGNED_OUT, by=user)


@transaction.atomic
@sealing()
def end_other_sessions(user: User, records: Iterable[SessionRecord]) -> int:
    """Sign a person out of other browsers, and log it; how many there were."""
    ended = end_sessions(records)
    if ended:
        record(AuditAction.SESSIONS_ENDED, details={"处": ended}, by=user)
    return ended


@transaction.atomic
def record_session(
    user: User, session_key: str, address: str, device: str, *, proved_at: datetime | None = None
) -> None:
    """Note a new session, and end the oldest where the profile allows fewer at a time.

    ``proved_at`` is when the person last showed who they are; now, where nothing else is said.
    """
    lock(User.objects.all()).get(pk=user.pk)
    end_sessions(user.sessions.exclude(pk__in=user.sessions.alive()))
    SessionRecord.objects.create(
        user=user,
        session_key=session_key,
        address=address[:45],
        device=device,
        proved_at=proved_at or timezone.now(),
    )
    most = settings.MOST_SESSIONS
    if most and not settings.DEMONSTRATION:
        end_sessions(user.sessions.all()[most:])


def end_all_sessions() -> None:
    """Sign everybody out: who was signed in when a backup was made is not signed in where it was put back."""
    Session.objects.all().delete()
    SessionRecord.objects.all().delete()


def end_sessions(records: Iterable[SessionRecord]) -> int:
    """Sign out those browsers; how many there were."""
    records = list(records)
    Session.objects.filter(session_key__in=[record.session_key for record in records]).delete()
    SessionRecord.objects.filter(pk__in=[record.pk for record in records]).delete()
    return len(records)
