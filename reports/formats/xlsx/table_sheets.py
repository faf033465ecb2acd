"""A worksheet of the workbook for each section with tables: the printed grid, its totals as formulas."""

from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from reports.formats.xlsx import layout, styles
from reports.formats.xlsx.cached_values import Value
from reports.formats.xlsx.drawing import height, merge, put, put_frame
from reports.official import Cell, Measure, Section, Table, totals
from reports.official.figures import MOST_DECIMALS, MOST_DIGITS, display, is_readable
from reports.official.form import Identity
from reports.official.grid import CellRole, GridCell, GridRow, section_grid
from reports.official.report_data import ReportData

_STYLES = {
    CellRole.BAND: styles.HEADING,
    CellRole.CORNER: styles.HEADING,
    CellRole.COLUMN_HEADING: styles.HEADING,
    CellRole.ROW_HEADING: styles.ROW_HEADING,
    CellRole.ENTRY: styles.ENTRY,
    CellRole.TOTAL: styles.TOTAL,
}
# Wide enough that the headings of table 三 break by sense, and those of table 四 after two characters, as printed.
_WIDTHS = {"applications": 112}
_WIDTH = 84
_LOWEST_ROW = 26  # points
_EXACT_DIGITS = 15  # of the binary numbers that a workbook keeps; a longer amount is written as text

_BALANCED, _SHORT, _OVER, _INCOMPLETE = "平", "少 ", "多 ", "未填完"


class TableSheet:
    """The worksheet of one section; ``values`` are those of the formulas it has drawn, by cell."""

    def __init__(self, book: Workbook, report: ReportData, section: Section, mark: str) -> None:
        self.report = report
        self.section = section
        self.grid = section_grid(section)
        self.places = layout.figure_places(report.edition)
        self.worksheet = book.create_sheet(section.title)
        self.values: dict[str, Value] = {}
        styles.lay_out(self.worksheet, mark)
        put_frame(self.worksheet, section.title, report, mark, len(self.grid.widths))

    def draw(self) -> None:
        width = _WIDTHS.get(self.section.key, _WIDTH)
        for number, percent in enumerate(self.grid.widths, 1):
            self.worksheet.column_dimensions[get_column_letter(number)].width = width * percent / 100
        for number, row in enumerate(self.grid.rows, layout.FIRST_GRID_ROW):
            self._draw_row(number, row, width)
        end = layout.FIRST_GRID_ROW + len(self.grid.rows)
        self._fit_to_paper(end - 1)
        for table in self.section.tables:
            self._validate(table)
            if table.identity:
                self._draw_reconciliation(table, table.identity, end + 1)

    def _fit_to_paper(self, last_row: int) -> None:
        worksheet, headings = self.worksheet, len(self.grid.heading_rows)
        worksheet.print_area = f"A1:{get_column_letter(len(self.grid.widths))}{last_row}"
        worksheet.print_title_rows = f"1:{layout.FIRST_GRID_ROW + headings - 1}"
        labels = len(self.section.tables[0].label_widths) if headings else 0
        worksheet.freeze_panes = worksheet.cell(layout.FIRST_GRID_ROW + headings, 1 + labels)
        worksheet.protection.sheet = True  # without a password: it keeps headings and formulas from slips
        worksheet.protection.formatCells = worksheet.protection.formatColumns = False
        worksheet.protection.formatRows = False

    def _draw_row(self, number: int, row: GridRow, width: float) -> None:
        needed = _LOWEST_ROW
        for each in row.cells:
            self._draw_cell(each)
            if each.rowspan == 1:
                spanned = sum(self.grid.widths[each.column : each.column + each.colspan])
                indent = styles.INDENT if each.role is CellRole.ROW_HEADING else 0
                needed = max(needed, height(each.text, width * spanned / 100 - indent))
        self.worksheet.row_dimensions[number].height = needed

    def _draw_cell(self, each: GridCell) -> None:
        place = layout.place(self.section, each)
        style = styles.ROW_GROUP if each.role is CellRole.ROW_HEADING and each.is_group else _STYLES[each.role]
        merge(self.worksheet, place.row, place.column, each.rowspan, each.colspan, style)
        cell = self.worksheet.cell(place.row, place.column)
        if each.cell is None:
            put(cell, each.text, style)
        elif each.role is CellRole.TOTAL:
            self._put_total(cell, each.cell)
        else:
            self._put_entry(cell, each.cell)

    def _put_entry(self, cell: SheetCell, address: Cell) -> None:
        figure = self.report.figures.get(address)
        if isinstance(figure, Decimal):
            _put_amount(cell, figure)
        elif isinstance(figure, int):
            cell.value = figure
        elif figure is not None:
            put(cell, figure, styles.ENTRY)
        elif self._measure(address) is Measure.MONEY:
            cell.number_format = "General"

    def _measure(self, address: Cell) -> Measure:
        return self.report.official_form.table[address.table].measure(address)

    def _put_total(self, cell: SheetCell, address: Cell) -> None:
        table = self.report.official_form.table[address.table]
        parts = totals.parts_present(table, self.report.figures, address)
        if not parts:
            return  # of a row that the report leaves out
        ranges = layout.ranges(self.places[part] for part in parts)
        derived = self.report.figure(address)
        self._put_formula(
            cell, f'IF(COUNT({ranges})={len(parts)},SUM({ranges}),"")', "" if derived is None else derived
        )

    def _put_formula(self, cell: SheetCell, formula: str, value: Value) -> None:
        cell.value = f"={formula}"
        self.values[cell.coordinate] = value

    # --- Help for whoever fills it in ------------------------------------------------------------

    def _validate(self, table: Table) -> None:
        for measure in {table.measure(cell): None for cell in table.entries}:
            ranges = layout.ranges(self.places[cell] for cell in table.entries if table.measure(cell) is measure)
            self.worksheet.add_data_validation(_validation(measure, ranges.replace(",", " ")))

    def _draw_reconciliation(self, table: Table, identity: Identity, row: int) -> None:
        """Below the official part, whether each column balances, in the words of the screen."""
        places = {column: self.places[Cell(table.key, identity.left[0], column)] for column in table.column}
        first, *_, last = sorted(place.column for place in places.values())
        merge(self.worksheet, row, 1, 1, first - 1, styles.CHECK)
        put(self.worksheet.cell(row, 1), "勾稽核对：一＋二＝三（七）＋四", styles.CHECK)
        for column, place in places.items():
            cell = self.worksheet.cell(row, place.column)
            cell.style = styles.CHECK
            left = [Cell(table.key, each, column) for each in identity.left]
            right = [Cell(table.key, each, column) for each in identity.right]
            self._put_formula(cell, self._balance_formula(left, right), self._balance(left, right))
        self.worksheet.row_dimensions[row].height = _LOWEST_ROW
        self._colour(f"{get_column_letter(first)}{row}:{get_column_letter(last)}{row}")

    def _balance_formula(self, left: list[Cell], right: list[Cell]) -> str:
        to_handle, accounted_for = (
            f"({'+'.join(self.places[cell].reference for cell in side)})" for side in (left, right)
        )
        parts = ",".join(self.places[cell].reference for cell in (*left, *right))
        short = f'"{_SHORT}"&({to_handle}-{accounted_for})'
        over = f'"{_OVER}"&({accounted_for}-{to_handle})'
        unequal = f"IF({to_handle}>{accounted_for},{short},{over})"
        words = f'IF({to_handle}={accounted_for},"{_BALANCED}",{unequal})'
        return f'IF(COUNT({parts})={len(left) + len(right)},{words},"{_INCOMPLETE}")'

    def _balance(self, left: list[Cell], right: list[Cell]) -> str:
        """What the formula makes: the results may be fewer than what had to be handled (少), or more (多)."""
        figures = {cell: self.report.figure(cell) for cell in (*left, *right)}
        if not all(map(is_readable, figures.values())):
            return _INCOMPLETE
        difference = sum(figures[cell] for cell in left) - sum(figures[cell] for cell in right)
        if not difference:
            return _BALANCED
        return f"{_SHORT if difference > 0 else _OVER}{abs(difference)}"

    def _colour(self, reference: str) -> None:
        corner = reference.split(":")[0]
        for words, colour in (((_BALANCED,), "1B6E3C"), ((_SHORT, _OVER), "B3261E")):
            test = ",".join(f'LEFT({corner},{len(word)})="{word}"' for word in words)
            rule = FormulaRule([f"OR({test})"], font=Font(color=colour, bold=True))
            self.worksheet.conditional_formatting.add(reference, rule)


def _put_amount(cell: SheetCell, amount: Decimal) -> None:
    """Write an amount whose decimals as typed are kept by the format of the number: ``18.8710`` is ``0.0000``."""
    decimals = len(display(amount).partition(".")[2])
    if len(amount.as_tuple().digits) > _EXACT_DIGITS:
        put(cell, display(amount), styles.ENTRY)
        return
    cell.value = amount
    cell.number_format = f"0.{'0' * decimals}" if decimals else "0"


def _validation(measure: Measure, ranges: str) -> DataValidation:
    highest = "9" * MOST_DIGITS
    kind, lowest, demand = {
        Measure.COUNT: ("whole", "0", "件数应为不小于 0 的整数，没有的填 0"),
        Measure.NET_CHANGE: ("whole", f"-{highest}", "请填写整数，减少的填负数"),
        Measure.MONEY: ("decimal", "0", f"金额以万元为单位，不能为负数，最多保留 {MOST_DECIMALS} 位小数"),
    }[measure]
    return DataValidation(
        kind,
        operator="between",
        formula1=lowest,
        formula2=highest,
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="请核对数字",
        error=demand,
        sqref=ranges,
    )
