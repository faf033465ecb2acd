"""What is said of organs where they are set up."""

from copy import copy
from datetime import date

from reports.models import AnnualReport, Organ
from reports.models.reports import SETTLED
from reports.models.years import period
from reports.people.organs import years_in_work


def reviewed_by_nobody(name: str) -> str:
    """What is said where an organ is left without a superior and without the choice 不需审核."""
    return (
        f"{name}没有审核单位，也未选“不需审核”：其报告无人审核，提交或签发后即可公布。请设置审核单位，或选“不需审核”。"
    )


def when_moved(organ: Organ, superior: Organ | None) -> list[str]:
    """In sentences, which deadline and which reviewer will hold for each report in work under another superior.

    ``organ`` is as it is stored. A deadline never comes nearer by it (``people.organs.save_organ``).
    """
    if (superior and superior.pk == organ.superior_id) or (superior is None and organ.superior_id is None):
        return []
    moved = copy(organ)
    moved.superior = superior
    years = {year: period(year, organ).due_on for year in years_in_work(organ)}
    reports = organ.reports.filter(year__in=years).exclude(status__in=SETTLED).select_related("reviewer", "organ")
    newest = {report.year: report for report in reports.order_by("revision")}
    return [
        f"{year} 年度报告{_state(newest.get(year))}：{_reviewer(newest.get(year), superior)}；"
        f"{_deadline(due_on, period(year, moved).due_on)}"
        for year, due_on in sorted(years.items())
    ]


def _state(report: AnnualReport | None) -> str:
    return f"（{report.state}）" if report else "（未开始）"


def _reviewer(report: AnnualReport | None, superior: Organ | None) -> str:
    if report and report.reviewer_id and not report.is_editable:
        return f"已提交，仍由{report.reviewer}审核，退回后再次提交的改由{superior or '无人'}审核"
    return f"提交后由{superior}审核" if superior else "提交后无人审核"


def _deadline(now: date, then: date) -> str:
    if then > now:
        return f"截止日期由 {now} 改为 {then}"
    if then < now:
        return f"截止日期仍为 {now}（新审核单位的 {then} 较早，不因此逾期）"
    return f"截止日期 {now}，不变"
