"""A township with nothing to report, from the sign-in page to 已提交: how many clicks and page loads that takes.

Counted as design.md §12.20 says: navigations after the sign-in page, and activations by the pointer.
"""

import pytest
import time_machine
from playwright.sync_api import expect

from reports.models import AnnualReport, Status
from tests.browser.conftest import PASSWORD
from tests.conftest import YEAR

MOST_CLICKS, MOST_LOADS = 24, 10
TEXTS = {
    "overview.proactive_disclosure": f"{YEAR}年，我乡通过县政府网站发布信息113条。",
    "overview.disclosure_on_request": f"{YEAR}年，我乡未收到政府信息公开申请。",
    "overview.information_management": "严格执行发布审核制度，坚持先审后发。",
    "overview.platform": "依托县政府网站专栏发布信息。",
    "overview.supervision": "将政府信息公开纳入工作考核和社会评议，未发生责任追究。",
}
PROBLEMS = "一是公开时效有待加强。改进情况：明确报送时限，每月通报一次。"


@pytest.fixture
def january():
    with time_machine.travel(f"{YEAR + 1}-01-10T10:00:00+08:00", tick=True):
        yield


class Counted:
    """A page with its clicks and loads counted; what is typed by the keys alone is no click."""

    def __init__(self, page):
        self.page, self.clicks, self.loads = page, 0, 0
        page.on("framenavigated", self._navigated)

    def _navigated(self, frame):
        self.loads += frame == self.page.main_frame

    def click(self, locator):
        self.clicks += 1
        locator.click()

    def press(self, name, role="button"):
        self.click(self.page.get_by_role(role, name=name, exact=True))

    def write(self, address, text):
        field = self.page.locator(f'[id="{address}"]')
        self.click(field)
        self.page.keyboard.insert_text(text)


def test_a_nil_return_takes_few_clicks_and_page_loads(january, page, cast, capsys):
    page.goto("/sign-in/")
    counted = Counted(page)
    page.get_by_label("账号").fill(cast.clerk.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.keyboard.press("Enter")
    counted.press("开始填报", "link")
    page.wait_for_url("**/start/")  # the questions are all there when the page is
    for question in page.get_by_role("radio", name="没有").all():
        counted.click(question)
    counted.click(page.get_by_role("main").get_by_role("button").first)
    counted.click(page.locator(".task-link").nth(1))
    for address, text in TEXTS.items():
        counted.write(address, text)
    counted.press("保存并继续")
    counted.press("空格填 0")
    counted.press("保存并继续")
    counted.write("problems", PROBLEMS)
    counted.press("保存并继续")
    counted.write("other_matters", "无")
    counted.press("保存并继续")
    counted.press("提交审核")
    counted.press("确认提交审核")
    expect(page.get_by_role("heading", level=1)).to_have_text("已提交审核")
    with capsys.disabled():
        print(f"\nnil return: {counted.clicks} clicks, {counted.loads} page loads")  # noqa: T201
    assert AnnualReport.objects.get(year=YEAR).status == Status.IN_REVIEW
    assert (counted.clicks <= MOST_CLICKS, counted.loads <= MOST_LOADS) == (True, True)
