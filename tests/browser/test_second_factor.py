"""The life of a second factor in a browser: bound, asked for, asked for again, lost, reset; and without a script."""

import re
from base64 import b32decode
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from reports.models import SessionRecord, Status
from reports.people.second_factor import has_second_factor
from tests.browser.conftest import sign_into
from tests.browser.test_accessibility import scrolls_sideways, violations
from tests.conftest import PASSWORD, YEAR
from tests.people.second_factors import bind, code_of

REASON = "第五部分没有逐项写明改进情况，\n请补充“三是”以后的内容。"


def give_password(page, username):
    page.goto("/sign-in/")
    page.get_by_label("账号").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.keyboard.press("Enter")


def key_on(page):
    return b32decode(page.locator(".factor-key code").inner_text().replace(" ", "")).hex()


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def browser(request, chromium, live_server, transactional_db):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=request.param, locale="zh-CN")
    yield context.new_page()
    context.close()


def test_from_binding_a_phone_to_losing_it(browser, in_review, cast):
    page = browser
    sign_into(page, cast.supervisor)
    page.goto("/account/")
    page.get_by_role("link", name="启用两步验证").click()
    key = key_on(page)
    # The code of the step before binds the phone, so that the present one is still good for signing in.
    page.get_by_label("验证码").fill(code_of(key, steps=-1))
    page.get_by_role("button", name="启用两步验证").click()
    expect(page.locator(".recovery-codes code")).to_have_count(10)
    codes = page.locator(".recovery-codes code").all_inner_texts()
    page.get_by_role("link", name="已保存，继续").click()
    page.get_by_text("还剩 10 个").wait_for()
    page.get_by_role("button", name="退出", exact=True).click()

    give_password(page, "supervisor")
    page.wait_for_url("**/sign-in/code/")
    page.get_by_label("验证码或恢复码").fill(code_of(key))
    page.keyboard.press("Enter")
    page.wait_for_url("**/review/**")

    SessionRecord.objects.update(proved_at=timezone.now() - timedelta(minutes=16))
    page.goto(f"/reports/beizi/{YEAR}/decide/return/")
    page.get_by_label("退回意见").fill(REASON)
    page.get_by_role("button", name="退回修改", exact=True).click()
    page.get_by_role("heading", name="再次验证身份").wait_for()
    page.get_by_label("验证码或恢复码").fill(code_of(key, steps=1))
    page.get_by_role("button", name="验证并继续").click()
    page.get_by_text("已退回修改").first.wait_for()
    in_review.refresh_from_db()
    assert (in_review.status, in_review.events.first().reason) == (Status.RETURNED, REASON)

    page.get_by_role("button", name="退出", exact=True).click()
    give_password(page, "supervisor")
    page.get_by_label("验证码或恢复码").fill(codes[0])
    page.get_by_role("button", name="登录").click()
    page.get_by_text("已使用恢复码登录，还剩 9 个恢复码").wait_for()


def test_an_administrator_resets_what_was_lost(browser, cast):
    page = browser
    bind(cast.clerk)
    sign_into(page, cast.administrator)
    page.goto("/administration/accounts/edit/clerk/")
    page.get_by_role("button", name="重置两步验证").click()
    page.get_by_text("已重置").wait_for()
    assert not has_second_factor(cast.clerk)
    page.get_by_role("button", name="退出", exact=True).click()
    cast.clerk.last_login = timezone.now() - timedelta(days=1)
    cast.clerk.save()
    sign_into(page, cast.clerk)
    page.get_by_text(re.compile("两步验证已于 .* 由管理员孙某某重置")).first.wait_for()


@pytest.mark.parametrize("width", [1366, 390])
def test_its_pages_are_accessible(page, cast, width):
    page.set_viewport_size({"width": width, "height": 768})
    found = {}

    def look(name):
        found[name] = violations(page)
        assert not scrolls_sideways(page), name

    sign_into(page, cast.supervisor)
    page.goto("/account/second-factor/new/")
    look("new")
    key = key_on(page)
    page.get_by_label("验证码").fill("12")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    look("new, refused")
    page.get_by_label("验证码").fill(code_of(key, steps=-1))
    page.keyboard.press("Enter")
    page.locator(".recovery-codes").wait_for()
    look("recovery codes")
    page.goto("/account/")
    look("account")
    page.goto("/account/second-factor/remove/")
    look("remove")
    SessionRecord.objects.update(proved_at=timezone.now() - timedelta(minutes=16))
    page.goto("/account/second-factor/new/")
    page.get_by_role("heading", name="再次验证身份").wait_for()
    look("asked again")
    page.get_by_role("button", name="退出", exact=True).click()
    give_password(page, "supervisor")
    page.wait_for_url("**/sign-in/code/")
    look("code")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    look("code, refused")
    assert {name: each for name, each in found.items() if each} == {}
