"""The proof of the paper (PDF): the text of its pages and the figures in its ruled tables say what the data says.

Pages of text alone are read by pdfium, which takes a hundredth of the time; those that are ruled by the reader.
"""

from collections.abc import Iterator
from io import BytesIO
from math import degrees

import pdfplumber
import pypdfium2
from pypdfium2 import raw

from reports.formats import proof
from reports.formats.json import proof as data
from reports.formats.pdf.reader import blocks_of
from reports.formats.source import Block
from reports.formats.xlsx import proof as workbook
from reports.official.report_data import ReportData

MOST_PAGES = 500  # as many characters as a report may have fill some 300
MOST_RULED_PAGES = 20
_HYPHENS = str.maketrans("\u0002\ufffe", "--")  # what pdfium makes of a hyphen at the end of a line
_UPRIGHT = 1  # degrees
_PROOFS = {"json": data.mismatches, "xlsx": workbook.mismatches}  # of what it may carry


def mismatches(content: bytes, report: ReportData, *, is_demonstration: bool) -> Iterator[str]:
    """What the paper says otherwise than the data; the mark of a demonstration stands on every page."""
    paper = pypdfium2.PdfDocument(content)
    if len(paper) > MOST_PAGES:
        yield f"文件有 {len(paper)} 页，超过 {MOST_PAGES} 页"
        return
    blocks: list[Block] = []
    for number, lines in enumerate(_pages(paper, content), start=1):
        marks = [each for each in lines if proof.squeezed(each.text) == proof.DEMONSTRATION]
        if bool(marks) != is_demonstration:
            yield f"第 {number} 页{'未' if is_demonstration else ''}标有“{proof.DEMONSTRATION}”"
        blocks += proof.unnumbered([each for each in lines if each not in marks], number)
    yield from proof.of_document(blocks, report)
    yield from _attached(paper, report, is_demonstration=is_demonstration)


def _attached(paper: pypdfium2.PdfDocument, report: ReportData, *, is_demonstration: bool) -> Iterator[str]:
    """What the files that the paper carries say otherwise than the data."""
    for place in range(paper.count_attachments()):
        attachment = paper.get_attachment(place)
        name = attachment.get_name()
        if not (prove := _PROOFS.get(name.rpartition(".")[2])):
            yield f"附件“{name}”不是本报告的数据或工作簿"
            continue
        found = prove(bytes(attachment.get_data()), report, is_demonstration=is_demonstration)
        yield from (f"附件“{name}”：{each}" for each in found)


def _pages(paper: pypdfium2.PdfDocument, content: bytes) -> Iterator[list[Block]]:
    """The lines and tables of each page."""
    ruled = [number for number, page in enumerate(paper) if _is_ruled(page)]
    if len(ruled) > MOST_RULED_PAGES:
        raise ValueError(f"{len(ruled)} pages have rules")
    with pdfplumber.open(BytesIO(content)) as drawn:
        for number, page in enumerate(paper):
            if number in ruled:
                yield list(blocks_of(drawn.pages[number], number + 1, with_folio=True))
            else:
                yield [Block(line) for line in _text(page).splitlines() if line.strip()]


def _is_ruled(page: pypdfium2.PdfPage) -> bool:
    """Whether anything but text is drawn on a page."""
    return any(each.type != raw.FPDF_PAGEOBJ_TEXT for each in page.get_objects())


def _text(page: pypdfium2.PdfPage) -> str:
    """The text of a page, without what stands aslant: the mark that lies over every page of what is not final."""
    textpage = page.get_textpage()
    characters = (
        chr(raw.FPDFText_GetUnicode(textpage, place))
        for place in range(textpage.count_chars())
        if degrees(raw.FPDFText_GetCharAngle(textpage, place)) % 360 < _UPRIGHT
    )
    halves = "".join(characters)  # beyond U+FFFF in two: place names need such characters
    return halves.encode("utf-16", "surrogatepass").decode("utf-16", "replace").translate(_HYPHENS)
