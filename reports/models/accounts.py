"""What is kept of an account beside its roles: its past passwords, and where it is signed in."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from reports.models.organs import User


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
    proved_at = models.DateTimeField("最近验证身份", default=timezone.now)  # by a password or a code

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-pk"]
        verbose_name = verbose_name_plural = "登录记录"

    def __str__(self) -> str:
        return f"{self.user}：{self.device}"


class SecondFactorReset(models.Model):
    """That somebody else took an account's second factor away, which its holder is told at the next sign-in."""

    user = models.ForeignKey(User, models.CASCADE, related_name="second_factor_resets")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")  # nobody: a command on the server
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "两步验证重置记录"

    def __str__(self) -> str:
        return f"{self.user}：{self.at:%Y-%m-%d}"
