"""The audit log of the pages: what signing in, refusals, downloads, openings leave there, and who reads it."""

import hashlib
import logging
from http import HTTPStatus
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from reports.audit import recording
from reports.audit.proof import verify_audit
from reports.audit.recording import record
from reports.models import AuditAction, AuditEntry
from reports.models.sealing import sealing
from tests.conftest import PASSWORD, YEAR
from tests.deciding import perform
from tests.markup import flat
from tests.views.publications import published

LOG = "/administration/audit/"
REPORT = f"/reports/beizi/{YEAR}"


def entries(*actions):
    """What was logged of these kinds: person, about, outcome, details."""
    found = AuditEntry.objects.filter(action__in=actions).order_by("number")
    return [(said["person"], said["about"], said["outcome"], said["details"]) for said in map(AuditEntry.said, found)]


def sign_in(client, username, password, **more):
    return client.post(reverse("sign_in"), {"username": username, "password": password}, **more)


@pytest.fixture
def admin(cast, as_user):
    return as_user(cast.administrator)


# --- Signing in -------------------------------------------------------------------------------------


def test_signing_in_and_out_is_logged_with_address_and_session(client, cast):
    sign_in(client, "clerk", PASSWORD, REMOTE_ADDR="10.1.2.3", HTTP_USER_AGENT="Mozilla (Windows) Edg/1")
    client.post(reverse("sign_out"))
    came, went = AuditEntry.objects.order_by("number")
    assert (came.action, came.person, came.said()["address"]) == ("signed_in", "clerk（李某某）", "10.1.2.3")
    assert came.said()["details"] == {"设备": "Windows，Edge"}
    assert (went.action, went.said()["session"]) == ("signed_out", came.said()["session"])
    assert len(came.said()["request"]) == 12


def test_what_was_typed_for_an_account_that_there_is_not_is_kept_nowhere(client, cast):
    sign_in(client, "my-secret-password", "x")
    sign_in(client, "clerk", "my-secret-password")
    assert entries("sign_in_failed") == [
        ("", "不存在的账号", "failed", {"原因": "账号或密码不正确"}),
        ("", "账号 clerk（李某某）", "failed", {"原因": "账号或密码不正确"}),
    ]
    assert "my-secret" not in "".join(str(bytes(each.body)) for each in AuditEntry.objects.all())


def test_guessing_is_logged_once_a_kind_and_minute_and_what_is_not_even_tried_too(client, cast):
    for _ in range(9):
        sign_in(client, "clerk", "guess")
    assert [len(entries(kind)) for kind in ("sign_in_failed", "sign_in_locked")] == [1, 1]
    assert entries("sign_in_locked")[0][2] == "refused"


def test_an_account_that_is_disabled_is_logged_as_such(client, cast):
    cast.clerk.is_active = False
    cast.clerk.save()
    sign_in(client, "clerk", PASSWORD)
    assert entries("sign_in_failed") == [("", "账号 clerk（李某某）", "failed", {"原因": "账号已停用"})]


def test_a_new_password_and_the_end_of_other_sessions_are_logged(cast, as_user):
    browser, other = as_user(cast.clerk), as_user(cast.clerk)
    new = "kV4#mQ9!tR"
    browser.post(reverse("password"), {"current": PASSWORD, "new": new, "again": new})
    sign_in(other, "clerk", new)
    browser.post(reverse("end_session"), {"session": "all"})
    clerk = "clerk（李某某）"
    assert entries("password_changed") == [(clerk, "账号 clerk（李某某）", "ok", {})]
    assert entries("sessions_ended") == [(clerk, "", "ok", {"处": 1})]
    assert new not in "".join(bytes(each.body).decode() for each in AuditEntry.objects.all())


# --- Refusals, openings, downloads ------------------------------------------------------------------


def test_who_reaches_for_another_organ_is_logged_and_a_flood_now_and_then(cast, report, as_user):
    neighbour = as_user(cast.neighbour)
    for _ in range(12):
        assert neighbour.get(f"{REPORT}/history/?secret=1").status_code == HTTPStatus.NOT_FOUND
    first, tenth = entries("refused")
    assert first == ("neighbour（赵某某）", f"history beizi {YEAR}", "refused", {"状态": 404, "方式": "GET"})
    assert tenth[3]["本分钟第几次"] == 10


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "application/json"])
def test_a_form_without_the_token_of_its_page_is_logged(cast, report, kind):
    browser = Client(enforce_csrf_checks=True)
    browser.post(f"{REPORT}/decide/submit/", {})
    browser.force_login(cast.clerk)
    assert browser.post(f"{REPORT}/decide/submit/", "{}", content_type=kind).status_code == HTTPStatus.BAD_REQUEST
    ((person, about, outcome, details),) = entries("refused")
    assert (person, about, outcome) == ("clerk（李某某）", f"decide beizi {YEAR} submit", "refused")
    assert "不是从本系统的页面提交" in details["原因"]


BROUGHT = [
    ("uploads", ["beizi"], "clerk", "file", "年报.pdf"),
    ("workbook", ["beizi", YEAR], "clerk", "workbook", "填好的.xlsx"),
    ("publication_check", ["beizi", YEAR], "clerk", "file", "公布页.html"),
    ("batches", [], "supervisor", "archive", "往年报告.zip"),
    ("examination", [], "supervisor", "archive", "公布报告.zip"),
    ("circular_new", ["lushan", YEAR], "supervisor", "file", "附件.docx"),
    ("roster", [], "administrator", "file", "单位和账号.xlsx"),
]


@pytest.mark.parametrize(("page", "where", "who", "field", "name"), BROUGHT, ids=[each[0] for each in BROUGHT])
def test_a_file_that_is_not_read_is_logged_by_who_brought_it(cast, report, as_user, page, where, who, field, name):
    if page == "publication_check":
        published(cast.clerk, cast.township, YEAR)
    answer = as_user(getattr(cast, who)).post(
        reverse(page, args=where), {field: SimpleUploadedFile(name, b"MZ\x90\x00" * 20)}
    )
    assert answer.status_code == HTTPStatus.OK
    ((person, about, outcome, details),) = entries("file_refused")
    assert (person.partition("（")[0], outcome) == (who, "refused")
    assert about.split()[0] == page
    assert (details["文件"], details["字节"]) == (name, 80)
    assert details["原因"] in answer.content.decode()


def test_who_is_not_signed_in_and_addresses_that_there_are_not_leave_nothing(client, cast, report, as_user):
    client.get(f"{REPORT}/history/")
    client.get("/public/none/2022/")
    as_user(cast.clerk).get("/no-such-page/")
    assert entries("refused") == []


def test_a_supervisor_who_opens_a_report_is_logged_once_an_hour_and_its_own_people_never(cast, in_review, as_user):
    supervisor, clerk = as_user(cast.supervisor), as_user(cast.clerk)
    for page in ("review", "preview", "review"):
        assert supervisor.get(f"{REPORT}/{page}/").status_code == HTTPStatus.OK
    clerk.get(f"{REPORT}/preview/")
    assert entries("report_opened") == [("supervisor（张某某）", str(in_review), "ok", {"第几版": 1})]


def test_a_file_is_logged_with_its_name_and_what_tells_it_from_others(cast, filled, as_user):
    answer = as_user(cast.clerk).get(f"{REPORT}/report.json")
    ((person, about, outcome, details),) = entries("downloaded")
    assert (person, outcome, about[-9:]) == ("clerk（李某某）", "ok", "（草稿）.json")
    assert details == {
        "页面": f"download beizi {YEAR} json",
        "字节": len(answer.content),
        "SHA-256": hashlib.sha256(answer.content).hexdigest(),
    }


def test_what_anybody_may_read_is_no_download(cast, filled, as_user, client, settings):
    settings.PUBLIC_COLUMN = True
    perform("submit", filled.pk, cast.clerk)
    perform("approve", filled.pk, cast.supervisor)
    perform("publish", filled.pk, cast.clerk)
    address = f"/public/beizi/{YEAR}/1/report.pdf"
    assert (client.get(address).status_code, as_user(cast.clerk).get(address).status_code) == (200, 200)
    assert entries("downloaded") == []


def test_a_download_is_given_where_the_log_cannot_be_written_and_the_process_says_so(
    cast, filled, as_user, monkeypatch, caplog
):
    def full(*_):
        raise DatabaseError("disk I/O error")

    clerk = as_user(cast.clerk)
    monkeypatch.setattr(recording, "record", full)
    with caplog.at_level(logging.ERROR):
        assert clerk.get(f"{REPORT}/report.json").status_code == HTTPStatus.OK
    assert [each.getMessage().startswith("The audit log could not be written: downloaded") for each in caplog.records]


@pytest.mark.parametrize("path", ["/", "/guide/", f"{REPORT}/problems/", f"{REPORT}/preview/"])
def test_a_page_that_logs_nothing_asks_nothing_of_the_log(cast, filled, as_user, path):
    clerk = as_user(cast.clerk)
    with CaptureQueriesContext(connection) as asked:
        assert clerk.get(path).status_code == HTTPStatus.OK
    assert [each["sql"] for each in asked if "reports_audit" in each["sql"]] == []


# --- The page ---------------------------------------------------------------------------------------


def test_the_log_is_shown_newest_first_and_that_it_was_read_is_in_it(admin):
    record(AuditAction.BACKED_UP, "一.tar", {"字节": 7})
    record(AuditAction.VERIFIED, "二")
    page = flat(admin.get(LOG).content.decode())
    assert page.index("二") < page.index("一.tar")
    assert "字节 7" in page
    assert "共 2 条记录" in page
    assert entries("audit_read") == [("administrator（孙某某）", "", "ok", {})]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"words": "clerk"}, {"role_given"}),
        ({"words": "administrator"}, {"role_given", "year_set"}),
        ({"action": "year_set"}, {"year_set"}),
        ({"outcome": "failed"}, {"sign_in_failed"}),
        ({"since": "2027-01-15"}, {"year_set", "sign_in_failed"}),
        ({"until": "2027-01-14"}, {"role_given"}),
        ({"since": "2027-01-14", "until": "2027-01-14"}, {"role_given"}),
        ({"words": "nobody"}, set()),
        ({"since": "0001-01-01", "until": "9999-12-31"}, {"role_given", "year_set", "sign_in_failed"}),
        ({"since": "9999-12-31"}, set()),
        ({"until": "0001-01-01"}, set()),
        ({"since": "soon", "action": "x", "outcome": "x", "page": "x"}, {"role_given", "year_set", "sign_in_failed"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, dict) else None,
)
def test_it_is_narrowed_by_day_person_kind_and_result(cast, admin, time_machine, asked, found):
    time_machine.move_to("2027-01-14T23:59:30+08:00", tick=False)
    record(AuditAction.ROLE_GIVEN, "账号 clerk（李某某）", by=cast.administrator)
    time_machine.move_to("2027-01-15T00:00:30+08:00", tick=False)
    record(AuditAction.YEAR_SET, "2026 年度", by=cast.administrator)
    record(AuditAction.SIGN_IN_FAILED, "不存在的账号", outcome="failed")
    admin = admin.__class__()
    admin.force_login(cast.administrator)
    rows = admin.get(LOG, asked).context["rows"]
    labels = {AuditAction(each).label for each in found}
    assert {row.action for row in rows} == labels


def test_it_is_exported_as_it_is_narrowed_and_that_is_logged(admin):
    record(AuditAction.BACKED_UP, "=1+1")
    record(AuditAction.VERIFIED)
    answer = admin.get("/administration/audit.xlsx", {"action": "backed_up"})
    sheet = load_workbook(BytesIO(answer.content)).active
    assert [cell.value for cell in sheet[1]][:5] == ["编号", "时间", "办理人", "事项", "对象"]
    assert (sheet.max_row, sheet["E2"].value, sheet["E2"].data_type) == (2, "=1+1", "s")
    assert entries("audit_exported") == [("administrator（孙某某）", "", "ok", {"事项": "backed_up", "条数": 1})]
    assert entries("downloaded")[0][1] == "审计日志.xlsx"


def test_too_much_is_narrowed_before_it_is_exported(admin, monkeypatch):
    monkeypatch.setattr("reports.views.administration.audit.MOST_EXPORTED", 1)
    record(AuditAction.BACKED_UP)
    record(AuditAction.BACKED_UP)
    answer = admin.get("/administration/audit.xlsx?action=backed_up", follow=True)
    assert answer.redirect_chain == [(f"{LOG}?action=backed_up", HTTPStatus.FOUND)]
    assert "有 2 条，一次最多导出 1 条，请按日期分次导出" in answer.content.decode()


def test_long_lists_come_in_pages_and_ask_the_database_as_often(admin, django_assert_max_num_queries):
    with sealing():
        for number in range(120):
            record(AuditAction.VERIFIED, f"第{number}次")
    with django_assert_max_num_queries(20):
        page = admin.get(LOG, {"page": 3})
    assert [row.about for row in page.context["rows"]][-1] == "第0次"
    assert "第 3 页，共 3 页（120 条记录）" in flat(page.content.decode())


def test_an_entry_that_somebody_made_unreadable_is_shown_as_such(admin, monkeypatch):
    record(AuditAction.BACKED_UP)
    monkeypatch.setattr(AuditEntry, "said", lambda self: {})
    assert admin.get(LOG).status_code == HTTPStatus.OK


def test_the_acts_of_a_whole_day_leave_a_sound_log(client, cast, admin, report, as_user):
    sign_in(client, "clerk", PASSWORD)
    admin.post("/administration/accounts/edit/clerk/roles/", {"give": "", "organ": "wawu", "role": "reader"})
    admin.post("/administration/accounts/edit/clerk/reset/")
    as_user(cast.supervisor).get("/review/list.xlsx")
    actions = list(AuditEntry.objects.order_by("number").values_list("action", flat=True))
    assert actions == ["signed_in", "role_given", "password_reset", "downloaded"]
    assert verify_audit().breaks == []
