"""The open-data workbook: every figure where its heading says, the same columns every year, no text a formula."""

from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from reports.formats.xlsx import open_data
from reports.formats.xlsx.open_data import PublishedData
from reports.official import EDITION_2021, Cell, edition_for
from reports.official.report_data import Kind, ReportData
from tests.county.reports import figures_of


def report(year=2022, organ="背孜乡人民政府", figures=None):
    data = ReportData(edition_for(year).key, organ, Kind.TOWNSHIP, year, figures=figures or figures_of("beizi", year))
    about = (False, True, "0" * 64, data)
    return PublishedData("beizi", organ, "乡镇人民政府", year, 1, date(year + 1, 1, 20), *about)


def read(*reports, year=2022):
    stream = BytesIO()
    open_data.write(iter(reports), year, datetime(year + 1, 2, 1), stream)
    book = load_workbook(stream)
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


@pytest.mark.parametrize("key", EDITION_2021.table)
def test_every_figure_totals_included_stands_in_its_row_and_column(key, seed):
    figures = {cell: number for number, cell in enumerate(edition_for(2022).entries, start=1)}
    given = report(figures=figures)
    heading, *rows = read(given)[open_data.name_of(key)]
    table = EDITION_2021.table[key]
    assert [row[4] for row in rows] == [each.key for each in table.rows]
    for row in rows:
        for column in table.columns:
            place = heading.index("／".join((*column.under, column.label)))
            assert row[place] == given.data.figure(Cell(key, row[4], column.key))
            assert row[place] is not None


def test_the_columns_are_the_same_every_year():
    headings = [{name: rows[0] for name, rows in read(report(year), year=year).items()} for year in (2019, 2022)]
    for each in headings:
        del each[open_data.ABOUT]
    assert headings[0] == headings[1]
    assert len(headings[0]) > len(EDITION_2021.table)


def test_a_form_of_before_fills_its_own_columns_and_leaves_the_others_empty():
    heading, *rows = read(report(2019), year=2019)["表二 第二十条第（一）项"]
    figures = [dict(zip(heading, row, strict=True)) for row in rows]
    assert {row["本年新制作数量"] for row in figures} == {0}
    assert len({row["行"] for row in figures}) == len(figures)
    assert {value for row in figures for name, value in row.items() if name == "现行有效件数"} == {None}


def test_a_text_is_no_formula_and_no_character_breaks_the_file():
    rows = read(report(organ="=1+1\x01"))[open_data.ORGANS]
    assert rows[1][1] == "=1+1"
    stream = BytesIO()
    open_data.write([report(organ="=1+1")], 2022, datetime(2023, 2, 1), stream)
    assert load_workbook(stream)[open_data.ORGANS]["B2"].data_type == "s"


def test_what_cannot_be_read_is_listed_and_said():
    rows = read(report()._replace(data=None))
    assert rows[open_data.ORGANS][1][-1] == "数据文件不能读取，未列入各表"
    assert len(rows["表三"]) == 1
