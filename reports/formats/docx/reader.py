"""Reads a report from a Word document (.docx) as Word, WPS or LibreOffice write it."""

from collections.abc import Iterator
from io import BytesIO
from itertools import count
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row, CT_Tbl, CT_Tc
from docx.oxml.text.paragraph import CT_P

from reports.formats.document import DocumentReading, read_blocks
from reports.formats.source import Block, InTable, SourceCell
from reports.official.interchange import NotUnderstood

MOST_BLOCKS, MOST_ROWS, MOST_COLUMNS = 20_000, 600, 60
MOST_ELEMENTS = 400_000
MOST_CHARACTERS_OF_A_CELL = 2000
MOST_DEPTH = 20  # of tables that lay out others
_TEXT, _TAB, _BREAK, _RETURN, _HYPHEN = qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr"), qn("w:noBreakHyphen")


def read(content: bytes, **expected: Any) -> DocumentReading:
    """The report of the document; see ``read_blocks``."""
    try:
        read_out = list(blocks(Document(BytesIO(content)).element.body))
    except (NotUnderstood, MemoryError):
        raise
    except Exception as error:  # python-docx lets through what lxml and its own parts raise
        raise NotUnderstood("不能读取这个 Word 文件，请用 Word 或 WPS 另存为 .docx 后再上传") from error
    if not any(each.rows or each.text.strip() for each in read_out):
        raise NotUnderstood("这个 Word 文件里没有文字，只有图片的不能读取")
    return read_blocks(read_out, **expected)


def blocks(body: Any) -> Iterator[Block]:
    """The paragraphs and tables of the document in their order, those in content controls among them."""
    if sum(1 for _ in zip(range(MOST_ELEMENTS), body.iter(), strict=False)) == MOST_ELEMENTS:
        raise NotUnderstood("文件的内容过多，不能读取")
    tables = count()
    left = MOST_BLOCKS
    for element in body.iterchildren():
        for each in _opened(element, tables, MOST_DEPTH):
            left -= 1
            if left < 0:
                raise NotUnderstood("文件的段落过多，不能读取")
            yield each


def _opened(element: Any, tables: Iterator[int], depth: int) -> Iterator[Block]:
    """What a child of the body holds; a table that holds others lays out the page."""
    if depth == 0:
        raise NotUnderstood("文件的表格嵌套过深，不能读取")
    if isinstance(element, CT_P):
        yield from (Block(line) for line in text_of(element).split("\n") if line.strip())
    elif isinstance(element, CT_Tbl) and element.find(f".//{qn('w:tbl')}") is None:
        yield Block(rows=spread(element, next(tables)))
    elif isinstance(element, CT_Tbl):
        for row in element.tr_lst:
            for cell in row.tc_lst:
                for child in cell.iterchildren():
                    yield from _opened(child, tables, depth - 1)
    elif element.tag == qn("w:sdt"):
        content = element.find(qn("w:sdtContent"))
        for child in content if content is not None else ():
            yield from _opened(child, tables, depth - 1)


def spread(table: CT_Tbl, number: int) -> list[list[SourceCell]]:
    """The rows of a table, each cell with the grid columns that it covers; what is merged upwards is left out."""
    return [list(_cells(row, number, place)) for place, row in enumerate(table.tr_lst[:MOST_ROWS])]


def _cells(row: CT_Row, table: int, number: int) -> Iterator[SourceCell]:
    column = min(max(row.grid_before, 0), MOST_COLUMNS)
    for place, cell in enumerate(row.tc_lst):
        width = min(max(cell.grid_span, 1), MOST_COLUMNS)
        if column + width > MOST_COLUMNS:
            return
        if cell.vMerge != "continue":
            yield SourceCell(_cell_text(cell), column, column + width, InTable(table, number, place))
        column += width


def _cell_text(cell: CT_Tc) -> str:
    said = " ".join(text_of(each) for each in cell.iter(qn("w:p")))
    return " ".join(said.split())[:MOST_CHARACTERS_OF_A_CELL]


def text_of(paragraph: Any) -> str:
    """The text of a paragraph as it is shown: what was deleted while changes were tracked is no ``w:t``."""
    said = []
    for element in paragraph.iter(_TEXT, _TAB, _BREAK, _RETURN, _HYPHEN):
        if element.tag == _TEXT:
            said.append(element.text or "")
        elif element.tag == _HYPHEN:
            said.append("-")
        else:
            said.append(" " if element.tag == _TAB else "\n")
    return "".join(said)
