"""公布清单: the published reports of a county, with the addresses at which they stand on its own website."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone

from reports.forms.publishing import AddressesForm, PastedAddressesForm
from reports.lifecycle.bundles.choosing import organs_of
from reports.lifecycle.publishing.addresses import NewAddress, check_address, enter_addresses
from reports.lifecycle.publishing.listing import listed, publications_of
from reports.lifecycle.publishing.pasting import PastedBlock, understood
from reports.lifecycle.refusals import Refused
from reports.models import Organ
from reports.presenters.publishing import COLUMNS, fingerprint, rows_of_the_list, shown_rows
from reports.web.access import reviewing_office
from reports.web.files import workbook_answer
from reports.web.lists import page_of

A_PAGE = 50
CHANGED = "网址在您预览后有变化，请核对后再确认"


def publishing_list(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """What is published, where it stands, and fields to say so; a tick for what somebody has looked at."""
    office = reviewing_office(request, organ, year)
    if request.method == "POST" and "check" in request.POST:
        return _check(request, office, year)
    publications = publications_of(office, year)
    page = page_of(request, publications, A_PAGE)
    form = AddressesForm(request.POST if request.method == "POST" else None, listed=listed(list(page), year))
    if request.method == "POST" and form.is_valid() and _entered(request, form, office, year):
        return redirect(request.get_full_path())
    context = {
        "has_column": settings.PUBLIC_COLUMN,
        "organ": office,
        "year": year,
        "form": form,
        "page": page,
        "rows": shown_rows(form.rows(), page.start_index()),
        "without": sum(not row.url for row in listed(publications, year)),
    }
    return render(request, "county/publishing.html", context)


def publishing_paste(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """What a pasted block of units and addresses says, before anything of it is entered, and then what was."""
    office = reviewing_office(request, organ, year)
    posted = request.POST if request.method == "POST" else None
    form, block = PastedAddressesForm(posted), None
    if form.is_valid():
        rows = listed(publications_of(office, year), year)
        block = understood(form.cleaned_data["block"], rows, organs_of(office, year))
        if "apply" in request.POST:
            if request.POST["apply"] != fingerprint(block):
                messages.error(request, CHANGED)
            elif _applied(request, block, office, year):
                return redirect("publishing_list", organ, year)
    context = {"organ": office, "year": year, "form": form, "pasted": block, "seen": block and fingerprint(block)}
    return render(request, "county/publishing_paste.html", context)


def publishing_code(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """The list as a table of links for the editor of a website, to be copied."""
    office = reviewing_office(request, organ, year)
    rows = rows_of_the_list(listed(publications_of(office, year), year), _site(request))
    code = render_to_string("export/directory.html", {"rows": rows, "year": year}).strip()
    context = {"organ": office, "year": year, "code": code, "count": len(rows)}
    return render(request, "county/publishing_code.html", context)


def publishing_workbook(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """The list as a workbook, for whoever puts the reports on the website."""
    from reports.formats.xlsx import plain_list  # noqa: PLC0415 openpyxl costs every start 0.16 s

    office = reviewing_office(request, organ, year)
    rows = rows_of_the_list(listed(publications_of(office, year), year), _site(request))
    content = plain_list.write("公布清单", COLUMNS, (row.cells() for row in rows))
    return workbook_answer(f"{office}{year}年度报告公布清单.xlsx", content)


def _site(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def _entered(request: HttpRequest, form: AddressesForm, office: Organ, year: int) -> bool:
    try:
        count = enter_addresses(office, year, request.user, form.addresses())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, f"已保存 {count} 个网址" if count else "没有改动")
    return True


def _applied(request: HttpRequest, block: PastedBlock, office: Organ, year: int) -> bool:
    new = [NewAddress(each.row.publication.pk, each.url, each.row.seen) for each in block.new]
    try:
        count = enter_addresses(office, year, request.user, new)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, f"已填入 {count} 个网址")
    return True


def _check(request: HttpRequest, office: Organ, year: int) -> HttpResponse:
    key, _, seen = request.POST["check"].partition(" ")
    try:
        is_key = key.isascii() and key.isdigit() and len(key) < 19
        entry = check_address(office, year, request.user, int(key) if is_key else 0, seen)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        name = entry.publication.report.organ
        messages.success(request, f"已记录{name}网址于 {timezone.localdate():%Y-%m-%d} 人工核对")
    return redirect(request.get_full_path())
