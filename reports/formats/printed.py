"""What is printed of a report, the same on every paper and page: its title, its paragraphs, its marks."""

import re

from reports.official.report_data import ReportData
from reports.official.wording import REPORT_NAME, chinese_date, title
from reports.text import cleaning

_PARTS_OF_A_TITLE = re.compile(rf"(.+?)((?:\d{{4}}年度?)?{REPORT_NAME})")


def full_title(report: ReportData) -> str:
    """The title as written, or the customary one where none is."""
    return cleaning.one_line(report.title or title(report.organ, report.year))


def title_parts(report: ReportData) -> tuple[str, ...]:
    """The title, cut where its sense lets a long one be broken: before the year and the report's name."""
    whole = full_title(report)
    parts = _PARTS_OF_A_TITLE.fullmatch(whole)
    return parts.groups() if parts else (whole,)


def paragraphs(report: ReportData, key: str) -> list[str]:
    """The paragraphs of a text of the report; none where it is unknown or blank.

    A text that did not come in by the form is repaired as there: what turns the direction of letters, say, prints
    another text than the data hold.
    """
    return cleaning.paragraphs(cleaning.cleaned(report.text(key)).text)


def document_number(report: ReportData) -> str:
    """The number that stands above the title (发文字号), "" where the report has none."""
    return cleaning.one_line(report.document_number)


def signature(report: ReportData) -> tuple[str, ...]:
    """The lines at the end of a report that was issued on a day (落款): who issued it and when; else none."""
    return (cleaning.one_line(report.organ), chinese_date(report.issued_on)) if report.issued_on else ()


def mark(report: ReportData, *, draft: bool, demonstration: bool) -> str:
    """What heads every page or sheet of what is not final, or summed from a part of the reports; "" of all others."""
    words = ("草稿" if draft else "", str(report.coverage or ""), "演示数据" if demonstration else "")
    return "　".join(filter(None, words))
