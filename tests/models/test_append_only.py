"""What is kept for good is kept so by the database itself."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from reports.lifecycle.rule_setting import ChosenRule, set_rules
from reports.models import AuditEntry, RuleSetting
from reports.models.append_only import AppendOnly, AppendOnlyViolation
from tests.conftest import APPEND_ONLY_TABLES, YEAR

TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT trigger_name FROM information_schema.triggers",
}

# Of migration 0049, tried in tests/people/test_duties.py.
OF_ADMINISTRATORS = ("reports_membership_of_no_administrator", "reports_user_administers_without_a_role")


@pytest.mark.django_db
def test_every_table_of_what_is_kept_for_good_refuses_changes_in_the_database():
    tables = {model._meta.db_table for model in apps.get_models() if issubclass(model, AppendOnly)}
    tables.add(AuditEntry._meta.db_table)  # in a chain of its own, not sealed row by row
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS[connection.vendor])
        triggers = {name for (name,) in cursor.fetchall() if not name.startswith(OF_ADMINISTRATORS)}
    # The tests of SQLite do without those that refuse to delete (tests/conftest.py).
    refused = ["update"] if connection.vendor == "sqlite" else ["delete", "update"]
    assert triggers == {f"{table}_refuses_{change}" for table in tables for change in refused}
    assert set(APPEND_ONLY_TABLES) == tables


def test_how_a_rule_was_set_stays_as_it_was_set(cast):
    reason = "乡镇一般没有规章，逐项提示即可。"
    (setting,) = set_rules(cast.county, YEAR, cast.supervisor, [ChosenRule("Z5", True, None)], reason, seen=0)
    for change in (setting.save, setting.delete, RuleSetting.objects.all().delete):
        with pytest.raises(AppendOnlyViolation):
            change()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE reports_rulesetting SET is_hint = false")
