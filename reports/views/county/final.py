"""定稿: where the sums of a year are declared final, what changed since, and where they are worked on again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from reports.county.differences import differences
from reports.county.drift import drift
from reports.forms.adjustments import TakeBackForm
from reports.lifecycle.consolidation.finalising import finalise, may_decide, refusal_of_finalising, reopen
from reports.lifecycle.consolidation.standing import standing_sums
from reports.lifecycle.consolidation.sums import Sums
from reports.lifecycle.refusals import Refused
from reports.models import AnnualReport
from reports.presenters.consolidation import changed_rows, coverage
from reports.web.access import consolidating_organ


def sums_final(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """What stands in the way, the button, and every document that there was."""
    government = consolidating_organ(request, organ, year)
    sums = standing_sums(government, year)
    changed = drift(sums)
    stored = sums.scope.stored
    past = stored.finalisations.select_related("by", "reopening__by").defer("content") if stored else []
    own = AnnualReport.objects.visible_to(request.user).newest_revision(government, year)
    context = {
        "organ": government,
        "year": year,
        "sums": sums,
        "coverage": coverage(sums),
        "drift": changed,
        "changed": changed_rows(sums, changed.cells),
        "past": past,
        "refusal": refusal_of_finalising(sums, request.user),
        "may_decide": may_decide(request.user, government),
        "unknown": _unknown(sums),
        "differing": sum(bool(each.amount) for each in differences(own, sums)) if _is_comparable(own, sums) else None,
        "form": TakeBackForm(),
    }
    return render(request, "county/final.html", context)


def sums_finalise(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """Declare final what the page showed."""
    government = consolidating_organ(request, organ, year)
    if request.method == "POST":
        try:
            finalise(government, year, request.user, seen=request.POST.get("seen", ""))
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "汇总数已定稿")
    return redirect("sums_final", organ, year)


def sums_reopen(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """Work on final sums again, for a reason."""
    government = consolidating_organ(request, organ, year)
    form = TakeBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reopen(government, year, request.user, form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已撤销定稿")
            return redirect("sums_final", organ, year)
    context = {"organ": government, "year": year, "form": form, "may_decide": may_decide(request.user, government)}
    return render(request, "county/reopen.html", context)


def _unknown(sums: Sums) -> int:
    return sum(sums.figures.get(cell) is None for cell in sums.edition.entries) if sums.reports else 0


def _is_comparable(own: AnnualReport | None, sums: Sums) -> bool:
    return own is not None and own.edition == sums.edition.key and bool(sums.reports)
