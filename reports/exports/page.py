"""A report as one plain web page, to be put on a government website or into its publishing system."""

from django.template.loader import render_to_string

from reports.official.report_data import ReportData


def write(report: ReportData, *, draft: bool = False, demonstration: bool = False) -> bytes:
    """A complete HTML document in UTF-8 that runs nothing and refers to nothing outside itself.

    What is blank stays empty. ``draft`` and ``demonstration`` head the page with 草稿 and 演示数据.
    """
    context = {"report": report, "draft": draft, "demonstration": demonstration}
    return render_to_string("export/page.html", context).encode()
