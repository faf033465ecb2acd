"""When the report of each year opens and is due: for everybody, or for the subordinates of one organ."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from reports.forms.administration_filters import YearFilter
from reports.forms.years import YearForm
from reports.models import ReportingYear
from reports.models.years import default_period
from reports.official.calendar import year_on_offer
from reports.people.administration import NotAllowed
from reports.people.duties import Duty
from reports.people.organs import save_year
from reports.web.administrators import for_duty
from reports.web.lists import asked_for, page_of


@for_duty(Duty.YEARS)
def years(request: HttpRequest) -> HttpResponse:
    form = YearFilter(request.GET)
    asked = asked_for(form)
    found = ReportingYear.objects.select_related("superior")
    if "year" in asked:
        found = found.filter(year=asked["year"]) if 0 < asked["year"] < 10_000 else found.none()
    offered = year_on_offer(timezone.localdate())
    context = {
        "page": page_of(request, found),
        "filter": form,
        "is_narrowed": bool(asked),
        "offered": offered,
        "default": default_period(offered),
    }
    return render(request, "administration/years.html", context)


@for_duty(Duty.YEARS)
def year_new(request: HttpRequest) -> HttpResponse:
    return _edit(request, ReportingYear())


@for_duty(Duty.YEARS)
def year_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _edit(request, get_object_or_404(ReportingYear.objects.select_related("superior"), pk=pk))


def _edit(request: HttpRequest, year: ReportingYear) -> HttpResponse:
    form = YearForm(request.POST or None, instance=year)
    is_new = year.pk is None
    if request.method == "POST" and form.is_valid():
        try:
            save_year(form.instance)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"已保存 {year.year} 年度的日期")
            return redirect("years")
    return render(request, "administration/year.html", {"form": form, "year": None if is_new else year})
