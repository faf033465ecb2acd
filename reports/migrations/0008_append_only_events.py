"""The database itself refuses to change or delete events and versions.

SQLite forgets a table's triggers when a later migration rebuilds it: such a migration must end with
``APPEND_ONLY`` again, which tests/lifecycle/test_history.py notices.
"""

from django.db import migrations

TABLES = ("reports_event", "reports_version")
CHANGES = ("UPDATE", "DELETE")


def statements(vendor):
    """What makes the tables append-only on a database of this vendor."""
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {table}_refuses_{change.lower()} BEFORE {change} ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
            for table in TABLES
            for change in CHANGES
        ]
    function = (
        "CREATE OR REPLACE FUNCTION reports_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'append-only'; END $$"
    )
    return [function] + [
        f"CREATE TRIGGER {table}_refuses_{change.lower()} BEFORE {change} ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION reports_append_only()"
        for table in TABLES
        for change in CHANGES
    ]


def removal(vendor):
    """What makes them ordinary tables again."""
    of_table = vendor != "sqlite"
    return [
        f"DROP TRIGGER {table}_refuses_{change.lower()}" + (f" ON {table}" if of_table else "")
        for table in TABLES
        for change in CHANGES
    ]


def forwards(apps, schema_editor):
    for statement in statements(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    for statement in removal(schema_editor.connection.vendor):
        schema_editor.execute(statement)


APPEND_ONLY = migrations.RunPython(forwards, backwards)


class Migration(migrations.Migration):
    dependencies = [("reports", "0007_history")]

    operations = [APPEND_ONLY]
