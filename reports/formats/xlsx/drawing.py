"""What the worksheets of the workbook are put together from: cells that stay text, and the room that a text takes."""

import math
import re
import unicodedata

from openpyxl.cell import Cell as SheetCell
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from reports.formats.xlsx import layout, styles
from reports.official.report_data import ReportData
from reports.text.cleaning import cleaned

MOST_CHARACTERS = 32_767  # of Excel; openpyxl cuts a longer text without a word

_LIVE_IF_RETYPED = tuple("=+-@＝＋－＠")  # what a program would take for a formula, were the cell typed again
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_LINE_HEIGHT = 15.5  # points
_WIDTH_OF_HAN = 1.95  # in the digits by which columns are measured


def printable(text: str) -> str:
    """The text without characters that no workbook may hold, and with what Excel reads as an escape escaped."""
    return _ESCAPE.sub("_x005F_", cleaned(text).text)


def put(cell: SheetCell, text: str, style: str) -> None:
    """Write text that stays text, whatever it begins with; ``ValueError`` where the cell cannot hold it."""
    text = printable(text)
    if len(text) > MOST_CHARACTERS:
        raise ValueError(f"文字超过 {MOST_CHARACTERS} 字，工作簿的单元格放不下")
    cell.style = style
    cell.value = text
    cell.data_type = "s"
    if text.startswith(_LIVE_IF_RETYPED):
        cell.quotePrefix = True


def merge(worksheet: Worksheet, row: int, column: int, rows: int, columns: int, style: str) -> None:
    """Style a rectangle of cells, every one of them, and make it one where it is more than one."""
    if rows > 1 or columns > 1:  # openpyxl's own way styles the cells too, which takes half the time of the workbook
        worksheet.merged_cells.add(CellRange(None, column, row, column + columns - 1, row + rows - 1))
    for each in range(row, row + rows):
        for place in range(column, column + columns):
            worksheet.cell(each, place).style = style


def put_frame(worksheet: Worksheet, title: str, report: ReportData, mark: str, width: int) -> None:
    """The two rows above the content: what this is, and whose."""
    subject = "　".join(filter(None, (report.organ, f"{report.year}年度", mark)))
    rows = ((layout.TITLE_ROW, title, styles.TITLE, 34), (layout.SUBJECT_ROW, subject, styles.SUBJECT, 20))
    for row, text, style, height in rows:
        merge(worksheet, row, 1, 1, width, style)
        put(worksheet.cell(row, 1), text, style)
        worksheet.row_dimensions[row].height = height


def height(text: str, width: float) -> float:
    """How high, in points, a text stands in columns that are ``width`` digits wide."""
    lines = sum(max(1, math.ceil(_length(line) / (width - 1))) for line in text.split("\n"))
    return lines * _LINE_HEIGHT + 6


def _length(line: str) -> float:
    return sum(_WIDTH_OF_HAN if unicodedata.east_asian_width(each) in "WFA" else 1 for each in line)
