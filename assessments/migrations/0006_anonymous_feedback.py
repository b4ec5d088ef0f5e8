import uuid

import django.db.models.deletion
from django.db import migrations, models

KINDS = [
    ("self", "self"),
    ("manager", "manager"),
    ("peer", "colleague"),
    ("report", "direct report"),
    ("external", "external person"),
]


def key(to, on_delete=django.db.models.deletion.PROTECT, **options):
    return models.ForeignKey(on_delete=on_delete, related_name="+", to=to, **options)


def cycle():
    return key("assessments.assessmentcycle", django.db.models.deletion.CASCADE)


def row_id():
    return models.BigAutoField(
        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0005_tests_and_scenarios"),
        ("employees", "0001_data_model"),
    ]

    operations = [
        migrations.CreateModel(
            name="FeedbackInvitation",
            fields=[
                ("id", row_id()),
                ("rater_kind", models.CharField(choices=KINDS, max_length=10)),
                ("answered_on", models.DateField(null=True)),
                ("cycle", cycle()),
                ("ratee", key("employees.employee")),
                ("rater", key("employees.employee")),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["rater", "answered_on"], name="feedback_invitation_rater"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("cycle", "ratee", "rater"), name="feedback_invitation_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rater", models.F("ratee")), _negated=True),
                        name="feedback_not_on_oneself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FeedbackAnswer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("rater_kind", models.CharField(choices=KINDS, max_length=10)),
                ("payload", models.JSONField()),
                ("digest", models.CharField(max_length=64, null=True, unique=True)),
                ("cycle", cycle()),
                ("ratee", key("employees.employee")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["cycle", "ratee"], name="feedback_answer_ratee")
                ],
            },
        ),
        migrations.CreateModel(
            name="FeedbackFunnel",
            fields=[
                ("id", row_id()),
                ("day", models.DateField()),
                ("people", models.PositiveIntegerField()),
                ("invited", models.PositiveIntegerField()),
                ("answered", models.PositiveIntegerField()),
                ("cycle", cycle()),
                (
                    "unit",
                    key("employees.orgunit", django.db.models.deletion.CASCADE, null=True),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("cycle", "unit", "day"),
                        name="feedback_funnel_once",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
    ]
