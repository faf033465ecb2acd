"""Seals with a key over rows, their tallies, and when rows were sealed as they stood, which is kept for good."""

from django.db import migrations, models

TABLE = "reports_sealinground"
CHANGES = ("UPDATE", "DELETE")


def statements(vendor):
    """What makes the table append-only on a database of this vendor; PostgreSQL's function is of migration 0008."""
    what = "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
    if vendor != "sqlite":
        what = "FOR EACH ROW EXECUTE FUNCTION reports_append_only()"
    return [f"CREATE TRIGGER {TABLE}_refuses_{each.lower()} BEFORE {each} ON {TABLE} {what}" for each in CHANGES]


def removal(vendor):
    """What makes it an ordinary table again."""
    of_table = f" ON {TABLE}" if vendor != "sqlite" else ""
    return [f"DROP TRIGGER {TABLE}_refuses_{each.lower()}{of_table}" for each in CHANGES]


def forwards(apps, schema_editor):
    for statement in statements(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    for statement in removal(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0044_appraisal'),
    ]

    operations = [
        migrations.CreateModel(
            name='SealingRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='封存时间')),
                ('rows', models.PositiveBigIntegerField(verbose_name='行数')),
                ('reason', models.CharField(max_length=200, verbose_name='原因')),
            ],
            options={
                'verbose_name': '封存记录',
                'verbose_name_plural': '封存记录',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='SealTally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scope', models.CharField(max_length=40, unique=True)),
                ('counts', models.TextField()),
                ('total', models.CharField(max_length=64)),
                ('key_name', models.CharField(max_length=8)),
                ('mac', models.BinaryField()),
            ],
            options={
                'verbose_name': '封条总数',
                'verbose_name_plural': '封条总数',
            },
        ),
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table_name', models.CharField(max_length=40)),
                ('row_key', models.BigIntegerField()),
                ('scope', models.CharField(max_length=40)),
                ('key_name', models.CharField(max_length=8)),
                ('mac', models.BinaryField()),
            ],
            options={
                'verbose_name': '封条',
                'verbose_name_plural': '封条',
                'constraints': [models.UniqueConstraint(fields=('table_name', 'row_key'), name='one_seal_a_row')],
            },
        ),
        migrations.RunPython(forwards, backwards),
    ]
