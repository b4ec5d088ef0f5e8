from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0003_import_row_slim")]

    operations = [
        migrations.AlterField(
            model_name="readlog",
            name="kind",
            field=models.CharField(
                choices=[
                    ("self_rating", "self-rating"),
                    ("manager_rating", "manager rating"),
                    ("rater", "who gave a rating"),
                    ("review", "review, goals or check-ins"),
                    ("feedback", "report of anonymous feedback"),
                ],
                max_length=20,
            ),
        ),
    ]
