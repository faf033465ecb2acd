"""The preview beside the form: opened by hand, drawn anew after each save, and never in the way of saving."""

import re
from dataclasses import replace
from datetime import date
from http import HTTPStatus

import pytest
from playwright.sync_api import expect

from reports.formats.html import writer
from tests.browser.test_accessibility import scrolls_sideways, violations
from tests.conftest import YEAR

REPORT = f"/reports/beizi/{YEAR}"
PHONE = {"width": 390, "height": 844}


def test_what_is_saved_shows_beside_the_field_and_what_is_typed_does_not(page, cast, sign_in, filled):
    sign_in(cast.clerk)
    asked = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/preview/") else None)
    page.goto(f"{REPORT}/problems/")
    panel, field = page.locator("#part-preview"), page.locator("textarea#problems")
    expect(panel).to_be_hidden()
    assert asked == []
    page.get_by_role("button", name="预览本部分").click()
    expect(panel.locator("p").filter(has_text="一是工作任务繁重")).to_be_visible()
    assert violations(page) == []
    right_of_field = panel.bounding_box()["x"] > field.bounding_box()["x"] + field.bounding_box()["width"]
    assert (right_of_field, scrolls_sideways(page), len(asked)) == (True, False, 1)
    field.fill("一是公开不够及时。")
    assert "一是公开不够及时" not in panel.inner_text()
    page.keyboard.press("Tab")
    expect(panel.locator("article p").last).to_have_text("一是公开不够及时。")
    assert len(asked) == 2
    page.goto(f"{REPORT}/applications/")  # it stays open in this window, below a table
    expect(panel.locator("td")).to_have_count(175)
    page.set_viewport_size(PHONE)
    assert not scrolls_sideways(page)
    page.get_by_role("button", name="关闭预览").click()
    expect(panel).to_be_hidden()
    assert page.evaluate("document.activeElement.id") == "to-preview"


@pytest.mark.parametrize("status", [HTTPStatus.INTERNAL_SERVER_ERROR, None], ids=["a fault", "no network"])
def test_a_preview_that_does_not_come_says_so_keeps_what_it_showed_and_saving_goes_on(
    page, cast, sign_in, filled, status
):
    page.allow_failures = True
    sign_in(cast.clerk)
    page.goto(f"{REPORT}/problems/")
    page.get_by_role("button", name="预览本部分").click()
    shown = page.locator("#part-preview article")
    expect(shown).to_contain_text("一是工作任务繁重")
    page.route("**/preview/", lambda route: route.fulfill(status=status) if status else route.abort())
    page.locator("textarea#problems").fill("一是公开不够及时。")
    page.keyboard.press("Tab")
    expect(page.locator("#part-preview-said")).to_have_text("预览暂时无法更新，填报内容不受影响")
    expect(page.locator("#save-status")).to_have_text(re.compile(r"已保存 \d\d:\d\d"))
    expect(shown).to_contain_text("一是工作任务繁重")


def test_the_page_that_stands_by_itself_is_accessible_numbered_and_signed(page, seed, tmp_path):
    """网页, a file: nothing stands beside it, and it is as narrow as a telephone."""
    path = tmp_path / "report.html"
    path.write_bytes(writer.write(replace(seed, document_number="背政〔2023〕5号", issued_on=date(2023, 1, 16))))
    for size in ({"width": 1366, "height": 768}, PHONE):
        page.set_viewport_size(size)
        page.goto(path.as_uri())
        assert (violations(page), scrolls_sideways(page)) == ([], False)
    assert page.locator(".document-number").inner_text() == "背政〔2023〕5号"
    day, text = (page.locator(each).bounding_box() for each in (".signature p:last-child", "body"))
    assert day["x"] > text["x"] + text["width"] / 3


def test_the_pages_of_the_paper_and_the_code_for_a_website_are_accessible(page, cast, sign_in, filled):
    sign_in(cast.clerk)
    for address in ("paper", "page-code"):
        for size in ({"width": 1366, "height": 768}, PHONE):
            page.set_viewport_size(size)
            page.goto(f"{REPORT}/{address}/")
            assert (violations(page), scrolls_sideways(page)) == ([], False)
    page.get_by_role("button", name="复制网页代码").click()
    expect(page.locator("#copied")).to_have_text("已复制网页代码")
    page.locator("#page-title").evaluate("each => { each.readOnly = false; each.value = ''; each.focus(); }")
    page.keyboard.press("Control+V")
    assert page.locator("#page-title").input_value().startswith("<p>草稿</p>")
