"""What belongs to an account beside its roles: its passwords, and the browsers in which it is signed in."""

import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.utils import timezone

from reports.models.organs import User

TEMPORARY_FOR = timedelta(hours=72)
_READABLE = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without what is taken for one another
_TEMPORARY_LENGTH = 12


class PastPassword(models.Model):
    """A password that an account had before, as hashed, so that it is not chosen again."""

    user = models.ForeignKey(User, models.CASCADE, related_name="past_passwords")
    encoded = models.CharField(max_length=128)

    class Meta:
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "曾用密码"

    def __str__(self) -> str:
        return str(self.user)


class SessionQuerySet(models.QuerySet):
    def alive(self) -> "SessionQuerySet":
        """Those that have neither idled too long nor outlasted the working day."""
        now = timezone.now()
        return self.filter(
            last_seen__gt=now - timedelta(seconds=settings.IDLE_SECONDS),
            since__gt=now - timedelta(seconds=settings.SESSION_COOKIE_AGE),
        )


class SessionRecord(models.Model):
    """That a person is signed in: in which browser, from where, since when."""

    user = models.ForeignKey(User, models.CASCADE, related_name="sessions")
    session_key = models.CharField(max_length=40, unique=True)
    address = models.CharField("地址", max_length=45)
    device = models.CharField("设备", max_length=60)
    since = models.DateTimeField("登录时间", default=timezone.now)
    last_seen = models.DateTimeField("最近使用", default=timezone.now)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-pk"]
        verbose_name = verbose_name_plural = "登录记录"

    def __str__(self) -> str:
        return f"{self.user}：{self.device}"


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
    with transaction.atomic():
        user.save(update_fields=["password", "password_is_temporary", "password_changed_at"])
        past.save()
        kept = user.past_passwords.values_list("pk", flat=True)[: max(settings.PASSWORD_HISTORY - 1, 0)]
        user.past_passwords.exclude(pk__in=list(kept)).delete()
        end_sessions(user.sessions.all())


def record_session(user: User, session_key: str, address: str, device: str) -> None:
    """Note a new session, and end the oldest where the profile allows fewer at a time."""
    end_sessions(user.sessions.exclude(pk__in=user.sessions.alive()))
    SessionRecord.objects.create(user=user, session_key=session_key, address=address[:45], device=device)
    most = settings.MOST_SESSIONS
    if most and not settings.DEMONSTRATION:
        end_sessions(user.sessions.all()[most:])


def end_sessions(records: Iterable[SessionRecord]) -> int:
    """Sign out those browsers; how many there were."""
    records = list(records)
    Session.objects.filter(session_key__in=[record.session_key for record in records]).delete()
    SessionRecord.objects.filter(pk__in=[record.pk for record in records]).delete()
    return len(records)
