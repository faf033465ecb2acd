"""The links of the chain are called digests; their columns keep the names they have, so no table changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0021_index_of_emptied_values")]

    operations = [
        migrations.AlterField("event", "previous_mac", models.CharField(blank=True, db_column="previous_mac", max_length=64)),
        migrations.RenameField("event", "previous_mac", "previous_digest"),
        migrations.AlterField("event", "mac", models.CharField(db_column="mac", max_length=64)),
        migrations.RenameField("event", "mac", "digest"),
        migrations.AlterField("chainhead", "mac", models.CharField(db_column="mac", max_length=64)),
        migrations.RenameField("chainhead", "mac", "digest"),
    ]
