"""The passwords of accounts: which one is right, how long it may be used, and how it is changed."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from reports.audit.circumstances import name_of
from reports.audit.recording import record
from reports.models.accounts import PastPassword
from reports.models.audit import AuditAction
from reports.models.locking import lock
from reports.models.organs import User
from reports.models.sealing import sealing
from reports.people.sessions import end_sessions

TEMPORARY_FOR = timedelta(hours=72)
_READABLE = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without what is taken for one another
_TEMPORARY_LENGTH = 12


def person_with(username: str, password: str) -> User | None:
    """The account, active or not, if that is its password; an unknown one takes as long to refuse as a wrong one."""
    user = User.objects.filter(username=username).first()
    if user is None:
        User().set_password(password)
        return None
    is_public = password == settings.DEMONSTRATION_PASSWORD and not settings.DEMONSTRATION
    return user if user.check_password(password) and not is_public else None


def is_expired(user: User) -> bool:
    """Whether the password is older than the profile allows; those of a demonstration never are."""
    days = settings.PASSWORD_ROTATION_DAYS
    return bool(days) and not settings.DEMONSTRATION and timezone.now() - user.password_changed_at > timedelta(days)


def has_lapsed(user: User) -> bool:
    """Whether a one-time password was not used within 72 hours."""
    return user.password_is_temporary and timezone.now() - user.password_changed_at > TEMPORARY_FOR


def has_public_password(user: User) -> bool:
    """Whether the account is one of the demonstration's, whose password is everybody's and stays."""
    return settings.DEMONSTRATION and user.check_password(settings.DEMONSTRATION_PASSWORD)


def one_time_password() -> str:
    return "".join(secrets.choice(_READABLE) for _ in range(_TEMPORARY_LENGTH))


def set_new_password(user: User, password: str, *, is_temporary: bool = False) -> None:
    """Change the password, keep the old one's hash for the history, and end every session of the account."""
    past = PastPassword(user=user, encoded=user.password)
    user.set_password(password)
    user.password_is_temporary = is_temporary
    user.password_changed_at = timezone.now()
    with transaction.atomic(), sealing():
        lock(User.objects.all()).get(pk=user.pk)
        user.save(update_fields=["password", "password_is_temporary", "password_changed_at"])
        past.save()
        kept = user.past_passwords.values_list("pk", flat=True)[: max(settings.PASSWORD_HISTORY - 1, 0)]
        user.past_passwords.exclude(pk__in=list(kept)).delete()
        end_sessions(user.sessions.all())
        record(AuditAction.PASSWORD_RESET if is_temporary else AuditAction.PASSWORD_CHANGED, f"账号 {name_of(user)}")
