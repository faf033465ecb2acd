"""差错清单: what the checks find in many reports, as a workbook; with the files that could not be read, and why."""

from collections import Counter
from collections.abc import Iterable, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reports.checks import rules_run
from reports.checks.examination import Examined, Unread, places_of, section_name, several
from reports.checks.registry import Level
from reports.formats.xlsx.cells import MOST_CHARACTERS

SUMMARY, ERRORS, UNREAD = "汇总", "差错清单", "未能读取"
_SUMMARY = {"单位": 26, "年度": 8, "须修改": 9, "须说明": 9, "提示": 9, "未能放入": 10, "上年报告": 36, "文件": 44}
_ERRORS = {
    "单位": 26, "年度": 8, "级别": 9, "规则": 8, "部分": 30, "位置": 44, "问题": 60, "原文": 44,
    "表中的数": 16, "对照的数": 16, "文件": 44,
}  # fmt: skip
_UNREAD = {"文件": 60, "原因": 80}


def write(examined: Sequence[Examined], unread: Iterable[Unread], unplaced: dict[str, int]) -> bytes:
    """The workbook; ``unplaced`` says by path how much of a file found no place in its report."""
    book = Workbook()
    summary, errors, left = book.active, book.create_sheet(ERRORS), book.create_sheet(UNREAD)
    summary.title = SUMMARY
    _fill(summary, _SUMMARY, (_counts(each, unplaced.get(each.path, 0)) for each in examined))
    _fill(errors, _ERRORS, (row for each in examined for row in _rows(each)))
    _fill(left, _UNREAD, unread)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _counts(each: Examined, unplaced: int) -> tuple[str | int, ...]:
    count = Counter(finding.level for finding in each.findings)
    counts = (*(count[level] for level in Level), unplaced)
    return each.report.organ, each.report.year, *counts, each.previous or "没有", each.path


def _rows(each: Examined) -> Iterable[tuple[str | int, ...]]:
    report, edition = each.report, each.report.official_form
    for finding in each.findings:
        values = finding.values[: len(finding.cells)], finding.values[len(finding.cells) :]
        yield (
            report.organ, report.year, finding.level.label, finding.rule, section_name(finding, edition),
            places_of(finding, edition), finding.message, finding.quote, *(several(each) for each in values), each.path,
        )  # fmt: skip


def _fill(sheet: Worksheet, columns: dict[str, int], rows: Iterable[Iterable[str | int]]) -> None:
    """A heading that stays in view and filters, and a row each; every text is text, so that none can be a formula."""
    sheet.append(list(columns))
    for row in rows:
        sheet.append([_as_text(each) if isinstance(each, str) else each for each in row])
    wrapped = Alignment(vertical="top", wrap_text=True)
    for cell in (cell for row in sheet.iter_rows(min_row=2) for cell in row):
        cell.alignment = wrapped
        if isinstance(cell.value, str):
            cell.data_type, cell.quotePrefix = "s", True
    for number, width in enumerate(columns.values(), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.cell(1, number).font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _as_text(said: str) -> str:
    return ILLEGAL_CHARACTERS_RE.sub("", said)[:MOST_CHARACTERS]


def heading_of(read: int, unread: int) -> str:
    """How much was checked, in a sentence."""
    left = f"，{unread} 个文件未能读取" if unread else ""
    return f"已检查 {read} 份报告，每份 {rules_run()} 项规则{left}"
