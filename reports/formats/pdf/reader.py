"""Reads a report from a PDF that holds text: the ruled tables of its pages, and the lines around them."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import count
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
from pdfminer.pdfparser import PDFSyntaxError
from pdfplumber.page import Page

from reports.formats.document import DocumentReading, read_blocks
from reports.formats.pdf.lines import lines_of
from reports.formats.pdf.running_heads import LaidOutPage, without_running_heads
from reports.formats.pdf.tables import box_of, ruled_tables, spread
from reports.formats.pdf.wrapping import paragraphs_of
from reports.formats.source import Block
from reports.official.interchange import NotUnderstood

MOST_PAGES = 60
MOST_OBJECTS_OF_A_PAGE = 20_000
MOST_LOOKUPS = 500_000  # of objects in a file: one that refers to itself would be looked up for ever
LEAST_CHARACTERS = 50
ASLANT = 0.02  # of a character's size: by how much its foot rises or falls where it does not stand upright


def read(content: bytes, **expected: Any) -> DocumentReading:
    """The report of the paper; see ``read_blocks``. Papers of pictures alone are refused."""
    try:
        with pdfplumber.open(BytesIO(content)) as paper:
            _limit_lookups(paper.doc)
            if len(paper.pages) > MOST_PAGES:
                raise NotUnderstood(f"文件有 {len(paper.pages)} 页，最多读取 {MOST_PAGES} 页")
            read_out = paragraphs_of(without_running_heads(list(_pages(paper.pages))))
    except (NotUnderstood, MemoryError):
        raise
    except Exception as error:  # pdfminer raises whatever a damaged file leads it to
        raise NotUnderstood(_refusal(error)) from error
    if sum(map(_length, read_out)) < LEAST_CHARACTERS:
        raise NotUnderstood("这个 PDF 里只有图片，没有可以读取的文字，请上传由 Word、WPS 或网页生成的 PDF")
    return read_blocks(read_out, **expected)


def _limit_lookups(document: PDFDocument) -> None:
    look_up, left = document.getobj, count(MOST_LOOKUPS, -1)

    def counted(number: int) -> object:
        if next(left) <= 0:
            raise PDFSyntaxError("objects refer to each other in a circle")
        return look_up(number)

    document.getobj = counted


def _refusal(error: Exception) -> str:
    reasons = [error, error.__cause__, error.__context__, *error.args]
    if any(isinstance(each, PDFPasswordIncorrect) for each in reasons):
        return "这个 PDF 设有密码，请去掉密码后再上传"
    return "不能读取这个 PDF 文件，文件不完整或已损坏"


def _length(block: Block) -> int:
    return len(block.text) + sum(len(cell.text) for row in block.rows for cell in row)


def _pages(pages: Sequence[Page]) -> Iterator[LaidOutPage]:
    for number, page in enumerate(pages, start=1):
        if sum(map(len, page.objects.values())) > MOST_OBJECTS_OF_A_PAGE:
            raise NotUnderstood(f"第 {number} 页的内容过多，不能读取")
        yield LaidOutPage(page.height, list(blocks_of(page, number)))
        page.close()


def blocks_of(page: Page, number: int, *, with_folio: bool = False) -> Iterator[Block]:
    """The lines and tables of a page from top to bottom; ``origin`` is the page and the place on it, in points.

    Lines that are page numbers are left out, wherever they stand, or all are kept. What stands aslant, as a
    watermark over the page does, is no line of it.
    """
    if not all(map(_is_straight, page.chars)):
        page = page.filter(_is_straight)
    tables = ruled_tables(page)
    placed = [(table.bbox[1], Block(rows=spread(page, table, number))) for table in tables]
    placed += lines_of(page, [box_of(page, table) for table in tables], number, with_folio=with_folio)
    yield from (block for _, block in sorted(placed, key=lambda each: each[0]))


def _is_straight(each: dict) -> bool:
    """Whether an object is anything but a character that stands aslant; one on its side, of a turned page, does not."""
    if each["object_type"] != "char":
        return True
    low, high = sorted(map(abs, each["matrix"][:2]))
    return low <= ASLANT * high
