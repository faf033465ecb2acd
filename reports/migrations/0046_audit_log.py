"""The audit log, its end, and what was purged of it. An entry goes only where a purge names it, in the database too."""

import django.utils.timezone
from django.db import migrations, models

ENTRIES, PURGES = "reports_auditentry", "reports_auditpurge"


def statements(vendor):
    """What makes the tables append-only on a database of this vendor; PostgreSQL's first function is of 0008."""
    if vendor == "sqlite":
        refusal = "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
        named = f"WHEN NOT EXISTS (SELECT 1 FROM {PURGES} WHERE last_number >= OLD.number)"
        plain = [(ENTRIES, "UPDATE"), (PURGES, "UPDATE"), (PURGES, "DELETE")]
        return [
            *(f"CREATE TRIGGER {on}_refuses_{each.lower()} BEFORE {each} ON {on} {refusal}" for on, each in plain),
            f"CREATE TRIGGER {ENTRIES}_refuses_delete BEFORE DELETE ON {ENTRIES} {named} {refusal}",
        ]
    always = "FOR EACH ROW EXECUTE FUNCTION reports_append_only()"
    return [
        f"""CREATE OR REPLACE FUNCTION reports_audit_kept() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF NOT EXISTS (SELECT 1 FROM {PURGES} WHERE last_number >= OLD.number) THEN
            RAISE EXCEPTION 'append-only';
          END IF;
          RETURN OLD;
        END $$""",
        f"CREATE TRIGGER {ENTRIES}_refuses_update BEFORE UPDATE ON {ENTRIES} {always}",
        f"CREATE TRIGGER {PURGES}_refuses_update BEFORE UPDATE ON {PURGES} {always}",
        f"CREATE TRIGGER {PURGES}_refuses_delete BEFORE DELETE ON {PURGES} {always}",
        f"CREATE TRIGGER {ENTRIES}_refuses_delete BEFORE DELETE ON {ENTRIES} "
        "FOR EACH ROW EXECUTE FUNCTION reports_audit_kept()",
    ]


def forwards(apps, schema_editor):
    for statement in statements(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    for table in (ENTRIES, PURGES):
        of_table = "" if schema_editor.connection.vendor == "sqlite" else f" ON {table}"
        for each in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER {table}_refuses_{each}{of_table}")
    if schema_editor.connection.vendor != "sqlite":
        schema_editor.execute("DROP FUNCTION reports_audit_kept()")


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0045_seals'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEnd',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveBigIntegerField(default=0)),
                ('mac', models.BinaryField(default=bytes)),
                ('key_name', models.CharField(max_length=8)),
                ('seal', models.BinaryField()),
            ],
            options={
                'verbose_name': '审计日志的末端',
                'verbose_name_plural': '审计日志的末端',
            },
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('number', models.PositiveBigIntegerField(primary_key=True, serialize=False, verbose_name='编号')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('actor', models.BigIntegerField(null=True, verbose_name='账号编号')),
                ('person', models.CharField(max_length=100, verbose_name='办理人')),
                ('action', models.CharField(max_length=30, verbose_name='事项')),
                ('outcome', models.CharField(choices=[('ok', '成功'), ('failed', '失败'), ('refused', '拒绝')], max_length=10, verbose_name='结果')),
                ('about', models.CharField(blank=True, max_length=200, verbose_name='对象')),
                ('body', models.BinaryField()),
                ('previous_mac', models.BinaryField()),
                ('mac', models.BinaryField()),
                ('key_name', models.CharField(max_length=8)),
                ('algorithm', models.CharField(max_length=10)),
            ],
            options={
                'verbose_name': '审计日志',
                'verbose_name_plural': '审计日志',
                'ordering': ['-number'],
                'indexes': [models.Index(fields=['at'], name='reports_aud_at_6b5668_idx'), models.Index(fields=['action', 'number'], name='reports_aud_action_572ecd_idx'), models.Index(fields=['actor', 'number'], name='reports_aud_actor_936ec1_idx')],
            },
        ),
        migrations.CreateModel(
            name='AuditPurge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('before', models.DateField(verbose_name='清理到')),
                ('last_number', models.PositiveBigIntegerField()),
                ('last_mac', models.BinaryField()),
                ('rows', models.PositiveBigIntegerField(verbose_name='条数')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='清理时间')),
            ],
            options={
                'verbose_name': '审计日志清理记录',
                'verbose_name_plural': '审计日志清理记录',
                'ordering': ['pk'],
            },
        ),
        migrations.RunPython(forwards, backwards),
    ]
