"""考核评分表: an office drafts, opens, closes and gives up the scheme of a year."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from reports.forms.appraisal import GivingUpForm, OpeningForm, SchemeForm
from reports.lifecycle.appraisal import schemes
from reports.lifecycle.appraisal.reading import appraisal_of, items_of
from reports.lifecycle.appraisal.units import units_of
from reports.lifecycle.appraisal.wanted import READY_MADE, WantedScheme, as_wanted
from reports.lifecycle.refusals import AlreadyDone, Refused
from reports.models import AppraisalScheme, Organ, SchemeState
from reports.presenters.appraisal import measure
from reports.web.access import reviewing_office


@require_POST
def scheme_new(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """A draft of the year, copied from one that ships or one that there was."""
    office = reviewing_office(request, organ, year)
    wanted = _source(request.POST.get("source", ""), office)
    if wanted is None:
        messages.error(request, "请选择从哪一份评分表复制")
    elif _done(request, partial(schemes.draft, office, year, request.user, wanted), "已建立评分表草稿"):
        return redirect("scheme_edit", organ, year)
    return redirect("scores", organ, year)


def scheme_edit(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """The draft with its items, to be changed or thrown away; what is open is shown on its own page."""
    office = reviewing_office(request, organ, year)
    scheme = _in_use(office, year)
    seen = request.POST.get("seen", "")
    if request.method == "POST" and "discard" in request.POST:
        _done(request, partial(schemes.discard, scheme.pk, request.user, seen=seen), "已放弃草稿")
        return redirect("scores", organ, year)
    if request.method != "POST" and scheme.state != SchemeState.DRAFT:
        messages.info(request, schemes.NOT_A_DRAFT)
        return redirect("scores", organ, year)
    form = SchemeForm(request.POST if request.method == "POST" else None, wanted=as_wanted(scheme))
    if form.is_valid():
        save = partial(schemes.save_draft, scheme.pk, request.user, form.wanted(), seen=seen)
        if _done(request, save, "已保存", form):
            return redirect("scheme_edit" if "more" in request.POST else "scores", organ, year)
    context = {"organ": office, "year": year, "scheme": scheme, "form": form, "seen": seen or scheme.seen}
    return render(request, "county/scheme_edit.html", context)


def scheme_open(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """反馈: what the units will see, until when they may answer, and the button."""
    office = reviewing_office(request, organ, year)
    scheme = _in_use(office, year)
    form = OpeningForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = {"answers_until": form.cleaned_data["answers_until"], "seen": request.POST.get("seen", "")}
        if _done(request, partial(schemes.open_scheme, scheme.pk, request.user, **said), "已反馈，并通知各单位", form):
            return redirect("scores", organ, year)
    items = [(each, measure(each)) for each in items_of(scheme)]
    context = {"organ": office, "year": year, "scheme": scheme, "form": form, "items": items}
    return render(request, "county/scheme_open.html", context | {"units": units_of(office, year)})


def scheme_close(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """定稿: what is closed, and the button once the last day for answers is over."""
    office = reviewing_office(request, organ, year)
    scheme = _in_use(office, year)
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        _done(request, partial(schemes.close, scheme.pk, request.user, seen=seen), "考核得分已定稿")
        return redirect("scores", organ, year)
    appraisal = appraisal_of(scheme)
    answered = sum(bool(each.answers) for each in appraisal.sheets)
    context = {"organ": office, "year": year, "scheme": scheme, "appraisal": appraisal, "answered": answered}
    return render(request, "county/scheme_close.html", context | {"refusal": schemes.refusal_of_closing(scheme)})


def scheme_give_up(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """停用: why an open scheme is no longer in use."""
    office = reviewing_office(request, organ, year)
    scheme = _in_use(office, year)
    form = GivingUpForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        act = partial(schemes.give_up, scheme.pk, request.user, reason=form.cleaned_data["reason"])
        if _done(request, act, "已停用评分表", form):
            return redirect("scores", organ, year)
    is_open = scheme.state == SchemeState.OPEN
    context = {"organ": office, "year": year, "scheme": scheme, "form": form, "is_open": is_open}
    return render(request, "county/scheme_give_up.html", context)


def _in_use(office: Organ, year: int) -> AppraisalScheme:
    found = AppraisalScheme.objects.filter(superior=office, year=year).exclude(state=SchemeState.GIVEN_UP)
    scheme = found.select_related("superior").first()
    if scheme is None:
        raise Http404
    return scheme


def _source(asked: str, office: Organ) -> WantedScheme | None:
    """What is copied: one that ships, by its name, or one that the office had, by its key."""
    if asked in READY_MADE:
        return READY_MADE[asked]
    is_key = asked.isascii() and asked.isdigit() and len(asked) < 19
    before = AppraisalScheme.objects.filter(superior=office, pk=int(asked)).first() if is_key else None
    return as_wanted(before) if before else None


def _done(request: HttpRequest, act: Callable[[], object], words: str, form: Form | None = None) -> bool:
    """Whether it is done, now or before; why not is said at the form, else above the page."""
    try:
        act()
    except AlreadyDone as done:
        messages.info(request, str(done))
    except Refused as refusal:
        if form is None:
            messages.error(request, str(refusal))
        else:
            form.add_error(None, str(refusal))
        return False
    else:
        messages.success(request, words)
    return True
