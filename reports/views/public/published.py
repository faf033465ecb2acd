"""What anybody may read: published reports, their files, and what was corrected. No sign-in; no script is needed."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime

from reports.formats import registry, writing
from reports.formats.publication_package import file_name, packed
from reports.models import Publication
from reports.official.wording import title
from reports.presenters.published_page import page_of_publication, publications_of
from reports.web.files import disposition
from reports.web.public_answers import for_anybody

SIZES = (("large", "大"), ("medium", "中"), ("small", "小"))
USUAL_SIZE = "medium"


@for_anybody
def published(request: HttpRequest, organ: str, year: int, revision: int | None = None) -> HttpResponse:
    """A published report as it was frozen; without a revision, the newest one."""
    publications = publications_of(organ, year)
    page = page_of_publication(publications, _chosen(publications, revision))
    context = page | {
        "column": settings.PUBLIC_COLUMN_NAME if settings.PUBLIC_COLUMN else "",
        "is_demonstration": settings.DEMONSTRATION,
    }
    if page["data"] is None:
        return render(request, "public/unreadable.html", context)
    asked = request.GET.get("size", "")
    context |= {"sizes": SIZES, "size": asked if asked in dict(SIZES) else USUAL_SIZE}
    return render(request, "public/published.html", context)


@for_anybody
def published_file(request: HttpRequest, organ: str, year: int, revision: int, extension: str) -> HttpResponse:
    """A frozen file of a published revision, byte for byte."""
    shown = _chosen(publications_of(organ, year), revision)
    try:
        content = shown.file(extension)
    except KeyError as error:
        raise Http404 from error
    response = HttpResponse(content, content_type=registry.writable()[extension].output.content_type)
    data = shown.data()
    name = (data.title if data else "") or str(shown.report)
    response["Content-Disposition"] = disposition(f"{name}.{extension}", extension)
    return response


@for_anybody
def published_package(request: HttpRequest, organ: str, year: int, revision: int) -> HttpResponse:
    """The frozen files of a published revision in one zip (公布包), with a list of their hashes."""
    shown = _chosen(publications_of(organ, year), revision)
    name = title(shown.report.organ_name, year)
    about = {"organ": shown.report.organ_name, "at": localtime(shown.at), "content_hash": shown.content_hash}
    response = HttpResponse(packed(shown.all_files(), title=name, **about), content_type="application/zip")
    response["Content-Disposition"] = disposition(f"{file_name(name)}（公布包）.zip", "zip")
    return response


@for_anybody
def published_code(request: HttpRequest, organ: str, year: int, revision: int) -> HttpResponse:
    """A published revision as HTML for the editor of a website (网页代码), to be copied."""
    shown = _chosen(publications_of(organ, year), revision)
    data = shown.data()
    if data is None:
        raise Http404
    written = writing.released_code(data, demonstration=shown.report.is_demonstration)
    context = {"report": shown.report, "publication": shown, "data": data, "code": written}
    return render(request, "papers/page_code.html", context)


def _chosen(publications: list[Publication], revision: int | None) -> Publication:
    for publication in publications:
        if revision in (None, publication.report.revision):
            return publication
    raise Http404
