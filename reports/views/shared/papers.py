"""The finished report: on the screen, as a file of each format, as the code of a web page."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from reports.formats import registry, writing
from reports.formats.pdf.albums import MOST_PAGES
from reports.formats.writing import CannotDraw
from reports.lifecycle.awaiting import awaited
from reports.lifecycle.consolidation.standing import with_coverage
from reports.lifecycle.releasing import code_of, file_of
from reports.lifecycle.transitions import available
from reports.models import AnnualReport
from reports.official import EDITIONS, edition_for
from reports.official.report_data import Kind
from reports.official.wording import title
from reports.presenters.papers import shown_page, unprintable
from reports.web.access import (
    may_edit,
    own_organ,
    report_at,
    require_year_of_the_form,
    reviews,
    visible_report,
    withdrawn_correction,
)
from reports.web.errors import said_why
from reports.web.files import disposition


def preview(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """The whole report as it will be printed, in the same templates."""
    report = visible_report(request, organ, year)
    is_writing = may_edit(request.user, report)
    data = with_coverage(report, report.data())
    context = {
        "report": report,
        "data": data,
        "unprintable": unprintable(data),
        "may_edit": is_writing,
        "reviews": reviews(request.user, report),
        "transitions": available(report, request.user),
        "withdrawn_correction": withdrawn_correction(request.user, report),
        "awaited": None if is_writing else awaited(report),
        "last": report.events.select_related("actor").first(),
    }
    return render(request, "papers/preview.html", context)


def part(request: HttpRequest, organ: str, year: int, step: str) -> HttpResponse:
    """One part as it will be printed, which the page that it is typed in asks for after each save."""
    report = report_at(request, organ, year, step)
    context = {"report": report, "data": report.data(), "section": report.official_form.section.get(step)}
    return render(request, "papers/_part.html", context)


def paper(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """The pages of the PDF as pictures, drawn when they are asked for; a sentence where they cannot be."""
    report = visible_report(request, organ, year)
    try:
        content = file_of(report, "pdf")
        pictures = writing.pictures(content)
    except CannotDraw as refusal:
        context = {"report": report, "refusal": str(refusal)}
        return said_why(render(request, "papers/paper.html", context), refusal)
    pages = list(map(shown_page, pictures))
    context = {"report": report, "pages": pages, "size": len(content), "is_cut": len(pages) == MOST_PAGES}
    return render(request, "papers/paper.html", context)


def page_code(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """The report as HTML for the editor of a website (网页代码), to be copied."""
    report = visible_report(request, organ, year)
    data = report.data()
    context = {"report": report, "data": data, "code": code_of(report, data)}
    return render(request, "papers/page_code.html", context)


@login_not_required
def table_widths(request: HttpRequest, edition: str) -> HttpResponse:
    """The column widths of an edition's tables as a stylesheet, for the policy allows no style in a page."""
    if edition not in EDITIONS:
        raise Http404
    context = {"report": {"official_form": EDITIONS[edition]}}
    return render(request, "report/_widths.css", context, content_type="text/css")


def download(request: HttpRequest, organ: str, year: int, extension: str) -> HttpResponse:
    """The report as a file, named as a person would name it."""
    format = registry.writable().get(extension)
    if format is None:
        raise Http404
    report = visible_report(request, organ, year)
    response = HttpResponse(file_of(report, extension), content_type=format.output.content_type)
    response["Content-Disposition"] = disposition(file_name(report, extension), extension)
    return response


def blank(request: HttpRequest, organ: str, year: int, extension: str, part: str = "") -> HttpResponse:
    """The empty form of a year, on which an organ collects its figures, before the year opens or when it is long over.

    ``part`` is the key of a section with tables: its table alone, with 填报说明, for who collects its figures.
    """
    owner = own_organ(request, organ)
    require_year_of_the_form(year)
    format = registry.writable().get(extension)
    section = edition_for(year).section.get(part)
    if format is None or not format.output.blank_writer or (part and not (section and section.tables)):
        raise Http404
    content = writing.blank(owner.name, Kind(owner.kind), year, extension, part=part)
    response = HttpResponse(content, content_type=format.output.content_type)
    what = f"{section.title}空表和填报说明" if section else "空表"
    response["Content-Disposition"] = disposition(f"{title(owner.name, year)}（{what}）.{extension}", extension)
    return response


def file_name(report: AnnualReport, extension: str) -> str:
    name = report.data().title or str(report)
    return f"{name}{'（草稿）' if report.is_draft else ''}.{extension}"
