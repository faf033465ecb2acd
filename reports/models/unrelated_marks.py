"""与表格无关: what was said of sentences that the checks hold against a table, and taken back."""

from django.db import models

from reports.models.append_only import AppendOnly
from reports.models.organs import User
from reports.models.reports import AnnualReport


class UnrelatedMark(AppendOnly):
    """That somebody said of a sentence that it does not speak of the table (与表三无关), or took that back."""

    report = models.ForeignKey(AnnualReport, models.PROTECT, related_name="unrelated_marks")
    rule = models.CharField(max_length=10)
    address = models.CharField(max_length=100)  # of the text
    quote = models.TextField()
    words = models.CharField(max_length=50)
    is_taken_back = models.BooleanField(default=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    seal_scope = ("report", "t.report_id")

    class Meta:
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "与表格无关的句子"

    def __str__(self) -> str:
        return f"{self.report_id}: {self.rule}"
