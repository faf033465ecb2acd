"""Fills in the values of a workbook's formulas, which openpyxl writes without: ``<f>`` but an empty ``<v>``.

A reader that does not calculate (a preview, a script, Excel's protected view) then sees the totals too. The
clock, which openpyxl writes into every file, is left out: the same report is the same bytes.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZipFile

from reports.official.figures import display

Value = int | Decimal | str
Values = Mapping[str, Mapping[str, Value]]
"""By worksheet part, such as ``xl/worksheets/sheet2.xml``, then by cell, such as ``J5``."""

_EARLIEST = (1980, 1, 1, 0, 0, 0)  # that a member of an archive can be of
_CLOCK = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")
_FORMULA = re.compile(r'<c r="([A-Z]+\d+)"([^>]*)>(<f>[^<]*</f>)<v(?: ?/>|></v>)</c>')


def filled(workbook: bytes, values: Values) -> bytes:
    """The workbook with the value of every formula.

    ``KeyError`` for a formula whose value is not given or a part that is not there, ``ValueError`` for a
    formula that is not written the way openpyxl writes it: better no workbook than one whose totals seem empty.
    """
    finished = BytesIO()
    with ZipFile(BytesIO(workbook)) as source, ZipFile(finished, "w") as target:
        for name in values:
            source.getinfo(name)
        for member in source.infolist():
            part = source.read(member)
            if member.filename in values:
                part = _filled_part(part.decode(), values[member.filename]).encode()
            if member.filename == "docProps/core.xml":
                part = _CLOCK.sub(b"", part)
            member.date_time = _EARLIEST
            target.writestr(member, part)
    return finished.getvalue()


def _filled_part(part: str, values: Mapping[str, Value]) -> str:
    part, count = _FORMULA.subn(partial(_with_value, values), part)
    if count != part.count("<f>") + part.count("<f "):
        raise ValueError("a formula of the workbook is written in an unexpected way")
    return part


def _with_value(values: Mapping[str, Value], formula: re.Match[str]) -> str:
    reference, style, expression = formula.groups()
    value = values[reference]
    if isinstance(value, str):
        return f'<c r="{reference}"{style} t="str">{expression}<v>{escape(value)}</v></c>'
    return f'<c r="{reference}"{style}>{expression}<v>{display(value)}</v></c>'
