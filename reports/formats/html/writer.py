"""A report as one plain web page, to be put on a government website or into its publishing system."""

from django.template.loader import render_to_string

from reports.formats.printed import mark
from reports.official.report_data import ReportData


def write(report: ReportData, *, draft: bool = False, demonstration: bool = False) -> bytes:
    """A complete HTML document in UTF-8 that runs nothing and refers to nothing outside itself.

    What is blank stays empty. ``draft`` and ``demonstration`` head the page with 草稿 and 演示数据, its coverage too.
    """
    context = {"report": report, "draft": draft, "demonstration": demonstration}
    return render_to_string("export/page.html", context).encode()


def code(report: ReportData, *, draft: bool = False, demonstration: bool = False) -> str:
    """The report as the HTML that a website's editor takes (网页代码): headings, paragraphs and tables, no classes.

    It begins below the title, which such an editor asks for by itself. An editor that strips all it does not know
    leaves a report that reads right: what a figure belongs to hangs on the cells and their spans alone.
    """
    context = {"report": report, "mark": mark(report, draft=draft, demonstration=demonstration)}
    return render_to_string("export/code.html", context)
