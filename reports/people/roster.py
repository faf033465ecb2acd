"""Reads organs and accounts from a workbook, and writes the empty workbook that they are filled into.

It only reads: whether a row can be taken is decided where organs and accounts are made by hand too.
"""

from io import BytesIO
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from reports.formats.gate import admit
from reports.formats.office import TEMPLATE_WANTED
from reports.formats.xlsx.cells import MOST_ROWS, NOTHING, Cells, worksheets
from reports.models import Organ, Role, User
from reports.official.interchange import NotUnderstood
from reports.official.report_data import Kind
from reports.text.cleaning import one_line

ORGANS, ACCOUNTS = (str(model._meta.verbose_name) for model in (Organ, User))  # the names of the worksheets
_FIRST_ROW = 2  # below the headings
MOST_CHARACTERS = 500  # of a cell, looked at before anything is done with it; no field takes that many


class Column(NamedTuple):
    """A column of the workbook: the key of the field that it fills, its heading, and what may stand there."""

    key: str
    heading: str
    example: str
    values: dict[str, str] = {}  # what a person writes, and what it means
    came_later: bool = False  # a workbook made from an earlier empty one lacks it


def _heading(model: type, field: str) -> str:
    return str(model._meta.get_field(field).verbose_name)


_KINDS = {kind.label: kind.value for kind in Kind}
_ROLES = {role.label: role.value for role in Role}
SHEETS = {
    ORGANS: (
        Column("slug", "代码", "beizi"),
        Column("name", "名称", "背孜乡人民政府"),
        Column("short_name", "简称", "背孜乡"),
        Column("self_reference", "自称", "我乡"),
        Column("kind", "类别", Kind.TOWNSHIP.label, _KINDS),
        Column("superior", "审核单位代码", "lushan"),
        *(Column(key, _heading(Organ, key), "") for key in ("office", "address", "postcode", "telephone", "email")),
        Column("needs_no_review", _heading(Organ, "needs_no_review"), "是", {"是": "yes", "否": "no"}, came_later=True),
    ),
    ACCOUNTS: (
        Column("username", "账号", "beizi-01"),
        Column("full_name", "姓名", "李某某"),
        Column("telephone", _heading(User, "telephone"), ""),
        Column("organ", "单位代码", "beizi"),
        Column("role", "角色", Role.CLERK.label, _ROLES),
        Column("email", _heading(User, "email"), "", came_later=True),
    ),
}


class RosterRow(NamedTuple):
    """A row of the workbook: its number there, and its fields by key."""

    number: int
    fields: dict[str, str]


Roster = dict[str, list[RosterRow]]
"""The rows of each worksheet that hold something."""


def read(name: str, content: bytes) -> Roster:
    """The rows of the workbook; ``NotUnderstood`` for a file that is not made from the empty one."""
    if admit(name, content) != "xlsx":
        raise NotUnderstood(TEMPLATE_WANTED)
    sheets = worksheets(content, frozenset(SHEETS), most_rows=MOST_ROWS - 1)
    if not sheets:
        raise NotUnderstood(f"{TEMPLATE_WANTED}。文件中没有工作表“{ORGANS}”或“{ACCOUNTS}”")
    roster = {sheet: _rows(sheet, sheets.get(sheet, {})) for sheet in SHEETS}
    if not any(roster.values()):
        raise NotUnderstood("文件中没有填写单位或账号")
    return roster


def _rows(sheet: str, cells: Cells) -> list[RosterRow]:
    columns = SHEETS[sheet]
    found: dict[int, dict[str, str]] = {}
    for (row, number), cell in cells.items():
        if row >= _FIRST_ROW and number <= len(columns):
            column = columns[number - 1]
            written = cell.written()
            if len(written) > MOST_CHARACTERS:
                raise NotUnderstood(f"“{sheet}”第 {row} 行第 {number} 列的文字过长，最多 {MOST_CHARACTERS} 字")
            written = one_line(written)
            found.setdefault(row, {})[column.key] = column.values.get(written, written)
    if found:
        _recognise(sheet, cells)
    blank = {column.key: "" for column in columns}
    return [RosterRow(row, blank | fields) for row, fields in sorted(found.items()) if any(fields.values())]


def _recognise(sheet: str, cells: Cells) -> None:
    """Refuse a worksheet whose columns are not those of the empty workbook, lest a name become a telephone."""
    for number, column in enumerate(SHEETS[sheet], start=1):
        if column.came_later and not any(filled == number for _, filled in cells):
            continue
        if one_line(cells.get((1, number), NOTHING).written()[:MOST_CHARACTERS]) != column.heading:
            raise NotUnderstood(f"{TEMPLATE_WANTED}。“{sheet}”第 1 行第 {number} 列应为“{column.heading}”")


def template() -> bytes:
    """The empty workbook, with a worksheet that says what may be written in each column."""
    book = Workbook()
    book.remove(book.active)
    for name, columns in SHEETS.items():
        sheet = book.create_sheet(name)
        _head(sheet, [column.heading for column in columns])
        for row in sheet.iter_rows(min_row=_FIRST_ROW, max_row=MOST_ROWS - 1, max_col=len(columns)):
            for cell in row:
                cell.number_format = "@"  # a code such as 007 keeps its zeros
        for number, column in enumerate(columns, start=1):
            if column.values:
                letter = get_column_letter(number)
                choice = DataValidation("list", formula1=f'"{",".join(column.values)}"', allow_blank=True)
                sheet.add_data_validation(choice)
                choice.add(f"{letter}{_FIRST_ROW}:{letter}{MOST_ROWS - 1}")
    guide = book.create_sheet("填写说明")
    _head(guide, ["工作表", "栏目", "例"])
    for name, columns in SHEETS.items():
        for column in columns:
            guide.append([name, column.heading, "、".join(column.values) or column.example])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _head(sheet: Worksheet, headings: list[str]) -> None:
    sheet.append(headings)
    for number, cell in enumerate(sheet[1], start=1):
        cell.font, cell.fill = Font("宋体", 11, bold=True), PatternFill("solid", fgColor="E8EEF4")
        sheet.column_dimensions[get_column_letter(number)].width = 22
    sheet.freeze_panes = "A2"
