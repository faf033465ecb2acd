"""A PC whose clock is wrong, or is set while somebody types: the times told are the server's, and nothing is lost."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.test_autosave import SAVED, body, status
from tests.conftest import YEAR

STEP = f"/reports/beizi/{YEAR}/problems/"
OFF = pytest.mark.parametrize("hours", [-1, 1], ids=["an hour slow", "an hour fast"])


@pytest.fixture
def writing(page, cast, sign_in, report):
    """The clerk at section 五 of a PC whose clock goes on by itself, and can be set."""
    page.clock.install()
    page.allow_failures = True
    sign_in(cast.clerk)

    def at(moment):
        page.clock.set_system_time(moment)
        page.goto(STEP)
        return page.locator("textarea#problems")

    return at


@OFF
def test_a_wrong_clock_saves_in_time_and_tells_the_time_of_the_server(page, writing, report, hours):
    field = writing(datetime.now() + timedelta(hours=hours))
    field.press_sequentially("一是公开。")
    expect(status(page)).to_have_text(SAVED)
    at = datetime.strptime(status(page).inner_text().removeprefix("已保存 "), "%H:%M")
    now = timezone.localtime()
    off = (now.hour * 60 + now.minute - at.hour * 60 - at.minute) % (24 * 60)
    assert (off <= 1, body(report)) == (True, "一是公开。")


@OFF
def test_a_clock_that_is_set_while_somebody_types_delays_no_save(page, writing, report, hours):
    field = writing(datetime.now())
    field.press_sequentially("一是公开。")
    page.clock.set_system_time(datetime.now() + timedelta(hours=hours))
    field.press_sequentially("二是解读。")
    expect(status(page)).to_have_text(SAVED)
    assert body(report) == "一是公开。二是解读。"


@OFF
def test_what_a_wrong_clock_kept_of_a_killed_page_is_found_again(page, writing, report, hours):
    field = writing(datetime.now() + timedelta(hours=hours))
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('no network')); }")
    field.press_sequentially("来不及保存。")
    page.wait_for_timeout(400)
    page.evaluate("document.getElementById('step-form').dataset.leaving = 'yes'")
    page.goto("about:blank")
    writing(datetime.now())
    expect(page.locator("#restored")).to_be_visible()
    expect(status(page)).to_have_text(SAVED)
    assert body(report) == "来不及保存。"


def test_a_clock_that_is_set_back_still_warns_before_the_session_ends(page, writing, report):
    writing(datetime.now())
    page.clock.set_system_time(datetime.now() - timedelta(hours=1))
    page.clock.run_for(16_000)
    expect(page.locator("#idle-warning")).to_be_hidden()
    page.clock.fast_forward("26:00")
    expect(page.locator("#idle-warning")).to_be_visible()
