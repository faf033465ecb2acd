"""What reports may have in common, as supervising organs set it: kept for good, in the database too."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLE = "reports_boilerplatesetting"
CHANGES = ("UPDATE", "DELETE")


def forwards(apps, schema_editor):
    """PostgreSQL's function is of migration 0008."""
    what = "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
    if schema_editor.connection.vendor != "sqlite":
        what = "FOR EACH ROW EXECUTE FUNCTION reports_append_only()"
    for change in CHANGES:
        schema_editor.execute(f"CREATE TRIGGER {TABLE}_refuses_{change.lower()} BEFORE {change} ON {TABLE} {what}")


def backwards(apps, schema_editor):
    of_table = "" if schema_editor.connection.vendor == "sqlite" else f" ON {TABLE}"
    for change in CHANGES:
        schema_editor.execute(f"DROP TRIGGER {TABLE}_refuses_{change.lower()}{of_table}")


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0036_derived_figures'),
    ]

    operations = [
        migrations.CreateModel(
            name='BoilerplateSetting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='自哪一年度起')),
                ('phrases', models.TextField(blank=True, verbose_name='不比较的用语')),
                ('reason', models.CharField(max_length=200, verbose_name='理由')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='办理时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='boilerplate_settings', to='reports.organ', verbose_name='审核单位')),
            ],
            options={
                'verbose_name': '不比较的用语',
                'verbose_name_plural': '不比较的用语',
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['organ', 'year'], name='reports_boi_organ_i_9717e0_idx')],
            },
        ),
        migrations.RunPython(forwards, backwards),
    ]
