"""历史: what happened to a report, any two of its versions side by side, and a section taken back to one of them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from reports.lifecycle.comparing import compare
from reports.lifecycle.deadlines import timing
from reports.lifecycle.history.restoring import edits_to, restore
from reports.lifecycle.history.story import content_at
from reports.lifecycle.refusals import HasChanged, NotEditable
from reports.models import AnnualReport, Role
from reports.official.interchange import content_hash
from reports.official.report_data import ReportData
from reports.presenters.extensions import extensions_of
from reports.presenters.history import (
    NOW,
    NamedEvent,
    compared_version,
    edits_by_day,
    has_earlier_edits,
    named_events,
    parts,
    proposed_versions,
    restored_values,
    unrelated_marks,
)
from reports.web.access import absent, may_edit, reviews, visible_report, withdrawn_correction


def history(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """The events of the report, newest first, and its edits folded by day."""
    report = visible_report(request, organ, year)
    events = named_events(report)
    kept = [named_event for named_event in events if named_event.is_kept]
    older, newer = proposed_versions(report, kept)
    days = edits_by_day(report, request.GET.get("before", ""))
    context = {
        "report": report,
        "events": events,
        "can_compare": len(kept) + report.is_editable > 1,
        "older": older,
        "newer": newer,
        "days": days,
        "unrelated": unrelated_marks(report),
        "files": report.imported_files.select_related("by"),
        "earliest": days[-1][2] if days else None,
        "has_earlier": has_earlier_edits(days),
        "may_edit": may_edit(request.user, report),
        "reviews": reviews(request.user, report),
        "withdrawn_correction": withdrawn_correction(request.user, report),
        "timing": (stand := timing(report.year, report.organ)),
    } | extensions_of(report.organ, report.year, stand)
    return render(request, "history/history.html", context)


def comparison(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """Two versions side by side, the older one first however they were chosen."""
    report = visible_report(request, organ, year)
    kept = [named_event for named_event in named_events(report) if named_event.is_kept]
    proposed = proposed_versions(report, kept)
    asked = [request.GET.get(name, default) for name, default in zip(("old", "new"), proposed, strict=True)]
    if not all(asked):
        return redirect("history", organ, year)
    order = [NOW, *(str(named_event.event.pk) for named_event in kept)]
    if not set(asked) <= set(order):
        raise absent(request.user, report)
    older, newer = sorted(asked, key=order.index, reverse=True)
    versions = [compared_version(report, kept, key) for key in (older, newer)]
    if unreadable := [each.name for each in versions if each.content is None]:
        return _unreadable(request, report, unreadable[0])
    context = {
        "report": report,
        "older": versions[0],
        "newer": versions[1],
        "data": versions[1].content,
        "comparison": compare(versions[0].content, versions[1].content),
    }
    return render(request, "history/comparison.html", context)


def restoration(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """Choose a part of a version, see what would change, and confirm it."""
    report = visible_report(request, organ, year)
    if not request.user.has_role(Role.CLERK, report.organ_id):
        raise Http404
    asked = request.POST if request.method == "POST" else request.GET
    kept = (named_event for named_event in named_events(report) if named_event.is_kept)
    named_event = next((each for each in kept if str(each.event.pk) == asked.get("version")), None)
    if named_event is None or not may_edit(request.user, report):
        if report.refusal_of_editing:
            messages.error(request, report.refusal_of_editing)
        return redirect("history", organ, year)
    version, part = content_at(named_event.event), asked.get("part", "")
    if version is None:
        return _unreadable(request, report, named_event.name)
    if request.method == "POST" and part in parts(report) and _restored(request, report, part, version):
        messages.success(request, f"{parts(report)[part]}已恢复到“{named_event.name}”时的内容")
        return redirect("step", organ, year, part)
    return _restoration_page(request, report, named_event, version, part)


def _unreadable(request: HttpRequest, report: AnnualReport, name: str) -> HttpResponse:
    """What was kept cannot be read any more, which ``verify_history`` names too."""
    messages.error(request, f"“{name}”时的内容已损坏，不能读取。请联系管理员。")
    return redirect("history", report.organ.slug, report.year)


def _restored(request: HttpRequest, report: AnnualReport, part: str, version: ReportData) -> bool:
    try:
        restore(report.pk, request.user, part, version, request.POST.get("content_hash", ""))
    except HasChanged:
        messages.error(request, "报告内容在您打开本页后有修改，尚未恢复，请重新查看后再操作。")
    except NotEditable as refusal:
        messages.error(request, str(refusal))
    else:
        return True
    return False


def _restoration_page(
    request: HttpRequest, report: AnnualReport, named_event: NamedEvent, version: ReportData, part: str
) -> HttpResponse:
    now = report.data()
    counts = [(key, title, len(edits_to(version, now, key))) for key, title in parts(report).items()]
    context = {
        "report": report,
        "named_event": named_event,
        "parts": counts,
        "part": part,
        "part_title": parts(report).get(part, ""),
        "edits": list(restored_values(report, edits_to(version, now, part))),
        "content_hash": content_hash(now),
    }
    return render(request, "history/restoration.html", context)
