from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessments", "0004_remarks")]

    operations = [
        migrations.AddIndex(
            model_name="skillprofile",
            index=models.Index(
                fields=["balanced"],
                include=["employee", "fit_hard", "fit_soft", "fit", "coverage"],
                name="skill_profile_fits",
            ),
        ),
    ]
