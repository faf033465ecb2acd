"""Whom an office assesses for a year: the organs that had to file with it, and of the others why not.

Never an organ that was not open for filing (county.md §7): without a report of an earlier year it is assessed only
where the record says that it was asked for one, for it may have been set up since.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from reports.lifecycle.bundles.choosing import organs_of
from reports.lifecycle.deadlines import Timing, timings
from reports.lifecycle.notifications import REMIND
from reports.models.circulars import CircularReceipt
from reports.models.keys import Keys
from reports.models.notices import Notice
from reports.models.organs import Organ
from reports.models.reports import AnnualReport, Status
from reports.models.years import Extension
from reports.official import edition_for
from reports.official.calendar import year_on_offer

NO_FORM = "该年度的表格不能在本系统填报"
OF_THE_GOVERNMENT = "本级政府的报告由汇总编制单位编制"
ARCHIVED = "报告由文件读入归档，没有在本系统填报"
RETIRED = "已停用，没有提交报告"
NOT_OPEN_YET = "尚未开放填报"
NEVER_ASKED = "没有该年度的填报记录"


@dataclass(frozen=True)
class AssessedUnits:
    """The organs that are assessed in the order of units, how each stands, and who is left out."""

    organs: list[Organ]
    timings: Mapping[int, Timing]
    left_out: list[tuple[Organ, str]]


def units_of(office: Organ, year: int, only: Iterable[int] | None = None) -> AssessedUnits:
    """Whom the office assesses, of the organs ``only`` where they are said; nine queries, however many they are."""
    found = organs_of(office, year).exclude(pk=office.pk)
    organs = list(found if only is None else found.filter(pk__in=Keys(only)))
    stand = timings(year, organs)
    statuses: dict[int, set[str]] = {organ.pk: set() for organ in organs}
    for organ, status in AnnualReport.objects.filter(year=year, organ__in=Keys(organs)).values_list("organ", "status"):
        statuses[organ].add(status)
    asked = _asked(organs, year)
    assessed, left_out = [], []
    for organ in organs:
        why = _why_not(organ, year, stand[organ.pk], statuses[organ.pk], is_asked=organ.pk in asked)
        if why:
            left_out.append((organ, why))
        else:
            assessed.append(organ)
    return AssessedUnits(assessed, stand, left_out)


def _why_not(organ: Organ, year: int, timing: Timing, statuses: set[str], *, is_asked: bool) -> str:
    """Why an organ was not open for filing, in words; empty where it was."""
    today = timezone.localdate()
    if not edition_for(year).has_entry_form:
        return NO_FORM
    if organ.consolidated_by_id:
        return OF_THE_GOVERNMENT
    if statuses and statuses <= {Status.ARCHIVED}:
        return ARCHIVED
    if timing.handed_in:
        return ""
    if not organ.is_active:
        return RETIRED
    if today < timing.period.opens_on:
        return NOT_OPEN_YET
    return "" if statuses or is_asked or year == year_on_offer(today) else NEVER_ASKED


def _asked(organs: list[Organ], year: int) -> set[int]:
    """Who was reminded, given more time or sent a circular in that year's work; three queries."""
    keys = Keys(organs)
    told = Notice.objects.filter(organ__in=keys, year=year, about=REMIND).values_list("organ", flat=True)
    given = Extension.objects.filter(organ__in=keys, year=year).values_list("organ", flat=True)
    sent = CircularReceipt.objects.filter(organ__in=keys, circular__year=year).values_list("organ", flat=True)
    return {*told.order_by().distinct(), *given.order_by().distinct(), *sent.order_by().distinct()}
