"""Where a person arrives: the clerk at this year's report, the supervisor at the queue."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from reports.checks.registry import Finding, Level
from reports.models import AnnualReport, Organ, Role, Status
from reports.models.years import period
from reports.official.calendar import year_on_offer
from reports.transitions import Transition, available, findings
from reports.views.access import may_edit
from reports.views.progress import Step, steps_of, tellable


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
    opens_on: date

    @property
    def is_open(self) -> bool:
        return self.opens_on <= timezone.localdate()

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
    return render(request, "home.html", {"desks": [_desk(request, organ, year) for organ in organs], "year": year})


def _desk(request: HttpRequest, organ: Organ, year: int) -> Desk:
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
        found=tellable(found, is_finished=False),
        transitions=available(current, request.user) if current else [],
        may_edit=current is not None and may_edit(request.user, current),
        is_clerk=request.user.is_(Role.CLERK, organ.pk),
        opens_on=period(year, organ).opens_on,
    )
