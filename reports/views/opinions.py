"""What is posted about opinions and explanations; every answer is the page it came from."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from reports.forms.opinions import OpinionForm
from reports.models import AnnualReport, Judgement, Role
from reports.reviewing import ACTS, act, add_opinion, judge
from reports.views.access import reviews, visible_report
from reports.views.pins import OPINIONS_A_PAGE
from reports.views.review import review_page
from reports.workflow import Refused

DONE = {"delete": "已删除", "answer": "已标记为“已修改”", "resolve": "已标记为“已解决”", "ask": "已继续提问"}


def opinion_add(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """Pin a new opinion; a faulty form is shown again with all that was written."""
    report = visible_report(request, organ, year)
    if not reviews(request.user, report):
        raise Http404
    if request.method != "POST":  # a link on the page that showed a faulty form
        return redirect(_place(request, report, "review"))
    form = OpinionForm(request.POST, data_of=report.data())
    if not form.is_valid():
        return review_page(request, report, form)
    values = {key: form.cleaned_data[key] for key in ("anchor", "quote", "level", "code", "words")}
    try:
        opinion = add_opinion(report.pk, request.user, **values)
    except Refused as refusal:
        report.refresh_from_db()
        messages.error(request, f"{refusal}以下内容没有保存，可复制留存：{values['words']}")
        return redirect(_place(request, report, "review"))
    messages.success(request, f"已记入审核意见 {opinion.number}，作出决定后发给填报单位")
    pages = -(-report.opinions.count() // OPINIONS_A_PAGE)
    return redirect(_place(request, report, "review", f"#opinion-{opinion.number}", pages))


@require_POST
def opinion_act(request: HttpRequest, organ: str, year: int, number: int, action: str) -> HttpResponse:
    """Delete, answer, resolve an opinion, or ask again; whoever never could finds nothing here."""
    report = visible_report(request, organ, year)
    if action not in ACTS:
        raise Http404
    is_supervisors = ACTS[action][0] is Role.SUPERVISOR
    opinions = report.opinions.all() if is_supervisors else report.opinions.told()
    may_ever = reviews(request.user, report) if is_supervisors else request.user.is_(Role.CLERK, report.organ_id)
    is_there = action == "delete" or opinions.filter(number=number).exists()  # deleted twice is deleted
    if not (may_ever and is_there):
        raise Http404
    words = request.POST.get("words", "")
    done = DONE[action]
    _tell(request, lambda: act(action, report.pk, number, request.user, words), done, words)
    anchor = f"#opinion-{number}" if action != "delete" else ""
    return redirect(_place(request, report, "review" if is_supervisors else "report", anchor))


@require_POST
def explanation_judge(request: HttpRequest, organ: str, year: int, pk: int) -> HttpResponse:
    """Accept or question an explanation (情况说明)."""
    report = visible_report(request, organ, year)
    judgement, question = request.POST.get("judgement", ""), request.POST.get("question", "")
    is_known = judgement in Judgement.values and report.explanations.filter(pk=pk).exists()
    if not reviews(request.user, report) or not is_known:
        raise Http404
    done = "已认可" if judgement == Judgement.ACCEPTED else "已要求补充，退回后填报单位可以看到"
    seen = request.POST.get("seen", "")
    _tell(
        request, lambda: judge(report.pk, pk, request.user, Judgement(judgement), question, seen=seen), done, question
    )
    return redirect(_place(request, report, "review", f"#explanation-{pk}"))


def _tell(request: HttpRequest, do, done: str, words: str) -> None:
    """Do it and say so; where it is refused, say why and give back the words."""
    try:
        do()
    except Refused as refusal:
        kept = f"以下内容没有保存，可复制留存：{words}" if words.strip() else ""
        messages.error(request, f"{refusal}{kept}")
    else:
        messages.success(request, done)


def _place(request: HttpRequest, report: AnnualReport, name: str, anchor: str = "", page: int = 0) -> str:
    """The page that was posted from, with the comparison and the page of opinions that it showed."""
    kept = {key: request.GET[key] for key in ("compare", "opinions") if key in request.GET}
    if page > 1:
        kept["opinions"] = str(page)
    query = f"?{urlencode(kept)}" if kept else ""
    return f"{reverse(name, args=[report.organ.slug, report.year])}{query}{anchor}"
