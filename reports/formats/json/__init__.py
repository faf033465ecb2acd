"""The interchange file (``zfxxgk-annual-report/1``)."""

from reports.formats.format import Admission, Format, Output
from reports.formats.office import MEGABYTE
from reports.official.interchange import NotUnderstood


def check(content: bytes) -> None:
    """Refuse what is no UTF-8."""
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotUnderstood("文件不是 UTF-8 编码") from error


FORMAT = Format(
    __name__,
    "数据文件",
    ("json",),
    Admission(2 * MEGABYTE, check),
    Output("application/json", is_published=True, is_offered=True, group="数据", is_data=True),
)
