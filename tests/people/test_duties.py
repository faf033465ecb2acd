"""三员分立: who may do what stands in one table, and holds for pages, functions, commands and the database alike."""

import threading
from http import HTTPStatus

import pytest
from django.contrib.auth.hashers import make_password
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from reports.forms.roster import ACCOUNTS, ORGANS, import_roster
from reports.models import AnnualReport, AuditEntry, Membership, Notice, OneOfThree, Role, User
from reports.people.administration import (
    NotAllowed,
    create_account,
    give_role,
    reset_password,
    reset_second_factor,
    set_account_active,
    set_administrator,
    take_role,
)
from reports.people.duties import TABLE, Duty, duties_of, may
from reports.web.guarded import GUARDED
from tests.conftest import PASSWORD
from tests.people.second_factors import bind

ACCOUNT = "/administration/accounts/edit/clerk"
# By address, whose duty it is to open it, or to post to it.
OPENED = {
    "/administration/organs/": "system",
    "/administration/organs/new/": "system",
    "/administration/organs/edit/beizi/": "system",
    "/administration/organs/edit/beizi/activity/": "system",
    "/administration/years/": "system",
    "/administration/years/new/": "system",
    "/administration/import/": "system",
    "/administration/import/template.xlsx": "system",
    "/administration/version/": "system security audit",
    "/administration/audit/": "audit",
    "/administration/audit.xlsx": "audit",
    "/administration/accounts/": "system security",
    "/administration/accounts/new/": "system",
    f"{ACCOUNT}/": "system security",
    f"{ACCOUNT}/activity/": "system",
}
POSTED = {
    f"{ACCOUNT}/": "system",
    f"{ACCOUNT}/roles/": "security",
    f"{ACCOUNT}/reset/": "security",
    f"{ACCOUNT}/second-factor/": "security",
    f"{ACCOUNT}/activity/": "system",
}


@pytest.fixture
def three(cast, settings):
    """An installation with its three administrators, by their office; the one for all of the cast has none."""
    settings.ADMINISTRATION_PROFILE = "separated"
    return {
        str(office): User.objects.create_user(
            f"the-{office}", PASSWORD, full_name=f"{office.label[:2]}某", is_administrator=True, office=office
        )
        for office in OneOfThree
    }


def test_the_table_has_a_line_for_every_duty_and_each_has_one_office(three):
    assert [row.duty for row in TABLE] == list(Duty)
    held = [duties_of(person) for person in three.values()]
    assert sum(map(len, held)) == len(Duty)
    assert frozenset().union(*held) == frozenset(Duty)


def test_one_for_all_has_every_duty_and_none_where_they_are_separated(cast, settings):
    assert duties_of(cast.administrator) == frozenset(Duty)
    assert may(cast.administrator, Duty.AUDIT)
    assert not duties_of(cast.clerk) | duties_of(cast.supervisor)
    settings.ADMINISTRATION_PROFILE = "separated"
    assert duties_of(cast.administrator) == frozenset()


def test_nobody_comes_to_more_by_a_setting(three, settings):
    before = {office: duties_of(person) for office, person in three.items()}
    settings.ADMINISTRATION_PROFILE = "single"
    assert {office: duties_of(person) for office, person in three.items()} == before
    three["audit"].is_active = False
    assert not may(three["audit"], Duty.AUDIT)


@pytest.mark.parametrize("address", OPENED)
def test_a_page_is_there_for_whose_duty_it_is(three, as_user, address):
    found = {office for office, person in three.items() if as_user(person).get(address).status_code == HTTPStatus.OK}
    assert found == set(OPENED[address].split())


@pytest.mark.parametrize("address", POSTED)
def test_what_is_posted_is_done_for_whose_duty_it_is(three, as_user, address):
    data = {"administrator": "no", "full_name": "李某某"}
    answers = {office: as_user(person).post(address, data).status_code for office, person in three.items()}
    assert {office for office, code in answers.items() if code != HTTPStatus.NOT_FOUND} == {POSTED[address]}


def test_the_administrator_of_before_has_no_page_left(three, cast, as_user):
    for address in OPENED:
        assert as_user(cast.administrator).get(address).status_code == HTTPStatus.NOT_FOUND
    assert "此账号为系统管理员，不填写也不审核报告" in as_user(cast.administrator).get("/").content.decode()


def test_each_begins_where_there_is_something_to_do(three, as_user):
    assert as_user(three["system"]).get("/").url == "/administration/organs/"
    assert as_user(three["security"]).get("/").url == "/administration/accounts/"
    assert as_user(three["audit"]).get("/").url == "/administration/audit/"
    tabs = as_user(three["security"]).get("/administration/accounts/").content.decode()
    assert ("单位</a></li>" in tabs, "新增账号" in tabs) == (False, False)


@pytest.mark.parametrize(
    ("whose", "act"),
    [
        ("security", lambda by, cast: give_role(by, cast.clerk, cast.township, Role.READER)),
        ("security", lambda by, cast: take_role(by, cast.clerk, cast.clerk.memberships.get().pk)),
        ("security", lambda by, cast: set_administrator(by, _newcomer(), True, OneOfThree.SYSTEM)),
        ("security", lambda by, cast: reset_password(by, cast.clerk)),
        ("security", lambda by, cast: reset_second_factor(by, cast.clerk)),
        ("system", lambda by, cast: set_account_active(by, cast.clerk, False)),
    ],
    ids=["give a role", "take a role", "make an administrator", "reset a password", "reset a factor", "disable"],
)
def test_a_function_refuses_whose_duty_it_is_not(three, cast, whose, act):
    bind(cast.clerk)
    for office, person in three.items():
        if office != whose:
            with pytest.raises(NotAllowed, match=f"当前账号没有此项权限，须由{OneOfThree(whose).label}办理"):
                act(person, cast)
    with pytest.raises(NotAllowed, match="没有此项权限"):
        act(cast.administrator, cast)
    act(three[whose], cast)


def _newcomer():
    return User.objects.get_or_create(username="newcomer", defaults={"full_name": "吴某"})[0]


# --- Never a role beside ------------------------------------------------------------------------------


@pytest.mark.parametrize("office", ["", *OneOfThree.values])
def test_an_administrator_is_given_no_role_by_anybody(three, cast, office):
    person = three[office] if office else cast.administrator
    by = three["security"] if office != "security" else _second("security")
    for role in Role:
        with pytest.raises(NotAllowed, match="不能填写或审核报告"):
            give_role(by, person, cast.township, role)
        with pytest.raises(DatabaseError), transaction.atomic():
            Membership.objects.create(user=person, organ=cast.township, role=role)
    assert not person.memberships.exists()


def test_who_has_a_role_is_made_no_administrator_by_anybody(three, cast):
    for office in OneOfThree:
        with pytest.raises(NotAllowed, match=f"{office.label}不能填写或审核报告，请先撤销其在各单位的角色"):
            set_administrator(three["security"], cast.clerk, True, office)
    with pytest.raises(DatabaseError), transaction.atomic():
        User.objects.filter(pk=cast.clerk.pk).update(is_administrator=True)
    with pytest.raises(DatabaseError), transaction.atomic():
        Membership.objects.filter(user=cast.clerk).update(user=three["system"])
    with pytest.raises(DatabaseError), transaction.atomic():
        User.objects.filter(pk=cast.clerk.pk).update(office="audit")


def test_none_of_the_three_sees_a_report(three, in_review):
    for person in three.values():
        assert not AnnualReport.objects.visible_to(person).exists()


# --- Who makes and removes them --------------------------------------------------------------------------


def _second(office):
    return User.objects.create_user(
        f"second-{office}", PASSWORD, full_name="郑某", is_administrator=True, office=office
    )


@pytest.mark.parametrize("office", OneOfThree.values)
def test_the_last_of_each_office_stays(three, office):
    by_roles, by_accounts = _second("security"), _second("system")
    if office == "security":
        User.objects.filter(pk=by_roles.pk).update(is_active=False)
        by_roles = three["security"]
    person = three[office]
    if office == "system":
        User.objects.filter(pk=by_accounts.pk).update(is_active=False)
        by_accounts = three["system"]
    if person not in (by_roles, by_accounts):
        for act in (
            lambda: set_administrator(by_roles, person, False),
            lambda: set_administrator(
                by_roles, person, True, next(each for each in OneOfThree.values if each != office)
            ),
            lambda: set_account_active(by_accounts, person, False),
        ):
            with pytest.raises(NotAllowed, match=f"是最后一位启用的{OneOfThree(office).label}，请先指定另一位"):
                act()
    person.refresh_from_db()
    assert (person.office, person.is_active) == (office, True)


def test_where_there_is_another_one_goes(three):
    _second("audit")
    set_administrator(three["security"], three["audit"], False)
    three["audit"].refresh_from_db()
    assert (three["audit"].is_administrator, three["audit"].office) == (False, "")


def test_nobody_changes_the_own_office(three):
    for office in OneOfThree.values:
        with pytest.raises(NotAllowed, match="不能修改自己的角色和状态"):
            set_administrator(three["security"], three["security"], True, office)


@pytest.mark.django_db(transaction=True)
def test_of_two_of_an_office_who_are_removed_at_one_moment_one_stays(three):
    removers = [three["security"], _second("security")]
    removed = [three["audit"], _second("audit")]
    barrier, refused = threading.Barrier(2), []

    def remove(by, account):
        barrier.wait()
        try:
            set_administrator(by, account, False)
        except NotAllowed as refusal:
            refused.append(str(refusal))
        connection.close()

    threads = [threading.Thread(target=remove, args=pair) for pair in zip(removers, removed, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert User.objects.filter(office="audit").count() == 1
    assert len(refused) == 1


def test_a_new_account_has_no_role_until_the_security_administrator_gives_one(three, cast, as_user):
    new = {"username": "fresh", "full_name": "吴某某", "role": "supervisor", "organ": "lushan"}
    as_user(three["system"]).post("/administration/accounts/new/", new)
    fresh = User.objects.get(username="fresh")
    assert (fresh.is_administrator, fresh.memberships.count()) == (False, 0)
    address = "/administration/accounts/edit/fresh/roles/"
    as_user(three["security"]).post(address, {"give": "yes", "organ": "beizi", "role": "clerk"})
    assert fresh.memberships.get().role == Role.CLERK


def test_accounts_do_not_come_in_a_file_where_roles_are_anothers_to_give(three):
    account = {"username": "n", "full_name": "吴", "telephone": "", "organ": "beizi", "role": "clerk"}
    outcome = import_roster({ORGANS: [], ACCOUNTS: [(2, account)]}, is_trial=True)
    assert "三员分立时账号不能从表格导入" in outcome.faults[ACCOUNTS][0][1]


def test_the_security_administrator_makes_each_of_the_three_on_the_page(three, as_user):
    for office in OneOfThree:
        person = User.objects.create_user(f"new-{office}", PASSWORD, full_name="吴某")
        page = as_user(three["security"]).get(f"/administration/accounts/edit/{person.username}/").content.decode()
        assert f"设为{office.label}" in page
        address = f"/administration/accounts/edit/{person.username}/roles/"
        as_user(three["security"]).post(address, {"administrator": office})
        person.refresh_from_db()
        assert (person.is_administrator, person.office) == (True, office)
    assert as_user(three["security"]).post(address, {"administrator": "yes"}).status_code == HTTPStatus.NOT_FOUND


# --- The command ------------------------------------------------------------------------------------------


def test_the_command_makes_each_of_the_three(db, settings):
    settings.ADMINISTRATION_PROFILE = "separated"
    for office in OneOfThree.values:
        call_command("create_administrator", "--username", f"a-{office}", "--full-name", "孙某", "--office", office)
    found = User.objects.values_list("office", "is_administrator").order_by("office")
    assert list(found) == [("audit", True), ("security", True), ("system", True)]
    with pytest.raises(CommandError, match="请用 --office"):
        call_command("create_administrator", "--username", "b", "--full-name", "孙某")
    assert User.objects.count() == 3


def test_the_command_gives_an_office_to_the_one_for_all_and_changes_none(three, cast):
    call_command("create_administrator", "--username", "administrator", "--office", "audit", "--reset")
    cast.administrator.refresh_from_db()
    assert cast.administrator.office == "audit"
    with pytest.raises(CommandError, match="已是审计管理员"):
        call_command("create_administrator", "--username", "administrator", "--office", "system", "--reset")


def made(*kinds):
    """What the log says of accounts and what they are made, by the name of the account."""
    found = AuditEntry.objects.filter(action__in=kinds).order_by("number")
    return [(each.said()["about"].split("（")[0], each.said()["details"]) for each in found]


def test_the_log_says_of_a_new_account_what_it_is_and_of_one_without_a_role_that_it_has_none(three, as_user):
    for office in OneOfThree.values:
        call_command("create_administrator", "--username", f"a-{office}", "--full-name", "孙某", "--office", office)
    as_user(three["system"]).post("/administration/accounts/new/", {"username": "new", "full_name": "周某"})
    assert made("account_made") == [
        ("账号 a-system", {"角色": "系统管理员"}),
        ("账号 a-security", {"角色": "安全管理员"}),
        ("账号 a-audit", {"角色": "审计管理员"}),
        ("账号 new", {"角色": "尚未分配"}),
    ]


def test_the_log_says_what_the_command_has_made_of_an_account(three, cast):
    User.objects.filter(username="administrator").update(is_active=False)
    for _ in range(2):
        call_command("create_administrator", "--username", "administrator", "--office", "audit", "--reset")
    assert made("account_enabled", "administrator_made") == [
        ("账号 administrator", {}),
        ("账号 administrator", {"职责": "审计管理员"}),
    ]


def test_the_command_takes_a_lost_second_factor_away(cast, capsys):
    bind(cast.administrator)
    call_command("create_administrator", "--username", "administrator", "--reset")
    assert not cast.administrator.totpdevice_set.exists()
    assert cast.administrator.second_factor_resets.get().by is None


# --- Nobody is added unnoticed -------------------------------------------------------------------------


def told():
    return set(Notice.objects.values_list("recipient__username", "words"))


def test_those_who_work_there_are_told_of_a_new_account_and_so_are_their_supervisors(cast):
    User.objects.exclude(username="colleague").update(last_login=timezone.now())
    create_account("fresh", "吴某某", make_password(None), role=(cast.township, Role.CLERK))
    words = "背孜乡人民政府新增填报员：吴某某（账号 fresh）。如不知情，请联系管理员核实。"
    assert told() == {("clerk", words), ("supervisor", words)}  # readers have no notices; the colleague never came


def test_a_role_that_is_added_later_is_told_too(cast):
    User.objects.update(last_login=timezone.now())
    give_role(cast.administrator, cast.neighbour, cast.county, Role.SUPERVISOR)
    assert told() == {
        ("supervisor", "鲁山县人民政府办公室新增审核员：赵某某（账号 neighbour）。如不知情，请联系管理员核实。")
    }


def test_every_page_of_the_table_that_changes_rights_is_asked_again_for():
    assert {"account_roles", "account_reset", "account_second_factor", "account_activity", "account_new"} <= set(
        GUARDED
    )
