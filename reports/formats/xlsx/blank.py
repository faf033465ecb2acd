"""The empty form as a workbook: the whole, or the table of one section for who collects its figures; with 填报说明."""

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from reports.formats.xlsx import layout, styles
from reports.formats.xlsx.drawing import height, merge, put, put_frame
from reports.formats.xlsx.table_sheets import TableSheet
from reports.formats.xlsx.writer import drawn_book, part_of_last, saved
from reports.official.filling_notes import bases, notes
from reports.official.report_data import ReportData

_WIDTHS = {"A": 50, "B": 40}
_LOWEST_ROW = 20  # points


def write_blank(report: ReportData, *, part: str = "") -> bytes:
    """The empty workbook of a report that has nothing in it yet; ``part`` is the key of the one section wanted."""
    if part:
        book, values = Workbook(), {}
        book.remove(book.active)
        styles.add_styles(book)
        table_sheet = TableSheet(book, report, report.official_form.section[part], "空表")
        table_sheet.draw()
        values[part_of_last(book)] = table_sheet.values
    else:
        book, values = drawn_book(report, "空表")
    _draw_notes(book.create_sheet(layout.NOTES_SHEET), report, part)
    return saved(book, values)


def _draw_notes(worksheet: Worksheet, report: ReportData, part: str) -> None:
    """How the figures of each table are counted, and on which article each row rests."""
    styles.lay_out(worksheet, "空表")
    worksheet.page_setup.fitToHeight = 0
    for letter, width in _WIDTHS.items():
        worksheet.column_dimensions[letter].width = width
    put_frame(worksheet, layout.NOTES_SHEET, report, "空表", len(_WIDTHS))
    row = layout.FIRST_GRID_ROW
    for section in layout.table_sections(report.official_form):
        if part not in ("", section.key):
            continue
        row = _draw_line(worksheet, row, section.title, styles.LABEL)
        for number, note in enumerate(notes(section, report.year), start=1):
            row = _draw_line(worksheet, row, f"{number}. {note}", styles.ROW_HEADING)
        for name, basis in bases(section):
            for column, text in enumerate((name, basis), start=1):
                put(worksheet.cell(row, column), text, styles.ROW_HEADING)
            heights = (height(name, _WIDTHS["A"] - styles.INDENT), height(basis, _WIDTHS["B"] - styles.INDENT))
            worksheet.row_dimensions[row].height = max(*heights, _LOWEST_ROW)
            row += 1
    worksheet.protection.sheet = True


def _draw_line(worksheet: Worksheet, row: int, text: str, style: str) -> int:
    merge(worksheet, row, 1, 1, len(_WIDTHS), style)
    put(worksheet.cell(row, 1), text, style)
    worksheet.row_dimensions[row].height = max(height(text, sum(_WIDTHS.values()) - styles.INDENT), _LOWEST_ROW)
    return row + 1
