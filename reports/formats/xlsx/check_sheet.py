"""The worksheet 核对 of the workbook: every addition and reconciliation, and by formulas whether each holds.

It speaks of the figures as they stand in the other worksheets now, whoever has changed them. Nothing is read from it.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font

from reports.formats.xlsx import layout, styles
from reports.formats.xlsx.cached_values import Value
from reports.formats.xlsx.drawing import height, merge, put, put_frame
from reports.official import Cell, Section, Table, totals
from reports.official.figures import is_readable
from reports.official.report_data import ReportData

HOLDS, FAILS, INCOMPLETE = "相符", "不符", "未填完"

_HEADINGS = ("序号", "核对事项", "等号左边", "等号右边", "左右相差", "结果")
_WIDTHS = (6, 62, 13, 13, 11, 10)
_NUMBER, _SUBJECT, _LEFT, _RIGHT, _APART, _RESULT, _COUNTED = "ABCDEFG"
_SUMMARY_ROW, _HEADING_ROW = 3, 4
_LOWEST_ROW = 20  # points


class Equation(NamedTuple):
    """What has to be equal: the sum of some figures of a table, and that of others."""

    words: str
    left: tuple[Cell, ...]
    right: tuple[Cell, ...]


def equations(table: Table, report: ReportData) -> Iterator[Equation]:
    """The additions that the table prints, along its rows and down its columns, and its reconciliations."""
    for addition in totals.additions(table, report.figures):
        yield Equation(_words(table, addition), (addition.total,), addition.parts)
    for column in table.columns if table.identity else ():
        left, right = (
            tuple(Cell(table.key, row, column.key) for row in rows)
            for rows in (table.identity.left, table.identity.right)
        )
        yield Equation(f"{column.label}：一＋二＝三（七）＋四", left, right)


def _words(table: Table, addition: totals.Addition) -> str:
    row, column = table.row[addition.total.row], table.column[addition.total.column]
    if addition.parts[0].row != addition.total.row:
        return f"{column.label}：{row.label}＝（一）至（六）各行之和"
    return f"{row.name or '，'.join(column.under)}：{column.label}＝各栏之和"


class CheckSheet:
    """The worksheet; ``values`` are those of the formulas it has drawn, by cell."""

    def __init__(self, book: Workbook, report: ReportData, mark: str) -> None:
        self.report = report
        self.places = layout.figure_places(report.edition)
        self.worksheet = book.create_sheet(layout.CHECK_SHEET)
        self.values: dict[str, Value] = {}
        styles.lay_out(self.worksheet, mark)
        put_frame(self.worksheet, "表内合计和勾稽关系核对", report, mark, len(_HEADINGS))

    def draw(self) -> None:
        """Draw the headings, a row for each equation, and above them how many hold."""
        for letter, width in zip("ABCDEF", _WIDTHS, strict=True):
            self.worksheet.column_dimensions[letter].width = width
        self.worksheet.column_dimensions[_COUNTED].hidden = True  # 1 for each that holds, to be added up
        for letter, heading in zip("ABCDEF", _HEADINGS, strict=True):
            put(self.worksheet[f"{letter}{_HEADING_ROW}"], heading, styles.HEADING)
        self.worksheet.row_dimensions[_HEADING_ROW].height = _LOWEST_ROW
        row, rows = _HEADING_ROW + 1, []
        for section in layout.table_sections(self.report.official_form):
            if found := [each for table in section.tables for each in equations(table, self.report)]:
                self._draw_section(section, row)
                for number, equation in enumerate(found, start=row + 1):
                    rows.append(number)
                    self._draw_equation(equation, len(rows), number)
                row += len(found) + 1
        self._draw_summary(rows)
        self._finish(row - 1)

    def _draw_section(self, section: Section, row: int) -> None:
        merge(self.worksheet, row, 1, 1, len(_HEADINGS), styles.LABEL)
        put(self.worksheet.cell(row, 1), section.title, styles.LABEL)
        self.worksheet.row_dimensions[row].height = _LOWEST_ROW

    def _draw_equation(self, equation: Equation, number: int, row: int) -> None:
        self.worksheet[f"{_NUMBER}{row}"].value = number
        put(self.worksheet[f"{_SUBJECT}{row}"], equation.words, styles.ROW_HEADING)
        left, right = self._sum(equation.left), self._sum(equation.right)
        apart = left - right if isinstance(left, int) and isinstance(right, int) else ""
        result = INCOMPLETE if apart == "" else FAILS if apart else HOLDS
        sides = f"{_LEFT}{row},{_RIGHT}{row}"
        words = f'IF({_APART}{row}=0,"{HOLDS}","{FAILS}")'
        for letter, formula, value in (
            (_LEFT, self._sum_formula(equation.left), left),
            (_RIGHT, self._sum_formula(equation.right), right),
            (_APART, f'IF(COUNT({sides})=2,SUM({_LEFT}{row})-SUM({_RIGHT}{row}),"")', apart),
            (_RESULT, f'IF(COUNT({_APART}{row})=1,{words},"{INCOMPLETE}")', result),
            (_COUNTED, f'IF({_RESULT}{row}="{HOLDS}",1,0)', int(result == HOLDS)),
        ):
            self._put_formula(f"{letter}{row}", formula, value)
        for letter in (_NUMBER, _LEFT, _RIGHT, _APART, _RESULT):
            self.worksheet[f"{letter}{row}"].style = styles.TOTAL
        self.worksheet.row_dimensions[row].height = max(_LOWEST_ROW, height(equation.words, _WIDTHS[1] - styles.INDENT))

    def _sum(self, cells: Iterable[Cell]) -> Value:
        figures = [self.report.figure(cell) for cell in cells]
        return sum(figures) if all(map(is_readable, figures)) else ""

    def _sum_formula(self, cells: tuple[Cell, ...]) -> str:
        """The sum of figures on another worksheet, empty while one of them is missing."""
        places = [self.places[cell] for cell in cells]
        sheet = f"'{places[0].sheet}'!"
        ranges = ",".join(f"{sheet}{each}" for each in layout.ranges(places).split(","))
        return f'IF(COUNT({ranges})={len(places)},SUM({ranges}),"")'

    def _put_formula(self, reference: str, formula: str, value: Value) -> None:
        self.worksheet[reference].value = f"={formula}"
        self.values[reference] = value

    def _draw_summary(self, rows: list[int]) -> None:
        counted = f"SUM({_COUNTED}{_HEADING_ROW + 1}:{_COUNTED}{rows[-1]})"
        holding = sum(self.values[f"{_COUNTED}{row}"] for row in rows)
        all_hold, some = f"全部 {len(rows)} 项相符", (f"{len(rows)} 项中 ", " 项相符，其余见下表“结果”一栏")
        merge(self.worksheet, _SUMMARY_ROW, 1, 1, len(_HEADINGS), styles.CHECK)
        self._put_formula(
            f"{_NUMBER}{_SUMMARY_ROW}",
            f'IF({counted}={len(rows)},"{all_hold}","{some[0]}"&{counted}&"{some[1]}")',
            all_hold if holding == len(rows) else f"{some[0]}{holding}{some[1]}",
        )
        self.worksheet.row_dimensions[_SUMMARY_ROW].height = _LOWEST_ROW + 4

    def _finish(self, last: int) -> None:
        worksheet = self.worksheet
        worksheet.print_area = f"A1:{_RESULT}{last}"
        worksheet.print_title_rows = f"{_HEADING_ROW}:{_HEADING_ROW}"
        worksheet.freeze_panes = f"A{_HEADING_ROW + 1}"
        worksheet.protection.sheet = True  # without a password: it keeps formulas from slips
        worksheet.protection.formatColumns = worksheet.protection.formatRows = False
        first = f"{_RESULT}{_HEADING_ROW + 1}"
        for word, colour in ((HOLDS, "1B6E3C"), (FAILS, "B3261E")):
            rule = FormulaRule([f'{first}="{word}"'], font=Font(color=colour, bold=True))
            worksheet.conditional_formatting.add(f"{first}:{_RESULT}{last}", rule)
