"""得分单 as a PDF, drawn by a child (``formats/drawing.py``) from plain words; it knows no database."""

import json

from django.template.loader import render_to_string

from reports.formats.pdf import pdf_renderer


def write(content: bytes) -> bytes:
    """The paper of one sheet or of several, each from a new page; ``content`` is what ``papers_of`` says, as JSON."""
    return pdf_renderer.pdf(render_to_string("print/score_sheet.html", json.loads(content)))
