"""The interface for programs: the published reports as a list and one by one, in the interchange format."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import EmptyPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from reports.forms.published import A_PAGE, PublishedQuery
from reports.models import Publication
from reports.models.publication import PublishedFile
from reports.presenters.open_interface import description, list_item
from reports.presenters.publications import listed
from reports.web.open_interface import Problem, as_json, of_the_interface
from reports.web.public_answers import kept


@of_the_interface
def api_reports(request: HttpRequest) -> HttpResponse:
    """A page of the published reports that are asked for; a refusal says which parameter it is about."""
    query = PublishedQuery(request.GET)
    if not query.is_valid():
        raise Problem(HTTPStatus.BAD_REQUEST, query.refusal())
    asked = {name: value for name, value in query.cleaned_data.items() if value}
    if "name" in asked:
        return as_json(_page(asked))
    return kept(request, f"interface:{sorted(asked.items())}", lambda: as_json(_page(asked)))


def _page(asked: dict[str, Any]) -> dict[str, Any]:
    narrowed = {name: value for name, value in asked.items() if name not in {"page", "page_size"}}
    paginator = Paginator(Publication.objects.newest().asked_for(**narrowed), asked.get("page_size", A_PAGE))
    number = asked.get("page", 1)
    try:
        page = paginator.page(number)
    except EmptyPage as error:
        raise Problem(HTTPStatus.NOT_FOUND, f"没有第 {number} 页，共 {paginator.num_pages} 页。") from error
    return {
        "count": paginator.count,
        "page": page.number,
        "pages": paginator.num_pages,
        "next": _address(asked, page.number + 1) if page.has_next() else None,
        "previous": _address(asked, page.number - 1) if page.has_previous() else None,
        "reports": [list_item(each) for each in listed(page.object_list)],
    }


def _address(asked: dict[str, Any], page: int) -> str:
    return f"{reverse('api_reports')}?{urlencode(asked | {'page': page})}"


@of_the_interface
def api_report(request: HttpRequest, organ: str, year: int, revision: int | None = None) -> HttpResponse:
    """A published report as it was frozen, byte for byte; without a revision, the newest one."""
    return kept(request, f"interface:{organ}:{year}:{revision}", lambda: _report(organ, year, revision))


def _report(organ: str, year: int, revision: int | None) -> HttpResponse:
    files = PublishedFile.objects.filter(
        publication__report__organ__slug=organ, publication__report__year=year, extension="json"
    )
    if revision is not None:
        files = files.filter(publication__report__revision=revision)
    file = files.order_by("-publication__report__revision").first()
    if file is None:
        raise Http404
    return HttpResponse(bytes(file.content), content_type="application/json")


@of_the_interface
def api_description(request: HttpRequest) -> HttpResponse:
    """The interface, described for programs (OpenAPI 3.1)."""
    return kept(request, "interface", lambda: as_json(description(settings.PUBLIC_COLUMN_NAME)))
