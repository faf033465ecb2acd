"""What is logged: by whom, from where, with the act or not at all, and never more than a flood is worth."""

import hashlib
import json

import pytest
from django.core.cache import cache
from django.db import DatabaseError, transaction

from reports.audit import recording
from reports.audit.circumstances import Circumstances, circumstances
from reports.audit.proof import verify_audit
from reports.audit.recording import (
    record,
    record_if_possible,
    record_now_and_then,
    record_once_an_hour,
)
from reports.models import AuditAction, AuditEntry, AuditOutcome, Organ, Seal, User
from reports.models.append_only import AppendOnlyViolation
from reports.models.sealing import sealing
from reports.people.administration import (
    NotAllowed,
    all_or_nothing,
    give_role,
    save_person,
    set_account_active,
    set_administrator,
    take_role,
)
from reports.people.factor_acts import FactorAct, note
from reports.people.organs import save_organ


def told():
    """Every entry: action, about, details."""
    said = [each.said() for each in AuditEntry.objects.order_by("number")]
    return [(each["action"], each["about"], each["details"]) for each in said]


@pytest.fixture
def of_the_administrator(cast):
    """As in an answer to a request of the administrator."""
    token = circumstances.set(Circumstances(lambda: cast.administrator, "10.0.0.7", lambda: "a-session", "123"))
    yield cast
    circumstances.reset(token)


def test_an_entry_says_who_did_what_from_where_and_its_columns_say_the_same(of_the_administrator):
    record(AuditAction.YEAR_SET, "2022 年度", {"截止": "2023-01-31", "公布截止": None})
    entry = AuditEntry.objects.get()
    said = json.loads(bytes(entry.body))
    assert (said["person"], said["address"], said["request"]) == ("administrator（孙某某）", "10.0.0.7", "123")
    assert (said["session"], "a-session" in str(said)) == (hashlib.sha256(b"a-session").hexdigest()[:8], False)
    assert said["details"] == {"截止": "2023-01-31"}
    assert (entry.number, entry.person, entry.about) == (1, said["person"], "2022 年度")
    assert (entry.action, entry.outcome, entry.actor) == ("year_set", "ok", of_the_administrator.administrator.pk)


def test_who_works_at_the_machine_is_named_as_such(db):
    record(AuditAction.BACKED_UP)
    assert AuditEntry.objects.get().person.startswith("服务器")


def test_what_would_break_a_line_or_turn_it_around_is_taken_out_and_what_is_long_is_cut(db):
    record(AuditAction.REFUSED, "甲\n乙\x1b[31m\u202e丙", {"长": "字" * 300, "数": 7})
    ((_, about, details),) = told()
    assert about == "甲 乙 [31m 丙"
    assert (len(details["长"]), details["长"][-1], details["数"]) == (200, "…", 7)


def undone(cast):
    with transaction.atomic():
        give_role(cast.administrator, cast.clerk, cast.county, "reader")
        raise ZeroDivisionError


def test_an_act_that_is_undone_leaves_no_entry(of_the_administrator):
    cast = of_the_administrator
    with pytest.raises(NotAllowed):
        set_administrator(cast.administrator, cast.clerk, True)
    assert not all_or_nothing(lambda: give_role(cast.administrator, cast.clerk, cast.county, "reader"))
    with pytest.raises(ZeroDivisionError):
        undone(cast)
    assert told() == []


def test_without_its_entry_there_is_no_act(of_the_administrator, monkeypatch):
    def full(*_):
        raise DatabaseError("disk I/O error")

    cast = of_the_administrator
    monkeypatch.setattr(recording, "locked_end", full)
    with pytest.raises(DatabaseError), transaction.atomic():
        give_role(cast.administrator, cast.clerk, cast.county, "reader")
    assert not cast.clerk.memberships.filter(organ=cast.county).exists()


def test_what_was_only_looked_at_is_shown_all_the_same_where_nothing_can_be_written(db, monkeypatch, caplog):
    def full(*_):
        raise DatabaseError("disk I/O error")

    monkeypatch.setattr(recording, "record", full)
    record_if_possible(AuditAction.DOWNLOADED, "a.pdf")
    assert ["downloaded, a.pdf" in each.getMessage() for each in caplog.records] == [True]


def test_looking_makes_no_other_key_where_the_key_was_lost(cast, settings, tmp_path):
    assert Seal.objects.exists()
    settings.SEAL_KEY_FILE = tmp_path / "seal_key"
    record_if_possible(AuditAction.VERIFIED)
    assert (settings.SEAL_KEY_FILE.exists(), told()) == (False, [])


def test_the_acts_of_administrators_are_logged_with_what_changed(of_the_administrator):
    cast = of_the_administrator
    give_role(cast.administrator, cast.clerk, cast.county, "reader")
    take_role(cast.administrator, cast.clerk, cast.clerk.memberships.get(organ=cast.county).pk)
    take_role(cast.administrator, cast.clerk, 999)
    person = User.objects.get(pk=cast.clerk.pk)
    person.telephone = "0375-1"
    save_person(person, ["full_name", "telephone"])
    organ = Organ.objects.get(slug="beizi")
    organ.superior, organ.reviews_before_publication = None, False
    save_organ(organ, ["superior", "reviews_before_publication", "name"], cast.administrator)
    set_account_active(cast.administrator, cast.clerk, False)
    clerk = "账号 clerk（李某某）"
    assert told() == [
        ("role_given", clerk, {"角色": "鲁山县人民政府办公室查阅"}),
        ("role_taken", clerk, {"角色": "鲁山县人民政府办公室查阅"}),
        ("account_changed", clerk, {"电话": "— → 0375-1"}),
        (
            "organ_changed",
            "背孜乡人民政府（beizi）",
            {"审核单位": "鲁山县人民政府办公室 → —", "先审核后公布": "是 → 否"},
        ),
        ("account_disabled", clerk, {}),
    ]
    assert verify_audit().breaks == []


def test_several_acts_sealed_together_are_all_logged_in_their_order(cast):
    with sealing():
        record(AuditAction.ORGAN_MADE, "一")
        record(AuditAction.ORGAN_MADE, "二")
        assert told() == []
    assert [about for _, about, _ in told()] == ["一", "二"]


def test_a_second_factor_is_one_call(of_the_administrator):
    note(FactorAct.RESET, of_the_administrator.clerk, of_the_administrator.administrator)
    assert told() == [("second_factor", "账号 clerk（李某某）", {"变更": "重置"})]


def test_a_flood_is_logged_the_first_tenth_and_hundredth_time(db, time_machine):
    time_machine.move_to("2027-01-15T10:00:30+08:00", tick=False)
    for _ in range(250):
        record_now_and_then("7", AuditAction.REFUSED, lambda: "页面", outcome=AuditOutcome.REFUSED)
    record_now_and_then("8", AuditAction.REFUSED)
    assert [details for _, _, details in told()] == [{}, {"本分钟第几次": 10}, {"本分钟第几次": 100}, {}]
    time_machine.move_to("2027-01-15T10:01:30+08:00", tick=False)
    record_now_and_then("7", AuditAction.REFUSED)
    assert len(told()) == 5


def test_a_cache_that_forgets_at_once_has_all_of_it_logged(db, monkeypatch):
    monkeypatch.setattr(cache, "add", lambda *_: False)
    for _ in range(3):
        record_now_and_then("7", AuditAction.REFUSED)
    assert len(told()) == 3


def test_what_is_opened_again_within_the_hour_asks_the_database_nothing(db, django_assert_num_queries):
    record_once_an_hour("7:1", AuditAction.REPORT_OPENED, "报告")
    with django_assert_num_queries(0):
        record_once_an_hour("7:1", AuditAction.REPORT_OPENED, "报告")
    assert len(told()) == 1


def test_an_entry_costs_four_statements(db, django_assert_num_queries):
    record(AuditAction.BACKED_UP)
    with django_assert_num_queries(4):
        record(AuditAction.BACKED_UP)


def test_nothing_of_the_log_is_changed_or_deleted(db):
    record(AuditAction.BACKED_UP)
    entry, entries = AuditEntry.objects.get(), AuditEntry.objects.all()
    for change in (entry.save, entry.delete, entries.delete, lambda: entries.update(person="x")):
        with pytest.raises(AppendOnlyViolation):
            change()
    for change in (lambda: AuditEntry.objects.bulk_create([entry]), lambda: entries.bulk_update([entry], ["person"])):
        with pytest.raises(AppendOnlyViolation):
            change()
