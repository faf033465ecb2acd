"""Reads a report from plain text: a .txt file, or what was copied from a page or a PDF and pasted."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from reports.formats.document import DocumentReading, read_blocks, repaired
from reports.formats.encoding import decoded, is_text
from reports.formats.line_records import line_records
from reports.formats.paragraphs import pages_of
from reports.formats.positions import Word, figures_in_columns
from reports.formats.records import Record
from reports.formats.source import Block, OnLine
from reports.official import Edition
from reports.official.interchange import NotUnderstood

MOST_CHARACTERS, MOST_LINES = 1_000_000, 20_000
_UNIT_APART = re.compile(r"(?<=\d) (万元|[元件条个])(?=\s|$)")  # pdftotext sets a blank between 85 and 件
_WIDE_GAP = re.compile(r"^ {4,}\S|\S {2,}\S")


def read(content: bytes, **expected: Any) -> DocumentReading:
    """The report of the file; see ``read_blocks``."""
    text = decoded(content)
    if not is_text(text):
        raise NotUnderstood("文件不是文本文件，不能读取")
    return read_text(text, **expected)


def read_text(text: str, **expected: Any) -> DocumentReading:
    """The report of a text that was pasted; see ``read_blocks``."""
    return read_blocks(blocks(text), **expected)


def records_of(text: str, edition: Edition) -> Iterator[Record]:
    """The lines of figures of a piece of a table that was pasted as text."""
    return line_records(map(repaired, blocks(text)), edition)


def blocks(text: str) -> list[Block]:
    """The lines of a text; ``origin`` is the line."""
    if len(text) > MOST_CHARACTERS:
        raise NotUnderstood("文字过多，不能读取")
    if text.count("\n") > MOST_LINES:
        raise NotUnderstood("文字的行数过多，不能读取")
    return [block for page in pages_of(text) for block in _blocks(page)]


def _blocks(page: Sequence[tuple[int, str]]) -> Iterator[Block]:
    """The lines of a page; where blanks set figures below each other, with their columns."""
    page = [(number, _UNIT_APART.sub(r"\1 ", line)) for number, line in page]
    words = [_words(line, number) if _WIDE_GAP.search(line) else [] for number, line in page]
    in_columns = figures_in_columns(words)
    for place, (number, line) in enumerate(page):
        figures = in_columns.get(place, ())
        label = " ".join(each.text for each in words[place][: -sum(bool(each.text) for each in figures) or None])
        yield Block(line, (), OnLine(number), is_broken=True, figures=figures, label=label if figures else "")


def _words(line: str, number: int) -> list[Word]:
    return [Word(each[0], each.start(), each.end(), OnLine(number)) for each in re.finditer(r"\S+", line)]
