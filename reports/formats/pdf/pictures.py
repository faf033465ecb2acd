"""Pictures of the pages of a PDF: of one that was read, for who compares it, and of the paper, for who looks at it."""

from io import BytesIO

import pypdfium2

from reports.formats.pdf.albums import MOST_PAGES, packed
from reports.official.interchange import NotUnderstood

WIDTH = 900  # pixels, whatever the paper measures
MOST_HEIGHT = 3000
GREYS = 16


def pictures(content: bytes) -> list[tuple[bytes, int, int]]:
    """Each page as a PNG in greys, with the width and the height of the page in points."""
    try:
        paper = pypdfium2.PdfDocument(content)
        return [_picture(paper[number]) for number in range(min(len(paper), MOST_PAGES))]
    except pypdfium2.PdfiumError as error:
        raise NotUnderstood("不能显示这个 PDF 文件，文件不完整或已损坏") from error


def album(content: bytes) -> bytes:
    """The pictures of the pages alone, packed into one file (``albums``)."""
    return packed(picture for picture, _, _ in pictures(content))


def _picture(page: pypdfium2.PdfPage) -> tuple[bytes, int, int]:
    width, height = page.get_size()
    scale = min(WIDTH / max(width, 1), MOST_HEIGHT / max(height, 1))
    output = BytesIO()
    page.render(scale=scale, grayscale=True).to_pil().quantize(GREYS).save(output, "PNG")
    return output.getvalue(), round(width), round(height)
