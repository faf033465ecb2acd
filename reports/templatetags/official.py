"""A report in templates, as every paper and page prints it: its title, its paragraphs, its tables and figures."""

import re

from django import template
from django.conf import settings

from reports.official.figures import MOST_DECIMALS, display
from reports.official.form import Edition, Section
from reports.official.grid import Grid, GridCell, section_grid
from reports.official.report_data import ReportData
from reports.official.wording import REPORT_NAME, title
from reports.text import cleaning, lookalikes

register = template.Library()

MOST_DIGITS_IN_A_NARROW_COLUMN = 6

_UNIT_OF_MONEY = "单位：万元）"
_PARTS_OF_A_TITLE = re.compile(rf"(.+?)((?:\d{{4}}年度?)?{REPORT_NAME})")


@register.filter
def full_title(report: ReportData) -> str:
    """The title as written, or the customary one where none is."""
    return lookalikes.repaired(report.title or title(report.organ, report.year))


@register.filter
def title_parts(report: ReportData) -> tuple[str, ...]:
    """The title, cut where its sense lets a long one be broken: before the year and the report's name."""
    whole = full_title(report)
    parts = _PARTS_OF_A_TITLE.fullmatch(whole)
    return parts.groups() if parts else (whole,)


@register.filter
def paragraphs(report: ReportData, key: str) -> list[str]:
    """The paragraphs of a text of the report; none where it is unknown or blank."""
    return cleaning.paragraphs(lookalikes.repaired(report.text(key)))


@register.filter
def grid(section: Section) -> Grid:
    """The printed table of a section that has tables."""
    return section_grid(section)


@register.filter
def heading(cell: GridCell) -> str:
    """The text of a heading cell; the fees' one names the decimals where the installation wants it (河南)."""
    if settings.FEES_HEADING_NAMES_DECIMALS and cell.text.endswith(_UNIT_OF_MONEY):
        return f"{cell.text.removesuffix('）')}，保留{MOST_DECIMALS}位小数）"
    return cell.text


@register.filter
def figure(report: ReportData, cell: GridCell) -> str:
    """The figure that stands in a cell of the grid: plain digits, blank empty."""
    return display(report.figure(cell.cell))


@register.filter
def has_long_figures(report: ReportData, section: Section) -> bool:
    """Whether a figure of the section is too long for the usual type in the narrowest columns (table 四)."""
    cells = (cell for table in section.tables for cell in table.cells)
    return any(len(display(report.figure(cell))) > MOST_DIGITS_IN_A_NARROW_COLUMN for cell in cells)


@register.filter
def column_widths(edition: Edition) -> list[tuple[str, int, float]]:
    """Every column of the printed tables: its section's key, its number from 1, its width in percent."""
    return [
        (section.key, number, width)
        for section in edition.sections
        if section.tables
        for number, width in enumerate(section_grid(section).widths, start=1)
    ]
