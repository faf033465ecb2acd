"""Who else has a step, or a review, open: noted while the page is, and told in words to those who work there.

Only a post notes anything, also that a review has begun: what fetches pages in advance has read nothing.
"""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from reports.lifecycle.editing import version_of
from reports.lifecycle.history.story import happened_since
from reports.lifecycle.reviewing import may_review
from reports.lifecycle.workflow import open_review
from reports.models import AnnualReport
from reports.models.presence import REVIEW, note_presence
from reports.presenters.presence import others_told
from reports.presenters.refreshing import changes_for, has_changed
from reports.presenters.steps import CheckedStep
from reports.text.cleaning import one_line
from reports.web.access import (
    Withdrawn,
    may_edit,
    of_somebody_else,
    report_at,
    reviews,
    visible_report,
    withdrawn_correction,
)
from reports.web.found import found_beside
from reports.web.sent_by_scripts import body_of

LONGEST_TAB = 40
HELD = "held"


@require_POST
def presence(request: HttpRequest, organ: str, year: int, step: str) -> HttpResponse:
    """Note that this page of a step is open, and say in words who else has it open.

    A page that knows another ``version`` of the report is told the one that stands; with ``held``, what it holds, it
    asks what has changed.
    """
    report, body = report_at(request, organ, year, step), body_of(request)
    if refusal := of_somebody_else(request, body):
        return refusal
    if not may_edit(request.user, report):
        return JsonResponse({"left": report.refusal_of_editing or "当前账号没有填报本报告的权限。"})
    if HELD in body:
        return _changes(request, CheckedStep(report, step), body[HELD])
    tab = _tab(request)
    note_presence(report, step, request.user, tab)
    answer = {"told": others_told(report, step, request.user, tab)}
    if has_changed(report, body.get("version")):
        answer["version"] = version_of(report)
    return JsonResponse(answer)


def _changes(request: HttpRequest, page: CheckedStep, held: object) -> HttpResponse:
    try:
        return JsonResponse(changes_for(page, held, request.user) | {"found": found_beside(page)})
    except ValueError:
        return JsonResponse({"error": "页面已过期，请刷新"}, status=HTTPStatus.BAD_REQUEST)


@require_POST
def review_presence(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """The same for the page of a review, to supervisors alone; ``left`` tells what became of the report meanwhile.

    The page sends as ``seen`` the number of the event that was the last one of its ``revision`` when it was opened,
    and only while it is visible: this is how a review begins (design.md §12.11), unless what the page shows has been
    overtaken.
    """
    try:
        report = visible_report(request, organ, year)
    except Withdrawn as withdrawn:
        return JsonResponse({"left": str(withdrawn)})
    if not reviews(request.user, report):
        raise Http404
    body, tab = body_of(request), _tab(request)
    if refusal := of_somebody_else(request, body):
        return refusal
    revision = body.get("revision", report.revision)
    left = withdrawn_correction(request.user, report) if _is_newer(revision, report) else ""
    left = left or happened_since(report, body.get("seen"), revision)
    if may_review(report, request.user):
        note_presence(report, REVIEW, request.user, tab)
        if not left:
            open_review(report, request.user)
    answer = {"told": others_told(report, REVIEW, request.user, tab)}
    return JsonResponse(answer | ({"left": left} if left else {}))


@require_POST
def review_open(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """Begin the review by its button, which a page that runs scripts presses by itself."""
    report = visible_report(request, organ, year)
    if not reviews(request.user, report):
        raise Http404
    seen = request.POST.get("seen"), request.POST.get("revision", str(report.revision))
    shown = seen == (str(report.events.count()), str(report.revision))  # events are numbered from 1
    if shown and may_review(report, request.user):
        note_presence(report, REVIEW, request.user, "")
        open_review(report, request.user)
    return redirect("review", organ, year)


def _is_newer(revision: object, report: AnnualReport) -> bool:
    return isinstance(revision, int) and revision > report.revision


def _tab(request: HttpRequest) -> str:
    return one_line(str(body_of(request).get("tab", "")))[:LONGEST_TAB]
