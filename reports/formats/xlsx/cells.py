"""The cells of a workbook as plain data, and how far it is read.

Only what a report needs is looked at: texts, numbers, how numbers are shown. Styles, names, drawings and
whatever else a program puts into its files is passed over, however odd it is.
"""

import math
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from io import BytesIO
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.utils.datetime import from_excel

from reports.formats.office import TEMPLATE_WANTED
from reports.formats.package import Package, local, parsed
from reports.official.interchange import NotUnderstood

MOST_ROWS, MOST_COLUMNS = 400, 60
MOST_CHARACTERS = 32_767  # of a cell; no spreadsheet takes more, but one string of a file may be named by many cells

_ESCAPE = re.compile("_x(005F)_(?=x[0-9A-Fa-f]{4}_)|_x(00[01][0-9A-Fa-f])_")
_DECIMALS = re.compile(r"0\.(0+)")
_NUMBER = re.compile(r"[+-]?[0-9]{1,400}(\.[0-9]{0,400})?([eE][+-]?[0-9]{1,4})?|[+-]?\.[0-9]{1,400}")
_GENERAL = "General"


class CellValue(NamedTuple):
    """What a cell of the file holds."""

    value: Any = None
    number_format: str = _GENERAL
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


NOTHING = CellValue()
Cells = Mapping[tuple[int, int], CellValue]
"""The cells of a worksheet that hold something, by row and column, both counted from 1."""


def worksheets(content: bytes, names: frozenset[str], *, most_rows: int = 0) -> dict[str, Cells]:
    """The cells of those worksheets of the file that are named; ``NotUnderstood`` for what is no workbook.

    What stands below the last row that is read is left out, or refused where ``most_rows`` says that all is wanted.
    """
    try:
        with ZipFile(BytesIO(content)) as archive:
            book = _Book(Package({name: archive.read(name) for name in archive.namelist()}))
        parts = dict(book.sheets())  # a name is read once, however often the file says it
        return {name: book.cells(name, part, most_rows) for name, part in parts.items() if name in names}
    except NotUnderstood:
        raise
    # A file that is none fails in many ways: ParseError, UnicodeDecodeError, IndexError, KeyError…
    except Exception as error:
        raise NotUnderstood(f"不能读取这个工作簿。{TEMPLATE_WANTED}") from error


class _Book:
    """The parts of a workbook that are read."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.name = package.target("", "officeDocument")

    def sheets(self) -> Iterator[tuple[str, str]]:
        """Each worksheet's name, and the part that holds it."""
        targets = {
            each.id: each.target for each in self.package.relationships(self.name) if each.purpose == "worksheet"
        }
        for element in parsed(self.package.part(self.name)).iter():
            if local(element) == "sheet":
                ids = [value for key, value in element.attrib.items() if key.endswith("}id")]
                if ids and ids[0] in targets:
                    yield element.get("name", ""), targets[ids[0]]

    def cells(self, name: str, part: str, most_rows: int = 0) -> Cells:
        """The cells of a worksheet, up to the last row and column that are read."""
        cells: dict[tuple[int, int], CellValue] = {}
        row = 0
        for element in (each for each in parsed(self.package.part(part)).iter() if local(each) == "row"):
            row = int(element.get("r") or row + 1)
            column = 0
            for cell in element:
                if local(cell) == "c":
                    place = coordinate_to_tuple(cell.get("r")) if cell.get("r") else (row, column + 1)
                    column = place[1]
                    if 0 < most_rows < place[0] and self._found(cell) != NOTHING:
                        raise NotUnderstood(
                            f"“{name}”第 {place[0]} 行有内容，只能读取到第 {most_rows} 行。请删去空行，或分成几个文件"
                        )
                    found = self._found(cell) if place[0] <= MOST_ROWS and column <= MOST_COLUMNS else NOTHING
                    if isinstance(found.value, str) and len(found.value) > MOST_CHARACTERS:
                        raise NotUnderstood(f"第 {place[0]} 行第 {column} 列的文字超过 {MOST_CHARACTERS} 字，不能读取")
                    if found != NOTHING:
                        cells[place] = found
        return cells

    def _found(self, cell: Element) -> CellValue:
        inside = {local(each): each for each in cell}
        kind, written = cell.get("t", "n"), inside["v"].text if "v" in inside else None
        if kind == "inlineStr" and "is" in inside:
            return CellValue(_text(inside["is"]))
        if not written:
            made_nothing = kind == "str" and "v" in inside
            return CellValue(is_uncalculated="f" in inside and not made_nothing)
        if kind == "s":
            return CellValue(self._strings[int(written)])
        if kind == "b":
            return CellValue(written == "1")
        return CellValue(written) if kind != "n" else self._number(written, int(cell.get("s", 0)))

    def _number(self, written: str, style: int) -> CellValue:
        number_format = self._number_formats[style] if style < len(self._number_formats) else _GENERAL
        if not _NUMBER.fullmatch(written.strip()):
            return CellValue(written, number_format)
        number = int(written) if written.strip("+- \n").isdigit() else float(written)
        if is_date_format(number_format):
            try:
                return CellValue(from_excel(number), number_format)
            except (ValueError, OverflowError):
                pass
        return CellValue(number, number_format)

    @cached_property
    def _strings(self) -> list[str]:
        part = self.package.part(self.package.target(self.name, "sharedStrings"))
        return [_text(each) for each in parsed(part) if local(each) == "si"]

    @cached_property
    def _number_formats(self) -> list[str]:
        """How a cell shows its number, by the number of its style."""
        name = self.package.target(self.name, "styles")
        if not (part := self.package.part(name) if name else b""):
            return []
        own, styles = {}, []
        for element in parsed(part):
            if local(element) == "numFmts":
                own = {each.get("numFmtId"): each.get("formatCode", _GENERAL) for each in element}
            elif local(element) == "cellXfs":
                styles = [each.get("numFmtId", "0") for each in element]
        return [own.get(each) or BUILTIN_FORMATS.get(int(each), _GENERAL) for each in styles]


def _text(element: Element) -> str:
    """The text of a string, of all its runs, without the reading that is printed above it (phonetic runs)."""
    runs = (each for each in element if local(each) != "rPh")
    return "".join(
        each.text or "" for run in runs for each in ([run] if local(run) == "t" else run) if local(each) == "t"
    )


def _unescaped(text: str) -> str:
    """Undo what spreadsheets write for characters that XML cannot hold: the carriage return is ``_x000D_``."""
    return _ESCAPE.sub(lambda escape: chr(int(escape[1] or escape[2], 16)), text)
