"""得分单 of one organ: for who assesses it, and for its own people, who may say what they hold against it."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from reports.forms.appraisal import ScoreAnswerForm, ScoreEntryForm
from reports.lifecycle.appraisal.document import Appraisal, ScoreSheet
from reports.lifecycle.appraisal.entering import ANSWERING_ROLES, answer, enter, refusal_of_answering, seen_of
from reports.lifecycle.appraisal.reading import appraisal_of
from reports.lifecycle.appraisal.scoring import points
from reports.lifecycle.refusals import AlreadyDone, Refused
from reports.models import AppraisalScheme, Organ
from reports.presenters.appraisal import counters_of, shown_items
from reports.web.access import assessed_unit


def score_sheet(request: HttpRequest, pk: int, organ: str) -> HttpResponse:
    """What the organ has, what was deducted for which records, and what it says to it."""
    scheme, unit, assesses = assessed_unit(request, pk, organ)
    appraisal, sheet, why = _sheet_of(scheme, unit)
    form = ScoreAnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and sheet is None:
        raise Http404
    if form.is_valid() and _said(request, form, partial(answer, pk, unit, request.user, form.cleaned_data["text"])):
        return redirect("score_sheet", pk, organ)
    may_answer = any(request.user.has_role(role, unit.pk) for role in ANSWERING_ROLES)
    context = {
        "scheme": scheme,
        "unit": unit,
        "year": scheme.year,
        "assesses": assesses,
        "why_not": why,
        "sheet": sheet,
        "form": form if may_answer else None,
        "refusal": refusal_of_answering(scheme),
    }
    if sheet:
        context |= _shown(appraisal, sheet)
    return render(request, "scores/sheet.html", context)


def score_entry(request: HttpRequest, pk: int, organ: str) -> HttpResponse:
    """Where a supervisor deducts for what is not recorded, or gives back, with a reason."""
    scheme, unit, assesses = assessed_unit(request, pk, organ)
    appraisal, sheet, _ = _sheet_of(scheme, unit)
    if not assesses or sheet is None:
        raise Http404
    form = ScoreEntryForm(request.POST if request.method == "POST" else None, items=appraisal.items)
    if form.is_valid():
        act = partial(enter, pk, unit, request.user, form.wanted(), seen=request.POST.get("seen", ""))
        if _said(request, form, act, "已登记"):
            return redirect("score_sheet", pk, organ)
    context = {
        "scheme": scheme,
        "unit": unit,
        "year": scheme.year,
        "form": form,
        "seen": seen_of(sheet),
        "sheet": sheet,
    }
    return render(request, "scores/entry.html", context | _shown(appraisal, sheet))


def _sheet_of(scheme: AppraisalScheme, unit: Organ) -> tuple[Appraisal, ScoreSheet | None, str]:
    """The sheet of the unit, or why it has none; 404 for an organ that is none of the office's."""
    appraisal = appraisal_of(scheme, [unit.pk])
    sheet = appraisal.sheet_of(unit.pk)
    why = next((each.why for each in appraisal.left_out if each.organ == unit.pk), "")
    if sheet is None and not why:
        raise Http404
    return appraisal, sheet, why


def _shown(appraisal: Appraisal, sheet: ScoreSheet) -> dict:
    return {
        "appraisal": appraisal,
        "items": shown_items(appraisal, sheet),
        "full": points(appraisal.full),
        "score": points(appraisal.score_now(sheet)),
        "at_closing": points(sheet.total),
        "counters": counters_of(appraisal, sheet),
    }


def _said(request: HttpRequest, form: Form, act: Callable[[], object], words: str = "已提出不同意见") -> bool:
    try:
        act()
    except AlreadyDone as done:
        messages.info(request, str(done))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    else:
        messages.success(request, words)
    return True
