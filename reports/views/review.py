"""The page of a review: the whole report, what the checks and the supervisors say of it, and the decisions."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from reports.checks.registry import Level, run
from reports.deadlines import timing
from reports.forms.opinions import OpinionForm
from reports.history.story import names_of, submissions
from reports.models import AnnualReport
from reports.reviewing import may_review
from reports.transitions import available, case_of
from reports.views.access import reviews, visible_report
from reports.views.checking import shown_findings
from reports.views.comparison import chosen_comparison
from reports.views.pins import board_of_the_supervisor
from reports.views.presence import told_at_the_review
from reports.views.verdict import verdict_on
from reports.workflow import open_review


def review(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """The whole report with findings and explanations, and the decisions that are open now."""
    return review_page(request, _supervised(request, organ, year))


def review_page(request: HttpRequest, report: AnnualReport, opinion_form: OpinionForm | None = None) -> HttpResponse:
    """The page of a review, with a form that was posted and is faulty, where there is one."""
    if may_act := may_review(report, request.user):
        open_review(report, request.user)
    data = report.data()
    case = case_of(report, data)
    found = run(case)
    shown = shown_findings(report, found)
    events = list(report.events.select_related("actor", "report").defer("record"))
    context = {
        "report": report,
        "data": data,
        "choice": (choice := chosen_comparison(request, report, data, case.previous, names_of(events))),
        "comparison": choice.shown,
        "board": board_of_the_supervisor(report, data, request.GET.get("opinions", ""), may_act=may_act),
        "may_act": may_act,
        "opinion_form": (opinion_form or OpinionForm(data_of=data)) if may_act else None,
        "findings": [each for each in shown if each.finding.level is not Level.HINT],
        "hints": [each for each in shown if each.finding.level is Level.HINT],
        "verdict": verdict_on(data, found),
        "timing": timing(report.year, report.organ),
        "events": events,
        "others": told_at_the_review(report, request.user, may_act=may_act),
        "transitions": available(report, request.user),
        "submission": next(reversed(submissions(events)), None),
    }
    return render(request, "review/review.html", context)


def _supervised(request: HttpRequest, organ: str, year: int) -> AnnualReport:
    report = visible_report(request, organ, year)
    if not reviews(request.user, report):
        raise Http404
    return report
