"""What the server put at a field - opinions, last year's figures - is still there after the page saved by itself."""

import re

import pytest
from playwright.sync_api import expect

from tests.conftest import YEAR
from tests.deciding import add_opinion, perform

REPORT = f"/reports/beizi/{YEAR}"
CELL = "applications.granted.natural_person"
SAVED = re.compile(r"已保存 \d\d:\d\d")
REASON = "第五部分没有逐项写明改进情况，请补充。"


@pytest.fixture
def returned(filled, cast):
    """The report came back with an opinion on a cell of table 三 and one on section 五."""
    perform("submit", filled.pk, cast.clerk)
    filled.refresh_from_db()
    for anchor, words in ((CELL, "请核对予以公开的件数。"), ("problems", "请写明改进措施。")):
        add_opinion(filled.pk, cast.supervisor, anchor=anchor, quote="", level="must", code="other", words=words)
    perform("return", filled.pk, cast.supervisor, reason=REASON)
    return filled


def test_opinions_stay_at_their_fields_when_the_page_saves_by_itself(page, cast, sign_in, returned):
    sign_in(cast.clerk)
    page.goto(f"{REPORT}/applications/")
    cell, found = page.locator(f'[id="{CELL}"]'), page.locator(".found")
    opinions = found.locator("ul").last
    before = opinions.inner_text()
    assert "1．请核对予以公开的件数。" in before
    assert cell.get_attribute("aria-describedby").split() == [f"{CELL}_opinion"]
    cell.fill("三")  # with a fault: a sentence comes and goes beside the opinion
    page.keyboard.press("Tab")
    expect(page.locator("#save-status")).to_have_text(SAVED)
    expect(cell).to_have_attribute("aria-describedby", f"{CELL}_opinion {CELL}_error")
    assert found.locator("ul").count() == 2
    assert opinions.inner_text() == before
    with page.expect_response("**/save/"):
        cell.fill("0")
        page.keyboard.press("Tab")
    expect(cell).to_have_attribute("aria-describedby", f"{CELL}_opinion")
    assert opinions.inner_text() == before
    expect(cell.locator("xpath=..")).to_have_class(re.compile("has-mark"))


def test_an_opinion_on_a_text_stays_when_the_page_saves_by_itself(page, cast, sign_in, returned):
    sign_in(cast.clerk)
    page.goto(f"{REPORT}/problems/")
    page.locator("textarea#problems").fill("一是公开不够及时。改进情况：每月通报一次。")
    page.keyboard.press("Tab")
    expect(page.locator("#save-status")).to_have_text(SAVED)
    expect(page.locator(".found-opinions")).to_have_text("审核意见 1")
    expect(page.locator(".has-opinion")).to_have_count(1)


def test_the_focus_stays_on_a_link_of_the_list_while_the_list_changes(page, cast, sign_in, returned):
    sign_in(cast.clerk)
    page.goto(f"{REPORT}/applications/")
    page.locator(f'[id="{CELL}"]').fill("三")
    page.locator(".found .mark-answered").focus()
    expect(page.locator("#save-status")).to_have_text(SAVED)
    expect(page.locator("#found-title")).to_have_text("本页问题 1")
    assert page.evaluate("document.activeElement.value") == "opinion-1"
