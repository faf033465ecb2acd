"""Figures of a report that follow from elsewhere, as they were written there last."""

from django.db import models

from reports.models.reports import AnnualReport


class Origin(models.TextChoices):
    """What a figure follows from."""

    CONSOLIDATION = "consolidation", "汇总"


class DerivedFigure(models.Model):
    """What was last written into a cell from its origin: while it stands there, the cell follows; else it was typed.

    It is no part of what is submitted.
    """

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="derived_figures")
    address = models.CharField(max_length=100)
    figure = models.CharField(max_length=40)
    origin = models.CharField(max_length=20, choices=Origin.choices)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "address"], name="one_derived_figure_a_cell")]
        verbose_name = verbose_name_plural = "生成的数字"

    def __str__(self) -> str:
        return f"{self.report_id}: {self.address}"
