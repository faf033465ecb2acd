"""核对: every addition and reconciliation of the tables, live, with its result; nothing is read from it."""

from io import BytesIO

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from reports.formats import reading
from reports.formats.spreadsheets import reader as spreadsheet
from reports.formats.xlsx import layout
from reports.formats.xlsx import writer as workbook
from reports.formats.xlsx.check_sheet import equations
from reports.formats.xlsx.formulas import Sheets, plain
from reports.official import Cell
from tests.formats.any_report import complete_report
from tests.formats.xlsx.test_writer import with_figures

SHEET = layout.CHECK_SHEET
FIRST = ("applications", "new_received", "natural_person")


def balanced():
    """A report in which everything adds up."""
    report = complete_report()
    figures = {cell: 0 if cell.table == "applications" else each for cell, each in report.figures.items()}
    return complete_report(figures=figures | {Cell(*FIRST): 3, Cell("applications", "granted", "natural_person"): 3})


def rows_of(report):
    """What each row says, by its number: subject, left, right, apart, result."""
    book = openpyxl.load_workbook(BytesIO(workbook.write(report)), data_only=True)
    rows = book[SHEET].iter_rows(min_row=3, max_col=6, values_only=True)
    found = list(rows)
    return found[0][0], {number: rest for number, *rest in found[2:] if isinstance(number, int)}


def contents(report):
    book = openpyxl.load_workbook(BytesIO(workbook.write(report)))
    cells = (cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None)
    return {(cell.parent.title, cell.row, cell.column): cell.value for cell in cells}


@pytest.mark.parametrize(("edition", "additions", "reconciliations"), [("2021", 35, 7), ("2019", 33, 7)])
def test_every_addition_along_a_row_and_down_a_column_and_every_reconciliation_is_there(
    edition, additions, reconciliations
):
    report = complete_report(edition)
    found = [each for table in report.official_form.table.values() for each in equations(table, report)]
    sums = [each for each in found if len(each.left) == 1]
    assert (len(sums), len(found) - len(sums)) == (additions, reconciliations)
    totals = {cell for table in report.official_form.table.values() for cell in table.totals}
    assert {each.left[0] for each in sums} == totals
    for each in sums:
        assert sum(map(report.figure, each.right)) == report.figure(each.left[0])
    summary, rows = rows_of(report)
    assert summary == f"{len(found)} 项中 {len(sums)} 项相符，其余见下表“结果”一栏"
    assert [row[0] for row in rows.values()] == [each.words for each in found]


def test_what_adds_up_holds_and_the_summary_says_that_all_does():
    summary, rows = rows_of(balanced())
    assert summary == "全部 42 项相符"
    assert {row[4] for row in rows.values()} == {"相符"}
    assert rows[1] == ["一、本年新收政府信息公开申请数量：总计＝各栏之和", 3, 3, 0, "相符"]
    assert rows[26] == ["自然人：（七）总计＝（一）至（六）各行之和", 3, 3, 0, "相符"]
    assert rows[42] == ["行政诉讼，复议后起诉：总计＝各栏之和", 10, 10, 0, "相符"]


def test_what_does_not_balance_says_by_how_much_and_what_is_not_filled_in_says_so():
    report = with_figures(balanced(), applications__new_received__natural_person=5)
    summary, rows = rows_of(report)
    assert summary == "42 项中 40 项相符，其余见下表“结果”一栏"
    assert rows[33] == ["自然人：一＋二＝三（七）＋四", 5, 3, 2, "不符"]
    assert rows[39] == ["总计：一＋二＝三（七）＋四", 5, 3, 2, "不符"]
    blank = with_figures(balanced(), applications__new_received__natural_person=None)
    assert rows_of(blank)[1][1] == ["一、本年新收政府信息公开申请数量：总计＝各栏之和", None, None, None, "未填完"]


def test_a_row_that_the_report_merges_into_the_next_is_not_asked_for():
    merged = {"other_no_correction", "other_fee_unpaid"}
    report = complete_report(figures={cell: 0 for cell in balanced().figures if cell.row not in merged})
    assert rows_of(report)[0] == "全部 40 项相符"


def test_its_results_are_those_of_its_formulas_and_follow_the_figures():
    report = balanced()
    sheets = Sheets(contents(report))
    kept = openpyxl.load_workbook(BytesIO(workbook.write(report)), data_only=True)[SHEET]
    formulas = [address for address in sheets.contents if address[0] == SHEET and sheets.is_formula(address)]
    assert len(formulas) == 42 * 5 + 1
    assert {each: sheets.value(each) for each in formulas} == {
        each: plain(kept.cell(*each[1:]).value) for each in formulas
    }
    place = layout.figure_places("2021")[Cell(*FIRST)]
    changed = Sheets(contents(report) | {tuple(place): 4})
    assert changed.value((SHEET, 3, 1)) == "42 项中 40 项相符，其余见下表“结果”一栏"


def test_other_libraries_read_its_results():
    book = CalamineWorkbook.from_filelike(BytesIO(workbook.write(balanced())))
    rows = book.get_sheet_by_name(SHEET).to_python()
    assert rows[2][0] == "全部 42 项相符"
    assert rows[5][2:6] == [3.0, 3.0, 0.0, "相符"]


def test_nothing_is_read_from_it_neither_as_our_own_workbook_nor_as_anybodys():
    report = complete_report()
    content = workbook.write(report)
    assert reading.read("report.xlsx", content).report == report
    made = spreadsheet.read(content, organ=report.organ, year=report.year)
    assert {**made.report.figures} == {**report.figures}
    assert made.report.printed_totals == {
        cell: report.figure(cell) for table in report.official_form.table.values() for cell in table.totals
    }
