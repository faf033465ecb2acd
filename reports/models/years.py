"""When the report of a year may be begun, is due and is made public: for all, under one organ, or for one organ.

Days are days in Beijing, and the last one still counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from reports.models.append_only import AppendOnly
from reports.models.keys import Keys
from reports.models.organs import Organ, User
from reports.models.sealing import SealedModel
from reports.official import calendar

# Why an organ keeps its days under another superior, whose own would come earlier: no day is put off by it.
KEPT_DAYS = "审核单位变更，截止日期不变"


class ReportingYear(SealedModel):
    """The days that a superior organ sets for its subordinates, or, without one, that hold for everybody else."""

    year = models.PositiveSmallIntegerField("年度")
    superior = models.ForeignKey(
        Organ, models.PROTECT, null=True, blank=True, related_name="reporting_years", verbose_name="审核单位"
    )
    opens_on = models.DateField("开放日期")
    due_on = models.DateField("截止日期")
    publish_by = models.DateField("公布截止日期", blank=True)

    seal_scope = ("settings", "0")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "superior"], name="one_reporting_year_a_superior"),
            models.UniqueConstraint(fields=["year"], condition=Q(superior=None), name="one_reporting_year_for_all"),
            models.CheckConstraint(condition=Q(due_on__gt=F("opens_on")), name="due_after_opening"),
            models.CheckConstraint(condition=Q(publish_by__gte=F("due_on")), name="published_after_due"),
        ]
        ordering = ["-year", F("superior__slug").asc(nulls_first=True)]
        verbose_name = verbose_name_plural = "年度"

    def __str__(self) -> str:
        return f"{self.year} 年度"

    def save(self, *args: Any, **options: Any) -> None:
        """Where no day of publication is set, the statutory one holds."""
        if self.publish_by is None:
            self.publish_by = calendar.publication_day(self.year, self.due_on)
        super().save(*args, **options)


class Extension(AppendOnly):
    """延期: that a superior organ gave one organ more time for the report of one year, and why.

    It is kept for good; a later one for the same organ and year takes its place.
    """

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="extensions", verbose_name="单位")
    year = models.PositiveSmallIntegerField("年度")
    due_on = models.DateField("延期后的截止日期")
    publish_by = models.DateField("公布截止日期")
    reason = models.CharField("延期原因", max_length=200)
    granted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="办理人")
    at = models.DateTimeField("办理时间", default=timezone.now)

    seal_scope = ("settings", "0")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(publish_by__gte=F("due_on")), name="extension_published_after_due"),
        ]
        indexes = [models.Index(fields=["year", "organ"])]
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "延期"

    def __str__(self) -> str:
        return f"{self.organ_id} {self.year}: {self.due_on}"


@dataclass(frozen=True)
class Period:
    """From when to when a report is filled in, and until when it is made public, all days included.

    ``extension`` is the one that these days are owed to, and ``unextended`` what would hold without it.
    """

    opens_on: date
    due_on: date
    publish_by: date
    extension: Extension | None = None
    unextended: "Period | None" = None

    @property
    def seen_as(self) -> str:
        """What a page says it has shown of it."""
        return f"{self.due_on} {self.publish_by}"

    def extended(self, by: Extension | None) -> "Period":
        """The days with an extension, which gives time and never takes any: where all have more, it is idle."""
        if by is None or (by.due_on <= self.due_on and by.publish_by <= self.publish_by):
            return self
        later = {"due_on": max(self.due_on, by.due_on), "publish_by": max(self.publish_by, by.publish_by)}
        return replace(self, **later, extension=by, unextended=self)


def period(year: int, organ: Organ) -> Period:
    """The days that hold for one organ; of many, ask ``periods``."""
    return periods(year, [organ])[organ.pk]


def periods(year: int, organs: Iterable[Organ]) -> dict[int, Period]:
    """The days that hold for each organ, by its id; two queries, however many they are.

    They are its superior's, else the installation's, else ``default_period``, and the newest extension on top.
    """
    organs = list(organs)
    under = {organ.superior_id for organ in organs if organ.superior_id}
    found = ReportingYear.objects.filter(Q(superior=None) | Q(superior__in=under), year=year)
    of_superior = {each.superior_id: Period(each.opens_on, each.due_on, each.publish_by) for each in found}
    for_all = of_superior.get(None) or default_period(year)
    granted = Extension.objects.filter(year=year, organ__in=Keys(organs)).order_by("pk")
    newest = {extension.organ_id: extension for extension in granted}
    return {organ.pk: of_superior.get(organ.superior_id, for_all).extended(newest.get(organ.pk)) for organ in organs}


def default_period(year: int) -> Period:
    """What holds where nobody has set anything (条例第四十九条: 每年1月31日前)."""
    due_on = calendar.deadline(year, settings.SUBMISSION_DEADLINE)
    return Period(date(year, calendar.OPENING_MONTH, 1), due_on, calendar.publication_day(year, due_on))


def latest_day(year: int) -> date:
    """The last day to which a deadline may be set: the end of the next year, for a report entered later of this one."""
    return date(max(year + 1, timezone.localdate().year), 12, 31)
