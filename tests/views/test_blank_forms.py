"""打印空表: the empty form of a year, to collect the figures on paper or in a workbook before they are typed."""

from datetime import date
from http import HTTPStatus
from io import BytesIO
from urllib.parse import unquote

import pypdfium2
import pytest
import time_machine
from openpyxl import load_workbook

from reports.formats.reading import read
from reports.formats.xlsx.layout import CHECK_SHEET, figure_places
from reports.lifecycle.opening import open_report
from reports.models import ReportingYear
from reports.official import EDITIONS
from reports.official.filling_notes import bases, notes
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
    sheets = [
        sheet for sheet in load_workbook(BytesIO(content)) if sheet.title != CHECK_SHEET
    ]  # whose rows are numbered
    cells = [cell.value for sheet in sheets for row in sheet.iter_rows() for cell in row]
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


@pytest.mark.parametrize("year", [2018, 2026, 9999])
def test_a_year_that_has_not_come_or_had_no_form_has_no_empty_one(cast, as_user, year):
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


# --- One table alone, for who collects its figures ------------------------------------------------

PART = "/reports/beizi/{year}/blank/{part}.{extension}"
TITLES = {
    "proactive_disclosure": "二、主动公开政府信息情况",
    "applications": "三、收到和处理政府信息公开申请情况",
    "disputes": "四、政府信息公开行政复议、行政诉讼情况",
}


@pytest.mark.parametrize("part", TITLES)
def test_each_table_alone_comes_as_a_paper_with_its_notes(cast, as_user, part):
    answer = as_user(cast.clerk).get(PART.format(year=YEAR, part=part, extension="pdf"))
    assert name_of(answer) == f"背孜乡人民政府{YEAR}年政府信息公开工作年度报告（{TITLES[part]}空表和填报说明）.pdf"
    with pypdfium2.PdfDocument(answer.content) as paper:
        pages = [page.get_textpage().get_text_range() for page in paper]
    assert len(pages) == (2 if part == "applications" else 1)
    assert [title for title in TITLES.values() if title in pages[0]] == [TITLES[part]]
    text = "".join("".join(pages).split())
    section = EDITIONS["2021"].section[part]
    for note in notes(section, YEAR):
        assert "".join(note.split()) in text
    for _, basis in bases(section):
        assert basis in text


@pytest.mark.parametrize("part", TITLES)
def test_each_table_alone_comes_as_a_workbook_that_is_read_when_it_was_filled_in(cast, as_user, part):
    content = as_user(cast.clerk).get(PART.format(year=YEAR, part=part, extension="xlsx")).content
    book = load_workbook(BytesIO(content))
    assert book.sheetnames == [TITLES[part], "填报说明"]
    places = {cell: place for cell, place in figure_places("2021").items() if place.sheet == TITLES[part]}
    table = EDITIONS["2021"].table
    filled = {cell: number for number, cell in enumerate(places) if not table[cell.table].is_total(cell)}
    for cell, figure in filled.items():
        book[TITLES[part]].cell(places[cell].row, places[cell].column).value = figure
    saved = BytesIO()
    book.save(saved)
    made = read("表.xlsx", saved.getvalue(), organ="背孜乡人民政府", year=YEAR).report
    assert {cell: figure for cell, figure in made.figures.items() if figure is not None} == filled


def test_the_whole_workbook_has_the_notes_too(cast, as_user):
    content = as_user(cast.clerk).get(BLANK.format(year=YEAR, extension="xlsx")).content
    assert load_workbook(BytesIO(content)).sheetnames[1:] == [*TITLES.values(), "核对", "填报说明"]


@pytest.mark.parametrize("part", ["overview", "nothing", ""])
def test_there_is_no_empty_table_of_a_section_that_has_none(cast, as_user, part):
    answer = as_user(cast.clerk).get(PART.format(year=YEAR, part=part, extension="xlsx"))
    assert answer.status_code == HTTPStatus.NOT_FOUND


def test_the_task_list_offers_each_table_and_the_guide_says_how_it_is_filled_in(filled, cast, as_user):
    page = as_user(cast.clerk).get(f"/reports/beizi/{YEAR}/").content.decode()
    for part in TITLES:
        for extension in ("pdf", "xlsx"):
            assert f'href="{PART.format(year=YEAR, part=part, extension=extension)}"' in page
    guide = as_user(cast.clerk).get("/guide/").content.decode()
    for part in TITLES:
        for note in notes(EDITIONS["2021"].section[part], YEAR)[1:]:
            assert guide.count(f"<li>{note}</li>") == 1


@pytest.mark.parametrize("path", ["blank.pdf", "blank.xlsx", "blank/applications.pdf", "blank/disputes.xlsx"])
def test_the_form_of_2019_is_printed_for_its_years_and_none_for_those_before(cast, as_user, path):
    """It is not filled in here any more, but whoever looks into an old year may need the paper."""
    clerk = as_user(cast.clerk)
    answers = [clerk.get(f"/reports/beizi/{year}/{path}") for year in (2018, 2019, 2020)]
    assert [each.status_code for each in answers] == [HTTPStatus.NOT_FOUND, HTTPStatus.OK, HTTPStatus.OK]
    assert clerk.get("/reports/beizi/2020/start/").status_code == HTTPStatus.NOT_FOUND
