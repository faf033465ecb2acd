"""Web pages: a published report saved from a website."""

from reports.formats.format import Admission, Format, Output
from reports.formats.office import MEGABYTE
from reports.formats.sniffing import refuse_binary

FORMAT = Format(
    __name__,
    "网页",
    ("html", "htm"),
    Admission(5 * MEGABYTE, refuse_binary),
    Output("text/html; charset=utf-8", is_published=True, is_offered=True),
)
