"""A comparison as a workbook of one sheet: figures are numbers, and what is none stays the word that says why."""

from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

from reports.formats.xlsx import styles
from reports.formats.xlsx.drawing import put

SHEET = "比较"


def write(title: str, lines: Sequence[Sequence[str | int | Decimal]], note: str) -> bytes:
    """The lines, of which the first are headings and those of one cell the titles of sections; the note below them.

    Figures come as numbers and are written as such; words are the place of what is no number.
    """
    book = Workbook(write_only=True)
    styles.add_styles(book)
    book.properties.title = title
    sheet = book.create_sheet(SHEET)
    sheet.column_dimensions["A"].width = 52
    for number in range(2, len(lines[0]) + 1):
        sheet.column_dimensions[get_column_letter(number)].width = 16
    sheet.freeze_panes = "B2"
    for at, line in enumerate(lines):
        style = styles.HEADING if at == 0 or len(line) == 1 else styles.LABEL
        sheet.append([_text(sheet, line[0], style), *(_value(sheet, each, is_heading=at == 0) for each in line[1:])])
    if note:
        sheet.append([_text(sheet, note, "Normal")])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _text(sheet, text: str, style: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet)
    put(cell, text, style)
    return cell


def _value(sheet, value: str | int | Decimal, *, is_heading: bool) -> WriteOnlyCell:
    if isinstance(value, str):
        return _text(sheet, value, styles.HEADING if is_heading else "Normal")
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = "0" if value == int(value) else "0.####"
    return cell
