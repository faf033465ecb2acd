"""Reads a report from a web page as it was saved: its text in paragraphs, its tables with their spans."""

from collections.abc import Iterator
from itertools import count
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from reports.formats.document import DocumentReading, read_blocks
from reports.formats.encoding import decoded
from reports.formats.html.grid import spread
from reports.formats.source import Block
from reports.official.interchange import NotUnderstood

MOST_NODES = 200_000
_NOT_SHOWN = {"script", "style", "noscript", "template", "head", "svg", "iframe", "object", "select", "button", "nav"}
_BREAKS = {
    "address", "article", "aside", "blockquote", "body", "br", "center", "dd", "div", "dl", "dt", "fieldset", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "ol", "p", "pre",
    "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip


def read(content: bytes, **expected: Any) -> DocumentReading:
    """The report of the page; see ``read_blocks``."""
    return read_blocks(blocks(decoded(content)), **expected)


def blocks(page: str) -> Iterator[Block]:
    """The page as it is read from top to bottom: lines of text, and the tables that hold no others."""
    tree = LexborHTMLParser(page)
    if tree.body is None:
        raise NotUnderstood("网页中没有内容")
    yield from _Walk().through(tree.body)


class _Walk:
    """A walk through a page in the order of reading, without recursion: pages are nested as deep as they like."""

    def __init__(self) -> None:
        self.line: list[str] = []
        self.tables = count()

    def through(self, body: LexborNode) -> Iterator[Block]:
        stack: list[tuple[LexborNode, bool]] = [(body, False)]
        for _ in range(2 * MOST_NODES):
            if not stack:
                yield from self.ended()
                return
            node, is_left = stack.pop()
            yield from self._at(node, is_left, stack)
        raise NotUnderstood("网页的内容过多，不能读取")

    def _at(self, node: LexborNode, is_left: bool, stack: list) -> Iterator[Block]:
        tag = node.tag
        if tag == "-text":
            self.line.append(node.text_content or "")
        elif tag in _NOT_SHOWN or tag.startswith("-") or tag == "!doctype":
            return
        elif tag == "table" and is_innermost(node):
            yield from self.ended()
            yield Block(rows=spread(node, next(self.tables)))
        else:
            if tag in _BREAKS:
                yield from self.ended()
            if not is_left:
                stack.append((node, True))
                stack.extend((child, False) for child in reversed(list(node.iter(include_text=True))))

    def ended(self) -> Iterator[Block]:
        """The line that ends here."""
        text = " ".join("".join(self.line).split())
        self.line = []
        if text:
            yield Block(text)


def is_innermost(table: LexborNode) -> bool:
    """Whether a table holds no other: one that does lays out the page."""
    return len(table.css("table")) <= 1
