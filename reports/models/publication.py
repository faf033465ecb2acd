"""What was made public: the figures, texts and files of a report as they were on that day, for good."""

from django.db import models

from reports.models.organs import User
from reports.models.reports import AnnualReport


class Publication(models.Model):
    """A published report (条例第四十九、五十条), frozen: nothing of the application changes it afterwards."""

    report = models.OneToOneField(AnnualReport, models.PROTECT, related_name="publication", verbose_name="年度报告")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="公布人")
    at = models.DateTimeField("公布时间", auto_now_add=True)
    content_hash = models.CharField("校验码", max_length=64)
    content = models.BinaryField("数据文件")  # the interchange file, as bytes
    paper = models.BinaryField("PDF")
    workbook = models.BinaryField("Excel")

    class Meta:
        verbose_name = verbose_name_plural = "公布"

    def __str__(self) -> str:
        return f"{self.report}（{self.at:%Y-%m-%d} 公布）"

    def file(self, extension: str) -> bytes:
        """One of the frozen files; ``KeyError`` for an extension that was not frozen."""
        return bytes({"json": self.content, "pdf": self.paper, "xlsx": self.workbook}[extension])
