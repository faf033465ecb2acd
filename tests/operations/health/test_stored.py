"""What is wrong with what is stored is named: the ends of the chains, the tables' version, the last backup."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from reports.models import AnnualReport
from reports.operations import backups
from reports.operations.health import stored
from reports.operations.health.probe import Severity
from tests.lifecycle.test_history import tampering  # noqa: F401 a fixture


def test_the_database_answers(db):
    assert stored.database().severity is Severity.FINE


def test_chains_that_end_as_noted_are_fine(in_review):
    found = stored.chain_ends()
    assert (found.severity, found.told) == (Severity.FINE, "最近办理的 1 份报告")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reports_event SET record = previous_mac",
        "UPDATE reports_event SET mac = '0'",
        "DELETE FROM reports_chainhead",
        "UPDATE reports_annualreport SET chain_head = '0'",
        "UPDATE reports_annualreport SET chain_length = chain_length + 1",
    ],
)
def test_an_end_that_somebody_wrote_otherwise_is_named(in_review, tampering, statement):  # noqa: F811
    if connection.vendor == "postgresql":
        statement = statement.replace("record = previous_mac", "record = '\\x00'")
    tampering(statement)
    (complaint,) = stored.chain_ends().complaints
    assert complaint.severity is Severity.STOPPED
    assert complaint.what == "1 份报告的最后一条办理记录与校验码不符"


def test_the_ends_of_many_reports_are_asked_for_at_once(four_of_five, django_assert_num_queries):
    AnnualReport.objects.update(chain_length=1, chain_head="0" * 64)
    with django_assert_num_queries(3):
        (complaint,) = stored.chain_ends().complaints
    assert complaint.what.startswith("4 份报告")


def test_a_version_whose_tables_differ_is_named(db):
    last = MigrationRecorder.Migration.objects.filter(app="reports").latest("pk")
    assert stored.migrations().severity is Severity.FINE
    MigrationRecorder(connection).record_applied("reports", "9999_of_next_year")
    MigrationRecorder(connection).record_unapplied("reports", last.name)
    told = [each.what for each in stored.migrations().complaints]
    assert told == [f"尚未执行：reports.{last.name}", "数据库来自更新的版本：reports.9999_of_next_year"]


@pytest.mark.parametrize(("hours", "severity"), [(1, Severity.FINE), (47, Severity.FINE), (49, Severity.FAULT)])
def test_a_backup_may_be_two_days_old(settings, tmp_path, hours, severity):
    settings.DATA_DIR = tmp_path
    assert stored.last_backup().complaints[0].what == "尚未做过备份"
    backups.write_last(timezone.now() - timedelta(hours=hours))
    assert stored.last_backup().severity is severity
