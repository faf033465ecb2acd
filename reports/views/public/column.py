"""The public column (政府信息公开年报专栏): what was published, by year and organ; a feed and a map for programs."""

import re
from http import HTTPStatus
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports.forms.column import ALL, ColumnFilter
from reports.lifecycle import open_data
from reports.models import Publication
from reports.presenters.publications import PublishedYear, Succession, listed, succession_of, years
from reports.web.files import workbook_answer
from reports.web.lists import asked_for, page_of
from reports.web.public_answers import conditional, kept, kept_value, of_the_column

A_PAGE = 50
_NUMBER = re.compile("[1-9][0-9]{0,5}")
SECONDS_BETWEEN_ORDERS = 120


@require_safe
@of_the_column
def column(request: HttpRequest) -> HttpResponse:
    """The published reports of a year, by default the newest, narrowed by kind and name."""
    found = kept_value("years", years)
    asked = asked_for(ColumnFilter(request.GET, (each.year for each in found)))
    page = request.GET.get("page", "")
    if _NUMBER.fullmatch(page):
        asked["page"] = page
    # What is drawn, and kept for others, follows from what was understood of the address, not from what stood in it.
    request.GET = QueryDict(urlencode(asked))
    if "name" in asked:  # what anybody types is not worth keeping
        return _list(request, found)
    return kept(request, f"list:{request.GET.urlencode()}", lambda: _list(request, found))


def _list(request: HttpRequest, found: list[PublishedYear]) -> HttpResponse:
    form = ColumnFilter(request.GET, (each.year for each in found))
    asked = asked_for(form)
    chosen = asked.pop("year", found[0].year if found else ALL)
    year = None if chosen == ALL else int(chosen)
    page = page_of(request, Publication.objects.newest().asked_for(year=year, **asked), A_PAGE)
    context = {
        "column": settings.PUBLIC_COLUMN_NAME,
        "is_demonstration": settings.DEMONSTRATION,
        "years": found,
        "year": year,
        "page": page,
        "reports": listed(page.object_list),
        "filter": form,
        "narrowed": asked,
    }
    return render(request, "public/column.html", context)


@require_safe
@of_the_column
def column_organ(request: HttpRequest, organ: str) -> HttpResponse:
    """The published reports of an organ, the newest year first; 404 where nothing was published."""
    succession = succession_of(organ)
    return kept(request, f"organ:{organ}:{succession}", lambda: _organ(request, organ, succession))


def _organ(request: HttpRequest, organ: str, succession: Succession) -> HttpResponse:
    reports = listed(Publication.objects.newest().asked_for(organ=organ))
    if not reports:
        raise Http404
    context = {
        "column": settings.PUBLIC_COLUMN_NAME,
        "is_demonstration": settings.DEMONSTRATION,
        "organ": reports[0],
        "reports": reports,
        "succession": succession,
    }
    return render(request, "public/organ.html", context)


@require_safe
@of_the_column
def column_workbook(request: HttpRequest, year: int) -> HttpResponse:
    """All tables of a year's published reports; of many, a worker makes it, and until then the one before is given."""
    found = open_data.kept(year)
    if not (found and found.is_current):
        if not (count := open_data.count_of(year)):
            raise Http404
        if count <= open_data.MOST_AT_ONCE:
            found = open_data.make(year)
        elif cache.add(f"open-data:{year}", True, SECONDS_BETWEEN_ORDERS):
            open_data.make_later.enqueue(year)
    if found is None:
        return _being_made(request, year)
    with default_storage.open(found.name) as file:  # a few megabytes, of which nothing stays open
        response = workbook_answer(f"{year}年度政府信息公开工作年度报告全部表格.xlsx", file.read())
    etag = f'"{found.name}"'
    return conditional(request, response, etag)


def _being_made(request: HttpRequest, year: int) -> HttpResponse:
    context = {"column": settings.PUBLIC_COLUMN_NAME, "is_demonstration": settings.DEMONSTRATION, "year": year}
    response = render(request, "public/being_made.html", context, status=HTTPStatus.SERVICE_UNAVAILABLE)
    response.headers["Retry-After"] = "60"
    return response
