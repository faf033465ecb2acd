"""Pinning opinions on the sheet of the review page, by mouse and by keyboard."""

import os

import pytest
from playwright.sync_api import expect

from reports.lifecycle.editing import Edit, save
from reports.lifecycle.findings import unexplained
from reports.lifecycle.reviewing import explain
from tests.browser.test_accessibility import scrolls_sideways, violations
from tests.conftest import YEAR
from tests.deciding import add_opinion, perform

REPORT = f"/reports/beizi/{YEAR}"
CELL = "applications.granted.natural_person"


def photograph(page, name):
    if os.environ.get("PHOTOGRAPHS"):
        page.screenshot(path=f"{os.environ['PHOTOGRAPHS']}/{name}.png")


@pytest.fixture
def in_review(page, filled, cast, sign_in):
    perform("submit", filled.pk, cast.clerk)
    filled.refresh_from_db()
    sign_in(cast.supervisor)
    page.goto(f"{REPORT}/review/")
    return filled


def write(page, words):
    page.get_by_label("原因", exact=True).select_option("other")
    page.get_by_label("意见", exact=True).fill(words)
    photograph(page, "form")
    page.get_by_role("button", name="记为须改").click()
    expect(page.locator("#said")).to_contain_text("已记入审核意见")


def test_a_cell_is_pinned_by_mouse_and_its_mark_and_opinion_lead_to_each_other(page, in_review):
    page.locator(f'[id="at-{CELL}"]').click()
    photograph(page, "cell")
    page.get_by_role("button", name="提意见").click()
    assert page.get_by_label("位置", exact=True).input_value() == CELL
    write(page, "请核对予以公开的件数。")
    opinion = in_review.opinions.get()
    assert (opinion.anchor, opinion.quote, opinion.state) == (CELL, "", "draft")
    page.get_by_role("link", name="审核意见 1，须改").click()
    assert page.evaluate("document.activeElement.id") == "opinion-1"
    page.locator("#opinion-1 .opinion-place").click()
    assert page.url.endswith(f"#at-{CELL}")
    photograph(page, "pinned")


def test_a_sentence_is_pinned_by_keyboard(page, in_review):
    sentence = page.locator("#problems .pinnable").nth(1)
    quote = sentence.text_content().strip()
    sentence.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "提意见"
    photograph(page, "sentence")
    page.keyboard.press("Enter")
    assert page.get_by_label("或粘贴原文（选填）").input_value() == quote
    assert page.evaluate("document.activeElement.id") == "opinion_words"
    write(page, "请写明改进措施。")
    opinion = in_review.opinions.get()
    assert (opinion.anchor, opinion.quote) == ("problems", quote)
    assert page.locator(".is-quoted").text_content().strip() == quote


def test_escape_closes_the_form_and_returns_to_the_place(page, in_review):
    page.locator(f'[id="at-{CELL}"]').focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.type("写到一半")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == f"at-{CELL}"
    assert not page.get_by_label("意见", exact=True).is_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.get_by_label("意见", exact=True).input_value() == "写到一半"


def test_the_pages_with_opinions_are_accessible(page, in_review, cast, sign_in):
    for anchor, quote in ((CELL, ""), ("problems", "已经不在的句子。"), ("overview", "")):
        add_opinion(
            in_review.pk, cast.supervisor, anchor=anchor, quote=quote, level="must", code="other", words="请核对。"
        )
    page.goto(f"{REPORT}/review/")
    page.locator("#opinion-new summary").click()
    found = {"review": violations(page)}
    photograph(page, "review")
    assert not scrolls_sideways(page)
    perform("return", in_review.pk, cast.supervisor, reason="第五部分没有逐项写明改进情况，请补充。")
    page.context.clear_cookies()
    sign_in(cast.clerk)
    for path in ("/", "/applications/", "/problems/", "/check/"):
        page.goto(f"{REPORT}{path}")
        photograph(page, f"clerk{path.replace('/', '-')}")
        found[path] = violations(page)
        assert not scrolls_sideways(page), path
    assert {path: each for path, each in found.items() if each} == {}


WRONG = "2022年，我乡新收政府信息公开申请17件，均已按时答复。"


def test_an_opinion_is_pinned_to_a_sentence_in_which_a_finding_stands_and_each_leads_to_its_own(
    page, filled, cast, sign_in
):
    key = "overview.disclosure_on_request"
    save(filled.pk, cast.clerk, [Edit(key, filled.texts.get(key=key).body, f"我乡认真办理。{WRONG}")])
    for finding in unexplained(filled):
        explain(filled, cast.clerk, finding, "县信访局转来十七件，按规定只计入信访渠道统计。")
    perform("submit", filled.pk, cast.clerk)
    sign_in(cast.supervisor)
    page.goto(f"{REPORT}/review/")
    found = page.locator(".review-panel [id^=found-]", has_text="17 件")
    found.get_by_role("link", name="新收 17 件").click()
    words = page.locator(".sheet .found-words", has_text="17件")
    expect(words).to_be_in_viewport()
    assert words.evaluate("(each) => getComputedStyle(each).backgroundColor") != "rgba(0, 0, 0, 0)"
    photograph(page, "found-on-the-sheet")
    page.locator(".sheet .sentence .found-mark").click()
    expect(found).to_be_focused()
    photograph(page, "found-in-the-list")
    page.locator(".sentence", has_text="17件").click(position={"x": 4, "y": 8})
    page.get_by_role("button", name="提意见").click()
    write(page, "请与表三核对。")
    assert filled.opinions.get().quote == WRONG
    assert page.locator(".is-quoted").text_content().strip() == WRONG
    assert violations(page) == []
    assert not scrolls_sideways(page)
