"""The proof of the code for a website's editor (网页代码), which begins below the title."""

from collections.abc import Iterator

from reports.formats.html import proof
from reports.official.report_data import ReportData


def mismatches(content: bytes, report: ReportData, *, is_demonstration: bool) -> Iterator[str]:
    """What the code says otherwise than the data, parsed as the web page is."""
    yield from proof.mismatches(content, report, is_demonstration=is_demonstration, is_headed=False)
