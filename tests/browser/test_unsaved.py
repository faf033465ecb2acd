"""Words written into a form and not kept: leaving the page asks, sending the form does not."""

import pytest
from playwright.sync_api import expect

from reports.lifecycle.editing import Edit, save
from tests.conftest import YEAR
from tests.deciding import add_opinion, perform

REPORT = f"/reports/beizi/{YEAR}"


@pytest.fixture
def asked(page):
    """The questions that the page asks when it is left; each is answered with staying."""
    questions = []

    def stay(dialog):
        questions.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    return questions


def test_a_reply_that_is_written_is_not_lost_by_the_link_to_its_place(page, filled, cast, sign_in, asked):
    perform("submit", filled.pk, cast.clerk)
    said = {"anchor": "problems", "level": "must", "code": "other", "words": "请写明改进情况。"}
    add_opinion(filled.pk, cast.supervisor, **said)
    perform("return", filled.pk, cast.supervisor, reason="请按审核意见修改后重新提交。")
    sign_in(cast.clerk)
    page.goto(f"{REPORT}/")
    page.get_by_role("link", name="回复并标记").click()
    reply = page.get_by_label("回复（选填）")
    reply.click()
    page.keyboard.type("已按意见改写。")
    page.locator(".opinion-place").click()
    expect(reply).to_have_value("已按意见改写。")
    assert asked == ["beforeunload"]
    page.get_by_role("button", name="标记已修改").click()
    expect(page.locator("#opinions")).to_contain_text("已按意见改写。")
    assert asked == ["beforeunload"]


def test_an_explanation_that_is_written_is_kept_or_asked_about(page, filled, cast, sign_in, asked):
    save(filled.pk, cast.clerk, [Edit("normative_acts.rules.in_force", "0", "6")])
    sign_in(cast.clerk)
    page.goto(f"{REPORT}/check/")
    words = page.get_by_label("情况说明")
    words.click()
    page.keyboard.type("本年度承接上级下放的制定权限。")
    page.get_by_role("link", name="首页", exact=True).first.click()
    expect(words).to_have_value("本年度承接上级下放的制定权限。")
    assert asked == ["beforeunload"]
    page.get_by_role("button", name="返回", exact=True).click()
    page.wait_for_url(f"**{REPORT}/")
    assert asked == ["beforeunload"]
    assert filled.explanations.get().body == "本年度承接上级下放的制定权限。"
