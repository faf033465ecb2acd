"""Writes a report as a workbook (.xlsx): the official layout, with a formula for every total, and its value."""

from io import BytesIO

from openpyxl import Workbook

from reports.exports import workbook_styles, workbook_texts
from reports.exports.cached_values import filled
from reports.exports.workbook_cells import printable
from reports.exports.workbook_tables import TableSheet
from reports.official import sheet
from reports.official.report_data import ReportData


def write(report: ReportData, *, draft: bool = False, demonstration: bool = False) -> bytes:
    """The workbook of a report; ``ValueError`` for a text longer than a cell of a workbook can hold."""
    mark = "　".join(word for word, applies in (("草稿", draft), ("演示数据", demonstration)) if applies)
    book = Workbook()
    book.remove(book.active)
    book.properties.title = printable(report.title or "")
    book.properties.creator = printable(report.organ)
    workbook_styles.add_styles(book)
    workbook_texts.draw(book, report, mark)
    values = {}
    for section in sheet.table_sections(report.form):
        table_sheet = TableSheet(book, report, section, mark)
        table_sheet.draw()
        # Known from its place alone: openpyxl names the parts of the file only as it saves.
        values[f"xl/worksheets/sheet{len(book.worksheets)}.xml"] = table_sheet.values
    saved = BytesIO()
    book.save(saved)
    return filled(saved.getvalue(), values)
