"""The log is kept for whole months; what goes is named, and the rest of the chain stays provable."""

from datetime import date
from importlib import import_module
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from reports.audit.anchors import drop_anchor
from reports.audit.proof import verify_audit
from reports.audit.recording import record
from reports.audit.retention import purge, purgeable
from reports.lifecycle.history.seal_proof import verify_seals
from reports.models import AuditAction, AuditEntry, AuditPurge


@pytest.fixture
def half_a_year(db, settings, time_machine):
    """An entry each month from July to February, two minutes before it ends in China; now it is the 1st of March."""
    settings.AUDIT_MONTHS = 6
    for day in ("2026-07-31", "2026-08-31", "2026-09-30", "2026-12-31", "2027-01-31", "2027-02-28"):
        time_machine.move_to(f"{day}T23:58:00+08:00", tick=False)
        record(AuditAction.BACKED_UP, day)
    time_machine.move_to("2027-03-01T08:00:00+08:00", tick=False)


def test_six_natural_months_and_the_one_that_runs_are_kept(half_a_year, time_machine):
    found = purgeable()
    assert (found.before, found.last_number, found.rows) == (date(2026, 9, 1), 2, 2)
    time_machine.move_to("2027-02-28T23:59:00+08:00", tick=False)
    assert purgeable().rows == 1


def test_ten_years_are_kept_where_nobody_says_otherwise(half_a_year, settings):
    settings.AUDIT_MONTHS = 120
    assert (purgeable(), purge()) == (None, None)


def test_what_was_purged_is_named_and_the_rest_is_proved(half_a_year, settings, tmp_path):
    settings.AUDIT_HEAD_FILE = str(tmp_path / "heads")
    drop_anchor()
    made = purge()
    assert list(AuditEntry.objects.order_by("number").values_list("number", flat=True)) == [3, 4, 5, 6, 7]
    last = AuditEntry.objects.get(number=7).said()
    assert (last["action"], last["about"], last["details"]["条数"]) == ("audit_purged", "2026-09-01 以前", 2)
    found = verify_audit()
    assert (found.entries, found.breaks, made.rows) == (5, [], 2)
    assert "2027-03-01 清理了 2026-09-01 以前的 2 条" in found.told
    assert verify_seals().breaks == []


def test_a_second_purge_goes_on_from_the_first(half_a_year, time_machine):
    purge()
    time_machine.move_to("2027-05-02T08:00:00+08:00", tick=False)
    assert (purgeable().rows, purge().rows) == (1, 1)
    assert (verify_audit().breaks, AuditPurge.objects.count()) == ([], 2)


def test_more_than_was_purged_is_missed(half_a_year):
    purge()
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM reports_auditentry WHERE number = 3")
    assert verify_audit().breaks == ["第 3 条已被删除"]


def test_a_purge_that_nobody_made_is_named_by_the_seals(half_a_year):
    mac = bytes(AuditEntry.objects.get(number=2).mac).hex()
    blob = f"x'{mac}'" if connection.vendor == "sqlite" else rf"'\x{mac}'::bytea"
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO reports_auditpurge (before, last_number, last_mac, rows, at) "
            f"VALUES ('2026-09-01', 2, {blob}, 2, '2027-03-01 00:00:00+00:00')"
        )
        cursor.execute("DELETE FROM reports_auditentry WHERE number < 3")
    (told,) = verify_seals().breaks
    assert told.startswith("登记，审计日志清理记录（编号 ")
    assert told.endswith("：没有封条，不是由本系统写入的")


def test_the_database_itself_lets_go_of_nothing_but_what_a_purge_names(half_a_year):
    if connection.vendor == "sqlite":  # the tests of SQLite do without what refuses to delete (tests/conftest.py)
        made = import_module("reports.migrations.0046_audit_log").statements("sqlite")
        with connection.cursor() as cursor:
            cursor.execute(next(each for each in made if "auditentry_refuses_delete" in each))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.all().purge(2)
    assert purge().rows == 2
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.all().purge(3)


def test_the_command_says_first_what_would_go(half_a_year):
    def said(*arguments):
        out = StringIO()
        call_command("purge_audit", *arguments, stdout=out)
        return out.getvalue().strip()

    assert said() == "2026-09-01 以前有 2 条可以清理（至第 2 条）。确认请加 --yes"
    assert AuditEntry.objects.count() == 6
    assert said("--yes") == "已清理 2026-09-01 以前的 2 条（至第 2 条）"
    assert said("--yes") == "没有可以清理的：保留当月和之前 6 个月"
