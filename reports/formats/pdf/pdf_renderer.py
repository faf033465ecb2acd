"""WeasyPrint, set up once a process: fonts, the parsed stylesheet, and the layout of lines of 汉字.

Importing this module takes most of a second, and so does importing ``writer``: nothing but printing should.
"""

import gc
import warnings
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Lock

import pydyf
import weasyprint
from django.conf import settings

from reports.formats.pdf import archival, fonts, line_layout

STYLESHEET = settings.BASE_DIR / "static" / "print" / "paper.css"
POSTER_STYLESHEET = settings.BASE_DIR / "static" / "print" / "poster.css"
WATERMARK = settings.BASE_DIR / "static" / "print" / "watermark.css"


class DenyAll(weasyprint.URLFetcher):
    """Fetches nothing: whatever a text may name, no file is read and no host is asked."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> None:
        raise ValueError(f"a report refers to nothing outside itself: {url}")


line_layout.replace()
_nothing = DenyAll()
_fonts = fonts.configuration()
_watermark = weasyprint.CSS(string=WATERMARK.read_text("utf-8"), url_fetcher=_nothing)
_stylesheet = weasyprint.CSS(string=STYLESHEET.read_text("utf-8"), font_config=_fonts, url_fetcher=_nothing)
_lock = Lock()  # neither Pango's font map nor the switch of the garbage collector is for two threads at once


def pdf(html: str, attachments: Sequence[weasyprint.Attachment] = ()) -> bytes:
    """The page description as a PDF for the archive and for screen readers (PDF/A-3a, PDF/UA-1)."""
    with _alone(), warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint leaves the file of its colour profile open
        document = _document(html)
        return document.write_pdf(pdf_variant=archival.VARIANT, attachments=attachments, finisher=_finish)


def poster(html: str) -> bytes:
    """A page of figures and drawings that is no report, as a plain PDF."""
    with _alone():
        page = weasyprint.HTML(string=html, url_fetcher=_nothing)
        style = weasyprint.CSS(string=POSTER_STYLESHEET.read_text("utf-8"), url_fetcher=_nothing)
        return page.write_pdf(stylesheets=[_watermark, style], font_config=_fonts)


def faces(html: str) -> dict[str, str]:
    """Which font draws each character of the page description, by its family; "" where none can.

    A character that several fonts draw on one page is told of one of them.
    """
    with _alone():
        document = _document(html)
        document.write_pdf()
    fonts = document.fonts.values()
    drawn = {each: font.family for font in fonts for text in font.to_unicode.values() for each in text}
    return drawn | {chr(code): "" for font in fonts for code in font.missing}


def _document(html: str) -> weasyprint.Document:
    page = weasyprint.HTML(string=html, url_fetcher=_nothing)
    return page.render(stylesheets=[_watermark, _stylesheet], font_config=_fonts)


def _finish(document: weasyprint.Document, pdf: pydyf.PDF) -> None:
    archival.finish(document, pdf)
    _compress_fonts(pdf)
    pdf.objects = [_Serialised(each) if each.free == "n" else each for each in pdf.objects]


class _Serialised(pydyf.Object):
    """An object as it goes into the file, made once: pydyf asks for it there and again for the file's identifier."""

    data = b""
    compressible = False

    def __init__(self, of: pydyf.Object) -> None:
        super().__init__()
        self.number, self.generation = of.number, of.generation
        self.data, self.compressible = of.data, of.compressible


def _compress_fonts(pdf: pydyf.PDF) -> None:
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
