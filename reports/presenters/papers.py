"""The pages of the paper as pictures, which a page of the screen holds in itself, and what of it cannot be printed."""

import struct
from base64 import b64encode
from dataclasses import dataclass

from reports.formats import writing
from reports.official.report_data import ReportData

_SIZE = struct.Struct(">II")  # where a PNG says how wide and how high it is
_SIZE_AT = 16


@dataclass(frozen=True)
class ShownPage:
    """A page as a picture: as an address that holds all of it, and its measures in pixels."""

    address: str
    width: int
    height: int


def shown_page(picture: bytes) -> ShownPage:
    """``picture`` is a PNG."""
    return ShownPage(f"data:image/png;base64,{b64encode(picture).decode()}", *_SIZE.unpack_from(picture, _SIZE_AT))


def unprintable(report: ReportData) -> str:
    """The characters that no font has, with their numbers; "" where all can be printed or nobody could say now."""
    try:
        return writing.named(writing.undrawable(report))
    except writing.CannotDraw:
        return ""
