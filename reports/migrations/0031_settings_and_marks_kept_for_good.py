"""The database refuses to change or delete how rules were set, and what was said to speak of no table."""

import django.db.models.deletion
from django.db import migrations, models

TABLES = ("reports_rulesetting", "reports_unrelatedmark")
CHANGES = ("UPDATE", "DELETE")


def forwards(apps, schema_editor):
    """PostgreSQL's function is of migration 0008."""
    what = "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
    if schema_editor.connection.vendor != "sqlite":
        what = "FOR EACH ROW EXECUTE FUNCTION reports_append_only()"
    for table in TABLES:
        for change in CHANGES:
            schema_editor.execute(f"CREATE TRIGGER {table}_refuses_{change.lower()} BEFORE {change} ON {table} {what}")


def backwards(apps, schema_editor):
    for table in TABLES:
        of_table = "" if schema_editor.connection.vendor == "sqlite" else f" ON {table}"
        for change in CHANGES:
            schema_editor.execute(f"DROP TRIGGER {table}_refuses_{change.lower()}{of_table}")


class Migration(migrations.Migration):
    dependencies = [("reports", "0030_examinations")]

    operations = [
        migrations.AlterField(
            "unrelatedmark",
            "report",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="unrelated_marks",
                to="reports.annualreport",
            ),
        ),
        migrations.RunPython(forwards, backwards),
    ]
