"""Archives of earlier reports that a supervisor brought: how far each file has come, until it is stored or given up."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

from reports.formats.sandbox import LONGEST_OF_A_TASK
from reports.models.organs import Organ, User
from reports.models.reports import AnnualReport
from reports.models.workers import has_ended, is_silent, this_worker

KEPT_FOR = timedelta(hours=24)
MOST_OF_A_PERSON = 5  # archives at a time; an older one gives way
STALLED_AFTER = timedelta(seconds=LONGEST_OF_A_TASK + 30)  # no file takes longer, its turn and its storing included
MOST_BEGINNINGS = 3  # of reading one file: the worker ended each time before it was through


class Stage(models.TextChoices):
    """What is done with an archive."""

    READING = "reading", "正在读取"
    READ = "read", "等待确认"
    STORING = "storing", "正在存入"
    DONE = "done", "已完成"


WORKING = (Stage.READING, Stage.STORING)


class Batch(models.Model):
    """An archive of earlier years' reports: it and what was read of it are deleted once its files are stored."""

    by = models.ForeignKey(User, models.CASCADE, related_name="batches", verbose_name="上传人")
    at = models.DateTimeField("上传时间", auto_now_add=True)
    name = models.CharField("文件名", max_length=255)
    size = models.PositiveBigIntegerField("字节数")
    archive = models.FileField("压缩包", upload_to="batches/", blank=True)
    stage = models.CharField("进度", max_length=10, choices=Stage.choices, default=Stage.READING)
    worker = models.CharField(max_length=100, blank=True)  # who works on it: the machine's name and the process
    heard_at = models.DateTimeField(null=True)  # when the worker last said that it does

    class Meta:
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "往年报告压缩包"

    def __str__(self) -> str:
        return self.name

    @property
    def is_working(self) -> bool:
        return self.stage in WORKING

    @property
    def is_left(self) -> bool:
        """Whether it is to be worked on, and whoever did so has ended or says nothing any more."""
        if not self.is_working or self.worker == this_worker():
            return self.is_working
        if is_silent(self.heard_at, STALLED_AFTER):
            return bool(self.worker) or not self.waits_for_others
        return bool(self.worker) and has_ended(self.worker)

    @property
    def waits_for_others(self) -> bool:
        """Whether it is to be worked on, and the worker is still busy with another one; asks the database."""
        heard = timezone.now() - STALLED_AFTER
        others = Batch.objects.filter(stage__in=WORKING, heard_at__gte=heard).exclude(worker="")
        return self.is_working and not self.worker and others.exclude(pk=self.pk).exists()


class BatchFile(models.Model):
    """A file of an archive, and what was understood of it.

    ``refusal`` says in a sentence why it cannot be stored, or was not; ``doubt`` why it is not without somebody's word,
    of which ``own_doubt`` is what the file gives rise to by itself.
    """

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="files")
    number = models.PositiveIntegerField()  # in the archive
    path = models.CharField("文件", max_length=255)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64, blank=True)
    is_read = models.BooleanField(default=False)
    begun = models.PositiveSmallIntegerField(default=0)  # how often reading it was begun
    organ = models.ForeignKey(Organ, models.CASCADE, null=True, related_name="+", verbose_name="单位")
    said_organ = models.CharField(max_length=200, blank=True)
    year = models.PositiveSmallIntegerField("年度", null=True)
    placed = models.PositiveIntegerField(default=0)
    told = models.JSONField(
        default=dict, blank=True
    )  # lists of sentences: unplaced, differences, notices, to_fix, to_explain, named; and whether it ``is_unsaid``
    refusal = models.TextField(blank=True)
    doubt = models.TextField(blank=True)
    own_doubt = models.TextField(blank=True)
    content = models.BinaryField(null=True)  # the report as a canonical file, until it is stored
    is_chosen = models.BooleanField(null=True, default=None)  # ``None``: nobody has said
    report = models.ForeignKey(AnnualReport, models.SET_NULL, null=True, related_name="+")  # as which it was stored

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="one_file_a_number")]
        ordering = ["number"]
        verbose_name = verbose_name_plural = "压缩包中的文件"

    def __str__(self) -> str:
        return self.path

    @property
    def may_be_stored(self) -> bool:
        return self.is_read and self.organ_id is not None and not self.refusal

    @property
    def goes_in(self) -> bool:
        """Whether it is stored unless somebody says otherwise."""
        return self.may_be_stored and not self.doubt

    @property
    def is_ticked(self) -> bool:
        """Whether it is to be stored, as far as anybody has said."""
        return self.may_be_stored and (not self.doubt if self.is_chosen is None else self.is_chosen)

    @property
    def may_be_assigned(self) -> bool:
        """Whether its organ and year may be named by hand: it could be taken out of its archive."""
        return self.is_read and bool(self.digest) and not self.report_id
