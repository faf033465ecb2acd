"""The first worksheet of the workbook: the report's particulars and its texts, each beside its label."""

import math

from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from reports.formats.xlsx import layout, styles
from reports.formats.xlsx.drawing import height, merge, put, put_frame
from reports.formats.xlsx.layout import CONTENT_COLUMN, LABEL_COLUMN, Particular
from reports.official import wording
from reports.official.report_data import Kind, ReportData

_WIDTHS = {"A": 28, "B": 70}
_LOWEST_ROW, _HIGHEST_ROW = 22, 400  # points; programs allow no row to be higher than 409
_PORTION = 93  # of a text higher than a row: six lines, between which a page may end
_MOST_PORTIONS = 40


def draw(book: Workbook, report: ReportData, mark: str) -> None:
    worksheet = book.create_sheet(layout.TEXTS_SHEET)
    styles.lay_out(worksheet, mark)
    worksheet.page_setup.fitToHeight = 0
    for letter, width in _WIDTHS.items():
        worksheet.column_dimensions[letter].width = width
    put_frame(worksheet, wording.REPORT_NAME, report, mark, CONTENT_COLUMN)
    end = _draw_texts(worksheet, _draw_particulars(worksheet, layout.FIRST_GRID_ROW, report), report)
    worksheet.freeze_panes = worksheet.cell(layout.FIRST_GRID_ROW, LABEL_COLUMN)
    worksheet.print_area = f"A1:B{end - 1}"
    worksheet.protection.sheet = True  # without a password: it keeps headings from slips
    worksheet.protection.formatRows = worksheet.protection.formatCells = False


def _draw_particulars(worksheet: Worksheet, row: int, report: ReportData) -> int:
    names = layout.table_names(report.official_form)
    contents = {
        Particular.TITLE: report.title or "",
        Particular.DOCUMENT_NUMBER: report.document_number,
        Particular.ISSUED_ON: wording.chinese_date(report.issued_on) if report.issued_on else "",
        Particular.ORGAN: report.organ,
        Particular.KIND: report.kind.label,
        Particular.YEAR: str(report.year),
        Particular.EDITION: report.official_form.notice,
        Particular.DECLARED_NIL: "\n".join(name for key, name in names.items() if key in report.declared_nil),
        Particular.LEFT_OUT: "\n".join(layout.left_out(report)),
    }
    for particular, content in contents.items():
        if particular is Particular.KIND:
            worksheet.add_data_validation(_one_of_the_kinds(row))
        is_of_interest = particular is not Particular.LEFT_OUT
        row = _draw_text(worksheet, row, particular, content, is_hidden=not (content and is_of_interest))
    return row


def _one_of_the_kinds(row: int) -> DataValidation:
    kinds = ",".join(kind.label for kind in Kind)
    return DataValidation("list", formula1=f'"{kinds}"', allow_blank=True, sqref=f"B{row}")


def _draw_texts(worksheet: Worksheet, row: int, report: ReportData) -> int:
    elsewhere = {section.title for section in layout.table_sections(report.official_form)}
    for label, key in layout.text_rows(report.official_form):
        if key is not None or label in elsewhere:
            row = _draw_text(worksheet, row, label, "见同名工作表" if key is None else report.text(key))
            continue
        merge(worksheet, row, LABEL_COLUMN, 1, CONTENT_COLUMN, styles.LABEL)
        put(worksheet.cell(row, LABEL_COLUMN), label, styles.LABEL)
        worksheet.row_dimensions[row].height = _LOWEST_ROW
        row += 1
    return row


def _draw_text(worksheet: Worksheet, row: int, label: str, text: str, *, is_hidden: bool = False) -> int:
    """Draw a label and its text, over as many rows as the text is high; return the row after them."""
    needed = max(height(label, _WIDTHS["A"] - styles.INDENT), height(text, _WIDTHS["B"] - styles.INDENT), _LOWEST_ROW)
    count = 1 if needed <= _HIGHEST_ROW else min(math.ceil(needed / _PORTION), _MOST_PORTIONS)
    pair = ((styles.LABEL, styles.CONTENT), (styles.LONG_LABEL, styles.LONG_CONTENT))[count > 1]
    for column, content, style in zip((LABEL_COLUMN, CONTENT_COLUMN), (label, text), pair, strict=True):
        merge(worksheet, row, column, count, 1, style)
        put(worksheet.cell(row, column), content, style)
    for each in range(row, row + count):
        worksheet.row_dimensions[each].height = min(needed / count, _HIGHEST_ROW)
        worksheet.row_dimensions[each].hidden = is_hidden
    return row + count
