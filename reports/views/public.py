"""What anybody may read: published reports, their files, and what was corrected. No sign-in, no script."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from reports import exports
from reports.models import AnnualReport, Publication
from reports.official.interchange import parse
from reports.views.papers import disposition


@login_not_required
def published(request: HttpRequest, organ: str, year: int, revision: int | None = None) -> HttpResponse:
    """A published report as it was frozen; without a revision, the newest one."""
    publications = _publications(organ, year)
    shown = _chosen(publications, revision)
    context = {
        "report": shown.report,
        "publication": shown,
        "data": parse(bytes(shown.content)),
        "is_newest": shown == publications[0],
        "corrections": _corrections(publications),
        "earlier": [each for each in publications if each.report.revision < shown.report.revision],
    }
    return render(request, "public/published.html", context)


@login_not_required
def published_file(request: HttpRequest, organ: str, year: int, revision: int, extension: str) -> HttpResponse:
    """A frozen file of a published revision, byte for byte."""
    shown = _chosen(_publications(organ, year), revision)
    try:
        content = shown.file(extension)
    except KeyError as error:
        raise Http404 from error
    response = HttpResponse(content, content_type=exports.FORMATS[extension].content_type)
    title = parse(bytes(shown.content)).title or str(shown.report)
    response["Content-Disposition"] = disposition(f"{title}.{extension}", extension)
    return response


def _publications(organ: str, year: int) -> list[Publication]:
    """The publications of a report, the newest revision first; 404 where nothing was published."""
    found = Publication.objects.filter(report__organ__slug=organ, report__year=year)
    publications = list(found.select_related("report__organ").order_by("-report__revision"))
    if not publications:
        raise Http404
    return publications


def _chosen(publications: list[Publication], revision: int | None) -> Publication:
    for publication in publications:
        if revision in (None, publication.report.revision):
            return publication
    raise Http404


def _corrections(publications: list[Publication]) -> list[tuple[Publication, str]]:
    """Each correction that was published, with the reason for which it was opened."""
    reports = [each.report for each in publications]
    opened = AnnualReport.objects.filter(pk__in=[each.pk for each in reports], events__action="correct")
    reasons = dict(opened.values_list("revision", "events__reason"))
    corrected = (each for each in publications if each.report.revision > 1)
    return [(each, reasons.get(each.report.revision - 1, "")) for each in corrected]
