"""The finished report: on the screen, as the official PDF, as a workbook, as an interchange file."""

from urllib.parse import quote

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from reports import exports
from reports.models import AnnualReport
from reports.official import EDITIONS
from reports.official.report_data import Kind
from reports.official.wording import title
from reports.transitions import available
from reports.views.access import may_edit, own_organ, reviews, visible_report
from reports.views.starting import require_year_on_offer


def preview(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """The whole report as it will be printed, in the same templates."""
    report = visible_report(request, organ, year)
    context = {
        "report": report,
        "data": report.data(),
        "may_edit": may_edit(request.user, report),
        "reviews": reviews(request.user, report),
        "transitions": available(report, request.user),
        "last": report.events.select_related("actor").first(),
    }
    return render(request, "papers/preview.html", context)


@login_not_required
def table_widths(request: HttpRequest, edition: str) -> HttpResponse:
    """The column widths of an edition's tables as a stylesheet, for the policy allows no style in a page."""
    if edition not in EDITIONS:
        raise Http404
    context = {"report": {"form": EDITIONS[edition]}}
    return render(request, "report/_widths.css", context, content_type="text/css")


def download(request: HttpRequest, organ: str, year: int, extension: str) -> HttpResponse:
    """The report as a file, named as a person would name it."""
    if extension not in exports.FORMATS:
        raise Http404
    report = visible_report(request, organ, year)
    content = exports.write(report.data(), extension, draft=report.is_draft, demonstration=report.is_demonstration)
    response = HttpResponse(content, content_type=exports.FORMATS[extension].content_type)
    response["Content-Disposition"] = disposition(file_name(report, extension), extension)
    return response


def blank(request: HttpRequest, organ: str, year: int, extension: str) -> HttpResponse:
    """The empty form of a year, on which an organ collects its figures, also before the year opens."""
    owner = own_organ(request, organ)
    require_year_on_offer(year)
    if extension not in ("pdf", "xlsx"):
        raise Http404
    content = exports.blank(owner.name, Kind(owner.kind), year, extension)
    response = HttpResponse(content, content_type=exports.FORMATS[extension].content_type)
    response["Content-Disposition"] = disposition(f"{title(owner.name, year)}（空表）.{extension}", extension)
    return response


def file_name(report: AnnualReport, extension: str) -> str:
    name = report.data().title or str(report)
    return f"{name}{'（草稿）' if report.is_draft else ''}.{extension}"


def disposition(name: str, extension: str) -> str:
    """RFC 6266, with a plain name for browsers that garble the other; a web page is saved, never opened here."""
    plain = "".join(each for each in name if each.isprintable() and each not in '\\/:*?"<>|')
    shown = "inline" if extension == "pdf" else "attachment"
    return f"{shown}; filename=\"report.{extension}\"; filename*=UTF-8''{quote(plain, safe='')}"
