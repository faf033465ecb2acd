"""Reads a report from a web page that a browser saved in one file: an e-mail whose first page of HTML it is."""

from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from typing import Any

from reports.formats.document import DocumentReading, read_blocks
from reports.formats.encoding import decoded
from reports.formats.html.reader import blocks
from reports.official.interchange import NotUnderstood

MOST_PARTS = 2000
MOST_BYTES_OF_A_PAGE = 10_000_000


def read(content: bytes, **expected: Any) -> DocumentReading:
    """The report of the page; see ``read_blocks``."""
    return read_blocks(blocks(page_of(content)), **expected)


def page_of(content: bytes) -> str:
    """The page itself, without the pictures and frames that were saved with it."""
    if content.count(b"\n--") > MOST_PARTS:
        raise NotUnderstood("网页文件的部分过多，不能读取")
    try:
        pages = [_decoded(part) for part in message_from_bytes(content, policy=compat32).walk() if _is_page(part)]
    except MemoryError:
        raise
    except Exception as error:  # a damaged envelope fails in the ways of every codec that it names
        raise NotUnderstood("网页文件不完整或已损坏，请在浏览器中重新保存") from error
    if not pages:
        raise NotUnderstood("网页文件中没有网页，请在浏览器中重新保存")
    return max(pages, key=len)  # frames are saved beside it


def _is_page(part: Message) -> bool:
    return part.get_content_type() in ("text/html", "application/xhtml+xml")


def _decoded(part: Message) -> str:
    content = part.get_payload(decode=True) or b""
    return decoded(content[:MOST_BYTES_OF_A_PAGE], str(part.get_content_charset("") or ""))
