"""与同类单位比较: a unit's own figures beside the medians of its kind, where the reviewing organ shows them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports.county.comparing import beside_its_kind
from reports.official import edition_for
from reports.presenters.county_comparison import table_beside_kind
from reports.web.access import visible_report

LEAST_PEERS = 3
"""Of fewer the median would tell what one of them reported."""


@require_safe
def peers(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """Its own column and that of the medians, of no other unit; 404 where the reviewing organ does not show them."""
    report = visible_report(request, organ, year)
    reviewing = report.organ.superior
    if reviewing is None or not reviewing.shows_medians:
        raise Http404
    found = beside_its_kind(report.organ, year)
    context = {
        "report": report,
        "count": found.count,
        "least": LEAST_PEERS,
        "is_shown": found.count >= LEAST_PEERS,
        "counts": bool(found.unit.figures),
        "table": table_beside_kind(found, edition_for(year)) if found.count >= LEAST_PEERS else None,
    }
    return render(request, "report/peers.html", context)
