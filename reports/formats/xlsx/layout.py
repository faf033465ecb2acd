"""Where everything of a report stands in the workbook: the one map by which it is written and read back.

A worksheet for the particulars and texts, found by their labels, and one for each section that has
tables, whose printed grid stands at a fixed place.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cache
from itertools import groupby
from typing import NamedTuple

from reports.official import EDITIONS, Cell, Edition, Section, Table
from reports.official.grid import GridCell, section_grid
from reports.official.report_data import ReportData
from reports.official.wording import FORMALITIES

TEXTS_SHEET = "基本信息和文字"
CHECK_SHEET, NOTES_SHEET = "核对", "填报说明"  # nothing is read from them (see also ``spreadsheets.reader``)
LABEL_COLUMN, CONTENT_COLUMN = 1, 2

TITLE_ROW = 1
SUBJECT_ROW = 2
FIRST_GRID_ROW = 3


class Particular(StrEnum):
    """What the first worksheet says of a report beside its texts; the value is the label it stands under."""

    TITLE = "报告标题"
    DOCUMENT_NUMBER = FORMALITIES["document_number"]
    ISSUED_ON = FORMALITIES["issued_on"]
    ORGAN = "行政机关"
    KIND = "机关类别"
    YEAR = "报告年度"
    EDITION = "报告格式"
    DECLARED_NIL = "声明无事项的表"
    LEFT_OUT = "未提供的项目（系统用）"


class Place(NamedTuple):
    """A place on a worksheet; row and column are counted from 1."""

    sheet: str
    row: int
    column: int

    @property
    def reference(self) -> str:
        """The place as a formula names it, such as ``D5``; the form is never wider than 26 columns."""
        return f"{chr(ord('A') + self.column - 1)}{self.row}"


def table_sections(edition: Edition) -> tuple[Section, ...]:
    """The sections that have a worksheet of their own, named by their title."""
    return tuple(section for section in edition.sections if section.tables)


def place(section: Section, cell: GridCell) -> Place:
    """Where a cell of the section's printed grid stands."""
    return Place(section.title, FIRST_GRID_ROW + cell.row, 1 + cell.column)


@cache
def figure_places(edition_key: str) -> dict[Cell, Place]:
    """Where every figure of the edition stands, entry or total."""
    return {
        cell.cell: place(section, cell)
        for section in table_sections(EDITIONS[edition_key])
        for row in section_grid(section).rows
        for cell in row.cells
        if cell.cell
    }


def table_names(edition: Edition) -> dict[str, str]:
    """What a person calls each table, by its key: the heading over it, or else the title of its section."""
    return {key: table.band or edition.section_of[key].title for key, table in edition.table.items()}


def text_rows(edition: Edition) -> Iterator[tuple[str, str | None]]:
    """The labels below the particulars, in order, each with the key of its text; ``None`` for a mere heading.

    A section that is one text is labelled with its title; every label of a worksheet is unique.
    """
    yield edition.preamble.name, edition.preamble.key
    for section in edition.sections:
        if len(section.texts) == 1:
            yield section.title, section.texts[0].key
            continue
        yield section.title, None
        yield from ((text.name, text.key) for text in section.texts)


def ranges(places: Iterable[Place]) -> str:
    """Places of one worksheet as the arguments of a formula, joined into rectangles: ``D5:I24,D27:I27``."""
    stretches = [
        stretch
        for _, row in groupby(sorted(places, key=lambda each: each.row), key=lambda each: each.row)
        for stretch in _stretches(sorted(row, key=lambda each: each.column))
    ]
    rectangles: list[tuple[Place, Place]] = []
    for first, last in sorted(stretches, key=lambda each: (each[0].column, each[1].column, each[0].row)):
        above = rectangles[-1] if rectangles else None
        if above and above[0].column == first.column and above[1] == last._replace(row=last.row - 1):
            rectangles[-1] = (above[0], last)
        else:
            rectangles.append((first, last))
    return ",".join(
        first.reference if first == last else f"{first.reference}:{last.reference}" for first, last in rectangles
    )


def _stretches(row: list[Place]) -> Iterator[tuple[Place, Place]]:
    """The unbroken stretches of places in one row, sorted by column."""
    start = 0
    for end in range(1, len(row) + 1):
        if end == len(row) or row[end].column != row[end - 1].column + 1:
            yield row[start], row[end - 1]
            start = end


def left_out(report: ReportData) -> list[str]:
    """What the report does not know, as keys: ``title``, texts, and tables, rows or cells of entries.

    An empty place of the workbook is blank; only this list tells it from the unknown. Rules speak of
    the one and not of the other, and the one-row （六） is known by the rows it leaves out.
    """
    keys = [] if report.title is not None else ["title"]
    keys += [key for key in report.official_form.text if key not in report.texts]
    for table in report.official_form.table.values():
        keys += _left_out_of(table, report)
    return keys


def _left_out_of(table: Table, report: ReportData) -> list[str]:
    unknown = [cell for cell in table.entries if cell not in report.figures]
    if len(unknown) == len(table.entries):
        return [table.key]
    keys = []
    for row, cells in groupby(unknown, key=lambda cell: cell.row):
        missing = list(cells)
        whole = len(missing) == sum(cell.row == row for cell in table.entries)
        keys += [f"{table.key}.{row}"] if whole else map(str, missing)
    return keys


def covers(keys: set[str], cell: Cell) -> bool:
    """Whether the keys of ``left_out`` name the cell, its row or its table."""
    return not keys.isdisjoint((cell.table, f"{cell.table}.{cell.row}", str(cell)))
