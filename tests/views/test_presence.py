"""Who else has a step or a review open, and what became of a review while its page was open."""

import json
import re
import zlib
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reports.lifecycle.editing import Edit, save, version_of
from reports.models import Membership, Presence, Role, User
from reports.models.presence import STALE_AFTER
from tests.conftest import YEAR
from tests.deciding import perform, seen

REPORT = f"/reports/beizi/{YEAR}"
REVIEW = f"{REPORT}/review/"
REASON = "第五部分没有逐项写明改进情况，请补充。"


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
    for person in (cast.supervisor, second):
        page = as_user(person).get(REVIEW).content.decode()
        assert (">开始审核</button>" in page, "正在审核此报告" in page) == (True, False)
    as_user(cast.supervisor).post(f"{REVIEW}open/", {"seen": "1"})
    assert ">张某某正在审核此报告</p>" in as_user(second).get(REVIEW).content.decode()
    assert ">吴某某" not in as_user(cast.supervisor).get(REVIEW).content.decode()


def test_a_page_is_no_second_window_of_itself(in_review, cast, as_user):
    supervisor = as_user(cast.supervisor)
    supervisor.post(f"{REVIEW}open/", {"seen": "1"})
    assert ping(supervisor, "one").json() == {"told": ""}
    assert ping(supervisor, "two").json() == {"told": "本报告已在另一窗口打开"}
    assert "另一窗口" not in supervisor.get(REVIEW).content.decode()


@pytest.mark.parametrize("person", ["supervisor", "clerk", "neighbour", "stranger"])
def test_a_review_begins_when_its_page_says_that_it_is_seen(in_review, cast, as_user, person):
    as_user(getattr(cast, person)).get(REVIEW)
    as_user(getattr(cast, person)).get(f"{REPORT}/decide/return/")
    in_review.refresh_from_db()
    assert in_review.review_opened_by is None
    ping(as_user(getattr(cast, person)))
    in_review.refresh_from_db()
    begun = in_review.review_opened_by
    assert begun == (cast.supervisor if person == "supervisor" else None)


@pytest.mark.parametrize(("seen", "begins"), [("1", True), ("0", False), ("", False), ("x", False)])
def test_a_review_begins_by_its_button_on_the_submission_that_was_shown(in_review, cast, as_user, seen, begins):
    supervisor = as_user(cast.supervisor)
    assert supervisor.post(f"{REVIEW}open/", {"seen": seen}).url == REVIEW
    in_review.refresh_from_db()
    assert (in_review.review_opened_at is not None) == begins
    assert (">开始审核</button>" in supervisor.get(REVIEW).content.decode()) != begins


def test_the_page_of_an_earlier_submission_begins_no_review_of_the_next(in_review, cast, as_user):
    perform("withdraw", in_review.pk, cast.clerk)
    perform("submit", in_review.pk, cast.clerk)
    assert "再次提交" in ping(as_user(cast.supervisor), seen=1).json()["left"]
    in_review.refresh_from_db()
    assert in_review.review_opened_at is None


def test_who_has_left_is_forgotten(in_review, cast, second, as_user):
    ping(as_user(cast.supervisor))
    Presence.objects.update(at=timezone.now() - STALE_AFTER - timedelta(seconds=1))
    assert ping(as_user(second)).json() == {"told": ""}
    assert list(Presence.objects.values_list("user__username", flat=True)) == ["second"]


def _page(browser, path):
    return browser.get(f"{REPORT}/{path}", follow=True).content.decode()


def test_the_reporting_organ_does_not_learn_who_reviews(in_review, cast, as_user):
    """It is told who may review, whose telephone helps, and not who is at it."""
    paths = ("", "preview/", "history/", "decide/withdraw/")
    names = [_page(as_user(cast.clerk), path).count("张某某") for path in paths]
    ping(as_user(cast.supervisor))
    for person in (cast.clerk, cast.leader, cast.neighbour, cast.stranger, cast.administrator):
        assert ping(as_user(person)).status_code == HTTPStatus.NOT_FOUND
    assert [_page(as_user(cast.clerk), path).count("张某某") for path in paths] == names
    assert not any("正在审核" in _page(as_user(cast.clerk), path) for path in paths)


def test_whoever_may_not_decide_is_not_said_to_review(in_review, cast, second, as_user):
    Membership.objects.create(user=cast.clerk, organ=cast.county, role=Role.SUPERVISOR)
    ping(as_user(cast.supervisor))
    assert ">张某某正在审核此报告</p>" in as_user(cast.clerk).get(REVIEW).content.decode()
    assert ping(as_user(second)).json() == {"told": "张某某正在审核此报告"}


def test_nobody_reviews_what_has_been_decided(in_review, cast, second, as_user):
    perform("approve", in_review.pk, cast.supervisor)
    as_user(cast.supervisor).post(f"{REVIEW}open/", {"seen": "2"})
    ping(as_user(cast.supervisor), seen=2)
    assert Presence.objects.count() == 0
    assert ping(as_user(second), seen=2).json() == {"told": ""}


@pytest.mark.parametrize(("action", "done"), [("return", "退回修改此报告"), ("approve", "审核通过此报告")])
def test_the_open_page_says_who_decided_meanwhile(in_review, cast, second, as_user, action, done):
    page = as_user(second).get(REVIEW).content.decode()
    assert 'data-seen="1"' in page
    event = perform(action, in_review.pk, cast.supervisor, reason=REASON)
    assert ping(as_user(second)).json()["left"] == f"张某某已于 {timezone.localtime(event.at):%H:%M} {done}"
    assert "left" not in ping(as_user(second), seen=event.number).json()


def test_a_report_that_came_back_is_not_the_one_on_the_open_page(in_review, cast, second, as_user):
    perform("return", in_review.pk, cast.supervisor, reason=REASON)
    perform("submit", in_review.pk, cast.clerk)
    assert ping(as_user(second)).json()["left"].endswith("再次提交此报告")


@pytest.mark.parametrize("seen", ["", None, "1", [], {}])
def test_a_page_that_does_not_say_what_it_saw_is_told_nothing(in_review, cast, as_user, seen):
    perform("return", in_review.pk, cast.supervisor, reason=REASON)
    assert "left" not in ping(as_user(cast.supervisor), seen=seen).json()


def test_a_reason_that_came_too_late_is_given_back(in_review, cast, second, as_user):
    perform("approve", in_review.pk, cast.supervisor)
    page = as_user(second).post(f"{REPORT}/decide/return/", seen(reason=REASON)).content.decode()
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


# --- what an open page does not show yet ---


STEP = f"{REPORT}/applications/"
GRANTED, BUSINESS = "applications.granted.natural_person", "applications.granted.business"


class OpenPage:
    """A page of table 三 as a script holds it: the version, and a sum for each value."""

    def __init__(self, client):
        self.client = client
        shown = client.get(STEP).context
        self.version, self.held = shown["version"], json.loads(shown["seen"])

    def post(self, **body):
        return self.client.post(f"{STEP}presence/", {"tab": "one"} | body, content_type="application/json")

    def ask(self):
        return self.post(held=[zlib.crc32(value.encode()) for value in self.held.values()]).json()


def test_a_page_learns_that_and_what_somebody_else_has_saved(as_user, cast, report):
    page = OpenPage(as_user(cast.clerk))
    assert page.post(version=page.version).json() == {"told": ""}
    save(report.pk, cast.colleague, [Edit(GRANTED, "", "5"), Edit("problems", "", "别处的文字")])
    report.refresh_from_db()
    assert page.post(version=page.version).json() == {"told": "", "version": version_of(report)}
    answer = page.ask()
    at = f"{timezone.localtime(report.changes.first().at):%H:%M}"
    change = {"address": GRANTED, "name": "（一）予以公开，自然人", "stored": "5", "editor": "王某某", "at": at}
    assert (answer["version"], answer["changes"]) == (version_of(report), [change])
    page.held[GRANTED] = "5"
    assert page.ask()["changes"] == []


def test_the_findings_come_with_what_has_changed(as_user, cast, report):
    page = OpenPage(as_user(cast.clerk))
    save(report.pk, cast.colleague, [Edit(GRANTED, "", "三")])
    answer = page.ask()
    assert list(answer["errors"]) == [GRANTED]
    assert "本页问题 1" in answer["found"]


def test_a_save_brings_the_version_only_to_a_page_that_misses_nothing(as_user, cast, report):
    page = OpenPage(as_user(cast.clerk))

    def saved(*edit):
        body = {"edits": [edit], "version": page.version}
        return page.client.post(f"{STEP}save/", body, content_type="application/json").json()["version"]

    first = saved(GRANTED, "", "1")
    report.refresh_from_db()
    assert first == version_of(report)
    save(report.pk, cast.colleague, [Edit(BUSINESS, "", "5")])
    page.version = first
    assert saved(GRANTED, "1", "2") == ""


def test_a_paragraph_that_the_system_rewrote_is_learnt_by_the_page_that_caused_it(as_user, cast, report):
    client, step = as_user(cast.clerk), f"{REPORT}/particulars/"
    shown = client.get(step).context
    address = "contact.telephone"
    edits = [[address, json.loads(shown["seen"])[address], "0375-5051234"]]
    body = {"edits": edits, "version": shown["version"]}
    answer = client.post(f"{step}save/", body, content_type="application/json").json()
    assert answer["version"] == ""
    held = json.loads(shown["seen"]) | answer["values"]
    body = {"held": [zlib.crc32(value.encode()) for value in held.values()]}
    changes = client.post(f"{step}presence/", body, content_type="application/json").json()["changes"]
    assert [(each["address"], each["editor"]) for each in changes] == [("preamble", "系统")]


@pytest.mark.parametrize("held", [None, [], [1], {}, "x", 5])
def test_what_no_page_of_ours_holds_is_refused(as_user, cast, report, held):
    assert OpenPage(as_user(cast.clerk)).post(held=held).status_code == HTTPStatus.BAD_REQUEST


def test_values_of_a_foreign_kind_are_held_by_nobody(as_user, cast, report):
    page = OpenPage(as_user(cast.clerk))
    held = ["x"] * len(page.held)
    assert len(page.post(held=held).json()["changes"]) == len(page.held)


def test_asking_takes_as_many_queries_for_every_cell_as_for_one(as_user, cast, report):
    page = OpenPage(as_user(cast.clerk))
    counts = []
    for cells in (list(page.held)[:1], list(page.held)):
        save(report.pk, cast.colleague, [Edit(cell, page.held[cell], str(len(counts) + 1)) for cell in cells])
        with CaptureQueriesContext(connection) as queries:
            assert len(page.ask()["changes"]) == len(cells)
        counts.append(len(queries))
        page.held |= dict.fromkeys(cells, "1")
    assert counts[0] == counts[1]
    page.post(version=page.version)  # the first of a tab notes it anew
    with CaptureQueriesContext(connection) as queries:
        page.post(version=page.version)
    assert len(queries) == 8  # one of them notes that what the colleague saved last was seen
    assert counts[0] <= 20


def test_nobody_learns_what_was_saved_by_the_page_of_somebody_else(as_user, cast, report):
    page = OpenPage(as_user(cast.clerk))
    save(report.pk, cast.colleague, [Edit(GRANTED, "", "5")])
    for person in (cast.neighbour, cast.supervisor, cast.stranger, cast.administrator):
        page.client = as_user(person)
        assert page.post(held=[0] * len(page.held)).status_code == HTTPStatus.NOT_FOUND
    for person in (cast.leader, cast.reader):
        page.client = as_user(person)
        assert list(page.ask()) == ["left"]
