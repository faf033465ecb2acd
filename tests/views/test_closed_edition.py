"""A form that was closed: the reports of its own years are still typed in it."""

from dataclasses import replace
from http import HTTPStatus

import pytest
import time_machine

from reports.models import AnnualReport, Status
from reports.official import EDITIONS
from tests.conftest import YEAR

NOW = f"{YEAR + 1}-01-10T10:00:00+08:00"
REPORT = f"/reports/beizi/{YEAR}/"


@pytest.fixture
def closed(monkeypatch):
    """The form in force ends with the year reported on, as CONTRIBUTING asks where a new notice brings a new form."""
    monkeypatch.setitem(EDITIONS, "2021", replace(EDITIONS["2021"], last_year=YEAR))


@pytest.mark.parametrize("path", ["", "problems/", "check/", "start/", "blank.pdf", "blank.xlsx"])
def test_a_draft_in_a_closed_form_is_opened_as_before(closed, report, cast, as_user, path):
    with time_machine.travel(NOW, tick=False):
        assert as_user(cast.clerk).get(f"{REPORT}{path}").status_code == HTTPStatus.OK


def test_a_returned_report_in_a_closed_form_is_mended(closed, report, cast, as_user):
    AnnualReport.objects.update(status=Status.RETURNED)
    with time_machine.travel(NOW, tick=False):
        assert as_user(cast.clerk).get(f"{REPORT}problems/").status_code == HTTPStatus.OK


def test_the_guide_tells_of_the_form_of_the_year_on_offer(closed, cast, as_user):
    with time_machine.travel(NOW, tick=False):
        assert as_user(cast.clerk).get("/guide/").status_code == HTTPStatus.OK


@pytest.mark.parametrize(
    ("edition", "year", "is_typed"),
    [("2019", 2019, False), ("2019", 2020, False), ("2019", 2022, False), ("2021", 2022, True), ("2021", 2023, False)],
)
def test_a_report_is_typed_in_the_form_of_its_year(closed, edition, year, is_typed):
    assert AnnualReport(edition=edition, year=year).has_entry_form is is_typed
