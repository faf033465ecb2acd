"""Lists as workbooks, of any length: written row by row, every text as text, so that none can be a formula."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from reports.formats.xlsx.cells import MOST_CHARACTERS

Row = Iterable[str | int | float | None]
_WRAPPED = Alignment(vertical="top", wrap_text=True)


def write(title: str, columns: Mapping[str, int], rows: Iterable[Row]) -> bytes:
    """One sheet: headings with their widths in characters, which stay in view and filter, and a row each."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for number, width in enumerate(columns.values(), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.append([_heading(sheet, each) for each in columns])
    count = 0
    for count, row in enumerate(rows, start=1):  # noqa: B007 the last number is how many there were
        sheet.append([_cell(sheet, each) for each in row])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count + 1}"
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


@dataclass(frozen=True)
class PlainSheet:
    """A sheet of a book: its title, its columns with their widths in characters, and its rows."""

    title: str
    columns: Mapping[str, int]
    rows: Iterable[Row]


def write_book(title: str, mark: str, sheets: Iterable[PlainSheet]) -> bytes:
    """Several lists in one workbook; the mark stands above each and at the head of every printed page."""
    book = Workbook(write_only=True)
    book.properties.title = title
    for each in sheets:
        sheet = book.create_sheet(each.title)
        for number, width in enumerate(each.columns.values(), start=1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.freeze_panes = "A3"
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", Worksheet.PAPERSIZE_A4
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.fitToHeight = 0
        sheet.oddHeader.right.text, sheet.print_title_rows = mark, "1:2"
        sheet.append([_heading(sheet, f"{title}　{mark}")])
        sheet.append([_heading(sheet, column, is_wrapped=True) for column in each.columns])
        for row in each.rows:
            sheet.append([_cell(sheet, value) for value in row])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _heading(sheet: WriteOnlyWorksheet, words: str, *, is_wrapped: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", words))
    cell.data_type, cell.font = "s", Font(bold=True)
    if is_wrapped:
        cell.alignment = _WRAPPED
    return cell


def _cell(sheet: WriteOnlyWorksheet, value: str | int | None) -> WriteOnlyCell:
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value)[:MOST_CHARACTERS])
    cell.data_type, cell.quotePrefix, cell.alignment = "s", True, _WRAPPED
    return cell
