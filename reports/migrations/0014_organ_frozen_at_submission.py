"""What of its organ is submitted with a report, and the choice that nobody reviews an organ (design.md §12.4).

Reports that have been submitted are taken to have been so under the name, kind and superior of now. An organ without
a superior is not taken to have chosen 不需审核: that is for an administrator to say.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery

EDITABLE = ("draft", "returned")


def freeze(apps, schema_editor) -> None:
    report, organ = apps.get_model("reports", "AnnualReport"), apps.get_model("reports", "Organ")
    of_report = organ.objects.filter(pk=OuterRef("organ_id"))
    report.objects.exclude(status__in=EDITABLE).update(
        submitted_name=Subquery(of_report.values("name")[:1]),
        submitted_kind=Subquery(of_report.values("kind")[:1]),
        reviewer_id=Subquery(of_report.values("superior_id")[:1]),
    )


class Migration(migrations.Migration):
    dependencies = [("reports", "0013_fingerprints_without_wording")]
    operations = [
        migrations.AddField(
            "organ",
            "needs_no_review",
            models.BooleanField("不需审核", default=False, help_text="没有审核单位，提交或签发后即可公布"),
        ),
        migrations.AddField(
            "annualreport",
            "submitted_name",
            models.CharField("提交时的单位名称", max_length=100, blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "annualreport",
            "submitted_kind",
            models.CharField("提交时的单位类别", max_length=20, blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "annualreport",
            "reviewer",
            models.ForeignKey(
                "reports.Organ",
                django.db.models.deletion.PROTECT,
                null=True,
                blank=True,
                related_name="+",
                verbose_name="提交时的审核单位",
            ),
        ),
        migrations.RunPython(freeze, migrations.RunPython.noop),
    ]
