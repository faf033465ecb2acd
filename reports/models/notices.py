"""What a person is told inside the application, and by e-mail where a mail server is configured."""

from django.db import models
from django.utils import timezone

from reports.models.organs import Organ, User


class Mail(models.TextChoices):
    """How far the mail of a notice has come.

    It is claimed before it is handed to the mail server and never handed over again, so that of two
    senders at once only one sends it; what stays claimed was broken off, and whether it arrived is unknown.
    """

    NONE = "none", "不发送"
    WAITING = "waiting", "待发送"
    CLAIMED = "claimed", "结果不明"
    SENT = "sent", "已发送"


class NoticeQuerySet(models.QuerySet):
    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at=None)


class Notice(models.Model):
    """A 通知: that something happened to an organ's report of a year, as one person was told of it.

    It names the organ and the year rather than a report, because a reminder (催报) may come before there is
    one. Title and words are kept as they were told.
    """

    recipient = models.ForeignKey(User, models.CASCADE, related_name="notices", verbose_name="账号")
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+", verbose_name="单位")
    year = models.PositiveSmallIntegerField("年度")
    about = models.CharField(max_length=20)  # the action of a transition, or one of ``notices.OTHERS``
    title = models.CharField("事项", max_length=20)
    words = models.TextField("内容")
    at = models.DateTimeField("时间", default=timezone.now)
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)
    mail = models.CharField("邮件", max_length=10, choices=Mail.choices, default=Mail.NONE)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["recipient", "read_at"]),
            models.Index(fields=["organ", "year", "about"]),
            models.Index(fields=["mail", "at"]),
        ]
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "通知"

    def __str__(self) -> str:
        return f"{self.recipient_id}: {self.about}"
