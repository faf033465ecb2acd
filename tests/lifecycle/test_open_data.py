"""The open-data workbook is kept until something is published, and never taken for whole when it is not."""

from http import HTTPStatus
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from openpyxl import load_workbook

from reports.formats.xlsx.open_data import ORGANS
from reports.lifecycle import open_data
from tests.conftest import YEAR
from tests.views.publications import published, townships

ADDRESS = f"/public/{YEAR}.xlsx"


@pytest.fixture
def one(cast):
    return published(cast.clerk, cast.township, YEAR)


def organs():
    answer = Client().get(ADDRESS)
    assert answer.status_code == HTTPStatus.OK
    sheet = load_workbook(BytesIO(answer.content))[ORGANS]
    return [row[1].value for row in sheet.iter_rows(min_row=2)]


def test_it_is_made_once_and_again_after_a_publication_and_the_earlier_one_goes(one, cast):
    assert organs() == ["背孜乡人民政府"]
    first = open_data.make(YEAR)
    assert open_data.make(YEAR) == first
    published(cast.clerk, cast.neighbouring_township, YEAR)
    assert not open_data.kept(YEAR).is_current
    assert organs() == ["背孜乡人民政府", "瓦屋镇人民政府"]
    assert len(default_storage.listdir(open_data.FOLDER)[1]) == 1


def test_a_correction_takes_the_place_of_what_it_corrected(one, cast):
    open_data.make(YEAR)
    published(cast.clerk, cast.township, YEAR, revision=2)
    assert organs() == ["背孜乡人民政府"]


def test_a_file_that_was_cut_off_is_made_anew(one):
    path = Path(default_storage.path(open_data.make(YEAR).name))
    path.write_bytes(path.read_bytes()[:-1])
    assert open_data.kept(YEAR) is None
    assert organs() == ["背孜乡人民政府"]


def test_of_many_reports_it_is_made_by_a_worker_and_the_one_before_given_meanwhile(one, cast, monkeypatch):
    open_data.make(YEAR)
    monkeypatch.setattr(open_data, "MOST_AT_ONCE", 1)
    ordered = []
    monkeypatch.setattr(open_data, "make_later", type("Task", (), {"enqueue": staticmethod(ordered.append)}))
    for organ in townships(cast.county, 2):
        published(cast.clerk, organ, YEAR)
    assert organs() == organs() == ["背孜乡人民政府"]
    assert ordered == [YEAR]
    default_storage.delete(open_data.kept(YEAR).name)
    answer = Client().get(ADDRESS)
    assert (answer.status_code, answer.headers["Retry-After"]) == (HTTPStatus.SERVICE_UNAVAILABLE, "60")
    assert "正在生成" in answer.content.decode()


def test_of_a_year_of_which_nothing_is_published_there_is_none(one):
    assert Client().get(f"/public/{YEAR + 1}.xlsx").status_code == HTTPStatus.NOT_FOUND
    assert open_data.make(YEAR + 1) is None
