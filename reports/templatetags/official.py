"""A report in templates, as every paper and page prints it: its title, its paragraphs, its tables and figures."""

from django import template
from django.conf import settings

from reports.formats.printed import document_number, full_title, paragraphs, signature, title_parts
from reports.official.figures import MOST_DECIMALS, display
from reports.official.form import Edition, Section
from reports.official.grid import Grid, GridCell, section_grid
from reports.official.report_data import ReportData

register = template.Library()

MOST_DIGITS_IN_A_NARROW_COLUMN = 6

_UNIT_OF_MONEY = "单位：万元）"


register.filter(document_number)
register.filter(full_title)
register.filter(paragraphs)
register.filter(signature)
register.filter(title_parts)


@register.filter
def subject(section: Section) -> str:
    """What a section is about: its title without the number."""
    return section.title.partition("、")[2]


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
def heading_id(grid: Grid, cell: GridCell) -> str:
    """The id of a heading cell, by which the figures of a table of stacked blocks name it."""
    return f"{grid.key}-{cell.row + 1}-{cell.column + 1}"


@register.filter
def heading_ids(grid: Grid, cell: GridCell) -> str:
    """The ids of the heading cells of a figure, for its ``headers``."""
    return " ".join(heading_id(grid, each) for each in grid.headings_of(cell))


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
