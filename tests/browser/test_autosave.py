"""Saving while typing, in a real browser: nothing typed is lost, nothing of others is overwritten."""

import re

import pytest
from playwright.sync_api import expect

from reports.lifecycle.editing import Edit, save
from tests.browser.chromium import SCREEN
from tests.conftest import PASSWORD, YEAR
from tests.deciding import perform

REPORT = f"/reports/beizi/{YEAR}/"
SAVED = re.compile(r"已保存 \d\d:\d\d")


def status(page):
    return page.locator("#save-status")


# Where the machine is slow a status may be gone before it is looked at.
NOTE_EVERY_STATUS = """
() => {
  window.said = [];
  const status = document.getElementById("save-status");
  new MutationObserver(() => window.said.push(status.textContent)).observe(status, {
    childList: true, characterData: true, subtree: true,
  });
}
"""


def body(report, key="problems"):
    return report.texts.get(key=key).body


@pytest.fixture
def writing(page, cast, sign_in, report):
    """The clerk at section 五, whose network failures are part of the test."""
    page.allow_failures = True
    sign_in(cast.clerk)
    page.goto(f"{REPORT}problems/")
    return page.locator("textarea#problems")


def test_what_is_typed_is_saved_two_seconds_after_the_last_key(page, writing, report):
    page.evaluate(NOTE_EVERY_STATUS)
    writing.press_sequentially("一是公开不够及时。")
    expect(status(page)).to_have_text(SAVED)
    assert page.evaluate("said")[0] == "有未保存的修改"
    assert body(report) == "一是公开不够及时。"


def test_leaving_a_field_saves_at_once(page, writing, report):
    writing.fill("一是公开不够及时。")
    page.keyboard.press("Tab")
    expect(status(page)).to_have_text(SAVED)


def test_a_cut_network_is_said_and_made_good_by_itself(page, writing, report):
    page.context.set_offline(True)
    writing.fill("断网时写的一段话。")
    page.keyboard.press("Tab")
    expect(status(page)).to_have_text("未保存：网络中断，将自动重试")
    page.context.set_offline(False)
    expect(status(page)).to_have_text(SAVED)
    assert body(report) == "断网时写的一段话。"


def test_a_killed_page_finds_what_was_typed_when_it_is_opened_again(page, writing, report):
    # A request that outlives its page slips past Playwright's own ways to cut the network.
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('no network')); }")
    writing.press_sequentially("来不及保存的一段话。")
    page.wait_for_timeout(400)
    page.evaluate("document.getElementById('step-form').dataset.leaving = 'yes'")
    page.goto("about:blank")
    assert body(report) == ""
    page.goto(f"{REPORT}problems/")
    expect(page.locator("#restored")).to_be_visible()
    expect(status(page)).to_have_text(SAVED)
    assert body(report) == "来不及保存的一段话。"


def test_an_expired_session_keeps_the_text_until_somebody_signs_in_again(page, writing, report, cast):
    page.context.clear_cookies()
    writing.fill("登录超时前写的一段话。")
    page.keyboard.press("Tab")
    expect(page.locator("#signed-out")).to_be_visible()
    other = page.context.new_page()
    other.goto("/sign-in/")
    other.get_by_label("账号").fill(cast.clerk.username)
    other.get_by_label("密码").fill(PASSWORD)
    other.keyboard.press("Enter")
    other.wait_for_url(lambda url: "sign-in" not in url)
    expect(status(page)).to_have_text(SAVED)  # the page hears of it and goes on by itself
    assert body(report) == "登录超时前写的一段话。"


def test_two_clerks_writing_different_paragraphs_are_merged(page, writing, report, cast):
    writing.fill("一\n二")
    page.keyboard.press("Tab")
    expect(status(page)).to_have_text(SAVED)
    save(report.pk, cast.colleague, [Edit("problems", "一\n二", "一，他人补充\n二")])
    writing.fill("一\n二，本人补充")
    page.keyboard.press("Tab")
    expect(writing).to_have_value("一，他人补充\n二，本人补充")
    assert body(report) == "一，他人补充\n二，本人补充"


@pytest.mark.parametrize(("choice", "kept"), [("theirs", "他人写的"), ("mine", "本人写的")])
def test_the_same_paragraph_is_a_choice_between_both(page, writing, report, cast, choice, kept):
    save(report.pk, cast.colleague, [Edit("problems", "", "他人写的")])
    writing.fill("本人写的")
    page.keyboard.press("Tab")
    expect(page.locator("#conflicts")).to_be_visible()
    assert body(report) == "他人写的"
    page.locator(f"#conflicts .{choice} input").check()
    page.get_by_role("button", name="按所选内容保存").click()
    expect(page.locator("#conflicts")).to_be_hidden()
    expect(writing).to_have_value(kept)
    page.wait_for_timeout(300)
    assert body(report) == kept


def test_a_pause_after_a_new_line_takes_nothing_from_under_the_fingers(page, writing, report):
    writing.press_sequentially("一是公开。")
    page.keyboard.press("Enter")
    expect(status(page)).to_have_text(SAVED)
    writing.press_sequentially("二是解读。")
    page.keyboard.press("Tab")
    expect(status(page)).to_have_text(SAVED)
    assert body(report) == "一是公开。\n二是解读。"


def test_a_report_submitted_meanwhile_says_so_and_keeps_the_text(page, cast, sign_in, filled):
    page.allow_failures = True
    sign_in(cast.clerk)
    page.goto(f"{REPORT}problems/")
    perform("submit", filled.pk, cast.colleague)
    page.locator("textarea#problems").fill("提交之后写的")
    page.keyboard.press("Tab")
    expect(page.locator("#save-block")).to_contain_text("待审核")
    expect(page.locator("textarea#problems")).to_have_value("提交之后写的")
    page.evaluate("document.getElementById('step-form').dataset.leaving = 'yes'")


def test_nothing_is_saved_while_an_input_method_is_open(page, writing, report):
    writing.focus()
    writing.dispatch_event("compositionstart")
    writing.evaluate("field => { field.value = 'gongkai'; field.dispatchEvent(new Event('input', {bubbles: true})); }")
    page.wait_for_timeout(2600)
    assert body(report) == ""
    writing.evaluate("field => { field.value = '公开'; field.dispatchEvent(new Event('input', {bubbles: true})); }")
    writing.dispatch_event("compositionend")
    expect(status(page)).to_have_text(SAVED)
    assert body(report) == "公开"


def test_signing_out_leaves_nothing_in_the_browser(page, writing, report):
    page.context.set_offline(True)
    writing.fill("不应留在公用电脑上的话。")
    page.wait_for_timeout(400)
    assert page.evaluate("Object.keys(localStorage).length") == 1
    page.context.set_offline(False)
    page.get_by_role("button", name="退出").click()
    page.wait_for_url("**/sign-in/**")
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_a_colleague_at_the_same_step_is_named(page, cast, sign_in, report, chromium, live_server):
    sign_in(cast.clerk)
    page.goto(f"{REPORT}problems/")
    context = chromium.new_context(viewport=SCREEN, base_url=live_server.url)
    other = context.new_page()
    other.goto("/sign-in/")
    other.get_by_label("账号").fill(cast.colleague.username)
    other.get_by_label("密码").fill(PASSWORD)
    other.keyboard.press("Enter")
    other.wait_for_url(lambda url: "sign-in" not in url)
    other.goto(f"{REPORT}problems/")
    expect(other.locator("#presence")).to_have_text("李某某正在编辑本部分")
    context.close()


def test_what_was_missing_is_no_longer_said_to_be_once_it_is_saved(page, cast, sign_in, report):
    save(report.pk, cast.clerk, [], step="problems", is_finished=True)
    sign_in(cast.clerk)
    page.goto(f"{REPORT}problems/")
    writing, error = page.locator("textarea#problems"), page.locator("#problems_error")
    expect(error).to_contain_text("没有填写")
    writing.press_sequentially("一是公开不够及时。改进情况：每月通报一次。")
    expect(status(page)).to_have_text(SAVED)
    expect(error).to_be_visible()  # nothing moves while the caret is in the field
    page.keyboard.press("Tab")
    expect(error).to_have_count(0)
    expect(page.locator(".question.is-faulty")).to_have_count(0)
    expect(writing).to_have_attribute("aria-describedby", "problems_helptext")
    writing.fill("")
    page.keyboard.press("Tab")
    expect(error).to_contain_text("没有填写")
    expect(writing).to_have_attribute("aria-describedby", "problems_helptext problems_error")
