from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def belong_to_the_last_submission(apps, schema_editor):
    """Which of them stood when a report was submitted was not noted until now; all are taken to."""
    explanations = apps.get_model("reports", "Explanation").objects.filter(report__round__gt=0)
    reports = apps.get_model("reports", "AnnualReport").objects
    explanations.update(round=Subquery(reports.filter(pk=OuterRef("report")).values("round")[:1]))


class Migration(migrations.Migration):
    dependencies = [("reports", "0010_notices")]

    operations = [
        migrations.AddField("explanation", "round", models.PositiveSmallIntegerField(blank=True, null=True)),
        migrations.RunPython(belong_to_the_last_submission, migrations.RunPython.noop),
    ]
