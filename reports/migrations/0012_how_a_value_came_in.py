"""A value may have been pasted, taken over from last year, inserted from beside a text, or taken back."""

from django.db import migrations, models

SOURCES = [
    ("typed", "填写"),
    ("pasted", "粘贴"),
    ("nil", "填 0"),
    ("carried_over", "上年结转"),
    ("inserted", "插入"),
    ("undone", "撤销"),
    ("imported", "导入"),
    ("proposed", "系统生成"),
    ("restored", "恢复"),
]


class Migration(migrations.Migration):
    dependencies = [("reports", "0011_explanations_by_submission")]

    operations = [
        migrations.AlterField("valuechange", "source", models.CharField(choices=SOURCES, max_length=20)),
    ]
