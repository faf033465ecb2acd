"""延期 in a browser: granted by keyboard alone, told to the clerk, accessible in every state."""

import os
from datetime import date, timedelta

import pytest
from django.utils import timezone

from reports.lifecycle.opening import open_report
from reports.models import ReportingYear
from reports.official.calendar import year_on_offer
from tests.browser.test_accessibility import scrolls_sideways, violations
from tests.conftest import YEAR
from tests.deciding import perform

REASON = "办公楼供水管道破裂，台账正在抢救整理。"


def photograph(page, name):
    if os.environ.get("PHOTOGRAPHS"):
        page.screenshot(path=f"{os.environ['PHOTOGRAPHS']}/{name}.png")


@pytest.fixture
def year(cast):
    """The year on offer, of which the report is due in two days."""
    year = year_on_offer(timezone.localdate())
    due_on = timezone.localdate() + timedelta(days=2)
    ReportingYear.objects.create(year=year, superior=cast.county, opens_on=date(year, 12, 1), due_on=due_on)
    return year


def tab_to(page, name):
    """Press Tab until what has this name is focused, as somebody without a mouse would."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name || document.activeElement.textContent") == name:
            return
    raise AssertionError(f"{name} is not reached")


def test_an_extension_is_granted_by_keyboard_and_told_to_the_clerk(page, cast, sign_in, year):
    open_report(cast.township, year, cast.clerk)
    day = timezone.localdate() + timedelta(days=9)
    sign_in(cast.supervisor)
    page.goto(f"/review/extensions/beizi/{year}/")
    photograph(page, "extension")
    found = [violations(page)]
    tab_to(page, "due_on")
    page.keyboard.type("2027-13-40")
    page.keyboard.press("Enter")
    page.locator("#id_reason_error", has_text="请填写延期原因").wait_for()
    photograph(page, "extension-faulty")
    found.append(violations(page))
    tab_to(page, "due_on")
    page.keyboard.press("Control+A")
    page.keyboard.type(str(day))
    tab_to(page, "reason")
    page.keyboard.insert_text(REASON)
    tab_to(page, "准予延期")
    page.keyboard.press("Enter")
    page.get_by_role("cell", name=REASON).wait_for()
    photograph(page, "extension-granted")
    found.append(violations(page))
    assert not scrolls_sideways(page)
    page.get_by_role("button", name="退出").click()
    sign_in(cast.clerk)
    for path, name in (("/", "home-extended"), (f"/reports/beizi/{year}/", "task-list-extended")):
        page.goto(path)
        assert page.get_by_text(f"已延期至 {day}：{REASON}").is_visible()
        photograph(page, name)
        found.append(violations(page))
    assert found == [[]] * 5


@pytest.mark.parametrize("width", [1366, 683])
def test_what_is_said_of_a_late_report_is_accessible(page, cast, sign_in, filled, width):
    """A report of 2022 that is handed in today is years late, and its county has not given it time."""
    page.set_viewport_size({"width": width, "height": 768})
    perform("submit", filled.pk, cast.clerk)
    perform("approve", filled.pk, cast.supervisor)
    sign_in(cast.supervisor)
    for path in (
        f"/reports/beizi/{YEAR}/review/",
        f"/reports/beizi/{YEAR}/history/",
        f"/review/extensions/beizi/{YEAR}/",
    ):
        page.goto(path)
        assert page.locator(".deadline-past").first.is_visible()
        photograph(page, f"late-{path.strip('/').replace('/', '-')}-{width}")
        assert (path, violations(page), scrolls_sideways(page)) == (path, [], False)
