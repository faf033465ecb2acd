"""WeasyPrint, set up once a process: fonts, the parsed stylesheet, and lines of 汉字 that reach the margin.

Importing this module takes most of a second, and with it ``paper``: nothing but printing should.
"""

import gc
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

import pydyf
import weasyprint
from django.conf import settings
from weasyprint.formatting_structure.boxes import TextBox
from weasyprint.layout import inline
from weasyprint.text.fonts import FontConfiguration
from weasyprint.text.line_break import create_layout

STYLESHEET = settings.BASE_DIR / "static" / "print" / "paper.css"
MOST_STRETCH = 0.25  # of a character, between two; a line that would need more is left ragged


class DenyAll(weasyprint.URLFetcher):
    """Fetches nothing: whatever a text may name, no file is read and no host is asked."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> None:
        raise ValueError(f"a report refers to nothing outside itself: {url}")


_nothing = DenyAll()
_fonts = FontConfiguration()
_stylesheet = weasyprint.CSS(string=STYLESHEET.read_text("utf-8"), font_config=_fonts, url_fetcher=_nothing)
_lock = Lock()  # neither Pango's font map nor the switch of the garbage collector is for two threads at once


def pdf(html: str) -> bytes:
    """The page description as a tagged PDF."""
    with _alone():
        return _document(html).write_pdf(pdf_tags=True, finisher=_compress_fonts)


def undrawable(html: str) -> str:
    """The characters of the page description that no installed font can draw, each once."""
    with _alone():
        document = _document(html)
        document.write_pdf()
    return "".join(chr(each) for each in sorted({code for font in document.fonts.values() for code in font.missing}))


def _document(html: str) -> weasyprint.Document:
    page = weasyprint.HTML(string=html, url_fetcher=_nothing)
    return page.render(stylesheets=[_stylesheet], font_config=_fonts)


def _compress_fonts(document: weasyprint.Document, pdf: pydyf.PDF) -> None:
    """Compress the fonts, the bulk of the file, at zlib's usual level: pydyf's utmost takes twice as long for 0.4 %."""
    for item in pdf.objects:
        match item:
            case pydyf.Stream(compress=True, stream=[bytes(font)]):
                item.stream, item.compress = [zlib.compress(font)], False
                item.extra["Filter"] = "/FlateDecode"


@contextmanager
def _alone() -> Iterator[None]:
    """One document at a time, without garbage collection, which takes a fifth of the time and frees little."""
    with _lock:
        collecting = gc.isenabled()
        gc.disable()
        try:
            yield
        finally:
            if collecting:
                gc.enable()


def _stretched(context: object, line: inline.boxes.LineBox, missing: float) -> None:
    """Space the characters of a line so that it ends at the margin; ``missing`` is how far it stops short of it."""
    texts = [box for box in line.descendants() if isinstance(box, TextBox)]
    gaps = len(texts[0].text) - 1 if len(texts) == 1 else 0
    if not gaps or missing / gaps > MOST_STRETCH * line.style["font_size"]:
        return
    (text,) = texts
    text.style = text.style.copy()
    text.style["letter_spacing"] += missing / gaps
    text.pango_layout = create_layout(text.text, text.style, context, None, 0)
    text.pango_layout.deactivate()
    text.width += missing
    line.width += missing


# WeasyPrint justifies by widening spaces, and a line of 汉字 has none; it offers no other way to do it.
inline.justify_line = _stretched
