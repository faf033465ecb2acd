"""Workbooks as zip archives, taken apart and put together again, for tests that damage them."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import load_workbook

from reports.formats.xlsx import writer as workbook
from tests.formats.any_report import complete_report

TEXTS, PROACTIVE, APPLICATIONS, DISPUTES = (f"xl/worksheets/sheet{number}.xml" for number in range(1, 5))
TYPES = "[Content_Types].xml"


@cache
def written() -> bytes:
    """The workbook of a complete report."""
    return workbook.write(complete_report())


@cache
def row_of(label: str) -> int:
    """The row of the first worksheet in which this label stands."""
    sheet = load_workbook(BytesIO(written()), read_only=True).worksheets[0]
    (row,) = (number for number, (cell, *_) in enumerate(sheet.rows, start=1) if cell.value == label)
    return row


def members(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def changed(name: str, change: Callable[[bytes], bytes], content: bytes | None = None) -> bytes:
    """The workbook with one part changed."""
    parts = members(content or written())
    return packed({**parts, name: change(parts[name])})


def with_member(name: str, part: bytes = b"x") -> bytes:
    """The workbook with one more part."""
    return packed({**members(written()), name: part})


def with_cell(part: str, reference: str, inside: str, attributes: str = "", content: bytes | None = None) -> bytes:
    """The workbook with a cell written anew: ``inside`` is the XML within ``<c>``."""

    def write(content: bytes) -> bytes:
        cell = re.compile(rf'<c r="{reference}"( s="\d+")?[^>]*?(/>|>.*?</c>)'.encode(), re.DOTALL)
        assert len(cell.findall(content)) == 1, reference
        return cell.sub(rf'<c r="{reference}"\1{attributes}>{inside}</c>'.encode(), content)

    return changed(part, write, content)
