"""Twelve ways in which a session can end while somebody types: no character is lost in any of them."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from tests.conftest import PASSWORD, YEAR

STEP = f"/reports/beizi/{YEAR}/problems/"
TEXT = "一是公开不够及时，二是解读不够通俗。" * 20
SAVED = re.compile(r"已保存 \d\d:\d\d")


class Typist:
    """The clerk at section 五, in the middle of a sentence."""

    def __init__(self, page, user, report):
        self.page, self.user, self.report = page, user, report
        self.field = page.locator("textarea#problems")

    def sign_in(self, page=None):
        page = page or self.page
        page.get_by_label("账号").fill(self.user.username)
        page.get_by_label("密码").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "sign-in" not in url)

    def sign_in_elsewhere(self):
        other = self.page.context.new_page()
        other.goto("/sign-in/")
        if other.url.endswith("/sign-in/"):
            self.sign_in(other)
        other.close()

    def type_and_leave(self):
        self.field.fill(TEXT)
        self.page.keyboard.press("Tab")

    def go_on(self):
        expect(self.page.locator("#signed-out")).to_be_visible()
        self.sign_in_elsewhere()
        self.page.locator("#signed-out button").dispatch_event("click")  # the page may go on by itself

    def expire(self):
        Session.objects.all().delete()


def cookies_are_cleared(typist):
    typist.page.context.clear_cookies()
    typist.type_and_leave()
    typist.go_on()


def session_is_deleted_on_the_server(typist):
    typist.expire()
    typist.type_and_leave()
    typist.go_on()


def session_was_idle_too_long(typist, settings):
    settings.IDLE_SECONDS = -1
    typist.type_and_leave()
    expect(typist.page.locator("#signed-out")).to_be_visible()
    settings.IDLE_SECONDS = 1800
    typist.go_on()


def token_is_rotated_by_signing_in_again_in_another_tab(typist):
    typist.page.context.clear_cookies(name="sid")
    typist.sign_in_elsewhere()
    typist.type_and_leave()


def token_cookie_is_lost(typist):
    typist.page.context.clear_cookies(name="csrf")
    typist.type_and_leave()


def page_is_reloaded_after_the_end(typist):
    typist.expire()
    typist.type_and_leave()
    expect(typist.page.locator("#signed-out")).to_be_visible()
    typist.page.once("dialog", lambda dialog: dialog.accept())
    typist.page.reload()
    typist.sign_in()


def tab_is_closed_and_opened_again(typist):
    typist.expire()
    typist.type_and_leave()
    expect(typist.page.locator("#signed-out")).to_be_visible()
    typist.page.evaluate("() => { document.getElementById('step-form').dataset.leaving = 'yes' }")
    typist.page.goto("about:blank")
    typist.page.goto(STEP)
    typist.sign_in()


def session_ends_while_the_network_is_away(typist):
    typist.page.context.set_offline(True)
    typist.type_and_leave()
    expect(typist.page.locator("#save-status")).to_contain_text("网络中断")
    typist.expire()
    typist.page.context.set_offline(False)
    typist.go_on()


def session_ends_while_a_save_is_under_way(typist):
    def expire_first(route):
        typist.page.context.clear_cookies()
        route.abort()

    typist.page.route("**/save/", expire_first, times=1)
    typist.type_and_leave()
    typist.go_on()


def session_ends_while_an_input_method_is_open(typist):
    typist.field.focus()
    typist.field.dispatch_event("compositionstart")
    typist.expire()
    typist.field.fill(TEXT)
    typist.field.dispatch_event("compositionend")
    typist.go_on()


def session_ends_before_the_button_is_pressed(typist):
    typist.expire()
    typist.field.fill(TEXT)
    typist.page.get_by_role("button", name="保存", exact=True).click()
    typist.go_on()


def session_ends_twice(typist):
    typist.expire()
    typist.type_and_leave()
    typist.go_on()
    expect(typist.page.locator("#save-status")).to_have_text(SAVED)
    typist.expire()
    typist.field.fill("")
    typist.type_and_leave()
    typist.field.fill(TEXT + "三是。")
    typist.page.keyboard.press("Tab")
    typist.go_on()


SCENARIOS = [
    cookies_are_cleared,
    session_is_deleted_on_the_server,
    session_was_idle_too_long,
    token_is_rotated_by_signing_in_again_in_another_tab,
    token_cookie_is_lost,
    page_is_reloaded_after_the_end,
    tab_is_closed_and_opened_again,
    session_ends_while_the_network_is_away,
    session_ends_while_a_save_is_under_way,
    session_ends_while_an_input_method_is_open,
    session_ends_before_the_button_is_pressed,
    session_ends_twice,
]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda each: each.__name__)
def test_no_character_is_lost_when_the_session_ends(page, cast, sign_in, report, settings, scenario):
    page.allow_failures = True
    sign_in(cast.clerk)
    page.goto(STEP)
    page.wait_for_function("() => sessionStorage.getItem('tab')")  # nobody types before a window knows its own name
    typist = Typist(page, cast.clerk, report)
    arguments = [typist, settings] if scenario is session_was_idle_too_long else [typist]
    scenario(*arguments)
    page.wait_for_url(f"**{STEP}")
    expected = TEXT + "三是。" if scenario is session_ends_twice else TEXT
    expect(typist.field).to_have_value(expected)
    for _ in range(40):
        if report.texts.get(key="problems").body == expected:
            break
        page.wait_for_timeout(250)
    assert report.texts.get(key="problems").body == expected
