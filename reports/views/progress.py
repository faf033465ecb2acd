"""How far a report has come: the status of each step, in the words of the task list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from reports.checks.registry import Finding, Level
from reports.models.reports import PARTICULARS, AnnualReport, StepRecord
from reports.official import Section
from reports.official.report_data import ReportData

# What these rules find is that something is still to be written, which nobody is told while writing.
TELL_ONLY_WHEN_FINISHED = {"N1", "W1", "W2", "W4"}

PARTICULARS_TITLE = "报告基本信息"


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
    def is_done(self) -> bool:
        return self.look == "done"

    @property
    def is_finished(self) -> bool:
        """Whether its clerk called it finished (已填完), be it without fault or not."""
        return self.look in ("done", "faulty")


def steps_of(
    report: AnnualReport,
    data: ReportData,
    found: Iterable[Finding],
) -> list[Step]:
    """The steps in their order: the particulars, then the six official sections."""
    records = {record.step: record for record in report.steps.select_related("edited_by")}
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
        for section in report.form.sections
    ]
    return [particulars, *sections]


def hint(section: Section) -> str:
    """What a section asks for, in a few words."""
    entries = sum(len(table.entries) for table in section.tables)
    has_totals = any(table.totals for table in section.tables)
    if entries:
        return f"{entries} 个数，自动合计" if has_totals else f"{entries} 个数"
    required = sum(text.is_required for text in section.texts)
    return f"{required} 个小节，文字" if required > 1 else "文字"


def keys_of(report: AnnualReport) -> list[str]:
    return [PARTICULARS, *report.form.section]


def title_of(report: AnnualReport, step: str) -> str:
    return PARTICULARS_TITLE if step == PARTICULARS else report.form.section[step].title


def step_url(report: AnnualReport, step: str) -> str:
    return reverse("step", args=[report.organ.slug, report.year, step])


def field_of(report: AnnualReport, finding: Finding) -> str:
    """The address of the first field that a finding is about; of a whole section, its first field."""
    entries = [str(cell) for cell in finding.cells if not report.form.table[cell.table].is_total(cell)]
    texts = [key for key in finding.texts if key in report.form.text or key == "title"]
    return next(iter([*entries, *texts]), "main")


def tellable(found: Iterable[Finding], is_finished: bool) -> list[Finding]:
    """The findings that a page shows: what is merely not written yet is told once the step is called finished."""
    return [each for each in found if is_finished or each.rule not in TELL_ONLY_WHEN_FINISHED]


def _faults(report: AnnualReport, found: Iterable[Finding]) -> dict[str, int]:
    faults: dict[str, int] = {}
    for finding in found:
        if finding.level is Level.MUST_FIX:
            section = finding.section(report.form)
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
    done, total = filled
    if record and record.is_finished:
        if faults:
            return f"有问题（须修改 {faults}）", "faulty"
        return ("已完成（全部为 0）" if is_nil else "已完成"), "done"
    if record or done:
        return (f"填写中（{done}／{total}）" if total > 1 else "填写中"), "begun"
    return "未开始", "untouched"
