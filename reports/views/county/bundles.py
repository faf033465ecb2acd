"""下载包: a supervisor takes along the reports of many organs, a few at once, many by a worker."""

from typing import BinaryIO

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from reports.forms.bundles import BundleForm
from reports.lifecycle.bundles.choosing import WantedReports, choose, counts_by_state, organs_of
from reports.lifecycle.bundles.making import NOTHING, BundleFailed, made
from reports.models import BundleKind, Organ
from reports.web.access import reviewing_office
from reports.web.files import disposition
from reports.web.made_files import handed_out, listed, made_for, ordered, resumed_or_discarded

MOST_AT_ONCE = 200  # published reports that are packed while the person waits


def bundle(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """What may be packed, what is being packed, and what was; the address may name organs (``organ=``)."""
    office = reviewing_office(request, organ, year)
    if request.POST.get("go") in ("resume", "discard"):
        resumed_or_discarded(request, office, year, BundleKind.REPORTS)
        return redirect("bundle", organ, year)
    organs = list(organs_of(office, year))
    form = BundleForm(
        request.POST if request.method == "POST" else None,
        organs=organs,
        asked=request.GET.getlist("organ"),
        counts=counts_by_state(request.user, office, year),
    )
    if request.method == "POST" and form.is_valid():
        answer = _pack(request, form, office, year)
        if answer:
            return answer
    context = {"organ": office, "year": year, "form": form, "file_view": "bundle_file"}
    return render(request, "county/bundle.html", context | listed(office, year, BundleKind.REPORTS))


def bundle_file(request: HttpRequest, organ: str, year: int, pk: int) -> HttpResponse:
    """A finished bundle; where its file is gone, the page says so."""
    office = reviewing_office(request, organ, year)
    made_before = made_for(office, year, BundleKind.REPORTS)
    return handed_out(request, made_before, pk, _name(office, year), ("bundle", organ, year))


def _pack(request: HttpRequest, form: BundleForm, office: Organ, year: int) -> HttpResponse | None:
    """A few published reports at once, everything else by a worker; ``None`` where the form says why neither."""
    wanted = form.wanted(request.build_absolute_uri("/").rstrip("/"))
    chosen = choose(office, year, wanted, request.user)
    if not chosen.reports:
        form.add_error(None, NOTHING)
        return None
    if chosen.are_all_published and len(chosen.reports) <= MOST_AT_ONCE:
        return _at_once(form, chosen, wanted, office, year)
    ordered(request, BundleKind.REPORTS, office, year, wanted=wanted.as_data(), total=len(chosen.reports))
    return redirect("bundle", office.slug, year)


def _at_once(form: BundleForm, chosen, wanted: WantedReports, office: Organ, year: int) -> HttpResponse | None:
    try:
        return _answer(made(chosen, wanted), office, year)
    except BundleFailed as failure:
        form.add_error(None, str(failure))
        return None


def _answer(content: BinaryIO, office: Organ, year: int) -> FileResponse:
    response = FileResponse(content, content_type="application/zip")
    response["Content-Disposition"] = disposition(f"{_name(office, year)}.zip", "zip")
    return response


def _name(office: Organ, year: int) -> str:
    return f"{office}{year}年度报告下载包"
