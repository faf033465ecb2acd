"""Two supervisors, one report: who comes second is told who was first, and keeps what was written."""

import pytest

from reports.models import Membership, Role
from tests.browser.test_accessibility import scrolls_sideways, violations
from tests.conftest import YEAR
from tests.deciding import perform

REPORT = f"/reports/beizi/{YEAR}/"
REASON = "第五部分没有逐项写明改进情况，请补充。"


@pytest.fixture
def second(filled, cast):
    """Submitted, and the stranger has come over as the county's second supervisor."""
    Membership.objects.create(user=cast.stranger, organ=cast.county, role=Role.SUPERVISOR)
    perform("submit", filled.pk, cast.clerk)
    return filled


def test_a_second_decision_gives_the_reason_back(page, sign_in, second, cast):
    sign_in(cast.stranger)
    page.goto(f"{REPORT}decide/return/")
    page.get_by_label("退回意见").fill(REASON)
    perform("approve", second.pk, cast.supervisor)
    page.get_by_role("button", name="退回修改").click()
    assert "张某某已于" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("以下内容没有保存，可复制留存").input_value() == REASON
    assert (violations(page), scrolls_sideways(page)) == ([], False)


def test_a_double_click_returns_a_report_once_and_shows_no_fault(page, sign_in, second, cast):
    sign_in(cast.supervisor)
    page.goto(f"{REPORT}decide/return/")
    page.get_by_label("退回意见").fill(REASON)
    page.get_by_role("button", name="退回修改").dblclick()
    page.wait_for_url(f"**{REPORT}**")
    page.get_by_role("status").first.wait_for()
    assert page.get_by_role("alert").count() == 0
    assert second.events.filter(action="return").count() == 1


def test_nothing_that_takes_a_decision_back_lies_where_it_was_taken(page, sign_in, second, cast):
    """What a second click hits after 审核通过 or 退回修改 is either nothing or a way on."""
    sign_in(cast.supervisor)
    page.goto(f"{REPORT}review/")
    places = [page.get_by_role("link", name="审核通过").bounding_box()]
    page.get_by_role("link", name="审核通过").click()
    places.append(page.get_by_role("button", name="审核通过").bounding_box())
    page.get_by_role("button", name="审核通过").click()
    back = page.get_by_role("link", name="撤销审核通过").bounding_box()
    for place in places:
        apart = (
            place["x"] + place["width"] <= back["x"],
            back["x"] + back["width"] <= place["x"],
            place["y"] + place["height"] <= back["y"],
            back["y"] + back["height"] <= place["y"],
        )
        assert any(apart)
    assert scrolls_sideways(page) is False
