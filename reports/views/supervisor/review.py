"""The page of a review: the whole report, what the checks and the supervisors say of it, and the decisions."""

from django.http import Http404, HttpRequest, HttpResponse

from reports.models import AnnualReport
from reports.web.access import reviews, visible_report
from reports.web.review_page import review_page


def review(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """The whole report with findings and explanations, and the decisions that are open now."""
    return review_page(request, _supervised(request, organ, year))


def _supervised(request: HttpRequest, organ: str, year: int) -> AnnualReport:
    report = visible_report(request, organ, year)
    if not reviews(request.user, report):
        raise Http404
    return report
