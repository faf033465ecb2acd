"""What happened to a report, by name, and what it said at each of these moments."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

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


@dataclass(frozen=True)
class Submission:
    """A submission (提交), and its number in the report; one that was withdrawn (撤回) counts like any other.

    Not the round of the event: a withdrawn submission and the one after it are of one round, for nobody decided
    between them (四眼原则).
    """

    event: Event
    number: int
    is_withdrawn: bool

    @property
    def reference(self) -> str:
        """编号: by which a telephone call can name it; year, organ, revision and which submission of it."""
        report = self.event.report
        return f"{report.year}-{report.organ.slug}-{report.revision}-{self.number}"

    @property
    def name(self) -> str:
        return f"第 {self.number} 次提交{'（已撤回）' if self.is_withdrawn else ''}"


def submissions(events: Iterable[Event]) -> list[Submission]:
    """The submissions among the events of one report, the oldest first."""
    told: list[Submission] = []
    for event in sorted(events, key=lambda event: event.number):
        if event.action == "submit":
            told.append(Submission(event, len(told) + 1, is_withdrawn=False))
        elif event.action == "withdraw" and told:
            told[-1] = replace(told[-1], is_withdrawn=True)
    return told


def submissions_of(report: AnnualReport) -> list[Submission]:
    """The submissions of a report, the oldest first; one query."""
    events = report.events.filter(action__in=("submit", "withdraw"))
    return submissions(events.select_related("actor").defer("record"))


def last_submissions(events: QuerySet[Event]) -> dict[int, Submission]:
    """The last submission of each report that has one, by the report's key; one query."""
    by_report: dict[int, list[Event]] = {}
    for event in events.defer("record"):
        by_report.setdefault(event.report_id, []).append(event)
    return {key: told[-1] for key, of_report in by_report.items() if (told := submissions(of_report))}


def names_of(events: Iterable[Event]) -> dict[int, str]:
    """What the events are called, by their keys: by what happened, such as 第 2 次提交.

    ``events`` are all of a report, and may be those of several revisions.
    """
    by_report: dict[int, list[Event]] = {}
    for event in events:
        by_report.setdefault(event.report_id, []).append(event)
    names = {}
    for of_report in by_report.values():
        named = {each.event.pk: each.name for each in submissions(of_report)}
        for event in of_report:
            name = named.get(event.pk) or _label(event)
            names[event.pk] = f"{CORRECTION}{name}" if event.report.is_correction else name
    return names


def _label(event: Event) -> str:
    transition = BY_ACTION.get(event.action)
    return transition.label if transition else event.get_to_status_display()


def told_since(report: AnnualReport, number: object) -> str:
    """Who last did what with the report after its event of this number, such as 张某某已于 10:30 退回修改此报告.

    Empty where nothing happened since, or where the number is none.
    """
    last = report.events.select_related("actor").first()
    if last is None or not isinstance(number, int) or last.number <= number:
        return ""
    at = timezone.localtime(last.at)
    when = f"{at:%H:%M}" if at.date() == timezone.localdate() else f"{at:%Y-%m-%d %H:%M}"
    done = "再次提交" if last.action == "submit" else _label(last)
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
