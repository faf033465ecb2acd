"""保密审查: the whole text, what to look at twice in it, and the confirmation of exactly that text."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from reports.forms.secrecy import SecrecyForm
from reports.lifecycle.findings import take_snapshot
from reports.lifecycle.refusals import AlreadyDone, Refused
from reports.lifecycle.secrecy import CONFIRM, secrecy_review, wrote_in_it
from reports.lifecycle.transitions import BY_ACTION, available, is_among_performers, obstacles
from reports.models import AnnualReport
from reports.official.interchange import content_hash
from reports.presenters.secrecy import counted, hints_on_sheet
from reports.web.access import visible_report
from reports.web.performing import perform_as_seen


def secrecy(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """Read the whole text, and confirm exactly what was shown; for those of the organ who do the review."""
    report = visible_report(request, organ, year)
    transition = BY_ACTION[CONFIRM]
    if not is_among_performers(transition, report, request.user) or secrecy_review(report) is None:
        raise Http404
    form, refused = SecrecyForm(request.POST if request.method == "POST" else None), ""
    if request.method == "POST" and form.is_valid():
        try:
            seen = request.POST.get("content_hash", "")
            perform_as_seen(transition, report, request.user, seen_hash=seen)
        except AlreadyDone as refusal:
            messages.info(request, str(refusal))
            return redirect(report)
        except Refused as refusal:
            refused = str(refusal)
        else:
            messages.success(request, f"{report}：{transition.done}")
            return redirect(report)
    return _page(request, report, form, refused)


def _page(request: HttpRequest, report: AnnualReport, form: SecrecyForm, refused: str) -> HttpResponse:
    report.refresh_from_db()
    data = take_snapshot(report)
    hints, marks = hints_on_sheet(data)
    transition, open_now = BY_ACTION[CONFIRM], available(report, request.user)
    is_open = transition in open_now
    context = {
        "report": report,
        "data": data,
        "content_hash": content_hash(data),
        "sheet_marks": marks,
        "hints": hints,
        "counts": counted(hints),
        "transition": transition,
        "others": [each for each in open_now if each.is_of_secrecy and each is not transition],
        "is_open": is_open,
        "obstacles": obstacles(transition, report, request.user) if is_open else [],
        "wrote": wrote_in_it(report, request.user),
        "form": form,
        "refused": refused,
    }
    return render(request, "secrecy/secrecy.html", context)
