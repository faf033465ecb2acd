"""Saving while somebody types: the same edits as a plain post, as JSON."""

import json
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST

from reports import editing
from reports.editing import Conflict, Edit, NotEditable, Saved
from reports.forms.edits import StalePage, edits_of
from reports.models import AnnualReport
from reports.transitions import last_deed
from reports.views.access import may_edit, visible_report
from reports.views.progress import keys_of
from reports.views.steps import StepPage, name_of


@require_POST
def save(request: HttpRequest, organ: str, year: int, step: str) -> HttpResponse:
    """Apply the edits that the page sends, and answer with what stands there now.

    Each edit is an address, what was seen and what is to stand there. Sending one again changes
    nothing, so a page whose answer was lost simply repeats itself.
    """
    report = report_at(request, organ, year, step)
    page = StepPage(report, step)
    try:
        edits = edits_of(body_of(request).get("edits"), page.addresses)
    except StalePage:
        return JsonResponse({"error": "页面已过期，请刷新"}, status=HTTPStatus.BAD_REQUEST)
    try:
        if not may_edit(request.user, report):
            raise NotEditable(f"本报告当前为“{report.get_status_display()}”，不能修改。")
        saved = editing.save(report.pk, request.user, edits, step=step if edits else "")
    except NotEditable as refusal:
        report.refresh_from_db()
        deed = "" if report.is_editable else last_deed(report)
        return JsonResponse({"left": f"{deed}{refusal}"}, status=HTTPStatus.CONFLICT)
    return JsonResponse(_answer(report, step, saved))


def report_at(request: HttpRequest, organ: str, year: int, step: str) -> AnnualReport:
    """The report whose step a page is open at; 404 where it has no such step."""
    report = visible_report(request, organ, year)
    if step not in keys_of(report):
        raise Http404
    return report


def body_of(request: HttpRequest) -> dict:
    """The JSON object that a script sent; empty where it is none."""
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def _answer(report: AnnualReport, step: str, saved: Saved) -> dict:
    page = StepPage(AnnualReport.objects.select_related("organ").get(pk=report.pk), step)
    return {
        "at": f"{timezone.localtime():%H:%M}",
        "values": saved.values,
        "conflicts": [_conflict(report, each) for each in saved.conflicts],
        "refused": saved.refused,
        "notices": list(dict.fromkeys(saved.notices)),
        "errors": page.errors,
        "found": render_to_string("steps/_found.html", {"page": page}),
    }


def _conflict(report: AnnualReport, conflict: Conflict) -> dict[str, str]:
    edit: Edit = conflict.edit
    at = f"{timezone.localtime(conflict.at):%H:%M}" if conflict.at else ""
    return {
        "address": edit.address,
        "name": name_of(report, edit.address),
        "stored": conflict.stored,
        "now": edit.now,
        "editor": conflict.editor,
        "at": at,
    }
