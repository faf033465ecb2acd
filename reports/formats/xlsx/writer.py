"""Writes a report as a workbook (.xlsx): the official layout, with a formula for every total, and its value."""

from io import BytesIO

from openpyxl import Workbook

from reports.formats.printed import mark
from reports.formats.xlsx import layout
from reports.formats.xlsx import styles as workbook_styles
from reports.formats.xlsx import text_sheet as workbook_texts
from reports.formats.xlsx.cached_values import Value, filled
from reports.formats.xlsx.check_sheet import CheckSheet
from reports.formats.xlsx.drawing import printable
from reports.formats.xlsx.table_sheets import TableSheet
from reports.official.report_data import ReportData


def write(report: ReportData, *, draft: bool = False, demonstration: bool = False) -> bytes:
    """The workbook of a report; ``ValueError`` for a text longer than a cell of a workbook can hold."""
    book, values = drawn_book(report, mark(report, draft=draft, demonstration=demonstration))
    return saved(book, values)


def drawn_book(report: ReportData, mark: str) -> tuple[Workbook, dict[str, dict[str, Value]]]:
    """The workbook with all its worksheets, and what its formulas come to, by the part of the file and the cell."""
    book = Workbook()
    book.remove(book.active)
    book.properties.title = printable(report.title or "")
    book.properties.creator = printable(report.organ)
    workbook_styles.add_styles(book)
    workbook_texts.draw(book, report, mark)
    values = {}
    for section in layout.table_sections(report.official_form):
        table_sheet = TableSheet(book, report, section, mark)
        table_sheet.draw()
        values[part_of_last(book)] = table_sheet.values
    check_sheet = CheckSheet(book, report, mark)
    check_sheet.draw()
    values[part_of_last(book)] = check_sheet.values
    return book, values


def part_of_last(book: Workbook) -> str:
    """The part of the file that its last worksheet will be: openpyxl names them only as it saves."""
    return f"xl/worksheets/sheet{len(book.worksheets)}.xml"


def saved(book: Workbook, values: dict[str, dict[str, Value]]) -> bytes:
    """The file of a workbook, with the values of its formulas."""
    file = BytesIO()
    book.save(file)
    return filled(file.getvalue(), values)
