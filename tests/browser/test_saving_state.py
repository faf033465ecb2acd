"""How saving stands is in sight wherever the page is scrolled to, and each trouble has a sentence of its own."""

import json
import os
import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from tests.browser.conftest import sign_into
from tests.browser.test_accessibility import scrolls_sideways, violations
from tests.conftest import YEAR

REPORT = f"/reports/beizi/{YEAR}"
CELL = "applications.granted.natural_person"
SAVED = re.compile(r"已保存 \d\d:\d\d")
SENTENCES = {
    400: "未保存：系统不接受本页内容，请复制未保存的内容后刷新本页",
    403: "未保存：当前账号不能填写本报告",
    404: "未保存：本报告已不在此处，或当前账号不能查看",
    413: "未保存：本页内容过多，请删减后再保存",
    429: "未保存：操作过于频繁，稍后自动重试",
    500: "未保存：系统出错，将自动重试",
    502: "未保存：系统没有响应，将自动重试",
    503: "未保存：系统暂时不能保存，将自动重试",
    507: "未保存：系统暂时无法处理，将自动重试",
}


@pytest.fixture
def state(page):
    return page.locator("#save-status")


@pytest.fixture
def applications(page, cast, sign_in, report):
    page.allow_failures = True
    sign_in(cast.clerk)
    page.goto(f"{REPORT}/applications/")
    return report


def photograph(page, name):
    if os.environ.get("PHOTOGRAPHS"):
        page.screenshot(path=f"{os.environ['PHOTOGRAPHS']}/{name}.png")


def is_in_sight(page, selector):
    """Whether nothing hides the middle of an element, and the window shows it."""
    return page.locator(selector).evaluate(
        """each => {
            const box = each.getBoundingClientRect();
            const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
            return each.contains(top) || top.contains(each);
        }"""
    )


def change(page, value="7"):
    page.locator(f'[id="{CELL}"]').fill(value)
    page.keyboard.press("Tab")


def test_the_bar_is_as_low_as_before_once_the_window_is_wide_again(page, cast, sign_in, report):
    def height():
        return page.locator(".action-bar").bounding_box()["height"]

    sign_in(cast.clerk)
    page.goto(f"{REPORT}/applications/")
    before, size = height(), page.viewport_size
    page.set_viewport_size({"width": 390, "height": 768})
    expect(page.locator("html")).not_to_have_attribute("style", re.compile("--bar: 50px"))
    assert height() > before
    page.set_viewport_size(size)
    expect(page.locator("html")).to_have_attribute("style", re.compile("--bar: 50px"))
    assert height() == before


@pytest.mark.parametrize("width", [1366, 683])
def test_the_bar_says_that_the_network_is_cut_while_the_page_is_scrolled_to_its_end(page, applications, state, width):
    page.set_viewport_size({"width": width, "height": 768})
    page.locator('[id="applications.carried_forward.natural_person"]').fill("1")
    page.keyboard.press("Tab")
    expect(state).to_have_text(SAVED)
    page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
    page.context.set_offline(True)
    expect(state).to_have_text("网络中断，填写的内容先留在本页，恢复后自动保存")
    assert is_in_sight(page, "#save-status")
    photograph(page, f"cut-{width}")
    change(page)
    page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
    expect(state).to_have_text("未保存：网络中断，将自动重试")
    assert is_in_sight(page, "#save-status")
    assert is_in_sight(page, "#retry")
    photograph(page, f"cut-unsaved-{width}")
    assert not scrolls_sideways(page)
    page.context.set_offline(False)
    expect(state).to_have_text(SAVED)
    assert dict(applications.changes.values_list("address", "new"))[CELL] == "7"


@pytest.mark.parametrize(("status", "sentence"), SENTENCES.items())
def test_each_answer_has_a_sentence_of_its_own(page, applications, state, status, sentence):
    page.route("**/save/", lambda route: route.fulfill(status=status, body="<p>an answer in HTML</p>"))
    change(page)
    expect(state).to_have_text(sentence)
    expect(page.locator("#signed-out")).to_be_hidden()


def test_what_the_server_says_of_a_refusal_is_said(page, applications, state):
    answer = json.dumps({"error": "本页与系统中的表格不一致，请复制未保存的内容后刷新本页"})
    page.route(
        "**/save/", lambda route: route.fulfill(status=400, body=answer, headers={"Content-Type": "application/json"})
    )
    change(page)
    expect(state).to_have_text("未保存：本页与系统中的表格不一致，请复制未保存的内容后刷新本页")


def test_a_session_that_ended_is_said_before_anything_is_typed_and_goes_on_after_signing_in(
    page, applications, state, cast
):
    page.wait_for_load_state("networkidle")  # while it asks already it asks no second time
    Session.objects.all().delete()
    page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
    page.evaluate("document.getElementById('step-form').dispatchEvent(new CustomEvent('ask'))")
    expect(state).to_have_text("登录已超时")
    assert is_in_sight(page, "#signed-out a")
    change(page)
    expect(state).to_have_text("未保存：登录已超时")
    photograph(page, "signed-out")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="登录后继续").click()
    sign_into(opened.value, cast.clerk)
    expect(state).to_have_text(SAVED)
    expect(page.locator("#signed-out")).to_be_hidden()
    assert applications.changes.get(address=CELL).new == "7"


def test_nothing_is_saved_in_the_name_of_somebody_else_who_signed_in(page, applications, state, cast):
    Session.objects.all().delete()
    change(page)
    expect(page.locator("#signed-out")).to_be_visible()
    other = page.context.new_page()
    sign_into(other, cast.colleague)
    other.close()
    page.locator("#signed-out button").dispatch_event("click")
    expect(state).to_have_text("未保存：现在登录的是“王某某”，请用打开本页的账号登录")
    assert applications.changes.filter(address=CELL).count() == 0


def test_a_lost_token_is_fetched_anew_without_a_word(page, applications, state):
    page.context.clear_cookies(name="csrf")
    change(page)
    expect(state).to_have_text(SAVED)
    assert applications.changes.get(address=CELL).new == "7"


def test_a_large_text_is_saved_when_its_page_is_hidden(page, applications):
    """A browser refuses to send more than 64 KiB from a page that is being left."""
    page.goto(f"{REPORT}/overview/")
    long = "公开。" * 6000
    for key in ("lead", "platform"):
        page.locator(f'textarea[id="overview.{key}"]').evaluate(
            "(field, text) => { field.value = text; field.dispatchEvent(new Event('input', { bubbles: true })); }", long
        )
    with page.expect_response("**/save/") as answered:
        page.evaluate(
            """() => {
                Object.defineProperty(document, "hidden", { value: true, configurable: true });
                document.dispatchEvent(new Event("visibilitychange"));
            }"""
        )
    assert answered.value.status == 200
    assert applications.texts.get(key="overview.lead").body == long


def test_the_bar_is_accessible_in_trouble(page, applications, state):
    page.context.set_offline(True)
    change(page)
    expect(state).to_contain_text("网络中断")
    assert violations(page) == []
