"""Each window keeps a journal of its own of what it could not save; what a closed window left is offered."""

import json
import os

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from tests.browser.conftest import sign_into
from tests.browser.scripts import with_scripts
from tests.browser.test_accessibility import violations
from tests.conftest import YEAR

STEP = f"/reports/beizi/{YEAR}/overview/"
LEAD, PLATFORM = "overview.lead", "overview.platform"
CUT = "() => { window.fetch = () => Promise.reject(new TypeError('no network')); }"


def field(page, address):
    return page.locator(f'[id="{address}"]')


def photograph(page, name):
    if os.environ.get("PHOTOGRAPHS"):
        page.screenshot(path=f"{os.environ['PHOTOGRAPHS']}/{name}.png")


def is_ready(page):
    """The page knows which window it is in, and has looked for journals."""
    with_scripts(page, "() => Journal.ready", Journal="journal")


def opened(page):
    page.goto(STEP)
    is_ready(page)
    return page


def write_unsaved(page, address, words):
    page.evaluate(CUT)
    field(page, address).fill(words)
    expect(page.locator("#save-status")).to_have_text("有未保存的修改")
    page.wait_for_timeout(300)  # the journal is written


def leave(page):
    page.evaluate("document.getElementById('step-form').dataset.leaving = 'yes'")
    page.goto("about:blank")


def journals(page):
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('journal:')).length")


@pytest.fixture
def first(page, cast, sign_in, report):
    page.allow_failures = True
    sign_in(cast.clerk)
    return opened(page)


@pytest.fixture
def second(first):
    return opened(first.context.new_page())


def stored(report):
    texts = report.stored_texts()
    return texts.get(LEAD, ""), texts.get(PLATFORM, "")


def becomes(page, report, expected):
    for _ in range(40):
        if stored(report) == expected:
            break
        page.wait_for_timeout(250)
    assert stored(report) == expected


def test_two_windows_of_one_page_keep_their_own_and_get_it_back(first, second, report):
    write_unsaved(first, LEAD, "第一个窗口写的。")
    write_unsaved(second, LEAD, "第二个窗口写的。")
    assert journals(first) == 2
    leave(first)
    leave(second)
    opened(first)
    expect(field(first, LEAD)).to_have_value("第一个窗口写的。")
    becomes(first, report, ("第一个窗口写的。", ""))
    opened(second)
    expect(second.locator("#conflicts .mine span")).to_have_text("第二个窗口写的。")
    expect(second.locator("#conflicts .theirs span")).to_have_text("第一个窗口写的。")


def test_what_a_closed_window_left_is_offered_and_not_applied(first, second, report):
    write_unsaved(second, PLATFORM, "关闭的窗口写的。\n第二段。")
    second.evaluate("document.getElementById('step-form').dataset.leaving = 'yes'")
    second.close()
    opened(first)
    offered = first.locator("#abandoned .abandoned")
    expect(offered.locator("dd")).to_have_text("关闭的窗口写的。\n第二段。")
    expect(offered.locator("p")).to_contain_text("关闭前有 1 处没有保存")
    expect(field(first, PLATFORM)).to_have_value("")
    photograph(first, "abandoned")
    assert violations(first) == []
    assert stored(report) == ("", "")
    offered.get_by_role("button", name="恢复到本页").click()
    expect(field(first, PLATFORM)).to_have_value("关闭的窗口写的。\n第二段。")
    expect(offered).to_have_count(0)
    becomes(first, report, ("", "关闭的窗口写的。\n第二段。"))
    expect(first.locator("#save-status")).to_contain_text("已保存")
    assert journals(first) == 0


def test_what_a_closed_window_left_can_be_given_up(first, second, report):
    write_unsaved(second, PLATFORM, "不要了。")
    second.evaluate("document.getElementById('step-form').dataset.leaving = 'yes'")
    second.close()
    opened(first)
    first.locator("#abandoned").get_by_role("button", name="放弃").click()
    expect(first.locator("#abandoned .abandoned")).to_have_count(0)
    assert (journals(first), stored(report)) == (0, ("", ""))


def test_what_was_typed_meanwhile_is_not_overwritten_by_what_is_offered(first, second, report):
    write_unsaved(second, PLATFORM, "关闭的窗口写的。")
    second.evaluate("document.getElementById('step-form').dataset.leaving = 'yes'")
    second.close()
    opened(first)
    first.evaluate(CUT)
    field(first, PLATFORM).fill("本窗口写的。")
    offered = first.locator("#abandoned .abandoned")
    offered.get_by_role("button", name="恢复到本页").click()
    expect(field(first, PLATFORM)).to_have_value("本窗口写的。")
    expect(offered.locator("dd")).to_have_text("关闭的窗口写的。")


def test_the_journal_of_a_window_that_is_open_is_left_to_it(first, second):
    write_unsaved(second, PLATFORM, "还在写。")
    opened(first)
    expect(first.locator("#abandoned .abandoned")).to_have_count(0)
    expect(field(first, PLATFORM)).to_have_value("")
    assert journals(first) == 1


def test_a_duplicated_window_has_a_journal_of_its_own(first):
    """A browser copies the session storage when it duplicates a window."""
    write_unsaved(first, LEAD, "原来的窗口。")
    copied = json.dumps(first.evaluate("sessionStorage.getItem('tab')"))
    twin = first.context.new_page()
    twin.add_init_script(f"sessionStorage.getItem('tab') || sessionStorage.setItem('tab', {copied})")
    opened(twin)
    expect(field(twin, LEAD)).to_have_value("")
    write_unsaved(twin, LEAD, "复制的窗口。")
    kept = first.evaluate("Object.values(localStorage).map((each) => JSON.parse(each).edits[0][2]).sort()")
    assert kept == ["原来的窗口。", "复制的窗口。"]


def test_after_a_session_ended_each_window_goes_on_with_its_own(first, second, cast, report):
    Session.objects.all().delete()
    for page, address, words in ((first, LEAD, "第一个窗口写的。"), (second, PLATFORM, "第二个窗口写的。")):
        field(page, address).fill(words)
        page.keyboard.press("Tab")
        expect(page.locator("#signed-out")).to_be_visible()
    leave(first)
    leave(second)
    first.goto(STEP)
    sign_into(first, cast.clerk)
    opened(first)
    becomes(first, report, ("第一个窗口写的。", ""))
    expect(field(first, PLATFORM)).to_have_value("")
    opened(second)
    becomes(second, report, ("第一个窗口写的。", "第二个窗口写的。"))


def test_signing_out_with_something_unsaved_asks_and_leaves_nothing_behind(first):
    first.route("**/save/", lambda route: route.abort())
    field(first, LEAD).fill("不应留在公用电脑上的话。")
    first.wait_for_timeout(300)
    asked = []
    first.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    first.get_by_role("button", name="退出").click()
    first.wait_for_url("**/sign-in/**")
    assert (asked, journals(first)) == (["beforeunload"], 0)


@pytest.mark.parametrize("rubbish", ["", "{", "null", "[]", '{"edits": 5}', '{"edits": [5, ["overview.lead"], null]}'])
def test_a_spoilt_journal_stops_no_page(first, report, rubbish):
    first.evaluate(
        """rubbish => {
            const key = `journal:${document.body.dataset.user}:${document.getElementById("step-form").dataset.save}`;
            localStorage.setItem(key, rubbish);
            localStorage.setItem(`${key}:${sessionStorage.getItem("tab")}`, rubbish);
        }""",
        rubbish,
    )
    opened(first)
    field(first, LEAD).fill("照常保存。")
    first.keyboard.press("Tab")
    becomes(first, report, ("照常保存。", ""))


def test_a_journal_from_before_each_window_had_its_own_is_offered(first, report):
    kept = json.dumps({"at": "2026-01-01T00:00:00.000Z", "edits": [[LEAD, "", "从前写的。", "typed"]]})
    first.evaluate(
        """kept => localStorage.setItem(
            `journal:${document.body.dataset.user}:${document.getElementById("step-form").dataset.save}`, kept)""",
        kept,
    )
    opened(first)
    expect(first.locator("#abandoned dd")).to_have_text("从前写的。")
