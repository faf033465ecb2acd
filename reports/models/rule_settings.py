"""How the checks are set by a supervising organ for a year: thresholds, what only informs, and what is not compared."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models

from reports.checks.as_set import RulesAsSet
from reports.models.append_only import AppendOnly
from reports.models.boilerplate import BoilerplateSetting
from reports.models.organs import Organ, User
from reports.models.reports import AnnualReport
from reports.text.similarity import BOILERPLATE


class RuleSetting(AppendOnly):
    """One rule as it was set: whether it only informs, and its number where that is another than usual.

    Rows are added, never changed: the newest of a rule holds, and all together are the history.
    """

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="rule_settings", verbose_name="审核单位")
    year = models.PositiveSmallIntegerField("年度")
    rule = models.CharField("规则", max_length=10)
    is_hint = models.BooleanField("改为提示", default=False)
    threshold = models.PositiveIntegerField("界限", null=True, blank=True)
    reason = models.CharField("理由", max_length=200)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="办理人")
    at = models.DateTimeField("办理时间", auto_now_add=True)

    seal_scope = ("settings", "0")

    class Meta:
        indexes = [models.Index(fields=["organ", "year"])]
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "检查规则的设置"

    def __str__(self) -> str:
        return f"{self.organ_id} {self.year}: {self.rule}"


@dataclass
class RulesInForce(RulesAsSet):
    """What is set for the reports of one year under one organ: the newest settings and the list, by their keys."""

    last: int = 0
    last_boilerplate: int = 0

    def take(self, setting: RuleSetting) -> None:
        """Let a newer setting take the place of an older one."""
        self.thresholds.pop(setting.rule, None)
        if setting.threshold is not None:
            self.thresholds[setting.rule] = setting.threshold
        (self.turned_down.add if setting.is_hint else self.turned_down.discard)(setting.rule)
        self.last = setting.pk

    def take_boilerplate(self, setting: BoilerplateSetting) -> None:
        """Let a later list take the place of an earlier one; an empty one is the installation's."""
        self.boilerplate, self.last_boilerplate = setting.phrase_list or BOILERPLATE, setting.pk


def rules_in_force(wanted: Iterable[tuple[int | None, int]]) -> dict[tuple[int | None, int], RulesInForce]:
    """What is set, by the organ's key and the year; two queries, however many they are."""
    found = {each: RulesInForce() for each in wanted}
    organs = {organ for organ, _ in found if organ is not None}
    years = {year for _, year in found}
    if organs:
        for setting in RuleSetting.objects.filter(organ__in=organs, year__in=years).order_by("pk"):
            if (place := (setting.organ_id, setting.year)) in found:
                found[place].take(setting)
        lists = BoilerplateSetting.objects.filter(organ__in=organs, year__lte=max(years))
        for setting in lists.order_by("year", "pk"):
            for (organ, year), rules in found.items():
                if organ == setting.organ_id and setting.year <= year:
                    rules.take_boilerplate(setting)
    return found


def rules_for(reports: Iterable[AnnualReport]) -> dict[int, RulesInForce]:
    """What is set for each report by the organ that reviews it, by the report's key; they need both organs selected."""
    places = {report.pk: (report.reviewing_organ_id, report.year) for report in reports}
    found = rules_in_force(places.values())
    return {pk: found[place] for pk, place in places.items()}
