"""Who else has a step, or a review, open: noted while the page is, and told in words to those who work there."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from reports.history.story import told_since
from reports.models import AnnualReport, User
from reports.models.presence import REVIEW, note_presence, others_at
from reports.reviewing import may_review
from reports.text.cleaning import one_line
from reports.views.access import may_edit, reviews, visible_report
from reports.views.saving import body_of, report_at

LONGEST_TAB = 40
EDITING = ("正在编辑本部分", "本部分已在另一窗口打开")
REVIEWING = ("正在审核此报告", "本报告已在另一窗口打开")


@require_POST
def presence(request: HttpRequest, organ: str, year: int, step: str) -> HttpResponse:
    """Note that this page of a step is open, and say in words who else has it open."""
    report = report_at(request, organ, year, step)
    if not may_edit(request.user, report):
        return JsonResponse({"left": f"本报告当前为“{report.get_status_display()}”，不能修改。"})
    tab = _tab(request)
    note_presence(report, step, request.user, tab)
    return JsonResponse({"told": _told(report, step, request.user, tab)})


@require_POST
def review_presence(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """The same for the page of a review, to supervisors alone; ``left`` tells what became of the report meanwhile.

    The page sends as ``seen`` the number of the event that was the last one when it was opened.
    """
    report = visible_report(request, organ, year)
    if not reviews(request.user, report):
        raise Http404
    tab = _tab(request)
    answer = {"told": told_at_the_review(report, request.user, tab, may_act=may_review(report, request.user))}
    if left := told_since(report, body_of(request).get("seen")):
        answer["left"] = left
    return JsonResponse(answer)


def told_at_the_review(report: AnnualReport, user: User, tab: str = "", *, may_act: bool) -> str:
    """Note that somebody who ``may_act`` has the review open, and say who else has; a page's own load has no tab."""
    if may_act:
        note_presence(report, REVIEW, user, tab)
    return _told(report, REVIEW, user, tab)


def _told(report: AnnualReport, step: str, user: User, tab: str) -> str:
    at_work, open_twice = REVIEWING if step == REVIEW else EDITING
    names, is_open_twice = others_at(report, step, user, tab)
    return "；".join([f"{'、'.join(names)}{at_work}"] * bool(names) + [open_twice] * (is_open_twice and bool(tab)))


def _tab(request: HttpRequest) -> str:
    return one_line(str(body_of(request).get("tab", "")))[:LONGEST_TAB]
