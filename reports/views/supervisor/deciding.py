"""Every transition but submission has the same page: what it means, what was explained, the reason, the button."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from reports.forms.review import ReasonForm
from reports.lifecycle.awaiting import awaited, awaited_once, next_to_review
from reports.lifecycle.findings import findings, take_snapshot
from reports.lifecycle.history.story import opening_of_the_correction, submissions_of
from reports.lifecycle.readiness import retired_refusal
from reports.lifecycle.refusals import AlreadyDone, Refused
from reports.lifecycle.reviewing import may_review
from reports.lifecycle.transitions import (
    BY_ACTION,
    Transition,
    available,
    is_among_performers,
    obstacles,
)
from reports.lifecycle.workflow import open_review
from reports.models import AnnualReport, User
from reports.official.interchange import content_hash
from reports.official.report_data import ReportData
from reports.presenters.findings import shown_findings
from reports.presenters.opinions import undecided
from reports.presenters.verdict import verdict_on
from reports.web.access import reviews, visible_report, withdrawn_correction
from reports.web.performing import perform_as_seen


def decide(request: HttpRequest, organ: str, year: int, action: str) -> HttpResponse:
    """Confirm a transition and perform it: exactly on the content that was shown."""
    report = visible_report(request, organ, year)
    transition = BY_ACTION.get(action)
    if transition is None or transition.has_own_page or not is_among_performers(transition, report, request.user):
        raise Http404
    if request.method == "POST" and may_review(report, request.user):
        open_review(report, request.user)  # who decides has begun to review, also where the decision is refused
    form = _form(request, transition)
    refused = ""
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            seen = request.POST.get("content_hash", "")
            perform_as_seen(transition, report, request.user, seen_hash=seen, **(form.cleaned_data if form else {}))
        except AlreadyDone as refusal:
            messages.info(request, str(refusal))
            return redirect(_onward(request, report, transition))
        except Refused as refusal:
            refused = str(refusal)
        else:
            way = _onward(request, report, transition)
            done = transition.done if way == report.get_absolute_url() else f"{report}：{transition.done}"
            messages.success(request, done)
            return redirect(way)
    return _page(request, report, transition, form, refused)


def _onward(request: HttpRequest, report: AnnualReport, transition: Transition) -> str:
    """Where the decision leads: to the report, or, where asked for, to the next one that waits for the person."""
    if not (transition.onward and "onward" in request.POST):
        return report.get_absolute_url()
    following = next_to_review(report, request.user)
    if following is None:
        return f"{reverse('queue')}?year={report.year}"
    return reverse("review", args=[following.organ.slug, following.year])


def _form(request: HttpRequest, transition: Transition) -> ReasonForm | None:
    if not transition.needs_reason:
        return None
    return ReasonForm(request.POST or None, label=transition.reason_name, sets_day=transition.sets_day)


def _page(
    request: HttpRequest, report: AnnualReport, transition: Transition, form: ReasonForm | None, refused: str
) -> HttpResponse:
    report.refresh_from_db()
    data = take_snapshot(report)
    context = {
        "report": report,
        "data": data,
        "transition": transition,
        "form": form,
        "refused": refused,
        "content_hash": content_hash(data),
        "reviews": reviews(request.user, report),
        "withdrawn_correction": withdrawn_correction(request.user, report),
        "correction": opening_of_the_correction(report),
        "submission": next(reversed(submissions_of(report)), None),
        "awaited": awaited(report),
    }
    context |= _standing(report, transition, request.user)
    if transition.target_from(report.status) not in transition.sources:
        context["awaited_after"] = awaited_once(report, transition.target_from(report.status))
    if transition.decides_on_findings:
        context |= _found(report, data)
    if transition.issues_opinions:
        context["opinions"] = undecided(report, data, transition)
    if transition.onward:
        context["next_to_review"] = next_to_review(report, request.user)
    return render(request, "deciding/decide.html", context)


def _standing(report: AnnualReport, transition: Transition, user: User) -> dict[str, object]:
    """Whether the transition is open to the person, and what it would be refused for if they took it now."""
    is_open = transition in available(report, user)
    return {
        "is_open": is_open,
        "obstacles": obstacles(transition, report, user) if is_open else [],
        "retired": retired_refusal(report, user) if report.status in transition.sources else "",
    }


def _found(report: AnnualReport, data: ReportData) -> dict[str, object]:
    """What the checks find in the report, and the explanations that are given."""
    found = findings(report)
    explained = [each for each in shown_findings(report, found) if each.explanation]
    return {"verdict": verdict_on(data, found), "explained": explained}
