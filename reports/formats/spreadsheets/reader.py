"""Reads a report from a spreadsheet (.xlsx, .xls) that somebody else laid out like the official form."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook

from reports.formats.document import DocumentReading, read_blocks
from reports.formats.headings import aspect_heading, section_heading
from reports.formats.particulars import subject_of
from reports.formats.source import Block, InSheet, SourceCell
from reports.official.interchange import NotUnderstood

# Worksheets of our own workbooks about the figures of others, also saved as .xls; and each unit's of a county's sums.
WITHOUT_FIGURES = ("核对", "填报说明", "汇总说明", "汇总调整", "未纳入单位")
OF_UNITS = "明细_"
MOST_SHEETS, MOST_ROWS, MOST_COLUMNS = 20, 1000, 60
MOST_MERGED = 5000
LONGEST_LABEL = 30
MOST_CHARACTERS_OF_A_CELL = 33_000


def read(content: bytes, **expected: Any) -> DocumentReading:
    """The report of the spreadsheet; see ``read_blocks``."""
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        names = [name for name in book.sheet_names[:MOST_SHEETS] if not _is_passed_over(name)]
        read_out = [block for name in names for block in _blocks(book.get_sheet_by_name(name))]
    except NotUnderstood:
        raise
    except BaseException as error:  # calamine raises its own, and what its parts panic with is no Exception
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError | GeneratorExit):
            raise
        raise NotUnderstood("不能读取这个工作簿，文件可能已损坏或设有密码，请另存为 .xlsx 后再上传") from error
    if not read_out:
        raise NotUnderstood("这个工作簿是空的")
    return read_blocks(read_out, **expected)


def _is_passed_over(name: str) -> bool:
    return name in WITHOUT_FIGURES or name.startswith(OF_UNITS)


def _blocks(sheet: CalamineSheet) -> Iterator[Block]:
    """The rows of a worksheet: those of one text alone are lines, the others make tables."""
    rows: list[list[SourceCell]] = []
    for row in rows_of(sheet):
        filled = [cell for cell in row if cell.text.strip()]
        if len(filled) == 1 and _is_line(filled[0].text) and not _stands_in(rows, filled[0]):
            if rows:
                yield Block(rows=_trimmed(rows))
                rows = []
            yield from (Block(line, origin=filled[0].origin) for line in filled[0].text.split("\n") if line.strip())
        elif filled:
            rows.append(row)
    if rows:
        yield Block(rows=_trimmed(rows))


def _stands_in(rows: list[list[SourceCell]], cell: SourceCell) -> bool:
    """Whether a text stands further right than the table above it begins: there it carries on a label, however long."""
    return bool(rows) and cell.start > min(each.start for row in rows for each in row if each.text.strip())


def _trimmed(rows: list[list[SourceCell]]) -> list[list[SourceCell]]:
    """The rows without the columns at their right that are blank in all of them: those of a wider table elsewhere."""
    end = max(each.end for row in rows for each in row if each.text.strip())
    return [[each for each in row if each.start < end] for row in rows]


def _is_line(text: str) -> bool:
    if len(text) > LONGEST_LABEL or text.rstrip().endswith("。") or section_heading(text) or subject_of(text):
        return True
    heading = aspect_heading(text)
    return heading is not None and bool(heading.key)


def rows_of(sheet: CalamineSheet) -> Iterator[list[SourceCell]]:
    """The cells of each row with the columns that they cover; what a merged cell hides is left out."""
    if sheet.width > 0 and sheet.height > 0 and sheet.total_height > MOST_ROWS:
        raise NotUnderstood("工作表的行数过多，不能读取")
    hidden, ends = _merged(sheet)
    for number, row in enumerate(sheet.iter_rows()):
        cells = []
        for place, value in enumerate(row[:MOST_COLUMNS]):
            if (number, place) not in hidden:
                end = ends.get((number, place), place + 1)
                cells.append(SourceCell(_written(value), place, end, InSheet(sheet.name, number + 1, place + 1)))
        yield cells


def _merged(sheet: CalamineSheet) -> tuple[set[tuple[int, int]], dict[tuple[int, int], int]]:
    """The places that merged cells hide, and by the place of each merged cell the column where it ends."""
    hidden: set[tuple[int, int]] = set()
    ends: dict[tuple[int, int], int] = {}
    ranges = sheet.merged_cell_ranges or []
    if len(ranges) > MOST_MERGED:
        raise NotUnderstood("工作表的合并单元格过多，不能读取")
    for (top, left), (bottom, right) in ranges:
        if top > MOST_ROWS or left > MOST_COLUMNS:
            continue
        last = min(right, MOST_COLUMNS)
        ends[top, left] = last + 1
        covered = {(row, column) for row in range(top, min(bottom, MOST_ROWS) + 1) for column in range(left, last + 1)}
        hidden |= covered - {(top, left)}
    return hidden, ends


def _written(value: Any) -> str:
    """A value as a person would type it: a spreadsheet keeps whole numbers as fractions of none."""
    return f"{value:.15g}" if isinstance(value, float) else str(value)[:MOST_CHARACTERS_OF_A_CELL]
