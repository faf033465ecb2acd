"""工作通知: what an office asks of its organs in a year, with a receipt (签收) of each of them (county.md §9.4)."""

from django.db import models
from django.utils import timezone

from reports.models.organs import Organ, Role, User
from reports.models.sealing import SealedModel

LONGEST_TITLE, LONGEST_NUMBER, LONGEST_BODY = 120, 60, 20_000
SIGNING_ROLES = (Role.CLERK, Role.LEADER)


class Circular(SealedModel):
    """A circular as it was issued; nothing of it changes but that it may be withdrawn, and stays readable."""

    superior = models.ForeignKey(Organ, models.PROTECT, related_name="circulars", verbose_name="发布单位")
    year = models.PositiveSmallIntegerField("年度")
    number = models.CharField("文号", max_length=LONGEST_NUMBER, blank=True)
    title = models.CharField("标题", max_length=LONGEST_TITLE)
    body = models.TextField("正文", max_length=LONGEST_BODY)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="发布人")
    published_at = models.DateTimeField("发布时间", default=timezone.now)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="撤回人")
    withdrawn_at = models.DateTimeField("撤回时间", null=True)

    seal_scope = ("circular", "t.id")

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["superior", "year"])]
        verbose_name = verbose_name_plural = "工作通知"

    def __str__(self) -> str:
        return self.title

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None


class CircularFile(SealedModel):
    """A file that goes with a circular, as it was brought."""

    circular = models.ForeignKey(Circular, models.CASCADE, related_name="files")
    name = models.CharField("文件名", max_length=200)
    extension = models.CharField(max_length=10)
    content = models.BinaryField("文件")
    size = models.PositiveIntegerField("字节数")

    seal_scope = ("circular", "t.circular_id")

    class Meta:
        ordering = ["pk"]
        verbose_name = verbose_name_plural = "工作通知的附件"

    def __str__(self) -> str:
        return self.name


class CircularReceipt(SealedModel):
    """An organ that a circular was issued to, and who of it has signed for it (签收), once anybody has."""

    circular = models.ForeignKey(Circular, models.CASCADE, related_name="receipts")
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="circular_receipts", verbose_name="单位")
    read_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="签收人")
    read_at = models.DateTimeField("签收时间", null=True)

    seal_scope = ("circular", "t.circular_id")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circular", "organ"], name="one_receipt_an_organ")]
        ordering = ["organ__slug"]
        verbose_name = verbose_name_plural = "签收"

    def __str__(self) -> str:
        return f"{self.circular_id}: {self.organ_id}"
