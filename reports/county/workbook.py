"""汇总 as a workbook (county.md §9.1): the official tables as formulas over one row a unit, and what belongs to them.

Drawn from the document of the sums alone, so that final sums are the same bytes for good. Written row by row: 3,000
units have 93,000 rows.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reports.formats.xlsx import layout, styles
from reports.formats.xlsx.cached_values import Value, filled
from reports.formats.xlsx.drawing import printable, put
from reports.formats.xlsx.table_sheets import TableSheet
from reports.lifecycle.consolidation.document import Document, HeldMember
from reports.official import Cell, Line, Section
from reports.official.report_data import Coverage, Kind, ReportData

# Nothing is read from these, nor from the details (see ``spreadsheets.reader``).
ABOUT, ADJUSTED, LEFT_OUT = "汇总说明", "汇总调整", "未纳入单位"
_OF_UNIT = {"单位": 28, "类别": 14, "状态": 12, "版本": 8}
_ROW_NUMBER, _ROW_LABEL = "行", "项目"
DRAFT = "汇总未定稿，数字可能变化"


def write(document: Document) -> bytes:
    """The workbook; ``ValueError`` for a text that no cell can hold."""
    return _Writer(document).written()


class _Writer:
    """The workbook as it grows; ``values`` are what its formulas come to, by the part of the file and the cell."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.form = document.edition
        self.book = Workbook(write_only=True)
        self.values: dict[str, dict[str, Value]] = {}
        styles.add_styles(self.book)
        self.book.properties.title = f"{document.name}{document.year}年度汇总"
        self.book.properties.creator = document.name

    def written(self) -> bytes:
        self._list(ABOUT, {"项目": 20, "内容": 90}, self._about())
        for section in layout.table_sections(self.form):
            self._sums(section)
        self._list(ADJUSTED, self._adjusted_columns, self._adjusted())
        self._list(LEFT_OUT, {"单位": 32, "情况": 14, "理由或状态": 60}, self._left_out())
        for section in layout.table_sections(self.form):
            self._details(section)
        file = BytesIO()
        self.book.save(file)
        return filled(file.getvalue(), self.values)

    # --- The official tables ---------------------------------------------------------------------

    def _sums(self, section: Section) -> None:
        """The printed grid, each entry a formula over the details where every unit knows it, and blank otherwise."""
        drawn = TableSheet(self._scratch, self._report, section, self._standing)
        drawn.draw()
        source = drawn.worksheet
        sheet = self.book.create_sheet(section.title)
        values: dict[str, Value] = dict(drawn.values)
        entries = {place.reference: cell for cell, place in drawn.places.items() if place.sheet == section.title}
        for key, dimension in source.column_dimensions.items():
            sheet.column_dimensions[key].width = dimension.width
        sheet.freeze_panes = source.freeze_panes
        for number, dimension in source.row_dimensions.items():
            sheet.row_dimensions[number].height = dimension.height
        for area in source.merged_cells.ranges:
            sheet.merged_cells.add(str(area))
        for row in source.iter_rows():
            sheet.append([self._copied(sheet, cell, entries, values) for cell in row])
        self.values[f"xl/worksheets/sheet{len(self.book.worksheets)}.xml"] = values

    @cached_property
    def _standing(self) -> str:
        """Above every table, which may be printed alone: how many units it covers, and that it may change."""
        return self._coverage if self.document.finalised_by else f"{self._coverage}，{DRAFT}"

    @property
    def _coverage(self) -> str:
        covered = len(self.document.members)
        return str(Coverage(covered, covered + len(self.document.missing)))

    @cached_property
    def _scratch(self) -> Workbook:
        """Where the printed grid is drawn cell by cell, before it is written row by row."""
        scratch = Workbook()
        styles.add_styles(scratch)
        return scratch

    @cached_property
    def _report(self) -> ReportData:
        """The sums as the report that they would make."""
        figures = self.document.by_cell(self.document.sums)
        return ReportData(self.form.key, self.document.name, Kind.COUNTY, self.document.year, figures=figures)

    def _copied(
        self, sheet: Worksheet, cell: SheetCell, entries: dict[str, Cell], values: dict[str, Value]
    ) -> SheetCell:
        copy = WriteOnlyCell(sheet, cell.value)
        copy.style = cell.style
        copy.number_format, copy.data_type = cell.number_format, cell.data_type
        entry = entries.get(cell.coordinate)
        if entry and cell.coordinate not in values and (known := self._report.figures.get(entry)) is not None:
            copy.value = f"={self._formula(entry)}"
            values[cell.coordinate] = known
        return copy

    def _formula(self, cell: Cell) -> str:
        section = self.form.section_of[cell.table]
        rows, columns = _lines(section)
        name = _column_name(self.form.table[cell.table].column[cell.column])
        column = get_column_letter(len(_OF_UNIT) + 3 + [each for each, _ in columns].index(name))
        number_column = get_column_letter(len(_OF_UNIT) + 1)
        number = 1 + rows.index((cell.table, cell.row))
        sheet = f"'{_details_name(section)}'!"
        last = 1 + len(rows) * max(1, len(self.document.members))
        numbers, figures = (f"{sheet}${each}$2:${each}${last}" for each in (number_column, column))
        return f"SUMIFS({figures},{numbers},{number})"

    # --- The details -----------------------------------------------------------------------------

    def _details(self, section: Section) -> None:
        rows, columns = _lines(section)
        widths = _OF_UNIT | {_ROW_NUMBER: 6, _ROW_LABEL: 36} | {name: 16 for name, _ in columns}
        self._list(_details_name(section), widths, self._detail_rows(rows, columns))

    def _detail_rows(
        self, rows: Sequence[tuple[str, str]], columns: Sequence[tuple[str, set[str]]]
    ) -> Iterator[list[str | Value | None]]:
        at = {cell: number for number, cell in enumerate(self.form.entries)}
        for member in self.document.members:
            for number, (table, row) in enumerate(rows, 1):
                label = self.form.table[table].row[row].name or self.form.section_of[table].title
                cells = (Cell(table, row, key) for key in self._keys(table, columns))
                figures = [member.figures[at[cell]] if cell in at else None for cell in cells]
                yield [*_unit(member, table), number, label, *figures]

    def _keys(self, table: str, columns: Sequence[tuple[str, set[str]]]) -> list[str]:
        own = self.form.table[table].column
        return [next((key for key in own if key in keys), "") for _, keys in columns]

    # --- Beside them -----------------------------------------------------------------------------

    def _about(self) -> Iterator[tuple[str, str]]:
        said = self.document
        covered = len(said.members)
        yield "单位", said.name
        yield "年度", f"{said.year}"
        yield "覆盖", self._coverage
        yield "汇总口径", said.basis
        yield "口径说明", said.note or "无"
        yield "定稿", f"{said.finalised_by}，{said.finalised_at}" if said.finalised_by else DRAFT
        yield "来源", "“二、三、四”各表的数字是对“明细”各表的公式；没有计入“汇总调整”；有单位未知的格不填合计数"
        unknown = [self._name(cell) for cell, many in said.by_cell(said.unknown).items() if many and covered]
        yield "未知的格", "；".join(unknown[:50]) + (f"等 {len(unknown)} 格" if len(unknown) > 50 else "") or "无"

    @cached_property
    def _adjusted_columns(self) -> dict[str, int]:
        return {
            "项目": 56,
            "各单位合计": 14,
            "调整": 12,
            "调整后": 14,
            "原因类别": 26,
            "说明": 60,
            "涉及单位": 28,
            "登记人": 12,
            "登记时间": 18,
            "撤销": 10,
        }

    def _adjusted(self) -> Iterator[list[str | Value | None]]:
        document = self.document
        sums, taken_back = document.by_cell(document.sums), {each.takes_back for each in document.adjustments}
        for each in document.adjustments:
            cell = Cell.parse(each.address)
            summed, amount = sums[cell], document.adjusted.get(cell, 0)
            state = "撤销记录" if each.takes_back else "已撤销" if each.entry in taken_back else ""
            after = None if summed is None else summed + amount
            yield [
                *(self._name(cell), summed, _signed(each.amount), after, each.kind, each.reason),
                *(each.about, each.by, each.at, state),
            ]

    def _left_out(self) -> Iterator[tuple[str, str, str]]:
        yield from ((each.name, "缺", each.reason) for each in self.document.missing)
        yield from ((each.name, "不纳入", each.reason) for each in self.document.left_out)

    def _name(self, cell: Cell) -> str:
        return f"{self.form.section_of[cell.table].title}：{self.form.table[cell.table].name(cell)}"

    def _list(self, title: str, columns: dict[str, int], rows: Iterable[Iterable[str | Value | None]]) -> None:
        """A worksheet with a heading that stays in view and filters; every text is text, so that none is a formula."""
        sheet = self.book.create_sheet(title)
        for number, width in enumerate(columns.values(), 1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.freeze_panes = "A2"
        sheet.append([_text(sheet, name, styles.HEADING) for name in columns])
        last = 1
        for row in rows:
            sheet.append([_text(sheet, each) if isinstance(each, str) else each for each in row])
            last += 1
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"


def _lines(section: Section) -> tuple[list[tuple[str, str]], list[tuple[str, set[str]]]]:
    """The rows and the columns of a section's details, without totals; columns of one name stand once."""
    rows = [(table.key, row.key) for table in section.tables for row in table.rows if not row.is_total]
    columns: dict[str, set[str]] = {}
    for table in section.tables:
        for column in (each for each in table.columns if not each.is_total):
            columns.setdefault(_column_name(column), set()).add(column.key)
    return rows, list(columns.items())


def _column_name(column: Line) -> str:
    return " ".join((*column.under, column.label))


def _details_name(section: Section) -> str:
    return f"明细_表{section.title.partition('、')[0]}"


def _unit(member: HeldMember, table: str) -> list[str | int]:
    state = f"{member.state}（零报告）" if table in member.nil else member.state
    return [member.name, member.kind, state, member.revision]


def _signed(amount: str) -> str:
    return amount if amount.startswith("-") else f"+{amount}"


def _text(sheet: Worksheet, text: str, style: str = "") -> SheetCell | str:
    if not style and not text.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")):
        return printable(text)
    cell = WriteOnlyCell(sheet)
    put(cell, text, style or "Normal")
    return cell
