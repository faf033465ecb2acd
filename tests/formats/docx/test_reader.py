"""What Word documents hold beside their text."""

from io import BytesIO

from docx import Document

from reports.formats import reading
from tests.formats import makers
from tests.formats.hands import random_report

REPORT = random_report(5)
PICTURE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"


def test_a_document_with_a_picture_of_a_web_page_is_read():
    """What is copied from a page, or saved of one, refers to its pictures where they are; nothing fetches them."""
    made = Document(BytesIO(makers.document(REPORT)))
    made.part.relate_to("http://example.invalid/a.png", PICTURE, is_external=True)
    changed = BytesIO()
    made.save(changed)
    assert reading.read("a.docx", changed.getvalue()).report.figures == REPORT.figures
