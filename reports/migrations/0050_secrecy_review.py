from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0049_bundle_kinds'),
    ]

    operations = [
        migrations.AddField(
            model_name='organ',
            name='reviews_secrecy',
            field=models.BooleanField(default=False, help_text='本单位的报告报出前，须由保密审查员确认', verbose_name='保密审查'),
        ),
        migrations.AlterField(
            model_name='membership',
            name='role',
            field=models.CharField(choices=[('clerk', '填报员'), ('leader', '分管领导'), ('supervisor', '审核员'), ('reader', '查阅'), ('secrecy', '保密审查员')], max_length=20, verbose_name='角色'),
        ),
    ]
