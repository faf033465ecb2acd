"""Files of reports that were read and are not confirmed yet: shown to who brought them, and then gone.

Nothing of them is a report. What is kept is what was read, not the file itself.
"""

from datetime import timedelta

from django.db import models
from django.utils import timezone

from reports.models.organs import Organ, User

KEPT_FOR = timedelta(hours=24)
MOST_OF_A_PERSON = 5  # uploads in one organ; an older one gives way
MOST_CHARACTERS_OF_A_NAME = 200


class UploadQuerySet(models.QuerySet):
    def of(self, organ: Organ, person: User) -> "UploadQuerySet":
        """The uploads that the person may still see and confirm for the organ, newest first."""
        return self.filter(organ=organ, by=person, at__gt=timezone.now() - KEPT_FOR)


class Upload(models.Model):
    """A file that somebody brought to be read in for an organ: what was understood of it, and what was mended since.

    ``reading`` is as ``formats.kept`` writes it, ``corrections`` holds by address what its clerk put in the place of
    what was read, ``chosen`` by address whether it is to take the place of what stands in this year's draft, where its
    clerk wants that otherwise than is proposed, and what stood there then.
    """

    organ = models.ForeignKey(Organ, models.CASCADE, related_name="uploads", verbose_name="单位")
    by = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="上传人")
    at = models.DateTimeField("上传时间", auto_now_add=True)
    name = models.CharField("文件名", max_length=MOST_CHARACTERS_OF_A_NAME)
    digest = models.CharField("SHA-256", max_length=64)
    size = models.PositiveIntegerField("字节数")
    said_organ = models.CharField("文件中的单位", max_length=200, blank=True)
    said_year = models.PositiveSmallIntegerField("文件中的年度", null=True)
    reading = models.JSONField("读出的内容")
    corrections = models.JSONField("更正", default=dict, blank=True)
    chosen = models.JSONField("代替", default=dict, blank=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "待确认的文件"

    def __str__(self) -> str:
        return self.name

    def is_ticked(self, address: str, stored: str) -> bool:
        """Whether the file's value is to take the place of what is stored: proposed where nothing is."""
        ticked, was = self.chosen.get(address, (None, None))
        return ticked if was == stored else not stored


class UploadPicture(models.Model):
    """A page of an uploaded PDF as it looks, for who compares it with what was read."""

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="pictures")
    number = models.PositiveSmallIntegerField()
    content = models.BinaryField()
    width = models.PositiveIntegerField()  # of the page, in points
    height = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["upload", "number"], name="one_picture_a_page")]
        ordering = ["number"]
        verbose_name = verbose_name_plural = "页面图片"

    def __str__(self) -> str:
        return f"{self.upload_id}: {self.number}"
