"""Writes a report as a toy file."""

from reports.formats.json import writer
from reports.official.report_data import ReportData
from tests.formats.toy import MARK


def write(report: ReportData, *, draft: bool = False, demonstration: bool = False) -> bytes:
    """The report as a file."""
    return MARK + writer.write(report, draft=draft, demonstration=demonstration)
