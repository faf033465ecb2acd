"""Who else has a step or a review open, and what became of a review while its page was open."""

import re
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.utils import timezone

from reports.models import Membership, Presence, Role, User
from reports.models.presence import STALE_AFTER
from reports.workflow import take
from tests.conftest import YEAR

REPORT = f"/reports/beizi/{YEAR}"
REVIEW = f"{REPORT}/review/"
REASON = "第五部分没有逐项写明改进情况，请补充。"


@pytest.fixture
def in_review(filled, cast):
    take("submit", filled.pk, cast.clerk)
    filled.refresh_from_db()
    return filled


@pytest.fixture
def second(cast):
    """Another supervisor of the county."""
    user = User.objects.create_user("second", full_name="吴某某")
    Membership.objects.create(user=user, organ=cast.county, role=Role.SUPERVISOR)
    return user


def ping(client, tab="one", seen=1, address=f"{REVIEW}presence/"):
    return client.post(address, {"tab": tab, "seen": seen}, content_type="application/json")


def test_a_step_tells_who_else_is_there_and_ones_own_second_tab(as_user, cast, report):
    def told(user, tab):
        return ping(as_user(user), tab, address=f"{REPORT}/problems/presence/").json()["told"]

    assert told(cast.clerk, "one") == ""
    assert told(cast.colleague, "one") == "李某某正在编辑本部分"
    assert told(cast.clerk, "two") == "王某某正在编辑本部分；本部分已在另一窗口打开"


def test_the_page_of_a_review_says_without_scripts_who_else_is_reviewing(in_review, cast, second, as_user):
    first = as_user(cast.supervisor).get(REVIEW).content.decode()
    assert "正在审核此报告" not in first
    assert ">张某某正在审核此报告</p>" in as_user(second).get(REVIEW).content.decode()
    assert ">吴某某正在审核此报告</p>" in as_user(cast.supervisor).get(REVIEW).content.decode()


def test_a_page_is_no_second_window_of_itself(in_review, cast, as_user):
    supervisor = as_user(cast.supervisor)
    supervisor.get(REVIEW)
    assert ping(supervisor, "one").json() == {"told": ""}
    assert ping(supervisor, "two").json() == {"told": "本报告已在另一窗口打开"}
    assert "另一窗口" not in supervisor.get(REVIEW).content.decode()


def test_who_has_left_is_forgotten(in_review, cast, second, as_user):
    ping(as_user(cast.supervisor))
    Presence.objects.update(at=timezone.now() - STALE_AFTER - timedelta(seconds=1))
    assert ping(as_user(second)).json() == {"told": ""}
    assert list(Presence.objects.values_list("user__username", flat=True)) == ["second"]


def test_the_reporting_organ_does_not_learn_who_reviews(in_review, cast, as_user):
    as_user(cast.supervisor).get(REVIEW)
    ping(as_user(cast.supervisor))
    for person in (cast.clerk, cast.leader, cast.neighbour, cast.stranger, cast.administrator):
        assert ping(as_user(person)).status_code == HTTPStatus.NOT_FOUND
    for path in ("", "preview/", "history/", "decide/withdraw/"):
        assert "张某某" not in as_user(cast.clerk).get(f"{REPORT}/{path}", follow=True).content.decode()


def test_whoever_may_not_decide_is_not_said_to_review(in_review, cast, second, as_user):
    Membership.objects.create(user=cast.clerk, organ=cast.county, role=Role.SUPERVISOR)
    as_user(cast.supervisor).get(REVIEW)
    assert ">张某某正在审核此报告</p>" in as_user(cast.clerk).get(REVIEW).content.decode()
    assert ping(as_user(second)).json() == {"told": "张某某正在审核此报告"}


def test_nobody_reviews_what_has_been_decided(in_review, cast, second, as_user):
    take("approve", in_review.pk, cast.supervisor)
    as_user(cast.supervisor).get(REVIEW)
    assert Presence.objects.count() == 0
    assert ping(as_user(second), seen=2).json() == {"told": ""}


@pytest.mark.parametrize(("action", "done"), [("return", "退回修改此报告"), ("approve", "审核通过此报告")])
def test_the_open_page_says_who_decided_meanwhile(in_review, cast, second, as_user, action, done):
    page = as_user(second).get(REVIEW).content.decode()
    assert 'data-seen="1"' in page
    event = take(action, in_review.pk, cast.supervisor, reason=REASON)
    assert ping(as_user(second)).json()["left"] == f"张某某已于 {timezone.localtime(event.at):%H:%M} {done}"
    assert "left" not in ping(as_user(second), seen=event.number).json()


def test_a_report_that_came_back_is_not_the_one_on_the_open_page(in_review, cast, second, as_user):
    take("return", in_review.pk, cast.supervisor, reason=REASON)
    take("submit", in_review.pk, cast.clerk)
    assert ping(as_user(second)).json()["left"].endswith("再次提交此报告")


@pytest.mark.parametrize("seen", ["", None, "1", [], {}])
def test_a_page_that_does_not_say_what_it_saw_is_told_nothing(in_review, cast, as_user, seen):
    take("return", in_review.pk, cast.supervisor, reason=REASON)
    assert "left" not in ping(as_user(cast.supervisor), seen=seen).json()


def test_a_reason_that_came_too_late_is_given_back(in_review, cast, second, as_user):
    take("approve", in_review.pk, cast.supervisor)
    page = as_user(second).post(f"{REPORT}/decide/return/", {"reason": REASON}).content.decode()
    kept = re.search(r"可复制留存</label><textarea[^>]* readonly>([^<]*)<", page)
    assert ("张某某已于" in page, kept[1].strip()) == (True, REASON)


def test_an_open_page_alone_keeps_no_session_alive(as_user, cast, in_review, settings):
    for user, address in (
        (cast.clerk, f"{REPORT}/problems/presence/"),
        (cast.supervisor, f"{REVIEW}presence/"),
    ):
        client = as_user(user)
        client.get("/")
        session = client.session
        session["last_seen"] -= settings.IDLE_SECONDS - 60
        session.save()
        assert ping(client, address=address).status_code == HTTPStatus.OK
        assert client.session["last_seen"] == session["last_seen"]
