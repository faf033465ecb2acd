"""A supervisor's way: the queue, the whole report, the two decisions."""

import re
from dataclasses import replace
from http import HTTPStatus

import pytest
import time_machine
from django.utils import timezone

from reports.lifecycle.editing import Edit, save
from reports.lifecycle.findings import unexplained
from reports.lifecycle.opening import fill, open_report
from reports.lifecycle.transitions import TRANSITIONS
from reports.lifecycle.workflow import open_review
from reports.models import AnnualReport, Membership, Role, Status
from reports.official.calendar import year_on_offer
from tests.conftest import YEAR
from tests.deciding import act, add_opinion, explain, judge, perform, seen

REPORT = f"/reports/beizi/{YEAR}/"
REASON = "第五部分没有逐项写明改进情况，请补充。"


@pytest.fixture
def submitted(filled, cast):
    perform("submit", filled.pk, cast.clerk)
    filled.refresh_from_db()
    return filled


@pytest.fixture
def browser(as_user, cast):
    return as_user(cast.supervisor)


def decide(browser, action, **data):
    page = browser.get(f"{REPORT}decide/{action}/").content.decode()
    content_hash = re.search(r'name="content_hash" value="(\w+)"', page)[1]
    return browser.post(f"{REPORT}decide/{action}/", {"content_hash": content_hash, **data})


def test_a_supervisor_arrives_at_the_queue(browser, submitted):
    assert browser.get("/").url == "/review/"
    page = browser.get(f"/review/?year={YEAR}").content.decode()
    assert ("待审核 1" in page, "未提交 1" in page, "背孜乡人民政府" in page) == (True, True, True)


def test_the_review_page_shows_the_whole_report(browser, submitted, seed):
    page = browser.get(f"{REPORT}review/").content.decode()
    for section in submitted.official_form.sections:
        assert section.title in page
    for text in seed.texts.values():
        for paragraph in text.split("\n"):
            assert paragraph in page


def test_an_explanation_stands_beside_its_finding(browser, filled, cast):
    save(filled.pk, cast.clerk, [Edit("normative_acts.rules.in_force", "0", "6")])
    explain(filled, unexplained(filled)[0], cast.clerk)
    perform("submit", filled.pk, cast.clerk)
    assert "已随附认定文件" in browser.get(f"{REPORT}review/").content.decode()
    assert "已随附认定文件" in browser.get(f"{REPORT}decide/approve/").content.decode()


def test_a_report_is_approved_from_the_page(browser, submitted):
    assert decide(browser, "approve").url == REPORT
    submitted.refresh_from_db()
    assert submitted.status == Status.APPROVED


def test_a_report_is_returned_with_a_reason_that_the_clerk_reads(browser, submitted, as_user, cast):
    assert decide(browser, "return", reason=REASON).url == REPORT
    assert REASON in as_user(cast.clerk).get(REPORT).content.decode()


@pytest.mark.parametrize("reason", ["", "   ", "太短", "长" * 501])
def test_a_return_without_a_proper_reason_stays_on_its_page(browser, submitted, reason):
    page = decide(browser, "return", reason=reason).content.decode()
    assert "请填写退回意见，10—500 字" in page
    submitted.refresh_from_db()
    assert submitted.status == Status.IN_REVIEW


def test_the_page_of_a_return_shows_the_opinions_that_go_with_it(browser, submitted, cast):
    told = {"level": "must", "code": "other", "anchor": "problems"}
    add_opinion(submitted.pk, cast.supervisor, words="请写明完成时间。", **told)
    page = browser.get(f"{REPORT}decide/return/").content.decode()
    assert ("以下 1 条审核意见将一并发给填报单位" in page, "请写明完成时间。" in page) == (True, True)


def test_the_page_of_an_approval_names_what_it_waits_for(browser, submitted, cast):
    for level, words in (("must", "请写明完成时间。"), ("advice", "可以再简短些。")):
        add_opinion(submitted.pk, cast.supervisor, level=level, code="other", anchor="problems", words=words)
    page = browser.get(f"{REPORT}decide/approve/").content.decode()
    assert ("还有 1 条“须改”意见未解决" in page, "请写明完成时间。" in page, "可以再简短些。" in page) == (
        True,
        True,
        False,
    )


def test_the_page_of_a_decision_says_what_is_decided_on(browser, submitted):
    page = browser.get(f"{REPORT}decide/approve/").content.decode()
    for said in ("第 1 次提交", "李某某", "未发现问题", f'href="{REPORT}review/"', f'href="{REPORT}report.pdf"'):
        assert said in page


def test_the_page_of_publication_names_the_address_and_the_day(submitted, cast, as_user):
    perform("approve", submitted.pk, cast.supervisor)
    with time_machine.travel("2023-01-18T16:30:00+00:00", tick=False):  # 00:30 of the 19th in Beijing
        page = as_user(cast.clerk).get(f"{REPORT}decide/publish/").content.decode()
    assert (f"http://testserver/public/beizi/{YEAR}/" in page, "2023年1月19日" in page) == (True, True)


def test_a_second_decision_says_who_was_first(browser, submitted, cast):
    stale = browser.get(f"{REPORT}decide/return/").content.decode()
    content_hash = re.search(r'name="content_hash" value="(\w+)"', stale)[1]
    perform("approve", submitted.pk, cast.supervisor)
    data = {"content_hash": content_hash, "reason": REASON}
    page = browser.post(f"{REPORT}decide/return/", data).content.decode()
    assert "张某某已于" in page
    assert submitted.events.count() == 2


def test_markup_in_a_reason_and_a_text_is_shown_literally(browser, filled, cast, as_user):
    save(filled.pk, cast.clerk, [Edit("other_matters", "无", "<b onclick=alert(1)>无其他事项</b>")])
    perform("submit", filled.pk, cast.clerk)
    assert "&lt;b onclick=alert(1)&gt;" in browser.get(f"{REPORT}review/").content.decode()
    decide(browser, "return", reason="<script>alert(1)</script>请修改")
    assert "&lt;script&gt;" in as_user(cast.clerk).get(REPORT).content.decode()


def test_papers_come_with_their_chinese_names(browser, submitted):
    answer = browser.get(f"{REPORT}report.json")
    name = "%E8%83%8C%E5%AD%9C%E4%B9%A1" + f"{YEAR}"
    assert f"filename*=UTF-8''{name}" in answer["Content-Disposition"]
    assert answer.json()["organ"] == "背孜乡人民政府"


def test_a_report_with_a_character_that_no_font_has_is_not_approved(browser, filled, cast):
    save(filled.pk, cast.clerk, [Edit("other_matters", "无", "本年度无其他事项\U000f1234。")])
    perform("submit", filled.pk, cast.clerk)
    assert "没有可用的字体" in decide(browser, "approve").content.decode()
    filled.refresh_from_db()
    assert filled.status == Status.IN_REVIEW


def primary(page):
    return re.findall(r'<a class="btn btn-primary"[^>]*>([^<]+)<', page)


def test_after_a_decision_the_next_report_is_the_main_thing_and_taking_back_never_is(browser, submitted, cast, seed):
    bar = browser.get(f"{REPORT}review/").content.decode().split('class="review-bar"')[1].split("</main>")[0]
    assert (primary(bar), "下一份待审核" in bar) == (["审核通过"], False)
    other = open_report(cast.neighbouring_township, YEAR, cast.neighbour)
    fill(other.pk, cast.neighbour, replace(seed, organ=cast.neighbouring_township.name, title="瓦屋镇年度报告"))
    AnnualReport.objects.filter(pk=other.pk).update(status=Status.IN_REVIEW)
    bar = browser.get(f"{REPORT}review/").content.decode().split('class="review-bar"')[1].split("</main>")[0]
    assert (primary(bar), "下一份待审核：瓦屋镇" in bar) == (["审核通过"], True)
    perform("approve", submitted.pk, cast.supervisor)
    bar = browser.get(f"{REPORT}review/").content.decode().split('class="review-bar"')[1].split("</main>")[0]
    assert (primary(bar), "撤销审核通过" in bar) == (["下一份待审核：瓦屋镇"], True)
    AnnualReport.objects.filter(pk=other.pk).delete()
    bar = browser.get(f"{REPORT}review/").content.decode().split('class="review-bar"')[1].split("</main>")[0]
    assert primary(bar) == ["返回审核"]


def test_on_a_desk_of_ones_own_taking_a_decision_back_is_not_the_main_thing(submitted, cast, as_user):
    Membership.objects.create(user=cast.supervisor, organ=cast.township, role=Role.READER)
    AnnualReport.objects.update(year=(year := year_on_offer(timezone.localdate())), status=Status.APPROVED)
    page = as_user(cast.supervisor).get("/").content.decode()
    assert (primary(page), f"/reports/beizi/{year}/decide/revoke/" in page) == (["查看"], True)


def test_what_leads_on_is_told_from_what_takes_back():
    found = {each.action for each in TRANSITIONS if each.leads_on}
    assert found == {"submit", "sign", "approve", "publish", "confirm_secrecy"}


def test_acting_on_a_report_makes_the_notices_about_it_read(filled, with_leader, cast, as_user):
    perform("submit", filled.pk, cast.clerk)
    told = cast.leader.notices.get()
    elsewhere = cast.leader.notices.create(organ=cast.township, year=YEAR - 1, about="remind", title="催报", words="")
    as_user(cast.leader).post(f"{REPORT}decide/sign/", seen())
    assert list(cast.leader.notices.unread()) == [elsewhere]
    assert cast.supervisor.notices.unread().count() == 1
    told.refresh_from_db()
    assert told.read_at is not None


def test_a_report_that_was_withdrawn_says_by_whom_to_those_who_could_see_it(browser, submitted, cast, as_user):
    perform("withdraw", submitted.pk, cast.clerk)
    at = timezone.localtime(submitted.events.get(action="withdraw").at)
    told = f"背孜乡人民政府 {YEAR} 年度报告已由李某某于 {at:%Y-%m-%d %H:%M} 撤回，重新提交后可以查看。"
    for path in ("", "review/", "decide/approve/", "preview/", "history/"):
        answer = browser.get(f"{REPORT}{path}")
        assert (answer.status_code, told in answer.content.decode()) == (HTTPStatus.NOT_FOUND, True)
    for person in (cast.stranger, cast.neighbour, cast.administrator):
        assert "撤回" not in as_user(person).get(REPORT).content.decode()
    asked = browser.post(f"{REPORT}review/presence/", {"tab": "1", "seen": 1}, content_type="application/json")
    assert asked.json() == {"left": told}
    notice = cast.supervisor.notices.filter(about="submit").get()
    assert told in browser.post("/notices/open/", {"notice": notice.pk}, follow=True).content.decode()
    perform("submit", submitted.pk, cast.clerk)
    assert browser.get(f"{REPORT}review/").status_code == HTTPStatus.OK


def test_what_was_withdrawn_before_it_reached_the_supervisor_is_absent(browser, filled, with_leader, cast):
    perform("submit", filled.pk, cast.clerk)
    perform("withdraw", filled.pk, cast.clerk)
    assert "撤回" not in browser.get(REPORT).content.decode()


def offered(page):
    """Whether the page of a decision has its button, and what it says instead."""
    instead = re.search(r'<h2[^>]*id="obstacles">([^<]+)</h2>(.*?)</section>', page, re.S)
    return '<button class="btn btn-primary" type="submit">' in page, re.findall(
        "<p>([^<]+)</p>", instead[2]
    ) if instead else []


def test_an_approval_says_what_stands_in_its_way_where_its_button_would_be(browser, filled, cast):
    save(filled.pk, cast.clerk, [Edit("normative_acts.rules.in_force", "0", "6")])
    explanation = explain(filled, unexplained(filled)[0], cast.clerk)
    perform("submit", filled.pk, cast.clerk)
    opinion = {"level": "must", "code": "other", "anchor": "problems", "words": "请写明完成时间。"}
    add_opinion(filled.pk, cast.supervisor, **opinion)
    waiting = ["还有 1 条“须改”意见未解决。", "还有 1 项情况说明未认可。"]
    page = browser.get(f"{REPORT}decide/approve/").content.decode()
    assert offered(page) == (False, waiting)
    assert f'href="{REPORT}review/?opinions=opinion-1#opinion-1"' in page
    assert f'action="{REPORT}explanations/{explanation.pk}/"' in page
    assert offered(browser.post(f"{REPORT}decide/approve/", seen()).content.decode()) == (
        False,
        waiting,
    )  # posted from an older page
    act("delete", filled.pk, 1, cast.supervisor)
    assert offered(browser.get(f"{REPORT}decide/approve/").content.decode()) == (False, waiting[1:])
    judge(filled.pk, explanation.pk, cast.supervisor, "accepted")
    assert offered(browser.get(f"{REPORT}decide/approve/").content.decode()) == (True, [])


def test_whoever_may_not_decide_is_told_so_before_the_button_is_pressed(browser, submitted, cast, as_user):
    """Four eyes, a review that has begun, a revision that is not the newest: each where its button would be."""
    cast.clerk.memberships.create(organ=cast.county, role="supervisor")
    own = "本报告由您提交过，或其中有您填写的内容，须由其他人员办理。"
    for action in ("approve", "return"):
        assert offered(as_user(cast.clerk).get(f"{REPORT}decide/{action}/").content.decode()) == (False, [own])
    clerk = as_user(cast.colleague)
    assert offered(clerk.get(f"{REPORT}decide/withdraw/").content.decode()) == (True, [])
    open_review(submitted, cast.supervisor)
    begun = "审核员已开始审核，不能撤回。如需修改请联系审核单位"
    assert offered(clerk.get(f"{REPORT}decide/withdraw/").content.decode()) == (False, [begun])
