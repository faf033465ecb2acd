"""Signing in: throttled, in the same words whether or not there is the account; and what an account holds."""

import re
import threading
import time
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.utils import timezone

from reports.models import SessionRecord, SignInTry, User
from reports.people.accounts import set_new_password
from reports.web.middleware import LAST_SEEN
from reports.web.signing_in import device_of
from tests.conftest import PASSWORD

NEW = "kV4#mQ9!tR"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0.0.0 Safari/537.36 Edg/120.0.0.0"


def sign_in(client, username="clerk", password=PASSWORD, **more):
    return client.post("/sign-in/", {"username": username, "password": password}, **more)


def told(answer):
    """The sentence in the red block of the page."""
    return re.search(r'<div class="notice notice-error error-summary"[^>]*>\s*<p>(.*?)</p>', answer.content.decode())[1]


@pytest.mark.parametrize("username", ["clerk", "nobody-has-this-name", " CLERK "])
def test_wrong_password_and_unknown_account_are_told_alike(cast, settings, username):
    settings.SUPPORT_TELEPHONE = "0375-5051234"
    sentences = [told(sign_in(Client(), username, "wrong")) for _ in range(6)]
    left = [f"账号或密码不正确，请重新输入。还可尝试 {number} 次" for number in (4, 3, 2, 1)]
    assert sentences == [*left, *["登录失败次数过多，请 15 分钟后再试，或联系管理员 电话 0375-5051234"] * 2]


def test_locked_even_the_right_password_is_not_taken_and_nothing_more_is_written_in_the_minute(
    cast, django_assert_num_queries
):
    client = Client()
    for _ in range(5):
        sign_in(client, password="wrong")
    sign_in(client)  # the first is logged
    with django_assert_num_queries(1):
        assert "登录失败次数过多" in told(sign_in(client))
    assert sign_in(client, REMOTE_ADDR="192.0.2.7").status_code == HTTPStatus.FOUND


def test_a_right_password_forgets_the_wrong_ones(cast):
    for _ in range(4):
        sign_in(Client(), password="wrong")
    assert sign_in(Client()).status_code == HTTPStatus.FOUND
    assert "还可尝试 4 次" in told(sign_in(Client(), password="wrong"))


def guess_from_everywhere():
    """Lock the clerk out from four addresses, and the town hall by guessing at other names from its own."""
    for number in range(4):
        for _ in range(5):
            sign_in(Client(), password="wrong", REMOTE_ADDR=f"192.0.2.{number}")
    for number in range(50):
        sign_in(Client(), f"nobody-{number}", "wrong")


def test_guessing_elsewhere_locks_nobody_out_of_a_browser_in_which_they_have_signed_in(cast):
    known = Client()
    assert sign_in(known).status_code == HTTPStatus.FOUND
    known.post("/sign-out/")
    guess_from_everywhere()
    assert "登录失败次数过多" in told(sign_in(Client()))
    assert sign_in(known).status_code == HTTPStatus.FOUND


def test_a_browser_is_known_for_the_accounts_that_signed_in_there_alone(cast):
    known = Client()
    sign_in(known)
    known.post("/sign-out/")
    guess_from_everywhere()
    assert "登录失败次数过多" in told(sign_in(known, "leader"))


@pytest.mark.parametrize("forged", ["clerk", "e30:1abc:xyz", "x" * 3000])
def test_a_forged_cookie_makes_no_browser_known(cast, settings, forged):
    guess_from_everywhere()
    client = Client()
    client.cookies[settings.KNOWN_BROWSER_COOKIE_NAME] = forged
    assert "登录失败次数过多" in told(sign_in(client))


def test_the_cookie_of_a_known_browser_is_no_scripts(cast, settings):
    client = Client()
    sign_in(client)
    cookie = client.cookies[settings.KNOWN_BROWSER_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert "clerk" not in cookie.value


@pytest.mark.django_db(transaction=True)
def test_of_32_passwords_tried_in_a_known_browser_exactly_5_are_checked(monkeypatch):
    User.objects.create_user("clerk", PASSWORD, full_name="李某某")
    known = Client()
    sign_in(known)
    known.post("/sign-out/")
    checked, barrier = [], threading.Barrier(32)
    check = User.check_password
    monkeypatch.setattr(User, "check_password", lambda self, raw: checked.append(raw) or check(self, raw))

    def guess(number):
        client = Client()
        client.cookies = known.cookies.copy()
        barrier.wait()
        sign_in(client, password=f"guess-{number}", REMOTE_ADDR=f"192.0.2.{number}")
        connection.close()

    threads = [threading.Thread(target=guess, args=[number]) for number in range(32)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(checked) == 5


@pytest.mark.django_db(transaction=True)
def test_of_32_passwords_tried_at_once_exactly_5_are_checked(monkeypatch):
    User.objects.create_user("clerk", PASSWORD, full_name="李某某")
    checked, answers, barrier = [], [], threading.Barrier(32)
    check = User.check_password
    monkeypatch.setattr(User, "check_password", lambda self, raw: checked.append(raw) or check(self, raw))

    def guess(number):
        barrier.wait()
        answers.append(sign_in(Client(), password=f"guess-{number}").status_code)
        connection.close()

    threads = [threading.Thread(target=guess, args=[number]) for number in range(32)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(checked), answers) == (5, [HTTPStatus.OK] * 32)
    assert SignInTry.objects.count() == 5
    assert sign_in(Client(), REMOTE_ADDR="192.0.2.7").status_code == HTTPStatus.FOUND


def test_behind_a_proxy_the_address_is_what_the_proxy_saw(cast, settings):
    for number in range(5):
        sign_in(Client(), password="wrong", HTTP_X_FORWARDED_FOR=f"10.0.0.{number}")
    assert list(SignInTry.objects.values_list("address", flat=True).distinct()) == ["127.0.0.1"]
    settings.BEHIND_TLS_PROXY = True
    sign_in(Client(), password="wrong", HTTP_X_FORWARDED_FOR="forged, 10.0.0.1, 192.0.2.9")
    sign_in(Client(), password="wrong", HTTP_X_FORWARDED_FOR="x" * 5000)
    assert set(SignInTry.objects.values_list("address", flat=True)) == {"127.0.0.1", "192.0.2.9", ""}


@pytest.mark.parametrize(
    ("username", "password"),
    [
        ("x" * 60_000, "x"),
        ("clerk", "x" * 60_000),
        ("clerk\0", "x"),
        ("ｃｌｅｒｋ", "x"),
        ("' OR 1=1", "x"),
        ("", ""),
        ("🙂", "🙂"),
    ],
)
def test_whatever_is_posted_to_the_sign_in_page_is_answered(cast, username, password):
    assert sign_in(Client(), username, password).status_code == HTTPStatus.OK


def test_posting_nothing_or_fields_twice_is_answered(cast):
    assert Client().post("/sign-in/").status_code == HTTPStatus.OK
    answer = Client().post("/sign-in/", {"username": ["clerk", "leader"], "password": ["a", "b"]})
    assert answer.status_code == HTTPStatus.OK


def test_a_disabled_account_is_told_so_only_after_its_password(cast):
    User.objects.filter(username="clerk").update(is_active=False)
    assert "账号或密码不正确" in told(sign_in(Client(), password="wrong"))
    assert told(sign_in(Client())) == "此账号已停用，请联系管理员"


def test_signing_in_makes_a_new_session(cast):
    client = Client()
    client.get("/sign-in/")
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    before = session.session_key
    sign_in(client)
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_after_signing_in_the_last_time_is_told(cast):
    assert "上次登录" not in sign_in(Client(), follow=True).content.decode()
    User.objects.filter(username="clerk").update(last_login=timezone.make_aware(timezone.datetime(2026, 11, 20, 9, 12)))
    assert "上次登录：2026-11-20 09:12" in sign_in(Client(), follow=True).content.decode()


# --- A password that must be changed --------------------------------------------------------------


def change(client, current=PASSWORD, new=NEW, again=None):
    data = {"current": current, "new": new, "again": new if again is None else again}
    return client.post("/account/password/", data)


@pytest.mark.parametrize("path", ["/", "/guide/", "/account/", "/reports/beizi/2022/applications/"])
def test_with_a_one_time_password_only_the_page_that_changes_it_is_open(report, cast, path):
    set_new_password(cast.clerk, PASSWORD, is_temporary=True)
    client = Client()
    sign_in(client)
    assert client.get(path).url == f"/account/password/?next={path}"
    assert client.post(path).url == f"/account/password/?next={path}"
    page = client.get("/account/password/").content.decode()
    assert ("当前为一次性密码" in page, "至少三种" in page) == (True, True)
    assert change(client).url == "/"
    assert client.get(path).status_code == HTTPStatus.OK
    assert not User.objects.get(username="clerk").password_is_temporary


def test_with_a_one_time_password_signing_out_is_open(cast):
    set_new_password(cast.clerk, PASSWORD, is_temporary=True)
    client = Client()
    sign_in(client)
    assert client.post("/sign-out/").url == "/sign-in/"


def test_a_lapsed_one_time_password_is_not_taken(cast):
    set_new_password(cast.clerk, PASSWORD, is_temporary=True)
    User.objects.update(password_changed_at=timezone.now() - timedelta(hours=73))
    assert "一次性密码已超过 72 小时" in told(sign_in(Client()))


def test_an_expired_password_is_changed_first(cast):
    User.objects.filter(username="clerk").update(password_changed_at=timezone.now() - timedelta(days=91))
    client = Client()
    sign_in(client)
    assert client.get("/").url == "/account/password/?next=/"
    assert "超过 90 天" in client.get("/account/password/").content.decode()
    change(client)
    assert client.get("/").status_code == HTTPStatus.OK


def test_the_accounts_of_a_demonstration_keep_their_public_password(cast, settings):
    settings.DEMONSTRATION = True
    public = settings.DEMONSTRATION_PASSWORD
    cast.clerk.set_password(public)
    cast.clerk.password_changed_at = timezone.now() - timedelta(days=400)
    cast.clerk.save()
    client = Client()
    sign_in(client, password=public)
    assert client.get("/").status_code == HTTPStatus.OK
    assert "不能修改" in change(client, current=public).content.decode()
    assert sign_in(Client(), password=public).status_code == HTTPStatus.FOUND


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"current": "wrong"}, "当前密码不正确，请重新输入。还可尝试 4 次"),
        ({"again": "another"}, "两次输入的新密码不一致"),
        ({"new": "short"}, "密码应为 10—128 个字符，现有 5 个"),
        ({"new": "x" * 200_000}, "现有 200000 个"),
        ({"new": PASSWORD}, "不能使用最近 5 次用过的密码"),
        ({"new": ""}, "请填写新密码"),
        ({"new": "Beizi@20262026"}, "此密码容易被猜到"),
    ],
)
def test_a_password_that_cannot_be_taken_changes_nothing(cast, as_user, typed, sentence):
    answer = change(as_user(cast.clerk), **typed)
    assert sentence in answer.content.decode()
    assert User.objects.get(username="clerk").check_password(PASSWORD)


def test_the_current_password_is_guessed_five_times_at_a_stolen_screen(cast, as_user):
    client = as_user(cast.clerk)
    for _ in range(5):
        change(client, current="wrong")
    assert "登录失败次数过多" in change(client).content.decode()


# --- Sessions -------------------------------------------------------------------------------------


def browser(user="clerk", **headers):
    client = Client(headers={"User-Agent": EDGE} | headers)
    sign_in(client, user)
    return client


def test_an_account_lists_its_browsers_and_ends_the_others(cast):
    here, there, neighbour = browser(), browser(), browser("neighbour")
    page = here.get("/account/").content.decode()
    assert (page.count("Windows，Edge</th>"), page.count("本次登录")) == (2, 1)
    other = SessionRecord.objects.get(session_key=there.session.session_key)
    here.post("/account/sessions/end/", {"session": other.pk})
    codes = [client.get("/account/").status_code for client in (here, there, neighbour)]
    assert codes == [HTTPStatus.OK, HTTPStatus.FOUND, HTTPStatus.OK]


@pytest.mark.parametrize("session", ["", "0", "-1", "９", "1e9", "9" * 40, "all or nothing", None])
def test_what_names_no_session_of_the_person_ends_none(cast, session):
    here, neighbour = browser(), browser("neighbour")
    for which in (session, SessionRecord.objects.get(user=cast.neighbour).pk):
        answer = here.post("/account/sessions/end/", {} if which is None else {"session": which})
        assert answer.status_code in (HTTPStatus.FOUND, HTTPStatus.NOT_FOUND)
    codes = [client.get("/account/").status_code for client in (here, neighbour)]
    assert codes == [HTTPStatus.OK, HTTPStatus.OK]


def test_all_others_end_at_once_and_the_third_ends_the_first(cast):
    first, second, third = browser(), browser(), browser()
    assert first.get("/").status_code == HTTPStatus.FOUND
    third.post("/account/sessions/end/", {"session": "all"})
    assert (second.get("/").status_code, third.get("/").status_code) == (HTTPStatus.FOUND, HTTPStatus.OK)


def test_changing_the_password_ends_the_others_and_keeps_this_one(cast):
    here, there = browser(), browser()
    before = here.session.session_key
    assert change(here).url == "/"
    assert (here.get("/").status_code, there.get("/").status_code) == (HTTPStatus.OK, HTTPStatus.FOUND)
    assert here.session.session_key != before
    assert [record.session_key for record in cast.clerk.sessions.all()] == [here.session.session_key]


def test_signing_out_removes_the_session_from_the_list(cast):
    browser().post("/sign-out/")
    assert not cast.clerk.sessions.exists()


def test_when_a_session_was_last_used_is_noted_once_a_minute(cast):
    client = browser()
    long_ago = timezone.now() - timedelta(minutes=20)
    SessionRecord.objects.update(last_seen=long_ago)
    client.get("/")
    session = client.session
    session[LAST_SEEN] = int(time.time()) - 61
    session.save()
    client.get("/")
    assert SessionRecord.objects.get().last_seen > long_ago


def test_the_account_page_asks_a_constant_number_of_times(cast, settings, django_assert_num_queries):
    settings.MOST_SESSIONS = None
    client = browser()
    client.get("/account/")
    with django_assert_num_queries(9):
        client.get("/account/")
    for _ in range(12):
        browser()
    with django_assert_num_queries(9):
        assert client.get("/account/").content.decode().count("Windows，Edge</th>") == 13


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (EDGE, "Windows，Edge"),
        (
            "Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 Chrome/86.0.4240.198 Safari/537.36 QIHU 360SE",
            "Windows，360 浏览器",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/86.0 Safari/537.36 Qaxbrowser", "Linux，奇安信浏览器"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Linux，Firefox"),
        ("", "未知设备"),
        ("x" * 100_000, "未知设备"),
    ],
)
def test_a_browser_is_named_in_short_words(user_agent, words):
    assert device_of(user_agent) == words
