"""What is said about opinions and explanations; every answer to a post is the page of the review or of the report.

Words may be written on a page of their own: a browser without scripts sends one form of several, and loses the others.
"""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from reports.forms.opinions import OpinionForm
from reports.lifecycle.refusals import Refused
from reports.lifecycle.reviewing import ACTS, act, add_opinion, judge, may_review
from reports.lifecycle.transitions import BY_ACTION
from reports.models import AnnualReport, Explanation, Judgement, Role
from reports.official.interchange import content_hash
from reports.presenters.opinions import AN_OPINION, OPINIONS_A_PAGE, opinion_to_answer
from reports.web.access import absent, may_edit, of_somebody_else, reviews, visible_report
from reports.web.review_page import review_page

# The acts that take words: what their page is called, the field and the button.
WRITTEN = {"answer": ("回复审核意见", "回复（选填）", "标记已修改"), "ask": ("继续提问", "提问内容", "继续提问")}
DONE = {"delete": "已删除", "answer": "已标记为“已修改”", "resolve": "已标记为“已解决”", "ask": "已继续提问"}


def opinion_add(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """Pin a new opinion; a faulty form is shown again with all that was written."""
    if refusal := of_somebody_else(request, request.POST):
        return refusal
    report = visible_report(request, organ, year)
    if not reviews(request.user, report):
        raise Http404
    if request.method != "POST":
        is_open = may_review(report, request.user)
        return review_page(request, report, is_alone=True) if is_open else redirect(_place(request, report, "review"))
    form = OpinionForm(request.POST, data_of=report.data())
    if not form.is_valid():
        return review_page(request, report, form, is_alone=True)
    values = {key: form.cleaned_data[key] for key in ("anchor", "quote", "level", "code", "words")}
    values["seen_hash"] = request.POST.get("content_hash", "")
    try:
        opinion = add_opinion(report.pk, request.user, **values)
    except Refused as refusal:
        report.refresh_from_db()
        messages.error(request, f"{refusal}以下内容没有保存，可复制留存：{values['words']}")
        return redirect(_place(request, report, "review"))
    messages.success(request, f"已记入审核意见 {opinion.number}，作出决定后发给填报单位")
    on_its_page = f"{AN_OPINION}{opinion.number}" if report.opinions.count() > OPINIONS_A_PAGE else ""
    return redirect(_place(request, report, "review", f"#at-{opinion.anchor}", on_its_page))


def opinion_act(request: HttpRequest, organ: str, year: int, number: int, action: str) -> HttpResponse:
    """Delete, answer, resolve an opinion, or ask again; whoever never could finds nothing here."""
    if refusal := of_somebody_else(request, request.POST):
        return refusal
    report = visible_report(request, organ, year)
    if action not in ACTS:
        raise Http404
    is_supervisors = ACTS[action][0] is Role.SUPERVISOR
    opinions = report.opinions.all() if is_supervisors else report.opinions.issued()
    may_ever = reviews(request.user, report) if is_supervisors else request.user.has_role(Role.CLERK, report.organ_id)
    is_there = action == "delete" or opinions.filter(number=number).exists()  # deleted twice is deleted
    if not may_ever:
        raise Http404
    if not is_there:
        raise absent(request.user, report)
    if request.method != "POST":
        return _words_of_an_act(request, report, number, action)
    words = request.POST.get("words", "")
    done = DONE[action]
    seen = {"seen": request.POST.get("seen", ""), "seen_hash": request.POST.get("content_hash", "")}
    _tell(request, lambda: act(action, report.pk, number, request.user, words, **seen), done, words)
    anchor = f"#opinion-{number}" if action != "delete" else ""
    if decision := _decision(request, report):
        return redirect(f"{decision}#waiting")
    return redirect(_place(request, report, "review" if is_supervisors else "report", anchor))


def _words_of_an_act(request: HttpRequest, report: AnnualReport, number: int, action: str) -> HttpResponse:
    """The page on which the words of an act are written; the list of the opinions where it is not to be done now."""
    is_supervisors = ACTS[action][0] is Role.SUPERVISOR
    back = _place(request, report, "review" if is_supervisors else "report", f"#opinion-{number}")
    is_open = may_review(report, request.user) if is_supervisors else may_edit(request.user, report)
    pin = opinion_to_answer(report, report.data(), number, action)
    if action not in WRITTEN or pin is None or not is_open:
        return redirect(back)
    heading, label, button = WRITTEN[action]
    context = {"pin": pin, "opinion": pin.opinion, "seen": pin.opinion.seen_as, "name": "words", "back": back}
    if is_supervisors:
        context |= {"content_hash": content_hash(report.data()), "sheet": _place(request, report, "review")}
    return _words_page(request, report, f"{heading} {number}", label, button, context)


def _words_page(
    request: HttpRequest, report: AnnualReport, heading: str, label: str, button: str, context: dict[str, Any]
) -> HttpResponse:
    context |= {"report": report, "heading": heading, "label": label, "button": button}
    return render(request, "review/words.html", context)


def explanation_judge(request: HttpRequest, organ: str, year: int, pk: int) -> HttpResponse:
    """Accept or question an explanation (情况说明)."""
    if refusal := of_somebody_else(request, request.POST):
        return refusal
    report = visible_report(request, organ, year)
    judgement, question = request.POST.get("judgement", ""), request.POST.get("question", "")
    is_read = request.method != "POST"
    if not reviews(request.user, report) or not (is_read or judgement in Judgement.values):
        raise Http404
    explanation = report.explanations.filter(pk=pk).select_related("author").first()
    if explanation is None:
        raise absent(request.user, report)
    if is_read:
        return _words_of_a_question(request, report, explanation)
    done = "已认可" if judgement == Judgement.ACCEPTED else "已要求补充，退回后填报单位可以看到"
    seen = request.POST.get("seen", "")
    _tell(
        request, lambda: judge(report.pk, pk, request.user, Judgement(judgement), question, seen=seen), done, question
    )
    anchor = f"#explanation-{pk}"
    decision = _decision(request, report)
    return redirect(f"{decision}{anchor}" if decision else _place(request, report, "review", anchor))


def _words_of_a_question(request: HttpRequest, report: AnnualReport, explanation: Explanation) -> HttpResponse:
    """The page on which more is asked for than an explanation says."""
    back = _place(request, report, "review", f"#explanation-{explanation.pk}")
    if not may_review(report, request.user):
        return redirect(back)
    context = {"explanation": explanation, "seen": explanation.seen_as, "name": "question", "back": back}
    return _words_page(request, report, "要求补充情况说明", "要求补充的内容", "要求补充", context)


def _tell(request: HttpRequest, do, done: str, words: str) -> None:
    """Do it and say so; where it is refused, say why and give back the words."""
    try:
        do()
    except Refused as refusal:
        kept = f"以下内容没有保存，可复制留存：{words}" if words.strip() else ""
        messages.error(request, f"{refusal}{kept}")
    else:
        messages.success(request, done)


def _decision(request: HttpRequest, report: AnnualReport) -> str:
    """The page of the decision that was posted from; empty where it was the page of the review or of the report."""
    transition = BY_ACTION.get(request.POST.get("decision", ""))
    if transition is None or not transition.issues_opinions:
        return ""
    return reverse("decide", args=[report.organ.slug, report.year, transition.action])


def _place(request: HttpRequest, report: AnnualReport, name: str, anchor: str = "", opinions: str = "") -> str:
    """The page that was posted from, with the comparison and the page of opinions that it showed, or ``opinions``."""
    kept = {key: request.GET[key] for key in ("compare", "opinions") if key in request.GET}
    if opinions:
        kept["opinions"] = opinions
    query = f"?{urlencode(kept)}" if kept else ""
    return f"{reverse(name, args=[report.organ.slug, report.year])}{query}{anchor}"
