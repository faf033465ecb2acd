from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0034_county_scope'),
    ]

    operations = [
        migrations.AddField(
            model_name='upload',
            name='chosen',
            field=models.JSONField(blank=True, default=dict, verbose_name='代替'),
        ),
    ]
