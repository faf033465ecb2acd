"""How far a report has come: the status of each step, in the words of the task list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from reports.checks.registry import RULES, Finding, Level
from reports.lifecycle.completion import LINES, PARTICULARS_TITLE
from reports.models.reports import PARTICULARS, AnnualReport, StepRecord
from reports.official import Section
from reports.official.report_data import ReportData

CHECK = "检查并提交"


@dataclass(frozen=True)
class Step:
    """One step of the guided form as the task list shows it."""

    key: str
    title: str
    hint: str
    status: str
    look: str  # untouched, begun, done or faulty: what the status looks like
    url: str
    edited_by: str = ""
    edited_at: datetime | None = None

    @property
    def short_title(self) -> str:
        """The part by its number, as it is spoken of: 第五部分."""
        number, mark, _ = self.title.partition("、")
        return f"第{number}部分" if mark else self.title

    @property
    def is_done(self) -> bool:
        return self.look == "done"

    @property
    def is_finished(self) -> bool:
        """Whether its page tells all that is missing: it is complete, or its clerk called it finished (已填完)."""
        return self.look in ("done", "faulty")


def steps_of(
    report: AnnualReport,
    data: ReportData,
    found: Iterable[Finding],
) -> list[Step]:
    """The steps in their order: the particulars, then the six official sections."""
    records = {record.step: record for record in report.step_records()}
    faults = _faults(report, found)
    particulars = _step(report, PARTICULARS, PARTICULARS_TITLE, "单位、统计期限、联系方式", records, faults)
    sections = [
        _step(
            report,
            section.key,
            section.title,
            hint(section),
            records,
            faults,
            filled=_filled(section, data),
            is_nil=any(table.key in report.declared_nil for table in section.tables),
        )
        for section in report.official_form.sections
    ]
    return [particulars, *sections]


def next_unfinished(steps: list[Step], after: str) -> Step | None:
    """The next part that is not finished, going round once; ``None`` where there is no other."""
    position = next(place for place, step in enumerate(steps) if step.key == after)
    following = [*steps[position + 1 :], *steps[:position]]
    return next((step for step in following if not step.is_done), None)


@dataclass(frozen=True)
class NextStep:
    """The one main thing to do with a report that is being written: its words and where it leads."""

    words: str
    url: str


def next_step(report: AnnualReport, steps: list[Step]) -> NextStep:
    """The first part that is not finished; once all are, the check."""
    open_step = next((step for step in steps if not step.is_done), None)
    if open_step is None:
        return NextStep(CHECK, reverse("check", args=[report.organ.slug, report.year]))
    return NextStep(f"继续：{open_step.short_title}", open_step.url)


def hint(section: Section) -> str:
    """What a section asks for, in a few words."""
    entries = sum(len(table.entries) for table in section.tables)
    has_totals = any(table.totals for table in section.tables)
    if entries:
        return f"{entries} 个数，自动合计" if has_totals else f"{entries} 个数"
    required = sum(text.is_required for text in section.texts)
    return f"{required} 个小节，文字" if required > 1 else "文字"


def keys_of(report: AnnualReport) -> list[str]:
    return [PARTICULARS, *report.official_form.section]


def step_url(report: AnnualReport, step: str, *, from_check: bool = False) -> str:
    """The address of a step; reached from the check, it has a button that leads back there (返回检查)."""
    address = reverse("step", args=[report.organ.slug, report.year, step])
    return f"{address}?from=check" if from_check else address


def field_of(report: AnnualReport, finding: Finding, step: str = "") -> str:
    """The address of the first field of a step, by default its own, that a finding is about; else the page's.

    An entry comes before a total, which is only looked at; before all, the one for which a value is offered. What is
    about a section as a whole leads to its first text.
    """
    form = report.official_form
    step = step or finding.section(form)
    cells = [each for each in finding.cells if form.section_of[each.table].key == step]
    entries = [str(cell) for cell in cells if not form.table[cell.table].is_total(cell)]
    is_own = step == finding.section(form)
    texts = [key for key in finding.texts if is_own and (key in form.text or key in LINES)]
    if (offered := _offered_cell(finding)) in entries:
        return offered
    firsts = [form.section[key].texts[0].key for key in finding.texts if is_own and key in form.section]
    return next(iter([*entries, *texts, *map(str, cells), *firsts]), "main")


def _offered_cell(finding: Finding) -> str:
    """The one of its cells for which a finding offers a value; empty where that is a text, or all of them."""
    is_of_one = finding.instead and finding.cells and finding.span is None and not finding.is_for_all
    return str(finding.cells[-1]) if is_of_one else ""


def to_show_now(found: Iterable[Finding], is_finished: bool) -> list[Finding]:
    """The findings that a page shows: what is merely not written yet is told once the step is called finished."""
    return [each for each in found if is_finished or not RULES[each.rule].told_when_finished]


def _faults(report: AnnualReport, found: Iterable[Finding]) -> dict[str, int]:
    faults: dict[str, int] = {}
    for finding in found:
        if finding.level is Level.MUST_FIX:
            section = finding.section(report.official_form)
            faults[section] = faults.get(section, 0) + 1
    return faults


def _filled(section: Section, data: ReportData) -> tuple[int, int]:
    """How many of the section's values are filled in, and how many there are."""
    keys = [text.key for text in section.texts if text.is_required]
    cells = [cell for table in section.tables for cell in table.entries]
    filled = sum(bool(data.text(key)) for key in keys) + sum(data.figures.get(cell) is not None for cell in cells)
    return filled, len(keys) + len(cells)


def _step(
    report: AnnualReport,
    key: str,
    title: str,
    what: str,
    records: Mapping[str, StepRecord],
    faults: Mapping[str, int],
    *,
    filled: tuple[int, int] = (0, 0),
    is_nil: bool = False,
) -> Step:
    record = records.get(key)
    status, look = _status(record, faults.get(key, 0), filled, is_nil)
    return Step(
        key=key,
        title=title,
        hint=what,
        status=status,
        look=look,
        url=step_url(report, key),
        edited_by=record.edited_by.full_name if record else "",
        edited_at=record.edited_at if record else None,
    )


def _status(record: StepRecord | None, faults: int, filled: tuple[int, int], is_nil: bool) -> tuple[str, str]:
    """A part is finished when nothing of it must be fixed, whoever has filled it in; nobody has to say so as well."""
    done, total = filled
    if not faults:
        return ("已完成（全部为 0）" if is_nil else "已完成"), "done"
    if record and record.is_finished:
        return f"有问题（须修改 {faults}）", "faulty"
    if record or done:
        return (f"填写中（{done}／{total}）" if total > 1 else "填写中"), "begun"
    return "未开始", "untouched"
