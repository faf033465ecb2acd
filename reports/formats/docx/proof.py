"""The proof of the Word document: its paragraphs and tables, and what heads its pages, say what the data says."""

from collections.abc import Iterator
from io import BytesIO

from docx import Document

from reports.formats import proof
from reports.formats.docx.reader import blocks
from reports.official.report_data import ReportData


def mismatches(content: bytes, report: ReportData, *, is_demonstration: bool) -> Iterator[str]:
    """What the document says otherwise than the data; the mark of a demonstration heads odd and even pages."""
    document = Document(BytesIO(content))
    wanted = proof.DEMONSTRATION if is_demonstration else ""
    for section in document.sections:
        for header in (section.header, section.even_page_header):
            if (found := "".join(each.text for each in header.paragraphs)) != wanted:
                yield f"页眉应为“{wanted}”，文件中为“{found}”"
    yield from proof.of_document(blocks(document.element.body), report)
