"""打印空表: the empty form of a year, to collect the figures on paper or in a workbook before they are typed."""

from datetime import date
from http import HTTPStatus
from io import BytesIO
from urllib.parse import unquote

import pytest
import time_machine
from openpyxl import load_workbook

from reports.imports import read
from reports.models import ReportingYear
from reports.opening import open_report
from tests.conftest import YEAR

BLANK = "/reports/beizi/{year}/blank.{extension}"


def name_of(answer):
    return unquote(answer["Content-Disposition"].partition("UTF-8''")[2])


@pytest.mark.parametrize("extension", ["pdf", "xlsx"])
@pytest.mark.parametrize("person", ["clerk", "leader", "reader"])
def test_the_people_of_an_organ_have_its_empty_form_by_a_chinese_name(cast, as_user, person, extension):
    answer = as_user(getattr(cast, person)).get(BLANK.format(year=YEAR, extension=extension))
    assert answer.status_code == HTTPStatus.OK
    assert name_of(answer) == f"背孜乡人民政府{YEAR}年政府信息公开工作年度报告（空表）.{extension}"
    assert answer.content[:4] == {"pdf": b"%PDF", "xlsx": b"PK\x03\x04"}[extension]


def test_an_empty_workbook_has_the_formulas_and_no_figure(cast, as_user):
    content = as_user(cast.clerk).get(BLANK.format(year=YEAR, extension="xlsx")).content
    cells = [cell.value for sheet in load_workbook(BytesIO(content)) for row in sheet.iter_rows() for cell in row]
    assert [value for value in cells if isinstance(value, int)] == []
    assert sum(str(value).startswith("=") for value in cells) > 30


def test_an_empty_workbook_that_was_filled_in_can_be_read(cast, as_user):
    book = load_workbook(BytesIO(as_user(cast.clerk).get(BLANK.format(year=YEAR, extension="xlsx")).content))
    sheet = next(each for each in book if each.title.startswith("三"))
    row = next(row for row in sheet.iter_rows() if any("一、本年新收" in str(cell.value) for cell in row))
    first = next(cell for cell in row if not cell.value and type(cell).__name__ == "Cell")
    first.value = 13
    saved = BytesIO()
    book.save(saved)
    reading = read("空表.xlsx", saved.getvalue())
    assert {str(cell): figure for cell, figure in reading.report.figures.items() if figure is not None} == {
        "applications.new_received.natural_person": 13
    }
    assert (reading.report.organ, reading.report.year, reading.unplaced) == ("背孜乡人民政府", YEAR, ())


@pytest.mark.parametrize("year", [2018, 2019, 2020, 2026, 9999])
def test_a_year_that_cannot_be_filled_in_has_no_empty_form(cast, as_user, year):
    with time_machine.travel(date(2026, 11, 30)):
        answer = as_user(cast.clerk).get(BLANK.format(year=year, extension="pdf"))
    assert answer.status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("extension", ["json", "html", "docx", "pdf.exe"])
def test_there_is_no_empty_form_in_other_formats(cast, as_user, extension):
    answer = as_user(cast.clerk).get(BLANK.format(year=YEAR, extension=extension))
    assert answer.status_code == HTTPStatus.NOT_FOUND


def test_before_the_year_opens_home_offers_the_empty_form(cast, as_user):
    with time_machine.travel(date(2026, 12, 5)):
        ReportingYear.objects.create(
            year=2026, superior=cast.county, opens_on=date(2026, 12, 15), due_on=date(2027, 1, 20)
        )
        page = as_user(cast.clerk).get("/").content.decode()
        assert "2026 年度填报尚未开放（2026-12-15 开放）。可先下载填报表样，收集数据。" in page
        for extension in ("pdf", "xlsx"):
            address = BLANK.format(year=2026, extension=extension)
            assert f'href="{address}"' in page
            assert as_user(cast.clerk).get(address).status_code == HTTPStatus.OK


def test_home_and_task_list_offer_the_empty_form_while_the_report_is_written(cast, as_user):
    with time_machine.travel(date(2026, 12, 5)):
        link = f'href="{BLANK.format(year=2026, extension="pdf")}"'
        assert link in as_user(cast.clerk).get("/").content.decode()
        open_report(cast.township, 2026, cast.clerk)
        assert link in as_user(cast.clerk).get("/").content.decode()
        assert link in as_user(cast.clerk).get("/reports/beizi/2026/").content.decode()
