"""A stored report as a file: a draft as it stands, an approved one proved, a published one as it was frozen."""

from contextlib import suppress

from reports.formats import writing
from reports.lifecycle.consolidation.standing import with_coverage
from reports.models.publication import Publication
from reports.models.reports import AnnualReport, Status
from reports.official.report_data import ReportData


def file_of(report: AnnualReport, extension: str, *, patience: float = 0) -> bytes:
    """The file of the report that whoever may see the report is handed; the errors of ``writing.released``.

    A draft proves nothing and is marked as one; what was read in from a file was never approved here.
    """
    if report.status == Status.PUBLISHED:
        with suppress(Publication.DoesNotExist, KeyError):  # formats that came later were not frozen
            return report.publication.file(extension)
    about = {"demonstration": report.is_demonstration, "patience": patience}
    if report.status in (Status.APPROVED, Status.PUBLISHED):
        return writing.released(report.data(), extension, **about)
    return writing.write(with_coverage(report, report.data()), extension, draft=report.is_draft, **about)


def code_of(report: AnnualReport, data: ReportData) -> str:
    """The report, whose content is ``data``, as code for a website's editor; the errors of ``file_of``."""
    if report.status in (Status.APPROVED, Status.PUBLISHED):
        return writing.released_code(data, demonstration=report.is_demonstration)
    return writing.code(with_coverage(report, data), draft=report.is_draft, demonstration=report.is_demonstration)
