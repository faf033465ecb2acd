"""Files that a worker makes and that are kept for a week: 下载包 of many reports, and what else takes long."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

from reports.models.organs import Organ, User
from reports.models.workers import has_ended, is_silent, this_worker

KEPT_FOR = timedelta(days=7)
MOST_KEPT = 5  # of an office and year
STALLED_AFTER = timedelta(minutes=10)  # no file takes longer, its turn included
MOST_BEGINNINGS = 3  # of making one bundle: the worker ended each time before it was through


class BundleState(models.TextChoices):
    """How far a bundle has come."""

    QUEUED = "queued", "排队等候"
    RUNNING = "running", "正在生成"
    READY = "ready", "已生成"
    FAILED = "failed", "未能生成"


class BundleKind(models.TextChoices):
    """What is in the file."""

    REPORTS = "reports", "下载包"
    SITE = "site", "网站副本"
    SUMS = "sums", "汇总表"
    SCORES = "scores", "得分单"


ENDINGS = {BundleKind.SUMS: "xlsx", BundleKind.SCORES: "pdf"}

MAKING = (BundleState.QUEUED, BundleState.RUNNING)


class Bundle(models.Model):
    """What was asked for, how far it is, and the finished file; whatever of it failed is named in ``failures``.

    ``wanted`` is of reports ``lifecycle.bundles.choosing.WantedReports`` as plain data, of others what whoever makes
    them asks for; ``failures`` is a list of sentences. ``superior`` is the organ whose people asked.
    """

    superior = models.ForeignKey(Organ, models.CASCADE, related_name="bundles", verbose_name="审核单位")
    kind = models.CharField("种类", max_length=10, choices=BundleKind.choices, default=BundleKind.REPORTS)
    year = models.PositiveSmallIntegerField("年度")
    wanted = models.JSONField("内容", blank=True)
    state = models.CharField("状态", max_length=10, choices=BundleState.choices, default=BundleState.QUEUED)
    done = models.PositiveIntegerField("已完成", default=0)
    total = models.PositiveIntegerField("单位数")
    failures = models.JSONField("未能放入", default=list, blank=True)
    why = models.CharField("未能生成的原因", max_length=200, blank=True)
    file = models.FileField("文件", upload_to="bundles/", blank=True)
    size = models.PositiveBigIntegerField("字节数", default=0)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    requested_by = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="申请人")
    requested_at = models.DateTimeField("申请时间", auto_now_add=True)
    worker = models.CharField(max_length=100, blank=True)
    heard_at = models.DateTimeField()  # when it was asked for, or its worker last said that it goes on
    begun = models.PositiveSmallIntegerField(default=0)  # how often making it was begun

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["superior", "year", "kind"],
                condition=models.Q(state__in=["queued", "running"]),
                name="one_bundle_being_made",
            )
        ]
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "下载包"

    def __str__(self) -> str:
        return f"{self.superior} {self.year} 年度报告{self.get_kind_display()}"

    @property
    def ending(self) -> str:
        """The extension of its file."""
        return ENDINGS.get(BundleKind(self.kind), "zip")

    @property
    def is_being_made(self) -> bool:
        return self.state in MAKING

    @property
    def is_left(self) -> bool:
        """Whether it is to be made, and whoever did so has ended or says nothing any more."""
        if not self.is_being_made:
            return False
        ended = self.worker and (self.worker == this_worker() or has_ended(self.worker))
        return bool(ended) or is_silent(self.heard_at, STALLED_AFTER)

    @property
    def expires_at(self) -> timezone.datetime:
        return self.requested_at + KEPT_FOR
