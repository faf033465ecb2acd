"""The page of a review as an answer: to who asks for it, and to who posts to it what is faulty."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from reports.forms.opinions import OpinionForm
from reports.models import AnnualReport
from reports.presenters.opinions import AN_OPINION
from reports.presenters.review import shown_review
from reports.web.access import withdrawn_correction


def review_page(
    request: HttpRequest, report: AnnualReport, opinion_form: OpinionForm | None = None, *, is_alone: bool = False
) -> HttpResponse:
    """The page of a review, with a form that was posted and is faulty, where there is one.

    ``is_alone`` leaves everything out that could be sent but that form, so that nothing written in it is lost.
    """
    data = report.data()
    compared, opinions = request.GET.get("compare", ""), request.GET.get("opinions", "")
    context = shown_review(report, data, request.user, compared=compared, opinions=opinions)
    context["is_alone"] = is_alone
    context["opinion_query"] = _opinion_query(request.GET)
    context["withdrawn_correction"] = withdrawn_correction(request.user, report)
    context["opinion_form"] = (opinion_form or OpinionForm(data_of=data)) if context["may_act"] else None
    return render(request, "review/review.html", context)


def _opinion_query(asked: QueryDict) -> str:
    """The query of the page of the list that has an opinion, up to its number: made once for the hundreds of marks."""
    query = asked.copy()
    query.pop("opinions", None)  # or it would keep its place, and the number would follow what comes last
    query["opinions"] = AN_OPINION
    return f"?{query.urlencode()}"
