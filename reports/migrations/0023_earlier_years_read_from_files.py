"""Reports of earlier years that were read in from files, and which file a figure was read from, kept for good."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


TABLE = "reports_importedfile"
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
        ('reports', '0022_plain_names_of_the_chain'),
    ]

    operations = [
        migrations.AlterField(
            model_name='annualreport',
            name='status',
            field=models.CharField(choices=[('draft', '填报中'), ('signing', '待签发'), ('in_review', '待审核'), ('returned', '退回修改'), ('approved', '审核通过'), ('published', '已公布'), ('archived', '已归档')], default='draft', max_length=20, verbose_name='状态'),
        ),
        migrations.AlterField(
            model_name='event',
            name='from_status',
            field=models.CharField(choices=[('draft', '填报中'), ('signing', '待签发'), ('in_review', '待审核'), ('returned', '退回修改'), ('approved', '审核通过'), ('published', '已公布'), ('archived', '已归档')], max_length=20),
        ),
        migrations.AlterField(
            model_name='event',
            name='to_status',
            field=models.CharField(choices=[('draft', '填报中'), ('signing', '待签发'), ('in_review', '待审核'), ('returned', '退回修改'), ('approved', '审核通过'), ('published', '已公布'), ('archived', '已归档')], max_length=20),
        ),
        migrations.CreateModel(
            name='ImportedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255)),
                ('size', models.PositiveIntegerField()),
                ('digest', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='imported_files', to='reports.annualreport')),
            ],
            options={
                'verbose_name': '读入的文件',
                'verbose_name_plural': '读入的文件',
                'ordering': ['-pk'],
            },
        ),
        migrations.AddField(
            model_name='valuechange',
            name='file',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='reports.importedfile'),
        ),
        migrations.RunPython(forwards, backwards),
    ]
