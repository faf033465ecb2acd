"""Administration: organs, accounts, years and their import, for administrators alone, and never for themselves."""

import re
import threading
from datetime import date
from html import unescape
from http import HTTPStatus
from io import BytesIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from openpyxl import Workbook, load_workbook

from reports.models import AnnualReport, Membership, Organ, ReportingYear, Role, User
from reports.models.years import period
from reports.official.report_data import Kind
from reports.people.administration import NotAllowed, set_account_active
from reports.people.organs import save_year
from reports.views.administration import years
from tests.conftest import PASSWORD, YEAR
from tests.deciding import perform
from tests.formats.xlsx.test_reader import ODD_WITHOUT_HARM
from tests.markup import Browser, flat

HOME = "/administration"
ACCOUNT = f"{HOME}/accounts/edit"
ORGAN = {
    "slug": "xiatang",
    "name": "下汤镇人民政府",
    "short_name": "下汤镇",
    "self_reference": "我镇",
    "kind": "township",
    "superior": "lushan",
    "reviews_before_publication": "yes",
}
PERSON = {"username": "xiatang-01", "full_name": "孙某", "telephone": "", "organ": "beizi", "role": "clerk"}


@pytest.fixture
def admin(cast, as_user):
    return as_user(cast.administrator)


def page(client, path):
    return flat(client.get(path).content.decode())


def handed_over(answer):
    """The one-time passwords on the page, by account."""
    found = re.findall(r'<td>([\w-]+)</td><td><code class="one-time">(\w+)</code>', flat(answer.content.decode()))
    return dict(found)


NO_SUPERIOR = {"superior": "", "needs_no_review": "yes", "confirmed": "-"}


# --- Organs ---------------------------------------------------------------------------------------


def test_an_organ_is_made_and_changed(admin):
    assert admin.post(f"{HOME}/organs/new/", ORGAN).url == f"{HOME}/organs/"
    organ = Organ.objects.get(slug="xiatang")
    assert (organ.name, organ.superior.slug, organ.reviews_before_publication) == ("下汤镇人民政府", "lushan", True)
    admin.post(f"{HOME}/organs/edit/xiatang/", ORGAN | {"slug": "other", "name": "下汤镇政府", **NO_SUPERIOR})
    organ.refresh_from_db()
    assert (organ.slug, organ.name, organ.superior) == ("xiatang", "下汤镇政府", None)


def test_only_of_a_government_it_is_said_which_office_sums_up_its_report(admin, government):
    edit = f"{HOME}/organs/edit/lushan-gov/"
    sent = ORGAN | {"name": "鲁山县人民政府", "kind": "county", **NO_SUPERIOR}
    assert "汇总编制单位" in page(admin, edit)
    assert "汇总编制单位" not in page(admin, f"{HOME}/organs/edit/beizi/")
    assert "汇总编制单位不能是本单位" in flat(
        admin.post(edit, sent | {"consolidated_by": "lushan-gov"}).content.decode()
    )
    admin.post(edit, sent | {"consolidated_by": ""})
    government.refresh_from_db()
    assert government.consolidated_by is None
    admin.post(edit, sent | {"consolidated_by": "lushan"})
    government.refresh_from_db()
    assert government.consolidated_by.slug == "lushan"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"slug": "beizi"}, "代码“beizi”已存在"),
        ({"slug": "BEIZI"}, "代码“beizi”已存在"),
        ({"slug": "乡"}, "代码由小写字母、数字和 - 组成"),
        ({"slug": "x" * 41}, "代码最多 40 字，现有 41 字"),
        ({"name": "　背孜乡⼈民政府 "}, "名称“背孜乡人民政府”已存在"),
        ({"name": "　 "}, "请填写名称"),
        ({"name": "镇" * 50_000}, "名称最多 100 字"),
        ({"name": "镇\0"}, "名称中有不能使用的字符"),
        ({"kind": "empire"}, "类别“empire”不存在"),
        ({"superior": "nowhere"}, "审核单位“nowhere”不存在"),
        ({"email": "no address"}, "电子邮箱的格式不正确"),
        ({"needs_no_review": "perhaps"}, "不存在"),
        ({"slug": "", "name": "", "short_name": "", "kind": ""}, "请选择类别"),
    ],
)
def test_an_organ_that_cannot_be_made_is_not(admin, typed, sentence):
    answer = admin.post(f"{HOME}/organs/new/", ORGAN | typed)
    assert sentence in answer.content.decode()
    assert Organ.objects.count() == 4


def test_an_organ_is_never_above_itself(admin, cast):
    data = ORGAN | {"name": cast.county.name, "kind": "office", "superior": "beizi"}
    assert "不能是本单位或其下级单位" in admin.post(f"{HOME}/organs/edit/lushan/", data).content.decode()
    assert "不能是本单位" in admin.post(f"{HOME}/organs/edit/lushan/", data | {"superior": "lushan"}).content.decode()


def test_no_organ_is_above_itself_by_way_of_others(admin, cast):
    """县 over 背孜 over 下汤: however the line is closed, the form says so, also where a circle stands already."""
    lower = Organ.objects.create(
        slug="xiatang", name="下汤镇", short_name="下汤", kind="office", superior=cast.township
    )
    data = ORGAN | {"name": cast.county.name, "kind": "office", "superior": "xiatang"}
    assert "不能是本单位或其下级单位" in admin.post(f"{HOME}/organs/edit/lushan/", data).content.decode()
    Organ.objects.filter(slug="beizi").update(superior=lower)
    confirmed = data | {"confirmed": "xiatang"}
    assert admin.post(f"{HOME}/organs/edit/lushan/", confirmed).status_code == HTTPStatus.FOUND


def test_a_retired_organ_begins_no_report_and_is_not_waited_for(admin, cast, as_user):
    confirm = page(admin, f"{HOME}/organs/edit/wawu/activity/")
    assert "往年报告和账号保留" in confirm
    admin.post(f"{HOME}/organs/edit/wawu/activity/")
    assert not Organ.objects.get(slug="wawu").is_active
    assert as_user(cast.neighbour).post(f"/reports/wawu/{YEAR}/start/").status_code == HTTPStatus.NOT_FOUND
    assert "本单位已停用" in page(as_user(cast.neighbour), "/")
    waiting = page(as_user(cast.supervisor), f"/review/?year={YEAR}&tab=not_submitted")
    assert ("背孜乡" in waiting, "瓦屋镇" in waiting) == (True, False)
    admin.post(f"{HOME}/organs/edit/wawu/activity/")
    assert as_user(cast.neighbour).get(f"/reports/wawu/{YEAR}/start/").status_code == HTTPStatus.OK


def test_a_retired_organ_keeps_its_reports(admin, cast, as_user, filled):
    perform("submit", filled.pk, cast.clerk)
    admin.post(f"{HOME}/organs/edit/beizi/activity/")
    assert as_user(cast.clerk).get(f"/reports/beizi/{YEAR}/", follow=True).status_code == HTTPStatus.OK
    assert "背孜乡" in page(as_user(cast.supervisor), f"/review/?year={YEAR}&tab=all")


def test_an_organ_that_reviews_others_is_not_retired(admin):
    answer = admin.post(f"{HOME}/organs/edit/lushan/activity/")
    assert "仍是 2 个单位的审核单位" in answer.content.decode()
    assert Organ.objects.get(slug="lushan").is_active


# --- Accounts -------------------------------------------------------------------------------------


def test_a_new_account_signs_in_with_its_one_time_password(admin):
    answer = admin.post(f"{HOME}/accounts/new/", PERSON)
    assert "请线下告知本人" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    (password,) = handed_over(answer).values()
    client = Browser()
    client.post("/sign-in/", {"username": "xiatang-01", "password": password})
    assert client.get("/").url == "/account/password/?next=/"
    assert Membership.objects.filter(user__username="xiatang-01", organ__slug="beizi", role="clerk").exists()
    assert password not in page(admin, f"{ACCOUNT}/xiatang-01/")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"username": "clerk"}, "账号“clerk”已存在"),
        ({"username": " CLERK "}, "账号“clerk”已存在"),
        ({"username": "有汉字"}, "账号由小写字母、数字、- 和 _ 组成"),
        ({"username": "x" * 100_000}, "账号最多 40 字"),
        ({"username": "", "full_name": ""}, "请填写姓名"),
        ({"role": "emperor"}, "角色“emperor”不存在"),
        ({"role": ["clerk", "emperor"]}, "角色“emperor”不存在"),
        ({"role": ""}, "请选择角色"),
        ({"organ": ""}, "请选择单位"),
        ({"organ": "nowhere"}, "单位“nowhere”不存在"),
        ({"role": "administrator"}, "系统管理员不能填写或审核报告，不选单位"),
    ],
)
def test_an_account_that_cannot_be_made_is_not(admin, typed, sentence):
    before = User.objects.count()
    assert sentence in admin.post(f"{HOME}/accounts/new/", PERSON | typed).content.decode()
    assert User.objects.count() == before


def test_what_is_not_asked_for_cannot_be_posted(admin):
    extra = {"is_administrator": "on", "is_active": "", "password": "x", "password_is_temporary": ""}
    admin.post(f"{HOME}/accounts/new/", PERSON | extra)
    user = User.objects.get(username="xiatang-01")
    assert (user.is_administrator, user.is_active, user.password_is_temporary) == (False, True, True)
    admin.post(f"{ACCOUNT}/xiatang-01/", {"full_name": "孙某", "username": "other"} | extra)
    user.refresh_from_db()
    assert (user.username, user.is_administrator) == ("xiatang-01", False)


def test_roles_are_given_and_taken(admin, cast):
    admin.post(f"{ACCOUNT}/clerk/roles/", {"give": "yes", "organ": "wawu", "role": "leader"})
    assert User.objects.get(pk=cast.clerk.pk).has_role(Role.LEADER, cast.neighbouring_township.pk)
    again = admin.post(f"{ACCOUNT}/clerk/roles/", {"give": "yes", "organ": "wawu", "role": "leader"}, follow=True)
    assert "已是瓦屋镇人民政府的分管领导" in again.content.decode()
    given = cast.clerk.memberships.get(role="leader")
    admin.post(f"{ACCOUNT}/clerk/roles/", {"take": given.pk, "confirmed": "yes"})
    assert list(cast.clerk.memberships.values_list("role", flat=True)) == ["clerk"]


def test_a_role_is_taken_only_from_the_account_at_the_address(admin, cast):
    other = cast.neighbour.memberships.get()
    admin.post(f"{ACCOUNT}/clerk/roles/", {"take": other.pk})
    assert Membership.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize(
    "data",
    [
        {"take": "x"},
        {"take": "-1"},
        {"take": "9" * 50},
        {"administrator": "perhaps"},
        {},
        {"give": "yes", "organ": "wawu", "role": "emperor"},
        {"give": "yes", "organ": "nowhere", "role": "clerk"},
        {"give": "yes"},
    ],
)
def test_a_tampered_role_changes_nothing(admin, cast, data):
    before = set(Membership.objects.values_list("user", "organ", "role"))
    answer = admin.post(f"{ACCOUNT}/clerk/roles/", data)
    assert answer.status_code in (HTTPStatus.OK, HTTPStatus.NOT_FOUND)
    assert set(Membership.objects.values_list("user", "organ", "role")) == before
    assert User.objects.filter(is_administrator=True).count() == 1


def test_an_administrator_holds_no_role_and_a_role_no_administration(admin, cast):
    answer = admin.post(f"{ACCOUNT}/clerk/roles/", {"administrator": "yes"}, follow=True)
    assert "请先撤销其在各单位的角色" in answer.content.decode()
    second = User.objects.create_user("second", PASSWORD, full_name="吴某", is_administrator=True)
    give = {"give": "yes", "organ": "wawu", "role": "clerk"}
    assert "不能填写或审核报告" in admin.post(f"{ACCOUNT}/second/roles/", give, follow=True).content.decode()
    assert not second.memberships.exists()
    admin.post(f"{ACCOUNT}/second/roles/", {"administrator": "no"})
    admin.post(f"{ACCOUNT}/second/roles/", give)
    assert second.memberships.exists()


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("roles/", {"give": "yes", "organ": "beizi", "role": "supervisor"}),
        ("roles/", {"administrator": "no"}),
        ("activity/", {}),
        ("reset/", {}),
    ],
)
def test_nobody_changes_the_own_role_password_or_state(admin, cast, path, data):
    answer = admin.post(f"{ACCOUNT}/administrator/{path}", data, follow=True)
    assert "不能修改自己的角色和状态" in answer.content.decode()
    cast.administrator.refresh_from_db()
    assert (cast.administrator.is_active, cast.administrator.is_administrator) == (True, True)
    assert (cast.administrator.memberships.exists(), cast.administrator.check_password(PASSWORD)) == (False, True)


@pytest.mark.django_db(transaction=True)
def test_of_two_administrators_who_disable_each_other_one_stays():
    both = [User.objects.create_user(name, PASSWORD, full_name=name, is_administrator=True) for name in ("a1", "a2")]
    barrier, refused = threading.Barrier(2), []

    def disable(by, account):
        barrier.wait()
        try:
            set_account_active(by, account, False)
        except NotAllowed as refusal:
            refused.append(str(refusal))
        connection.close()

    threads = [threading.Thread(target=disable, args=pair) for pair in (both, both[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert User.objects.filter(is_active=True).count() == 1
    assert refused == ["当前账号已不是系统管理员"]


def test_a_disabled_account_is_cut_off_and_can_be_enabled(admin, cast):
    client = Browser()
    client.post("/sign-in/", {"username": "clerk", "password": PASSWORD})
    assert "立即退出登录" in page(admin, f"{ACCOUNT}/clerk/activity/")
    admin.post(f"{ACCOUNT}/clerk/activity/")
    assert client.get("/").url.startswith("/sign-in/")
    assert not cast.clerk.sessions.exists()
    admin.post(f"{ACCOUNT}/clerk/activity/")
    assert client.post("/sign-in/", {"username": "clerk", "password": PASSWORD}).status_code == HTTPStatus.FOUND


def test_a_reset_password_replaces_the_old_one_everywhere(admin, cast):
    client = Browser()
    client.post("/sign-in/", {"username": "clerk", "password": PASSWORD})
    password = handed_over(admin.post(f"{ACCOUNT}/clerk/reset/"))["clerk"]
    assert client.get("/").url.startswith("/sign-in/")
    client.post("/sign-in/", {"username": "clerk", "password": password})
    assert client.get("/").url == "/account/password/?next=/"


def test_the_public_password_of_a_demonstration_is_not_reset(admin, cast, settings):
    settings.DEMONSTRATION = True
    cast.clerk.set_password(settings.DEMONSTRATION_PASSWORD)
    cast.clerk.save()
    assert "不能重置" in admin.post(f"{ACCOUNT}/clerk/reset/", follow=True).content.decode()


@pytest.mark.parametrize("path", ["", "roles/", "activity/", "reset/"])
@pytest.mark.parametrize("username", ["nobody", "x" * 500])
def test_an_account_that_is_not_there_is_absent(admin, path, username):
    assert admin.post(f"{ACCOUNT}/{username}/{path}").status_code == HTTPStatus.NOT_FOUND


def test_an_address_is_kept_changed_and_may_be_left_out(admin):
    admin.post(f"{HOME}/accounts/new/", PERSON | {"email": " sun@lushan.gov.cn "})
    user = User.objects.get(username="xiatang-01")
    assert user.email == "sun@lushan.gov.cn"
    admin.post(f"{ACCOUNT}/xiatang-01/", {"full_name": "孙某", "email": ""})
    user.refresh_from_db()
    assert user.email == ""


@pytest.mark.parametrize(
    "email", ["sun", "a@b.cn\nBcc: c@d.cn", "a@b.cn\r\n\r\n正文", "a@b.cn,c@d.cn", "x" * 250 + "@b.cn"]
)
def test_what_is_no_address_is_not_kept(admin, email):
    answer = admin.post(f"{ACCOUNT}/clerk/", {"full_name": "李某某", "email": email}).content.decode()
    assert re.search("电子邮箱的格式不正确|电子邮箱最多 254 字", answer)
    assert User.objects.get(username="clerk").email == ""


# --- Everybody else -------------------------------------------------------------------------------

CHANGES = {
    "organs/new/": ORGAN,
    "organs/edit/beizi/": ORGAN | {"name": "新名"},
    "organs/edit/beizi/activity/": {},
    "accounts/new/": PERSON,
    "accounts/edit/reader/": {"full_name": "新名"},
    "accounts/edit/reader/roles/": {"give": "yes", "organ": "beizi", "role": "clerk"},
    "accounts/edit/reader/reset/": {},
    "accounts/edit/reader/activity/": {},
    "years/new/": {"year": "2026", "opens_on": "2026-12-15", "due_on": "2027-01-20"},
    "import/": {"rows": "x"},
}


@pytest.mark.parametrize("path", CHANGES)
def test_nobody_but_an_administrator_changes_anything(cast, as_user, path):
    def stored():
        return [list(model.objects.order_by("pk").values()) for model in (Organ, Membership, ReportingYear)] + [
            list(User.objects.order_by("pk").values_list("pk", "password", "full_name", "is_active"))
        ]

    before = stored()
    for person in ("clerk", "leader", "reader", "supervisor", "neighbour", "stranger"):
        answer = as_user(getattr(cast, person)).post(f"{HOME}/{path}", CHANGES[path])
        assert answer.status_code == HTTPStatus.NOT_FOUND
    assert stored() == before


def test_an_administrator_sees_and_changes_no_report(admin, filled):
    for path in ("", "applications/", "check/", "preview/", "report.json", "review/", "review/approve/"):
        assert admin.get(f"/reports/beizi/{YEAR}/{path}").status_code == HTTPStatus.NOT_FOUND
        assert admin.post(f"/reports/beizi/{YEAR}/{path}").status_code == HTTPStatus.NOT_FOUND


def test_only_an_administrator_is_shown_the_way(cast, as_user, admin):
    assert "管理</a>" in page(admin, "/guide/")
    assert "管理</a>" not in page(as_user(cast.supervisor), "/guide/")


# --- Lists ----------------------------------------------------------------------------------------


def many(cast, count):
    organs = [
        Organ.objects.create(
            slug=f"t{n:03}", name=f"第{n}镇人民政府", short_name="镇", kind=Kind.TOWNSHIP, superior=cast.county
        )
        for n in range(count)
    ]
    for number, organ in enumerate(organs):
        user = User.objects.create_user(f"t{number:03}", None, full_name=f"某{number}")
        Membership.objects.create(user=user, organ=organ, role=Role.CLERK)
        ReportingYear.objects.create(year=2026, superior=organ, opens_on=date(2026, 12, 1), due_on=date(2027, 1, 31))


@pytest.mark.parametrize(("path", "queries"), [("organs", 5), ("accounts", 7), ("years", 5)])
@pytest.mark.parametrize("count", [1, 45])
def test_a_list_asks_a_constant_number_of_times_and_has_twenty_a_page(
    admin, cast, django_assert_num_queries, path, queries, count
):
    many(cast, count)
    admin.get("/guide/")
    with django_assert_num_queries(queries):
        first = page(admin, f"{HOME}/{path}/")
    assert first.count('<th scope="row">') == min(20, {"organs": 4, "accounts": 8, "years": 0}[path] + count)
    assert ("下一页" in first) is (count == 45)


@pytest.mark.parametrize("asked", ["0", "-1", "99999", "x", "9" * 5000, "１", ""])
def test_a_page_that_is_not_there_is_another_one(admin, cast, asked):
    many(cast, 30)
    assert admin.get(f"{HOME}/organs/", {"page": asked}).status_code == HTTPStatus.OK


@pytest.mark.parametrize(
    ("path", "asked", "rows"),
    [
        ("organs", {"words": "背孜"}, 1),
        ("organs", {"words": "BEIZI"}, 1),
        ("organs", {"kind": "office"}, 2),
        ("organs", {"kind": "empire"}, 4),
        ("organs", {"state": "inactive"}, 0),
        ("organs", {"words": "没有这个单位"}, 0),
        ("organs", {"words": "x" * 10_000}, 4),
        ("organs", {"words": "\0"}, 4),
        ("organs", {"words": "%"}, 0),
        ("accounts", {"organ": "背孜乡"}, 4),
        ("accounts", {"words": "李某某"}, 1),
        ("accounts", {"words": "clerk", "organ": "瓦屋"}, 0),
        ("accounts", {"state": "inactive"}, 0),
        ("years", {"year": "2026"}, 0),
        ("years", {"year": "9" * 5000}, 0),
        ("years", {"year": "99999999999"}, 0),
    ],
)
def test_a_list_is_narrowed_and_says_when_nothing_is_left(admin, path, asked, rows):
    found = admin.get(f"{HOME}/{path}/", asked)
    text = found.content.decode()
    assert (found.status_code, text.count('<th scope="row">')) == (HTTPStatus.OK, rows)
    assert ("没有符合条件的" in text or "尚未设置日期" in text) is (rows == 0)


# --- Years ----------------------------------------------------------------------------------------

DAYS = {"year": "2026", "superior": "lushan", "opens_on": "2026-12-15", "due_on": "2027-01-20"}


def test_the_days_of_the_superior_come_before_those_for_all_and_those_before_the_default(admin, cast):
    def due():
        return [period(2026, organ).due_on for organ in (cast.township, cast.county)]

    with time_machine.travel("2026-11-23T10:00:00+08:00", tick=False):
        assert due() == [date(2027, 1, 31)] * 2
        admin.post(f"{HOME}/years/new/", DAYS | {"superior": "", "due_on": "2027-01-25"})
        assert due() == [date(2027, 1, 25)] * 2
        admin.post(f"{HOME}/years/new/", DAYS)
        assert due() == [date(2027, 1, 20), date(2027, 1, 25)]
    assert AnnualReport(organ=cast.township, year=2026).deadline == date(2027, 1, 20)


def test_days_are_changed(admin, cast):
    year = ReportingYear.objects.create(year=2022, opens_on=date(2022, 12, 1), due_on=date(2023, 1, 31))
    admin.post(f"{HOME}/years/{year.pk}/", {"opens_on": "2022-12-20", "due_on": "2023-02-10", "year": "2030"})
    year.refresh_from_db()
    assert (year.year, year.opens_on, year.due_on) == (2022, date(2022, 12, 20), date(2023, 2, 10))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"year": "2018"}, "年度应在 2019 至 2027 之间"),
        ({"year": "2028"}, "年度应在 2019 至 2027 之间"),
        ({"year": "9" * 5000}, "年度应为四位数字"),
        ({"year": "二〇二六"}, "年度应为四位数字"),
        ({"opens_on": "2026-11-30"}, "开放日期应在 2026-12-01 至 2027-12-31 之间"),
        ({"opens_on": "15/12/2026"}, "日期应为 2026-12-01 的形式"),
        ({"due_on": "2026-12-15"}, "截止日期应在开放日期之后"),
        ({"due_on": "2028-01-01"}, "截止日期应在开放日期之后"),
        ({"due_on": "2027-02-30"}, "日期应为 2026-12-01 的形式"),
        ({"due_on": ""}, "请填写截止日期"),
        ({"publish_by": "2027-01-19"}, "公布截止日期应在 2027-01-20 至 2027-12-31 之间"),
        ({"publish_by": "2028-01-01"}, "公布截止日期应在 2027-01-20 至 2027-12-31 之间"),
        ({"publish_by": "2027-13-40"}, "日期应为 2026-12-01 的形式"),
        ({"publish_by": ["2027-01-31", "2027-03-31"]}, "日期应为 2026-12-01 的形式"),
        ({"superior": "beizi"}, "适用范围“beizi”不存在"),
    ],
)
def test_days_that_make_no_sense_are_not_set(admin, typed, sentence):
    with time_machine.travel("2026-11-23T10:00:00+08:00", tick=False):
        assert sentence in admin.post(f"{HOME}/years/new/", DAYS | typed).content.decode()
    assert not ReportingYear.objects.exists()


@pytest.mark.parametrize(("typed", "kept"), [("", "2027-01-31"), ("2027-02-15", "2027-02-15")])
def test_the_day_of_publication_is_set_and_shown(admin, cast, typed, kept):
    with time_machine.travel("2026-11-23T10:00:00+08:00", tick=False):
        admin.post(f"{HOME}/years/new/", DAYS | {"publish_by": typed})
        year = ReportingYear.objects.get()
        assert f"<td>{kept}</td>" in page(admin, f"{HOME}/years/")
        assert f'name="publish_by" value="{kept}"' in page(admin, f"{HOME}/years/{year.pk}/")
    assert (year.publish_by, period(2026, cast.township).publish_by) == (date.fromisoformat(kept),) * 2


@pytest.mark.parametrize("superior", ["", "lushan"])
def test_days_are_set_once(admin, cast, superior):
    with time_machine.travel("2026-11-23T10:00:00+08:00", tick=False):
        admin.post(f"{HOME}/years/new/", DAYS | {"superior": superior})
        again = admin.post(f"{HOME}/years/new/", DAYS | {"superior": superior})
    assert "请直接修改" in again.content.decode()
    assert ReportingYear.objects.count() == 1


def test_before_the_opening_day_no_report_is_begun(cast, as_user):
    ReportingYear.objects.create(year=2026, superior=cast.county, opens_on=date(2026, 12, 15), due_on=date(2027, 1, 20))
    for day, is_open in (("2026-12-14", False), ("2026-12-15", True)):
        with time_machine.travel(f"{day}T10:00:00+08:00", tick=False):
            client = as_user(cast.clerk)
            assert ("尚未开放（2026-12-15 开放）" in page(client, "/")) is not is_open
            assert (client.get("/reports/beizi/2026/start/").status_code == HTTPStatus.OK) is is_open


# --- Import ---------------------------------------------------------------------------------------

TOWNS = [
    ["xiatang", "下汤镇人民政府", "下汤镇", "我镇", "乡镇人民政府", "lushan", "党政办", "", "", "0375-1", ""],
    ["zhaocun", "赵村镇人民政府", "赵村镇", "我镇", "乡镇人民政府", "lushan"],
]
PEOPLE = [
    ["bzx01", "李某", "", "beizi", "填报员"],
    ["xt01", "孙某", "0375-2", "xiatang", "填报员"],
    ["xt02", "周某", "", "xiatang", "审核员"],
]


def workbook(template, organs=(), people=()):
    book = load_workbook(BytesIO(template))
    for name, rows in (("单位", organs), ("账号", people)):
        for number, row in enumerate(rows, start=2):
            for column, value in enumerate(row, start=1):
                book[name].cell(number, column, value or None)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture
def upload(admin):
    template = b"".join(admin.get(f"{HOME}/import/template.xlsx"))

    def uploaded(organs=(), people=(), content=None, name="单位和账号.xlsx"):
        content = workbook(template, organs, people) if content is None else content
        return admin.post(f"{HOME}/import/", {"file": SimpleUploadedFile(name, content)})

    return uploaded


def signed(answer):
    return re.search(r'name="rows" value="([^"]*)"', answer.content.decode())[1]


def told(answer):
    return re.findall(r"<li>(第 .*?)</li>", answer.content.decode())


@pytest.mark.parametrize("oddity", ["strict", "empty fill", "fill with an extension", "no properties"])
def test_a_roster_that_is_odd_without_harm_is_read_like_any_other(admin, upload, oddity):
    template = b"".join(admin.get(f"{HOME}/import/template.xlsx"))
    content = ODD_WITHOUT_HARM[oddity](workbook(template, TOWNS, PEOPLE))
    assert "将新增单位 2 个、账号 3 个" in upload(content=content).content.decode()


def test_an_import_is_tried_without_writing_and_taken_when_confirmed(admin, upload):
    tried = upload(TOWNS, PEOPLE)
    assert "将新增单位 2 个、账号 3 个" in tried.content.decode()
    assert (Organ.objects.count(), User.objects.filter(username="xt01").exists()) == (4, False)
    taken = admin.post(f"{HOME}/import/", {"rows": signed(tried)})
    assert set(handed_over(taken)) == {"bzx01", "xt01", "xt02"}
    user = User.objects.get(username="xt01")
    assert (user.telephone, user.check_password(handed_over(taken)["xt01"])) == ("0375-2", True)
    assert (user.password_is_temporary, user.is_administrator) == (True, False)
    assert list(user.memberships.values_list("organ__slug", "role")) == [("xiatang", "clerk")]
    assert Organ.objects.get(slug="xiatang").superior.slug == "lushan"


def test_confirming_twice_makes_nothing_twice(admin, upload):
    rows = signed(upload(TOWNS, PEOPLE))
    admin.post(f"{HOME}/import/", {"rows": rows})
    again = admin.post(f"{HOME}/import/", {"rows": rows})
    assert "第 2 行（李某，背孜乡人民政府）：账号“bzx01”已存在" in told(again)
    assert Organ.objects.filter(slug="xiatang").count() == 1


def test_organs_of_a_file_that_review_each_other_in_a_circle_are_refused_by_row(upload):
    above = {"a": "b", "b": "c", "c": "a", "below": "a"}
    circle = [[each, f"{each}镇人民政府", f"{each}镇", "我镇", "乡镇人民政府", above[each]] for each in above]
    answer = upload(circle)
    assert told(answer) == [
        f"第 {number} 行（{slug}镇人民政府）：审核单位“{above}”及其上级首尾相接，请改设其中一个的审核单位"
        for number, (slug, above) in enumerate(above.items(), start=2)
    ]
    assert Organ.objects.count() == 4


def test_faults_are_told_by_row_and_nothing_of_the_file_is_taken(cast, upload):
    people = [
        *PEOPLE[:1],
        ["clerk", "某"],
        ["", "某", "", "beizi", "填报员"],
        ["bzx01", "某", "", "nowhere", "皇帝"],
        [],
    ]
    answer = upload(
        TOWNS, [*people, ["ok-1", "某", "", "beizi", "系统管理员"], ["ok-2", "某", "", "", "administrator"]]
    )
    assert told(answer) == [
        "第 3 行（某）：账号“clerk”已存在；请选择角色",
        "第 4 行（某，背孜乡人民政府）：请填写账号",
        "第 5 行（某，nowhere）：账号“bzx01”已存在；单位“nowhere”不存在；角色“皇帝”不存在",
        "第 7 行（某，背孜乡人民政府）：角色“系统管理员”不存在",
        "第 8 行（某）：系统管理员须在页面上新增",
    ]
    assert (Organ.objects.count(), User.objects.count()) == (4, 8)


def test_a_superior_may_stand_below_its_subordinates(admin, upload):
    rows = [
        ["xz", "某乡人民政府", "某乡", "我乡", "乡镇人民政府", "xq"],
        ["xq", "某县人民政府办公室", "县政府办", "本办", "政府办公室"],
    ]
    admin.post(f"{HOME}/import/", {"rows": signed(upload(rows))})
    assert Organ.objects.get(slug="xz").superior.slug == "xq"


def test_rows_are_told_by_their_number_in_the_worksheet_also_below_empty_ones(upload):
    rows = [
        ["xz", "某乡人民政府", "某乡", "我乡", "乡镇人民政府", "nowhere"],
        [],
        ["xz", "某县人民政府办公室", "县政府办", "本办", "政府办公室"],
        ["", "", "", "", "", "lushan"],
        ["y" * 90, "无名镇", "", "我镇", "乡镇人民政府", "xz"],
    ]
    by_row = [each.partition("：")[0] for each in told(upload(rows))]
    assert by_row == ["第 2 行（某乡人民政府）", "第 5 行", "第 6 行（无名镇）"]


@pytest.mark.parametrize("number", [400, 401, 5_000])
def test_what_stands_below_the_last_row_that_is_read_is_refused_and_not_left_out(upload, number):
    book = load_workbook(BytesIO(big(1)))
    for column, value in enumerate(["u9", "某", "", "beizi", "填报员"], start=1):
        book["账号"].cell(number, column, value)
    stream = BytesIO()
    book.save(stream)
    assert f"“账号”第 {number} 行有内容，只能读取到第 399 行" in upload(content=stream.getvalue()).content.decode()


def test_codes_of_digits_keep_their_zeros(admin, upload):
    town = ["007", "下汤镇人民政府", "下汤镇", "我镇", "乡镇人民政府", "lushan"]
    admin.post(f"{HOME}/import/", {"rows": signed(upload([town]))})
    assert Organ.objects.filter(slug="007").exists()


def test_the_rows_are_bound_to_who_was_shown_them(cast, admin, as_user, upload):
    rows = signed(upload(TOWNS))
    second = User.objects.create_user("second", PASSWORD, full_name="吴某", is_administrator=True)
    for client, posted in ((as_user(second), rows), (admin, rows + "x"), (admin, "x"), (admin, "")):
        assert "页面已过期" in client.post(f"{HOME}/import/", {"rows": posted}).content.decode()
    assert Organ.objects.count() == 4


def big(rows):
    book = Workbook()
    sheet = book.active
    sheet.title = "账号"
    sheet.append(["账号", "姓名", "电话", "单位代码", "角色"])
    for number in range(rows):
        sheet.append([f"u{number}", "某", "", "beizi", "填报员"])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.xlsx", b"", "文件是空的"),
        ("a.xlsx", b"PK\x03\x04 broken", "已损坏"),
        ("a.xls", b"x", "另存为 .xlsx"),
        ("a.json", b"{}", "请使用系统下载的模板"),
        ("a.exe", b"x", "不能读取这种文件"),
        ("a.xlsx", b"x" * 6_000_000, "文件过大"),
        ("a.xlsx", big(0), "没有填写单位或账号"),
        ("a.xlsx", big(10_000), "文件的内容过多"),
        ("a.xlsx", big(399), "第 400 行有内容，只能读取到第 399 行。请删去空行，或分成几个文件"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(upload, name, content, sentence):
    assert sentence in upload(content=content, name=name).content.decode()


def test_columns_in_another_order_are_refused(upload):
    book = load_workbook(BytesIO(big(1)))
    book["账号"]["A1"], book["账号"]["B1"] = "姓名", "账号"
    stream = BytesIO()
    book.save(stream)
    assert "第 1 行第 1 列应为“账号”" in upload(content=stream.getvalue()).content.decode()


def test_an_address_is_imported_and_a_faulty_one_told_by_its_row(admin, upload):
    addressed = [
        [*person, address] for person, address in zip(PEOPLE, ["li@lushan.gov.cn", "", "nowhere"], strict=True)
    ]
    assert told(upload(TOWNS, addressed)) == ["第 4 行（周某，下汤镇人民政府）：电子邮箱的格式不正确"]
    admin.post(f"{HOME}/import/", {"rows": signed(upload(TOWNS, addressed[:2]))})
    assert dict(User.objects.filter(username__in=["bzx01", "xt01"]).values_list("username", "email")) == {
        "bzx01": "li@lushan.gov.cn",
        "xt01": "",
    }


def test_a_workbook_from_before_the_address_is_taken_unless_something_stands_in_its_column(admin, upload):
    template = b"".join(admin.get(f"{HOME}/import/template.xlsx"))
    answers = []
    for people in (PEOPLE, [[*PEOPLE[0], "li@lushan.gov.cn"]]):
        book = load_workbook(BytesIO(workbook(template, TOWNS, people)))
        book["账号"]["F1"] = None
        stream = BytesIO()
        book.save(stream)
        answers.append(upload(content=stream.getvalue()).content.decode())
    assert "账号 3 个" in answers[0]
    assert "第 1 行第 6 列应为“电子邮箱”" in answers[1]


def test_no_file_at_all_is_told(admin):
    assert "请选择文件" in admin.post(f"{HOME}/import/").content.decode()


def test_398_rows_are_tried_at_once(upload):
    assert "账号 398 个" in upload(content=big(398)).content.decode()


def test_one_time_passwords_come_with_organ_and_role_on_slips_and_in_a_workbook_of_text(admin, cast, as_user):
    User.objects.filter(username="clerk").update(full_name="=1+1")
    page = admin.post(f"{ACCOUNT}/clerk/reset/").content.decode()
    (password,) = re.findall(r'<code class="one-time">([^<]+)</code>', page)
    row = ["背孜乡人民政府", "=1+1", "填报员", "clerk", unescape(password)]
    assert [
        unescape(cell) for cell in re.findall(r"<t[dh][^>]*>(?:<code[^>]*>)?([^<]+)", page.split("<tbody>")[1])
    ] == row
    assert (page.count('class="slip"'), "72 小时内有效" in page) == (1, True)
    signed = {"rows": re.search(r'name="rows" value="([^"]+)"', page)[1]}
    answer = admin.post("/administration/handed-over.xlsx", signed)
    cells = load_workbook(BytesIO(answer.content)).active[2]
    assert ([cell.value for cell in cells], {cell.data_type for cell in cells}) == (row, {"s"})
    assert "no-store" in answer["Cache-Control"]
    assert admin.post("/administration/handed-over.xlsx", {"rows": "x"}).status_code == HTTPStatus.BAD_REQUEST


def test_a_year_that_somebody_else_has_just_set_is_refused_in_a_sentence(cast, as_user, monkeypatch):
    days = {"opens_on": date(YEAR, 12, 1), "due_on": date(YEAR + 1, 1, 31), "publish_by": date(YEAR + 1, 1, 31)}
    save_year(ReportingYear(year=YEAR, superior=cast.county, **days))

    def too_late(year):
        save_year(ReportingYear(year=YEAR, superior=cast.county, **days))

    monkeypatch.setattr(years, "save_year", too_late)
    posted = {"year": str(YEAR + 1), "opens_on": f"{YEAR + 1}-12-15", "due_on": f"{YEAR + 2}-01-20"}
    answer = as_user(cast.administrator).post(f"{HOME}/years/new/", posted)
    assert f"{YEAR} 年度刚刚由其他管理员为此范围设置了日期，请直接修改" in answer.content.decode()
    assert ReportingYear.objects.filter(year=YEAR, superior=cast.county).count() == 1
