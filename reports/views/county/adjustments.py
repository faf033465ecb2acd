"""汇总调整: what was registered beside the sums and why, the form that registers more, and the way to take it back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from reports.county.differences import differences
from reports.forms.adjustments import AdjustmentForm, TakeBackForm
from reports.lifecycle.consolidation.adjusting import entries_of, register, seen_of, take_back
from reports.lifecycle.consolidation.standing import standing_sums
from reports.lifecycle.consolidation.sums import Sums
from reports.lifecycle.refusals import Refused
from reports.models import AnnualReport, Organ
from reports.official import Cell
from reports.presenters.consolidation import adjustment_rows, coverage
from reports.web.access import consolidating_organ, may_decide_scope, require_decider_of_scope

CELL = "cell"


def sums_adjustments(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """Every entry, and the form; ``?cell=`` names the cells to begin with, each with its difference."""
    government = consolidating_organ(request, organ, year)
    sums = standing_sums(government, year)
    form = _form(request, government, sums)
    entries = entries_of(sums.scope.stored, sums.edition)
    if request.method == "POST":
        require_decider_of_scope(request.user, government)
        if form.is_valid():
            try:
                register(government, year, request.user, form.wanted(), seen=request.POST.get("seen", ""))
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, "已登记汇总调整")
                return redirect(_above_the_form(organ, year))
    context = {
        "organ": government,
        "year": year,
        "sums": sums,
        "coverage": coverage(sums),
        "form": form,
        "entries": adjustment_rows(sums, entries),
        "seen": seen_of(entries),
        "may_register": may_decide_scope(request.user, government) and not sums.final and sums.scope.stored,
    }
    return render(request, "county/adjustments.html", context)


def sums_adjustment_back(request: HttpRequest, organ: str, year: int, entry: UUID) -> HttpResponse:
    """The page on which an entry is taken back, for a reason."""
    government = consolidating_organ(request, organ, year)
    require_decider_of_scope(request.user, government)
    sums = standing_sums(government, year)
    found = [each for each in entries_of(sums.scope.stored, sums.edition) if each.key == entry and not each.takes_back]
    if not found:
        raise Http404
    form = TakeBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            take_back(government, year, request.user, entry, form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已撤销这项汇总调整")
            return redirect("sums_adjustments", organ, year)
    context = {"organ": government, "year": year, "form": form, "entry": next(iter(adjustment_rows(sums, found)))}
    return render(request, "county/adjustment_back.html", context)


def _above_the_form(organ: str, year: int) -> str:
    """Where the message stands: without a place of its own the browser would keep that of the form."""
    return f"{reverse('sums_adjustments', args=[organ, year])}#main"


def _form(request: HttpRequest, government: Organ, sums: Sums) -> AdjustmentForm:
    wanted = set(request.GET.getlist(CELL)[: len(sums.edition.entries)])
    own = AnnualReport.objects.visible_to(request.user).newest_revision(government, sums.scope.year) if wanted else None
    proposed: dict[Cell, int] = {}
    if own and own.edition == sums.edition.key:
        proposed = {
            each.cell: each.amount for each in differences(own, sums) if str(each.cell) in wanted and each.amount
        }
    return AdjustmentForm(request.POST or None, edition=sums.edition, included=sums.scope.included, proposed=proposed)
