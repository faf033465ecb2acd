"""Adjustments, final sums and why they were reopened: kept for good, in the database too."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLES = ("reports_adjustment", "reports_finalisation", "reports_reopening")
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

    dependencies = [
        ('reports', '0040_circulars'),
    ]

    operations = [
        migrations.CreateModel(
            name='Finalisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content', models.BinaryField()),
                ('content_hash', models.CharField(max_length=64)),
                ('at', models.DateTimeField(verbose_name='定稿时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='定稿人')),
                ('consolidation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='finalisations', to='reports.consolidation')),
            ],
            options={
                'verbose_name': '汇总定稿',
                'verbose_name_plural': '汇总定稿',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Reopening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=200, verbose_name='理由')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='办理时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('finalisation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='reopening', to='reports.finalisation')),
            ],
            options={
                'verbose_name': '撤销定稿',
                'verbose_name_plural': '撤销定稿',
            },
        ),
        migrations.CreateModel(
            name='Adjustment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entry', models.UUIDField()),
                ('address', models.CharField(max_length=100, verbose_name='项目')),
                ('amount', models.BigIntegerField(verbose_name='调整')),
                ('kind', models.CharField(choices=[('joint_document', '联合发文重复'), ('own_level', '本级直接办理，未计入单位报告'), ('transfer', '转办重复'), ('out_of_scope', '不属本口径'), ('other', '其他')], max_length=20, verbose_name='原因类别')),
                ('reason', models.CharField(max_length=200, verbose_name='说明')),
                ('takes_back', models.UUIDField(null=True)),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='登记时间')),
                ('about', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.organ', verbose_name='涉及单位')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('consolidation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adjustments', to='reports.consolidation')),
            ],
            options={
                'verbose_name': '汇总调整',
                'verbose_name_plural': '汇总调整',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('entry', 'address'), name='one_adjustment_a_cell'), models.UniqueConstraint(fields=('takes_back', 'address'), name='taken_back_once'), models.CheckConstraint(condition=models.Q(('amount', 0), _negated=True), name='an_adjustment_changes_something')],
            },
        ),
        migrations.RunPython(forwards, backwards),
    ]
