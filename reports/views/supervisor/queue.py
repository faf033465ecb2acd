"""The first page of a supervisor: the figures of a year, what is to be done next, and every organ with its report."""

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from reports.forms.queue import QueueFilter
from reports.lifecycle.deadlines import Timing, timings
from reports.models import Organ, Role, Status
from reports.official.calendar import year_on_offer
from reports.presenters.queue import (
    ALL,
    DEADLINE,
    NOT_SUBMITTED,
    TABS,
    counts_of,
    in_order,
    most_urgent_first,
    narrowed,
    organs_to_review,
    rows_of,
)
from reports.presenters.queue_listing import COLUMNS, listed
from reports.presenters.workbench import workbench
from reports.web.access import consolidated_for, supervised_by
from reports.web.files import workbook_answer
from reports.web.lists import asked_for, page_of

A_PAGE = 50  # a county with its townships and departments on one or two pages


def queue(request: HttpRequest) -> HttpResponse:
    """The reports of all subordinate organs of a year, longest waiting first, by what is to be done with them."""
    form, asked, organs, stand = _asked(request)
    year, sort = asked["year"], asked.get("sort", "")
    counts_of_all = counts_of(organs)
    is_narrowed = bool(asked.keys() - {"tab", "year", "sort"})
    found = narrowed(organs, asked, stand)
    counts = counts_of(found) if is_narrowed else counts_of_all
    tab = asked.get("tab") if asked.get("tab") in counts else Status.IN_REVIEW
    page = _page(request, _of_tab(found, tab), sort, stand, counts[tab])
    context = {
        "page": page,
        "rows": rows_of(page.object_list, year, stand),
        "bench": workbench(request.user, year, stand, counts_of_all),
        "selects_all": "all" in request.GET.getlist("select"),
        "filter": form,
        "is_narrowed": is_narrowed,
        "tabs": [(key, label, counts[key]) for key, label in TABS],
        "chosen": tab,
        "sort": sort,
        "year": year,
        "consolidated": consolidated_for(request.user),
        "offices": supervised_by(request.user),
        "not_submitted": counts[NOT_SUBMITTED],
    }
    return render(request, "review/queue.html", context)


def queue_list(request: HttpRequest) -> HttpResponse:
    """The rows of the list as it is narrowed, of all its pages, as a workbook; by unit where no order is asked for."""
    _, asked, organs, stand = _asked(request)
    found = in_order(_of_tab(narrowed(organs, asked, stand), asked.get("tab", ALL)), asked.get("sort", "organ"))
    from reports.formats.xlsx import plain_list  # noqa: PLC0415 openpyxl costs every start 0.16 s

    rows = rows_of(list(found), asked["year"], stand)
    book = plain_list.write(f"{asked['year']}年度报告进度", COLUMNS, map(listed, rows))
    return workbook_answer(f"{asked['year']}年度报告进度.xlsx", book)


def _asked(request: HttpRequest) -> tuple[QueueFilter, dict, QuerySet[Organ], dict[int, Timing]]:
    """What is asked for, and the organs of the person with how each stands to its deadlines."""
    supervised = request.user.organ_ids(Role.SUPERVISOR)
    if not supervised:
        raise Http404
    form = QueueFilter(request.GET, offered=year_on_offer(timezone.localdate()))
    asked = asked_for(form)
    organs = organs_to_review(supervised, asked["year"])
    return form, asked, organs, timings(asked["year"], organs.only("superior"))


def _of_tab(organs: QuerySet[Organ], tab: str) -> QuerySet[Organ]:
    return organs.filter(tab=tab) if tab in dict(TABS) and tab != ALL else organs


def _page(request: HttpRequest, organs: QuerySet[Organ], sort: str, stand: dict[int, Timing], count: int) -> Page:
    """The page asked for, in the order asked for; ``count`` is how many organs there are."""
    if sort.removeprefix("-") != DEADLINE:
        return page_of(request, in_order(organs, sort), A_PAGE, count=count)
    keys = most_urgent_first(organs, stand, is_reversed=sort.startswith("-"))
    page = page_of(request, keys, A_PAGE, count=count)
    found = {organ.pk: organ for organ in organs.filter(pk__in=page.object_list)}
    page.object_list = [found[key] for key in page.object_list if key in found]
    return page
