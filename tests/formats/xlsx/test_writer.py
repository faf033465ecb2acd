"""The workbook is the official paper: its layout, its totals as formulas with their values, its figures as typed."""

import csv
import re
from dataclasses import replace
from decimal import Decimal
from io import BytesIO, StringIO
from zipfile import ZipFile

import openpyxl
import pytest

from reports.formats import reading
from reports.formats.xlsx import cached_values, layout
from reports.formats.xlsx import writer as workbook
from reports.official import Cell
from reports.official.figures import display
from reports.official.grid import section_grid
from tests.formats.any_report import complete_report
from tests.formats.libreoffice import saved_again

AMOUNT = Cell("fees", "administrative_fees", "amount")
FIRST_ENTRY = Cell("applications", "new_received", "natural_person")


def opened(report, **options):
    return openpyxl.load_workbook(BytesIO(workbook.write(report)), **options)


def at(book, report, cell):
    place = layout.figure_places(report.edition)[cell]
    return book[place.sheet].cell(place.row, place.column)


def with_figures(report, **figures):
    """The report with other figures in some cells, by address."""
    changed = {Cell.parse(address.replace("__", ".")): figure for address, figure in figures.items()}
    return replace(report, figures={**report.figures, **changed})


# --- Layout ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("edition", ["2021", "2019"])
def test_the_tables_are_the_official_merged_grid(edition):
    report = complete_report(edition)
    book = opened(report)
    for section in layout.table_sections(report.official_form):
        cells = [cell for row in section_grid(section).rows for cell in row.cells]
        worksheet = book[section.title]
        printed = {(cell.row, cell.column): cell.text for cell in cells if cell.text}
        first = layout.FIRST_GRID_ROW
        assert {place: worksheet.cell(first + place[0], 1 + place[1]).value for place in printed} == printed
        merged = {
            (each.row, each.column, each.rowspan, each.colspan) for each in cells if each.rowspan * each.colspan > 1
        }
        assert {
            (area.min_row - first, area.min_col - 1, area.size["rows"], area.size["columns"])
            for area in worksheet.merged_cells.ranges
            if first <= area.min_row < first + len(section_grid(section).rows)
        } == merged


def test_there_is_a_worksheet_for_the_texts_one_for_each_section_with_tables_and_one_of_checks():
    report = complete_report()
    assert opened(report).sheetnames == [
        layout.TEXTS_SHEET,
        *(each.title for each in report.official_form.sections[1:4]),
        layout.CHECK_SHEET,
    ]


@pytest.mark.parametrize("edition", ["2021", "2019"])
def test_every_place_of_the_grid_merged_or_not_has_its_borders(edition):
    report = complete_report(edition)
    book = opened(report, read_only=True)  # otherwise openpyxl takes the borders of merged cells away as it reads
    for section in layout.table_sections(report.official_form):
        grid = section_grid(section)
        last_row = layout.FIRST_GRID_ROW + len(grid.rows) - 1
        rows = book[section.title].iter_rows(layout.FIRST_GRID_ROW, last_row, 1, len(grid.widths))
        borders = [cell.border for row in rows for cell in row]
        assert {side.style for each in borders for side in (each.left, each.right, each.top, each.bottom)} == {"thin"}
        assert len(borders) == len(grid.rows) * len(grid.widths)


def test_each_table_is_printed_on_one_page_with_its_official_part_alone():
    report = complete_report()
    book = opened(report)
    applications = book[report.official_form.section["applications"].title]
    assert applications.print_area.rpartition("!")[2] == "$A$1:$J$30"
    assert applications.print_title_rows == "$1:$5"
    assert applications.freeze_panes == "D6"
    for worksheet in book.worksheets[1:]:
        assert worksheet.page_setup.paperSize == 9, "A4"
        assert (worksheet.sheet_properties.pageSetUpPr.fitToPage, worksheet.page_setup.fitToWidth) == (True, 1)
        assert worksheet.page_setup.fitToHeight in {None, 1}


def test_only_what_is_filled_in_can_be_typed_over():
    report = complete_report()
    book = opened(report)
    open_places = {
        each.title: {cell.column for row in each.iter_rows() for cell in row if not cell.protection.locked}
        for each in book
    }
    assert open_places[layout.TEXTS_SHEET] == {layout.CONTENT_COLUMN}
    assert open_places[layout.CHECK_SHEET] == set()
    assert all(each.protection.sheet for each in book)
    for cell in layout.figure_places(report.edition):
        is_total = report.official_form.table[cell.table].is_total(cell)
        assert at(book, report, cell).protection.locked == is_total


def test_a_draft_and_a_demonstration_are_marked_on_every_sheet_and_page():
    content = workbook.write(complete_report(), draft=True, demonstration=True)
    for worksheet in openpyxl.load_workbook(BytesIO(content)).worksheets:
        assert worksheet.cell(layout.SUBJECT_ROW, 1).value.endswith("草稿　演示数据")
        assert worksheet.oddHeader.right.text == "草稿　演示数据"


def test_a_finished_report_is_not_marked():
    for worksheet in opened(complete_report()).worksheets:
        assert worksheet.cell(layout.SUBJECT_ROW, 1).value == "背孜乡人民政府　2021年度"
        assert worksheet.oddHeader.right.text is None


# --- Totals ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("edition", ["2021", "2019"])
def test_every_total_is_a_formula_with_its_value(edition):
    report = complete_report(edition)
    formulas, values = opened(report), opened(report, data_only=True)
    for table in report.official_form.table.values():
        for cell in table.totals:
            assert at(formulas, report, cell).data_type == "f"
            assert at(values, report, cell).value == report.figure(cell)


def test_the_formulas_of_the_tables_are_the_totals_and_the_reconciliation_alone():
    report = complete_report()
    formulas = [
        cell.value
        for worksheet in opened(report).worksheets
        if worksheet.title != layout.CHECK_SHEET
        for row in worksheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    totals = sum(len(table.totals) for table in report.official_form.table.values())
    assert len(formulas) == totals + len(report.official_form.table["applications"].columns)
    assert all(re.fullmatch(r'=IF\(COUNT\([A-Z0-9:,]+\)=\d+,.*,"(未填完)?"\)', each) for each in formulas)


def test_a_total_over_a_blank_entry_is_empty():
    report = with_figures(complete_report(), applications__new_received__natural_person=None)
    total = Cell("applications", "new_received", "total")
    assert at(opened(report), report, total).value == '=IF(COUNT(D6:I6)=6,SUM(D6:I6),"")'
    part = ZipFile(BytesIO(workbook.write(report))).read("xl/worksheets/sheet3.xml").decode()
    assert re.search(r'<c r="J6"[^>]* t="str"><f>[^<]*</f><v></v></c>', part)


def test_a_one_row_report_adds_the_rows_that_it_has():
    complete = complete_report()
    merged = {"other_no_correction", "other_fee_unpaid"}
    report = replace(
        complete, figures={cell: each for cell, each in complete.figures.items() if cell.row not in merged}
    )
    handled = Cell("applications", "handled_total", "natural_person")
    formulas, values = opened(report), opened(report, data_only=True)
    assert at(formulas, report, handled).value == '=IF(COUNT(D8:D25,D28)=19,SUM(D8:D25,D28),"")'
    assert at(values, report, handled).value == report.figure(handled)
    rows = {cell for cell in report.official_form.table["applications"].cells if cell.row in merged}
    assert {at(values, report, cell).value for cell in rows} == {None}


@pytest.mark.parametrize(
    ("carried_forward", "words"), [(3, "平"), (1, "少 2"), (5, "多 2"), (None, "未填完"), ("abc", "未填完")]
)
def test_below_table_three_each_column_says_whether_it_balances(carried_forward, words):
    nil = dict.fromkeys(complete_report().figures, 0)
    report = with_figures(
        complete_report(figures=nil),
        applications__new_received__natural_person=3,
        applications__carried_forward__natural_person=carried_forward,
    )
    worksheet = opened(report, data_only=True)[report.official_form.section["applications"].title]
    assert [cell.value for cell in worksheet[32][3:5]] == [words, "平"]


def test_a_formula_whose_value_is_not_given_is_no_workbook():
    with pytest.raises(KeyError):
        cached_values.filled(workbook.write(complete_report()), {"xl/worksheets/sheet9.xml": {}})
    book, saved = openpyxl.Workbook(), BytesIO()
    book.active["A1"] = "=SUM(B1:B2)"
    book.save(saved)
    with pytest.raises(KeyError):
        cached_values.filled(saved.getvalue(), {"xl/worksheets/sheet1.xml": {}})


def test_a_formula_written_in_another_way_is_no_workbook():
    with pytest.raises(ValueError, match="unexpected"):
        cached_values.filled(workbook.write(complete_report()), {"xl/worksheets/sheet3.xml": {}})


# --- Figures and texts as typed -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "number_format"), [("18.8710", "0.0000"), ("18.8", "0.0"), ("18", "0"), ("0.00", "0")]
)
def test_an_amount_is_a_number_that_keeps_its_decimals(amount, number_format):
    report = with_figures(complete_report(), fees__administrative_fees__amount=Decimal(amount))
    cell = at(opened(report), report, AMOUNT)
    assert (cell.data_type, cell.value, cell.number_format) == ("n", float(amount), number_format)


def test_an_amount_beyond_the_precision_of_a_spreadsheet_is_text():
    report = with_figures(complete_report(), fees__administrative_fees__amount=Decimal("123456789012.3456"))
    cell = at(opened(report), report, AMOUNT)
    assert (cell.data_type, cell.value) == ("s", "123456789012.3456")


def test_blank_is_not_zero():
    report = with_figures(
        complete_report(),
        applications__new_received__natural_person=None,
        applications__new_received__business=0,
    )
    worksheet = opened(report)[report.official_form.section["applications"].title]
    assert [cell.value for cell in worksheet[6][3:5]] == [None, 0]


PAYLOADS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "=HYPERLINK(1)",
    "＝1＋1",
    "#REF!",
    "=cmd|' /C calc'!A0",
    "1E5",
    "\n=1+1",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_text_never_becomes_a_formula(payload):
    report = with_figures(
        complete_report(title=payload, organ=payload, texts={"problems": payload}),
        applications__new_received__natural_person=payload.strip(),
    )
    book = opened(report)
    texts = book[layout.TEXTS_SHEET]
    found = [cell for row in texts.iter_rows() for cell in row if cell.value == payload.strip()]
    assert len(found) == 3
    found.append(at(book, report, FIRST_ENTRY))
    for cell in found:
        assert (cell.value, cell.data_type) == (payload.strip(), "s")
        assert cell.quotePrefix == (payload.strip()[0] in "=+-@＝")


def test_no_control_character_reaches_the_file():
    report = complete_report(title="报\x00告", texts={"problems": "一\x07二\x1f\ud800三\ufffe\u202e四"})
    values = [cell.value for row in opened(report)[layout.TEXTS_SHEET].iter_rows() for cell in row]
    assert {"报告", "一二三四"} <= set(values)


def test_a_text_that_a_cell_cannot_hold_is_refused():
    with pytest.raises(ValueError, match="32767"):
        workbook.write(complete_report(texts={"problems": "字" * 32_768}))


def test_a_long_text_stands_in_one_cell_over_as_many_rows_as_it_is_high():
    text = "政府信息公开" * 3_000
    worksheet = opened(complete_report(texts={"problems": text}))[layout.TEXTS_SHEET]
    (found,) = (cell for row in worksheet.iter_rows() for cell in row if cell.value == text)
    (area,) = (area for area in worksheet.merged_cells.ranges if found.coordinate in area)
    heights = {worksheet.row_dimensions[row].height for row, _ in area.cells}
    assert max(heights) <= 400
    lines = len(text) / (worksheet.column_dimensions["B"].width / 2)
    assert sum(worksheet.row_dimensions[row].height for row in range(area.min_row, area.max_row + 1)) > 14 * lines


# --- A second opinion -----------------------------------------------------------------------------


def without_values(content):
    """The workbook with its formulas only, so that whoever opens it must calculate."""
    stripped = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(stripped, "w") as target:
        for name in source.namelist():
            part = re.sub(rb"(<f>[^<]*</f>)<v>[^<]*</v>", rb"\1", source.read(name))
            target.writestr(name, part)
    return stripped.getvalue()


@pytest.mark.parametrize("edition", ["2021", "2019"])
def test_libreoffice_calculates_the_same_totals(edition, tmp_path):
    report = with_figures(complete_report(edition), applications__granted__research=None)
    saved = saved_again(without_values(workbook.write(report)), "csv", tmp_path)
    rows = {name: list(csv.reader(StringIO(content.decode()))) for name, content in saved.items()}
    for cell, place in layout.figure_places(edition).items():
        assert rows[place.sheet][place.row - 1][place.column - 1] == display(report.figure(cell)), cell
    balances = opened(report, data_only=True)[report.official_form.section["applications"].title]
    kept = opened(report, data_only=True)[layout.CHECK_SHEET].iter_rows(min_col=1, max_col=7, values_only=True)
    assert rows[layout.CHECK_SHEET] == [["" if each is None else str(each) for each in row] for row in kept]
    checks = next(row for row in balances.iter_rows(min_row=29, values_only=True) if str(row[0]).startswith("勾稽核对"))
    assert checks[3:] in {tuple(row[3:]) for row in rows[balances.title]}


def test_what_libreoffice_saves_is_read_back_the_same(tmp_path):
    report = with_figures(
        complete_report(
            texts={"preamble": "=1+1", "problems": "　　第一段_x0041_\n\n第二段 <&> 𠮷", "other_matters": "无"}
        ),
        fees__administrative_fees__amount=Decimal("18.8710"),
        applications__granted__research="abc",
        applications__granted__business=None,
    )
    saved = saved_again(workbook.write(report), "xlsx", tmp_path)["report"]
    read_back = reading.read("report.xlsx", saved)
    assert read_back.report == report
    assert display(read_back.report.figure(AMOUNT)) == "18.8710"
    assert read_back.report.printed_totals == {
        cell: report.figure(cell)
        for table in report.official_form.table.values()
        for cell in table.totals
        if report.figure(cell) is not None
    }
