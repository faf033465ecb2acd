"""Asked again before what counts: once a quarter of an hour, by what the account has, and nothing typed is lost."""

import ast
import html
import re
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path

import pytest
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from reports.lifecycle.transitions import TRANSITIONS
from reports.models import Role, SessionRecord, SignInTry, Status, User
from reports.official.interchange import content_hash
from reports.people.sessions import record_session
from reports.web.guarded import GUARDED
from tests.conftest import PASSWORD, YEAR
from tests.people.second_factors import bind, code_of, wrong_code_of
from tests.views.posted_forms import forms_and_links

VIEWS = Path(__file__).resolve().parents[2] / "reports" / "views"
DECIDE = f"/reports/beizi/{YEAR}/decide"
REASON = "第五部分没有逐项写明改进情况，\r\n请补充“<b>三是</b>”以后的内容 & 数字。"
HELPERS = {"_take_role", "_confirmed"}  # of account_roles and of roster
ASKS = "<h1>再次验证身份</h1>"


@pytest.fixture
def long_ago(db):
    """A browser of somebody who has signed in half an hour ago and has been at work since."""

    def opened(user):
        client = Client()
        client.force_login(user)
        record_session(
            user,
            client.session.session_key,
            "192.0.2.1",
            "Edge",
            proved_at=timezone.now() - timedelta(minutes=30),
        )
        return client

    return opened


def page_of(answer):
    return answer.content.decode()


def answered(client, page, address, **given):
    """Send the form of the page that asks, with the code or the password typed into it."""
    (form,) = [each for each in forms_and_links(page, address)[0] if "asked_again" in dict(each.controls)]
    return client.post(form.action, dict(form.controls) | given)


def returning(report, **more):
    return {"reason": REASON, "content_hash": content_hash(report.data()), "resubmit_by": "", "onward": ""} | more


def test_every_decision_is_on_the_list_and_nothing_that_a_clerk_takes_back(cast):
    decisions = {each.action for each in TRANSITIONS if each.is_decision}
    of_secrecy = {"refuse_secrecy", "withdraw_secrecy"}
    assert decisions == {"sign", "send_back", "approve", "return", "revoke", "publish", "correct"} | of_secrecy
    for each in TRANSITIONS:
        deciders = {*each.roles, *each.without_reviewer} & {Role.LEADER, Role.SUPERVISOR, Role.SECRECY}
        on_the_common_page = not each.has_own_page
        assert each.is_decision == bool(on_the_common_page and (deciders or each.publishes)), each.action


def test_other_browsers_are_ended_by_whoever_proves_again_who_they_are(cast, long_ago):
    here, there = long_ago(cast.clerk), long_ago(cast.clerk)
    page = page_of(here.post("/account/sessions/end/", {"session": "all"}))
    assert ASKS in page
    assert there.get("/account/").status_code == HTTPStatus.OK
    assert answered(here, page, "/account/sessions/end/", asked_password=PASSWORD).status_code == HTTPStatus.FOUND
    assert there.get("/account/").status_code == HTTPStatus.FOUND


def test_every_view_that_decides_is_on_the_list():
    """By its code: whoever performs a transition, closes sums or a scheme, or changes rights."""
    deciding = {
        "perform_as_seen",
        *("finalise", "reopen", "close"),
        *("give_role", "take_role", "set_administrator", "reset_password", "reset_second_factor", "create_account"),
        *("set_account_active", "set_organ_active", "import_roster"),
    }
    views, called = set(), set()
    for path in VIEWS.rglob("*.py"):
        for function in ast.parse(path.read_text(encoding="utf-8")).body:
            named = [node for node in ast.walk(function) if isinstance(node, ast.Name | ast.Attribute)]
            found = {getattr(node, "id", getattr(node, "attr", "")) for node in named} & deciding
            if isinstance(function, ast.FunctionDef) and found:
                called |= found
                views |= {function.name} - HELPERS
    assert called == deciding
    assert views <= set(GUARDED)
    assert len(views) == 13


def test_every_name_on_the_list_is_an_address():
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert set(GUARDED) <= names


def test_who_has_no_second_factor_is_asked_nothing(in_review, cast, long_ago):
    answer = long_ago(cast.supervisor).post(f"{DECIDE}/return/", returning(in_review))
    in_review.refresh_from_db()
    assert (answer.status_code, in_review.status) == (HTTPStatus.FOUND, Status.RETURNED)


def test_a_decision_is_asked_for_and_done_with_the_code_and_not_a_character_is_lost(in_review, cast, long_ago):
    key, _ = bind(cast.supervisor)
    client = long_ago(cast.supervisor)
    page = page_of(client.post(f"{DECIDE}/return/", returning(in_review)))
    in_review.refresh_from_db()
    assert ASKS in page
    assert "刚才填写的内容不会丢失" in page
    assert in_review.status == Status.IN_REVIEW
    answer = answered(client, page, f"{DECIDE}/return/", asked_code=code_of(key))
    in_review.refresh_from_db()
    assert (answer.status_code, in_review.status) == (HTTPStatus.FOUND, Status.RETURNED)
    event = in_review.events.first()
    assert (event.action, event.reason) == ("return", REASON.replace("\r\n", "\n"))


def test_a_wrong_code_asks_once_more_and_keeps_all_of_it(in_review, cast, long_ago):
    key, _ = bind(cast.supervisor)
    client = long_ago(cast.supervisor)
    page = page_of(client.post(f"{DECIDE}/return/", returning(in_review)))
    page = page_of(answered(client, page, f"{DECIDE}/return/", asked_code=wrong_code_of(key)))
    assert "验证码不正确，请重新输入。还可尝试 4 次" in page
    assert html.unescape(re.search(r'name="reason" value="([^"]*)"', page)[1]) == REASON
    in_review.refresh_from_db()
    assert in_review.status == Status.IN_REVIEW
    SignInTry.objects.all().delete()
    cast.supervisor.totpdevice_set.update(throttling_failure_count=0)
    answered(client, page, f"{DECIDE}/return/", asked_code=code_of(key))
    in_review.refresh_from_db()
    assert in_review.status == Status.RETURNED


def test_the_way_back_is_there_after_a_wrong_code_too_and_leads_nowhere_else(in_review, cast, long_ago):
    key, _ = bind(cast.supervisor)
    client, address, wrong = long_ago(cast.supervisor), f"{DECIDE}/return/", {"asked_code": wrong_code_of(key)}
    page = page_of(client.post(address, returning(in_review), headers={"referer": f"http://testserver{address}"}))
    for _ in range(2):
        assert f'<a href="{address}">返回</a>' in page
        page = page_of(answered(client, page, address, **wrong))
    for elsewhere in ("//example.org/", "javascript:alert(1)", ""):
        assert "返回</a>" not in page_of(answered(client, page, address, **wrong, asked_from=elsewhere))


def test_it_is_asked_once_a_quarter_of_an_hour_in_each_browser(in_review, cast, long_ago):
    key, _ = bind(cast.supervisor)
    client, other = long_ago(cast.supervisor), long_ago(cast.supervisor)
    page = page_of(client.post(f"{DECIDE}/return/", returning(in_review, reason="太短")))
    page = page_of(answered(client, page, f"{DECIDE}/return/", asked_code=code_of(key)))
    assert ASKS not in page  # the reason is too short, and that is all
    assert client.post(f"{DECIDE}/return/", returning(in_review)).status_code == HTTPStatus.FOUND
    assert ASKS in page_of(other.post(f"{DECIDE}/return/", returning(in_review)))


def test_the_code_with_which_somebody_has_signed_in_holds_too(in_review, cast, client):
    key, _ = bind(cast.supervisor)
    client.post("/sign-in/", {"username": "supervisor", "password": PASSWORD})
    client.post("/sign-in/code/", {"code": code_of(key)})
    answer = client.post(f"{DECIDE}/return/", returning(in_review))
    assert answer.status_code == HTTPStatus.FOUND
    in_review.refresh_from_db()
    assert in_review.status == Status.RETURNED


def test_a_new_password_is_no_code(in_review, cast, client):
    key, _ = bind(cast.supervisor)
    client.post("/sign-in/", {"username": "supervisor", "password": PASSWORD})
    client.post("/sign-in/code/", {"code": code_of(key)})
    SessionRecord.objects.update(proved_at=timezone.now() - timedelta(minutes=30))
    new = "kV4#mQ9!tR"
    client.post("/account/password/", {"current": PASSWORD, "new": new, "again": new})
    assert ASKS in page_of(client.post(f"{DECIDE}/return/", returning(in_review)))


def test_the_second_click_of_a_double_click_reads_that_it_is_done(in_review, cast, long_ago):
    key, _ = bind(cast.supervisor)
    client = long_ago(cast.supervisor)
    page = page_of(client.post(f"{DECIDE}/return/", returning(in_review)))
    code = code_of(key)
    first = answered(client, page, f"{DECIDE}/return/", asked_code=code)
    second = answered(client, page, f"{DECIDE}/return/", asked_code=code)
    assert [first.status_code, second.status_code] == [HTTPStatus.FOUND] * 2
    assert in_review.events.filter(action="return").count() == 1


def test_with_the_setting_the_password_is_asked_for_where_there_is_no_second_factor(
    in_review, cast, long_ago, settings
):
    settings.REAUTHENTICATE = True
    client = long_ago(cast.supervisor)
    page = page_of(client.post(f"{DECIDE}/return/", returning(in_review)))
    assert ASKS in page
    assert 'name="asked_password"' in page
    page = page_of(answered(client, page, f"{DECIDE}/return/", asked_password="wrong"))
    assert "密码不正确，请重新输入。还可尝试 4 次" in page
    assert "wrong" not in page
    answered(client, page, f"{DECIDE}/return/", asked_password=PASSWORD)
    in_review.refresh_from_db()
    assert in_review.status == Status.RETURNED


def test_taking_back_what_is_ones_own_is_not_asked_for(in_review, cast, long_ago):
    bind(cast.clerk)
    answer = long_ago(cast.clerk).post(f"{DECIDE}/withdraw/", {"content_hash": content_hash(in_review.data())})
    in_review.refresh_from_db()
    assert (answer.status_code, in_review.status) == (HTTPStatus.FOUND, Status.DRAFT)


def test_looking_is_not_asked_for(in_review, cast, long_ago):
    bind(cast.supervisor)
    client = long_ago(cast.supervisor)
    for address in (f"{DECIDE}/return/", "/review/", f"/county/lushan/{YEAR}/bundle/"):
        assert ASKS not in page_of(client.get(address)), address


@pytest.mark.parametrize(
    ("name", "address", "data"),
    [
        ("account_roles", "/administration/accounts/edit/reader/roles/", {"administrator": "yes"}),
        ("account_reset", "/administration/accounts/edit/clerk/reset/", {}),
        ("account_activity", "/administration/accounts/edit/clerk/activity/", {}),
        ("account_second_factor", "/administration/accounts/edit/clerk/second-factor/", {}),
        ("account_new", "/administration/accounts/new/", {"username": "new"}),
        ("organ_edit", "/administration/organs/edit/wawu/", {"reviews_secrecy": "no"}),
        ("organ_activity", "/administration/organs/edit/wawu/activity/", {}),
        ("roster", "/administration/import/", {"rows": "x"}),
        ("handed_over_workbook", "/administration/handed-over.xlsx", {"rows": "x"}),
    ],
)
def test_changes_of_rights_and_what_is_taken_along_are_asked_for(cast, long_ago, name, address, data):
    bind(cast.administrator)
    bind(cast.clerk)
    client = long_ago(cast.administrator)
    page = page_of(client.post(address, data))
    assert ASKS in page, name
    assert f"即将{GUARDED[name].done}" in page
    assert User.objects.filter(is_active=True).count() == 8


def test_a_file_that_is_only_tried_is_not_asked_for(cast, long_ago):
    bind(cast.administrator)
    assert ASKS not in page_of(long_ago(cast.administrator).post("/administration/import/", {}))


def test_a_bundle_is_fetched_after_the_code(cast, long_ago):
    key, _ = bind(cast.supervisor)
    client, address = long_ago(cast.supervisor), f"/county/lushan/{YEAR}/bundle/1.zip"
    page = page_of(client.get(address))
    assert ASKS in page
    answer = answered(client, page, address, asked_code=code_of(key))
    assert (answer.status_code, answer.url) == (HTTPStatus.FOUND, address)
    assert client.get(address).status_code == HTTPStatus.NOT_FOUND  # none was made


def test_before_a_file_it_is_said_how_to_go_on_for_the_page_stays_when_the_browser_saves_it(cast, long_ago):
    key, _ = bind(cast.supervisor)
    client, before = long_ago(cast.supervisor), f"/county/lushan/{YEAR}/bundle/"
    address, came = f"{before}1.zip", {"referer": f"http://testserver{before}"}
    for page in (page_of(client.get(address, headers=came)), page_of(client.post(before, headers=came))):
        assert "验证后如直接开始下载，请点“返回”。" in page
        for _ in range(2):
            assert f'<a href="{before}">返回</a>' in page
            page = page_of(answered(client, page, address, asked_code=wrong_code_of(key)))
    assert "返回</a>" not in page_of(client.get(address))


def test_binding_a_phone_asks_for_the_password_where_there_is_no_second_factor(cast, long_ago):
    client, address = long_ago(cast.clerk), "/account/second-factor/new/?next=/guide/"
    page = page_of(client.get(address))
    assert ASKS in page
    answer = answered(client, page, address, asked_password=PASSWORD)
    assert (answer.status_code, answer.url) == (HTTPStatus.FOUND, address)
    assert "启用两步验证" in page_of(client.get(address))


def test_a_password_is_never_carried_along(cast, long_ago):
    bind(cast.clerk)
    page = page_of(long_ago(cast.clerk).post("/account/second-factor/remove/", {"password": PASSWORD}))
    assert ASKS in page
    assert PASSWORD not in page
