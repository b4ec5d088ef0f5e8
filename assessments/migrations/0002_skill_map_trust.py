from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0001_tables"),
    ]

    operations = [
        migrations.AddField(
            model_name="skillmapcell",
            name="n_old",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="skillmapcell",
            name="n_tentative",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="skillmapcell",
            name="n_verified",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="skillmapcell",
            name="verified_gap",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="skillmapcell",
            name="verified_level",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="skillmapcell",
            name="verified_old",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="skillmapcell",
            name="verified_p",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="skillmapcell",
            name="verified_probable",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="skillmapcell",
            name="verified_tentative",
            field=models.IntegerField(default=0),
        ),
    ]
