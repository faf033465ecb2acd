"""A clock that jumps by an hour while people work (security.md C1): sessions, saves, their order, and who is there."""

import re
import time
from datetime import datetime, timedelta
from http import HTTPStatus

import pytest
import time_machine
from django.utils import timezone

from reports.lifecycle.editing import Edit, save
from reports.lifecycle.history.proof import verify
from reports.web import middleware
from reports.web.middleware import LAST_SEEN, SIGNED_IN
from tests.conftest import YEAR
from tests.deciding import perform

STEP = f"/reports/beizi/{YEAR}/problems"
JUMPS = pytest.mark.parametrize("jump", [timedelta(hours=-1), timedelta(hours=1)], ids=["an hour back", "an hour on"])


def jumped(jump):
    return time_machine.travel(timezone.now() + jump)


@JUMPS
def test_whoever_is_working_stays_signed_in(cast, as_user, jump):
    client = as_user(cast.clerk)
    client.get("/")
    with jumped(jump):
        assert client.get("/").status_code == HTTPStatus.OK
    assert client.get("/").status_code == HTTPStatus.OK


@JUMPS
@pytest.mark.parametrize(("key", "limit"), [(LAST_SEEN, "IDLE_SECONDS"), (SIGNED_IN, "SESSION_COOKIE_AGE")])
def test_a_session_that_is_over_is_over_at_any_time_of_the_clock(cast, as_user, settings, jump, key, limit):
    client = as_user(cast.clerk)
    client.get("/")
    session = client.session
    session[key] -= getattr(settings, limit) + 1
    session.save()
    with jumped(jump):
        assert client.get("/").url.startswith("/sign-in/")


def test_after_a_restart_a_session_noted_ahead_of_the_clock_does_not_live_longer(cast, as_user, settings, monkeypatch):
    client = as_user(cast.clerk)
    client.get("/")
    now = client.session[LAST_SEEN] - 3600
    monkeypatch.setattr(middleware, "steady_seconds", lambda: now)
    assert client.get("/").status_code == HTTPStatus.OK
    assert (client.session[LAST_SEEN], client.session[SIGNED_IN]) == (now, now)
    monkeypatch.setattr(middleware, "steady_seconds", lambda: now + settings.IDLE_SECONDS + 1)
    assert client.get("/").url.startswith("/sign-in/")


def test_the_steady_clock_goes_on_and_agrees_with_the_other_while_nobody_sets_it():
    assert abs(middleware.steady_seconds() - time.time()) < 5
    with time_machine.travel(datetime(2040, 1, 1)):
        assert middleware.steady_seconds() < datetime(2039, 1, 1).timestamp()


@pytest.fixture
def at_noon():
    """An hour either way is the same day: the list of what was filled in goes by days."""
    with time_machine.travel(timezone.localtime().replace(hour=12)):
        yield


@JUMPS
@pytest.mark.usefixtures("at_noon")
def test_saves_keep_their_order_and_lose_nothing(report, cast, as_user, jump):
    # By two people in turn: what one types in one go is one change.
    for number, when in enumerate([timedelta(), jump, timedelta()]):
        with jumped(when):
            seen = report.stored_texts()["problems"]
            save(report.pk, [cast.clerk, cast.colleague][number % 2], [Edit("problems", seen, f"第{number}次")])
    changes = report.changes.filter(address="problems").values_list("old", "new")
    assert list(changes) == [("第1次", "第2次"), ("第0次", "第1次"), ("", "第0次")]
    told = as_user(cast.clerk).get(f"/reports/beizi/{YEAR}/history/").content.decode()
    plain = re.sub("<[^>]+>|新增：|删除：", "", told)
    places = [plain.index(f"第{number}次填写") for number in (2, 1, 0)]
    assert places == sorted(places)


@JUMPS
def test_the_chain_of_events_holds(filled, cast, jump):
    perform("submit", filled.pk, cast.clerk)
    with jumped(jump):
        perform("return", filled.pk, cast.supervisor, reason="第五部分没有逐项写明改进情况，请补充。")
    perform("submit", filled.pk, cast.clerk)
    assert list(filled.events.order_by("number").values_list("action", flat=True)) == ["submit", "return", "submit"]
    assert verify().broken == ""


@JUMPS
def test_nobody_who_left_stays_present_and_whoever_stays_is_named(report, cast, as_user, jump):
    def told(user):
        return as_user(user).post(f"{STEP}/presence/", {"tab": "1"}, content_type="application/json").json()["told"]

    told(cast.clerk)
    with jumped(jump):
        assert told(cast.colleague) == ""
        told(cast.clerk)
        assert told(cast.colleague) == "李某某正在编辑本部分"
