"""What happened to a report, by name, and what it said at each of these moments."""

from django.db.models import QuerySet
from django.utils import timezone

from reports.models.reports import AnnualReport
from reports.models.review import Event, Version
from reports.official.interchange import parse
from reports.official.report_data import ReportData
from reports.transitions import BY_ACTION

CORRECTION = "更正："


def events_of(report: AnnualReport) -> QuerySet[Event]:
    """The events of the report and of the revisions that it corrects, newest first, without their bytes."""
    told = Event.objects.filter(
        report__organ=report.organ_id, report__year=report.year, report__revision__lte=report.revision
    )
    return told.select_related("actor", "report").defer("record").order_by("-report__revision", "-number")


def name_of(event: Event) -> str:
    """What a version is called: by what happened, such as 第 2 次提交."""
    transition = BY_ACTION.get(event.action)
    name = transition.label if transition else event.get_to_status_display()
    if event.action == "submit":
        name = f"第 {event.round} 次提交"
    return f"{CORRECTION}{name}" if event.report.is_correction else name


def told_since(report: AnnualReport, number: object) -> str:
    """Who last did what with the report after its event of this number, such as 张某某已于 10:30 退回修改此报告.

    Empty where nothing happened since, or where the number is none.
    """
    last = report.events.select_related("actor").first()
    if last is None or not isinstance(number, int) or last.number <= number:
        return ""
    at = timezone.localtime(last.at)
    when = f"{at:%H:%M}" if at.date() == timezone.localdate() else f"{at:%Y-%m-%d %H:%M}"
    done = "再次提交" if last.action == "submit" else BY_ACTION[last.action].label
    return f"{last.actor}已于 {when} {done}此报告"


def content_at(event: Event) -> ReportData | None:
    """What the report said when it happened; ``None`` for an event from before contents were kept."""
    version = Version.objects.filter(event=event).first()
    return parse(bytes(version.content)) if version else None


def last_submission(report: AnnualReport) -> Event | None:
    """The submission that the report as it stands is to be compared with, or what a first correction corrects."""
    before = report.round if report.is_editable else report.round - 1
    kept = Event.objects.filter(version__isnull=False).select_related("report")
    submitted = kept.filter(report=report, action="submit", round=before).order_by("-number").first()
    if submitted or not report.is_correction:
        return submitted
    corrected = {"report__organ": report.organ_id, "report__year": report.year, "action": "publish"}
    return kept.filter(**corrected, report__revision__lt=report.revision).order_by("-report__revision").first()
