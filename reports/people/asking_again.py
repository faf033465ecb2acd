"""Who is asked again who they are before something that counts, and how long an answer holds.

Whoever has a second factor is asked for a code, others for the password where ``REAUTHENTICATE`` says so. An answer
holds for the session in which it was given, and so does the one with which somebody has signed in.
"""

from datetime import timedelta
from enum import Enum, auto

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from reports.models.accounts import SessionRecord
from reports.models.locking import lock
from reports.models.organs import User
from reports.people.factor_acts import FactorAct, note
from reports.people.second_factor import CodeAnswer, CodeVerdict, check_locked, has_second_factor

HOLDS = timedelta(minutes=15)


class ProofAsked(Enum):
    """By what somebody shows who they are."""

    CODE = auto()
    PASSWORD = auto()


def proof_asked_of(user: User, *, always: bool = False) -> ProofAsked | None:
    """What the person is asked for; ``always`` also where the installation asks for no password."""
    if has_second_factor(user):
        return ProofAsked.CODE
    return ProofAsked.PASSWORD if always or settings.REAUTHENTICATE else None


def has_proved(user: User, session_key: str | None) -> bool:
    """Whether an answer of the last 15 minutes holds; one from the future, before a clock was set back, does not."""
    now = timezone.now()
    return SessionRecord.objects.filter(
        user=user, session_key=session_key, proved_at__gt=now - HOLDS, proved_at__lte=now
    ).exists()


@transaction.atomic
def prove_by_code(user: User, session_key: str | None, code: str) -> CodeVerdict:
    """Look at a code; of a double click the second finds the answer of the first, and is taken with it."""
    lock(User.objects.all()).get(pk=user.pk)
    if has_proved(user, session_key):
        return CodeVerdict(CodeAnswer.TAKEN)
    verdict = check_locked(user, code)
    if verdict.is_taken:
        _note_proved(user, session_key)
    return verdict


@transaction.atomic
def note_password_proved(user: User, session_key: str | None) -> None:
    """Note that the person has just given the right password."""
    lock(User.objects.all()).get(pk=user.pk)
    _note_proved(user, session_key)


def _note_proved(user: User, session_key: str | None) -> None:
    SessionRecord.objects.filter(user=user, session_key=session_key).update(proved_at=timezone.now())
    note(FactorAct.ASKED_AGAIN, user, user)
