"""Writes a report as a Word document (.docx): the layout of the paper in styles that an office can go on with."""

from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document

from reports.formats.docx import layout
from reports.formats.docx.tables import table_of
from reports.formats.printed import document_number, full_title, mark, paragraphs, signature, title_parts
from reports.official.form import Section
from reports.official.report_data import ReportData
from reports.text.cleaning import cleaned

WHOLE = ("applications",)  # sections whose table takes a page, whole


def write(report: ReportData, *, draft: bool = False, demonstration: bool = False) -> bytes:
    """The report as a Word document, A4 after GB/T 9704—2012; what is blank stays empty.

    ``draft`` and ``demonstration`` head every page with 草稿 and 演示数据, beside its coverage.
    """
    document = Document()
    title = cleaned(full_title(report)).text
    head = mark(report, draft=draft, demonstration=demonstration)
    layout.prepare(document, title=title, organ=cleaned(report.organ).text, mark=head)
    if number := cleaned(document_number(report)).text:
        document.add_paragraph(number, style="Document Number")
    document.add_paragraph(_broken(title, report), style="Title")
    _add_texts(document, report, report.official_form.preamble.key)
    for section in report.official_form.sections:
        _add_section(document, report, section)
    if lines := signature(report):
        _sign(document, lines)
    file = BytesIO()
    document.save(file)
    return _timeless(file)


def _timeless(file: BytesIO) -> bytes:
    """The package with the day of the form at its parts, not the clock's: the same report, the same bytes."""
    packed = BytesIO()
    with ZipFile(file) as made, ZipFile(packed, "w", ZIP_DEFLATED) as kept:
        for each in made.infolist():
            member = ZipInfo(each.filename, layout.MADE.timetuple()[:6])
            member.external_attr = each.external_attr
            kept.writestr(member, made.read(each), ZIP_DEFLATED)
    return packed.getvalue()


def _add_section(document: Any, report: ReportData, section: Section) -> None:
    heading = document.add_paragraph(section.title, style="Heading 1")
    heading.paragraph_format.page_break_before = section.key in WHOLE or None
    for text in section.texts:
        if text.is_heading:
            document.add_paragraph(text.name, style="Heading 2")
        _add_texts(document, report, text.key)
    if section.tables:
        document.element.body.insert_element_before(table_of(report, section), "w:sectPr")


def _broken(title: str, report: ReportData) -> str:
    """The title with a line's end where its sense lets one that is too long be broken."""
    is_long = layout.width(title) > layout.CHARACTERS_OF_A_TITLE
    return "\n".join(cleaned(each).text for each in title_parts(report)) if is_long else title


def _sign(document: Any, lines: tuple[str, ...]) -> None:
    """Who issued the report and when, on the page of the last lines of its text."""
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    layout.place_signature(*(document.add_paragraph(cleaned(each).text, style="Signature") for each in lines))


def _add_texts(document: Any, report: ReportData, key: str) -> None:
    for paragraph in paragraphs(report, key):
        document.add_paragraph(cleaned(paragraph).text, style="Normal")
