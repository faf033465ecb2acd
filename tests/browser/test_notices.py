"""Notices and reminders in a real Chromium: axe, narrow screens, and both by keyboard alone."""

import pytest
from django.utils import timezone

from reports.lifecycle.notifications import REMIND, notify
from reports.models import Membership, Notice, Role
from reports.official.calendar import year_on_offer
from tests.browser.test_accessibility import scrolls_sideways, violations
from tests.conftest import YEAR
from tests.deciding import perform

WORDS = "请于2023年1月20日前完成年度报告填报并提交审核。\n逾期未报的，将予以通报。"


@pytest.fixture
def told(with_leader, filled):
    """The clerk with 22 notices, one of which was read; the report in review."""
    cast = with_leader
    for _ in range(21):
        notify(REMIND, YEAR - 1, WORDS, [(cast.township.pk, cast.clerk)])
    Notice.objects.filter(pk=Notice.objects.order_by("pk")[18].pk).update(read_at=timezone.now())
    perform("submit", filled.pk, cast.clerk)
    perform("sign", filled.pk, cast.leader)
    return cast


@pytest.mark.parametrize("width", [1349, 1093, 683])
def test_the_pages_of_notices_are_accessible_and_the_header_fits(page, told, sign_in, width):
    Membership.objects.create(user=told.clerk, organ=told.county, role=Role.SUPERVISOR)  # the longest header
    page.set_viewport_size({"width": width, "height": 600})
    sign_in(told.clerk)
    for path in ("/notices/", "/notices/?page=2", "/"):
        page.goto(path)
        assert violations(page) == []
        assert not scrolls_sideways(page), path
        header = page.locator(".frame-header").bounding_box()
        for link in page.locator(".frame-nav a").all():
            box = link.bounding_box()
            assert header["y"] <= box["y"]
            assert box["y"] + box["height"] <= header["y"] + header["height"]
            assert box["height"] < 50  # on one line, and large enough for a finger
    if width > 1300:
        page.goto(f"/reports/beizi/{YEAR}/preview/")
        assert page.locator(".frame-header").bounding_box()["height"] <= 44


def test_notices_are_read_by_keyboard_alone(page, told, sign_in):
    sign_in(told.supervisor)
    page.goto("/")
    page.get_by_role("link", name="通知 1").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/notices/")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "查看":
            break
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/reports/beizi/{YEAR}/review/")
    assert page.get_by_role("link", name="通知 0").is_visible()


def test_all_notices_are_marked_as_read_by_keyboard_alone(page, told, sign_in):
    sign_in(told.clerk)
    page.goto("/notices/")
    assert page.get_by_text("未读", exact=True).count() == 19
    page.get_by_role("button", name="全部标为已读").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="通知 0").wait_for()
    assert (page.get_by_text("未读", exact=True).count(), page.get_by_text("已读", exact=True).count()) == (0, 20)


def test_a_faulty_reminder_is_accessible_and_is_put_right_by_keyboard_alone(page, cast, sign_in):
    year = year_on_offer(timezone.localdate())
    sign_in(cast.supervisor)
    page.goto("/phrases/")
    page.evaluate(  # as the queue posts it, with nothing said
        """year => {
          const form = document.querySelector(".sign-out").cloneNode(true);
          form.action = "/review/remind/";
          for (const [name, value] of [["year", year], ["organ", "beizi"], ["organ", "wawu"], ["words", ""]]) {
            form.append(Object.assign(document.createElement("input"), { name, value }));
          }
          document.body.append(form);
          form.submit();
        }""",
        year,
    )
    page.wait_for_url("**/review/remind/")
    assert page.locator("#id_words_error").is_visible()
    assert violations(page) == []
    assert not scrolls_sideways(page)
    page.locator('input[value="beizi"]').focus()  # the list stands before the words, both before the button
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "submit":
            break
        if page.evaluate("document.activeElement.value") == "wawu":
            page.keyboard.press("Space")
        if page.evaluate("document.activeElement.tagName") == "TEXTAREA":
            page.keyboard.type("请尽快提交。")
    page.keyboard.press("Enter")
    page.wait_for_url("**tab=not_submitted")
    assert page.get_by_text("已向 1 个单位催报").is_visible()
