"""Reads a report from an OFD document: the ruled tables of its pages, and the lines around them, as those of a PDF."""

from collections.abc import Iterator
from typing import Any

from reports.formats.document import DocumentReading, read_blocks
from reports.formats.ofd.drawn import DrawnPage, pages_of
from reports.formats.pdf.reader import MOST_PAGES, blocks_of
from reports.formats.pdf.running_heads import LaidOutPage, without_running_heads
from reports.formats.pdf.wrapping import paragraphs_of
from reports.official.interchange import NotUnderstood

MOST_OBJECTS_OF_A_PAGE = 20_000


def read(content: bytes, **expected: Any) -> DocumentReading:
    """The report of the document; see ``read_blocks``. One of pictures alone is refused."""
    try:
        read_out = paragraphs_of(without_running_heads(list(_laid_out(pages_of(content)))))
    except (NotUnderstood, MemoryError):
        raise
    except Exception as error:  # a damaged file fails wherever it is damaged
        raise NotUnderstood("不能读取这个 OFD 文件，文件不完整或已损坏") from error
    if not any(each.rows or each.text for each in read_out):
        raise NotUnderstood("这个 OFD 里只有图片，没有可以读取的文字，请上传由 Word、WPS 或网页生成的文件")
    return read_blocks(read_out, **expected)


def _laid_out(pages: Iterator[DrawnPage]) -> Iterator[LaidOutPage]:
    for page in pages:
        if page.page_number > MOST_PAGES:
            raise NotUnderstood(f"文件超过 {MOST_PAGES} 页，不能读取")
        if sum(map(len, page.objects.values())) > MOST_OBJECTS_OF_A_PAGE:
            raise NotUnderstood(f"第 {page.page_number} 页的内容过多，不能读取")
        yield LaidOutPage(page.height, list(blocks_of(page, page.page_number)))
