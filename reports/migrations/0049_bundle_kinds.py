from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0048_offices")]

    operations = [
        migrations.AddField(
            model_name="bundle",
            name="kind",
            field=models.CharField(
                choices=[("reports", "下载包"), ("site", "网站副本"), ("sums", "汇总表"), ("scores", "得分单")],
                default="reports",
                max_length=10,
                verbose_name="种类",
            ),
        ),
        migrations.AlterField(
            model_name="bundle",
            name="failures",
            field=models.JSONField(blank=True, default=list, verbose_name="未能放入"),
        ),
        migrations.AlterField(
            model_name="bundle",
            name="wanted",
            field=models.JSONField(blank=True, verbose_name="内容"),
        ),
        migrations.RemoveConstraint(model_name="bundle", name="one_bundle_being_made"),
        migrations.AddConstraint(
            model_name="bundle",
            constraint=models.UniqueConstraint(
                condition=models.Q(state__in=["queued", "running"]),
                fields=("superior", "year", "kind"),
                name="one_bundle_being_made",
            ),
        ),
    ]
