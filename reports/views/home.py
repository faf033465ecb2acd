"""Where a person arrives: the clerk at this year's report, the supervisor at the queue."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from reports.checks.registry import Finding, Level
from reports.deadlines import Timing, timings
from reports.models import AnnualReport, Organ, Role, Status
from reports.official.calendar import year_on_offer
from reports.transitions import Transition, available, findings, waiting_for
from reports.views.access import may_edit
from reports.views.notices import SHOWN_AT_HOME, told
from reports.views.progress import Step, steps_of, tellable

MOST_ELSEWHERE = 10


@dataclass(frozen=True)
class Desk:
    """One organ of the user: this year's report, if it has been begun, and those of earlier years."""

    organ: Organ
    year: int
    report: AnnualReport | None
    earlier: list[AnnualReport]
    steps: list[Step]
    found: list[Finding]
    transitions: list[Transition]
    may_edit: bool
    is_clerk: bool
    timing: Timing

    @property
    def is_open(self) -> bool:
        return self.timing.period.opens_on <= self.timing.today

    @property
    def done(self) -> int:
        return sum(step.is_done for step in self.steps)

    @property
    def to_fix(self) -> int:
        return sum(each.level is Level.MUST_FIX for each in self.found)

    @property
    def to_explain(self) -> int:
        return sum(each.level is Level.EXPLAIN for each in self.found)

    @property
    def last_edited(self) -> Step | None:
        """The step that somebody was at last."""
        edited = [step for step in self.steps if step.edited_at]
        return max(edited, key=lambda step: step.edited_at, default=None)

    @property
    def has_main_transition(self) -> bool:
        """Whether the person's next step is a decision; taking back what was submitted is none."""
        return bool(self.transitions) and self.transitions[0].action != "withdraw"

    @property
    def next_act(self) -> str:
        """The words on the one big button."""
        if self.report is None:
            return "开始填报"
        if self.may_edit:
            return "查看审核意见并修改" if self.report.status == Status.RETURNED else "继续填报"
        return "查看"


def home(request: HttpRequest) -> HttpResponse:
    own = request.user.organ_ids(Role.CLERK, Role.LEADER, Role.READER)
    if not own and request.user.organ_ids(Role.SUPERVISOR):
        return redirect("queue")
    if not own and request.user.is_administrator:
        return redirect("organs")
    organs = Organ.objects.filter(pk__in=own).select_related("superior")
    year = year_on_offer(timezone.localdate())
    stand = timings(year, organs)
    desks = [_desk(request, organ, year, stand[organ.pk]) for organ in organs]
    context = {
        "desks": desks,
        "year": year,
        "elsewhere": _waiting_elsewhere(request, desks, year),
        "notices": list(told(request.user).unread()[:SHOWN_AT_HOME]),
    }
    return render(request, "home/home.html", context)


def _waiting_elsewhere(request: HttpRequest, desks: list[Desk], year: int) -> list[AnnualReport]:
    """What waits for the person beside the reports that lie on the desks: to be reviewed, or of earlier years."""
    shown = [desk.report.pk for desk in desks if desk.report]
    return list(waiting_for(request.user, year).exclude(pk__in=shown).select_related("organ")[:MOST_ELSEWHERE])


def _desk(request: HttpRequest, organ: Organ, year: int, timing: Timing) -> Desk:
    reports = list(organ.reports.filter(year__lte=year).select_related("organ__superior"))
    current = next((report for report in reports if report.year == year), None)
    steps, found = [], []
    if current and may_edit(request.user, current):
        data = current.data()
        found = findings(current, data)
        steps = steps_of(current, data, found)
    return Desk(
        organ=organ,
        year=year,
        report=current,
        earlier=[report for report in reports if report.year < year],
        steps=steps,
        found=_told_of(current, steps, found),
        transitions=available(current, request.user) if current else [],
        may_edit=current is not None and may_edit(request.user, current),
        is_clerk=request.user.is_(Role.CLERK, organ.pk),
        timing=timing,
    )


def _told_of(report: AnnualReport | None, steps: list[Step], found: list[Finding]) -> list[Finding]:
    """The findings of which the steps' own pages tell: this page must not count fewer than the task list does."""
    finished = {step.key for step in steps if step.is_finished}
    return [each for each in found if tellable([each], is_finished=each.section(report.form) in finished)]
