from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0004_goals_of_both_kinds")]

    operations = [
        migrations.AlterField(
            model_name="importbatch",
            name="state",
            field=models.CharField(
                choices=[
                    ("checking", "being read"),
                    ("columns", "waiting for its columns"),
                    ("ready", "ready to apply"),
                    ("held", "held for a person"),
                    ("applying", "being applied"),
                    ("applied", "applied"),
                    ("refused", "refused"),
                    ("undone", "undone"),
                    ("replaced", "replaced by a later run"),
                    ("discarded", "discarded"),
                ],
                default="checking",
                max_length=10,
            ),
        ),
    ]
