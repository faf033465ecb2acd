"""What is done to several organs of the queue at once: approved, where nothing is to be looked at, and given more time.

The pages are opened with the organs in the address (``organ=beizi&organ=wawu``), so that they need no script, and
name each of them before anything is done. Each is done by itself: what cannot be done is said, and hinders no other.
"""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from reports.forms.extensions import ExtensionForm
from reports.forms.queue import chosen_year
from reports.lifecycle.deadlines import grant_extension
from reports.lifecycle.refusals import NotGranted, Refused
from reports.lifecycle.transitions import APPROVAL
from reports.models import Organ, Role, Status
from reports.presenters.together import MOST_TOGETHER, Extendable, candidates, chosen_reports, extendable
from reports.web.performing import perform_as_seen

NO_ORGAN = "请先在列表中选择单位。"
MOST_NAMED = 10


def approve_together(request: HttpRequest) -> HttpResponse:
    """Approve the chosen reports that need no looking at, each on the content that the page named with it."""
    asked = request.POST if request.method == "POST" else request.GET
    organs, year = _chosen(request, asked)
    if not organs:
        return _nothing_chosen(request, year)
    shown = candidates(APPROVAL, chosen_reports(organs, year, request.user), request.user)
    ready = [each for each in shown if not each.obstacle]
    if request.method == "POST":
        done, refused = [], [f"{each.report.organ_name}：{each.obstacle}" for each in shown if each.obstacle]
        for each in ready:
            seen = request.POST.get(f"hash-{each.report.organ.slug}", "")
            try:
                perform_as_seen(APPROVAL, each.report, request.user, seen_hash=seen)
            except Refused as refusal:
                refused.append(f"{each.report.organ_name}：{refusal}")
            else:
                done.append(each.report.organ_name)
        _tell(request, "审核通过", done, refused)
        return redirect(_queue(year, Status.IN_REVIEW))
    left = [each for each in shown if each.obstacle]
    without = [organ for organ in organs if organ.pk not in {each.report.organ_id for each in shown}]
    context = {"year": year, "ready": ready, "left": left, "without": without, "queue": _queue(year, Status.IN_REVIEW)}
    return render(request, "review/approve_together.html", context)


def extend_together(request: HttpRequest) -> HttpResponse:
    """Give the chosen organs until one day, each by an extension of its own that states the reason."""
    asked = request.POST if request.method == "POST" else request.GET
    organs, year = _chosen(request, asked)
    if not organs:
        return _nothing_chosen(request, year)
    shown = extendable(organs, year)
    open_ones = [each for each in shown if not each.refusal]
    latest = max((each.timing.period for each in open_ones), key=lambda days: days.due_on, default=None)
    form = ExtensionForm(request.POST or None, current=latest) if latest else None
    if request.method == "POST" and form and form.is_valid():
        done, refused = [], []
        for each in open_ones:
            _grant(request, each, year, form.cleaned_data, done, refused)
        _tell(request, "延期", done, refused)
        return redirect(_queue(year))
    left = [each for each in shown if each.refusal]
    context = {"year": year, "form": form, "ready": open_ones, "left": left, "queue": _queue(year)}
    return render(request, "review/extend_together.html", context)


def _grant(request: HttpRequest, each: Extendable, year: int, given: dict, done: list[str], refused: list[str]) -> None:
    seen = request.POST.get(f"seen-{each.organ.slug}", "")
    try:
        grant_extension(each.organ, year, request.user, seen=seen, **given)
    except NotGranted as refusal:
        refused.append(f"{each.organ}：{refusal}")
    else:
        done.append(str(each.organ))


def _chosen(request: HttpRequest, asked: QueryDict) -> tuple[list[Organ], int]:
    """The organs that are named, in their order, and the year; 404 where one is not the person's to supervise."""
    supervised = request.user.organ_ids(Role.SUPERVISOR)
    slugs = list(dict.fromkeys(asked.getlist("organ")))
    if not supervised or len(slugs) > MOST_TOGETHER:
        raise Http404
    year = chosen_year(asked)
    organs = list(Organ.objects.filter(slug__in=slugs, superior__in=supervised).select_related("superior"))
    if len(organs) != len(slugs):
        raise Http404
    return organs, year


def _nothing_chosen(request: HttpRequest, year: int) -> HttpResponse:
    messages.warning(request, NO_ORGAN)
    return redirect(_queue(year))


def _queue(year: int, tab: str = "all") -> str:
    return f"{reverse('queue')}?year={year}&tab={tab}"


def _tell(request: HttpRequest, what: str, done: list[str], refused: list[str]) -> None:
    """What became of each: in one message those that went well, in another one those that did not, and why."""
    if done:
        named = "、".join(done[:MOST_NAMED])
        more = f"等 {len(done)} 个单位" if len(done) > MOST_NAMED else ""
        messages.success(request, f"{what} {len(done)} 个单位：{named}{more}")
    if refused:
        messages.warning(request, f"{len(refused)} 个单位没有办理：{'；'.join(refused)}")
