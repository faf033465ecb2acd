"""Days of publication, extensions, and the deadline that was in force when something happened.

A year that is set already gets the statutory day of publication, or its own deadline where that is later,
as a new one does. Extensions are append-only in the database too.
"""

from datetime import date

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

TABLE = "reports_extension"
CHANGES = ("UPDATE", "DELETE")


def set_publication(apps, schema_editor):
    for year in apps.get_model("reports", "ReportingYear").objects.all():
        year.publish_by = max(year.due_on, date(year.year + 1, 1, 31))
        year.save(update_fields=["publish_by"])


def refuse_changes(apps, schema_editor):
    # PostgreSQL has the function since 0008.
    refusal = {
        "sqlite": "BEGIN SELECT RAISE(ABORT, 'append-only'); END",
        "postgresql": "FOR EACH ROW EXECUTE FUNCTION reports_append_only()",
    }[schema_editor.connection.vendor]
    for change in CHANGES:
        schema_editor.execute(
            f"CREATE TRIGGER {TABLE}_refuses_{change.lower()} BEFORE {change} ON {TABLE} {refusal}"
        )


def allow_changes(apps, schema_editor):
    of_table = "" if schema_editor.connection.vendor == "sqlite" else f" ON {TABLE}"
    for change in CHANGES:
        schema_editor.execute(f"DROP TRIGGER {TABLE}_refuses_{change.lower()}{of_table}")


class Migration(migrations.Migration):
    dependencies = [("reports", "0008_append_only_events")]

    operations = [
        migrations.AddField("reportingyear", "publish_by", models.DateField("公布截止日期", null=True)),
        migrations.RunPython(set_publication, migrations.RunPython.noop),
        migrations.AlterField("reportingyear", "publish_by", models.DateField("公布截止日期", blank=True)),
        migrations.AddConstraint(
            "reportingyear",
            models.CheckConstraint(
                condition=models.Q(publish_by__gte=models.F("due_on")), name="published_after_due"
            ),
        ),
        # Nullable and without a default: SQLite adds the column and leaves the table, and so its triggers, alone.
        migrations.AddField("event", "due_on", models.DateField(null=True)),
        migrations.CreateModel(
            name="Extension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField("年度")),
                ("due_on", models.DateField("延期后的截止日期")),
                ("publish_by", models.DateField("公布截止日期")),
                ("reason", models.CharField("延期原因", max_length=200)),
                ("at", models.DateTimeField("办理时间", default=django.utils.timezone.now)),
                (
                    "granted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="办理人",
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extensions",
                        to="reports.organ",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "延期",
                "verbose_name_plural": "延期",
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["year", "organ"], name="reports_ext_year_3fb317_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(publish_by__gte=models.F("due_on")), name="extension_published_after_due"
                    )
                ],
            },
        ),
        migrations.RunPython(refuse_changes, allow_changes),
    ]
