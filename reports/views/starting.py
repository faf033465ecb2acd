"""The two questions before the start: a nil return takes two clicks."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from reports.editing import NotEditable
from reports.forms.steps import StartForm
from reports.models import AnnualReport, Organ
from reports.models.years import period
from reports.official import edition_for
from reports.official.calendar import FIRST_YEAR, year_on_offer
from reports.opening import CannotDeclareNil, carried_forward_last_year, declare_nil, open_report, withdraw_nil
from reports.views.access import organ_of_clerk


def start(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """Ask whether there is anything to report, and open the report with the answer."""
    owner = organ_of_clerk(request, organ)
    require_year_on_offer(year)
    report = AnnualReport.objects.latest(owner, year)
    if report and not report.is_editable:
        return redirect("report", owner.slug, year)
    opens_on = period(year, owner).opens_on
    if not report and opens_on > timezone.localdate():
        messages.info(request, f"{year} 年度填报尚未开放（{opens_on} 开放）")
        return redirect("home")
    carried = carried_forward_last_year(report or AnnualReport(organ=owner, year=year))
    form = StartForm(request.POST or None, year=year, carried_forward=carried, initial=_answers(report))
    if request.method == "POST" and form.is_valid() and _open(request, form, owner, year):
        return redirect("report", owner.slug, year)
    return render(
        request,
        "start.html",
        {"form": form, "organ": owner, "year": year, "carried_forward": carried, "report": report},
    )


def require_year_on_offer(year: int) -> None:
    """404 for a year that has not come, or whose form cannot be filled in here."""
    if not FIRST_YEAR <= year <= year_on_offer(timezone.localdate()) or edition_for(year).last_year is not None:
        raise Http404


def _answers(report: AnnualReport | None) -> dict[str, str]:
    return dict.fromkeys(report.declared_nil, "no") if report else {}


def _open(request: HttpRequest, form: StartForm, organ: Organ, year: int) -> bool:
    """Open the report and declare what is nil; ``False`` where a declaration is refused, which the form then says."""
    report = open_report(organ, year, request.user)
    try:
        for table, is_nil in form.nil_answers().items():
            if is_nil:
                declare_nil(report.pk, request.user, table)
            else:
                withdraw_nil(report.pk, request.user, table)
    except CannotDeclareNil as refusal:
        form.add_error(table, str(refusal))
        return False
    except NotEditable as refusal:
        messages.warning(request, str(refusal))
    return True
