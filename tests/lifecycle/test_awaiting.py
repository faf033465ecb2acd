"""Whom a report waits for, by name: who may really take the next decision, and what helps where nobody may."""

import re

import pytest

from reports.lifecycle.awaiting import Awaited, awaited, awaited_of, awaited_onward
from reports.models import AnnualReport, Membership, Organ, Role, Status, User
from tests.conftest import YEAR
from tests.deciding import perform

PREVIEW = f"/reports/beizi/{YEAR}/preview/"


def fresh(report):
    return AnnualReport.objects.select_related("organ__superior", "reviewer").get(pk=report.pk)


def told(report, browser):
    page = browser.get(PREVIEW).content.decode()
    return [each for each in ("等待签发：", "等待审核：", "等待公布：", "目前没有可以") if each in page]


def test_what_is_written_waits_for_its_clerks_and_those_who_do_not_write_are_told(filled, cast, as_user):
    assert [str(each) for each in awaited(fresh(filled)).people] == ["李某某", "王某某"]
    assert "等待填报：李某某、王某某" in as_user(cast.reader).get(PREVIEW).content.decode()
    assert "等待填报" not in as_user(cast.clerk).get(PREVIEW).content.decode()
    AnnualReport.objects.update(status=Status.RETURNED)
    assert "等待修改：李某某、王某某" in as_user(cast.reader).get(PREVIEW).content.decode()


def test_the_leader_who_signs_the_supervisor_who_reviews_and_those_who_publish_are_named(filled, with_leader, as_user):
    cast = with_leader
    User.objects.filter(pk=cast.leader.pk).update(telephone="0375-5050008")
    perform("submit", filled.pk, cast.clerk)
    assert "等待签发：陈某某（0375-5050008）" in as_user(cast.clerk).get(PREVIEW).content.decode()
    perform("sign", filled.pk, cast.leader)
    assert "等待审核：张某某" in as_user(cast.leader).get(PREVIEW).content.decode()
    perform("approve", filled.pk, cast.supervisor)
    assert {str(each) for each in awaited(fresh(filled)).people} == {"李某某", "王某某", "陈某某"}
    perform("publish", filled.pk, cast.clerk)
    assert (awaited(fresh(filled)), told(filled, as_user(cast.clerk))) == (None, [])


def test_whoever_wrote_in_the_report_is_not_awaited_to_decide_on_it(filled, with_leader):
    cast = with_leader
    Membership.objects.create(user=cast.clerk, organ=cast.township, role=Role.LEADER)
    perform("submit", filled.pk, cast.clerk)
    assert awaited(fresh(filled)).people == (cast.leader,)


def _gone(role):
    return lambda: User.objects.filter(memberships__role=role).exclude(username="stranger").update(is_active=False)


def _retire():
    Organ.objects.filter(slug="beizi").update(is_active=False)


@pytest.mark.parametrize(
    ("status", "change", "sentence"),
    [
        ("signing", _gone(Role.LEADER), "目前没有可以签发的人员。填报员可以撤回，也可以联系管理员增设分管领导。"),
        ("signing", _retire, "已停用。如需办理，请先由管理员启用。"),
        ("in_review", _gone(Role.SUPERVISOR), "目前没有可以审核的人员。请联系管理员增设审核员。"),
    ],
)
def test_where_nobody_can_go_on_the_page_says_so_and_what_helps(filled, with_leader, as_user, status, change, sentence):
    perform("submit", filled.pk, with_leader.clerk)
    if status == "in_review":
        perform("sign", filled.pk, with_leader.leader)
    browser = as_user(with_leader.clerk)
    assert told(filled, browser) == [{"signing": "等待签发：", "in_review": "等待审核："}[status]]
    change()
    assert told(filled, browser) == ["目前没有可以"]
    assert sentence in browser.get(PREVIEW).content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_of_many_reports_the_database_is_asked_three_times(cast, django_assert_num_queries, count):
    for number in range(count):
        organ = Organ.objects.create(slug=f"t{number}", name=f"第{number}镇", kind="township", superior=cast.county)
        AnnualReport.objects.create(organ=organ, year=YEAR, edition="2021", status=Status.IN_REVIEW)
    reports = list(AnnualReport.objects.select_related("organ__superior", "reviewer"))
    with django_assert_num_queries(3):
        found = awaited_of(reports)
    assert {each.people for each in found.values()} == {(cast.supervisor,)}


def test_who_decides_one_after_the_other_is_asked_as_often_as_who_decides_next(
    filled, with_leader, django_assert_num_queries
):
    report = fresh(filled)
    with django_assert_num_queries(3):
        ways = awaited_onward(report, with_leader.clerk)
    assert [way.people for way in ways] == [(with_leader.leader,), (with_leader.supervisor,)]


def lines_of(browser, path):
    """What a page says of whom the report waits for, line by line."""
    page = re.sub(
        r"</?(?:p|div|li|section|h\d|nav|form)\b[^>]*>",
        "\n",
        browser.get(f"/reports/beizi/{YEAR}/{path}").content.decode(),
    )
    page = re.sub(r"<[^>]+>", "", page)
    return [line.strip() for line in page.splitlines() if "等待" in line or "目前没有可以" in line]


def test_before_submitting_the_clerk_is_told_by_name_who_signs_and_who_reviews(filled, with_leader, as_user):
    browser = as_user(with_leader.clerk)
    for path in ("", "submit/"):
        assert lines_of(browser, path) == ["提交后等待签发：陈某某", "签发后等待审核：张某某"], path
    perform("submit", filled.pk, with_leader.clerk)
    assert lines_of(browser, "submitted/") == ["等待签发：陈某某", "签发后等待审核：张某某"]
    perform("sign", filled.pk, with_leader.leader)
    assert lines_of(browser, "submitted/") == ["等待审核：张某某"]


def test_before_submitting_the_clerk_is_told_that_nobody_will_review(filled, cast, as_user):
    browser = as_user(cast.clerk)
    assert lines_of(browser, "") == ["提交后等待审核：张某某"]
    _gone(Role.SUPERVISOR)()
    for path in ("", "submit/"):
        assert lines_of(browser, path) == ["目前没有可以审核的人员。请联系管理员增设审核员。"], path


def test_a_leader_who_wrote_in_the_report_is_not_announced_to_sign_it(filled, cast, as_user):
    Membership.objects.create(user=cast.clerk, organ=cast.township, role=Role.LEADER)
    assert lines_of(as_user(cast.clerk), "") == ["提交后等待审核：张某某"]


def test_the_page_of_a_decision_names_whom_it_waits_for_and_who_is_next(filled, with_leader, as_user):
    cast = with_leader
    perform("submit", filled.pk, cast.clerk)
    leader, clerk, supervisor = (as_user(each) for each in (cast.leader, cast.clerk, cast.supervisor))
    assert lines_of(leader, "decide/sign/") == ["等待签发：陈某某", "签发后等待审核：张某某"]
    assert lines_of(leader, "decide/send_back/") == ["等待签发：陈某某", "退回修改后等待修改：李某某、王某某"]
    assert lines_of(clerk, "decide/withdraw/") == ["等待签发：陈某某", "撤回后等待填报：李某某、王某某"]
    perform("sign", filled.pk, cast.leader)
    for path in ("decide/approve/", "review/"):
        assert lines_of(supervisor, path)[0] == "等待审核：张某某", path
    assert lines_of(supervisor, "decide/approve/")[1:] == ["审核通过后等待公布：李某某、王某某、陈某某"]
    User.objects.filter(memberships__organ=cast.township).update(is_active=False)
    assert lines_of(supervisor, "decide/return/")[1:] == ["目前没有可以修改的人员。请联系管理员增设填报员。"]


def test_many_people_are_named_in_little_room():
    people = tuple(User(full_name=name) for name in "甲乙丙丁")
    assert [Awaited("审核", people[:count]).names for count in (0, 3, 4)] == ["", "甲、乙、丙", "甲、乙、丙等 4 人"]
