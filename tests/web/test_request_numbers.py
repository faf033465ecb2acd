"""Each request has a number: on its answer, on its error page, and on what is logged of it."""

import re
from http import HTTPStatus

import pytest
from django.conf import settings as installation
from django.core.exceptions import PermissionDenied
from django.test import Client

from reports.web.request_numbers import HEADER, request_number
from tests.conftest import YEAR

NUMBER = re.compile(r"\d{12}")
REPORT = f"/reports/beizi/{YEAR}"


def shown(answer):
    return re.search(r'<p class="hint">请求编号：(\d+)</p>', answer.content.decode())[1]


@pytest.mark.parametrize("address", ["/", "/sign-in/", "/healthz", "/readyz", "/nowhere/", "/guide", "/public/"])
def test_whatever_is_answered_has_a_number(cast, as_user, address):
    numbers = {as_user(cast.clerk).get(address)[HEADER] for _ in range(5)}
    assert len(numbers) == 5
    assert all(NUMBER.fullmatch(each) for each in numbers)


def test_a_number_that_is_brought_along_is_not_taken_over(db):
    assert Client().get("/healthz", headers={"X-Request-Id": "1" * 12})[HEADER] != "1" * 12


def test_outside_of_a_request_there_is_none(db):
    Client().get("/healthz")
    assert request_number() == ""


def fails(*args):
    raise ZeroDivisionError


def test_every_error_page_shows_the_number_of_its_answer(filled, cast, as_user, monkeypatch):
    clerk = as_user(cast.clerk)
    clerk.raise_request_exception = False
    forging = Client(enforce_csrf_checks=True)
    forging.force_login(cast.clerk)
    answers = {
        HTTPStatus.NOT_FOUND: clerk.get("/nowhere/"),
        HTTPStatus.BAD_REQUEST: forging.post(f"{REPORT}/submit/"),
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: clerk.post("/nowhere/", {"text": "x" * 10_000_001}),
    }
    monkeypatch.setattr("reports.presenters.home._dashboard", fails)
    answers[HTTPStatus.INTERNAL_SERVER_ERROR] = clerk.get("/")
    for status, answer in answers.items():
        assert (answer.status_code, shown(answer)) == (status, answer[HEADER])


def test_a_refusal_shows_it_too(cast, as_user, monkeypatch):
    def refuse(*args):
        raise PermissionDenied

    monkeypatch.setattr("reports.presenters.home._dashboard", refuse)
    answer = as_user(cast.clerk).get("/")
    assert (answer.status_code, shown(answer)) == (HTTPStatus.FORBIDDEN, answer[HEADER])


def test_a_request_is_logged_by_the_pattern_of_its_address(filled, cast, as_user, caplog):
    caplog.set_level("INFO", logger="reports.requests")
    answer = as_user(cast.administrator).get("/administration/accounts/edit/clerk/?password=geheim-2026")
    (record,) = [each for each in caplog.records if each.name == "reports.requests"]
    assert (record.method, record.status) == ("GET", answer.status_code)
    assert record.route == "/administration/accounts/edit/<slug:username>/"
    assert record.milliseconds >= 0
    assert "geheim" not in str(record.__dict__)


def test_files_of_the_pages_are_not_logged(db, caplog):
    caplog.set_level("INFO", logger="reports.requests")
    Client().get(f"{installation.STATIC_URL}nothing.css")
    assert [each for each in caplog.records if each.name == "reports.requests"] == []
