"""Every transition but submission has the same page: what it means, what was explained, the reason, the button."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from reports import exports
from reports.forms.review import ReasonForm
from reports.history.story import submissions_of
from reports.models import AnnualReport
from reports.official.interchange import content_hash
from reports.official.report_data import ReportData
from reports.reviewing import may_review
from reports.transitions import BY_ACTION, Transition, available, findings, has_role
from reports.views.access import reviews, visible_report
from reports.views.checking import shown_findings
from reports.views.pins import undecided
from reports.views.verdict import verdict_on
from reports.workflow import AlreadyDone, Refused, open_review, take

DECIDES_ON_CONTENT = ("sign", "approve")


def decide(request: HttpRequest, organ: str, year: int, action: str) -> HttpResponse:
    """Confirm a transition and take it: exactly on the content that was shown."""
    report = visible_report(request, organ, year)
    transition = BY_ACTION.get(action)
    if transition is None or action == "submit" or not has_role(transition, report, request.user):
        raise Http404
    if may_review(report, request.user):
        open_review(report, request.user)  # who is about to decide has begun to review
    form = ReasonForm(request.POST or None, label=transition.reason_name) if transition.needs_reason else None
    refused = ""
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            _take(request, transition, report, form.cleaned_data["reason"] if form else "")
        except AlreadyDone as refusal:
            messages.info(request, str(refusal))
            return redirect(report)
        except Refused as refusal:
            refused = str(refusal)
        else:
            messages.success(request, transition.done)
            return redirect(report)
    return _page(request, report, transition, form, refused)


def _take(request: HttpRequest, transition: Transition, report: AnnualReport, reason: str) -> None:
    data, files = report.data(), None
    current = content_hash(data)
    # What is frozen is what was read here: a page that showed anything else decides on nothing.
    seen = current if request.POST.get("content_hash", current) == current else "the hash of no content"
    if transition.action == "approve" and (missing := exports.undrawable(data)):
        raise Refused(f"以下字符没有可用的字体，不能印制，请先补装字体：{missing}")
    if transition.action == "publish":
        files = exports.frozen(data, demonstration=report.is_demonstration)
    take(transition.action, report.pk, request.user, seen_hash=seen, reason=reason, files=files)


def _page(
    request: HttpRequest, report: AnnualReport, transition: Transition, form: ReasonForm | None, refused: str
) -> HttpResponse:
    report.refresh_from_db()
    data = report.data()
    context = {
        "report": report,
        "transition": transition,
        "form": form,
        "refused": refused,
        "is_open": transition in available(report, request.user),
        "content_hash": content_hash(data),
        "reviews": reviews(request.user, report),
        "submission": next(reversed(submissions_of(report)), None),
    }
    if transition.action in DECIDES_ON_CONTENT:
        context |= _found(report, data)
    if transition.action in ("approve", "return"):
        context["opinions"] = undecided(report, data, transition.action)
    return render(request, "deciding/decide.html", context)


def _found(report: AnnualReport, data: ReportData) -> dict[str, object]:
    """What the checks find in the report, and the explanations that are given."""
    found = findings(report, data)
    explained = [each for each in shown_findings(report, found) if each.explanation]
    return {"verdict": verdict_on(data, found), "explained": explained}
