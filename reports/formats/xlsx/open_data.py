"""Open data: all tables of all published reports of a year as one workbook, the same columns every year.

A sheet has a row for each organ and row of an official table, so that a program or a pivot table can reckon with it;
a form that had other columns leaves those of the present one empty. It is written row by row, whatever its length.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any, NamedTuple

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from reports.formats.xlsx.cells import MOST_CHARACTERS
from reports.official import EDITIONS, Cell, Edition
from reports.official.figures import is_readable
from reports.official.form import Line
from reports.official.report_data import ReportData

ABOUT, ORGANS = "说明", "报告"
_ORGANS = {
    "单位代码": 20, "单位": 30, "单位类别": 16, "年度": 8, "版本": 8, "公布日期": 12, "已更正": 9, "演示数据": 10,
    "内容校验码": 70, "备注": 30,
}  # fmt: skip
_OF_A_ROW = {"单位代码": 20, "单位": 30, "单位类别": 16, "年度": 8, "行代码": 30, "行": 44}
_UNREADABLE = "数据文件不能读取，未列入各表"
_EXPLAINED = (
    "“报告”列出本年度已公布的报告，每个单位一行，列现行版本；“版本”大于 1 且“已更正”为“是”的，更正过以前公布的数字。",
    "其余各表为报告中的官方表格，每个单位、每行一行。各年度的列相同；当年格式没有的列和单位没有填写的格为空。",
    "小计、总计由系统按填报的数字计算。收费金额单位为万元，其余为件。",
)

Value = str | int | Decimal | date | None


class PublishedData(NamedTuple):
    """What was published of a report, and who published it; ``data`` is ``None`` where its file cannot be read."""

    code: str
    organ: str
    kind: str
    year: int
    revision: int
    published_on: date
    is_corrected: bool
    is_demonstration: bool
    content_hash: str
    data: ReportData | None


def write(reports: Iterable[PublishedData], year: int, at: datetime, target: IO[bytes]) -> None:
    """Write the workbook of a year's reports, as they are published at ``at``, to a binary file."""
    book = Workbook(write_only=True)
    _explain(book, year, at)
    organs = _begun(book.create_sheet(ORGANS), [*_ORGANS.items()])
    tables = {key: _begun(book.create_sheet(name_of(key)), _headed(key)) for key in _tables()}
    for report in reports:
        _append(organs, _as_row(report))
        if report.data:
            for key, sheet in tables.items():
                for row in _rows(report, report.data, key):
                    _append(sheet, row)
    book.save(target)


def _explain(book: Workbook, year: int, at: datetime) -> None:
    sheet = book.create_sheet(ABOUT)
    sheet.column_dimensions["A"].width = 110
    for line in (f"{year}年度政府信息公开工作年度报告全部表格", f"截至 {at:%Y-%m-%d %H:%M} 已公布的报告", *_EXPLAINED):
        _append(sheet, [line])


def _begun(sheet: WriteOnlyWorksheet, columns: list[tuple[str, int]]) -> WriteOnlyWorksheet:
    """The sheet with its heading, which stays in view and filters; widths come before the first row."""
    for number, (_, width) in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}1"
    heading = [WriteOnlyCell(sheet, value=label) for label, _ in columns]
    for cell in heading:
        cell.font = Font(bold=True)
    sheet.append(heading)
    return sheet


def _append(sheet: WriteOnlyWorksheet, row: Iterable[Value]) -> None:
    sheet.append([_as_text(sheet, each) if isinstance(each, str) else each for each in row])


def _as_text(sheet: WriteOnlyWorksheet, said: str) -> Any:
    """A text that can be no formula."""
    plain = ILLEGAL_CHARACTERS_RE.sub("", said)[:MOST_CHARACTERS]
    if not plain.startswith("="):
        return plain
    cell = WriteOnlyCell(sheet, value=plain)
    cell.data_type, cell.quotePrefix = "s", True
    return cell


def _as_row(report: PublishedData) -> list[Value]:
    about = [report.code, report.organ, report.kind, report.year, report.revision, report.published_on]
    marks = ["是" if each else "" for each in (report.is_corrected, report.is_demonstration)]
    return [*about, *marks, report.content_hash, None if report.data else _UNREADABLE]


def _rows(report: PublishedData, data: ReportData, key: str) -> Iterator[list[Value]]:
    table = data.official_form.table.get(key)
    for row in table.rows if table else ():
        figures = {each.key: data.figure(Cell(key, row.key, each.key)) for each in table.columns}
        readable = {column: figure for column, figure in figures.items() if is_readable(figure)}
        about = [report.code, report.organ, report.kind, report.year, row.key, _spelled(row)]
        yield [*about, *(readable.get(each) for each in _columns_of(key))]


def name_of(key: str) -> str:
    """The sheet of a table: in which section of the report it stands, and its article where there are several."""
    form = next(each for each in _newest_first() if key in each.table)
    number = form.section_of[key].title.partition("、")[0]
    return f"表{number} {form.table[key].band}".rstrip()


def _newest_first() -> list[Edition]:
    return [*reversed(EDITIONS.values())]


def _tables() -> list[str]:
    """The keys of the tables of all forms, those of the newest first."""
    return [*dict.fromkeys(key for form in _newest_first() for key in form.table)]


def _columns_of(key: str) -> dict[str, Line]:
    """The columns of a table in all forms, by key."""
    columns: dict[str, Line] = {}
    for table in (form.table[key] for form in _newest_first() if key in form.table):
        columns = columns | {each.key: each for each in table.columns if each.key not in columns}
    return columns


def _headed(key: str) -> list[tuple[str, int]]:
    """The headings of a table's sheet, and how wide they are."""
    return [*_OF_A_ROW.items(), *((_spelled(each), 14) for each in _columns_of(key).values())]


def _spelled(line: Line) -> str:
    """A label after the labels that it stands under."""
    return "／".join((*line.under, line.label))
