"""A format of its own (.toy), as a new one would be: a folder, and a line in the registry."""

from reports.formats.format import Admission, Format, Output
from reports.official.interchange import NotUnderstood

MARK = b"toy:"


def check(content: bytes) -> None:
    """Refuse what is none."""
    if not content.startswith(MARK):
        raise NotUnderstood("不是 .toy 文件")


FORMAT = Format(
    __name__,
    "Toy",
    ("toy",),
    Admission(1000_000, check),
    Output("application/x-toy", is_published=True, is_offered=True, blank_writer="writer.write"),
)
