import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("training", "0003_mentoring"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PlanOption",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "fill",
                    models.CharField(
                        choices=[
                            ("complete", "answers every gap"),
                            ("partial", "answers some gaps"),
                            ("empty", "no steps"),
                        ],
                        max_length=10,
                    ),
                ),
                ("week_zero", models.DateField()),
                ("weeks", models.PositiveSmallIntegerField()),
                ("hours_per_week", models.DecimalField(decimal_places=2, max_digits=5)),
                ("budget_cents", models.PositiveBigIntegerField(null=True)),
                ("currency", models.CharField(max_length=3)),
                ("value", models.FloatField()),
                ("closure", models.FloatField()),
                ("bound", models.FloatField()),
                ("hours", models.DecimalField(decimal_places=2, max_digits=7)),
                ("cost_cents", models.PositiveBigIntegerField()),
                ("cost_unknown", models.BooleanField(default=False)),
                ("report", models.JSONField(default=dict)),
                ("method", models.CharField(max_length=60)),
                ("method_version", models.CharField(max_length=20)),
                ("parameters_hash", models.CharField(max_length=64)),
                ("inputs_hash", models.CharField(max_length=64)),
                ("computed_at", models.DateTimeField()),
                (
                    "wish",
                    models.CharField(
                        choices=[
                            ("recommended", "Recommended"),
                            ("fast", "Fast"),
                            ("economical", "Economical"),
                            ("what_if", "What if"),
                        ],
                        max_length=12,
                    ),
                ),
                ("steps", models.JSONField(default=list)),
                ("answer", models.JSONField(default=dict)),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "employee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="plan_options",
                        to="employees.employee",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="options",
                        to="assessments.analysisrun",
                    ),
                ),
            ],
            options={
                "ordering": ["employee", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("asked_by", None)),
                        fields=("employee", "wish"),
                        name="plan_option_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("asked_by__isnull", False)),
                        fields=("employee", "asked_by"),
                        name="plan_option_one_what_if",
                    ),
                ],
            },
        ),
    ]
