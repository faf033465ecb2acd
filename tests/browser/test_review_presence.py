"""Two supervisors with the same review open, each in a browser of their own."""

import os

import pytest
from playwright.sync_api import expect

from reports.models import Membership, Role, User
from tests.browser.chromium import SCREEN
from tests.browser.test_accessibility import scrolls_sideways, violations
from tests.conftest import PASSWORD, YEAR
from tests.deciding import perform

REVIEW = f"/reports/beizi/{YEAR}/review/"
REASON = "第五部分没有逐项写明改进情况，请补充。"


def photograph(page, name):
    if os.environ.get("PHOTOGRAPHS"):
        page.screenshot(path=f"{os.environ['PHOTOGRAPHS']}/{name}.png")


@pytest.fixture
def other_page(chromium, live_server, cast):
    """The browser of a second supervisor, in which the clock can be turned on."""
    user = User.objects.create_user("second", PASSWORD, full_name="吴某某")
    Membership.objects.create(user=user, organ=cast.county, role=Role.SUPERVISOR)
    context = chromium.new_context(viewport=SCREEN, base_url=live_server.url, locale="zh-CN")
    opened = context.new_page()
    opened.clock.install()
    opened.set_default_timeout(15_000)
    opened.goto("/sign-in/")
    opened.get_by_label("账号").fill("second")
    opened.get_by_label("密码").fill(PASSWORD)
    opened.keyboard.press("Enter")
    opened.wait_for_url(lambda url: "sign-in" not in url)
    yield opened
    context.close()


def test_each_sees_that_the_other_reviews_and_then_what_was_decided(page, other_page, in_review, cast, sign_in):
    sign_in(cast.supervisor)
    page.goto(REVIEW)
    expect(page.locator("#presence")).to_be_hidden()
    other_page.goto(REVIEW)
    expect(other_page.locator("#presence")).to_have_text("张某某正在审核此报告")
    photograph(other_page, "presence")
    other_page.locator("#opinion-new summary").click()
    other_page.get_by_label("意见", exact=True).fill("写到一半的意见")
    perform("return", in_review.pk, cast.supervisor, reason=REASON)
    other_page.clock.run_for(16_000)
    told = other_page.locator("#presence")
    expect(told).to_contain_text("张某某已于 ")
    expect(told).to_contain_text(" 退回修改此报告")
    expect(other_page.locator("#left-behind")).to_be_visible()
    assert other_page.get_by_label("意见", exact=True).input_value() == "写到一半的意见"
    assert violations(other_page) == []
    assert not scrolls_sideways(other_page)
    other_page.evaluate("scrollTo(0, 0)")
    photograph(other_page, "decided")
    other_page.get_by_role("button", name="记为须改").scroll_into_view_if_needed()
    other_page.get_by_label("位置", exact=True).select_option("problems")
    other_page.get_by_label("原因", exact=True).select_option("other")
    other_page.get_by_role("button", name="记为须改").click()
    expect(other_page.get_by_role("alert").last).to_contain_text("以下内容没有保存，可复制留存：写到一半的意见")


def test_leaving_with_an_opinion_half_written_asks_first(page, in_review, cast, sign_in):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    sign_in(cast.supervisor)
    page.goto(REVIEW)
    page.reload()
    assert asked == []
    page.locator("#opinion-new summary").click()
    page.get_by_label("意见", exact=True).press_sequentially("写到一半")
    page.get_by_text("下载、历史和延期").click()
    page.get_by_role("link", name="历史").click()
    page.wait_for_url("**/history/")
    assert asked == ["beforeunload"]


def test_a_review_begins_when_its_page_is_seen_and_not_when_it_is_fetched(page, in_review, cast, sign_in):
    sign_in(cast.supervisor)
    page.goto("/")
    page.evaluate("address => fetch(address)", REVIEW)
    in_review.refresh_from_db()
    assert in_review.review_opened_at is None
    with page.expect_response("**/review/presence/"):
        page.goto(REVIEW)
    expect(page.get_by_role("button", name="开始审核")).to_be_hidden()
    in_review.refresh_from_db()
    assert in_review.review_opened_by == cast.supervisor


def test_ones_own_second_window_is_named(page, in_review, cast, sign_in):
    sign_in(cast.supervisor)
    page.goto(REVIEW)
    expect(page.locator("#presence")).to_be_hidden()
    window = page.context.new_page()
    window.goto(REVIEW)
    expect(window.locator("#presence")).to_have_text("本报告已在另一窗口打开")
    window.close()


def test_a_page_that_comes_to_the_front_while_it_loads_is_no_second_window(page, in_review, cast, sign_in):
    sign_in(cast.supervisor)
    to_the_front = "document.dispatchEvent(new Event('visibilitychange'))"
    page.add_init_script(f"document.addEventListener('DOMContentLoaded', () => {to_the_front})")
    page.goto(REVIEW)
    while not page.evaluate("sessionStorage.getItem('tab')"):  # its own name is certain
        page.wait_for_timeout(20)
    with page.expect_response("**/presence/**") as told:
        page.evaluate(to_the_front)
    assert told.value.json() == {"told": ""}
    assert len({each.tab for each in in_review.presences.exclude(tab="")}) == 1
