"""A supervisor's way: the queue, the whole report, the two decisions."""

import re

import pytest
import time_machine

from reports import reviewing
from reports.editing import Edit, save
from reports.models import Status
from reports.transitions import unexplained
from reports.workflow import take
from tests.conftest import YEAR

REPORT = f"/reports/beizi/{YEAR}/"
REASON = "第五部分没有逐项写明改进情况，请补充。"


@pytest.fixture
def submitted(filled, cast):
    take("submit", filled.pk, cast.clerk)
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
    for section in submitted.form.sections:
        assert section.title in page
    for text in seed.texts.values():
        for paragraph in text.split("\n"):
            assert paragraph in page


def test_an_explanation_stands_beside_its_finding(browser, filled, cast):
    save(filled.pk, cast.clerk, [Edit("normative_acts.rules.in_force", "0", "6")])
    finding = unexplained(filled)[0]
    filled.explanations.create(
        rule=finding.rule,
        fingerprint=finding.fingerprint,
        finding=finding.message,
        body="已随附认定文件",
        author=cast.clerk,
    )
    take("submit", filled.pk, cast.clerk)
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
    reviewing.add_opinion(submitted.pk, cast.supervisor, words="请写明完成时间。", **told)
    page = browser.get(f"{REPORT}decide/return/").content.decode()
    assert ("以下 1 条审核意见将一并发给填报单位" in page, "请写明完成时间。" in page) == (True, True)


def test_the_page_of_an_approval_names_what_it_waits_for(browser, submitted, cast):
    for level, words in (("must", "请写明完成时间。"), ("advice", "可以再简短些。")):
        reviewing.add_opinion(submitted.pk, cast.supervisor, level=level, code="other", anchor="problems", words=words)
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
    take("approve", submitted.pk, cast.supervisor)
    with time_machine.travel("2023-01-18T16:30:00+00:00", tick=False):  # 00:30 of the 19th in Beijing
        page = as_user(cast.clerk).get(f"{REPORT}decide/publish/").content.decode()
    assert (f"http://testserver/public/beizi/{YEAR}/" in page, "2023年1月19日" in page) == (True, True)


def test_a_second_decision_says_who_was_first(browser, submitted, cast):
    stale = browser.get(f"{REPORT}decide/return/").content.decode()
    content_hash = re.search(r'name="content_hash" value="(\w+)"', stale)[1]
    take("approve", submitted.pk, cast.supervisor)
    data = {"content_hash": content_hash, "reason": REASON}
    page = browser.post(f"{REPORT}decide/return/", data).content.decode()
    assert "张某某已于" in page
    assert submitted.events.count() == 2


def test_markup_in_a_reason_and_a_text_is_shown_literally(browser, filled, cast, as_user):
    save(filled.pk, cast.clerk, [Edit("other_matters", "无", "<b onclick=alert(1)>无其他事项</b>")])
    take("submit", filled.pk, cast.clerk)
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
    take("submit", filled.pk, cast.clerk)
    assert "没有可用的字体" in decide(browser, "approve").content.decode()
    filled.refresh_from_db()
    assert filled.status == Status.IN_REVIEW
