"""Reads a report from a toy file."""

from typing import Any

from reports.formats.json import reader
from reports.formats.reading import Reading
from tests.formats.toy import MARK


def read(content: bytes, **particulars: Any) -> Reading:
    """The report of the file."""
    return reader.read(content.removeprefix(MARK), **particulars)
