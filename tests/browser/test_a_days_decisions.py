"""How many clicks a supervisor needs from the sign-in until all twelve townships are decided, on an office screen."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from reports.lifecycle.editing import Edit, save
from reports.lifecycle.findings import unexplained
from reports.models import AnnualReport, Status
from reports.official.calendar import year_on_offer
from tests.browser.conftest import sign_into
from tests.county.townships import a_full_report, let_them_be_alike
from tests.deciding import explain, perform

YEAR = year_on_offer(timezone.localdate())
TOWNSHIPS = 12
EXPLAINED, FAULTY = 2, 1  # so many have a figure that was explained, and so many go back
MOST_CLICKS = 60
NARROWEST_PAPER = 120  # pixels above the paper, at most
REASON = "第五部分没有逐项写明改进情况，请补充。"


@pytest.fixture
def twelve(cast):
    """Twelve reports that wait for their review."""
    let_them_be_alike(cast, YEAR)
    for number in range(TOWNSHIPS):
        report = a_full_report(cast, f"t{number:02}", f"第{number}镇人民政府", YEAR)
        if number < EXPLAINED:
            save(report.pk, cast.clerk, [Edit("normative_acts.rules.in_force", "0", "6")])
            for finding in unexplained(report):
                explain(report, finding, cast.clerk, "上级机关认定的规章，已随附认定文件。")
        perform("submit", report.pk, cast.clerk)


class Mouse:
    """Clicks as a person does, and counts."""

    def __init__(self, page):
        self.page, self.clicks = page, 0

    def click(self, role, name, **asked):
        self.page.get_by_role(role, name=name, **asked).first.click()
        self.clicks += 1


def test_all_twelve_townships_are_decided_with_at_most_sixty_clicks(page, twelve, cast, capsys):
    loads = []
    page.on("framenavigated", lambda frame: loads.append(frame.url))
    page.goto("/sign-in/")
    mouse = Mouse(page)
    sign_into(page, cast.supervisor)  # typed, and sent with Enter
    loads.clear()
    expect(page.get_by_role("link", name="12 份待审核", exact=True)).to_be_visible()
    _look_at_and_decide(page, mouse)
    page.locator(".way-back").click()
    mouse.clicks += 1
    mouse.click("link", "全选")
    mouse.click("button", "审核通过", exact=True)
    mouse.click("button", "审核通过所选")
    page.get_by_text("审核通过 9 个单位").wait_for()
    decided = AnnualReport.objects.filter(organ__slug__startswith="t", year=YEAR)
    assert decided.filter(status=Status.APPROVED).count() == TOWNSHIPS - FAULTY
    assert decided.filter(status=Status.RETURNED).count() == FAULTY
    with capsys.disabled():
        print(f"\n{mouse.clicks} clicks and {len(loads)} loads from the sign-in to twelve decisions")  # noqa: T201
    assert mouse.clicks <= MOST_CLICKS


def _look_at_and_decide(page, mouse):
    """Those that need looking at come first; each decision leads to the next report."""
    mouse.click("link", "审核t00")
    for _ in range(EXPLAINED):
        assert page.locator(".sheet").bounding_box()["y"] <= NARROWEST_PAPER
        for number in ("三", "五"):
            mouse.click("link", number, exact=False)
        mouse.click("link", "审核通过", exact=True)
        mouse.click("button", "认可")
        mouse.click("button", "通过并看下一份")
    mouse.click("link", "退回修改", exact=True)
    page.get_by_label("退回意见").fill(REASON)
    mouse.click("button", "退回并看下一份")
    page.get_by_text("已退回修改").wait_for()
