from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0002_skill_map_trust"),
    ]

    operations = [
        migrations.AddField(
            model_name="skillprofile",
            name="balanced",
            field=models.SmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="skillprofile",
            name="balanced_se",
            field=models.SmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="skillprofile",
            name="fit_hard_se",
            field=models.SmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="skillprofile",
            name="fit_soft_se",
            field=models.SmallIntegerField(null=True),
        ),
    ]
