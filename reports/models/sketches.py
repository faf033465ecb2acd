"""What reports say, kept so that another one can be held against all of them: clause by clause, without the words."""

from django.db import models
from django.db.models import Case, F, When

from reports.models.reports import AnnualReport


class SubmittedClauseQuerySet(models.QuerySet):
    def with_reviewing_organ(self) -> "SubmittedClauseQuerySet":
        """With ``reviewing``, the key of the organ that ``AnnualReport.reviewing_organ`` names."""
        stands = When(report__reviewer__is_active=True, then=F("report__reviewer"))
        return self.annotate(reviewing=Case(stands, default=F("report__organ__superior")))


class SubmittedClause(models.Model):
    """A clause of sections 一 and 五 of a report as it was submitted last (design.md §12.9).

    ``digest`` is of the year, the section and the clause (``checks.likeness.digested``) and says nothing of its words.
    ``since`` is when the organ submitted that clause first: who had it before whom stays as it was when a report is
    submitted again.
    """

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="submitted_clauses")
    digest = models.BigIntegerField()
    since = models.DateTimeField()

    objects = SubmittedClauseQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest", "report"], name="one_row_a_clause")]
        verbose_name = verbose_name_plural = "已提交的语句"

    def __str__(self) -> str:
        return f"{self.report_id}: {self.digest}"
