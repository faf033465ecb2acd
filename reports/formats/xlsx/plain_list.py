"""A list as a workbook, of any length: written row by row, every text as text, so that none can be a formula."""

from collections.abc import Iterable, Mapping
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from reports.formats.xlsx.cells import MOST_CHARACTERS

Row = Iterable[str | int | None]
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


def _heading(sheet: WriteOnlyWorksheet, words: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, words)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: WriteOnlyWorksheet, value: str | int | None) -> WriteOnlyCell:
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value)[:MOST_CHARACTERS])
    cell.data_type, cell.quotePrefix, cell.alignment = "s", True, _WRAPPED
    return cell
