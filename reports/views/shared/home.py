"""Where a person arrives: the clerk at this year's report, the supervisor at the queue."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from reports.lifecycle.appraisal.reading import schemes_for
from reports.lifecycle.awaiting import waiting_for
from reports.lifecycle.circulars import unsigned_of
from reports.lifecycle.deadlines import timings
from reports.models import AnnualReport, AppraisalScheme, Organ, Role
from reports.models.organs import OWN_ROLES
from reports.official.calendar import year_on_offer
from reports.presenters.home import OrganDashboard, dashboards
from reports.web.access import may_edit
from reports.web.doors import front_of_administration

MOST_ELSEWHERE = 10
MOST_NOTICES = 5


def home(request: HttpRequest) -> HttpResponse:
    own = request.user.organ_ids(*OWN_ROLES)
    if not own and request.user.organ_ids(Role.SUPERVISOR):
        return redirect("queue")
    if not own and (front := front_of_administration(request.user)):
        return redirect(front)
    organs = Organ.objects.filter(pk__in=own).select_related("superior")
    year = year_on_offer(timezone.localdate())
    stand = timings(year, organs)
    shown = dashboards(request.user, list(organs), year, stand, may_edit)
    context = {
        "dashboards": shown,
        "year": year,
        "elsewhere": _waiting_elsewhere(request, shown, year),
        "unsigned": unsigned_of(request.user),
        "score_sheets": _score_sheets(organs, year),
        "notices": list(request.user.notices.unread().select_related("organ")[:MOST_NOTICES]),
    }
    return render(request, "home/home.html", context)


def _score_sheets(organs: Iterable[Organ], year: int) -> list[tuple[AppraisalScheme, Organ]]:
    """The score sheets of the person's organs, of this year on offer and the one before; one query."""
    shown = schemes_for(organs, (year, year - 1))
    return [(scheme, organ) for scheme in shown for organ in organs if organ.superior_id == scheme.superior_id]


def _waiting_elsewhere(request: HttpRequest, own: list[OrganDashboard], year: int) -> list[AnnualReport]:
    """What waits for the person beside the reports that the dashboards show: to be reviewed, or of earlier years."""
    shown = [dashboard.report.pk for dashboard in own if dashboard.report]
    return list(
        waiting_for(request.user, year).exclude(pk__in=shown).select_related("organ", "reviewer")[:MOST_ELSEWHERE]
    )
