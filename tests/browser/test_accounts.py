"""Signing in and administration in a browser: accessible in every state, and whole without a script."""

from datetime import date

import pytest

from reports.models import ReportingYear, User
from reports.people.accounts import set_new_password
from tests.browser.test_accessibility import scrolls_sideways, violations
from tests.conftest import PASSWORD

PAGES = [
    "/account/",
    "/account/password/",
    "/administration/organs/",
    "/administration/organs/?words=nothing",
    "/administration/organs/new/",
    "/administration/organs/edit/beizi/",
    "/administration/organs/edit/lushan/activity/",
    "/administration/accounts/",
    "/administration/accounts/new/",
    "/administration/accounts/edit/clerk/",
    "/administration/accounts/edit/administrator/",
    "/administration/accounts/edit/clerk/activity/",
    "/administration/years/",
    "/administration/years/new/",
    "/administration/import/",
    "/administration/audit/",
    "/administration/audit/?words=nothing",
    "/administration/version/",
]
# By address, the button that shows a page with something wrong on it, or with what it has done.
ANSWERS = {
    "/account/password/": "修改密码",
    "/administration/organs/new/": "保存单位",
    "/administration/organs/edit/lushan/activity/": "停用单位",
    "/administration/accounts/new/": "新增账号",
    "/administration/accounts/edit/clerk/": "重置密码",
    "/administration/years/new/": "保存日期",
    "/administration/import/": "检查文件",
}
NEW = "kV4#mQ9!tR"


@pytest.mark.parametrize("width", [1366, 1093, 683])
def test_the_pages_of_the_administrator_are_accessible(page, cast, sign_in, width):
    page.set_viewport_size({"width": width, "height": 600})
    ReportingYear.objects.create(year=2026, opens_on=date(2026, 12, 1), due_on=date(2027, 1, 31))
    sign_in(cast.administrator)
    found = {}
    for path in PAGES:
        page.goto(path)
        found[path] = violations(page)
        assert not scrolls_sideways(page), path
    assert {path: each for path, each in found.items() if each} == {}


def test_what_the_pages_of_the_administrator_answer_is_accessible(page, cast, sign_in):
    sign_in(cast.administrator)
    found = {}
    for path, button in ANSWERS.items():
        page.goto(path)
        page.get_by_role("button", name=button, exact=True).click()
        page.wait_for_load_state()
        found[path] = violations(page)
    assert {path: each for path, each in found.items() if each} == {}


def test_after_a_wrong_password_the_caret_is_at_the_sentence_that_says_so(page, cast):
    page.goto("/sign-in/")
    assert page.evaluate("document.activeElement.name") == "username"
    page.get_by_label("账号").fill("clerk")
    page.get_by_label("密码").fill("wrong")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    assert page.locator(":focus").inner_text() == "账号或密码不正确，请重新输入。还可尝试 4 次"
    assert violations(page) == []


def test_what_is_typed_as_a_password_can_be_shown_and_is_pasted(page, cast):
    page.goto("/sign-in/")
    field, button = page.locator("#id_password"), page.get_by_role("button", name="显示密码")
    field.fill(PASSWORD)
    button.click()
    assert (field.get_attribute("type"), button.get_attribute("aria-pressed")) == ("text", "true")
    assert violations(page) == []
    button.click()
    assert (field.get_attribute("type"), button.get_attribute("aria-pressed")) == ("password", "false")


@pytest.mark.parametrize("with_script", [True, False])
def test_whoever_comes_in_with_a_one_time_password_changes_it_first(chromium, live_server, cast, with_script):
    set_new_password(cast.clerk, PASSWORD, is_temporary=True)
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=with_script)
    page = context.new_page()
    page.goto("/sign-in/")
    page.get_by_label("账号").fill("clerk")
    page.get_by_label("密码").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/password/?next=/")
    page.goto("/guide/")
    assert page.url.endswith("/account/password/?next=/guide/")
    for label, typed in (("当前密码", PASSWORD), ("新密码", NEW), ("再次输入新密码", NEW)):
        page.get_by_label(label, exact=True).fill(typed)
    page.keyboard.press("Enter")
    page.get_by_text("密码已修改").wait_for()
    assert User.objects.get(pk=cast.clerk.pk).check_password(NEW)
    context.close()
