"""A step of the guided form, as it is stored, as it is checked, and as it is shown; plain data, no form is bound."""

from dataclasses import dataclass, field
from functools import cached_property

from reports.checks.registry import Finding, Level
from reports.lifecycle.completion import LINES, title_of
from reports.lifecycle.editing import Conflict, Saved
from reports.lifecycle.entries import cell_at
from reports.lifecycle.findings import explained_of, findings_of_step
from reports.models.reports import PARTICULARS, AnnualReport, StepRecord
from reports.models.review import ExplanationKind
from reports.official import Edition, Section
from reports.official.figures import display
from reports.official.report_data import ReportData
from reports.presenters.grids import ShownTable, shown_table
from reports.presenters.places import ToldFinding
from reports.presenters.progress import to_show_now
from reports.presenters.tally import tally_of

MOST_TOLD = 2  # findings, where a sentence says what a step lacks


@dataclass
class StoredStep:
    """A step of a report as it is stored, which is what its editor sees."""

    report: AnnualReport
    step: str

    @property
    def section(self) -> Section | None:
        return self.report.official_form.section.get(self.step)

    @cached_property
    def names(self) -> dict[str, str]:
        """By address, the names of the texts of this step."""
        return text_names(self.report.official_form, self.step)

    @cached_property
    def addresses(self) -> list[str]:
        """Every value that this step may change."""
        tables = self.section.tables if self.section else ()
        return [*self.names, *(str(cell) for table in tables for cell in table.entries)]

    @cached_property
    def texts(self) -> dict[str, str]:
        return self.report.stored_texts()

    @cached_property
    def data(self) -> ReportData:
        return self.report.data(self.texts)

    @cached_property
    def stored(self) -> dict[str, str]:
        """By address, the values of this step."""
        values = self.texts | {str(cell): display(figure) for cell, figure in self.data.figures.items()}
        return {address: values.get(address, "") for address in self.addresses}

    @cached_property
    def record(self) -> StepRecord | None:
        return next((each for each in self.report.step_records() if each.step == self.step), None)

    @cached_property
    def is_finished(self) -> bool:
        return bool(self.record and self.record.is_finished)

    @cached_property
    def is_answered(self) -> bool:
        """Whether somebody has said that the step is finished, or that it is put off."""
        return self.record is not None and self.record.is_finished is not None


@dataclass
class CheckedStep(StoredStep):
    """A step with what the checks find in it, as far as its author should be told now."""

    @cached_property
    def _findings(self) -> list[Finding]:
        """What the checks find in this step, and in other parts where that speaks of it too."""
        return findings_of_step(self.report, self.step, self.data, self.texts)

    @cached_property
    def own_findings(self) -> list[Finding]:
        """All that the checks find in this step, told here or not."""
        return [each for each in self._findings if each.section(self.report.official_form) == self.step]

    @cached_property
    def found(self) -> list[Finding]:
        """What its page tells: its own findings, and those of other parts that speak of it too."""
        return to_show_now(self._findings, self.is_finished)

    @cached_property
    def errors(self) -> dict[str, str]:
        """By address, what must be fixed there."""
        errors = {}
        for finding in self.found:
            if finding.level is Level.MUST_FIX:
                for address in (*map(str, finding.cells), *finding.texts):
                    errors.setdefault(address, finding.message)
        return errors

    def told(self) -> list[ToldFinding]:
        """Each finding with the places that it is about, here and elsewhere, and what would mend it."""
        report, texts = self.report, self.texts
        aside = _set_aside_in(report) if any(each.is_of_a_sentence_and_a_table for each in self.found) else set()
        return [
            ToldFinding(report, each, self.step, texts.get(_text_of(each), ""), each.statement in aside)
            for each in self.found
        ]


def _set_aside_in(report: AnnualReport) -> set[str]:
    """The statements of the sentences that were said to have nothing to do with a table."""
    return set(report.explanations.filter(kind=ExplanationKind.UNRELATED).values_list("fingerprint", flat=True))


def _text_of(finding: Finding) -> str:
    return finding.texts[0] if finding.texts else ""


@dataclass
class StepPage(CheckedStep):
    """A step as it is shown: the stored values, or what was typed where that could not all be saved."""

    typed: dict[str, str] = field(default_factory=dict)
    saved: Saved | None = None

    @cached_property
    def errors(self) -> dict[str, str]:
        """By address, what must be fixed there, or why what was typed there was refused."""
        return super().errors | (self.saved.refused if self.saved else {})

    def conflicts(self) -> list[tuple[str, Conflict]]:
        """What somebody else changed meanwhile, each under its name."""
        conflicts = self.saved.conflicts if self.saved else []
        return [(name_of(self.report, each.edit.address), each) for each in conflicts]

    def table(self) -> ShownTable | None:
        if not (self.section and self.section.tables):
            return None
        return shown_table(self.report, self.section, self.data.figures, self.errors, self.typed)


def text_names(form: Edition, step: str) -> dict[str, str]:
    """By address, what a person calls each text of a step, in the order of its page."""
    if step != PARTICULARS:
        return {text.key: text.name for text in form.section[step].texts}
    return {address: label for address, (label, *_) in LINES.items()} | {form.preamble.key: form.preamble.name}


def name_of(report: AnnualReport, address: str) -> str:
    """What a person calls the value at an address."""
    cell = cell_at(report.official_form, address)
    if cell:
        return report.official_form.table[cell.table].name(cell)
    return text_names(report.official_form, PARTICULARS).get(address) or report.official_form.text[address].name


def told_of_saving(page: CheckedStep) -> tuple[str, bool]:
    """What is said of a step that was saved: its name, what is still missing or wrong; and whether it is all there."""
    title, found = title_of(page.report.official_form, page.step), page.own_findings
    tally = tally_of(found, explained_of([page.report])[page.report.pk])
    saved = f"已保存“{title}”"
    if not (tally.to_fix or tally.unexplained):
        return f"{saved}，本部分已完成", True
    counts = [("须修改", tally.to_fix), ("须说明", tally.unexplained)]
    left = "、".join(f"{word} {count} 项" for word, count in counts if count)
    messages = [each.message.removeprefix(f"{title}：").rstrip("。") for each in found if each.level is Level.MUST_FIX]
    more = "等" if len(messages) > MOST_TOLD else ""
    said = f"：{'；'.join(messages[:MOST_TOLD])}{more}" if messages else ""
    return f"{saved}。本部分还有{left}{said}。", False
