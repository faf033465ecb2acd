"""OFD (GB/T 33190—2016), the state's own format of laid-out pages: the pages of the paper as they are in the PDF."""

from reports.formats import office
from reports.formats.format import Admission, Format, Output
from reports.formats.wholeness import is_whole_zip
from reports.official.interchange import NotUnderstood

ADVICE = "请用生成它的软件重新导出 OFD，或另存为 PDF 后再试"
_LIKE_OFFICE = office.Office("ofd", "", ADVICE, ())


def check(content: bytes) -> None:
    """Refuse what is no OFD document, or nothing that a reader should be given."""
    if "OFD.xml" not in office.unpacked(_LIKE_OFFICE, content):
        raise NotUnderstood(f"不是 OFD 文件。{ADVICE}")


FORMAT = Format(
    __name__,
    "OFD",
    ("ofd",),
    Admission(10 * office.MEGABYTE, check),
    Output(
        "application/ofd",
        libraries=("weasyprint", "pdfminer.six"),
        is_published=True,
        is_offered=True,
        is_whole=is_whole_zip,
    ),
)
