"""The proof of a toy file."""

from collections.abc import Iterator

from reports.formats.json import proof
from reports.official.report_data import ReportData
from tests.formats.toy import MARK


def mismatches(content: bytes, report: ReportData, *, is_demonstration: bool) -> Iterator[str]:
    """What the file says otherwise than the data."""
    return proof.mismatches(content.removeprefix(MARK), report, is_demonstration=is_demonstration)
