"""What a reader made of a document, held against the report that the document was made from."""

from collections import Counter
from dataclasses import replace

from reports.formats.document import DocumentReading
from reports.official import Cell
from reports.official.report_data import ReportData


def wrong_cells(reading: DocumentReading, report: ReportData) -> dict[Cell, tuple]:
    """By cell, what was read and what should have been, where the two are not the same; a blank is as good as none."""
    read = {**reading.report.figures, **reading.report.printed_totals}
    return {
        cell: (read.get(cell), report.figure(cell))
        for table in report.official_form.table.values()
        for cell in table.cells
        if read.get(cell) != report.figure(cell)
    }


def outcomes(reading: DocumentReading, report: ReportData) -> Counter:
    """How many figures were read rightly, wrongly, or not at all."""
    wrong = wrong_cells(reading, report)
    total = sum(len(table.cells) for table in report.official_form.table.values())
    missing = sum(read is None for read, _ in wrong.values())
    return Counter(right=total - len(wrong), wrong=len(wrong) - missing, missing=missing)


def texts(report: ReportData) -> dict[str, str]:
    """The texts without white space, which says how a page was broken and not what it says."""
    return {key: "".join(text.split()) for key, text in report.texts.items()}


def with_printed_totals(report: ReportData) -> ReportData:
    """The report with the totals that its paper prints."""
    tables = report.official_form.table.values()
    return replace(report, printed_totals={cell: report.figure(cell) for table in tables for cell in table.totals})
