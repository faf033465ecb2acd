"""The guided form: the task list, and a page for each step, saved at every turn."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from reports import editing
from reports.checks.registry import Finding, Level
from reports.deadlines import timing
from reports.editing import Edit, NotEditable, Saved
from reports.forms.edits import StalePage, posted_edits, seen_as_json
from reports.forms.fees import FEES, NOTHING, TEXT, WRITE, FeesForm, written_into
from reports.forms.steps import FinishedForm, TextsForm, fields_of
from reports.models import Source
from reports.models.reports import PARTICULARS, AnnualReport
from reports.official import Section
from reports.official.figures import display
from reports.official.report_data import ReportData
from reports.official.wording import NOTHING_TO_REPORT
from reports.transitions import available, findings
from reports.views.access import may_edit, reviews, visible_report
from reports.views.grids import ShownTable, shown_table
from reports.views.pins import board_of_the_clerk
from reports.views.progress import field_of, keys_of, step_url, steps_of, tellable, title_of
from reports.views.text_helper import text_helper


def report(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """The task list of a report, which is its home page."""
    current = visible_report(request, organ, year)
    if not may_edit(request.user, current):
        return redirect("review" if reviews(request.user, current) else "preview", organ, year)
    data = current.data()
    steps = steps_of(current, data, findings(current, data))
    context = {
        "report": current,
        "steps": steps,
        "to_do": sum(not each.is_done for each in steps),
        "board": board_of_the_clerk(current, data, request.GET.get("opinions", "")),
        "last_return": current.events.exclude(reason="").select_related("actor").first(),
        "transitions": available(current, request.user),
        "timing": timing(year, current.organ),
    }
    return render(request, "steps/task_list.html", context)


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


@dataclass
class StepPage:
    """A step as it is shown: the stored values, or what was typed where that could not all be saved."""

    report: AnnualReport
    step: str
    typed: dict[str, str] = field(default_factory=dict)
    saved: Saved | None = None
    finished_form: FinishedForm | None = None
    fees_form: FeesForm | None = None

    @property
    def section(self) -> Section | None:
        return self.report.form.section.get(self.step)

    @cached_property
    def fields(self) -> dict:
        return fields_of(self.report.form, self.step)

    @cached_property
    def addresses(self) -> list[str]:
        """Every value that this step may change."""
        tables = self.section.tables if self.section else ()
        return [*self.fields, *(str(cell) for table in tables for cell in table.entries)]

    @cached_property
    def texts(self) -> dict[str, str]:
        return self.report.stored_texts()

    @cached_property
    def data(self) -> ReportData:
        return self.report.data(self.texts)

    @cached_property
    def stored(self) -> dict[str, str]:
        """The values of this step as they are stored, which is what its editor sees."""
        values = self.texts | {str(cell): display(figure) for cell, figure in self.data.figures.items()}
        return {address: values.get(address, "") for address in self.addresses}

    @cached_property
    def record(self):
        return self.report.steps.filter(step=self.step).first()

    @cached_property
    def is_finished(self) -> bool:
        return bool(self.record and self.record.is_finished)

    @cached_property
    def found(self) -> list[Finding]:
        """What the checks find in this step, as far as its author should be told now."""
        found = findings(self.report, self.data)
        own = [each for each in found if each.section(self.report.form) == self.step]
        return tellable(own, self.is_finished)

    @cached_property
    def errors(self) -> dict[str, str]:
        """By address, what must be fixed there."""
        errors = {}
        for finding in self.found:
            if finding.level is Level.MUST_FIX:
                for address in (*map(str, finding.cells), *finding.texts):
                    errors.setdefault(address, finding.message)
        return errors | (self.saved.refused if self.saved else {})

    def told(self) -> list[tuple[Finding, str]]:
        """Each finding with the address of the field that it is about."""
        return [(finding, field_of(self.report, finding)) for finding in self.found]

    def conflicts(self) -> list[tuple[str, editing.Conflict]]:
        """What somebody else changed meanwhile, each under its name."""
        conflicts = self.saved.conflicts if self.saved else []
        return [(name_of(self.report, each.edit.address), each) for each in conflicts]

    def table(self) -> ShownTable | None:
        if not (self.section and self.section.tables):
            return None
        return shown_table(self.report, self.section, self.data.figures, self.errors, self.typed)

    def texts_form(self) -> TextsForm | None:
        if not self.fields:
            return None
        form = TextsForm(self.fields, self.stored | self.typed)
        form.show_errors(self.errors)
        return form


def _show(request: HttpRequest, page: StepPage, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    finished = {"finished": "yes" if page.is_finished else "no"} if page.record else {}
    steps = keys_of(page.report)
    position = steps.index(page.step)
    context = {
        "report": page.report,
        "page": page,
        "board": board_of_the_clerk(page.report, page.data, step=page.step),
        "title": title_of(page.report, page.step),
        "table": page.table(),
        "texts_form": page.texts_form(),
        "text_helper": text_helper(page.report, page.fields, page.data),
        "finished_form": page.finished_form or FinishedForm(initial=finished),
        "fees_form": page.fees_form or (FeesForm() if page.step == TEXT else None),
        "seen": seen_as_json(page.stored),
        "previous_step": title_of(page.report, steps[position - 1]) if position else "",
        "next_step": title_of(page.report, steps[position + 1]) if position + 1 < len(steps) else "",
    }
    return render(request, "steps/step.html", context, status=status)


def _save(request: HttpRequest, current: AnnualReport, step: str) -> HttpResponse:
    page = StepPage(current, step)
    finished_form = FinishedForm(request.POST)
    is_finished = finished_form.cleaned_data["finished"] if finished_form.is_valid() else None
    post, fees_form = _with_sentence(request.POST)
    try:
        edits = [_by_the_button(edit, request.POST) for edit in posted_edits(post, page.addresses)]
        if not may_edit(request.user, current):
            return _left_the_desk(request, current, edits)
        saved = editing.save(current.pk, request.user, edits, step=step, is_finished=is_finished)
    except StalePage:
        messages.error(request, "页面已过期，本次修改未保存。请重新填写后保存")
        return redirect(step_url(current, step))
    except NotEditable:
        current.refresh_from_db()
        return _left_the_desk(request, current, edits)
    return _answer(request, StepPage(current, step, saved=saved, fees_form=fees_form), edits, finished_form)


def _with_sentence(post: QueryDict) -> tuple[QueryDict, FeesForm | None]:
    """What was posted, with the sentence that a button of section 六 writes; a form where its answer is faulty."""
    wanted = post.get(WRITE)
    if wanted not in (NOTHING, FEES) or TEXT not in post:
        return post, None
    form = FeesForm(post)
    if wanted == FEES and not form.is_valid():
        return post, form
    sentence = form.sentence() if wanted == FEES else NOTHING_TO_REPORT
    text = post[TEXT]
    post = post.copy()
    post[TEXT] = written_into(text, sentence) if wanted == FEES else (text.strip() or sentence)
    return post, None


def _by_the_button(edit: Edit, posted: QueryDict) -> Edit:
    """The edit, marked as the system's own wording where nobody had typed anything and a button wrote it all."""
    is_written = edit.address == TEXT and posted[TEXT].replace("\r\n", "\n") == edit.seen != edit.now
    return replace(edit, source=Source.PROPOSED) if is_written else edit


def _answer(request: HttpRequest, page: StepPage, edits: list[Edit], finished_form: FinishedForm) -> HttpResponse:
    """Go on where all was saved; otherwise show the step again, with everything that was typed."""
    for notice in page.saved.notices:
        messages.info(request, notice)
    wants_to_leave = request.POST.get("go") == "report"
    is_answered = page.fees_form is None and (finished_form.is_valid() or not wants_to_leave)
    if page.saved.is_complete and is_answered:
        messages.success(request, "已保存")
        return redirect(_destination(request.POST.get("go", ""), page))
    page.typed = {edit.address: edit.now for edit in edits if edit.address not in page.saved.applied}
    page.finished_form = finished_form
    status = HTTPStatus.CONFLICT if page.saved.conflicts else HTTPStatus.UNPROCESSABLE_ENTITY
    return _show(request, page, status)


def _destination(go: str, page: StepPage) -> str:
    """Where the pressed button leads."""
    steps = keys_of(page.report)
    position = steps.index(page.step)
    if go == "previous" and position:
        return step_url(page.report, steps[position - 1])
    if go == "next" and position + 1 < len(steps):
        return step_url(page.report, steps[position + 1])
    if go == "report":
        return page.report.get_absolute_url()
    return step_url(page.report, page.step)


def _left_the_desk(request: HttpRequest, current: AnnualReport, edits: list[Edit]) -> HttpResponse:
    """Say that the report cannot be edited any more, and give back what was typed."""
    last = current.events.select_related("actor").first()
    context = {"report": current, "last": last, "edits": _named(current, edits)}
    return render(request, "steps/left_the_desk.html", context, status=HTTPStatus.CONFLICT)


def _named(current: AnnualReport, edits: list[Edit]) -> list[tuple[str, str]]:
    """What was typed, each value under its name."""
    return [(name_of(current, edit.address), edit.now) for edit in edits]


def name_of(current: AnnualReport, address: str) -> str:
    """What a person calls the value at an address."""
    cell = editing.cell_at(current.form, address)
    if cell:
        return current.form.table[cell.table].name(cell)
    fields = fields_of(current.form, PARTICULARS)
    if address in fields:
        return str(fields[address].label)
    return current.form.text[address].name
