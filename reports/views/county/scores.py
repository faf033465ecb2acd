"""考核: the scores of an office's organs, in the order of the organs unless asked otherwise."""

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from reports.lifecycle.appraisal.document import Appraisal, ScoreSheet
from reports.lifecycle.appraisal.reading import appraisal_of
from reports.lifecycle.appraisal.schemes import refusal_of_closing
from reports.lifecycle.appraisal.scoring import points
from reports.lifecycle.appraisal.units import units_of
from reports.lifecycle.appraisal.wanted import READY_MADE
from reports.models import AppraisalScheme, SchemeState
from reports.presenters.appraisal import by_organ, by_score, shown_sheets
from reports.web.access import reviewing_office
from reports.web.lists import page_of

A_PAGE = 50
BY_SCORE = "score"
LOOKS = {SchemeState.DRAFT: "draft", SchemeState.OPEN: "in_review", SchemeState.CLOSED: "published"}


def scores(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """The scheme of the year and every organ's score; where there is none, what one may be copied from."""
    office = reviewing_office(request, organ, year)
    ever = list(AppraisalScheme.objects.filter(superior=office).select_related("superior", "changed_by"))
    of_the_year = [each for each in ever if each.year == year]
    scheme = next((each for each in of_the_year if each.state != SchemeState.GIVEN_UP), None)
    context = {
        "organ": office,
        "year": year,
        "scheme": scheme,
        "given_up": [each for each in of_the_year if each.state == SchemeState.GIVEN_UP],
        "sources": [*((key, each.name) for key, each in READY_MADE.items()), *_earlier(ever)],
    }
    if scheme:
        is_by_score = request.GET.get("order") == BY_SCORE
        appraisal, page, sheets = _listed(request, scheme, is_by_score=is_by_score)
        context |= {"page": page, "rows": shown_sheets(appraisal, sheets), "is_by_score": is_by_score}
        context |= {"appraisal": appraisal, "full": points(appraisal.full)}
        context |= {"scheme_look": LOOKS[scheme.state], "refusal_of_closing": refusal_of_closing(scheme)}
    return render(request, "county/scores.html", context)


def _listed(
    request: HttpRequest, scheme: AppraisalScheme, *, is_by_score: bool
) -> tuple[Appraisal, Page, list[ScoreSheet]]:
    """The sheets of the page that is asked for; of an open scheme no others are reckoned, unless they are ranked."""
    if is_by_score or scheme.state == SchemeState.CLOSED:
        appraisal = appraisal_of(scheme)
        page = page_of(request, by_score(appraisal) if is_by_score else by_organ(appraisal), A_PAGE)
        return appraisal, page, list(page)
    units = units_of(scheme.superior, scheme.year)
    page = page_of(request, units.organs, A_PAGE)
    left_out = [each.pk for each, _ in units.left_out]
    appraisal = appraisal_of(scheme, [*(each.pk for each in page), *left_out])
    return appraisal, page, by_organ(appraisal)


def _earlier(ever: list[AppraisalScheme]) -> list[tuple[str, str]]:
    return [(str(each.pk), f"{each.name}（{each.year} 年度，{each.get_state_display()}）") for each in ever]
