"""检查并提交: everything the checks find, the explanations they ask for, and the way to the supervisor."""

from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from reports.checks.registry import Finding, Level
from reports.deadlines import timing
from reports.forms.review import ExplanationForm
from reports.history.story import submissions_of
from reports.models import AnnualReport, Explanation
from reports.official.interchange import content_hash
from reports.reviewing import explain
from reports.transitions import findings
from reports.views.access import may_edit, visible_report
from reports.views.pins import unanswered
from reports.views.progress import field_of, step_url, steps_of
from reports.views.verdict import verdict_on
from reports.workflow import Refused, take


@dataclass
class ShownFinding:
    """A finding with the way to the field it is about, and its explanation where it needs one.

    ``lapsed`` is what was explained before the values changed.
    """

    finding: Finding
    number: int
    url: str
    form: ExplanationForm | None = None
    explanation: Explanation | None = None
    lapsed: Explanation | None = None

    @property
    def is_open(self) -> bool:
        is_explained = self.explanation is not None and not self.explanation.is_questioned
        return self.finding.level is Level.EXPLAIN and not is_explained


def check(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """Check the report; on a post, keep the explanations and go on to the confirmation where nothing is open."""
    report = visible_report(request, organ, year)
    if not may_edit(request.user, report):
        return redirect("preview", organ, year)
    data = report.data()
    found = findings(report, data)
    shown = shown_findings(report, found, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        _keep_explanations(request, report, shown)
        if _is_ready(shown):
            return redirect("submit", organ, year)
    context = {
        "report": report,
        "to_fix": [each for each in shown if each.finding.level is Level.MUST_FIX],
        "to_explain": [each for each in shown if each.finding.level is Level.EXPLAIN],
        "hints": [each for each in shown if each.finding.level is Level.HINT],
        "is_refused": request.method == "POST",
        "still_open": sum(each.is_open for each in shown),
        "unanswered": unanswered(report, data),
        "verdict": verdict_on(data, found),
        "steps": steps_of(report, data, found),
    }
    return render(request, "checking/check.html", context)


def submit(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """Say what submitting means, and submit."""
    report = visible_report(request, organ, year)
    if request.method == "POST":
        return _submit(request, report)
    if not may_edit(request.user, report):
        return redirect("preview", organ, year)
    if not _is_ready(shown_findings(report, findings(report))):
        return redirect("check", organ, year)
    return render(request, "checking/confirm.html", {"report": report, "content_hash": content_hash(report.data())})


def submitted(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """Say that the report was submitted, and what happens next."""
    report = visible_report(request, organ, year)
    submission = next(reversed(submissions_of(report)), None)
    if submission is None or report.is_editable:
        return redirect(report)
    context = {"report": report, "submission": submission, "timing": timing(year, report.organ)}
    return render(request, "checking/submitted.html", context)


def shown_findings(report: AnnualReport, found: list[Finding], post=None) -> list[ShownFinding]:
    """The findings in order, numbered, each with its link and, where it needs one, its explanation."""
    written = list(report.explanations.select_related("author", "judged_by").order_by("at"))
    current = {finding.fingerprint for finding in found}
    standing = {each.fingerprint: each for each in written}
    lapsed = {each.place: each for each in written if each.place and each.fingerprint not in current}
    shown = [
        ShownFinding(
            finding=finding,
            number=number,
            url=f"{step_url(report, finding.section(report.form))}#{field_of(report, finding)}",
            explanation=(own := standing.get(finding.fingerprint)),
            lapsed=lapsed.get(finding.place) if own is None else None,
        )
        for number, finding in enumerate(found, start=1)
    ]
    for each in shown:
        each.form = _explanation_form(each, shown, post)
    return shown


def _explanation_form(shown: ShownFinding, among: list[ShownFinding], post) -> ExplanationForm | None:
    if shown.finding.level is not Level.EXPLAIN:
        return None
    words = shown.explanation or shown.lapsed
    initial = {"body": words.body if words else ""}
    others = _words_of_others(shown, among, post) if post else ()
    return ExplanationForm(post, initial=initial, prefix=_prefix(shown), others=others)


def _prefix(shown: ShownFinding) -> str:
    return f"explain-{shown.finding.fingerprint[:16]}"


def _words_of_others(shown: ShownFinding, among: list[ShownFinding], post) -> list[str]:
    """The explanations that this one must not repeat: those that stand as they were, and those posted before it."""
    words = []
    for each in among:
        if each is shown or each.finding.level is not Level.EXPLAIN:
            continue
        stored = each.explanation.body if each.explanation else ""
        posted = post.get(f"{_prefix(each)}-body", stored).replace("\r\n", "\n").strip()
        if posted == stored or each.number < shown.number:
            words.append(posted)
    return [each for each in words if each]


@transaction.atomic
def _keep_explanations(request: HttpRequest, report: AnnualReport, shown: list[ShownFinding]) -> None:
    """Keep what is newly written; what is as it was keeps its author and the supervisor's judgement."""
    if not AnnualReport.objects.select_for_update().get(pk=report.pk).is_editable:
        return
    for each in shown:
        if each.form is None or not each.form.is_valid():
            continue
        body = each.form.cleaned_data["body"]
        if each.explanation and each.explanation.body == body:
            continue
        each.explanation = explain(report, request.user, each.finding, body)


def _is_ready(shown: list[ShownFinding]) -> bool:
    return not any(each.finding.level is Level.MUST_FIX or each.is_open for each in shown)


def _submit(request: HttpRequest, report: AnnualReport) -> HttpResponse:
    target = reverse("submitted", args=[report.organ.slug, report.year])
    try:
        take("submit", report.pk, request.user, seen_hash=request.POST.get("content_hash", ""))
    except Refused as refusal:
        report.refresh_from_db()
        if not report.is_editable and report.events.filter(action="submit", actor=request.user).exists():
            return redirect(target)  # the second click of a double click
        messages.error(request, str(refusal))
        return redirect("check" if report.is_editable else "preview", report.organ.slug, report.year)
    return redirect(target)
