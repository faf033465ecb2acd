"""Printing a page from the browser, for a working copy: nothing of the frame, and a table that can go over pages."""

import pytest
from playwright.sync_api import expect

from tests.conftest import YEAR

REPORT = f"/reports/beizi/{YEAR}/"
# What is of the screen alone, and on the page when it is printed is not drawn.
OF_THE_SCREEN = ".frame-header, .frame-footer, .breadcrumbs, .action-bar, .found, .grid-tools, .legend, .text-helper"


def drawn(page, selector):
    return page.locator(selector).evaluate_all(
        "all => all.filter((each) => getComputedStyle(each).display !== 'none').map((each) => each.className)"
    )


@pytest.mark.parametrize("step", ["applications", "disputes", "problems"])
def test_a_printed_step_has_its_content_and_nothing_of_the_frame(page, cast, sign_in, filled, step):
    sign_in(cast.clerk)
    page.goto(f"{REPORT}{step}/")
    assert len(drawn(page, OF_THE_SCREEN)) > 3
    page.emulate_media(media="print")
    assert drawn(page, OF_THE_SCREEN) == []
    assert len(drawn(page, ".step-body")) == 1


def test_a_printed_table_repeats_its_head_and_splits_no_row(page, cast, sign_in, filled):
    sign_in(cast.clerk)
    page.goto(f"{REPORT}applications/")
    page.emulate_media(media="print")
    style = "each => { const { display, position, breakInside } = getComputedStyle(each);"
    style += " return [display, position, breakInside]; }"
    assert page.locator(".grid thead").evaluate(style)[0] == "table-header-group"
    for selector in (".grid thead th", ".grid tbody td", ".grid .balance-row td"):
        assert page.locator(selector).first.evaluate(style)[1:] == ["static", "avoid"]


@pytest.mark.parametrize("step", ["proactive_disclosure", "applications", "disputes"])
def test_a_printed_table_is_no_wider_than_its_sheet(page, cast, sign_in, filled, step):
    """总计 stands last: what goes over the edge of the paper is lost."""
    sign_in(cast.clerk)
    page.goto(f"{REPORT}{step}/")
    page.set_viewport_size({"width": 718, "height": 1000})  # A4 between the margins that browsers leave
    page.emulate_media(media="print")
    assert page.locator(".grid").evaluate("each => each.scrollWidth <= each.parentElement.clientWidth")
    without_lines = page.locator(".grid th, .grid td").evaluate_all(
        """all => all.filter((each) => {
            const { borderTopWidth, borderRightWidth, borderBottomWidth, borderLeftWidth } = getComputedStyle(each);
            return [borderTopWidth, borderRightWidth, borderBottomWidth, borderLeftWidth].includes("0px");
        }).length"""
    )
    assert without_lines == 0


def test_a_notice_of_the_screen_is_not_printed(page, cast, sign_in, filled):
    sign_in(cast.clerk)
    page.route("**/presence/", lambda route: route.fulfill(json={"told": "本部分已在另一窗口打开"}))
    page.goto(f"{REPORT}applications/")
    expect(page.locator("#presence")).to_be_visible()
    assert drawn(page, "#presence") == ["notice notice-warning"]
    page.emulate_media(media="print")
    assert drawn(page, "#presence") == []
