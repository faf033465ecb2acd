"""Spreadsheets in the official layout that are not our own template.

The reader is for .xls of any program, and for any .xlsx that the folder ``xlsx`` does not know as its own.
"""

from reports.formats import office
from reports.formats.format import Admission, Format
from reports.official.interchange import NotUnderstood

_MACROS = "_VBA_PROJECT".encode("utf-16-le")  # the name of a stream


def check(content: bytes) -> None:
    """Refuse what is no old workbook (BIFF), and one with macros."""
    if not content.startswith(office.OLE):
        raise NotUnderstood("不是 .xls 文件，请用 WPS 或 Excel 另存为 .xlsx 后再试")
    if _MACROS in content:
        raise NotUnderstood(office.LIVE.format("宏", "xlsx"))


FORMAT = Format(__name__, "Excel", ("xls",), Admission(5 * office.MEGABYTE, check))
