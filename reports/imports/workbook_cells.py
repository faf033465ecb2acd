"""The cells of a workbook as plain data: everything that openpyxl is asked for, and how far it may go."""

import math
import re
import warnings
from collections.abc import Iterator, Mapping
from decimal import Decimal
from io import BytesIO
from typing import Any, NamedTuple
from zipfile import ZipFile

from defusedxml.ElementTree import iterparse
from openpyxl import load_workbook
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.constants import SHEET_MAIN_NS

from reports.imports.gate import TEMPLATE_WANTED
from reports.official.interchange import NotUnderstood

MOST_ROWS, MOST_COLUMNS = 400, 60

_CELL, _FORMULA, _VALUE = (f"{{{SHEET_MAIN_NS}}}{tag}" for tag in ("c", "f", "v"))
_ESCAPE = re.compile("_x(005F)_(?=x[0-9A-Fa-f]{4}_)|_x(00[01][0-9A-Fa-f])_")
_DECIMALS = re.compile(r"0\.(0+)")


class Found(NamedTuple):
    """What a cell of the file holds."""

    value: Any = None
    number_format: str = "General"
    is_uncalculated: bool = False  # a formula whose value no program has calculated yet

    def written(self, most_decimals: int = 0) -> str:
        """The value as it was typed, as far as that can be known; empty where there is none.

        A number keeps the decimals that its format shows, up to ``most_decimals``.
        """
        if self.value is None:
            return ""
        if isinstance(self.value, str):
            return _unescaped(self.value)
        if isinstance(self.value, bool) or not isinstance(self.value, int | float) or not math.isfinite(self.value):
            return str(self.value).upper()
        if "%" in self.number_format:
            return f"{self.value * 100:.15g}%"
        # Fifteen digits are what a spreadsheet shows: beyond them stands the noise of binary fractions.
        number = Decimal(self.value if isinstance(self.value, int) else f"{self.value:.15g}")
        shown = _DECIMALS.search(self.number_format)
        decimals = min(len(shown[1]), most_decimals) if shown else 0
        return f"{number:.{max(decimals, -number.as_tuple().exponent)}f}"


NOTHING = Found()
Cells = Mapping[tuple[int, int], Found]
"""The cells of a worksheet that hold something, by row and column, both counted from 1."""


def worksheets(content: bytes, names: frozenset[str]) -> dict[str, Cells]:
    """The cells of those worksheets of the file that are named; ``NotUnderstood`` for what is no workbook."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of every extension that it leaves out
            return dict(_worksheets(content, names))
    # Ten kinds of exceptions have been seen to escape openpyxl, TypeError and RecursionError among them.
    except Exception as error:
        raise NotUnderstood(f"不能读取这个工作簿。{TEMPLATE_WANTED}") from error


def _worksheets(content: bytes, names: frozenset[str]) -> Iterator[tuple[str, Cells]]:
    book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    with ZipFile(BytesIO(content)) as archive:
        for worksheet in book.worksheets:
            if worksheet.title in names:
                yield worksheet.title, _cells(worksheet, archive)
    book.close()


def _cells(worksheet: Worksheet, archive: ZipFile) -> Cells:
    # Bounded, the size that the file claims is never asked for, and no row or column far away is reached.
    cells = {
        (cell.row, cell.column): Found(cell.value, cell.number_format)
        for row in worksheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS)
        for cell in row
        if cell.value is not None
    }
    # Only openpyxl's own, private name tells in which part of the file a worksheet stands.
    for place in _formulas(archive, worksheet._worksheet_path):
        cells.setdefault(place, Found(is_uncalculated=True))
    return cells


def _formulas(archive: ZipFile, part: str) -> Iterator[tuple[int, int]]:
    """The cells with a formula, but for those that made an empty text; values alone do not tell of them."""
    with archive.open(part) as stream:
        for _, element in iterparse(stream):
            if element.tag == _CELL:
                made_nothing = element.get("t") == "str" and element.find(_VALUE) is not None
                if element.find(_FORMULA) is not None and not made_nothing and element.get("r"):
                    yield coordinate_to_tuple(element.get("r"))
                element.clear()


def _unescaped(text: str) -> str:
    """Undo what spreadsheets write for characters that XML cannot hold: the carriage return is ``_x000D_``.

    Other escapes stay: openpyxl has already undone half of what protects a text that looks like one.
    """
    return _ESCAPE.sub(lambda escape: chr(int(escape[1] or escape[2], 16)), text)
