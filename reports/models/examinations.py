"""体检: published reports that a supervisor brings to be checked; nothing of them becomes a report."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

from reports.models.organs import User

KEPT_FOR = timedelta(hours=24)
STALLED_AFTER = timedelta(minutes=5)  # two files are read at once, each with its turn within two and a half minutes


class Examination(models.Model):
    """An archive that is being checked, and what was found in its files until its owner has seen it.

    The archive is deleted once it is read, and the result a day after it was brought or when another one is. ``told``
    is the list of reports as plain data, ``workbook`` the 差错清单.
    """

    by = models.ForeignKey(User, models.CASCADE, related_name="examinations", verbose_name="上传人")
    at = models.DateTimeField("上传时间", auto_now_add=True)
    name = models.CharField("文件名", max_length=255)
    archive = models.FileField("压缩包", upload_to="examinations/", blank=True)
    total = models.PositiveIntegerField("文件数")
    done = models.PositiveIntegerField("已读取", default=0)
    heard_at = models.DateTimeField()  # when it was asked for, or its worker last said that it goes on
    told = models.JSONField("结果", null=True)
    workbook = models.BinaryField("差错清单", null=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "体检"

    def __str__(self) -> str:
        return self.name

    @property
    def is_working(self) -> bool:
        return self.told is None

    @property
    def is_left(self) -> bool:
        """Whether it is to be worked on and nobody has been heard of for a while."""
        return self.is_working and self.heard_at < timezone.now() - STALLED_AFTER
