"""An input method that is open while the page saves: real compositions, by Chromium's own protocol."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_autosave import SAVED, body, status
from tests.browser.test_form import cell
from tests.browser.test_grid import ENTRIES
from tests.conftest import YEAR

REPORT = f"/reports/beizi/{YEAR}/"
PAUSE = 2600  # a little more than autosave waits


class InputMethod:
    """What somebody types into an input method: shown underlined, until it is committed."""

    def __init__(self, page):
        self.protocol = page.context.new_cdp_session(page)

    def compose(self, letters):
        place = {"selectionStart": len(letters), "selectionEnd": len(letters)}
        self.protocol.send("Input.imeSetComposition", {"text": letters, **place})

    def commit(self, words):
        self.protocol.send("Input.insertText", {"text": words})


@pytest.fixture
def writing(page, cast, sign_in, report):
    sign_in(cast.clerk)
    page.goto(f"{REPORT}problems/")
    field = page.locator("textarea#problems")
    field.focus()
    return field


def test_neither_a_pause_nor_control_s_nor_a_hidden_tab_saves_half_a_word(page, writing, report):
    method = InputMethod(page)
    writing.press_sequentially("一是")
    expect(status(page)).to_have_text(SAVED)
    method.compose("gongkai")
    page.wait_for_timeout(PAUSE)
    page.keyboard.press("Control+s")
    page.evaluate("document.getElementById('step-form').dispatchEvent(new CustomEvent('save'))")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.wait_for_timeout(400)
    assert body(report) == "一是"
    expect(writing).to_have_value("一是gongkai")
    method.commit("公开")
    expect(writing).to_have_value("一是公开")
    expect(status(page)).to_have_text(SAVED)
    assert body(report) == "一是公开"
    assert list(report.changes.filter(address="problems").values_list("new", flat=True)) == [
        "一是公开"
    ]  # typed in one go


def test_an_answer_that_comes_while_something_is_composed_tears_nothing(page, writing, report):
    method = InputMethod(page)

    def slowly(route):
        page.wait_for_timeout(700)
        route.continue_()

    page.route("**/save/", slowly)
    writing.press_sequentially("一是公开\u2f00  ")  # the server repairs the look-alike and takes the blanks away
    page.keyboard.press("Control+s")
    expect(status(page)).to_have_text("正在保存…")
    method.compose("buji")
    expect(status(page)).not_to_have_text("正在保存…")
    expect(writing).to_have_value("一是公开\u2f00  buji")
    method.commit("不及时")
    page.keyboard.press("Tab")
    expect(status(page)).to_have_text(SAVED)
    assert body(report) == "一是公开一  不及时"


def test_a_composition_that_is_given_up_leaves_what_was_there(page, writing, report):
    method = InputMethod(page)
    writing.press_sequentially("一是公开。")
    method.compose("jiedu")
    page.wait_for_timeout(PAUSE)
    method.compose("")
    page.keyboard.press("Tab")
    expect(status(page)).to_have_text(SAVED)
    assert body(report) == "一是公开。"


def test_digits_composed_in_a_cell_are_saved_whole(page, cast, sign_in, report):
    sign_in(cast.clerk)
    page.goto(f"{REPORT}applications/")
    cell(page, ENTRIES[0]).focus()
    method = InputMethod(page)
    method.compose("１")
    page.keyboard.press("Control+s")
    page.wait_for_timeout(PAUSE)
    assert report.changes.filter(address=ENTRIES[0]).count() == 0
    method.commit("１２")
    expect(cell(page, ENTRIES[0])).to_be_focused()
    page.keyboard.press("Enter")
    expect(status(page)).to_have_text(SAVED)
    assert list(report.changes.filter(address=ENTRIES[0]).values_list("new", flat=True)) == ["12"]
