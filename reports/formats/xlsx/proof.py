"""The proof of the workbook: every figure and text stands there, and every formula comes to what is kept beside it.

Values are read by calamine and formulas by openpyxl, worksheets and labels are found by the words of the form. The
totals are the data's both as they are kept and as their formulas make them from the figures of the workbook.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from python_calamine import CalamineWorkbook

from reports.checks.naming import cell_name, place_name
from reports.formats import proof
from reports.formats.document import DocumentReading
from reports.formats.source import SourceCell
from reports.formats.spreadsheets.reader import rows_of
from reports.formats.xlsx.formulas import Address, NotEvaluated, Sheets, plain, text_of
from reports.official import Cell
from reports.official.figures import display
from reports.official.interchange import shown
from reports.official.report_data import ReportData
from reports.official.wording import FORMALITIES, chinese_date

Rows = Sequence[Sequence[SourceCell]]


def mismatches(content: bytes, report: ReportData, *, is_demonstration: bool) -> Iterator[str]:
    """What the workbook says otherwise than the data; the mark of a demonstration stands on every worksheet."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    rows = {name: list(rows_of(book.get_sheet_by_name(name))) for name in book.sheet_names}
    sections = [section.title for section in report.official_form.sections if section.tables]
    if missing := [name for name in sections if name not in rows]:
        yield f"文件中没有工作表“{missing[0]}”"
        return
    yield from _texts([row for name in rows if name not in sections for row in rows[name]], report)
    for name, lines in rows.items():
        is_marked = any(proof.DEMONSTRATION in cell.text for row in lines[:2] for cell in row)
        if is_marked != is_demonstration:
            yield f"工作表“{name}”{'未' if is_demonstration else ''}标有“{proof.DEMONSTRATION}”"
    tables = [_table(rows[name]) for name in sections]
    yield from proof.of_tables(tables, report)
    yield from _formulas(content, proof.read(tables, report), report)


def _table(rows: Rows) -> Rows:
    """The rows of a worksheet that hold the table: those below its title and above its first empty row."""
    said = [any(cell.text.strip() for cell in row) for row in rows]
    end = said.index(False) if False in said else len(rows)
    return rows[2:end]


def _texts(rows: Rows, report: ReportData) -> Iterator[str]:
    """Each text beside the label that the form prints for it, and the title somewhere."""
    edition = report.official_form
    beside: dict[str, str] = {}
    for row in rows:
        said = [cell.text for cell in row]
        if said and said[0].strip():
            beside.setdefault(proof.squeezed(said[0]), "".join(said[1:]))
    if report.title and proof.squeezed(report.title) not in map(proof.squeezed, beside.values()):
        yield f"标题与数据不一致：文件中没有“{shown(report.title)}”"
    yield from _formalities(beside, report)
    for key, text in edition.text.items():
        section = edition.section_of.get(key)
        label = section.title if section and len(section.texts) == 1 else text.name
        found = [line for line in beside.get(proof.squeezed(label), "").split("\n") if proof.squeezed(line)]
        wanted = [each.text for each in proof.paragraphs(report, key)]
        if [*map(proof.squeezed, found)] != [*map(proof.squeezed, wanted)]:
            yield f"“{place_name(edition, key)}”与数据不一致：{_differing(wanted, found)}"


def _formalities(beside: Mapping[str, str], report: ReportData) -> Iterator[str]:
    """The number and the day of the document, beside their labels where the report says them."""
    day = chinese_date(report.issued_on) if report.issued_on else ""
    for key, wanted in {"document_number": report.document_number, "issued_on": day}.items():
        found = beside.get(proof.squeezed(FORMALITIES[key]), "")
        if proof.squeezed(found) != proof.squeezed(wanted):
            yield f"{FORMALITIES[key]}应为“{shown(wanted)}”，文件中为“{shown(found)}”"


def _differing(wanted: Sequence[str], found: Sequence[str]) -> str:
    """The first paragraph that is another one."""
    same = [proof.squeezed(one) == proof.squeezed(other) for one, other in zip(wanted, found, strict=False)]
    at = same.index(False) if False in same else len(same)
    should, stands = (f"“{shown(each[at])}”" if at < len(each) else "空白" for each in (wanted, found))
    return f"第 {at + 1} 段应为{should}，文件中为{stands}"


# --- Formulas -------------------------------------------------------------------------------------


def _formulas(content: bytes, made: DocumentReading, report: ReportData) -> Iterator[str]:
    sheets = Sheets(_contents(content))
    for table in report.official_form.table.values():
        for cell in table.totals:
            origin = made.origins.get(cell)
            if origin is not None and report.figure(cell) is not None:
                yield from _total(sheets, tuple(origin), cell, report)
    kept = _contents(content, data_only=True)
    for address in filter(sheets.is_formula, sheets.contents):
        yield from _kept(sheets, address, kept.get(address))


def _contents(content: bytes, *, data_only: bool = False) -> dict[Address, object]:
    book = load_workbook(BytesIO(content), data_only=data_only)
    return {
        (sheet.title, cell.row, cell.column): cell.value
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def _total(sheets: Sheets, address: Address, cell: Cell, report: ReportData) -> Iterator[str]:
    """Whether a total is a formula, and what that makes of the figures of the workbook is the total of the data."""
    place, wanted = cell_name(report.official_form, cell), display(report.figure(cell))
    if not sheets.is_formula(address):
        yield f"{place}应为公式，文件中为固定的数字"
        return
    value = _evaluated(sheets, address)
    if value != Decimal(wanted):
        yield proof.wrong_figure(f"{place}按公式计算", wanted, text_of(value))


def _kept(sheets: Sheets, address: Address, kept: object) -> Iterator[str]:
    """Whether the value that is kept beside a formula is the one that it comes to."""
    value = _evaluated(sheets, address)
    if text_of(plain(kept)) != text_of(value):
        sheet, row, column = address
        place = f"工作表“{sheet}”单元格 {get_column_letter(column)}{row}"
        yield f"{place}保存的结果“{shown(kept or '')}”与公式的结果“{shown(text_of(value))}”不一致"


def _evaluated(sheets: Sheets, address: Address):
    try:
        return sheets.value(address)
    except NotEvaluated as error:
        return f"{error}"
