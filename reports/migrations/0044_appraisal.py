"""Schemes of appraisal, and what is kept of them for good, in the database too: closings, entries and answers."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


TABLES = ("reports_appraisalclosing", "reports_scoreentry", "reports_scoreanswer")
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
        ("reports", "0043_organs_show_medians"),
    ]

    operations = [
        migrations.CreateModel(
            name="AppraisalScheme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("full_tenths", models.PositiveIntegerField(verbose_name="满分（十分之一分）")),
                ("days_to_mend", models.PositiveSmallIntegerField(default=5, verbose_name="退回后修改的工作日")),
                ("days_off", models.JSONField(blank=True, default=list, verbose_name="不计的放假日期")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "起草"), ("open", "反馈中"), ("closed", "已定稿"), ("given_up", "已停用")],
                        default="draft",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("answers_until", models.DateField(blank=True, null=True, verbose_name="提出不同意见的截止日期")),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="办理时间")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="停用的理由")),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="办理人",
                    ),
                ),
                (
                    "superior",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appraisal_schemes",
                        to="reports.organ",
                        verbose_name="考核单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "考核评分表",
                "verbose_name_plural": "考核评分表",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="AppraisalItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField(verbose_name="顺序")),
                ("title", models.CharField(max_length=60, verbose_name="计分项")),
                ("tenths", models.PositiveIntegerField(verbose_name="每次扣分（十分之一分）")),
                (
                    "evidence",
                    models.CharField(
                        choices=[
                            ("late_submission", "未按期提交"),
                            ("late_publication", "未按期公布"),
                            ("elements_missing", "首次提交时要素不全"),
                            ("resembles_others", "与其他单位雷同，情况说明未获认可"),
                            ("resembles_last_year", "与上年雷同，情况说明未获认可"),
                            ("returned_not_fixed", "退回后未及时修改"),
                            ("figures_corrected_after", "公布后更正数字"),
                            ("request_overdue", "依申请公开超期答复"),
                            ("dispute_corrected", "行政复议、诉讼被纠正"),
                            ("manual", "人工登记"),
                        ],
                        max_length=30,
                        verbose_name="依据",
                    ),
                ),
                ("is_per_case", models.BooleanField(default=False, verbose_name="按件扣分")),
                ("cap", models.PositiveIntegerField(blank=True, null=True, verbose_name="最多扣分（十分之一分）")),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="reports.appraisalscheme"
                    ),
                ),
            ],
            options={
                "verbose_name": "计分项",
                "verbose_name_plural": "计分项",
                "ordering": ["place"],
            },
        ),
        migrations.CreateModel(
            name="AppraisalClosing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content", models.BinaryField()),
                ("content_hash", models.CharField(max_length=64)),
                ("at", models.DateTimeField(verbose_name="定稿时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="定稿人",
                    ),
                ),
                (
                    "scheme",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closing",
                        to="reports.appraisalscheme",
                    ),
                ),
            ],
            options={
                "verbose_name": "考核定稿",
                "verbose_name_plural": "考核定稿",
            },
        ),
        migrations.CreateModel(
            name="ScoreAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=500, verbose_name="不同意见")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="提出时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="提出人",
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="score_answers",
                        to="reports.organ",
                        verbose_name="单位",
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="reports.appraisalscheme",
                    ),
                ),
            ],
            options={
                "verbose_name": "对得分的不同意见",
                "verbose_name_plural": "对得分的不同意见",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ScoreEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("tenths", models.IntegerField(verbose_name="扣分（十分之一分）")),
                ("reason", models.CharField(max_length=200, verbose_name="理由")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="登记时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "closing",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="counter_entries",
                        to="reports.appraisalclosing",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="reports.appraisalitem",
                        verbose_name="计分项",
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="score_entries",
                        to="reports.organ",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "考核登记",
                "verbose_name_plural": "考核登记",
                "ordering": ["pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="appraisalscheme",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "given_up"), _negated=True),
                fields=("superior", "year"),
                name="one_scheme_in_use_a_year",
            ),
        ),
        migrations.AddConstraint(
            model_name="appraisalscheme",
            constraint=models.CheckConstraint(condition=models.Q(("full_tenths__gt", 0)), name="a_scheme_has_points"),
        ),
        migrations.AddConstraint(
            model_name="appraisalitem",
            constraint=models.UniqueConstraint(fields=("scheme", "place"), name="one_item_a_place"),
        ),
        migrations.AddIndex(
            model_name="scoreanswer",
            index=models.Index(fields=["scheme", "organ"], name="reports_sco_scheme__ea0dd7_idx"),
        ),
        migrations.AddConstraint(
            model_name="scoreentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("tenths", 0), _negated=True), name="a_score_entry_changes_something"
            ),
        ),
        migrations.RunPython(forwards, backwards),
    ]
