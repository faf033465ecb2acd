"""Saving while somebody types: the same edits as a plain post, as JSON."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from reports.forms.edits import StalePage, edits_of
from reports.lifecycle import editing
from reports.lifecycle.editing import Conflict, Edit, Saved
from reports.lifecycle.refusals import NotEditable
from reports.lifecycle.transitions import last_action
from reports.models import AnnualReport
from reports.presenters.grids import believed
from reports.presenters.steps import CheckedStep, name_of
from reports.web.access import may_edit, of_somebody_else, report_at
from reports.web.found import found_beside
from reports.web.sent_by_scripts import body_of


@require_POST
def save(request: HttpRequest, organ: str, year: int, step: str) -> HttpResponse:
    """Apply the edits that the page sends, and answer with what stands there now.

    Each edit is an address, what was seen and what is to stand there. Sending one again changes
    nothing, so a page whose answer was lost simply repeats itself.
    """
    report = report_at(request, organ, year, step)
    body = body_of(request)
    if refusal := of_somebody_else(request, body):
        return refusal
    page = CheckedStep(report, step)
    try:
        edits = edits_of(body.get("edits"), page.addresses)
    except StalePage:
        words = "本页与系统中的表格不一致，请复制未保存的内容后刷新本页"
        return JsonResponse({"error": words}, status=HTTPStatus.BAD_REQUEST)
    try:
        if not may_edit(request.user, report):
            raise NotEditable(report.refusal_of_editing or "当前账号没有填报本报告的权限。")
        saved = editing.save(report.pk, request.user, believed(report, edits), step=step if edits else "")
    except NotEditable as refusal:
        report.refresh_from_db()
        last = "" if report.is_editable else last_action(report)
        return JsonResponse({"left": f"{last}{refusal}"}, status=HTTPStatus.CONFLICT)
    return JsonResponse(_answer(report, step, saved, body.get("version")))


def _answer(report: AnnualReport, step: str, saved: Saved, version: object) -> dict:
    """What became of the edits; with the new version where the page knows all that it holds."""
    stored = AnnualReport.objects.select_related("organ").prefetch_related("steps")
    page = CheckedStep(stored.get(pk=report.pk), step)
    return {
        "version": saved.after if _knows_all(saved, version) else "",
        "at": f"{timezone.localtime():%H:%M}",
        "values": saved.values,
        "conflicts": [_conflict(report, each) for each in saved.conflicts],
        "refused": saved.refused,
        "notices": list(dict.fromkeys(saved.notices)),
        "errors": page.errors,
        "found": found_beside(page),
    }


def _knows_all(saved: Saved, version: object) -> bool:
    """Whether a page that knew ``version`` is told all that changed since: its own edits, and nothing beside them."""
    return version == saved.before and saved.values.keys() >= set(saved.applied)


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
