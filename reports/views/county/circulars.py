"""工作通知: an office issues circulars to its organs and sees who has not signed for them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from reports.forms.circulars import CircularForm
from reports.lifecycle.circulars import days_of, issue, issued_by, other_days, recipients_of
from reports.lifecycle.refusals import AlreadyDone, Refused
from reports.models import Organ
from reports.official.interchange import NotUnderstood
from reports.presenters.circulars import proposed
from reports.web.access import reviewing_office
from reports.web.auditing import note_refused_file
from reports.web.lists import page_of


def circulars(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """What an office has issued in a year, and how many have signed."""
    office = reviewing_office(request, organ, year)
    page = page_of(request, issued_by(office, year))
    return render(request, "circulars/circulars.html", {"organ": office, "year": year, "page": page})


def circular_new(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """Write a circular; a day in its text that is not the one set is said once, before it is issued."""
    office = reviewing_office(request, organ, year)
    days = days_of(office, year)
    is_posted = request.method == "POST"
    form = CircularForm(request.POST if is_posted else None, request.FILES if is_posted else None)
    warnings: list[str] = []
    if not is_posted:
        form.initial = proposed(year, days)
    elif form.is_valid():
        warnings = other_days(form.cleaned_data["body"], days)
        if (not warnings or request.POST.get("confirmed") == "；".join(warnings)) and _issued(
            request, form, office, year
        ):
            return redirect("circulars", organ, year)
    elif "file" in form.errors:
        note_refused_file(request, NotUnderstood(form.errors["file"][0]))
    context = {
        "organ": office,
        "year": year,
        "form": form,
        "warnings": warnings,
        "confirmed": "；".join(warnings),
        "count": recipients_of(office, year).count(),
    }
    return render(request, "circulars/new.html", context)


def _issued(request: HttpRequest, form: CircularForm, office: Organ, year: int) -> bool:
    try:
        circular = issue(office, year, request.user, form.draft())
    except AlreadyDone as done:
        messages.info(request, str(done))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    else:
        messages.success(request, f"已向 {circular.receipts.count()} 个单位发布通知")
    return True
