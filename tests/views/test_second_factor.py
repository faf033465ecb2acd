"""Signing in with a code, binding a phone, recovery codes, and what is reached without them: nothing."""

import re
import threading
from datetime import timedelta
from http import HTTPStatus

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.models import AuditAction, AuditEntry, AuditOutcome, SessionRecord, SignInTry
from reports.people.second_factor import codes_left, has_second_factor
from reports.web.second_steps import WAITS_SECONDS
from tests.conftest import PASSWORD
from tests.markup import Browser
from tests.people.second_factors import bind, code_of, wrong_code_of

CODE, NEW = "/sign-in/code/", "/account/second-factor/new/"
INSIDE = ("/", "/account/", "/guide/", "/notices/", NEW, "/administration/organs/")


def password_given(username="clerk", way="", **more):
    """A browser in which the right password was typed, and nothing else."""
    client = Browser(**more)
    answer = client.post("/sign-in/", {"username": username, "password": PASSWORD, "next": way})
    assert answer.url in (CODE, way or "/")
    return client


def page_of(answer):
    return answer.content.decode()


def key_on(page):
    """The key of a new phone as the page shows it, in hexadecimal."""
    from base64 import b32decode  # noqa: PLC0415 only this test reads the key as a phone does

    letters = re.search(r'<p class="factor-key"><code>([A-Z2-7 ]+)</code>', page)[1]
    assert {len(group) for group in letters.split()} == {4}
    return b32decode(letters.replace(" ", "")).hex()


def test_who_has_no_second_factor_signs_in_as_before(cast):
    client = password_given()
    assert client.get("/").status_code == HTTPStatus.OK


def test_the_password_alone_opens_nothing(cast):
    bind(cast.clerk)
    client = password_given()
    for address in INSIDE:
        assert client.get(address).url.startswith("/sign-in/?next="), address
    assert client.post("/account/sessions/end/", {"session": "all"}).url.startswith("/sign-in/")
    assert not SessionRecord.objects.exists()
    cast.clerk.refresh_from_db()
    assert cast.clerk.last_login is None


def test_the_code_signs_in_under_a_new_key_of_the_session_and_leads_on(cast):
    key, _ = bind(cast.clerk)
    client = password_given(way="/guide/")
    waiting = client.cookies["sid"].value
    answer = client.post(CODE, {"code": code_of(key)})
    assert answer.url == "/guide/"
    assert client.cookies["sid"].value != waiting
    assert not Session.objects.filter(session_key=waiting).exists()
    assert client.get("/").status_code == HTTPStatus.OK
    assert SessionRecord.objects.get().session_key == client.cookies["sid"].value
    assert client.get(CODE).url == "/"


@pytest.mark.parametrize(
    "write",
    ["{}", " {} ", "{:.3} {:.0}"],
    ids=["plain", "blanks around", "full width in two groups"],
)
def test_a_code_may_be_typed_in_full_width_and_with_blanks(cast, write):
    key, _ = bind(cast.clerk)
    code = code_of(key)
    if write.startswith("{:.3}"):
        wide = "".join(chr(ord(each) + 0xFEE0) for each in code)
        typed = f"{wide[:3]}\u3000{wide[3:]}"
    else:
        typed = write.format(code)
    assert password_given().post(CODE, {"code": typed}).url == "/"


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "十二万", "<b>1</b>", "1" * 5000, "12\x0034"])
def test_what_is_no_code_is_said_and_costs_no_try(cast, typed):
    bind(cast.clerk)
    answer = password_given().post(CODE, {"code": typed})
    assert answer.status_code == HTTPStatus.OK
    page = page_of(answer)
    assert "请输入 6 位验证码，或 12 位恢复码" in page or "有不能使用的字符" in page or "不允许是用空字符" in page
    assert not SignInTry.objects.filter(is_code=True).exists()


def test_a_code_that_was_used_is_refused_in_another_browser(cast):
    key, _ = bind(cast.clerk)
    code = code_of(key)
    password_given().post(CODE, {"code": code})
    other = password_given()
    page = page_of(other.post(CODE, {"code": code}))
    assert "此验证码已经用过，请等身份验证器显示下一个验证码" in page
    assert other.get("/").status_code == HTTPStatus.FOUND


def test_wrong_codes_are_counted_beside_the_passwords_which_do_not_give_them_back(cast):
    key, _ = bind(cast.clerk)
    said = []
    for number in range(6):
        with time_machine.travel(timezone.now() + timedelta(minutes=number * 1.5), tick=False):
            page = page_of(password_given().post(CODE, {"code": wrong_code_of(key)}))
            said.append(re.search(r"还可尝试 (\d) 次|验证码错误次数过多，请 15 分钟后再试", page))
    assert [each[1] for each in said] == ["4", "3", "2", "1", None, None]
    assert SignInTry.objects.filter(is_code=True).count() == 5


@pytest.mark.django_db(transaction=True)
def test_however_parallel_the_guessing_exactly_five_codes_are_looked_at(cast):
    key, codes = bind(cast.clerk)
    clients = [password_given() for _ in range(16)]
    barrier, answers = threading.Barrier(len(clients)), []

    def attempt(client):
        barrier.wait()
        answers.append(client.post(CODE, {"code": wrong_code_of(key)}).status_code)
        connection.close()

    threads = [threading.Thread(target=attempt, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [HTTPStatus.OK] * len(clients)
    assert AuditEntry.objects.filter(action=AuditAction.SECOND_FACTOR, outcome=AuditOutcome.FAILED).count() == 5
    elsewhere = password_given(REMOTE_ADDR="192.0.2.77")
    assert elsewhere.post(CODE, {"code": codes[0]}).url == "/"


def test_whoever_waits_for_the_code_waits_ten_minutes(cast):
    key, _ = bind(cast.clerk)
    client = password_given()
    session = client.session
    session["waits_for_code"] |= {"since": session["waits_for_code"]["since"] - WAITS_SECONDS - 1}
    session.save()
    assert client.post(CODE, {"code": code_of(key)}).url == "/sign-in/"
    assert client.get("/").status_code == HTTPStatus.FOUND


@pytest.mark.parametrize("change", ["is_active", "password"])
def test_whoever_was_shut_out_meanwhile_does_not_come_in_by_the_code(cast, change):
    key, _ = bind(cast.clerk)
    client = password_given()
    if change == "is_active":
        cast.clerk.is_active = False
    else:
        cast.clerk.set_password("another-password")
    cast.clerk.save()
    assert client.post(CODE, {"code": code_of(key)}).url == "/sign-in/"


def test_without_a_password_there_is_no_page_for_the_code(cast):
    assert Client().get(CODE).url == "/sign-in/"
    assert Client().post(CODE, {"code": "123456"}).url == "/sign-in/"


def test_a_recovery_code_signs_in_and_says_how_many_are_left(cast):
    _, codes = bind(cast.clerk)
    code = codes[0]
    client = password_given()
    answer = client.post(CODE, {"code": f"{code[:4]} {code[4:8]} {code[8:]}"}, follow=True)
    assert "已使用恢复码登录，还剩 9 个恢复码。手机已丢失或更换的，请在“账号”页更换手机" in page_of(answer)
    assert codes_left(cast.clerk) == 9


# --- Binding a phone -----------------------------------------------------------------------------


def test_a_phone_is_bound_with_the_key_of_the_page_and_other_sessions_end(cast):
    client, elsewhere = password_given(), password_given()
    page = page_of(client.get(NEW))
    assert page == page_of(client.get(NEW)) or key_on(page) == key_on(page_of(client.get(NEW)))
    assert re.search(r'<div class="qr-code" role="img" aria-label="[^"]+"><svg', page)
    assert 'autocomplete="one-time-code"' in page
    assert 'inputmode="numeric"' in page
    before = client.cookies["sid"].value
    answer = client.post(NEW, {"code": code_of(key_on(page))})
    shown = re.findall(r'<code class="one-time">(\d{4} \d{4} \d{4})</code>', page_of(answer))
    assert len(shown) == 10
    assert client.cookies["sid"].value != before
    assert client.get("/").status_code == HTTPStatus.OK
    assert elsewhere.get("/").status_code == HTTPStatus.FOUND
    account = page_of(client.get("/account/"))
    assert "还剩 10 个" in account
    assert shown[0] not in account


def test_a_wrong_first_code_binds_nothing_and_a_wrong_clock_is_named(cast):
    client = password_given()
    key = key_on(page_of(client.get(NEW)))
    assert "请确认身份验证器中添加的是本页的密钥" in page_of(client.post(NEW, {"code": wrong_code_of(key)}))
    for steps, words in ((20, "手机时间比系统时间快约 10 分钟"), (-12, "手机时间比系统时间慢约 6 分钟")):
        page = page_of(client.post(NEW, {"code": code_of(key, steps=steps)}))
        assert words in page
        assert "请在手机设置中打开“自动设置时间”" in page
    assert not has_second_factor(cast.clerk)
    assert key_on(page_of(client.get(NEW))) == key


def test_in_a_demonstration_nobody_locks_the_public_accounts(cast, settings):
    settings.DEMONSTRATION = True
    client = password_given()
    page = page_of(client.get(NEW))
    assert "不能启用两步验证" in page_of(client.post(NEW, {"code": code_of(key_on(page))}))
    assert not has_second_factor(cast.clerk)


def test_new_recovery_codes_are_shown_once_and_replace_the_old(cast):
    key, old = bind(cast.clerk)
    client = password_given()
    client.post(CODE, {"code": code_of(key)})
    page = page_of(client.post(reverse("second_factor_codes")))
    assert len(re.findall(r'<code class="one-time">', page)) == 10
    assert password_given().post(CODE, {"code": old[0]}).status_code == HTTPStatus.OK


def test_it_is_removed_with_the_password_alone(cast):
    key, _ = bind(cast.clerk)
    client = password_given()
    client.post(CODE, {"code": code_of(key)})
    address = reverse("second_factor_remove")
    assert "密码不正确" in page_of(client.post(address, {"password": "wrong"}))
    assert has_second_factor(cast.clerk)
    assert "两步验证已停用" in page_of(client.post(address, {"password": PASSWORD}, follow=True))
    assert not has_second_factor(cast.clerk)
    assert client.get(address).url == "/account/"
    assert password_given().get("/").status_code == HTTPStatus.OK


# --- Required by role -------------------------------------------------------------------------------


def test_who_must_have_one_is_led_to_binding_it_and_reaches_nothing_else(cast, settings):
    settings.SECOND_FACTOR_REQUIRED = ["supervisor"]
    client = password_given("supervisor")
    for address in ("/review/", "/account/", "/guide/", "/phrases/"):
        assert client.get(address).url == f"{NEW}?next={address}"
    page = page_of(client.get(f"{NEW}?next=/phrases/"))
    assert "启用后才能继续使用" in page
    answer = client.post(f"{NEW}?next=/phrases/", {"code": code_of(key_on(page))})
    assert 'href="/phrases/">已保存，继续</a>' in page_of(answer)
    assert client.get("/phrases/").status_code == HTTPStatus.OK
    assert client.get(reverse("second_factor_remove")).url == "/account/"
    assert password_given("clerk").get("/").status_code == HTTPStatus.OK


def test_a_one_time_password_is_changed_before_a_phone_is_bound(cast, settings):
    settings.SECOND_FACTOR_REQUIRED = ["supervisor"]
    cast.supervisor.password_is_temporary = True
    cast.supervisor.save()
    client = password_given("supervisor")
    assert client.get("/review/").url == "/account/password/?next=/review/"
    assert client.get(NEW).url.startswith("/account/password/")
    new = "kV4#mQ9!tR"
    client.post("/account/password/", {"current": PASSWORD, "new": new, "again": new})
    assert client.get("/review/").url.startswith(NEW)


# --- Reset by an administrator ---------------------------------------------------------------------------


def test_an_administrator_resets_it_and_the_person_reads_of_it_twice(cast, as_user):
    key, _ = bind(cast.clerk)
    client = password_given()
    client.post(CODE, {"code": code_of(key)})
    administrator = as_user(cast.administrator)
    page = page_of(administrator.get("/administration/accounts/edit/clerk/"))
    assert "重置两步验证" in page
    done = administrator.post("/administration/accounts/edit/clerk/second-factor/", follow=True)
    assert "已重置李某某的两步验证" in page_of(done)
    assert client.get("/").url.startswith("/sign-in/")
    again = Browser()
    answer = again.post("/sign-in/", {"username": "clerk", "password": PASSWORD}, follow=True)
    assert "由管理员孙某某重置，登录不再需要验证码。如不是您要求的，请立即修改密码并联系管理员" in page_of(answer)
    assert "两步验证" in page_of(again.get("/notices/"))
    notice = cast.clerk.notices.get()
    assert again.post("/notices/open/", {"notice": notice.pk}).url == "/account/"
    assert "由管理员孙某某重置" in page_of(again.get("/account/"))


def test_nobody_resets_their_own_on_the_page_of_accounts(cast, as_user):
    bind(cast.administrator)
    administrator = as_user(cast.administrator)
    SessionRecord.objects.create(user=cast.administrator, session_key=administrator.session.session_key)
    assert "重置两步验证" not in page_of(administrator.get("/administration/accounts/edit/administrator/"))
    administrator.post("/administration/accounts/edit/administrator/second-factor/")
    assert has_second_factor(cast.administrator)
