import hashlib
import json
from datetime import UTC

import django.db.models.deletion
from django.db import migrations, models


def chain(apps, schema_editor):
    """Number the events that are there already and chain them, as ``Event.save`` does with every new one."""
    ends = {}
    for event in apps.get_model("reports", "Event").objects.order_by("pk"):
        number, previous = ends.get(event.report_id, (0, ""))
        said = {"report": event.report_id, "number": number + 1, "round": event.round, "action": event.action}
        at = event.at.astimezone(UTC).isoformat(timespec="microseconds")
        said |= {"from": event.from_status, "to": event.to_status, "actor": event.actor_id, "at": at}
        said |= {"reason": event.reason, "content": event.content_hash}
        event.number, event.previous_mac = number + 1, previous
        event.record = json.dumps(said, ensure_ascii=False, sort_keys=True).encode()
        event.mac = hashlib.sha256(previous.encode() + b"\n" + event.record).hexdigest()
        event.save(update_fields=["number", "previous_mac", "record", "mac"])
        ends[event.report_id] = (event.number, event.mac)


class Migration(migrations.Migration):
    dependencies = [("reports", "0006_opinions_and_judged_explanations")]

    operations = [
        migrations.AlterField("event", "at", models.DateTimeField()),
        migrations.AlterField(
            "event",
            "report",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="events", to="reports.annualreport"
            ),
        ),
        migrations.AddField("event", "number", models.PositiveIntegerField(default=0), preserve_default=False),
        migrations.AddField("event", "record", models.BinaryField(default=b""), preserve_default=False),
        migrations.AddField("event", "previous_mac", models.CharField(blank=True, max_length=64, default=""), preserve_default=False),
        migrations.AddField("event", "mac", models.CharField(max_length=64, default=""), preserve_default=False),
        migrations.RunPython(chain, migrations.RunPython.noop),
        migrations.AddConstraint(
            "event", models.UniqueConstraint(fields=["report", "number"], name="one_event_a_number")
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content", models.BinaryField()),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="version", to="reports.event"
                    ),
                ),
            ],
            options={"verbose_name": "版本", "verbose_name_plural": "版本"},
        ),
        migrations.AlterField(
            "valuechange",
            "source",
            models.CharField(
                choices=[
                    ("typed", "填写"),
                    ("nil", "填 0"),
                    ("imported", "导入"),
                    ("proposed", "系统生成"),
                    ("restored", "恢复"),
                ],
                max_length=20,
            ),
        ),
    ]
