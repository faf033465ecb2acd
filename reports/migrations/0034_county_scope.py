"""Whose reports a county sums up, by year."""
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0033_sketches_of_what_was_submitted"),
    ]

    operations = [
        migrations.AddField(
            model_name="organ",
            name="consolidated_by",
            field=models.ForeignKey(
                blank=True,
                help_text="本级政府的年度报告由哪个办公室汇总编制；只有县级、市级人民政府选择",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="consolidates",
                to="reports.organ",
                verbose_name="汇总编制单位",
            ),
        ),
        migrations.CreateModel(
            name="Consolidation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("whole_area", "全部下级单位（部门、乡镇街道）"),
                            ("own_level", "仅本级机关"),
                            ("custom", "自定"),
                        ],
                        default="whole_area",
                        max_length=20,
                        verbose_name="汇总口径",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="口径说明")),
                ("decided_at", models.DateTimeField(auto_now=True, verbose_name="确认时间")),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="确认人",
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consolidations",
                        to="reports.organ",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "汇总",
                "verbose_name_plural": "汇总",
            },
        ),
        migrations.CreateModel(
            name="ScopeEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_included", models.BooleanField(verbose_name="纳入")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="不纳入的理由")),
                (
                    "consolidation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="entries", to="reports.consolidation"
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.organ",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "汇总范围",
                "verbose_name_plural": "汇总范围",
            },
        ),
        migrations.AddConstraint(
            model_name="consolidation",
            constraint=models.UniqueConstraint(fields=("organ", "year"), name="one_consolidation_a_year"),
        ),
        migrations.AddConstraint(
            model_name="scopeentry",
            constraint=models.UniqueConstraint(fields=("consolidation", "organ"), name="one_entry_an_organ"),
        ),
    ]
