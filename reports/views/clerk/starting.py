"""How a report is begun: by two questions, so that a nil return takes two clicks, or from the sums of others."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from reports.forms.steps import StartForm
from reports.lifecycle.opening import carried_forward_last_year, declare_nil, open_report, withdraw_nil
from reports.lifecycle.refusals import CannotDeclareNil, NotEditable
from reports.models import AnnualReport, Organ
from reports.models.last_years import last_year_of
from reports.models.years import period
from reports.web.access import organ_of_clerk, require_year_on_offer


def start(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """Ask whether there is anything to report, and open the report with the answer."""
    owner = organ_of_clerk(request, organ)
    require_year_on_offer(year)
    report = AnnualReport.objects.newest_revision(owner, year)
    if report and not report.is_editable:
        return redirect("report", owner.slug, year)
    opens_on = period(year, owner).opens_on
    if not report and opens_on > timezone.localdate():
        messages.info(request, f"{year} 年度填报尚未开放（{opens_on} 开放）")
        return redirect("home")
    if owner.consolidated_by_id:
        return _start_from_sums(request, owner, year, report)
    of_year = report or AnnualReport(organ=owner, year=year)
    carried = carried_forward_last_year(of_year)
    form = StartForm(request.POST or None, year=year, carried_forward=carried, initial=_answers(report))
    if request.method == "POST" and form.is_valid() and _open(request, form, owner, year):
        return redirect("report", owner.slug, year)
    context = {"form": form, "organ": owner, "year": year, "carried_forward": carried, "report": report}
    context["has_last_year"] = last_year_of(of_year, to_own_people=True) is not None
    return render(request, "start.html", context)


def _start_from_sums(request: HttpRequest, organ: Organ, year: int, report: AnnualReport | None) -> HttpResponse:
    """A government's own report is asked nothing: a 0 that is typed would keep the sum out of its cell."""
    if report or request.method == "POST":
        open_report(organ, year, request.user)
        return redirect("sums_differences", organ.slug, year)
    has_last_year = last_year_of(AnnualReport(organ=organ, year=year), to_own_people=True) is not None
    return render(request, "start_from_sums.html", {"organ": organ, "year": year, "has_last_year": has_last_year})


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
