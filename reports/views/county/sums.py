"""汇总表: what the reports of a government's organs add up to, and who put what into a cell of it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from reports.county.contributions import contributions, last_years
from reports.county.drift import drift
from reports.lifecycle.consolidation.adjusting import entries_of
from reports.lifecycle.consolidation.standing import standing_sums
from reports.lifecycle.consolidation.sums import Sums
from reports.models import AnnualReport, Organ
from reports.official import Cell
from reports.presenters.consolidation import (
    adjustments_at,
    cell_name,
    contribution_rows,
    coverage,
    known_or_dash,
    moved_since,
    signed,
    summed_tables,
)
from reports.web.access import consolidating_member, consolidating_organ, is_on_offer, may_decide_scope
from reports.web.lists import page_of

A_PAGE = 50
WITH_WAITING = "waiting"


def sums(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """The official tables with sums in place of figures; how many organs they cover stands above them."""
    context, summed = _summed(request, consolidating_organ(request, organ, year), year)
    context["tables"] = summed_tables(summed) if summed.reports else []
    context["drift"] = drift(summed)
    context["years"] = [each for each in (year - 1, year + 1) if is_on_offer(each)]
    context["may_decide"] = may_decide_scope(request.user, summed.scope.organ)
    return render(request, "county/sums.html", context)


def sums_cell(request: HttpRequest, organ: str, year: int, address: str) -> HttpResponse:
    """Who put what into one cell of the sums; 404 for a cell that the form of the year has not."""
    government, is_member = consolidating_member(request, organ, year)
    context, summed = _summed(request, government, year)
    cell = _cell_at(summed, address)
    before = last_years(summed, cell)
    page = page_of(request, contributions(summed, cell, before), A_PAGE)
    shown = AnnualReport.objects.visible_to(request.user).filter(pk__in=[each.report.pk for each in page.object_list])
    since = drift(summed)
    context |= {
        "drift": since,
        "now": moved_since(cell, since.cells),
        "section": summed.edition.section_of[cell.table],
        "name": cell_name(summed, cell),
        "address": str(cell),
        "is_member": is_member,
        **_added_up(summed, cell),
        "page": page,
        "rows": list(contribution_rows(page.object_list)),
        "left_out": [(each, known_or_dash(before.get(each.organ.pk))) for each in summed.left_out],
        "open_to_person": set(shown.values_list("pk", flat=True)),
    }
    return render(request, "county/cell.html", context)


def _added_up(summed: Sums, cell: Cell) -> dict:
    """The sum of a cell, and how it is adjusted."""
    return {
        "total": summed.figure(cell),
        "known_part": summed.known_part(cell),
        "lacking": summed.unknown_to(cell),
        "adjustment": signed(summed.adjustment(cell)),
        "adjusted": summed.adjusted(cell),
        "adjustments": adjustments_at(summed, cell, entries_of(summed.scope.stored, summed.edition)),
    }


def _summed(request: HttpRequest, government: Organ, year: int) -> tuple[dict, Sums]:
    """The sums, and what every page says beside them."""
    with_waiting = WITH_WAITING in request.GET
    summed = standing_sums(government, year, with_waiting=with_waiting)
    context = {"organ": government, "year": year, "sums": summed, "coverage": coverage(summed)}
    return context | {"with_waiting": with_waiting}, summed


def _cell_at(summed: Sums, address: str) -> Cell:
    try:
        cell = Cell.parse(address)
    except ValueError as error:
        raise Http404 from error
    if not summed.edition.has(cell):
        raise Http404
    return cell
