"""延期: where a supervisor gives one organ more time for one year, and sees what was given before."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from reports.forms.extensions import ExtensionForm
from reports.lifecycle.deadlines import grant_extension, refusal_of_extension, timing
from reports.lifecycle.refusals import NotGranted
from reports.models import Organ, Role
from reports.official.calendar import FIRST_YEAR, year_on_offer
from reports.presenters.extensions import extensions_of


def extensions(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """The deadlines of an organ, the form that moves them, and every extension so far."""
    subordinate = _supervised(request, organ, year)
    current = timing(year, subordinate)
    form = ExtensionForm(request.POST or None, current=current.period)
    refusal = refusal_of_extension(subordinate, year, current.period)
    if request.method == "POST" and form.is_valid():
        try:
            granted = grant_extension(
                subordinate, year, request.user, seen=request.POST.get("seen", ""), **form.cleaned_data
            )
        except NotGranted as refused:
            if refused.field:
                form.add_error(refused.field, str(refused))
            else:
                refusal = str(refused)
        else:
            messages.success(request, f"已延期：{subordinate} {year} 年度报告的截止日期改为 {granted.due_on}")
            return redirect(request.path)
    context = {"organ": subordinate, "year": year, "timing": current, "form": form, "refusal": refusal}
    context |= extensions_of(subordinate, year, current)
    return render(request, "review/extensions.html", context)


def _supervised(request: HttpRequest, slug: str, year: int) -> Organ:
    """The organ at the address, if the user supervises it and the year is one of the queue; otherwise 404."""
    supervised = request.user.organ_ids(Role.SUPERVISOR)
    organ = Organ.objects.filter(slug=slug, superior__in=supervised).select_related("superior").first()
    if organ is None or not FIRST_YEAR <= year <= year_on_offer(timezone.localdate()):
        raise Http404
    return organ
