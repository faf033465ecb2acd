"""One writer a format: ``ReportData`` becomes a file. No writer asks the database."""

from importlib import import_module
from typing import NamedTuple

from reports.official.report_data import ReportData


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


def undrawable(report: ReportData) -> str:
    """The characters of the report that no installed font can draw on the paper, each once."""
    return import_module(FORMATS["pdf"].module).undrawable(report)


def frozen(report: ReportData, *, demonstration: bool = False) -> dict[str, bytes]:
    """The files in which a report is published, by extension; they are kept as they are made."""
    return {each: write(report, each, demonstration=demonstration) for each in ("json", "pdf", "xlsx")}
