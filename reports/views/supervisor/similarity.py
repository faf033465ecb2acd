"""雷同比对: the reports of a year that repeat each other or last year's own, and two of them side by side."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from reports.forms.similarity import SimilarityFilter
from reports.models import AnnualReport, Organ, Role
from reports.models.last_years import last_year_of
from reports.models.reports import LEFT_THE_AUTHOR
from reports.models.rule_settings import rules_for
from reports.official.calendar import year_on_offer
from reports.presenters.similarity import alike_pairs, bounds_of, matrix_of, side_by_side
from reports.web.lists import asked_for

MOST_PAIRS = 200  # shown; the rest is counted


def similarity(request: HttpRequest) -> HttpResponse:
    """The pairs of the county that repeat most, as a list and as a matrix."""
    supervised = request.user.organ_ids(Role.SUPERVISOR)
    if not supervised:
        raise Http404
    form = SimilarityFilter(request.GET, offered=year_on_offer(timezone.localdate()))
    asked = asked_for(form)
    reports = _newest(supervised, asked["year"])
    pairs = alike_pairs(reports, asked.get("least"))
    context = {
        "filter": form,
        "year": asked["year"],
        "least": asked.get("least"),
        "bounds": bounds_of(Organ.objects.filter(pk__in=supervised), asked["year"]),
        "compared": len(reports),
        "pairs": pairs[:MOST_PAIRS],
        "more": max(0, len(pairs) - MOST_PAIRS),
        "matrix": matrix_of(pairs),
    }
    return render(request, "similarity/similarity.html", context)


def similar_pair(request: HttpRequest, year: int, organ: str, other: str) -> HttpResponse:
    """Two reports of a year side by side, or an organ's own of that year and the year before."""
    supervised = request.user.organ_ids(Role.SUPERVISOR)
    found = {report.organ.slug: report for report in _newest(supervised, year, organ, other)} if supervised else {}
    one = found.get(organ)
    last = last_year_of(one) if one and organ == other else None
    beside = (last.own if last else None) if organ == other else found.get(other)
    if one is None or beside is None:
        raise Http404
    boilerplate = rules_for([one])[one.pk].boilerplate
    sections = side_by_side(one.data(), beside.data(), boilerplate)
    context = {"one": one, "other": beside, "sections": sections, "reviewing": one.reviewing_organ}
    return render(request, "similarity/pair.html", context)


def _newest(supervised: set[int], year: int, *organs: str) -> list[AnnualReport]:
    """The newest submitted report of each subordinate organ of a year, or of these organs alone."""
    reports = AnnualReport.objects.with_reviewing_organ()
    reports = reports.filter(reviewing__in=supervised, year=year, status__in=LEFT_THE_AUTHOR)
    if organs:
        reports = reports.filter(organ__slug__in=organs)
    by_revision = reports.select_related("organ__superior", "reviewer").order_by("revision")
    newest = {report.organ_id: report for report in by_revision}
    return sorted(newest.values(), key=lambda report: report.organ.slug)
