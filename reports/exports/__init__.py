"""One writer a format: ``ReportData`` becomes a file. No writer asks the database."""

from importlib import import_module
from typing import NamedTuple

from reports.official import edition_for
from reports.official.report_data import Kind, ReportData


class Format(NamedTuple):
    """A format in which a report can be had: the module that writes it, and what a browser is told it is."""

    module: str
    content_type: str


FORMATS = {
    "json": Format("reports.exports.interchange_file", "application/json"),
    "xlsx": Format("reports.exports.workbook", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "pdf": Format("reports.exports.paper", "application/pdf"),
    "html": Format("reports.exports.page", "text/html; charset=utf-8"),
}


def write(report: ReportData, extension: str, *, draft: bool = False, demonstration: bool = False) -> bytes:
    """The report as a file of the format; ``KeyError`` for an extension that is not in ``FORMATS``."""
    # By name, for WeasyPrint costs 0.7 s and openpyxl 0.16 s, and few requests write a file.
    writer = import_module(FORMATS[extension].module)
    return writer.write(report, draft=draft, demonstration=demonstration)


def blank(organ: str, kind: Kind, year: int, extension: str) -> bytes:
    """The empty form of a year as a file: ``pdf`` to write on by hand, ``xlsx`` with formulas for the totals.

    ``KeyError`` for another extension, ``ValueError`` for a year before 2019.
    """
    report = ReportData(edition_for(year).key, organ, kind, year)
    writer = {"pdf": "write_blank", "xlsx": "write"}[extension]
    return getattr(import_module(FORMATS[extension].module), writer)(report)


def undrawable(report: ReportData) -> str:
    """The characters of the report that no installed font can draw on the paper, each once."""
    return import_module(FORMATS["pdf"].module).undrawable(report)


def frozen(report: ReportData, *, demonstration: bool = False) -> dict[str, bytes]:
    """The files in which a report is published, by extension; they are kept as they are made."""
    return {each: write(report, each, demonstration=demonstration) for each in ("json", "pdf", "xlsx")}
