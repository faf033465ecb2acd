"""A page of figures and drawings beside the reports (图解): the page that a template wrote, and its picture."""

from io import BytesIO

import pypdfium2

from reports.formats.pdf import pdf_renderer

PIXELS_PER_POINT = 2 * 96 / 72  # twice what a screen shows of a page


def write(html: bytes) -> bytes:
    """The page as a PDF, drawn by static/print/poster.css; the same bytes for the same page."""
    return pdf_renderer.poster(html.decode())


def picture(content: bytes) -> bytes:
    """The first page of such a PDF as a PNG in colours, twice as large as a screen shows it."""
    page = pypdfium2.PdfDocument(content)[0]
    output = BytesIO()
    page.render(scale=PIXELS_PER_POINT).to_pil().save(output, "PNG", optimize=True)
    return output.getvalue()
