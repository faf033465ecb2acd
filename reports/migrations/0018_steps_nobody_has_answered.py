"""Whether a step is finished is unsaid until its clerk says so: saving alone no longer counts as 「稍后再填」."""

from django.db import migrations, models


def forget_unsaid(apps, schema_editor):
    """Until now 「否」 and no answer at all were stored as the same."""
    apps.get_model("reports", "StepRecord").objects.filter(is_finished=False).update(is_finished=None)


class Migration(migrations.Migration):
    dependencies = [("reports", "0017_append_only_files_and_heads")]
    operations = [
        migrations.AlterField("steprecord", "is_finished", models.BooleanField(null=True)),
        migrations.RunPython(forget_unsaid, migrations.RunPython.noop),
    ]
