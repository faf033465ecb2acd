"""What holds for every page: its headers, its idle time, its number of queries, its errors."""

import re
import time
from http import HTTPStatus

import pytest
from django.urls import reverse

from reports.web.middleware import LAST_SEEN, SIGNED_IN
from tests.conftest import YEAR
from tests.deciding import perform
from tests.markup import Browser

REPORT = f"/reports/beizi/{YEAR}"
STEPS = ["particulars", "overview", "proactive_disclosure", "applications", "disputes", "problems", "other_matters"]
MOST_QUERIES = 24  # two of them are the header's: 待办 and 通知
OF_OTHER_ORGANS = 2  # what was submitted before, on the parts whose sentences are compared
COMPARED = {"overview", "problems"}


def test_a_page_forbids_foreign_scripts_styles_and_frames(filled, cast, as_user):
    policy = as_user(cast.clerk).get("/")["Content-Security-Policy"]
    directives = dict(directive.split(" ", 1) for directive in policy.split("; "))
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == directives["style-src"] == "'self'"
    assert directives["frame-ancestors"] == "'none'"


@pytest.mark.parametrize("path", ["/", f"{REPORT}/", f"{REPORT}/preview/", "/guide/", "/rules/"])
def test_a_signed_in_page_is_kept_by_no_browser(filled, cast, as_user, path):
    assert "no-store" in as_user(cast.clerk).get(path)["Cache-Control"]


@pytest.mark.parametrize("path", ["/", "/guide/", "/rules/", f"{REPORT}/", f"{REPORT}/check/", f"{REPORT}/preview/"])
def test_no_page_has_inline_script_or_style(filled, cast, as_user, path):
    page = as_user(cast.clerk).get(path).content.decode()
    assert (" style=" in page, "<script>" in page, " onclick=" in page) == (False, False, False)


@pytest.mark.parametrize("step", STEPS)
def test_a_step_asks_the_database_a_constant_number_of_times(
    filled, cast, as_user, django_assert_max_num_queries, step
):
    client = as_user(cast.clerk)
    with django_assert_max_num_queries(MOST_QUERIES + OF_OTHER_ORGANS * (step in COMPARED)):
        assert client.get(f"{REPORT}/{step}/").status_code == HTTPStatus.OK


def test_an_idle_session_ends_and_says_so(cast, as_user, settings):
    client = as_user(cast.clerk)
    session = client.session
    session[LAST_SEEN] = int(time.time()) - settings.IDLE_SECONDS - 1
    session.save()
    assert client.get("/").url.startswith("/sign-in/")
    assert "登录已超时" in client.get("/sign-in/").content.decode()


def test_a_session_ends_with_the_working_day_however_busy(cast, as_user, settings):
    client = as_user(cast.clerk)
    session = client.session
    session[SIGNED_IN] = int(time.time()) - settings.SESSION_COOKIE_AGE - 1
    session[LAST_SEEN] = int(time.time())
    session.save()
    assert client.get("/").url.startswith("/sign-in/")


def test_a_busy_session_goes_on(cast, as_user, settings):
    client = as_user(cast.clerk)
    session = client.session
    session[LAST_SEEN] = int(time.time()) - settings.IDLE_SECONDS + 60
    session.save()
    assert client.get("/").status_code == HTTPStatus.OK
    assert client.session[LAST_SEEN] >= int(time.time()) - 5


def test_signing_out_clears_what_the_browser_kept(cast, as_user):
    answer = as_user(cast.clerk).post("/sign-out/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'


def test_the_demonstration_offers_its_accounts_and_no_other_installation_does(cast, settings):
    assert "演示账号" not in Browser().get("/sign-in/").content.decode()
    settings.DEMONSTRATION = True
    page = Browser().get("/sign-in/").content.decode()
    assert ("演示账号" in page, "lushan" not in page or "supervisor" in page) == (True, True)


def test_a_page_that_is_not_there_says_so_in_chinese(cast, as_user):
    answer = as_user(cast.clerk).get("/poem/")
    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert "未找到页面" in answer.content.decode()


def test_a_fault_of_ours_carries_a_number(cast, as_user, monkeypatch):
    client = as_user(cast.clerk)
    client.raise_request_exception = False
    monkeypatch.setattr("reports.presenters.home._dashboard", lambda *args: 1 / 0)
    answer = client.get("/")
    assert answer.status_code == HTTPStatus.INTERNAL_SERVER_ERROR
    assert f"请求编号：{answer['X-Request-Id']}" in answer.content.decode()


def test_nothing_on_a_page_comes_from_another_host(filled, cast, as_user):
    for path in ("/", f"{REPORT}/applications/", "/guide/"):
        page = as_user(cast.clerk).get(path).content.decode()
        assert "//" not in page.replace("<!--", "").replace("http://www.w3.org", "")


def test_a_post_that_is_too_large_is_told_so(cast, as_user, report, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = as_user(cast.clerk).post(f"{REPORT}/problems/", {"problems": "长" * 2000})
    assert answer.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    assert "内容过大" in answer.content.decode()


def test_an_error_page_names_whom_to_call(cast, as_user, settings):
    settings.SUPPORT_TELEPHONE = "0375-5051234"
    assert "0375-5051234" in as_user(cast.clerk).get("/poem/").content.decode()


@pytest.mark.parametrize("path", ["/", "/guide/", f"{REPORT}/", f"{REPORT}/applications/", "/nothing/", "/sign-in/"])
def test_every_page_asks_for_the_modern_engine_and_says_its_language(filled, cast, as_user, path):
    client = Browser() if path == "/sign-in/" else as_user(cast.clerk)
    page = client.get(path).content.decode()
    assert '<meta name="renderer" content="webkit">' in page
    assert '<html lang="zh-CN">' in page


@pytest.mark.parametrize("path", ["/", "/account/", f"{REPORT}/", f"{REPORT}/problems/", f"{REPORT}/check/"])
def test_help_stands_at_the_same_place_of_every_page(filled, cast, as_user, settings, path):
    settings.SUPPORT_TELEPHONE = "0375-5051234"
    page = as_user(cast.clerk).get(path).content.decode()
    header, _, rest = page.partition("</header>")
    assert re.search(rf'<a\s[^>]*href="{reverse("guide")}"[^>]*>填报说明</a>', header)
    assert "业务咨询和系统问题：0375-5051234" in rest.partition("<footer")[2]


@pytest.mark.parametrize(("person", "begins"), [("clerk", "首页"), ("supervisor", "审核"), ("administrator", "管理")])
def test_the_way_to_a_page_begins_where_its_reader_comes_home(as_user, cast, person, begins):
    """A supervisor has no 首页: it would lead to the queue, which is called 审核."""
    page = as_user(getattr(cast, person)).get("/account/").content.decode()
    assert re.search(r'aria-label="所在位置">\s*<a href="[^"]+">(\w+)</a> ›\s*<span', page)[1] == begins


def test_only_a_supervisor_is_told_whose_report_a_page_is_about(as_user, filled, cast):
    perform("submit", filled.pk, cast.clerk)
    way = f">{cast.township} {YEAR} 年度报告</a> ›"
    pages = [as_user(each).get(f"{REPORT}/history/").content.decode() for each in (cast.supervisor, cast.clerk)]
    assert [way in page for page in pages] == [True, False]
