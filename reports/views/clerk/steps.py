"""The guided form: the task list, and a page for each step, saved at every turn."""

import logging
from dataclasses import dataclass, replace
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from reports.forms.edits import StalePage, posted_edits, seen_as_json, seen_in
from reports.forms.fees import (
    FEES,
    NOTHING,
    TEXT,
    WRITE,
    FeesForm,
    answer_in,
    is_new_answer,
    without_contradicted,
    written_into,
)
from reports.forms.steps import FinishedForm, TextsForm, fields_of
from reports.lifecycle import editing
from reports.lifecycle.awaiting import awaited_onward
from reports.lifecycle.completion import title_of
from reports.lifecycle.deadlines import timing
from reports.lifecycle.editing import Edit
from reports.lifecycle.findings import findings_to_submit
from reports.lifecycle.history.story import opening_of_the_correction
from reports.lifecycle.refusals import NotEditable
from reports.lifecycle.transitions import available
from reports.models import Event, Source, Status
from reports.models.reports import AnnualReport
from reports.official.wording import NOTHING_TO_REPORT
from reports.presenters.findings import explained_among, shown_findings
from reports.presenters.onward import destination
from reports.presenters.opinions import board_of_the_clerk, unresolved_by_step
from reports.presenters.progress import keys_of, next_step, step_url, steps_of
from reports.presenters.steps import StepPage, name_of, told_of_saving
from reports.presenters.tally import tally_of
from reports.presenters.text_helper import text_helper
from reports.web.access import may_edit, reviews, visible_report
from reports.web.errors import NOT_SAVED, UNUSABLE
from reports.web.found_acts import act_on_finding

logger = logging.getLogger(__name__)


def report(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """The task list of a report, which is its home page."""
    current = visible_report(request, organ, year)
    if not may_edit(request.user, current):
        return redirect("review" if reviews(request.user, current) else "preview", organ, year)
    current.read_steps()
    stored = current.stored_texts()
    data = current.data(stored)
    found = findings_to_submit(current, data, stored)
    shown = shown_findings(current, found)
    steps, waiting = steps_of(current, data, found), unresolved_by_step(current)
    context = {
        "report": current,
        "steps": [(each, waiting[each.key]) for each in steps],
        "next_step": next_step(current, steps),
        "questioned": [each for each in shown if each.is_questioned],
        "tally": tally_of(found, explained_among(shown)),
        "to_do": sum(not each.is_done for each in steps),
        "board": board_of_the_clerk(current, data, request.GET.get("opinions", "")),
        "last_return": _last_return(current),
        "transitions": available(current, request.user),
        "timing": timing(year, current.organ),
        "onward": awaited_onward(current, request.user),
        "correction": opening_of_the_correction(current),
    }
    return render(request, "steps/task_list.html", context)


def _last_return(report: AnnualReport) -> Event | None:
    """By whom and why it was given back; what was said of it since, without moving it, is said elsewhere."""
    returns = report.events.filter(to_status=Status.RETURNED).exclude(from_status=Status.RETURNED)
    return returns.select_related("actor").first()


def step(request: HttpRequest, organ: str, year: int, step: str) -> HttpResponse:
    """One step of the form: shown, or saved and shown again with what became of it."""
    current = visible_report(request, organ, year)
    if step not in keys_of(current):
        raise Http404
    if request.method == "POST":
        return _save(request, current, step)
    if not may_edit(request.user, current):
        return redirect("preview", organ, year)
    return _show(request, StepPage(current, step))


@dataclass(frozen=True)
class _PostedStep:
    """What was posted of a step: its edits, and the forms that stand beside the fields."""

    edits: list[Edit]
    finished_form: FinishedForm
    fees_form: FeesForm | None


def _show(
    request: HttpRequest, page: StepPage, posted: _PostedStep | None = None, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    page.report.read_steps()
    finished = {"finished": "yes" if page.is_finished else "no"} if page.is_answered else {}
    steps = keys_of(page.report)
    position = steps.index(page.step)
    context = {
        "report": page.report,
        "page": page,
        "board": board_of_the_clerk(page.report, page.data, step=page.step),
        "title": title_of(page.report.official_form, page.step),
        "table": page.table(),
        "texts_form": _texts_form(page),
        "text_helper": text_helper(page.report, page.names, page.data),
        "finished_form": posted.finished_form if posted else FinishedForm(initial=finished),
        "fees_form": _fees_form(page, posted),
        "seen": seen_as_json(page.stored),
        "version": editing.version_of(page.report),
        "previous_step": title_of(page.report.official_form, steps[position - 1]) if position else "",
        "next_step": title_of(page.report.official_form, steps[position + 1]) if position + 1 < len(steps) else "",
    }
    return render(request, "steps/step.html", context, status=status)


def _texts_form(page: StepPage) -> TextsForm | None:
    if not page.names:
        return None
    form = TextsForm(fields_of(page.report.official_form, page.step), page.stored | page.typed)
    form.show_errors(page.errors)
    return form


def _fees_form(page: StepPage, posted: _PostedStep | None) -> FeesForm | None:
    if posted and posted.fees_form:
        return posted.fees_form
    return FeesForm(initial=answer_in(page.stored[TEXT])) if page.step == TEXT else None


def _save(request: HttpRequest, current: AnnualReport, step: str) -> HttpResponse:
    page = StepPage(current, step)
    finished_form = FinishedForm(request.POST)
    is_finished = finished_form.cleaned_data["finished"] if finished_form.is_valid() else None
    post, fees_form = _with_sentence(request.POST)
    try:
        edits = [_by_the_button(edit, request.POST) for edit in posted_edits(post, page.addresses)]
        if not may_edit(request.user, current):
            return _no_longer_editable(request, current, edits)
        saved = editing.save(current.pk, request.user, edits, step=step, is_finished=is_finished)
    except StalePage:
        messages.error(request, "页面已过期，本次修改未保存。请重新填写后保存")
        return redirect(step_url(current, step, from_check=_is_from_check(request)))
    except NotEditable:
        current.refresh_from_db()
        return _no_longer_editable(request, current, edits)
    except UNUSABLE:
        return _not_saved(request, StepPage(current, step), _PostedStep(edits, finished_form, fees_form))
    return _answer(request, StepPage(current, step, saved=saved), _PostedStep(edits, finished_form, fees_form))


def _is_from_check(request: HttpRequest) -> bool:
    return request.GET.get("from") == "check"


def _with_sentence(post: QueryDict) -> tuple[QueryDict, FeesForm | None]:
    """What was posted, with the sentence that the answer of section 六 writes; a form where the answer is faulty.

    An answer that the page was drawn with, or whose sentence is there already, writes nothing; a faulty one takes
    out what contradicts it.
    """
    wanted = post.get(WRITE)
    if TEXT not in post or (wanted != NOTHING and not (wanted == FEES or is_new_answer(post, *_texts_of(post)))):
        return post, None
    form, text = FeesForm(post), post[TEXT]
    is_faulty = wanted != NOTHING and not form.is_valid()
    post = post.copy()
    if is_faulty:
        post[TEXT] = without_contradicted(text, post)
        return post, form
    post[TEXT] = text.strip() or NOTHING_TO_REPORT if wanted == NOTHING else written_into(text, form.sentence())
    return post, None


def _texts_of(post: QueryDict) -> tuple[str, str]:
    """Section 六 as the page was drawn with it, and as it was posted."""
    return seen_in(post).get(TEXT, ""), post[TEXT]


def _by_the_button(edit: Edit, posted: QueryDict) -> Edit:
    """The edit, marked as the system's own wording where nobody had typed anything and a button wrote it all."""
    is_written = edit.address == TEXT and posted[TEXT].replace("\r\n", "\n") == edit.seen != edit.now
    return replace(edit, source=Source.PROPOSED) if is_written else edit


def _answer(request: HttpRequest, page: StepPage, posted: _PostedStep) -> HttpResponse:
    """Go on where all was saved; otherwise show the step again, with everything that was typed."""
    for notice in page.saved.notices:
        messages.info(request, notice)
    wants_to_leave = request.POST.get("go") == "report"
    is_answered = posted.fees_form is None and (posted.finished_form.is_valid() or not wants_to_leave)
    if page.saved.is_complete and is_answered:
        told, is_all_there = told_of_saving(page)
        go, from_check = request.POST.get("go", ""), _is_from_check(request)
        if not act_on_finding(request, page.report, go, form="step-form"):
            messages.add_message(request, messages.SUCCESS if is_all_there else messages.WARNING, told)
        return redirect(destination(go, page.report, page.step, from_check=from_check))
    page.typed = {edit.address: edit.now for edit in posted.edits if edit.address not in page.saved.applied}
    status = HTTPStatus.CONFLICT if page.saved.conflicts else HTTPStatus.UNPROCESSABLE_ENTITY
    return _show(request, page, posted, status)


def _not_saved(request: HttpRequest, page: StepPage, posted: _PostedStep) -> HttpResponse:
    """The database took nothing: the step again, with everything that was typed."""
    logger.exception("A step could not be saved")
    messages.error(request, NOT_SAVED)
    page.typed = {edit.address: edit.now for edit in posted.edits}
    return _show(request, page, posted, HTTPStatus.SERVICE_UNAVAILABLE)


def _no_longer_editable(request: HttpRequest, current: AnnualReport, edits: list[Edit]) -> HttpResponse:
    """Say that the report cannot be edited any more, and give back what was typed."""
    last = current.events.select_related("actor").first()
    context = {"report": current, "last": last, "edits": _named(current, edits)}
    return render(request, "steps/no_longer_editable.html", context, status=HTTPStatus.CONFLICT)


def _named(current: AnnualReport, edits: list[Edit]) -> list[tuple[str, str]]:
    """What was typed, each value under its name."""
    return [(name_of(current, edit.address), edit.now) for edit in edits]
