"""历史 in the browser: versions are chosen along a long list, and compared from wherever the last one was chosen."""

from playwright.sync_api import expect

from tests.browser.test_accessibility import scrolls_sideways, violations
from tests.conftest import YEAR
from tests.deciding import perform

REPORT = f"/reports/beizi/{YEAR}/"
REASON = "第五部分没有逐项写明改进情况，请补充。"


def test_versions_are_compared_from_wherever_the_last_one_is_chosen(page, cast, sign_in, filled):
    for _ in range(3):
        perform("submit", filled.pk, cast.clerk)
        perform("return", filled.pk, cast.supervisor, reason=REASON)
    sign_in(cast.clerk)
    page.set_viewport_size({"width": 1366, "height": 400})
    page.goto(f"{REPORT}history/")
    button = page.get_by_role("button", name="比较所选版本")
    choices = page.get_by_label("作为前一版本")
    for each in range(choices.count()):
        choices.nth(each).focus()
        choices.nth(each).check()
        expect(button).to_be_in_viewport(ratio=1)
        chosen, bar = choices.nth(each).bounding_box(), button.bounding_box()
        assert chosen["y"] + chosen["height"] <= bar["y"]  # and it hides nothing that has the focus
    assert (violations(page), scrolls_sideways(page)) == ([], False)
    button.click()
    assert page.locator(".compared-what").inner_text().startswith("“第 1 次提交”")
