"""The official paper (PDF) of a report: A4 after GB/T 9704—2012, drawn from our template and stylesheet alone."""

from django.template.loader import render_to_string

from reports.exports import press
from reports.official.report_data import ReportData
from reports.official.wording import period

RULES_OF_A_TEXT = 4  # on the empty form; as many as let section 一 stand on two pages


def write(report: ReportData, *, draft: bool = False, demonstration: bool = False) -> bytes:
    """The report as a PDF, the same bytes for the same report.

    What is blank prints empty. ``draft`` lays 草稿 over every page, ``demonstration`` heads every page
    with 演示数据. A character that no font has prints as a box: ask ``undrawable`` first.
    """
    return press.pdf(html(report, draft=draft, demonstration=demonstration))


def write_blank(report: ReportData) -> bytes:
    """The form of a report that has nothing in it yet, as a PDF to write on by hand.

    The tables are those of the paper, with the totals shaded; each text has its guidance and ruled lines.
    """
    return press.pdf(blank_html(report))


def undrawable(report: ReportData) -> str:
    """The characters of the report's title and texts that no installed font has, each once, in code order."""
    characters = sorted(set().union(report.organ, report.title or "", *report.texts.values()))
    return press.undrawable(render_to_string("print/characters.html", {"characters": "".join(characters)}))


def blank_html(report: ReportData) -> str:
    """The empty form as it is handed to the press."""
    context = {"report": report, "period": period(report.year), "rules": range(RULES_OF_A_TEXT)}
    return render_to_string("print/blank.html", context)


def html(report: ReportData, *, draft: bool = False, demonstration: bool = False) -> str:
    """The paper as it is handed to the press; static/print/paper.css gives it its looks."""
    return render_to_string("print/paper.html", {"report": report, "draft": draft, "demonstration": demonstration})
