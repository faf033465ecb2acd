"""When the report of a year may be begun and when it is due, for the installation or under one superior organ."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from reports.models.organs import Organ
from reports.official import calendar


class ReportingYear(models.Model):
    """The days that a superior organ sets for its subordinates, or, without one, that hold for everybody else."""

    year = models.PositiveSmallIntegerField("年度")
    superior = models.ForeignKey(
        Organ, models.PROTECT, null=True, blank=True, related_name="reporting_years", verbose_name="审核单位"
    )
    opens_on = models.DateField("开放日期")
    due_on = models.DateField("截止日期")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "superior"], name="one_reporting_year_a_superior"),
            models.UniqueConstraint(fields=["year"], condition=Q(superior=None), name="one_reporting_year_for_all"),
            models.CheckConstraint(condition=Q(due_on__gt=F("opens_on")), name="due_after_opening"),
        ]
        ordering = ["-year", F("superior__slug").asc(nulls_first=True)]
        verbose_name = verbose_name_plural = "年度"

    def __str__(self) -> str:
        return f"{self.year} 年度"


@dataclass(frozen=True)
class Period:
    """From when to when a report is filled in, both days included."""

    opens_on: date
    due_on: date


def period(year: int, organ: Organ) -> Period:
    """The days that hold for the organ: its superior's, else the installation's, else 1 December to 31 January.

    Where a county grants one organ more time, that is the place to ask first.
    """
    for_whom = Q(superior=None) | Q(superior=organ.superior_id) if organ.superior_id else Q(superior=None)
    found = ReportingYear.objects.filter(for_whom, year=year).order_by(F("superior").asc(nulls_last=True)).first()
    return Period(found.opens_on, found.due_on) if found else default_period(year)


def default_period(year: int) -> Period:
    """What holds where nobody has set anything (条例第四十九条: 每年1月31日前)."""
    opens_on = date(year, calendar.OPENING_MONTH, 1)
    return Period(opens_on, calendar.deadline(year, settings.SUBMISSION_DEADLINE))
