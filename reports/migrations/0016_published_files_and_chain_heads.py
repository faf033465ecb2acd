"""Published files become rows with their hash; the end of each chain is kept twice, beside the events."""

import hashlib

import django.db.models.deletion
from django.db import migrations, models

FORMER = {"json": "content", "pdf": "paper", "xlsx": "workbook"}


def file_rows(apps, schema_editor):
    """One row for each of the three columns of a publication."""
    publication, file = (apps.get_model("reports", name) for name in ("Publication", "PublishedFile"))
    for key in publication.objects.values_list("pk", flat=True):
        kept = publication.objects.get(pk=key)
        for extension, column in FORMER.items():
            content = getattr(kept, column)
            content = content.encode() if isinstance(content, str) else bytes(content)
            about = {"extension": extension, "content": content, "size": len(content)}
            file.objects.create(publication=kept, digest=hashlib.sha256(content).hexdigest(), **about)


def chain_heads(apps, schema_editor):
    """The ends of the chains as they stand now."""
    event, head, report = (apps.get_model("reports", name) for name in ("Event", "ChainHead", "AnnualReport"))
    for key, number, mac in event.objects.order_by("pk").values_list("report_id", "number", "mac"):
        head.objects.create(report_id=key, number=number, mac=mac)
    for key, number, mac in event.objects.order_by("number").values_list("report_id", "number", "mac"):
        report.objects.filter(pk=key).update(chain_length=number, chain_head=mac)


class Migration(migrations.Migration):
    dependencies = [("reports", "0015_tries_of_a_known_browser")]

    operations = [
        migrations.AddField("annualreport", "chain_length", models.PositiveIntegerField(default=0)),
        migrations.AddField("annualreport", "chain_head", models.CharField(max_length=64, blank=True, default="")),
        # Without a default, for SQLite would rebuild the table and forget its triggers.
        migrations.AddField("event", "digests", models.JSONField(null=True)),
        migrations.CreateModel(
            "PublishedFile",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("extension", models.CharField(max_length=10, verbose_name="格式")),
                ("content", models.BinaryField(verbose_name="文件")),
                ("size", models.PositiveIntegerField(verbose_name="字节数")),
                ("digest", models.CharField(max_length=64, verbose_name="SHA-256")),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="reports.publication",
                        verbose_name="公布",
                    ),
                ),
            ],
            options={
                "verbose_name": "公布的文件",
                "verbose_name_plural": "公布的文件",
                "constraints": [
                    models.UniqueConstraint(fields=("publication", "extension"), name="one_file_a_format")
                ],
            },
        ),
        migrations.CreateModel(
            "ChainHead",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("mac", models.CharField(max_length=64)),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chain_heads",
                        to="reports.annualreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "办理记录的末端",
                "verbose_name_plural": "办理记录的末端",
                "indexes": [models.Index(fields=["report", "number"], name="reports_cha_report__04e606_idx")],
            },
        ),
        migrations.RunPython(file_rows, migrations.RunPython.noop),
        migrations.RunPython(chain_heads, migrations.RunPython.noop),
    ]
