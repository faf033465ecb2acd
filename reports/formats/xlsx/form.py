"""填报表: the workbook of a draft as a form that is filled in without the system, and comes back.

A hidden worksheet keeps what stood in the draft when it was downloaded, as its maker signed it: only against that can
what was filled in be told from what others wrote in the draft meanwhile.
"""

from openpyxl.styles import Protection

from reports.formats import gate
from reports.formats.printed import mark
from reports.formats.reading import Reading
from reports.formats.reading import read as read_any
from reports.formats.xlsx import layout as sheet
from reports.formats.xlsx.cells import MOST_ROWS, NOTHING, worksheets
from reports.formats.xlsx.writer import drawn_book, saved
from reports.official.interchange import NotUnderstood
from reports.official.report_data import ReportData

BASE_SHEET = "填报底稿（系统用）"
_LENGTH = 30_000  # characters a cell; no program keeps more than 32,767
DOWNLOAD = "请使用在本页下载的填报表"
_FIXED = (
    *(sheet.Particular.ORGAN, sheet.Particular.KIND, sheet.Particular.YEAR, sheet.Particular.EDITION),
    *(sheet.Particular.DOCUMENT_NUMBER, sheet.Particular.ISSUED_ON),
    *(sheet.Particular.DECLARED_NIL, sheet.Particular.LEFT_OUT),
)


def write(report: ReportData, *, base: str, demonstration: bool = False) -> bytes:
    """The form of a draft: its headings, formulas and particulars are locked, its entries and texts are not.

    ``base`` is kept in it as it is; ``ValueError`` for a text longer than a cell can hold.
    """
    book, values = drawn_book(report, mark(report, draft=False, demonstration=demonstration))
    _lock_particulars(book[sheet.TEXTS_SHEET])
    hidden = book.create_sheet(BASE_SHEET)
    hidden.sheet_state = "hidden"
    hidden.protection.sheet = True
    for row, start in enumerate(range(0, len(base), _LENGTH), start=1):
        hidden.cell(row, 1).value = base[start : start + _LENGTH]
        hidden.cell(row, 1).data_type = "s"
    return saved(book, values)


def _lock_particulars(worksheet) -> None:
    """Whose form it is cannot be changed in it; the texts and the title can."""
    for row in worksheet.iter_rows(max_col=sheet.CONTENT_COLUMN):
        if row[0].value in _FIXED:
            row[1].protection = Protection(locked=True)


def read(content: bytes) -> tuple[str, Reading]:
    """What the form was given as its base, and what is filled in; ``NotUnderstood`` for any other file."""
    gate.admit("form.xlsx", content)
    cells = worksheets(content, frozenset({BASE_SHEET})).get(BASE_SHEET, {})
    base = "".join(cells.get((row, 1), NOTHING).written() for row in range(1, MOST_ROWS))
    if not base:
        raise NotUnderstood(f"这个文件不是填报表，{DOWNLOAD}")
    return base, read_any("form.xlsx", content)
