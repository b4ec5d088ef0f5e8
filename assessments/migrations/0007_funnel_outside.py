from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessments", "0006_remark_reports")]

    operations = [
        migrations.AddField(
            model_name="feedbackfunnel",
            name="outside",
            field=models.BooleanField(default=False),
        ),
        migrations.RemoveConstraint(model_name="feedbackfunnel", name="feedback_funnel_once"),
        migrations.AddConstraint(
            model_name="feedbackfunnel",
            constraint=models.UniqueConstraint(
                fields=["cycle", "unit", "outside", "day"],
                name="feedback_funnel_once",
                nulls_distinct=False,
            ),
        ),
    ]
