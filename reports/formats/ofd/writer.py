"""Writes a report as OFD (GB/T 33190—2016): the pages that the PDF has, glyph by glyph, with the fonts of the PDF."""

import hashlib
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from reports.formats.ofd import markup
from reports.formats.ofd.pages import pages_of
from reports.formats.pdf import pdf_renderer
from reports.formats.pdf import writer as paper
from reports.formats.printed import full_title
from reports.official.report_data import ReportData
from reports.text.cleaning import cleaned

DOCUMENT = "Doc_0"
NEVER = (1980, 1, 1, 0, 0, 0)  # no clock may tell: the same report makes the same bytes
_REGULAR_FILE, _UNIX = 0o100644 << 16, 3


def write(report: ReportData, *, draft: bool = False, demonstration: bool = False) -> bytes:
    """The report as OFD, the same bytes for the same report, with the marks that the PDF has.

    Its pages are those of the PDF to a ten-thousandth of a millimetre, its fonts the same subsets.
    """
    pages = list(pages_of(pdf_renderer.pdf(paper.html(report, draft=draft, demonstration=demonstration))))
    fonts = markup.Fonts(pages)
    names = [f"Pages/Page_{number}/Content.xml" for number in range(len(pages))]
    ids = markup.Numbers(fonts)
    parts = {name: markup.page(each, fonts, ids) for name, each in zip(names, pages, strict=True)}
    parts |= {"PublicRes.xml": markup.resources(fonts), **fonts.files}
    parts["Document.xml"] = markup.document(pages, names, ids)
    about = {"Title": cleaned(full_title(report)).text, "Author": cleaned(report.organ).text}
    return _packed({"OFD.xml": markup.root(f"{DOCUMENT}/Document.xml", _identity(parts), about)}, parts)


def _identity(parts: Mapping[str, bytes]) -> str:
    """What names the document as a UUID would: 32 hexadecimal digits, of all that it holds."""
    digest = hashlib.sha256()
    for name, part in parts.items():
        digest.update(f"{name} {len(part)} ".encode() + part)
    return digest.hexdigest()[:32]


def _packed(root: Mapping[str, bytes], parts: Mapping[str, bytes]) -> bytes:
    output = BytesIO()
    with ZipFile(output, "w", ZIP_DEFLATED) as archive:
        for name, content in {**root, **{f"{DOCUMENT}/{name}": part for name, part in parts.items()}}.items():
            member = ZipInfo(name, NEVER)
            member.create_system, member.external_attr, member.compress_type = _UNIX, _REGULAR_FILE, ZIP_DEFLATED
            archive.writestr(member, content)
    return output.getvalue()
