from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessments", "0005_fits_index")]

    operations = [
        migrations.AddIndex(
            model_name="remark",
            index=models.Index(
                fields=["reported_at"],
                name="remark_reported",
                condition=models.Q(reported_at__isnull=False),
            ),
        ),
    ]
