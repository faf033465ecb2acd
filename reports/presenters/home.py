"""The dashboard of an organ: this year's report, what is to do for it, and the reports of earlier years."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, Prefetch, Q, Subquery, prefetch_related_objects

from reports.checks.registry import Finding
from reports.lifecycle.awaiting import Awaited, awaited_of
from reports.lifecycle.deadlines import Timing
from reports.lifecycle.findings import explained_of, findings_of_many
from reports.lifecycle.opening import holds_something
from reports.lifecycle.transitions import Transition, available
from reports.models import AnnualReport, Event, Organ, Role, Status, StepRecord, User
from reports.models.last_years import of_predecessors
from reports.official.report_data import ReportData
from reports.presenters.progress import NextStep, Step, next_step, steps_of
from reports.presenters.tally import Tally, tally_of


@dataclass(frozen=True)
class OrganDashboard:
    """One organ of the user: this year's report, if it has been begun, and those of earlier years."""

    organ: Organ
    year: int
    report: AnnualReport | None
    earlier: list[AnnualReport]
    steps: list[Step]
    tally: Tally
    transitions: list[Transition]
    may_edit: bool
    is_clerk: bool
    timing: Timing
    last: Event | None = None  # what happened to the report last
    awaited: Awaited | None = None
    is_begun: bool = False  # something stands in this year's report
    is_successor: bool = False  # of an organ whose report of last year stands for its own

    @property
    def offers_upload(self) -> bool:
        """Whether bringing last year's report in is the first thing to do: there is none, and nothing is begun."""
        has_last_year = self.is_successor or any(report.year == self.year - 1 for report in self.earlier)
        return self.is_clerk and self.organ.is_active and not has_last_year and not self.is_begun

    @property
    def is_open(self) -> bool:
        return self.timing.period.opens_on <= self.timing.today

    @property
    def done(self) -> int:
        return sum(step.is_done for step in self.steps)

    @property
    def last_edited(self) -> Step | None:
        """The step that somebody was at last."""
        edited = [step for step in self.steps if step.edited_at]
        return max(edited, key=lambda step: step.edited_at, default=None)

    @property
    def has_main_transition(self) -> bool:
        """Whether the person's next step is a decision; taking back what was submitted or decided is none."""
        return any(transition.leads_on for transition in self.transitions)

    @property
    def next_step(self) -> NextStep:
        """The one big button of a report that has been begun."""
        if not self.may_edit:
            return NextStep("查看", self.report.get_absolute_url())
        if self.report.status == Status.RETURNED:
            return NextStep("查看审核意见并修改", self.report.get_absolute_url())
        return next_step(self.report, self.steps)


@dataclass(frozen=True)
class ReadTogether:
    """What was read of all this year's reports at once, by report: of those the person writes, what the checks find."""

    checked: dict[int, tuple[ReportData, list[Finding]]]
    explained: dict[int, set[str]]
    last: dict[int, Event]
    awaited: dict[int, Awaited]
    successors: set[int]  # the organs that succeeded one whose report of last year is settled


def dashboards(
    user: User,
    organs: list[Organ],
    year: int,
    stand: dict[int, Timing],
    may_edit: Callable[[User, AnnualReport], bool],
) -> list[OrganDashboard]:
    """The dashboard of each organ; as many questions to the database for thirty organs as for one."""
    reports: dict[int, list[AnnualReport]] = {organ.pk: [] for organ in organs}
    successors: set[int] = set()
    concerned = Q(organ__in=organs, year__lte=year) | of_predecessors(organs, year - 1)
    found = AnnualReport.objects.filter(concerned)
    for report in found.select_related("organ__superior", "reviewer"):
        if report.organ_id in reports:
            reports[report.organ_id].append(report)
        else:
            successors.add(report.organ.succeeded_by_id)
    current = [report for own in reports.values() if (report := _of_year(own, year))]
    written = [report for report in current if may_edit(user, report)]
    prefetch_related_objects(written, Prefetch("steps", StepRecord.objects.select_related("edited_by")))
    by_others = [report for report in current if report not in written]
    last, awaited = _last_events(current), awaited_of(by_others)
    read = ReadTogether(findings_of_many(written), explained_of(written), last, awaited, successors)
    return [_dashboard(user, organ, year, reports[organ.pk], stand[organ.pk], read) for organ in organs]


def _dashboard(
    user: User, organ: Organ, year: int, reports: list[AnnualReport], timing: Timing, read: ReadTogether
) -> OrganDashboard:
    report = _of_year(reports, year)
    key = report.pk if report else None
    is_written = key in read.checked
    steps = steps_of(report, *read.checked[key]) if is_written else []
    return OrganDashboard(
        organ=organ,
        year=year,
        report=report,
        earlier=_earlier(reports, year),
        steps=steps,
        tally=tally_of(read.checked[key][1], read.explained[key]) if is_written else Tally(),
        transitions=available(report, user) if report else [],
        may_edit=is_written,
        is_clerk=user.has_role(Role.CLERK, organ.pk),
        timing=timing,
        last=read.last.get(key),
        awaited=read.awaited.get(key),
        is_successor=organ.pk in read.successors,
        is_begun=report is not None and (not is_written or holds_something(read.checked[key][0])),
    )


def _earlier(reports: list[AnnualReport], year: int) -> list[AnnualReport]:
    """往年报告, the newest first; of those read in from several files of one year the last one, which counts."""
    before = [each for each in reports if each.year < year]
    newest = {each.year: each.revision for each in reversed(before)}
    return [each for each in before if not each.is_archived or each.revision == newest[each.year]]


def _of_year(reports: list[AnnualReport], year: int) -> AnnualReport | None:
    return next((report for report in reports if report.year == year), None)


def _last_events(reports: Iterable[AnnualReport]) -> dict[int, Event]:
    """The newest event of each report that has any, by report; one query."""
    newest = Event.objects.filter(report=OuterRef("report")).order_by("-pk").values("pk")[:1]
    events = Event.objects.filter(report__in=[report.pk for report in reports], pk=Subquery(newest))
    return {event.report_id: event for event in events.select_related("actor")}
