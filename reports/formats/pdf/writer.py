"""The official paper (PDF) of a report: A4 after GB/T 9704—2012, drawn from our template and stylesheet alone."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from io import BytesIO

from django.template.loader import render_to_string
from weasyprint import Attachment

from reports.formats.json import writer as interchange_file
from reports.formats.pdf import pdf_renderer
from reports.formats.printed import mark
from reports.formats.xlsx import writer as workbook
from reports.official.filling_notes import bases, notes
from reports.official.report_data import ReportData
from reports.official.wording import period

ROLES = {"p": "正文", "h1": "标题", "h2": "一级标题", "h3": "二级标题", "table": "表格"}  # what a font is for
RULES_OF_A_TEXT = 4  # on the empty form; as many as let section 一 stand on two pages


def write(report: ReportData, *, draft: bool = False, demonstration: bool = False) -> bytes:
    """The report as a PDF, the same bytes for the same report.

    It is archival and accessible, and carries the interchange file and the workbook unless it is a draft. What is
    blank prints empty. ``draft`` lays 草稿 over every page, ``demonstration`` heads every page with 演示数据,
    beside its coverage. A character that no font has prints as a box: ask ``undrawable`` first.
    """
    marks = {"draft": draft, "demonstration": demonstration}
    attached = () if draft else tuple(_attachments(report, demonstration=demonstration))
    return pdf_renderer.pdf(html(report, **marks), attached)


def _attachments(report: ReportData, *, demonstration: bool) -> Iterator[Attachment]:
    """The data of the paper, for programs, and its workbook, unless a text is too long for one."""
    written = interchange_file.write(report)
    yield _attachment(report, "json", written, "本报告的数据（zfxxgk-annual-report/1）", "Data")
    with suppress(ValueError):
        written = workbook.write(report, demonstration=demonstration)
        yield _attachment(report, "xlsx", written, "本报告的工作簿", "Alternative")


def _attachment(report: ReportData, extension: str, content: bytes, description: str, relationship: str) -> Attachment:
    after = datetime(report.year + 1, 1, 1)  # the day after the period: no clock may tell
    return Attachment(
        file_obj=BytesIO(content),
        name=f"zfxxgk-{report.year}.{extension}",
        description=description,
        relationship=relationship,
        created=after,
        modified=after,
    )


def write_blank(report: ReportData, *, part: str = "") -> bytes:
    """The form of a report that has nothing in it yet, as a PDF to write on by hand.

    The tables are those of the paper, with the totals shaded; each text has its guidance and ruled lines.
    ``part`` is the key of a section: its table alone, with how its figures are counted.
    """
    return pdf_renderer.pdf(blank_part_html(report, part) if part else blank_html(report))


def undrawable(report: ReportData) -> str:
    """The characters of the report's title and texts that no installed font has, each once, in code order."""
    characters = set().union(report.organ, report.title or "", *report.texts.values())
    return "".join(each for each, face in sorted(faces("".join(characters)).items()) if not face)


def faces(text: str, element: str = "p") -> dict[str, str]:
    """Which font draws each character of a text, "" where none can; ``element`` is a key of ``ROLES``."""
    context = {"characters": "".join(sorted(set(text))), "element": element}
    return pdf_renderer.faces(render_to_string("print/characters.html", context))


def blank_part_html(report: ReportData, part: str) -> str:
    """The empty table of one section as it is handed to the renderer."""
    section = report.official_form.section[part]
    about = {"notes": notes(section, report.year), "bases": bases(section)}
    return render_to_string("print/blank_part.html", {"report": report, "section": section, **about})


def blank_html(report: ReportData) -> str:
    """The empty form as it is handed to the renderer."""
    context = {"report": report, "period": period(report.year), "rules": range(RULES_OF_A_TEXT)}
    return render_to_string("print/blank.html", context)


def html(report: ReportData, *, draft: bool = False, demonstration: bool = False) -> str:
    """The paper as it is handed to the renderer; static/print/paper.css gives it its looks."""
    notice = mark(report, draft=False, demonstration=demonstration)  # a draft is said by what lies over the page
    context = {"report": report, "draft": draft, "demonstration": demonstration, "notice": notice}
    return render_to_string("print/paper.html", context)
