"""``/healthz`` and ``/readyz``: answered to whoever asks, however they ask, without a secret and cheaply."""

from http import HTTPStatus

import pytest
from django.db import OperationalError, connection
from django.test import Client

from reports.operations.health.probe import Severity
from reports.operations.health.registry import READINESS

ADDRESSES = ["/healthz", "/readyz"]
KEYS = [each.key for each in READINESS]


@pytest.fixture
def stopped(monkeypatch):
    """The worker has ended; all else is well."""
    found = dict.fromkeys(KEYS, Severity.FINE) | {"worker": Severity.STOPPED, "disk": Severity.FAULT}
    monkeypatch.setattr("reports.views.public.health.readiness", lambda: found)


def test_the_application_lives_and_is_ready(in_review):
    assert Client().get("/healthz").json() == {"alive": True}
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()) == (
        HTTPStatus.OK,
        {"ready": True, "checks": dict.fromkeys(["database", "disk", "worker", "clock", "chain"], "fine")},
    )


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_probe_needs_no_tls_no_name_and_no_session(db, settings, address):
    settings.SECURE_SSL_REDIRECT, settings.ALLOWED_HOSTS = True, ["nianbao.example.gov.cn"]
    answer = Client(headers={"host": "10.1.2.3:8000"}).get(address)
    assert answer.status_code == HTTPStatus.OK
    assert answer.cookies == {}
    assert "no-store" in answer["Cache-Control"]
    assert Client().get("/sign-in/").status_code != HTTPStatus.OK  # which shows that the settings are in force


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_probe_is_only_asked(db, address):
    assert Client().head(address).status_code == HTTPStatus.OK
    assert Client().post(address).status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_living_asks_the_database_nothing_even_of_who_is_signed_in(cast, as_user, django_assert_num_queries):
    client = as_user(cast.clerk)
    with django_assert_num_queries(0):
        assert client.get("/healthz").status_code == HTTPStatus.OK


def test_a_flood_of_questions_asks_the_database_once(four_of_five, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        for _ in range(30):
            Client().get("/readyz")


def test_what_stands_still_makes_it_not_ready_and_is_named_without_particulars(stopped):
    answer = Client().get("/readyz")
    checks = dict.fromkeys(KEYS, "fine") | {"worker": "stopped", "disk": "fault"}
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert answer.json() == {"ready": False, "checks": checks}


def test_a_proxy_may_leave_out_what_is_no_reason_to_send_nobody(stopped):
    answer = Client().get("/readyz?exclude=worker,clock")
    assert (answer.status_code, "worker" in answer.json()["checks"]) == (HTTPStatus.OK, False)
    answer = Client().get("/readyz?exclude=worker,wroker")
    assert (answer.status_code, answer.json()) == (HTTPStatus.BAD_REQUEST, {"unknown": ["wroker"]})


def test_a_database_that_is_gone_is_said_and_the_process_lives_on(db):
    def gone(execute, sql, params, many, context):
        raise OperationalError('connection to server at "10.0.0.5", user "reports" failed')

    with connection.execute_wrapper(gone):
        answer = Client().get("/readyz")
        assert Client().get("/healthz").status_code == HTTPStatus.OK
    assert (answer.status_code, answer.json()["checks"]["database"]) == (HTTPStatus.SERVICE_UNAVAILABLE, "stopped")
    assert b"10.0.0.5" not in answer.content
