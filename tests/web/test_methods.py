"""What every answer says of itself, and which methods are answered."""

from http import HTTPStatus

import pytest
from django.test import Client

from tests.conftest import YEAR

PAGES = ("/", "/sign-in/", f"/reports/beizi/{YEAR}/", f"/reports/beizi/{YEAR}/report.json", "/public/", "/nothing/")


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "CONNECT", "DEBUG"])
@pytest.mark.parametrize("page", ["/", "/sign-in/", "/public/", "/nothing/"])
def test_a_method_that_no_page_takes_is_refused(db, method, page):
    answer = Client().generic(method, page, headers={"x-secret": "said"})
    assert answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert b"said" not in answer.content
    assert answer["Allow"] == "GET, HEAD, POST, OPTIONS"


@pytest.mark.parametrize("page", PAGES)
def test_every_answer_says_that_it_is_what_it_says(filled, cast, as_user, page):
    answer = as_user(cast.clerk).get(page)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    kind = answer.get("Content-Type", "")
    assert kind == "application/json" or "charset=utf-8" in kind or answer.status_code == HTTPStatus.FOUND
