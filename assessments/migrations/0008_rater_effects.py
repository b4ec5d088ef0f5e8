import django.contrib.postgres.fields
from django.db import migrations, models

SMALL, BIG = models.SmallIntegerField(), models.BigIntegerField()
BLOBS = ("rater", "ratee", "dyad", "severity", "impression", "leniency")


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0007_certificates"),
    ]

    operations = [
        # priors without the effects of raters serve nobody: the next run learns them anew
        migrations.RunSQL("DELETE FROM assessments_runpriors", migrations.RunSQL.noop),
        *(
            migrations.AddField(
                model_name="runpriors",
                name=name,
                field=models.BinaryField(default=b""),
                preserve_default=False,
            )
            for name in BLOBS
        ),
        migrations.AddField(
            model_name="runpriors",
            name="calibration",
            field=models.PositiveSmallIntegerField(default=1150),
            preserve_default=False,
        ),
        *(
            migrations.AddField(
                model_name="skillprofile",
                name=name,
                field=django.contrib.postgres.fields.ArrayField(
                    base_field=element, default=list, size=None
                ),
            )
            for name, element in (
                ("prior", SMALL),
                ("raters", BIG),
                ("shifts", SMALL),
                ("doubts", SMALL),
                ("flat", SMALL),
            )
        ),
        migrations.AddField(
            model_name="skillprofile",
            name="calibration",
            field=models.SmallIntegerField(default=1150),
        ),
    ]
