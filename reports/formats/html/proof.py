"""The proof of the web page: parsed again, its lines and tables say what the data says."""

from collections.abc import Iterator

from reports.formats import proof
from reports.formats.html.reader import blocks
from reports.formats.source import Block
from reports.official.report_data import ReportData


def mismatches(content: bytes, report: ReportData, *, is_demonstration: bool, is_headed: bool = True) -> Iterator[str]:
    """What the page says otherwise than the data; the mark of a demonstration stands above all."""
    lines = list(blocks(content.decode()))
    if is_demonstration:
        if lines[:1] != [Block(proof.DEMONSTRATION)]:
            yield f"文件未标明“{proof.DEMONSTRATION}”"
            return
        del lines[0]
    yield from proof.of_document(lines, report, is_headed=is_headed)
