"""The paper (PDF)."""

from io import BytesIO
from zipfile import is_zipfile

from reports.formats.format import Admission, Format, Output
from reports.formats.office import MEGABYTE
from reports.formats.sniffing import PDF
from reports.formats.wholeness import is_whole_pdf
from reports.official.interchange import NotUnderstood


def check(content: bytes) -> None:
    """Refuse what is no PDF, and what is an archive too."""
    if PDF not in content[:1024]:
        raise NotUnderstood("不是 PDF 文件，请上传由 Word、WPS 或网页生成的 PDF")
    if is_zipfile(BytesIO(content)):
        raise NotUnderstood("文件既是 PDF 又是压缩包，不能读取，请重新生成 PDF 后再试")


FORMAT = Format(
    __name__,
    "PDF",
    ("pdf",),
    Admission(10 * MEGABYTE, check),
    Output(
        "application/pdf",
        libraries=("weasyprint",),
        is_published=True,
        is_offered=True,
        opens_in_browser=True,
        is_whole=is_whole_pdf,
        blank_writer="writer.write_blank",
    ),
)
