"""A full disk and a read-only data folder: 未保存 is said, what was typed is shown again, nothing needs a restart."""

import json
from html import unescape
from http import HTTPStatus

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client

from reports.models import AnnualReport, ValueChange
from reports.official.interchange import content_hash
from reports.web import errors
from reports.web.middleware import LAST_SEEN, MINUTE, steady_seconds
from tests.conftest import PASSWORD, YEAR
from tests.deciding import perform

pytestmark = pytest.mark.django_db(transaction=True)  # a refused write must not undo the test's own

STEP = f"/reports/beizi/{YEAR}/other_matters/"
TYPED = "今年新写的一段话，还没有保存。" * 20
REASON = "第五部分没有逐项写明改进情况，请补充说明。"


class Unwritable:
    """A database that takes nothing until ``recover``."""

    def __init__(self, said):
        self.said, self.is_over = said, False

    def __call__(self, execute, sql, params, many, context):
        if not self.is_over and sql.split()[0] in {"INSERT", "UPDATE", "DELETE"}:
            raise OperationalError(self.said)
        return execute(sql, params, many, context)

    def recover(self):
        self.is_over = True


@pytest.fixture(params=["database or disk is full", "attempt to write a readonly database", "disk I/O error"])
def unwritable(request, filled):
    fault = Unwritable(request.param)
    with connection.execute_wrapper(fault):
        yield fault


def posted(report):
    return {"other_matters": TYPED, "seen": json.dumps({"other_matters": report.stored_texts()["other_matters"]})}


@pytest.fixture
def clerk(filled, cast, as_user):
    return as_user(cast.clerk)


def test_a_plain_post_says_that_nothing_was_saved_and_gives_the_text_back(clerk, filled, unwritable):
    answer = clerk.post(STEP, posted(filled))
    page = unescape(answer.content.decode())
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert errors.NOT_SAVED in page
    assert TYPED in page
    assert "已保存的内容不受影响" not in page
    unwritable.recover()
    assert clerk.post(STEP, posted(filled)).status_code == HTTPStatus.FOUND
    assert AnnualReport.objects.get(pk=filled.pk).stored_texts()["other_matters"] == TYPED


def test_a_save_while_typing_says_so_and_is_taken_later(clerk, filled, unwritable):
    body = json.dumps({"edits": [["other_matters", filled.stored_texts()["other_matters"], TYPED]]})
    answer = clerk.post(f"{STEP}save/", body, content_type="application/json")
    assert (answer.status_code, answer.json()["error"]) == (HTTPStatus.SERVICE_UNAVAILABLE, errors.NOT_SAVED)
    before = ValueChange.objects.count()
    unwritable.recover()
    assert clerk.post(f"{STEP}save/", body, content_type="application/json").status_code == HTTPStatus.OK
    assert ValueChange.objects.count() == before + 1


def test_every_other_form_gives_back_what_was_typed_with_a_button_that_sends_it_again(
    filled, cast, as_user, unwritable
):
    unwritable.recover()
    supervisor = as_user(cast.supervisor)
    perform("submit", filled.pk, cast.clerk)
    unwritable.is_over = False
    seen = content_hash(AnnualReport.objects.get(pk=filled.pk).data())
    address = f"/reports/beizi/{YEAR}/decide/return/"
    answer = supervisor.post(address, {"reason": REASON, "content_hash": seen})
    page = answer.content.decode()
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert "<h1>未保存</h1>" in page
    assert f'<form method="post" action="{address}">' in page
    assert f'name="reason" rows="4" aria-label="填写的内容">\n{REASON}</textarea>' in page
    assert f'<input type="hidden" name="content_hash" value="{seen}">' in page
    assert "csrfmiddlewaretoken" in page


def test_a_password_is_not_shown_again(cast, filled, unwritable):
    answer = Client().post("/sign-in/", {"username": "clerk", "password": PASSWORD})
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert PASSWORD not in answer.content.decode()


def test_pages_are_still_read_though_no_session_can_be_stored(clerk, filled, unwritable):
    session = clerk.session
    unwritable.recover()
    session[LAST_SEEN] = steady_seconds() - 2 * MINUTE
    session.save()
    unwritable.is_over = False
    for path in ("/", STEP, f"/reports/beizi/{YEAR}/preview/", "/guide/", "/account/"):
        assert clerk.get(path).status_code == HTTPStatus.OK, path


def test_an_idle_session_opens_nothing_though_its_end_cannot_be_stored(clerk, filled, unwritable, settings):
    session = clerk.session
    unwritable.recover()
    session[LAST_SEEN] = steady_seconds() - settings.IDLE_SECONDS - 1
    session.save()
    unwritable.is_over = False
    assert clerk.get(STEP).url.startswith("/sign-in/")


def test_the_public_stays_served(filled, cast, unwritable):
    unwritable.recover()
    perform("submit", filled.pk, cast.clerk)
    perform("approve", filled.pk, cast.supervisor)
    perform("publish", filled.pk, cast.clerk)
    unwritable.is_over = False
    for path in (f"/public/beizi/{YEAR}/", f"/public/beizi/{YEAR}/1/report.pdf", "/sign-in/"):
        assert Client().get(path).status_code == HTTPStatus.OK, path


def test_a_page_that_cannot_be_read_says_so_and_does_not_speak_of_what_was_saved(clerk, filled):
    def unreadable(execute, sql, params, many, context):
        if "reports_annualreport" in sql:
            raise OperationalError("unable to open database file")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(unreadable):
        answer = clerk.get(STEP)
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert "系统暂时无法读取数据" in answer.content.decode()


@pytest.fixture
def gone(filled):
    """A database that answers nothing, not even who somebody is."""

    def unreachable(execute, sql, params, many, context):
        raise OperationalError("connection refused")

    with connection.execute_wrapper(unreachable):
        yield


@pytest.fixture
def undisturbed(clerk):
    """A browser that is shown the answer, whatever was raised."""
    clerk.raise_request_exception = False
    return clerk


@pytest.fixture
def form(filled):
    """What is posted, read before the database is gone."""
    return posted(filled)


def test_a_database_that_is_gone_is_said_where_it_is_asked_who_somebody_is(undisturbed, form, gone):
    page = unescape(undisturbed.get(STEP).content.decode())
    assert "系统暂时无法读取数据" in page
    answer = undisturbed.post(STEP, form)
    page = unescape(answer.content.decode())
    assert (answer.status_code, errors.NOT_SAVED in page, TYPED in page) == (HTTPStatus.SERVICE_UNAVAILABLE, True, True)
    assert 'type="submit">再次提交</button>' in page
    body = json.dumps({"edits": [["other_matters", "", TYPED]]})
    answer = undisturbed.post(f"{STEP}save/", body, content_type="application/json")
    assert (answer.status_code, answer.json()["error"]) == (HTTPStatus.SERVICE_UNAVAILABLE, errors.NOT_SAVED)


def test_of_a_large_body_nothing_is_read_while_nobody_knows_who_sends_it(undisturbed, filled, gone, settings):
    large = {"other_matters": "长" * settings.MOST_BYTES_OF_ANYBODY}
    answer = undisturbed.post(STEP, large)
    assert answer.status_code == HTTPStatus.INTERNAL_SERVER_ERROR
    assert "长长" not in answer.content.decode()


@pytest.mark.skipif(bool(settings.DATABASE_URL), reason="needs SQLite: the fault is its own")
def test_a_database_that_sqlite_itself_finds_full(clerk, filled):
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count={cursor.fetchone()[0]}")
        try:
            text = TYPED * 50
            answer = clerk.post(STEP, posted(filled) | {"other_matters": text})
            assert (answer.status_code, text in answer.content.decode()) == (HTTPStatus.SERVICE_UNAVAILABLE, True)
        finally:
            cursor.execute("PRAGMA max_page_count=1073741823")
    assert clerk.post(STEP, posted(filled)).status_code == HTTPStatus.FOUND
