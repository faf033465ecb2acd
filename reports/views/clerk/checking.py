"""检查并提交: everything the checks find, the explanations they ask for, and the way to the supervisor."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from reports.checks.registry import Level
from reports.forms.review import ExplanationForm, explanation_forms
from reports.lifecycle.awaiting import awaited, awaited_onward
from reports.lifecycle.deadlines import timing
from reports.lifecycle.findings import findings_to_submit
from reports.lifecycle.history.story import submissions_of
from reports.lifecycle.readiness import is_reviewed_first
from reports.lifecycle.refusals import Refused
from reports.lifecycle.reviewing import WrittenExplanation, explain_each
from reports.lifecycle.secrecy import awaits_secrecy, is_confirmed_before_submission
from reports.lifecycle.transitions import SUBMISSION, SUBMITTING, available
from reports.lifecycle.workflow import perform, target_of_submission
from reports.models import AnnualReport
from reports.official.interchange import content_hash
from reports.presenters.answers import answers_of
from reports.presenters.findings import ShownFinding, explained_among, shown_findings
from reports.presenters.opinions import Board, unanswered
from reports.presenters.papers import unprintable
from reports.presenters.progress import keys_of, step_url, steps_of
from reports.presenters.tally import tally_of
from reports.presenters.verdict import verdict_on
from reports.web.access import may_edit, visible_report
from reports.web.found_acts import act_on_finding


def check(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """Check the report; on a post, keep the explanations and go on: where a button leads, or to the confirmation."""
    report = visible_report(request, organ, year)
    if not may_edit(request.user, report):
        return redirect("preview", organ, year)
    report.read_steps()
    stored = report.stored_texts()
    data = report.data(stored)
    found = findings_to_submit(report, data, stored)
    shown = shown_findings(report, found, stored)
    forms = explanation_forms(shown, request.POST if request.method == "POST" else None)
    board, answers = unanswered(report, data), answers_of(data, stored)
    if request.method == "POST" and (onward := _onward(request, report, shown, _said(request, forms), board)):
        return redirect(onward)
    context = {"report": report, "unanswered": board, "unprintable": unprintable(data)}
    context |= {
        "to_fix": [each for each in shown if each.finding.level is Level.MUST_FIX],
        "to_explain": [(each, forms.get(each.number)) for each in shown if each.finding.level is Level.EXPLAIN],
        "hints": [each for each in shown if each.finding.level is Level.HINT],
        "is_refused": request.method == "POST" and "go" not in request.POST,
        "tally": tally_of(found, explained_among(shown)),
        "verdict": verdict_on(data, found),
        "steps": [(step, answers[step.key]) for step in steps_of(report, data, found)],
    }
    return render(request, "checking/check.html", context)


def _said(request: HttpRequest, forms: dict[int, ExplanationForm]) -> dict[int, ExplanationForm]:
    """What is said of the values as they are: who only goes somewhere from here repeats nothing said of others."""
    is_leaving = "go" in request.POST
    return {number: form for number, form in forms.items() if not (is_leaving and form.is_as_lapsed)}


def _onward(
    request: HttpRequest,
    report: AnnualReport,
    shown: list[ShownFinding],
    forms: dict[int, ExplanationForm],
    board: Board,
) -> str:
    """Keep what is written, and say where the pressed button leads; empty where the page stays.

    It does where an explanation is faulty, or something is open.
    """
    _keep_explanations(request, report, shown, forms)
    address = [report.organ.slug, report.year]
    if "go" not in request.POST:
        return reverse("submit", args=address) if _is_ready(shown) else ""
    if act_on_finding(request, report, request.POST["go"], form="check-form"):
        return reverse("check", args=address)
    if any(form.is_unkept for form in forms.values()):
        messages.error(request, "有情况说明未保存，请按提示改好；不需要的，请清空。")
        return ""
    ways = {step: step_url(report, step, from_check=True) for step in keys_of(report)}
    ways |= {each.key: each.url for each in shown}
    ways |= {f"opinion-{pin.opinion.number}": pin.url for pin in board.pins}
    ways |= {name: reverse(name, args=address) for name in ("preview", "report")}
    ways |= {"opinions": f"{report.get_absolute_url()}#opinions", "rules": reverse("rules")}
    return ways.get(request.POST["go"], reverse("check", args=address))


def submit(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """Say what submitting means, and submit."""
    report = visible_report(request, organ, year)
    if request.method == "POST":
        return _submit(request, report)
    if not may_edit(request.user, report):
        return redirect("preview", organ, year)
    stored = report.stored_texts()
    data = report.data(stored)
    shown = shown_findings(report, findings_to_submit(report, data, stored))
    if not _is_ready(shown):
        return redirect("check", organ, year)
    context = {
        "report": report,
        "content_hash": content_hash(data),
        "tally": tally_of([each.finding for each in shown], explained_among(shown)),
        "unanswered": unanswered(report, data),
        "in_the_way": is_confirmed_before_submission(report, request.user),
        "asking": [each for each in available(report, request.user) if each.is_of_secrecy and not each.page],
        "awaited": awaited(report) if awaits_secrecy(report) else None,
    } | _way_on(request, report)
    return render(request, "checking/confirm.html", context)


def _way_on(request: HttpRequest, report: AnnualReport) -> dict[str, object]:
    """Who has the report once it is submitted; a review that will not happen is not promised."""
    reviewing = report.reviewing_organ if is_reviewed_first(report) else None
    return {
        "target": target_of_submission(report, request.user),
        "reviewing": reviewing,
        "onward": awaited_onward(report, request.user),
    }


def submitted(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """Say that the report was submitted, and what happens next."""
    report = visible_report(request, organ, year)
    submission = next(reversed(submissions_of(report)), None)
    if submission is None or report.is_editable:
        return redirect(report)
    context = {"report": report, "submission": submission, "timing": timing(year, report.organ)}
    context |= _way_on(request, report)
    return render(request, "checking/submitted.html", context)


def _keep_explanations(
    request: HttpRequest, report: AnnualReport, shown: list[ShownFinding], forms: dict[int, ExplanationForm]
) -> None:
    """Keep what is newly written; what a colleague has written since it was read here stays, and is said."""
    written = [
        WrittenExplanation(each.finding, form.cleaned_data["body"], each.explanation and each.explanation.at)
        for each in shown
        if (form := forms.get(each.number)) and form.is_valid()
    ]
    standing = explain_each(report.pk, request.user, written)
    for each in shown:
        now = standing.get(each.finding.fingerprint)
        if now is None:
            continue
        each.explanation, body = now, forms[each.number].cleaned_data["body"]
        if now.body != body:
            messages.error(request, f"{now.author}刚刚写了此项情况说明，您的没有保存：{body}")


def _is_ready(shown: list[ShownFinding]) -> bool:
    return not any(each.finding.level is Level.MUST_FIX or each.is_open for each in shown)


def _submit(request: HttpRequest, report: AnnualReport) -> HttpResponse:
    target = reverse("submitted", args=[report.organ.slug, report.year])
    try:
        perform(SUBMISSION.action, report.pk, request.user, seen_hash=request.POST.get("content_hash", ""))
    except Refused as refusal:
        report.refresh_from_db()
        if not report.is_editable and report.events.filter(action__in=SUBMITTING, actor=request.user).exists():
            return redirect(target)  # the second click of a double click
        messages.error(request, str(refusal))
        return redirect("check" if report.is_editable else "preview", report.organ.slug, report.year)
    return redirect(target)
