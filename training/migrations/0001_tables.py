import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
from skillmap.core.schema import AddTrigger, AtOnce
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("training", "0001_data_model"),
        ("training", "0002_situation_links_in_history"),
        ("training", "0003_parked_completions"),
        ("training", "0004_parked_completions_in_history"),
    ]

    initial = True

    dependencies = [
        ("assessments", "0001_tables"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        AtOnce(
            operations=[
                migrations.CreateModel(
                    name="Activity",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "code",
                            models.CharField(max_length=120, unique=True, verbose_name="code"),
                        ),
                        ("title", models.CharField(max_length=300, verbose_name="title")),
                        (
                            "provider",
                            models.CharField(blank=True, max_length=200, verbose_name="provider"),
                        ),
                        ("description", models.TextField(blank=True, verbose_name="description")),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("microlearning", "microlearning"),
                                    ("course", "course"),
                                    ("workshop", "workshop"),
                                    ("scenario", "scenario"),
                                    ("role_play", "role-play"),
                                    ("simulation", "simulation"),
                                    ("mentoring", "mentoring"),
                                    ("peer_coaching", "peer coaching"),
                                    ("project", "on-the-job project"),
                                ],
                                max_length=16,
                                verbose_name="mode",
                            ),
                        ),
                        (
                            "sessions",
                            models.PositiveSmallIntegerField(default=1, verbose_name="sessions"),
                        ),
                        (
                            "hours_per_session",
                            models.DecimalField(
                                decimal_places=2,
                                max_digits=6,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="hours per session",
                            ),
                        ),
                        (
                            "period_weeks",
                            models.PositiveSmallIntegerField(
                                default=1, verbose_name="weeks between sessions"
                            ),
                        ),
                        ("cost_cents", models.PositiveBigIntegerField(blank=True, null=True)),
                        ("currency", models.CharField(default="EUR", max_length=3)),
                        (
                            "language",
                            models.CharField(blank=True, max_length=20, verbose_name="language"),
                        ),
                        (
                            "venue",
                            models.CharField(
                                choices=[
                                    ("self_paced", "at your own pace"),
                                    ("live_online", "live online"),
                                    ("onsite", "on site"),
                                ],
                                default="self_paced",
                                max_length=12,
                                verbose_name="venue",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="activities",
                                to="employees.site",
                            ),
                        ),
                        (
                            "url",
                            models.CharField(blank=True, max_length=500, verbose_name="address"),
                        ),
                        (
                            "released_time",
                            models.BooleanField(default=False, verbose_name="in working hours"),
                        ),
                        (
                            "capstone",
                            models.BooleanField(default=False, verbose_name="closing exercise"),
                        ),
                        (
                            "seats",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="seats"
                            ),
                        ),
                        ("retired_on", models.DateField(blank=True, null=True)),
                        (
                            "situations",
                            models.ManyToManyField(
                                blank=True, related_name="activities", to="employees.situation"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["title", "id"],
                        "indexes": [models.Index(fields=["mode"], name="activity_mode")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("hours_per_session__gt", 0),
                                    ("period_weeks__gte", 1),
                                    ("sessions__gte", 1),
                                ),
                                name="activity_takes_time",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ActivityEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="training.activity",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("code", models.CharField(max_length=120, verbose_name="code")),
                        ("title", models.CharField(max_length=300, verbose_name="title")),
                        (
                            "provider",
                            models.CharField(blank=True, max_length=200, verbose_name="provider"),
                        ),
                        ("description", models.TextField(blank=True, verbose_name="description")),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("microlearning", "microlearning"),
                                    ("course", "course"),
                                    ("workshop", "workshop"),
                                    ("scenario", "scenario"),
                                    ("role_play", "role-play"),
                                    ("simulation", "simulation"),
                                    ("mentoring", "mentoring"),
                                    ("peer_coaching", "peer coaching"),
                                    ("project", "on-the-job project"),
                                ],
                                max_length=16,
                                verbose_name="mode",
                            ),
                        ),
                        (
                            "sessions",
                            models.PositiveSmallIntegerField(default=1, verbose_name="sessions"),
                        ),
                        (
                            "hours_per_session",
                            models.DecimalField(
                                decimal_places=2,
                                max_digits=6,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="hours per session",
                            ),
                        ),
                        (
                            "period_weeks",
                            models.PositiveSmallIntegerField(
                                default=1, verbose_name="weeks between sessions"
                            ),
                        ),
                        ("cost_cents", models.PositiveBigIntegerField(blank=True, null=True)),
                        ("currency", models.CharField(default="EUR", max_length=3)),
                        (
                            "language",
                            models.CharField(blank=True, max_length=20, verbose_name="language"),
                        ),
                        (
                            "venue",
                            models.CharField(
                                choices=[
                                    ("self_paced", "at your own pace"),
                                    ("live_online", "live online"),
                                    ("onsite", "on site"),
                                ],
                                default="self_paced",
                                max_length=12,
                                verbose_name="venue",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="employees.site",
                            ),
                        ),
                        (
                            "url",
                            models.CharField(blank=True, max_length=500, verbose_name="address"),
                        ),
                        (
                            "released_time",
                            models.BooleanField(default=False, verbose_name="in working hours"),
                        ),
                        (
                            "capstone",
                            models.BooleanField(default=False, verbose_name="closing exercise"),
                        ),
                        (
                            "seats",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="seats"
                            ),
                        ),
                        ("retired_on", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ActivityOutcome",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "activity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="outcomes",
                                to="training.activity",
                            ),
                        ),
                        (
                            "skill",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="outcomes",
                                to="skills.skill",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        ("entry_level", models.DecimalField(decimal_places=2, max_digits=4)),
                        ("exit_level", models.DecimalField(decimal_places=2, max_digits=4)),
                        (
                            "gain",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=4, null=True
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["activity", "position"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("activity", "skill"), name="outcome_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("exit_level__gt", models.F("entry_level"))),
                                name="outcome_goes_up",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ActivityOutcomeEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="training.activityoutcome",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        ("id", models.BigIntegerField()),
                        (
                            "activity",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="training.activity",
                            ),
                        ),
                        (
                            "skill",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="skills.skill",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        ("entry_level", models.DecimalField(decimal_places=2, max_digits=4)),
                        ("exit_level", models.DecimalField(decimal_places=2, max_digits=4)),
                        (
                            "gain",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=4, null=True
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ActivityPrerequisite",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "activity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="prerequisites",
                                to="training.activity",
                            ),
                        ),
                        (
                            "requires",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="required_by",
                                to="training.activity",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("activity", "requires"), name="prerequisite_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("activity", models.F("requires")), _negated=True
                                ),
                                name="prerequisite_is_another",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ActivityPrerequisiteEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="training.activityprerequisite",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        ("id", models.BigIntegerField()),
                        (
                            "activity",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="training.activity",
                            ),
                        ),
                        (
                            "requires",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="training.activity",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ActivitySession",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "activity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="dates",
                                to="training.activity",
                            ),
                        ),
                        ("starts_on", models.DateField()),
                        ("starts_at", models.DateTimeField(blank=True, null=True)),
                        ("seats", models.PositiveIntegerField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["starts_on", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("activity", "starts_on", "starts_at"),
                                name="session_start_once",
                                nulls_distinct=False,
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ActivitySessionEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="training.activitysession",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "activity",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="training.activity",
                            ),
                        ),
                        ("starts_on", models.DateField()),
                        ("starts_at", models.DateTimeField(blank=True, null=True)),
                        ("seats", models.PositiveIntegerField(blank=True, null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ActivitySituation",
                    fields=[],
                    options={
                        "proxy": True,
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=("training.activity_situations",),
                ),
                migrations.CreateModel(
                    name="ActivitySituationEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        ("id", models.BigIntegerField()),
                        (
                            "activity",
                            models.ForeignKey(
                                db_constraint=False,
                                db_tablespace="",
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="training.activity",
                            ),
                        ),
                        (
                            "situation",
                            models.ForeignKey(
                                db_constraint=False,
                                db_tablespace="",
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="employees.situation",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Completion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "employee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="completions",
                                to="employees.employee",
                            ),
                        ),
                        (
                            "activity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="completions",
                                to="training.activity",
                            ),
                        ),
                        ("completed_on", models.DateField()),
                        ("reference", models.CharField(max_length=200)),
                        (
                            "batch",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="core.importbatch",
                            ),
                        ),
                        (
                            "evidence",
                            models.ManyToManyField(
                                related_name="completions", to="assessments.evidence"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-completed_on", "-id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("employee", "activity", "reference"), name="completion_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CompletionEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="training.completion",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "employee",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="employees.employee",
                            ),
                        ),
                        (
                            "activity",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="training.activity",
                            ),
                        ),
                        ("completed_on", models.DateField()),
                        ("reference", models.CharField(max_length=200)),
                        (
                            "batch",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="core.importbatch",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PathTemplate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("code", models.CharField(max_length=60, unique=True, verbose_name="code")),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        ("description", models.TextField(blank=True, verbose_name="description")),
                        (
                            "role",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="templates",
                                to="employees.roleprofile",
                            ),
                        ),
                        ("retired_on", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["name"],
                    },
                ),
                migrations.CreateModel(
                    name="DevelopmentPlan",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "employee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="plans",
                                to="employees.employee",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "recommended"),
                                    ("proposed", "proposed"),
                                    ("active", "active"),
                                    ("complete", "complete"),
                                    ("dismissed", "dismissed"),
                                ],
                                default="draft",
                                max_length=10,
                            ),
                        ),
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
                        (
                            "template",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="plans",
                                to="training.pathtemplate",
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="plans",
                                to="assessments.analysisrun",
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
                        ("proposed_at", models.DateTimeField(null=True)),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("accepted_at", models.DateTimeField(null=True)),
                        ("approved_at", models.DateTimeField(null=True)),
                        ("started_at", models.DateTimeField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "ordering": ["-created_at", "-id"],
                        "indexes": [
                            models.Index(fields=["employee", "state"], name="plan_employee_state")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "draft")),
                                fields=("employee",),
                                name="plan_one_draft",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["proposed", "active"])),
                                fields=("employee",),
                                name="plan_one_open",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DevelopmentPlanEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="training.developmentplan",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "employee",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="employees.employee",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "recommended"),
                                    ("proposed", "proposed"),
                                    ("active", "active"),
                                    ("complete", "complete"),
                                    ("dismissed", "dismissed"),
                                ],
                                default="draft",
                                max_length=10,
                            ),
                        ),
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
                        (
                            "template",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="training.pathtemplate",
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.analysisrun",
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
                        ("proposed_at", models.DateTimeField(null=True)),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("accepted_at", models.DateTimeField(null=True)),
                        ("approved_at", models.DateTimeField(null=True)),
                        ("started_at", models.DateTimeField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ParkedCompletion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("employee_number", models.CharField(max_length=60)),
                        ("activity_code", models.CharField(blank=True, max_length=120)),
                        ("reference", models.CharField(blank=True, max_length=200)),
                        ("completed_on", models.DateField()),
                        (
                            "skill",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="skills.skill",
                            ),
                        ),
                        ("level", models.DecimalField(decimal_places=3, max_digits=5, null=True)),
                        (
                            "scale",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="skills.scale",
                            ),
                        ),
                        (
                            "rater",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="employees.employee",
                            ),
                        ),
                        ("expires_on", models.DateField(null=True)),
                        ("file_row", models.PositiveIntegerField(default=0)),
                        (
                            "batch",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="core.importbatch",
                            ),
                        ),
                        (
                            "actor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["created_at", "id"],
                        "indexes": [
                            models.Index(fields=["created_at"], name="parked_completion_since")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("employee_number", "activity_code", "reference", "skill"),
                                name="parked_completion_once",
                                nulls_distinct=False,
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ParkedCompletionEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="training.parkedcompletion",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("employee_number", models.CharField(max_length=60)),
                        ("activity_code", models.CharField(blank=True, max_length=120)),
                        ("reference", models.CharField(blank=True, max_length=200)),
                        ("completed_on", models.DateField()),
                        (
                            "skill",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="skills.skill",
                            ),
                        ),
                        ("level", models.DecimalField(decimal_places=3, max_digits=5, null=True)),
                        (
                            "scale",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="skills.scale",
                            ),
                        ),
                        (
                            "rater",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="employees.employee",
                            ),
                        ),
                        ("expires_on", models.DateField(null=True)),
                        ("file_row", models.PositiveIntegerField(default=0)),
                        (
                            "batch",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="core.importbatch",
                            ),
                        ),
                        (
                            "actor",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PathTemplateEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="training.pathtemplate",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("code", models.CharField(max_length=60, verbose_name="code")),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        ("description", models.TextField(blank=True, verbose_name="description")),
                        (
                            "role",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="employees.roleprofile",
                            ),
                        ),
                        ("retired_on", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PathTemplateStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "template",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="steps",
                                to="training.pathtemplate",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "activity",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="template_steps",
                                to="training.activity",
                            ),
                        ),
                        (
                            "slot_skill",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="template_slots",
                                to="skills.skill",
                            ),
                        ),
                        (
                            "slot_modes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=16),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "slot_max_hours",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=6, null=True
                            ),
                        ),
                        (
                            "cadence",
                            models.CharField(
                                choices=[
                                    ("once", "once"),
                                    ("weekly", "every week"),
                                    ("monthly", "every month"),
                                ],
                                default="once",
                                max_length=8,
                            ),
                        ),
                        ("times", models.PositiveSmallIntegerField(default=1)),
                    ],
                    options={
                        "ordering": ["template", "position"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("template", "position"), name="template_step_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("activity__isnull", False), ("slot_skill", None)),
                                    models.Q(("activity", None), ("slot_skill__isnull", False)),
                                    _connector="OR",
                                ),
                                name="template_step_fixed_or_slot",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PathTemplateStepEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="training.pathtemplatestep",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        ("id", models.BigIntegerField()),
                        (
                            "template",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="training.pathtemplate",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "activity",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="training.activity",
                            ),
                        ),
                        (
                            "slot_skill",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="skills.skill",
                            ),
                        ),
                        (
                            "slot_modes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=16),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "slot_max_hours",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=6, null=True
                            ),
                        ),
                        (
                            "cadence",
                            models.CharField(
                                choices=[
                                    ("once", "once"),
                                    ("weekly", "every week"),
                                    ("monthly", "every month"),
                                ],
                                default="once",
                                max_length=8,
                            ),
                        ),
                        ("times", models.PositiveSmallIntegerField(default=1)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PlanDecision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="decisions",
                                to="training.developmentplan",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("propose", "proposed"),
                                    ("accept", "accepted"),
                                    ("approve", "approved"),
                                    ("object", "objected"),
                                    ("dismiss", "dismissed"),
                                    ("change", "changed"),
                                    ("complete", "completed"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "actor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=500)),
                        ("method_version", models.CharField(max_length=20)),
                        ("decided_at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ["decided_at", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="PlanDecisionEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="training.plandecision",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        ("id", models.BigIntegerField()),
                        (
                            "plan",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="training.developmentplan",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("propose", "proposed"),
                                    ("accept", "accepted"),
                                    ("approve", "approved"),
                                    ("object", "objected"),
                                    ("dismiss", "dismissed"),
                                    ("change", "changed"),
                                    ("complete", "completed"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "actor",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=500)),
                        ("method_version", models.CharField(max_length=20)),
                        ("decided_at", models.DateTimeField()),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PlanStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="steps",
                                to="training.developmentplan",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "activity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="plan_steps",
                                to="training.activity",
                            ),
                        ),
                        (
                            "session",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="plan_steps",
                                to="training.activitysession",
                            ),
                        ),
                        ("start_week", models.PositiveSmallIntegerField()),
                        (
                            "weeks",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveSmallIntegerField(), size=None
                            ),
                        ),
                        ("hours_by_week", models.JSONField(default=dict)),
                        ("cost_cents", models.PositiveBigIntegerField(null=True)),
                        ("why", models.TextField()),
                        (
                            "why_skills",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=120), size=None
                            ),
                        ),
                        ("reasons", models.JSONField(default=dict)),
                        (
                            "state",
                            models.CharField(
                                choices=[("planned", "planned"), ("done", "done")],
                                default="planned",
                                max_length=8,
                            ),
                        ),
                        ("done_on", models.DateField(null=True)),
                    ],
                    options={
                        "ordering": ["plan", "position"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("plan", "position"), name="plan_step_position_once"
                            ),
                            models.UniqueConstraint(
                                fields=("plan", "activity"), name="plan_step_activity_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanStepEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="training.planstep",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "plan",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="training.developmentplan",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "activity",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="training.activity",
                            ),
                        ),
                        (
                            "session",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="training.activitysession",
                            ),
                        ),
                        ("start_week", models.PositiveSmallIntegerField()),
                        (
                            "weeks",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveSmallIntegerField(), size=None
                            ),
                        ),
                        ("hours_by_week", models.JSONField(default=dict)),
                        ("cost_cents", models.PositiveBigIntegerField(null=True)),
                        ("why", models.TextField()),
                        (
                            "why_skills",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=120), size=None
                            ),
                        ),
                        ("reasons", models.JSONField(default=dict)),
                        (
                            "state",
                            models.CharField(
                                choices=[("planned", "planned"), ("done", "done")],
                                default="planned",
                                max_length=8,
                            ),
                        ),
                        ("done_on", models.DateField(null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
            ],
        ),
        AddTrigger(
            model_name="activity",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_activityevent" ("capstone", "code", "cost_cents", "created_at", "currency", "description", "hours_per_session", "id", "language", "mode", "period_weeks", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider", "public_id", "released_time", "retired_on", "seats", "sessions", "site_id", "title", "updated_at", "url", "venue", "version") SELECT new_values."capstone", new_values."code", new_values."cost_cents", new_values."created_at", new_values."currency", new_values."description", new_values."hours_per_session", new_values."id", new_values."language", new_values."mode", new_values."period_weeks", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."provider", new_values."public_id", new_values."released_time", new_values."retired_on", new_values."seats", new_values."sessions", new_values."site_id", new_values."title", new_values."updated_at", new_values."url", new_values."venue", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="d72f13b3fc2aa5548b3aa04649617d674dffa9c9",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_2eb4b",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="training_activity",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="activity",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_activityevent" ("capstone", "code", "cost_cents", "created_at", "currency", "description", "hours_per_session", "id", "language", "mode", "period_weeks", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider", "public_id", "released_time", "retired_on", "seats", "sessions", "site_id", "title", "updated_at", "url", "venue", "version") SELECT new_values."capstone", new_values."code", new_values."cost_cents", new_values."created_at", new_values."currency", new_values."description", new_values."hours_per_session", new_values."id", new_values."language", new_values."mode", new_values."period_weeks", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."provider", new_values."public_id", new_values."released_time", new_values."retired_on", new_values."seats", new_values."sessions", new_values."site_id", new_values."title", new_values."updated_at", new_values."url", new_values."venue", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="fc0eb30a27dae3d8b6cd61a5794fe48d3e6f7373",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2e64d",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="training_activity",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="activity",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_activityevent" ("capstone", "code", "cost_cents", "created_at", "currency", "description", "hours_per_session", "id", "language", "mode", "period_weeks", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider", "public_id", "released_time", "retired_on", "seats", "sessions", "site_id", "title", "updated_at", "url", "venue", "version") SELECT old_values."capstone", old_values."code", old_values."cost_cents", old_values."created_at", old_values."currency", old_values."description", old_values."hours_per_session", old_values."id", old_values."language", old_values."mode", old_values."period_weeks", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."provider", old_values."public_id", old_values."released_time", old_values."retired_on", old_values."seats", old_values."sessions", old_values."site_id", old_values."title", old_values."updated_at", old_values."url", old_values."venue", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="daf4b2afdb6daa77e50811825a9b053b620ecf03",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b138f",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="training_activity",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="activityevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="584f1df0a74503ea8a074d9f4ba4d2be77c61373",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_event_no_change_57ca2",
                    table="training_activityevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="activityevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                    hash="f51a0f9fa78681a5a8b6142057af91dfe6f899a8",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_event_no_truncate_06854",
                    table="training_activityevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="activityoutcome",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_activityoutcomeevent" ("activity_id", "entry_level", "exit_level", "gain", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "skill_id") SELECT new_values."activity_id", new_values."entry_level", new_values."exit_level", new_values."gain", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."position", new_values."skill_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="90dcdfd0b69676bcde49d4d2b8ace8a54f0e5b32",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3ce54",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="training_activityoutcome",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="activityoutcome",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_activityoutcomeevent" ("activity_id", "entry_level", "exit_level", "gain", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "skill_id") SELECT new_values."activity_id", new_values."entry_level", new_values."exit_level", new_values."gain", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."position", new_values."skill_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="7cda129f1a482599720ad26db2ab5fd9bd6d878d",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_61e11",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="training_activityoutcome",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="activityoutcome",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_activityoutcomeevent" ("activity_id", "entry_level", "exit_level", "gain", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "skill_id") SELECT old_values."activity_id", old_values."entry_level", old_values."exit_level", old_values."gain", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."position", old_values."skill_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="07dbc194b984fe466c8c0f5d465efc1580b2f566",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_2cd39",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="training_activityoutcome",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="activityoutcomeevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="973446183957f443995814a4a9fc96146a7be298",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_event_no_change_32b84",
                    table="training_activityoutcomeevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="activityoutcomeevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                    hash="2b8e73dd46493b9fa53540f224286b40e7561d4e",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_event_no_truncate_c6784",
                    table="training_activityoutcomeevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="activityprerequisite",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_activityprerequisiteevent" ("activity_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "requires_id") SELECT new_values."activity_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."requires_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="3baeb41842f73a1510ba8f7e9c5e77055860c4af",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_72fcc",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="training_activityprerequisite",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="activityprerequisite",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_activityprerequisiteevent" ("activity_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "requires_id") SELECT new_values."activity_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."requires_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="a8e69814071dfe5ae118d6405ac3f7f76dc00f13",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e88b9",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="training_activityprerequisite",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="activityprerequisite",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_activityprerequisiteevent" ("activity_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "requires_id") SELECT old_values."activity_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."requires_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="28d86a3cb6e41672ed13e5501acbc1d56655ce02",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_50ffe",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="training_activityprerequisite",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="activityprerequisiteevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="9c565b8e8f5cb9ac864559d50c8c48dda6094eea",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_event_no_change_83f8d",
                    table="training_activityprerequisiteevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="activityprerequisiteevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                    hash="6ee72988d9e650d2babf8c42a24c9648815f5e4c",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_event_no_truncate_b17fe",
                    table="training_activityprerequisiteevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="activitysession",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_activitysessionevent" ("activity_id", "created_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "seats", "starts_at", "starts_on", "updated_at", "version") SELECT new_values."activity_id", new_values."created_at", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."seats", new_values."starts_at", new_values."starts_on", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="3e372e65a3ebbeffd4811546fffce5284b82006c",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_7e57c",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="training_activitysession",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="activitysession",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_activitysessionevent" ("activity_id", "created_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "seats", "starts_at", "starts_on", "updated_at", "version") SELECT new_values."activity_id", new_values."created_at", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."seats", new_values."starts_at", new_values."starts_on", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="f147d9c703954d1bf5b290d1f3cc064fbe1a92ff",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ed0ec",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="training_activitysession",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="activitysession",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_activitysessionevent" ("activity_id", "created_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "seats", "starts_at", "starts_on", "updated_at", "version") SELECT old_values."activity_id", old_values."created_at", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."seats", old_values."starts_at", old_values."starts_on", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="5c440bb4fe72223136ba2c333cf442eff0328c66",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_6df96",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="training_activitysession",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="activitysessionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="9f97101029580c19500dd2203fba264813f9dfc8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_event_no_change_505e0",
                    table="training_activitysessionevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="activitysessionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                    hash="e03f30426ed1077cc65e051eb9c35453b7851300",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_event_no_truncate_012b0",
                    table="training_activitysessionevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="activitysituationevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="8d64b709f5a9c5ce2f0d8612f2484517ec84076d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_event_no_change_4e0ca",
                    table="training_activitysituationevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="activitysituationevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                    hash="f9d91668a2037dab0762b1225f77c5c3a843b442",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_event_no_truncate_e6090",
                    table="training_activitysituationevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="completion",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_completionevent" ("activity_id", "batch_id", "completed_on", "created_at", "employee_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reference", "updated_at", "version") SELECT new_values."activity_id", new_values."batch_id", new_values."completed_on", new_values."created_at", new_values."employee_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."reference", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="5b7b4c9f8f50811ada50ee817e15d4309bd7fe55",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0303f",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="training_completion",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="completion",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_completionevent" ("activity_id", "batch_id", "completed_on", "created_at", "employee_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reference", "updated_at", "version") SELECT new_values."activity_id", new_values."batch_id", new_values."completed_on", new_values."created_at", new_values."employee_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."reference", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="c686053a5ef8f99702af913851f559edd758f82d",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_61a93",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="training_completion",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="completion",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_completionevent" ("activity_id", "batch_id", "completed_on", "created_at", "employee_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reference", "updated_at", "version") SELECT old_values."activity_id", old_values."batch_id", old_values."completed_on", old_values."created_at", old_values."employee_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."reference", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="cd11e99ae7d622ad5406bc0778d579a6593962a3",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c67f0",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="training_completion",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="completionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="0d56b3322b626e53efccb263ac9ccfb1588c3f7a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_event_no_change_9dff8",
                    table="training_completionevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="completionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                    hash="80119c08887841451204723627fcb8b8f7bdc7de",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_event_no_truncate_d1a67",
                    table="training_completionevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="parkedcompletion",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_parkedcompletionevent" ("activity_code", "actor_id", "batch_id", "completed_on", "created_at", "employee_number", "expires_on", "file_row", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "rater_id", "reference", "scale_id", "skill_id", "updated_at", "version") SELECT new_values."activity_code", new_values."actor_id", new_values."batch_id", new_values."completed_on", new_values."created_at", new_values."employee_number", new_values."expires_on", new_values."file_row", new_values."id", new_values."level", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."rater_id", new_values."reference", new_values."scale_id", new_values."skill_id", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="cc194c00af8395ad2301b9c9b41874713908be52",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_133a7",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="training_parkedcompletion",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="parkedcompletion",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_parkedcompletionevent" ("activity_code", "actor_id", "batch_id", "completed_on", "created_at", "employee_number", "expires_on", "file_row", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "rater_id", "reference", "scale_id", "skill_id", "updated_at", "version") SELECT new_values."activity_code", new_values."actor_id", new_values."batch_id", new_values."completed_on", new_values."created_at", new_values."employee_number", new_values."expires_on", new_values."file_row", new_values."id", new_values."level", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."rater_id", new_values."reference", new_values."scale_id", new_values."skill_id", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="7da0db61b4eb05d38c94d792bba58cc575a9edf9",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_edf13",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="training_parkedcompletion",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="parkedcompletion",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_parkedcompletionevent" ("activity_code", "actor_id", "batch_id", "completed_on", "created_at", "employee_number", "expires_on", "file_row", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "rater_id", "reference", "scale_id", "skill_id", "updated_at", "version") SELECT old_values."activity_code", old_values."actor_id", old_values."batch_id", old_values."completed_on", old_values."created_at", old_values."employee_number", old_values."expires_on", old_values."file_row", old_values."id", old_values."level", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."rater_id", old_values."reference", old_values."scale_id", old_values."skill_id", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="26d4c69998f3a28b45bd07cf562c7bbe050d8246",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_7991e",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="training_parkedcompletion",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="parkedcompletionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="13dab438142b8b7ea794ec479c088a5e8fedcae4",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_event_no_change_07372",
                    table="training_parkedcompletionevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="parkedcompletionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                    hash="bc4eab60d20907bf980b6474cac182ff64217165",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_event_no_truncate_b69b1",
                    table="training_parkedcompletionevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="pathtemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_pathtemplateevent" ("code", "created_at", "description", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "retired_on", "role_id", "updated_at", "version") SELECT new_values."code", new_values."created_at", new_values."description", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."retired_on", new_values."role_id", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="6f2c63af2b4ddf0a4ce735476cfdf01ab7ca43fc",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_1ccd7",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="training_pathtemplate",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="pathtemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_pathtemplateevent" ("code", "created_at", "description", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "retired_on", "role_id", "updated_at", "version") SELECT new_values."code", new_values."created_at", new_values."description", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."retired_on", new_values."role_id", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="1120a9d0adbd66b67aaf39cea80e719f4ecff99b",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d25f7",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="training_pathtemplate",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="pathtemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_pathtemplateevent" ("code", "created_at", "description", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "retired_on", "role_id", "updated_at", "version") SELECT old_values."code", old_values."created_at", old_values."description", old_values."id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."retired_on", old_values."role_id", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="4cb5ab00171c9cdff171aed087125565d4262c79",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_8d16f",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="training_pathtemplate",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="developmentplanevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="0fd6954f1f4f5bb295b0a246c76b85cbe374384e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_event_no_change_31c48",
                    table="training_developmentplanevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="developmentplanevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                    hash="77d074f902c29aed3070e4d6393714b25ac012a9",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_event_no_truncate_c6b14",
                    table="training_developmentplanevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="developmentplan",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_developmentplanevent" ("accepted_at", "approved_at", "bound", "budget_cents", "closure", "computed_at", "cost_cents", "cost_unknown", "created_at", "currency", "employee_id", "ended_at", "fill", "hours", "hours_per_week", "id", "inputs_hash", "method", "method_version", "parameters_hash", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "public_id", "report", "run_id", "started_at", "state", "template_id", "updated_at", "value", "version", "week_zero", "weeks") SELECT new_values."accepted_at", new_values."approved_at", new_values."bound", new_values."budget_cents", new_values."closure", new_values."computed_at", new_values."cost_cents", new_values."cost_unknown", new_values."created_at", new_values."currency", new_values."employee_id", new_values."ended_at", new_values."fill", new_values."hours", new_values."hours_per_week", new_values."id", new_values."inputs_hash", new_values."method", new_values."method_version", new_values."parameters_hash", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."proposed_at", new_values."proposed_by_id", new_values."public_id", new_values."report", new_values."run_id", new_values."started_at", new_values."state", new_values."template_id", new_values."updated_at", new_values."value", new_values."version", new_values."week_zero", new_values."weeks" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="726ce907a8fead5c9fa336ee268196263855fecc",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_bfbca",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="training_developmentplan",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="developmentplan",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_developmentplanevent" ("accepted_at", "approved_at", "bound", "budget_cents", "closure", "computed_at", "cost_cents", "cost_unknown", "created_at", "currency", "employee_id", "ended_at", "fill", "hours", "hours_per_week", "id", "inputs_hash", "method", "method_version", "parameters_hash", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "public_id", "report", "run_id", "started_at", "state", "template_id", "updated_at", "value", "version", "week_zero", "weeks") SELECT new_values."accepted_at", new_values."approved_at", new_values."bound", new_values."budget_cents", new_values."closure", new_values."computed_at", new_values."cost_cents", new_values."cost_unknown", new_values."created_at", new_values."currency", new_values."employee_id", new_values."ended_at", new_values."fill", new_values."hours", new_values."hours_per_week", new_values."id", new_values."inputs_hash", new_values."method", new_values."method_version", new_values."parameters_hash", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."proposed_at", new_values."proposed_by_id", new_values."public_id", new_values."report", new_values."run_id", new_values."started_at", new_values."state", new_values."template_id", new_values."updated_at", new_values."value", new_values."version", new_values."week_zero", new_values."weeks" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="2713424115d20aa4914c76366a2a721362423edb",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5594d",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="training_developmentplan",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="developmentplan",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_developmentplanevent" ("accepted_at", "approved_at", "bound", "budget_cents", "closure", "computed_at", "cost_cents", "cost_unknown", "created_at", "currency", "employee_id", "ended_at", "fill", "hours", "hours_per_week", "id", "inputs_hash", "method", "method_version", "parameters_hash", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "public_id", "report", "run_id", "started_at", "state", "template_id", "updated_at", "value", "version", "week_zero", "weeks") SELECT old_values."accepted_at", old_values."approved_at", old_values."bound", old_values."budget_cents", old_values."closure", old_values."computed_at", old_values."cost_cents", old_values."cost_unknown", old_values."created_at", old_values."currency", old_values."employee_id", old_values."ended_at", old_values."fill", old_values."hours", old_values."hours_per_week", old_values."id", old_values."inputs_hash", old_values."method", old_values."method_version", old_values."parameters_hash", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."proposed_at", old_values."proposed_by_id", old_values."public_id", old_values."report", old_values."run_id", old_values."started_at", old_values."state", old_values."template_id", old_values."updated_at", old_values."value", old_values."version", old_values."week_zero", old_values."weeks" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="116057a621dd00901f04edf8ade11130ec5cc3d0",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_88485",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="training_developmentplan",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="pathtemplateevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="0b95f392f5eeb93913d0362d89aa78b16103e86a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_event_no_change_845f2",
                    table="training_pathtemplateevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="pathtemplateevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                    hash="c8e4a0a579f0470ce0a9ba3ab74a396edf29121f",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_event_no_truncate_e060c",
                    table="training_pathtemplateevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="pathtemplatestep",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_pathtemplatestepevent" ("activity_id", "cadence", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slot_max_hours", "slot_modes", "slot_skill_id", "template_id", "times") SELECT new_values."activity_id", new_values."cadence", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."position", new_values."slot_max_hours", new_values."slot_modes", new_values."slot_skill_id", new_values."template_id", new_values."times" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="ddd6ea40763db4c40200d457e532831a8ca39e2b",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f4168",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="training_pathtemplatestep",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="pathtemplatestep",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_pathtemplatestepevent" ("activity_id", "cadence", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slot_max_hours", "slot_modes", "slot_skill_id", "template_id", "times") SELECT new_values."activity_id", new_values."cadence", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."position", new_values."slot_max_hours", new_values."slot_modes", new_values."slot_skill_id", new_values."template_id", new_values."times" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="e95925c6ffaeed5497a68621eb6fb25c36dbf505",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6d5ab",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="training_pathtemplatestep",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="pathtemplatestep",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_pathtemplatestepevent" ("activity_id", "cadence", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slot_max_hours", "slot_modes", "slot_skill_id", "template_id", "times") SELECT old_values."activity_id", old_values."cadence", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."position", old_values."slot_max_hours", old_values."slot_modes", old_values."slot_skill_id", old_values."template_id", old_values."times" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="7f6ed4600c5e6a4fe223c1fcf5245ca77c1b2d12",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c368f",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="training_pathtemplatestep",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="pathtemplatestepevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="cc0ae1f0308d2fd25731b2c43d1bd1608f92da18",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_event_no_change_cdf39",
                    table="training_pathtemplatestepevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="pathtemplatestepevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                    hash="9fab63377cfbb7cae07e2c557454d1b09cff170b",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_event_no_truncate_177f3",
                    table="training_pathtemplatestepevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="plandecision",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_plandecisionevent" ("actor_id", "decided_at", "id", "kind", "method_version", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "reason") SELECT new_values."actor_id", new_values."decided_at", new_values."id", new_values."kind", new_values."method_version", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."plan_id", new_values."reason" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="f619490268e7c6893eff18c79a0baeeee505db22",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_077a6",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="training_plandecision",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="plandecision",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_plandecisionevent" ("actor_id", "decided_at", "id", "kind", "method_version", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "reason") SELECT new_values."actor_id", new_values."decided_at", new_values."id", new_values."kind", new_values."method_version", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."plan_id", new_values."reason" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="f58475eed0ed1690796d822da548bc96553a944e",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_20221",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="training_plandecision",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="plandecision",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_plandecisionevent" ("actor_id", "decided_at", "id", "kind", "method_version", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "reason") SELECT old_values."actor_id", old_values."decided_at", old_values."id", old_values."kind", old_values."method_version", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."plan_id", old_values."reason" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="5480ccf6e8f0df162f264727474c623eb8b324db",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_3aab3",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="training_plandecision",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="plandecisionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="025fa5c8eb9783eccc32d13b7bcf7ac5794e429f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_event_no_change_0ff7f",
                    table="training_plandecisionevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="plandecisionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                    hash="947a9ca2f2854ffbc445607b2591f060c7601abb",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_event_no_truncate_85059",
                    table="training_plandecisionevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="planstep",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_planstepevent" ("activity_id", "cost_cents", "created_at", "done_on", "hours_by_week", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "position", "public_id", "reasons", "session_id", "start_week", "state", "updated_at", "version", "weeks", "why", "why_skills") SELECT new_values."activity_id", new_values."cost_cents", new_values."created_at", new_values."done_on", new_values."hours_by_week", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."plan_id", new_values."position", new_values."public_id", new_values."reasons", new_values."session_id", new_values."start_week", new_values."state", new_values."updated_at", new_values."version", new_values."weeks", new_values."why", new_values."why_skills" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="bb264de34fecfeb7f41db201e63678b1d2bfa769",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_fcf84",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="training_planstep",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="planstep",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_planstepevent" ("activity_id", "cost_cents", "created_at", "done_on", "hours_by_week", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "position", "public_id", "reasons", "session_id", "start_week", "state", "updated_at", "version", "weeks", "why", "why_skills") SELECT new_values."activity_id", new_values."cost_cents", new_values."created_at", new_values."done_on", new_values."hours_by_week", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."plan_id", new_values."position", new_values."public_id", new_values."reasons", new_values."session_id", new_values."start_week", new_values."state", new_values."updated_at", new_values."version", new_values."weeks", new_values."why", new_values."why_skills" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="bdbf467e68c8b03a6e52a4e88c0d8e06345d0a87",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_0f11d",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="training_planstep",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="planstep",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_planstepevent" ("activity_id", "cost_cents", "created_at", "done_on", "hours_by_week", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "position", "public_id", "reasons", "session_id", "start_week", "state", "updated_at", "version", "weeks", "why", "why_skills") SELECT old_values."activity_id", old_values."cost_cents", old_values."created_at", old_values."done_on", old_values."hours_by_week", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."plan_id", old_values."position", old_values."public_id", old_values."reasons", old_values."session_id", old_values."start_week", old_values."state", old_values."updated_at", old_values."version", old_values."weeks", old_values."why", old_values."why_skills" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="c8503d92baa94e4a2ec90fa7fa3ebeb66da9e685",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_67153",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="training_planstep",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="planstepevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="6e98898051f34870451d7b5a662560dea3c3bf10",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_event_no_change_7054d",
                    table="training_planstepevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="planstepevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                    hash="7c3eed4fda77b05e3b45f69ffce65c55801e44e9",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_event_no_truncate_c6f9c",
                    table="training_planstepevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="activitysituation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_activitysituationevent" ("activity_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "situation_id") SELECT new_values."activity_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."situation_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="3b1ccc8e1b24793158224f23d58b41d2de0876bc",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d86ab",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="training_activity_situations",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="activitysituation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_activitysituationevent" ("activity_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "situation_id") SELECT new_values."activity_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."situation_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="b6d7f56e67bc2085fcb87b1939841574856808a9",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2d437",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="training_activity_situations",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="activitysituation",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_activitysituationevent" ("activity_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "situation_id") SELECT old_values."activity_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."situation_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="b5a470502f4b022edfcbcda1cfa3cbd839ded70e",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_cbb03",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="training_activity_situations",
                    when="AFTER",
                ),
            ),
        ),
    ]
