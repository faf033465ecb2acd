"""What happened to a report, by name, and what it said at each of these moments."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.utils import timezone

from reports.lifecycle.transitions import BY_ACTION, CORRECTING, PUBLISHING, SUBMITTING, WITHDRAWING
from reports.models.reports import AnnualReport
from reports.models.review import Event, Version
from reports.official.interchange import NotUnderstood, parse
from reports.official.report_data import ReportData

CORRECTION = "更正："


def events_of(report: AnnualReport) -> QuerySet[Event]:
    """The events of the report and of the revisions that it corrects, newest first, without their bytes."""
    events = Event.objects.filter(
        report__organ=report.organ_id, report__year=report.year, report__revision__lte=report.revision
    )
    return events.select_related("actor", "report").defer("record").order_by("-report__revision", "-number")


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
        """Such as 第 2 次提交; of a correction 更正：第 1 次提交, for its submissions are counted anew."""
        which = CORRECTION if self.event.report.is_correction else ""
        return f"{which}第 {self.number} 次提交{'（已撤回）' if self.is_withdrawn else ''}"


def submissions(events: Iterable[Event]) -> list[Submission]:
    """The submissions among the events of one report, the oldest first."""
    found: list[Submission] = []
    for event in sorted(events, key=lambda event: event.number):
        if event.action in SUBMITTING:
            found.append(Submission(event, len(found) + 1, is_withdrawn=False))
        elif event.action in WITHDRAWING and found:
            found[-1] = replace(found[-1], is_withdrawn=True)
    return found


def submissions_of(report: AnnualReport) -> list[Submission]:
    """The submissions of a report, the oldest first; one query."""
    events = report.events.filter(action__in=(*SUBMITTING, *WITHDRAWING))
    return submissions(events.select_related("actor").defer("record"))


def last_submissions(reports: dict[int, AnnualReport]) -> dict[int, Submission]:
    """The last submission of each report that has one; both by the report's key; one query."""
    by_report: dict[int, list[Event]] = {}
    events = Event.objects.filter(report__in=list(reports), action__in=(*SUBMITTING, *WITHDRAWING))
    for event in events.defer("record"):
        event.report = reports[event.report_id]
        by_report.setdefault(event.report_id, []).append(event)
    return {key: found[-1] for key, of_report in by_report.items() if (found := submissions(of_report))}


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
            which = CORRECTION if event.report.is_correction else ""
            names[event.pk] = named.get(event.pk) or f"{which}{_label(event)}"
    return names


def _label(event: Event) -> str:
    transition = BY_ACTION.get(event.action)
    return transition.label if transition else event.get_to_status_display()


def happened_since(report: AnnualReport, number: object, revision: object) -> str:
    """Who last did what with the report after its event of this number, such as 张某某已于 10:30 退回修改此报告.

    Empty where nothing happened since, or where the number is none. An event of another ``revision`` is none of this
    one's: what was done to this one came after it.
    """
    last = report.events.select_related("actor").first()
    is_other = revision != report.revision
    if last is None or not (is_other or (isinstance(number, int) and last.number > number)):
        return ""
    at = timezone.localtime(last.at)
    when = f"{at:%H:%M}" if at.date() == timezone.localdate() else f"{at:%Y-%m-%d %H:%M}"
    submitted = "更正并提交" if is_other else "再次提交"
    done = submitted if last.action in SUBMITTING else _label(last)
    return f"{last.actor}已于 {when} {done}此报告"


def content_at(event: Event) -> ReportData | None:
    """What the report said when it happened; ``None`` where that was not kept yet, or cannot be read any more."""
    version = Version.objects.filter(event=event).first()
    try:
        return parse(bytes(version.content)) if version else None
    except NotUnderstood:
        return None


def last_submission(report: AnnualReport) -> Event | None:
    """The submission of this revision that the report as it stands is to be compared with; ``None`` without one."""
    before = report.round if report.is_editable else report.round - 1
    kept = Event.objects.filter(version__isnull=False).select_related("report")
    return kept.filter(report=report, action__in=SUBMITTING, round=before).order_by("-number").first()


def corrected_publication(report: AnnualReport) -> Event | None:
    """The publication that the report corrects (更正), whose content was kept; ``None`` for what is no correction."""
    if not report.is_correction:
        return None
    corrected = {"report__organ": report.organ_id, "report__year": report.year, "action__in": PUBLISHING}
    kept = Event.objects.filter(version__isnull=False).select_related("report")
    return kept.filter(**corrected, report__revision__lt=report.revision).order_by("-report__revision").first()


def opening_of_the_correction(report: AnnualReport) -> Event | None:
    """Who opened the correction (更正), when and for which reason; ``None`` for what is no correction."""
    if not report.is_correction:
        return None
    opened = Event.objects.filter(report__organ=report.organ_id, report__year=report.year, action__in=CORRECTING)
    return opened.filter(report__revision=report.revision - 1).select_related("actor").first()
