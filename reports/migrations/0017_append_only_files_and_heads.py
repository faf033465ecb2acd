"""The database refuses to change or delete published files and the ends of chains, as it does events and versions."""

from django.db import migrations

TABLES = ("reports_publishedfile", "reports_chainhead")
CHANGES = ("UPDATE", "DELETE")


def statements(vendor):
    """What makes the tables append-only on a database of this vendor; PostgreSQL's function is of migration 0008."""
    what = "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
    if vendor != "sqlite":
        what = "FOR EACH ROW EXECUTE FUNCTION reports_append_only()"
    return [
        f"CREATE TRIGGER {table}_refuses_{change.lower()} BEFORE {change} ON {table} {what}"
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
    dependencies = [("reports", "0016_published_files_and_chain_heads")]

    operations = [
        migrations.RemoveField("publication", "content"),
        migrations.RemoveField("publication", "paper"),
        migrations.RemoveField("publication", "workbook"),
        APPEND_ONLY,
    ]
