"""What a publication corrected is compared once and kept; of earlier publications it is compared when it is read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0018_steps_nobody_has_answered")]
    operations = [
        migrations.AddField(
            model_name="publication",
            name="corrected",
            field=models.JSONField(editable=False, null=True, verbose_name="更正内容"),
        )
    ]
