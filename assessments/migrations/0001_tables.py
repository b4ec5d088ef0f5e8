import assessments.models.certificates
import assessments.models.cycles
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
from skillmap.core.schema import AddTrigger, AtOnce
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("assessments", "0001_data_model"),
        ("assessments", "0002_analysis_shards"),
        ("assessments", "0003_assessment_cycles"),
        ("assessments", "0004_proposals_of_raters"),
        ("assessments", "0005_tests_and_scenarios"),
        ("assessments", "0006_anonymous_feedback"),
        ("assessments", "0007_certificates"),
        ("assessments", "0008_rater_effects"),
        ("assessments", "0009_certificates_of_evidence"),
    ]

    initial = True

    dependencies = [
        ("employees", "0001_tables"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        AtOnce(
            operations=[
                migrations.CreateModel(
                    name="AnalysisRun",
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
                            "kind",
                            models.CharField(
                                choices=[("gaps", "gap analysis"), ("paths", "recommended paths")],
                                max_length=6,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("running", "running"),
                                    ("done", "done"),
                                    ("failed", "failed"),
                                ],
                                default="running",
                                max_length=10,
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="employees.orgunit",
                            ),
                        ),
                        ("as_of", models.DateField()),
                        ("known_at", models.DateTimeField(null=True)),
                        ("method", models.CharField(max_length=60)),
                        ("method_version", models.CharField(max_length=20)),
                        ("parameters", models.JSONField(default=dict)),
                        ("parameters_hash", models.CharField(blank=True, max_length=64)),
                        ("inputs_hash", models.CharField(blank=True, max_length=64)),
                        ("summary", models.JSONField(default=dict)),
                        (
                            "actor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "job",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="core.job",
                            ),
                        ),
                        ("finished_at", models.DateTimeField(null=True)),
                        ("keeps_output", models.BooleanField(default=False)),
                    ],
                    options={
                        "ordering": ["-created_at", "-id"],
                    },
                ),
                migrations.CreateModel(
                    name="AssessmentCycle",
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
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "being prepared"),
                                    ("open", "open"),
                                    ("closed", "closed"),
                                    ("released", "released"),
                                ],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("developmental", "for development"),
                                    ("evaluative", "for evaluation"),
                                ],
                                default="developmental",
                                max_length=14,
                                verbose_name="purpose",
                            ),
                        ),
                        ("opens_on", models.DateField(verbose_name="opens on")),
                        ("closes_on", models.DateField(verbose_name="last day")),
                        ("round", models.PositiveSmallIntegerField(default=1)),
                        (
                            "previous",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="following",
                                to="assessments.assessmentcycle",
                            ),
                        ),
                        (
                            "skills_per_person",
                            models.PositiveSmallIntegerField(
                                default=8,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="skills asked about one person",
                            ),
                        ),
                        (
                            "skills_of_each_kind",
                            models.PositiveSmallIntegerField(
                                default=3, verbose_name="of each kind at least"
                            ),
                        ),
                        (
                            "score_floor",
                            models.PositiveSmallIntegerField(
                                default=4,
                                validators=[django.core.validators.MinValueValidator(3)],
                                verbose_name="fewest anonymous answers for a score",
                            ),
                        ),
                        (
                            "text_floor",
                            models.PositiveSmallIntegerField(
                                default=5,
                                validators=[django.core.validators.MinValueValidator(3)],
                                verbose_name="fewest anonymous answers for comments",
                            ),
                        ),
                        (
                            "remind_days",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveSmallIntegerField(),
                                blank=True,
                                default=assessments.models.cycles.default_reminders,
                                size=5,
                            ),
                        ),
                        (
                            "escalate_days",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                default=1,
                                null=True,
                                verbose_name="tell managers who is missing, days before the end",
                            ),
                        ),
                        ("reminded_on", models.DateField(null=True)),
                        ("proposals_asked_at", models.DateTimeField(null=True)),
                        ("first_answer_on", models.DateField(null=True)),
                        ("opened_at", models.DateTimeField(null=True)),
                        ("closed_at", models.DateTimeField(null=True)),
                        ("released_at", models.DateTimeField(null=True)),
                        (
                            "created_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-opens_on", "-id"],
                        "indexes": [
                            models.Index(fields=["state", "closes_on"], name="cycle_state")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("closes_on__gte", models.F("opens_on"))),
                                name="cycle_closes_after_opening",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("score_floor__gte", 3),
                                    ("text_floor__gte", models.F("score_floor")),
                                ),
                                name="cycle_floors_hold",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("skills_per_person__gte", 1),
                                    (
                                        "skills_per_person__gte",
                                        django.db.models.expressions.CombinedExpression(
                                            models.Value(2), "*", models.F("skills_of_each_kind")
                                        ),
                                    ),
                                ),
                                name="cycle_skills_hold_both_kinds",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("previous", None), ("round", 1)),
                                    models.Q(("previous__isnull", False), ("round__gt", 1)),
                                    _connector="OR",
                                ),
                                name="cycle_round_follows",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "draft"), _negated=True),
                                    ("first_answer_on", None),
                                    _connector="OR",
                                ),
                                name="cycle_draft_unanswered",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AssessmentCycleEvent",
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
                                to="assessments.assessmentcycle",
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
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "being prepared"),
                                    ("open", "open"),
                                    ("closed", "closed"),
                                    ("released", "released"),
                                ],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("developmental", "for development"),
                                    ("evaluative", "for evaluation"),
                                ],
                                default="developmental",
                                max_length=14,
                                verbose_name="purpose",
                            ),
                        ),
                        ("opens_on", models.DateField(verbose_name="opens on")),
                        ("closes_on", models.DateField(verbose_name="last day")),
                        ("round", models.PositiveSmallIntegerField(default=1)),
                        (
                            "previous",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.assessmentcycle",
                            ),
                        ),
                        (
                            "skills_per_person",
                            models.PositiveSmallIntegerField(
                                default=8,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="skills asked about one person",
                            ),
                        ),
                        (
                            "skills_of_each_kind",
                            models.PositiveSmallIntegerField(
                                default=3, verbose_name="of each kind at least"
                            ),
                        ),
                        (
                            "score_floor",
                            models.PositiveSmallIntegerField(
                                default=4,
                                validators=[django.core.validators.MinValueValidator(3)],
                                verbose_name="fewest anonymous answers for a score",
                            ),
                        ),
                        (
                            "text_floor",
                            models.PositiveSmallIntegerField(
                                default=5,
                                validators=[django.core.validators.MinValueValidator(3)],
                                verbose_name="fewest anonymous answers for comments",
                            ),
                        ),
                        (
                            "remind_days",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveSmallIntegerField(),
                                blank=True,
                                default=assessments.models.cycles.default_reminders,
                                size=5,
                            ),
                        ),
                        (
                            "escalate_days",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                default=1,
                                null=True,
                                verbose_name="tell managers who is missing, days before the end",
                            ),
                        ),
                        ("reminded_on", models.DateField(null=True)),
                        ("proposals_asked_at", models.DateTimeField(null=True)),
                        ("opened_at", models.DateTimeField(null=True)),
                        ("closed_at", models.DateTimeField(null=True)),
                        ("released_at", models.DateTimeField(null=True)),
                        (
                            "created_by",
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
                    name="ItemVersion",
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
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="assessments.item",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("single", "one right answer"),
                                    ("multiple", "all right answers"),
                                    ("ordering", "put in order"),
                                    ("numeric", "a number"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("stem", models.TextField(max_length=2000, verbose_name="question")),
                        ("options", models.JSONField(default=list)),
                        ("key", models.JSONField()),
                        ("a", models.FloatField(null=True)),
                        ("b", models.FloatField(null=True)),
                        ("c", models.FloatField(null=True)),
                        ("calibration", models.CharField(blank=True, max_length=200)),
                        (
                            "created_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ["item", "number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("item", "number"), name="item_version_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("a", None), ("b", None), ("c", None)),
                                    models.Q(
                                        ("a__gt", 0),
                                        ("b__isnull", False),
                                        ("c__gte", 0),
                                        ("c__lt", 1),
                                    ),
                                    _connector="OR",
                                ),
                                name="item_version_parameters",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Item",
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
                            "skill",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="skills.skill",
                            ),
                        ),
                        ("code", models.CharField(max_length=60, verbose_name="code")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "draft"),
                                    ("published", "published"),
                                    ("retired", "retired"),
                                ],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        (
                            "current",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assessments.itemversion",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["skill", "code"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("skill", "code"), name="item_code_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "published"), _negated=True),
                                    ("current__isnull", False),
                                    _connector="OR",
                                ),
                                name="item_published_asks_something",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Quiz",
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
                            "title",
                            models.CharField(max_length=120, unique=True, verbose_name="title"),
                        ),
                        (
                            "skill",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="quizzes",
                                to="skills.skill",
                            ),
                        ),
                        (
                            "description",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="what it covers"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "draft"),
                                    ("published", "published"),
                                    ("retired", "retired"),
                                ],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        (
                            "assembly",
                            models.CharField(
                                choices=[
                                    ("fixed", "the same questions for everybody"),
                                    ("random", "drawn anew for each attempt"),
                                ],
                                default="fixed",
                                max_length=6,
                                verbose_name="questions",
                            ),
                        ),
                        (
                            "draws",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(200),
                                ],
                                verbose_name="how many are drawn",
                            ),
                        ),
                        (
                            "one_page",
                            models.BooleanField(
                                default=False, verbose_name="all questions on one page"
                            ),
                        ),
                        (
                            "minutes",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(480),
                                ],
                                verbose_name="minutes",
                            ),
                        ),
                        (
                            "retake_days",
                            models.PositiveSmallIntegerField(
                                default=90, verbose_name="days before it may be taken again"
                            ),
                        ),
                        (
                            "attempts_at_most",
                            models.PositiveSmallIntegerField(
                                default=3,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="attempts in all",
                            ),
                        ),
                        (
                            "items",
                            models.ManyToManyField(
                                related_name="quizzes",
                                through="assessments.QuizItem",
                                to="assessments.item",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["title"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("assembly", "fixed"), ("draws", None)),
                                    models.Q(("assembly", "random"), ("draws__gte", 1)),
                                    _connector="OR",
                                ),
                                name="quiz_random_says_how_many",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("minutes", None), ("minutes__gte", 1), _connector="OR"
                                ),
                                name="quiz_minutes_positive",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("attempts_at_most__gte", 1)),
                                name="quiz_attempts_positive",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CutScores",
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
                            "quiz",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cut_scores",
                                to="assessments.quiz",
                            ),
                        ),
                        (
                            "method",
                            models.CharField(
                                choices=[
                                    ("eap", "item response model"),
                                    ("binomial", "share of right answers"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        (
                            "cuts",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.FloatField(), size=None
                            ),
                        ),
                        ("reason", models.CharField(max_length=300, verbose_name="why")),
                        (
                            "created_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ["quiz", "method", "-number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("quiz", "method", "number"), name="cut_scores_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Evidence",
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
                        ("public_id", models.UUIDField(editable=False, unique=True)),
                        (
                            "employee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="evidence",
                                to="employees.employee",
                            ),
                        ),
                        (
                            "skill",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="evidence",
                                to="skills.skill",
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("self", "self-rating"),
                                    ("manager", "manager"),
                                    ("peer", "colleague"),
                                    ("report", "direct report"),
                                    ("test", "test"),
                                    ("certificate", "certificate"),
                                    ("completion", "training completed"),
                                    ("work_sample", "work sample"),
                                    ("agreed", "agreed in a review"),
                                    ("external", "another system"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "rater",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="evidence_given",
                                to="employees.employee",
                            ),
                        ),
                        (
                            "rater_kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("self", "self"),
                                    ("manager", "manager"),
                                    ("peer", "colleague"),
                                    ("report", "direct report"),
                                    ("external", "external person"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("level", models.DecimalField(decimal_places=3, max_digits=5, null=True)),
                        (
                            "scale",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="skills.scale",
                            ),
                        ),
                        ("value", models.FloatField(null=True)),
                        ("variance", models.FloatField(null=True)),
                        ("observed_on", models.DateField()),
                        ("expires_on", models.DateField(null=True)),
                        ("reference", models.CharField(max_length=200)),
                        ("review", models.UUIDField(null=True)),
                        (
                            "batch",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="evidence",
                                to="core.importbatch",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["employee", "skill", "observed_on"], name="evidence_cell"
                            ),
                            models.Index(
                                fields=["reference", "employee", "skill", "source"],
                                name="evidence_natural_key",
                            ),
                            models.Index(fields=["recorded_at"], name="evidence_recorded"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("value", None), ("variance", None)),
                                    models.Q(
                                        ("value__gte", 0), ("value__lte", 5), ("variance__gt", 0)
                                    ),
                                    _connector="OR",
                                ),
                                name="evidence_value_on_metric",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("value__isnull", False),
                                    ("source", "completion"),
                                    _connector="OR",
                                ),
                                name="evidence_has_value",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attempt",
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
                            "quiz",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attempts",
                                to="assessments.quiz",
                            ),
                        ),
                        (
                            "employee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attempts",
                                to="employees.employee",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "open"), ("scored", "scored")],
                                default="open",
                                max_length=6,
                            ),
                        ),
                        ("started_at", models.DateTimeField()),
                        ("deadline_at", models.DateTimeField(null=True)),
                        ("submitted_at", models.DateTimeField(null=True)),
                        (
                            "method",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("eap", "item response model"),
                                    ("binomial", "share of right answers"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "cut_scores",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attempts",
                                to="assessments.cutscores",
                            ),
                        ),
                        ("n_items", models.PositiveSmallIntegerField()),
                        ("n_right", models.PositiveSmallIntegerField(null=True)),
                        ("theta", models.FloatField(null=True)),
                        ("theta_se", models.FloatField(null=True)),
                        ("level", models.DecimalField(decimal_places=3, max_digits=5, null=True)),
                        ("variance", models.FloatField(null=True)),
                        (
                            "evidence",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attempt",
                                to="assessments.evidence",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-started_at", "-id"],
                        "indexes": [
                            models.Index(
                                fields=["employee", "quiz", "started_at"], name="attempt_person"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "open")),
                                fields=("quiz", "employee"),
                                name="attempt_open_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("level", None), ("state", "open"), ("submitted_at", None)
                                    ),
                                    models.Q(
                                        ("level__isnull", False),
                                        ("n_right__lte", models.F("n_items")),
                                        ("state", "scored"),
                                        ("submitted_at__isnull", False),
                                        ("variance__gt", 0),
                                    ),
                                    _connector="OR",
                                ),
                                name="attempt_scored_has_result",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AttemptEvent",
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
                                to="assessments.attempt",
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
                            "quiz",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.quiz",
                            ),
                        ),
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
                                choices=[("open", "open"), ("scored", "scored")],
                                default="open",
                                max_length=6,
                            ),
                        ),
                        ("started_at", models.DateTimeField()),
                        ("deadline_at", models.DateTimeField(null=True)),
                        ("submitted_at", models.DateTimeField(null=True)),
                        (
                            "method",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("eap", "item response model"),
                                    ("binomial", "share of right answers"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "cut_scores",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.cutscores",
                            ),
                        ),
                        ("n_items", models.PositiveSmallIntegerField()),
                        ("n_right", models.PositiveSmallIntegerField(null=True)),
                        ("theta", models.FloatField(null=True)),
                        ("theta_se", models.FloatField(null=True)),
                        ("level", models.DecimalField(decimal_places=3, max_digits=5, null=True)),
                        ("variance", models.FloatField(null=True)),
                        (
                            "evidence",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.evidence",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="AttemptItem",
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
                            "attempt",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="assessments.attempt",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "item_version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="assessments.itemversion",
                            ),
                        ),
                        (
                            "shown",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=20), default=list, size=None
                            ),
                        ),
                        ("response", models.JSONField(null=True)),
                        ("answered_at", models.DateTimeField(null=True)),
                        ("is_right", models.BooleanField(null=True)),
                    ],
                    options={
                        "ordering": ["attempt", "position"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("attempt", "position"), name="attempt_position_once"
                            ),
                            models.UniqueConstraint(
                                fields=("attempt", "item_version"), name="attempt_item_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Certificate",
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
                                related_name="certificates",
                                to="employees.employee",
                            ),
                        ),
                        (
                            "type",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="certificates",
                                to="skills.certificatetype",
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "title",
                            models.CharField(blank=True, max_length=200, verbose_name="title"),
                        ),
                        (
                            "issuer",
                            models.CharField(blank=True, max_length=200, verbose_name="issuer"),
                        ),
                        (
                            "identifier",
                            models.CharField(blank=True, max_length=200, verbose_name="number"),
                        ),
                        ("issued_on", models.DateField(verbose_name="issued on")),
                        (
                            "expires_on",
                            models.DateField(blank=True, null=True, verbose_name="valid until"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("submitted", "waits for verification"),
                                    ("verified", "verified"),
                                    ("rejected", "rejected"),
                                    ("revoked", "revoked"),
                                ],
                                default="submitted",
                                max_length=10,
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=300, verbose_name="reason"),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(null=True)),
                        ("reference", models.CharField(max_length=200)),
                        (
                            "file",
                            models.FileField(
                                blank=True, upload_to=assessments.models.certificates.document_name
                            ),
                        ),
                        ("file_name", models.CharField(blank=True, max_length=255)),
                        ("media_type", models.CharField(blank=True, max_length=60)),
                        ("sha256", models.CharField(blank=True, max_length=64)),
                        ("badge_id", models.CharField(blank=True, max_length=500)),
                        ("badge_recipient", models.CharField(blank=True, max_length=10)),
                        ("alignment", models.JSONField(blank=True, default=list)),
                        (
                            "batch",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="certificates",
                                to="core.importbatch",
                            ),
                        ),
                        ("reminded_days", models.SmallIntegerField(null=True)),
                    ],
                    options={
                        "ordering": ["-issued_on", "-id"],
                        "indexes": [
                            models.Index(fields=["employee", "type"], name="certificate_of_type"),
                            models.Index(fields=["state", "expires_on"], name="certificate_expiry"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("employee", "reference"), name="certificate_reference_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("type__isnull", False),
                                    models.Q(("title", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="certificate_has_a_name",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("expires_on", None),
                                    ("expires_on__gte", models.F("issued_on")),
                                    _connector="OR",
                                ),
                                name="certificate_expires_after_issue",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["rejected", "revoked"]), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="certificate_refusal_has_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CertificateEvent",
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
                                to="assessments.certificate",
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
                            "type",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="skills.certificatetype",
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "title",
                            models.CharField(blank=True, max_length=200, verbose_name="title"),
                        ),
                        (
                            "issuer",
                            models.CharField(blank=True, max_length=200, verbose_name="issuer"),
                        ),
                        (
                            "identifier",
                            models.CharField(blank=True, max_length=200, verbose_name="number"),
                        ),
                        ("issued_on", models.DateField(verbose_name="issued on")),
                        (
                            "expires_on",
                            models.DateField(blank=True, null=True, verbose_name="valid until"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("submitted", "waits for verification"),
                                    ("verified", "verified"),
                                    ("rejected", "rejected"),
                                    ("revoked", "revoked"),
                                ],
                                default="submitted",
                                max_length=10,
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=300, verbose_name="reason"),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(null=True)),
                        ("reference", models.CharField(max_length=200)),
                        (
                            "file",
                            models.FileField(
                                blank=True, upload_to=assessments.models.certificates.document_name
                            ),
                        ),
                        ("file_name", models.CharField(blank=True, max_length=255)),
                        ("media_type", models.CharField(blank=True, max_length=60)),
                        ("sha256", models.CharField(blank=True, max_length=64)),
                        ("badge_id", models.CharField(blank=True, max_length=500)),
                        ("badge_recipient", models.CharField(blank=True, max_length=10)),
                        ("alignment", models.JSONField(blank=True, default=list)),
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
                    name="Contest",
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
                            "evidence",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contests",
                                to="assessments.evidence",
                            ),
                        ),
                        (
                            "reason",
                            models.TextField(max_length=2000, verbose_name="why it is not right"),
                        ),
                        ("due_on", models.DateField()),
                        (
                            "reply",
                            models.TextField(blank=True, max_length=2000, verbose_name="reply"),
                        ),
                        (
                            "replied_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("replied_at", models.DateTimeField(null=True)),
                        (
                            "second_rater",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="employees.employee",
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("open", "being looked at"),
                                    ("stands", "it stands"),
                                    ("withdrawn", "it no longer counts"),
                                ],
                                default="open",
                                max_length=10,
                            ),
                        ),
                        (
                            "resolution",
                            models.TextField(blank=True, max_length=2000, verbose_name="decision"),
                        ),
                        (
                            "resolved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("resolved_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "ordering": ["due_on", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("outcome", "open")),
                                fields=("evidence",),
                                name="contest_open_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("outcome", "open"), ("resolved_at", None)),
                                    models.Q(
                                        models.Q(("outcome", "open"), _negated=True),
                                        ("resolved_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="contest_resolution_has_date",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ContestEvent",
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
                                to="assessments.contest",
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
                            "evidence",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.evidence",
                            ),
                        ),
                        (
                            "reason",
                            models.TextField(max_length=2000, verbose_name="why it is not right"),
                        ),
                        ("due_on", models.DateField()),
                        (
                            "reply",
                            models.TextField(blank=True, max_length=2000, verbose_name="reply"),
                        ),
                        (
                            "replied_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("replied_at", models.DateTimeField(null=True)),
                        (
                            "second_rater",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="employees.employee",
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("open", "being looked at"),
                                    ("stands", "it stands"),
                                    ("withdrawn", "it no longer counts"),
                                ],
                                default="open",
                                max_length=10,
                            ),
                        ),
                        (
                            "resolution",
                            models.TextField(blank=True, max_length=2000, verbose_name="decision"),
                        ),
                        (
                            "resolved_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("resolved_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="CycleParticipant",
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
                            "cycle",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="participants",
                                to="assessments.assessmentcycle",
                            ),
                        ),
                        (
                            "employee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cycles",
                                to="employees.employee",
                            ),
                        ),
                        (
                            "manager",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="employees.employee",
                            ),
                        ),
                        ("shares_evidence", models.BooleanField(default=False)),
                        ("shares_decided_at", models.DateTimeField(null=True)),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("cycle", "employee"), name="cycle_participant_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("shares_evidence", False),
                                    ("shares_decided_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="cycle_sharing_was_decided",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CycleParticipantEvent",
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
                                to="assessments.cycleparticipant",
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
                            "cycle",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.assessmentcycle",
                            ),
                        ),
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
                            "manager",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="employees.employee",
                            ),
                        ),
                        ("shares_evidence", models.BooleanField(default=False)),
                        ("shares_decided_at", models.DateTimeField(null=True)),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="CycleRaterKind",
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
                            "cycle",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="kinds",
                                to="assessments.assessmentcycle",
                            ),
                        ),
                        (
                            "rater_kind",
                            models.CharField(
                                choices=[
                                    ("self", "self"),
                                    ("manager", "manager"),
                                    ("peer", "colleague"),
                                    ("report", "direct report"),
                                    ("external", "external person"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("anonymous", models.BooleanField(default=False)),
                        (
                            "wanted",
                            models.PositiveSmallIntegerField(
                                default=1, validators=[django.core.validators.MinValueValidator(1)]
                            ),
                        ),
                        ("by_rule", models.BooleanField(default=True)),
                    ],
                    options={
                        "ordering": ["cycle", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("cycle", "rater_kind"), name="cycle_kind_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("anonymous", False),
                                    models.Q(
                                        ("rater_kind__in", ("self", "manager")), _negated=True
                                    ),
                                    _connector="OR",
                                ),
                                name="cycle_kind_can_be_anonymous",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CycleRaterKindEvent",
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
                                to="assessments.cycleraterkind",
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
                            "cycle",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.assessmentcycle",
                            ),
                        ),
                        (
                            "rater_kind",
                            models.CharField(
                                choices=[
                                    ("self", "self"),
                                    ("manager", "manager"),
                                    ("peer", "colleague"),
                                    ("report", "direct report"),
                                    ("external", "external person"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("anonymous", models.BooleanField(default=False)),
                        (
                            "wanted",
                            models.PositiveSmallIntegerField(
                                default=1, validators=[django.core.validators.MinValueValidator(1)]
                            ),
                        ),
                        ("by_rule", models.BooleanField(default=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="CycleSkill",
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
                            "participant",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="skills",
                                to="assessments.cycleparticipant",
                            ),
                        ),
                        (
                            "skill",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="skills.skill",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        ("is_asked", models.BooleanField(default=True)),
                    ],
                    options={
                        "ordering": ["participant", "position"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("participant", "skill"), name="cycle_skill_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Exercise",
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
                                related_name="exercises",
                                to="employees.employee",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("role_play", "role-play"), ("simulation", "simulation")],
                                max_length=10,
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        (
                            "situation",
                            models.TextField(blank=True, max_length=2000, verbose_name="situation"),
                        ),
                        ("held_on", models.DateField(verbose_name="held on")),
                        (
                            "created_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("released_at", models.DateTimeField(null=True)),
                        (
                            "skills",
                            models.ManyToManyField(
                                related_name="exercises",
                                through="assessments.ExerciseSkill",
                                to="skills.skill",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-held_on", "-id"],
                        "indexes": [
                            models.Index(fields=["employee", "held_on"], name="exercise_person")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ExerciseEvent",
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
                                to="assessments.exercise",
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
                            "kind",
                            models.CharField(
                                choices=[("role_play", "role-play"), ("simulation", "simulation")],
                                max_length=10,
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        (
                            "situation",
                            models.TextField(blank=True, max_length=2000, verbose_name="situation"),
                        ),
                        ("held_on", models.DateField(verbose_name="held on")),
                        (
                            "created_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("released_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ExerciseSkill",
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
                            "exercise",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="observed",
                                to="assessments.exercise",
                            ),
                        ),
                        (
                            "skill",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="skills.skill",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["exercise", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("exercise", "skill"), name="exercise_skill_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ExerciseSkillEvent",
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
                                to="assessments.exerciseskill",
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
                            "exercise",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.exercise",
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
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="FeedbackAnswer",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        (
                            "cycle",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="assessments.assessmentcycle",
                            ),
                        ),
                        (
                            "ratee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="employees.employee",
                            ),
                        ),
                        (
                            "rater_kind",
                            models.CharField(
                                choices=[
                                    ("self", "self"),
                                    ("manager", "manager"),
                                    ("peer", "colleague"),
                                    ("report", "direct report"),
                                    ("external", "external person"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("payload", models.JSONField()),
                        ("digest", models.CharField(max_length=64, null=True, unique=True)),
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
                            "cycle",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="assessments.assessmentcycle",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="employees.orgunit",
                            ),
                        ),
                        ("day", models.DateField()),
                        ("people", models.PositiveIntegerField()),
                        ("invited", models.PositiveIntegerField()),
                        ("answered", models.PositiveIntegerField()),
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
                migrations.CreateModel(
                    name="FeedbackInvitation",
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
                            "cycle",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="assessments.assessmentcycle",
                            ),
                        ),
                        (
                            "rater",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="employees.employee",
                            ),
                        ),
                        (
                            "ratee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="employees.employee",
                            ),
                        ),
                        (
                            "rater_kind",
                            models.CharField(
                                choices=[
                                    ("self", "self"),
                                    ("manager", "manager"),
                                    ("peer", "colleague"),
                                    ("report", "direct report"),
                                    ("external", "external person"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("answered_on", models.DateField(null=True)),
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
                    name="ItemEvent",
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
                                to="assessments.item",
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
                            "skill",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="skills.skill",
                            ),
                        ),
                        ("code", models.CharField(max_length=60, verbose_name="code")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "draft"),
                                    ("published", "published"),
                                    ("retired", "retired"),
                                ],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        (
                            "current",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.itemversion",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Observer",
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
                            "exercise",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="observers",
                                to="assessments.exercise",
                            ),
                        ),
                        (
                            "observer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="exercises_observed",
                                to="employees.employee",
                            ),
                        ),
                        ("submitted_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "ordering": ["exercise", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("exercise", "observer"), name="observer_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ObserverEvent",
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
                                to="assessments.observer",
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
                            "exercise",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.exercise",
                            ),
                        ),
                        (
                            "observer",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="employees.employee",
                            ),
                        ),
                        ("submitted_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ObserverScore",
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
                            "observer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="scores",
                                to="assessments.observer",
                            ),
                        ),
                        (
                            "skill",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="skills.skill",
                            ),
                        ),
                        ("level", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                        ("cannot_judge", models.BooleanField(default=False)),
                        (
                            "comment",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="what was seen"
                            ),
                        ),
                        (
                            "evidence",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="observer_score",
                                to="assessments.evidence",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["observer", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("observer", "skill"), name="observer_score_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("cannot_judge", False), ("level", None), _connector="OR"
                                ),
                                name="observer_score_level_or_cannot_judge",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ObserverScoreEvent",
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
                                to="assessments.observerscore",
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
                            "observer",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.observer",
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
                        ("level", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                        ("cannot_judge", models.BooleanField(default=False)),
                        (
                            "comment",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="what was seen"
                            ),
                        ),
                        (
                            "evidence",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.evidence",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="QuizEvent",
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
                                to="assessments.quiz",
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
                        ("title", models.CharField(max_length=120, verbose_name="title")),
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
                        (
                            "description",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="what it covers"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "draft"),
                                    ("published", "published"),
                                    ("retired", "retired"),
                                ],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        (
                            "assembly",
                            models.CharField(
                                choices=[
                                    ("fixed", "the same questions for everybody"),
                                    ("random", "drawn anew for each attempt"),
                                ],
                                default="fixed",
                                max_length=6,
                                verbose_name="questions",
                            ),
                        ),
                        (
                            "draws",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(200),
                                ],
                                verbose_name="how many are drawn",
                            ),
                        ),
                        (
                            "one_page",
                            models.BooleanField(
                                default=False, verbose_name="all questions on one page"
                            ),
                        ),
                        (
                            "minutes",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(480),
                                ],
                                verbose_name="minutes",
                            ),
                        ),
                        (
                            "retake_days",
                            models.PositiveSmallIntegerField(
                                default=90, verbose_name="days before it may be taken again"
                            ),
                        ),
                        (
                            "attempts_at_most",
                            models.PositiveSmallIntegerField(
                                default=3,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="attempts in all",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="QuizItem",
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
                            "quiz",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="assessments.quiz",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="assessments.item",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                    ],
                    options={
                        "ordering": ["quiz", "position"],
                        "constraints": [
                            models.UniqueConstraint(fields=("quiz", "item"), name="quiz_item_once"),
                            models.UniqueConstraint(
                                fields=("quiz", "position"), name="quiz_position_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="QuizItemEvent",
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
                                to="assessments.quizitem",
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
                            "quiz",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.quiz",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.item",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Rating",
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
                            "rater",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="ratings_given",
                                to="employees.employee",
                            ),
                        ),
                        (
                            "ratee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="ratings_received",
                                to="employees.employee",
                            ),
                        ),
                        (
                            "skill",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="ratings",
                                to="skills.skill",
                            ),
                        ),
                        (
                            "cycle",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="ratings",
                                to="assessments.assessmentcycle",
                            ),
                        ),
                        (
                            "rater_kind",
                            models.CharField(
                                choices=[
                                    ("self", "self"),
                                    ("manager", "manager"),
                                    ("peer", "colleague"),
                                    ("report", "direct report"),
                                    ("external", "external person"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("level", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                        ("cannot_judge", models.BooleanField(default=False)),
                        ("comment", models.TextField(blank=True, verbose_name="comment")),
                        ("submitted_at", models.DateTimeField(null=True)),
                        (
                            "evidence",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rating",
                                to="assessments.evidence",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["ratee", "skill", "submitted_at"], name="rating_ratee"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("submitted_at", None)),
                                fields=("rater", "ratee", "skill", "cycle"),
                                name="rating_one_draft",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("cannot_judge", False), ("level", None), _connector="OR"
                                ),
                                name="rating_level_or_cannot_judge",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RatingEvent",
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
                                to="assessments.rating",
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
                            "rater",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="employees.employee",
                            ),
                        ),
                        (
                            "ratee",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="employees.employee",
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
                        (
                            "cycle",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.assessmentcycle",
                            ),
                        ),
                        (
                            "rater_kind",
                            models.CharField(
                                choices=[
                                    ("self", "self"),
                                    ("manager", "manager"),
                                    ("peer", "colleague"),
                                    ("report", "direct report"),
                                    ("external", "external person"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("level", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                        ("cannot_judge", models.BooleanField(default=False)),
                        ("comment", models.TextField(blank=True, verbose_name="comment")),
                        ("submitted_at", models.DateTimeField(null=True)),
                        (
                            "evidence",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.evidence",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="RatingRequest",
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
                            "cycle",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="requests",
                                to="assessments.assessmentcycle",
                            ),
                        ),
                        (
                            "rater",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="requests_to_rate",
                                to="employees.employee",
                            ),
                        ),
                        (
                            "ratee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="requests_about",
                                to="employees.employee",
                            ),
                        ),
                        (
                            "rater_kind",
                            models.CharField(
                                choices=[
                                    ("self", "self"),
                                    ("manager", "manager"),
                                    ("peer", "colleague"),
                                    ("report", "direct report"),
                                    ("external", "external person"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("anonymous", models.BooleanField(default=False)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("proposed", "proposed"),
                                    ("approved", "approved"),
                                    ("declined", "declined"),
                                    ("answered", "answered"),
                                ],
                                default="proposed",
                                max_length=10,
                            ),
                        ),
                        (
                            "skill",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="skills.skill",
                            ),
                        ),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="what it is about"
                            ),
                        ),
                        ("due_on", models.DateField(null=True)),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(null=True)),
                        ("answered_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["rater", "state"], name="rating_request_rater"),
                            models.Index(fields=["ratee", "cycle"], name="rating_request_ratee"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("cycle__isnull", False)),
                                fields=("cycle", "rater", "ratee"),
                                name="rating_request_once_in_cycle",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("cycle", None), ("state", "approved")),
                                fields=("rater", "ratee", "skill"),
                                name="rating_request_open_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("cycle__isnull", False),
                                    models.Q(("anonymous", False), ("skill__isnull", False)),
                                    _connector="OR",
                                ),
                                name="rating_request_is_about_something",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("anonymous", False),
                                    models.Q(
                                        ("answered_at", None),
                                        models.Q(("state", "answered"), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="rating_request_anonymous_unanswered",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("rater", models.F("ratee")), ("rater_kind", "self")),
                                    models.Q(
                                        models.Q(("rater_kind", "self"), _negated=True),
                                        models.Q(("rater", models.F("ratee")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="rating_request_self_is_self",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RatingRequestEvent",
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
                                to="assessments.ratingrequest",
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
                            "cycle",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.assessmentcycle",
                            ),
                        ),
                        (
                            "rater",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="employees.employee",
                            ),
                        ),
                        (
                            "ratee",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="employees.employee",
                            ),
                        ),
                        (
                            "rater_kind",
                            models.CharField(
                                choices=[
                                    ("self", "self"),
                                    ("manager", "manager"),
                                    ("peer", "colleague"),
                                    ("report", "direct report"),
                                    ("external", "external person"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("anonymous", models.BooleanField(default=False)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("proposed", "proposed"),
                                    ("approved", "approved"),
                                    ("declined", "declined"),
                                    ("answered", "answered"),
                                ],
                                default="proposed",
                                max_length=10,
                            ),
                        ),
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
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="what it is about"
                            ),
                        ),
                        ("due_on", models.DateField(null=True)),
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
                        (
                            "decided_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(null=True)),
                        ("answered_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Scenario",
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
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        (
                            "skill",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="scenarios",
                                to="skills.skill",
                            ),
                        ),
                        (
                            "description",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="what it is about"
                            ),
                        ),
                        (
                            "retake_days",
                            models.PositiveSmallIntegerField(
                                default=90, verbose_name="days before it may be taken again"
                            ),
                        ),
                        (
                            "attempts_at_most",
                            models.PositiveSmallIntegerField(
                                default=3,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="attempts in all",
                            ),
                        ),
                        (
                            "current",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assessments.scenarioversion",
                            ),
                        ),
                        ("retired_on", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["title", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("attempts_at_most__gte", 1)),
                                name="scenario_attempts_positive",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ScenarioVersion",
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
                            "scenario",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="assessments.scenario",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "draft"),
                                    ("published", "published"),
                                    ("retired", "retired"),
                                ],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        ("published_at", models.DateTimeField(null=True)),
                        (
                            "created_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["scenario", "-number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("scenario", "number"), name="scenario_version_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "draft")),
                                fields=("scenario",),
                                name="scenario_version_one_draft",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("published_at", None), ("state", "draft")),
                                    models.Q(
                                        models.Q(("state", "draft"), _negated=True),
                                        ("published_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="scenario_version_published_at",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Scene",
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
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="scenes",
                                to="assessments.scenarioversion",
                            ),
                        ),
                        ("code", models.CharField(max_length=20)),
                        ("position", models.PositiveSmallIntegerField()),
                        ("text", models.TextField(max_length=4000)),
                    ],
                    options={
                        "ordering": ["version", "position"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("version", "code"), name="scene_code_once"
                            ),
                            models.UniqueConstraint(
                                fields=("version", "position"), name="scene_position_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reaction",
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
                            "scene",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reactions",
                                to="assessments.scene",
                            ),
                        ),
                        ("code", models.CharField(max_length=20)),
                        ("position", models.PositiveSmallIntegerField()),
                        ("text", models.TextField(max_length=2000)),
                        (
                            "next_scene",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reached_by",
                                to="assessments.scene",
                            ),
                        ),
                        ("key_level", models.FloatField(null=True)),
                        ("key_spread", models.FloatField(null=True)),
                    ],
                    options={
                        "ordering": ["scene", "position"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("scene", "code"), name="reaction_code_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReactionEvent",
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
                                to="assessments.reaction",
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
                            "scene",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.scene",
                            ),
                        ),
                        ("code", models.CharField(max_length=20)),
                        ("position", models.PositiveSmallIntegerField()),
                        ("text", models.TextField(max_length=2000)),
                        (
                            "next_scene",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.scene",
                            ),
                        ),
                        ("key_level", models.FloatField(null=True)),
                        ("key_spread", models.FloatField(null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ScenarioExpert",
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
                            "scenario_version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="experts",
                                to="assessments.scenarioversion",
                            ),
                        ),
                        (
                            "expert",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="keys_asked",
                                to="employees.employee",
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("submitted_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "ordering": ["scenario_version", "expert"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("scenario_version", "expert"), name="scenario_expert_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReactionKey",
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
                            "reaction",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="keys",
                                to="assessments.reaction",
                            ),
                        ),
                        (
                            "expert",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="keys",
                                to="assessments.scenarioexpert",
                            ),
                        ),
                        ("level", models.DecimalField(decimal_places=1, max_digits=4)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("reaction", "expert"), name="reaction_key_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReactionKeyEvent",
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
                                to="assessments.reactionkey",
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
                            "reaction",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.reaction",
                            ),
                        ),
                        (
                            "expert",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.scenarioexpert",
                            ),
                        ),
                        ("level", models.DecimalField(decimal_places=1, max_digits=4)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Retraction",
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
                            "evidence",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="retraction",
                                to="assessments.evidence",
                            ),
                        ),
                        ("reason", models.CharField(max_length=200)),
                        (
                            "batch",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="retractions",
                                to="core.importbatch",
                            ),
                        ),
                        (
                            "retracted_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("retracted_at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [models.Index(fields=["retracted_at"], name="retraction_when")],
                    },
                ),
                migrations.CreateModel(
                    name="RunPriors",
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
                            "run",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="priors",
                                to="assessments.analysisrun",
                            ),
                        ),
                        ("cell_key", models.BinaryField()),
                        ("cell_sums", models.BinaryField()),
                        ("flat", models.BinaryField()),
                        ("rater", models.BinaryField()),
                        ("ratee", models.BinaryField()),
                        ("dyad", models.BinaryField()),
                        ("severity", models.BinaryField()),
                        ("impression", models.BinaryField()),
                        ("leniency", models.BinaryField()),
                        ("calibration", models.PositiveSmallIntegerField()),
                        ("n_evidence", models.PositiveIntegerField()),
                    ],
                ),
                migrations.CreateModel(
                    name="RunShard",
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
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="shards",
                                to="assessments.analysisrun",
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        (
                            "employees",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), size=None
                            ),
                        ),
                        ("summary", models.JSONField(default=dict)),
                        ("inputs_hash", models.CharField(blank=True, max_length=64)),
                        ("output", models.TextField(blank=True)),
                        ("done_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "ordering": ["run", "number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("run", "number"), name="run_shard_number_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ScenarioAttempt",
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
                            "scenario_version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attempts",
                                to="assessments.scenarioversion",
                            ),
                        ),
                        (
                            "employee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="scenario_attempts",
                                to="employees.employee",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "open"), ("scored", "scored")],
                                default="open",
                                max_length=6,
                            ),
                        ),
                        ("started_at", models.DateTimeField()),
                        ("submitted_at", models.DateTimeField(null=True)),
                        ("level", models.DecimalField(decimal_places=3, max_digits=5, null=True)),
                        ("variance", models.FloatField(null=True)),
                        (
                            "evidence",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="scenario_attempt",
                                to="assessments.evidence",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-started_at", "-id"],
                        "indexes": [
                            models.Index(
                                fields=["employee", "started_at"], name="scenario_attempt_person"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "open")),
                                fields=("scenario_version", "employee"),
                                name="scenario_attempt_open_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("level", None), ("state", "open"), ("submitted_at", None)
                                    ),
                                    models.Q(
                                        ("level__isnull", False),
                                        ("state", "scored"),
                                        ("submitted_at__isnull", False),
                                        ("variance__gt", 0),
                                    ),
                                    _connector="OR",
                                ),
                                name="scenario_attempt_scored",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ScenarioAttemptEvent",
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
                                to="assessments.scenarioattempt",
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
                            "scenario_version",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.scenarioversion",
                            ),
                        ),
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
                                choices=[("open", "open"), ("scored", "scored")],
                                default="open",
                                max_length=6,
                            ),
                        ),
                        ("started_at", models.DateTimeField()),
                        ("submitted_at", models.DateTimeField(null=True)),
                        ("level", models.DecimalField(decimal_places=3, max_digits=5, null=True)),
                        ("variance", models.FloatField(null=True)),
                        (
                            "evidence",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.evidence",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ScenarioChoice",
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
                            "attempt",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="choices",
                                to="assessments.scenarioattempt",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "scene",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assessments.scene",
                            ),
                        ),
                        (
                            "reaction",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="chosen",
                                to="assessments.reaction",
                            ),
                        ),
                        ("chosen_at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ["attempt", "position"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("attempt", "scene"), name="scenario_choice_scene_once"
                            ),
                            models.UniqueConstraint(
                                fields=("attempt", "position"), name="scenario_choice_position_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ScenarioEvent",
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
                                to="assessments.scenario",
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
                        ("title", models.CharField(max_length=120, verbose_name="title")),
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
                        (
                            "description",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="what it is about"
                            ),
                        ),
                        (
                            "retake_days",
                            models.PositiveSmallIntegerField(
                                default=90, verbose_name="days before it may be taken again"
                            ),
                        ),
                        (
                            "attempts_at_most",
                            models.PositiveSmallIntegerField(
                                default=3,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="attempts in all",
                            ),
                        ),
                        (
                            "current",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.scenarioversion",
                            ),
                        ),
                        ("retired_on", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ScenarioExpertEvent",
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
                                to="assessments.scenarioexpert",
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
                            "scenario_version",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.scenarioversion",
                            ),
                        ),
                        (
                            "expert",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="employees.employee",
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("submitted_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ScenarioVersionEvent",
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
                                to="assessments.scenarioversion",
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
                            "scenario",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.scenario",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "draft"),
                                    ("published", "published"),
                                    ("retired", "retired"),
                                ],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        ("published_at", models.DateTimeField(null=True)),
                        (
                            "created_by",
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
                    name="SceneEvent",
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
                                to="assessments.scene",
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
                            "version",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.scenarioversion",
                            ),
                        ),
                        ("code", models.CharField(max_length=20)),
                        ("position", models.PositiveSmallIntegerField()),
                        ("text", models.TextField(max_length=4000)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="SkillMapCell",
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
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="employees.orgunit",
                            ),
                        ),
                        (
                            "role",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="employees.roleprofile",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="employees.site",
                            ),
                        ),
                        ("work_mode", models.CharField(max_length=10)),
                        (
                            "skill",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="skills.skill",
                            ),
                        ),
                        ("n", models.IntegerField()),
                        ("n_unmeasured", models.IntegerField()),
                        ("n_possible", models.IntegerField()),
                        ("n_probable", models.IntegerField()),
                        ("sum_level", models.BigIntegerField()),
                        ("sum_gap", models.BigIntegerField()),
                        ("sum_p", models.BigIntegerField()),
                    ],
                    options={
                        "indexes": [models.Index(fields=["skill"], name="skill_map_cell_skill")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("unit", "role", "site", "work_mode", "skill"),
                                name="skill_map_cell_once",
                                nulls_distinct=False,
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SkillProfile",
                    fields=[
                        (
                            "employee",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="skill_profile",
                                serialize=False,
                                to="employees.employee",
                            ),
                        ),
                        (
                            "slots",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.SmallIntegerField(), size=None
                            ),
                        ),
                        (
                            "mean",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.SmallIntegerField(), size=None
                            ),
                        ),
                        (
                            "sd",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.SmallIntegerField(), size=None
                            ),
                        ),
                        (
                            "n_ratings",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.SmallIntegerField(), size=None
                            ),
                        ),
                        (
                            "required",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.SmallIntegerField(), size=None
                            ),
                        ),
                        (
                            "importance",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.SmallIntegerField(), size=None
                            ),
                        ),
                        (
                            "p_gap",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.SmallIntegerField(), size=None
                            ),
                        ),
                        (
                            "status",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.SmallIntegerField(), size=None
                            ),
                        ),
                        (
                            "prior",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.SmallIntegerField(), default=list, size=None
                            ),
                        ),
                        (
                            "raters",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), default=list, size=None
                            ),
                        ),
                        (
                            "shifts",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.SmallIntegerField(), default=list, size=None
                            ),
                        ),
                        (
                            "doubts",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.SmallIntegerField(), default=list, size=None
                            ),
                        ),
                        (
                            "flat",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.SmallIntegerField(), default=list, size=None
                            ),
                        ),
                        ("calibration", models.SmallIntegerField(default=1150)),
                        ("fit_hard", models.SmallIntegerField(null=True)),
                        ("fit_soft", models.SmallIntegerField(null=True)),
                        ("fit", models.SmallIntegerField(null=True)),
                        ("fit_se", models.SmallIntegerField(null=True)),
                        ("coverage", models.SmallIntegerField(null=True)),
                        ("method", models.CharField(max_length=60)),
                        ("method_version", models.CharField(max_length=20)),
                        ("parameters_hash", models.CharField(max_length=64)),
                        ("inputs_hash", models.CharField(max_length=64)),
                        (
                            "run",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assessments.analysisrun",
                            ),
                        ),
                        ("stale", models.BooleanField(default=False)),
                        ("computed_at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["slots"], name="skill_profile_slots"
                            ),
                            models.Index(
                                condition=models.Q(("stale", True)),
                                fields=["employee"],
                                name="skill_profile_stale",
                            ),
                        ],
                    },
                ),
            ],
        ),
        AddTrigger(
            model_name="assessmentcycle",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_assessmentcycleevent" ("closed_at", "closes_on", "created_at", "created_by_id", "escalate_days", "id", "name", "opened_at", "opens_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous_id", "proposals_asked_at", "public_id", "purpose", "released_at", "remind_days", "reminded_on", "round", "score_floor", "skills_of_each_kind", "skills_per_person", "state", "text_floor", "updated_at", "version") SELECT new_values."closed_at", new_values."closes_on", new_values."created_at", new_values."created_by_id", new_values."escalate_days", new_values."id", new_values."name", new_values."opened_at", new_values."opens_on", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."previous_id", new_values."proposals_asked_at", new_values."public_id", new_values."purpose", new_values."released_at", new_values."remind_days", new_values."reminded_on", new_values."round", new_values."score_floor", new_values."skills_of_each_kind", new_values."skills_per_person", new_values."state", new_values."text_floor", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="319a0a023a7c70c31b28f50a214af4536743790a",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_830c3",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="assessments_assessmentcycle",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="assessmentcycle",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_assessmentcycleevent" ("closed_at", "closes_on", "created_at", "created_by_id", "escalate_days", "id", "name", "opened_at", "opens_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous_id", "proposals_asked_at", "public_id", "purpose", "released_at", "remind_days", "reminded_on", "round", "score_floor", "skills_of_each_kind", "skills_per_person", "state", "text_floor", "updated_at", "version") SELECT new_values."closed_at", new_values."closes_on", new_values."created_at", new_values."created_by_id", new_values."escalate_days", new_values."id", new_values."name", new_values."opened_at", new_values."opens_on", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."previous_id", new_values."proposals_asked_at", new_values."public_id", new_values."purpose", new_values."released_at", new_values."remind_days", new_values."reminded_on", new_values."round", new_values."score_floor", new_values."skills_of_each_kind", new_values."skills_per_person", new_values."state", new_values."text_floor", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."closed_at" IS DISTINCT FROM (new_values."closed_at") OR old_values."closes_on" IS DISTINCT FROM (new_values."closes_on") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."created_by_id" IS DISTINCT FROM (new_values."created_by_id") OR old_values."escalate_days" IS DISTINCT FROM (new_values."escalate_days") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."opened_at" IS DISTINCT FROM (new_values."opened_at") OR old_values."opens_on" IS DISTINCT FROM (new_values."opens_on") OR old_values."previous_id" IS DISTINCT FROM (new_values."previous_id") OR old_values."proposals_asked_at" IS DISTINCT FROM (new_values."proposals_asked_at") OR old_values."public_id" IS DISTINCT FROM (new_values."public_id") OR old_values."purpose" IS DISTINCT FROM (new_values."purpose") OR old_values."released_at" IS DISTINCT FROM (new_values."released_at") OR old_values."remind_days" IS DISTINCT FROM (new_values."remind_days") OR old_values."reminded_on" IS DISTINCT FROM (new_values."reminded_on") OR old_values."round" IS DISTINCT FROM (new_values."round") OR old_values."score_floor" IS DISTINCT FROM (new_values."score_floor") OR old_values."skills_of_each_kind" IS DISTINCT FROM (new_values."skills_of_each_kind") OR old_values."skills_per_person" IS DISTINCT FROM (new_values."skills_per_person") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."text_floor" IS DISTINCT FROM (new_values."text_floor") OR old_values."updated_at" IS DISTINCT FROM (new_values."updated_at") OR old_values."version" IS DISTINCT FROM (new_values."version")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="f1fbf637c49db624aa10c87653fc333c362d10fc",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5b826",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="assessments_assessmentcycle",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="assessmentcycle",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_assessmentcycleevent" ("closed_at", "closes_on", "created_at", "created_by_id", "escalate_days", "id", "name", "opened_at", "opens_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous_id", "proposals_asked_at", "public_id", "purpose", "released_at", "remind_days", "reminded_on", "round", "score_floor", "skills_of_each_kind", "skills_per_person", "state", "text_floor", "updated_at", "version") SELECT old_values."closed_at", old_values."closes_on", old_values."created_at", old_values."created_by_id", old_values."escalate_days", old_values."id", old_values."name", old_values."opened_at", old_values."opens_on", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."previous_id", old_values."proposals_asked_at", old_values."public_id", old_values."purpose", old_values."released_at", old_values."remind_days", old_values."reminded_on", old_values."round", old_values."score_floor", old_values."skills_of_each_kind", old_values."skills_per_person", old_values."state", old_values."text_floor", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="55556ce010665d8c922384a4ec689d9d8b8b7059",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_cd5fe",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="assessments_assessmentcycle",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="assessmentcycleevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="527a4b1a8056ada36a3b24dc77273ebc1676fb13",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_event_no_change_399c4",
                    table="assessments_assessmentcycleevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="assessmentcycleevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                    hash="4c4634f2f88d862ebd8fe52c16eddaa9281b8ad6",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_event_no_truncate_16c96",
                    table="assessments_assessmentcycleevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="certificate",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_certificateevent" ("alignment", "badge_id", "badge_recipient", "batch_id", "created_at", "decided_at", "decided_by_id", "employee_id", "expires_on", "file", "file_name", "id", "identifier", "issued_on", "issuer", "media_type", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reason", "reference", "sha256", "state", "title", "type_id", "updated_at", "version") SELECT new_values."alignment", new_values."badge_id", new_values."badge_recipient", new_values."batch_id", new_values."created_at", new_values."decided_at", new_values."decided_by_id", new_values."employee_id", new_values."expires_on", new_values."file", new_values."file_name", new_values."id", new_values."identifier", new_values."issued_on", new_values."issuer", new_values."media_type", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."reason", new_values."reference", new_values."sha256", new_values."state", new_values."title", new_values."type_id", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="55129cbe2104b4e398a7952b7d38309a81b0fe46",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9c8cc",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="assessments_certificate",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="certificate",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_certificateevent" ("alignment", "badge_id", "badge_recipient", "batch_id", "created_at", "decided_at", "decided_by_id", "employee_id", "expires_on", "file", "file_name", "id", "identifier", "issued_on", "issuer", "media_type", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reason", "reference", "sha256", "state", "title", "type_id", "updated_at", "version") SELECT new_values."alignment", new_values."badge_id", new_values."badge_recipient", new_values."batch_id", new_values."created_at", new_values."decided_at", new_values."decided_by_id", new_values."employee_id", new_values."expires_on", new_values."file", new_values."file_name", new_values."id", new_values."identifier", new_values."issued_on", new_values."issuer", new_values."media_type", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."reason", new_values."reference", new_values."sha256", new_values."state", new_values."title", new_values."type_id", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."alignment" IS DISTINCT FROM (new_values."alignment") OR old_values."badge_id" IS DISTINCT FROM (new_values."badge_id") OR old_values."badge_recipient" IS DISTINCT FROM (new_values."badge_recipient") OR old_values."batch_id" IS DISTINCT FROM (new_values."batch_id") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."decided_at" IS DISTINCT FROM (new_values."decided_at") OR old_values."decided_by_id" IS DISTINCT FROM (new_values."decided_by_id") OR old_values."employee_id" IS DISTINCT FROM (new_values."employee_id") OR old_values."expires_on" IS DISTINCT FROM (new_values."expires_on") OR old_values."file" IS DISTINCT FROM (new_values."file") OR old_values."file_name" IS DISTINCT FROM (new_values."file_name") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."identifier" IS DISTINCT FROM (new_values."identifier") OR old_values."issued_on" IS DISTINCT FROM (new_values."issued_on") OR old_values."issuer" IS DISTINCT FROM (new_values."issuer") OR old_values."media_type" IS DISTINCT FROM (new_values."media_type") OR old_values."public_id" IS DISTINCT FROM (new_values."public_id") OR old_values."reason" IS DISTINCT FROM (new_values."reason") OR old_values."reference" IS DISTINCT FROM (new_values."reference") OR old_values."sha256" IS DISTINCT FROM (new_values."sha256") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."title" IS DISTINCT FROM (new_values."title") OR old_values."type_id" IS DISTINCT FROM (new_values."type_id") OR old_values."updated_at" IS DISTINCT FROM (new_values."updated_at") OR old_values."version" IS DISTINCT FROM (new_values."version")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="a5a17d29c39cfed11349bf430b0bb54295815e4a",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c370f",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="assessments_certificate",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="certificate",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_certificateevent" ("alignment", "badge_id", "badge_recipient", "batch_id", "created_at", "decided_at", "decided_by_id", "employee_id", "expires_on", "file", "file_name", "id", "identifier", "issued_on", "issuer", "media_type", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reason", "reference", "sha256", "state", "title", "type_id", "updated_at", "version") SELECT old_values."alignment", old_values."badge_id", old_values."badge_recipient", old_values."batch_id", old_values."created_at", old_values."decided_at", old_values."decided_by_id", old_values."employee_id", old_values."expires_on", old_values."file", old_values."file_name", old_values."id", old_values."identifier", old_values."issued_on", old_values."issuer", old_values."media_type", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."reason", old_values."reference", old_values."sha256", old_values."state", old_values."title", old_values."type_id", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="0d9931b62a3e9a5c150b7b25b232832d8c033bc1",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_de953",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="assessments_certificate",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="certificateevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="ed0477cc1e20b48f368b54386e3a1656a3b62f35",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_event_no_change_b966e",
                    table="assessments_certificateevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="certificateevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                    hash="7fe3e63d2d3217275ea3be6ff4d14c684d163d55",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_event_no_truncate_f5df9",
                    table="assessments_certificateevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="cycleparticipant",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_cycleparticipantevent" ("created_at", "cycle_id", "employee_id", "id", "manager_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "shares_decided_at", "shares_evidence", "updated_at", "version", "withdrawn_at") SELECT new_values."created_at", new_values."cycle_id", new_values."employee_id", new_values."id", new_values."manager_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."shares_decided_at", new_values."shares_evidence", new_values."updated_at", new_values."version", new_values."withdrawn_at" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="d21cb0f269014d2326e37f7ac6557a8e565232d4",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_fb41b",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="assessments_cycleparticipant",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="cycleparticipant",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_cycleparticipantevent" ("created_at", "cycle_id", "employee_id", "id", "manager_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "shares_decided_at", "shares_evidence", "updated_at", "version", "withdrawn_at") SELECT new_values."created_at", new_values."cycle_id", new_values."employee_id", new_values."id", new_values."manager_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."shares_decided_at", new_values."shares_evidence", new_values."updated_at", new_values."version", new_values."withdrawn_at" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="358471402ba1689c6b3c4220b2cbfdf1b6c08cf0",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_9f91e",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="assessments_cycleparticipant",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="cycleparticipant",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_cycleparticipantevent" ("created_at", "cycle_id", "employee_id", "id", "manager_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "shares_decided_at", "shares_evidence", "updated_at", "version", "withdrawn_at") SELECT old_values."created_at", old_values."cycle_id", old_values."employee_id", old_values."id", old_values."manager_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."shares_decided_at", old_values."shares_evidence", old_values."updated_at", old_values."version", old_values."withdrawn_at" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="09a56dfdcf5d790742371f65170a318df84b295d",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b674e",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="assessments_cycleparticipant",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="cycleparticipantevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="ef5aa21a10f1e673c752d4ac7823df2a2ac51e06",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_event_no_change_20912",
                    table="assessments_cycleparticipantevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="cycleparticipantevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                    hash="642c013bf9ef20645a1a395783cbcfe56363b784",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_event_no_truncate_4a7b3",
                    table="assessments_cycleparticipantevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="cycleraterkind",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_cycleraterkindevent" ("anonymous", "by_rule", "cycle_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rater_kind", "wanted") SELECT new_values."anonymous", new_values."by_rule", new_values."cycle_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."rater_kind", new_values."wanted" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="d8f2539d21639fd3d917efcfb4f2d5186848d12f",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_260d9",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="assessments_cycleraterkind",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="cycleraterkind",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_cycleraterkindevent" ("anonymous", "by_rule", "cycle_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rater_kind", "wanted") SELECT new_values."anonymous", new_values."by_rule", new_values."cycle_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."rater_kind", new_values."wanted" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="1fdcc45bfaf6e41bf817a4bc13745795cbf30e7e",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_92df0",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="assessments_cycleraterkind",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="cycleraterkind",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_cycleraterkindevent" ("anonymous", "by_rule", "cycle_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rater_kind", "wanted") SELECT old_values."anonymous", old_values."by_rule", old_values."cycle_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."rater_kind", old_values."wanted" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="1f70666228f321705ab5a3e740a84f7d6b2d9ccc",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_871e4",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="assessments_cycleraterkind",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="cycleraterkindevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="979c97c35bde96aa002eed1e5cd39fa5e5b4ffe5",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_event_no_change_b0be5",
                    table="assessments_cycleraterkindevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="cycleraterkindevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                    hash="62a4c4f054375976c0252d39d1c3426bf0001961",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_event_no_truncate_93f93",
                    table="assessments_cycleraterkindevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="evidence",
            trigger=pgtrigger.compiler.Trigger(
                name="evidence_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="f8cb93e5a356f50a8802a807a42caa065494ba1e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_evidence_no_change_cb569",
                    table="assessments_evidence",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="evidence",
            trigger=pgtrigger.compiler.Trigger(
                name="evidence_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                    hash="d29240865d6cca55502d5e4a4869392f6c266f1d",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_evidence_no_truncate_6a6b0",
                    table="assessments_evidence",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="contestevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="8fc68e70c967a7e2cc718feb17c1f62d21ee9010",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_event_no_change_3d36d",
                    table="assessments_contestevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="contestevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                    hash="e65857e878fbec6fd7cad4def44f849d293242c9",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_event_no_truncate_7a124",
                    table="assessments_contestevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="contest",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_contestevent" ("created_at", "due_on", "evidence_id", "id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reason", "replied_at", "replied_by_id", "reply", "resolution", "resolved_at", "resolved_by_id", "second_rater_id", "updated_at", "version") SELECT new_values."created_at", new_values."due_on", new_values."evidence_id", new_values."id", new_values."outcome", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."reason", new_values."replied_at", new_values."replied_by_id", new_values."reply", new_values."resolution", new_values."resolved_at", new_values."resolved_by_id", new_values."second_rater_id", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="0fa1f269801a0e674fee6292eb3c332e3e5d3bbe",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d5717",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="assessments_contest",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="contest",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_contestevent" ("created_at", "due_on", "evidence_id", "id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reason", "replied_at", "replied_by_id", "reply", "resolution", "resolved_at", "resolved_by_id", "second_rater_id", "updated_at", "version") SELECT new_values."created_at", new_values."due_on", new_values."evidence_id", new_values."id", new_values."outcome", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."reason", new_values."replied_at", new_values."replied_by_id", new_values."reply", new_values."resolution", new_values."resolved_at", new_values."resolved_by_id", new_values."second_rater_id", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="930970b6d9c316471563b50493d3d74e76943eb7",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_50152",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="assessments_contest",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="contest",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_contestevent" ("created_at", "due_on", "evidence_id", "id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reason", "replied_at", "replied_by_id", "reply", "resolution", "resolved_at", "resolved_by_id", "second_rater_id", "updated_at", "version") SELECT old_values."created_at", old_values."due_on", old_values."evidence_id", old_values."id", old_values."outcome", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."reason", old_values."replied_at", old_values."replied_by_id", old_values."reply", old_values."resolution", old_values."resolved_at", old_values."resolved_by_id", old_values."second_rater_id", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="44cb3603c3c052de191b741caa4bf98555e12474",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_5d396",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="assessments_contest",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="exerciseevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="7b7db1716dc529282dfaa9902061f1ff5a8c2dcd",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_event_no_change_1025a",
                    table="assessments_exerciseevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="exerciseevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                    hash="d0d40a17227f02d98d71e55a77c197a45d311a21",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_event_no_truncate_18ce2",
                    table="assessments_exerciseevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="exerciseskill",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_exerciseskillevent" ("exercise_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "skill_id") SELECT new_values."exercise_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."skill_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="c37867da5e665846c9411afeab8d13cd77e1d724",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_23321",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="assessments_exerciseskill",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="exerciseskill",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_exerciseskillevent" ("exercise_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "skill_id") SELECT new_values."exercise_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."skill_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="cbe05c020ffedf7d7d7991fa935acd07a116402e",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_47b3a",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="assessments_exerciseskill",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="exerciseskill",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_exerciseskillevent" ("exercise_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "skill_id") SELECT old_values."exercise_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."skill_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="eca7c79d9a6bf1038ee5277f30765e48c61508ec",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_2cccd",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="assessments_exerciseskill",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="exercise",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_exerciseevent" ("created_at", "created_by_id", "employee_id", "held_on", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "released_at", "situation", "title", "updated_at", "version") SELECT new_values."created_at", new_values."created_by_id", new_values."employee_id", new_values."held_on", new_values."id", new_values."kind", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."released_at", new_values."situation", new_values."title", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="8b3f76c70d041b8c2e6afb1d59607ea12beaeb82",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_14a2b",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="assessments_exercise",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="exercise",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_exerciseevent" ("created_at", "created_by_id", "employee_id", "held_on", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "released_at", "situation", "title", "updated_at", "version") SELECT new_values."created_at", new_values."created_by_id", new_values."employee_id", new_values."held_on", new_values."id", new_values."kind", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."released_at", new_values."situation", new_values."title", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="dec22bf730c97fece2bc5f965275d8646ceeda2b",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2ab35",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="assessments_exercise",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="exercise",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_exerciseevent" ("created_at", "created_by_id", "employee_id", "held_on", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "released_at", "situation", "title", "updated_at", "version") SELECT old_values."created_at", old_values."created_by_id", old_values."employee_id", old_values."held_on", old_values."id", old_values."kind", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."released_at", old_values."situation", old_values."title", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="d2669fe825690a1aee719ce172d0792f227437a7",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_1aa6a",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="assessments_exercise",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="exerciseskillevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="7ab1aa644fc26b613afa4f391cb8859ff94196f1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_event_no_change_7e0a7",
                    table="assessments_exerciseskillevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="exerciseskillevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                    hash="adff317a655835ea1ea44ebe1396ffcd23a8c52b",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_event_no_truncate_e0f4d",
                    table="assessments_exerciseskillevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="itemversion",
            trigger=pgtrigger.compiler.Trigger(
                name="item_version_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="f3b8865d4db138374c721d26dc8b8d28a87a3259",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_item_version_no_change_834d3",
                    table="assessments_itemversion",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="itemversion",
            trigger=pgtrigger.compiler.Trigger(
                name="item_version_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                    hash="02a3a67eca73b166b11cfa752364c8a0c68d8a32",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_item_version_no_truncate_5ac82",
                    table="assessments_itemversion",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="itemevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="41569795c530b7194beeea64922b12ed562c992c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_event_no_change_da279",
                    table="assessments_itemevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="itemevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                    hash="754792189b58390aabed50330eecd44fd6e7632e",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_event_no_truncate_099ab",
                    table="assessments_itemevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="item",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_itemevent" ("code", "created_at", "current_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "skill_id", "state", "updated_at", "version") SELECT new_values."code", new_values."created_at", new_values."current_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."skill_id", new_values."state", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="e760a44a35642acab954d66d92cc52bb5de2ab5e",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_4d709",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="assessments_item",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="item",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_itemevent" ("code", "created_at", "current_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "skill_id", "state", "updated_at", "version") SELECT new_values."code", new_values."created_at", new_values."current_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."skill_id", new_values."state", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="4ce2a07cb1be60f59cf3b3af5f87356fc0ae1fab",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_0ea3e",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="assessments_item",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="item",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_itemevent" ("code", "created_at", "current_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "skill_id", "state", "updated_at", "version") SELECT old_values."code", old_values."created_at", old_values."current_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."skill_id", old_values."state", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="9d5af9870488aea282fb9822a486ab925a6efb3f",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_4a6a5",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="assessments_item",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="observer",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_observerevent" ("created_at", "exercise_id", "id", "observer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "submitted_at", "updated_at", "version") SELECT new_values."created_at", new_values."exercise_id", new_values."id", new_values."observer_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."submitted_at", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="ab4620bb9e8cba7a0e5fcfef6defb88440062845",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e5d7d",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="assessments_observer",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="observer",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_observerevent" ("created_at", "exercise_id", "id", "observer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "submitted_at", "updated_at", "version") SELECT new_values."created_at", new_values."exercise_id", new_values."id", new_values."observer_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."submitted_at", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="42b97c2737710e30e30f1209586ea15d05fdca4c",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d0453",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="assessments_observer",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="observer",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_observerevent" ("created_at", "exercise_id", "id", "observer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "submitted_at", "updated_at", "version") SELECT old_values."created_at", old_values."exercise_id", old_values."id", old_values."observer_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."submitted_at", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="6236f9bb2ee734fc3e74e5d22e2e7747e7c0b9a5",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b53ba",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="assessments_observer",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="observerevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="366dee873d87d94c31fe6f0730aa3c2fa7dcf483",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_event_no_change_ed110",
                    table="assessments_observerevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="observerevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                    hash="5af29a531f8e277a0b7fe431ced3cda54a588394",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_event_no_truncate_ed01a",
                    table="assessments_observerevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="observerscore",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_observerscoreevent" ("cannot_judge", "comment", "evidence_id", "id", "level", "observer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "skill_id") SELECT new_values."cannot_judge", new_values."comment", new_values."evidence_id", new_values."id", new_values."level", new_values."observer_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."skill_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="26a95228845d80c2ff89136d666963ad11442784",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_68a88",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="assessments_observerscore",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="observerscore",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_observerscoreevent" ("cannot_judge", "comment", "evidence_id", "id", "level", "observer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "skill_id") SELECT new_values."cannot_judge", new_values."comment", new_values."evidence_id", new_values."id", new_values."level", new_values."observer_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."skill_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="2e977322a0896e991e57a57d8b0b4b46d737a41d",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4fc7f",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="assessments_observerscore",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="observerscore",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_observerscoreevent" ("cannot_judge", "comment", "evidence_id", "id", "level", "observer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "skill_id") SELECT old_values."cannot_judge", old_values."comment", old_values."evidence_id", old_values."id", old_values."level", old_values."observer_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."skill_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="ece0c4f88c52dd48bb03bba48c258f34f868c942",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_7f7bb",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="assessments_observerscore",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="observerscoreevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="f7ef5fcbd0b55a12202e90b9458c810b6a9cdef1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_event_no_change_94827",
                    table="assessments_observerscoreevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="observerscoreevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                    hash="3e1604653b3e241b26114dcedbca1fb174c508e7",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_event_no_truncate_e8e59",
                    table="assessments_observerscoreevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="cutscores",
            trigger=pgtrigger.compiler.Trigger(
                name="cut_scores_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="4ebdb2e9b5f35d1b98aa340375b3f8e88d14bb64",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_cut_scores_no_change_3476a",
                    table="assessments_cutscores",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="cutscores",
            trigger=pgtrigger.compiler.Trigger(
                name="cut_scores_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                    hash="040ee46489ebf1750307b6140eaab1e64ca6e45c",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_cut_scores_no_truncate_26d3b",
                    table="assessments_cutscores",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="attemptevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="c3df43abd5c2b278499ad4d69a4940437078800a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_event_no_change_614e4",
                    table="assessments_attemptevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="attemptevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                    hash="68a272963e3fc986733205e31d5253d42e15b771",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_event_no_truncate_80147",
                    table="assessments_attemptevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="attempt",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_attemptevent" ("created_at", "cut_scores_id", "deadline_at", "employee_id", "evidence_id", "id", "level", "method", "n_items", "n_right", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "quiz_id", "started_at", "state", "submitted_at", "theta", "theta_se", "updated_at", "variance", "version") SELECT new_values."created_at", new_values."cut_scores_id", new_values."deadline_at", new_values."employee_id", new_values."evidence_id", new_values."id", new_values."level", new_values."method", new_values."n_items", new_values."n_right", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."quiz_id", new_values."started_at", new_values."state", new_values."submitted_at", new_values."theta", new_values."theta_se", new_values."updated_at", new_values."variance", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="7ebce39d1487c0bcdf526b5328e961ebc553a5a0",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c7fac",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="assessments_attempt",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="attempt",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_attemptevent" ("created_at", "cut_scores_id", "deadline_at", "employee_id", "evidence_id", "id", "level", "method", "n_items", "n_right", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "quiz_id", "started_at", "state", "submitted_at", "theta", "theta_se", "updated_at", "variance", "version") SELECT new_values."created_at", new_values."cut_scores_id", new_values."deadline_at", new_values."employee_id", new_values."evidence_id", new_values."id", new_values."level", new_values."method", new_values."n_items", new_values."n_right", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."quiz_id", new_values."started_at", new_values."state", new_values."submitted_at", new_values."theta", new_values."theta_se", new_values."updated_at", new_values."variance", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="cdde6174fc3e628e18e33e354ef165b7f009a1cc",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3a187",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="assessments_attempt",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="attempt",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_attemptevent" ("created_at", "cut_scores_id", "deadline_at", "employee_id", "evidence_id", "id", "level", "method", "n_items", "n_right", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "quiz_id", "started_at", "state", "submitted_at", "theta", "theta_se", "updated_at", "variance", "version") SELECT old_values."created_at", old_values."cut_scores_id", old_values."deadline_at", old_values."employee_id", old_values."evidence_id", old_values."id", old_values."level", old_values."method", old_values."n_items", old_values."n_right", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."quiz_id", old_values."started_at", old_values."state", old_values."submitted_at", old_values."theta", old_values."theta_se", old_values."updated_at", old_values."variance", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="91575734030041e6bc90d6d6e39a687041fa13be",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_676e7",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="assessments_attempt",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="quizevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="e37e890d689b2cf9a034e06c6c5841a92dbdc0a7",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_event_no_change_32f09",
                    table="assessments_quizevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="quizevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                    hash="2e14c8ef5950d79fc181836090a042e30741ba08",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_event_no_truncate_db158",
                    table="assessments_quizevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="quizitem",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_quizitemevent" ("id", "item_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "quiz_id") SELECT new_values."id", new_values."item_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."position", new_values."quiz_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="29ca35cbf7802462ece612debc01e9d3f066e6fe",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_61246",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="assessments_quizitem",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="quizitem",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_quizitemevent" ("id", "item_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "quiz_id") SELECT new_values."id", new_values."item_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."position", new_values."quiz_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="43005241507f458d19fa3ac8241e2706cf37a983",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_8fab4",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="assessments_quizitem",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="quizitem",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_quizitemevent" ("id", "item_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "quiz_id") SELECT old_values."id", old_values."item_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."position", old_values."quiz_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="6fd3b6e1b1306564f57c9d0ea39a2049909f70fe",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_60008",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="assessments_quizitem",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="quiz",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_quizevent" ("assembly", "attempts_at_most", "created_at", "description", "draws", "id", "minutes", "one_page", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "retake_days", "skill_id", "state", "title", "updated_at", "version") SELECT new_values."assembly", new_values."attempts_at_most", new_values."created_at", new_values."description", new_values."draws", new_values."id", new_values."minutes", new_values."one_page", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."retake_days", new_values."skill_id", new_values."state", new_values."title", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="7f50cf3fe26d3581953ea049f000b23899951acf",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_11f9c",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="assessments_quiz",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="quiz",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_quizevent" ("assembly", "attempts_at_most", "created_at", "description", "draws", "id", "minutes", "one_page", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "retake_days", "skill_id", "state", "title", "updated_at", "version") SELECT new_values."assembly", new_values."attempts_at_most", new_values."created_at", new_values."description", new_values."draws", new_values."id", new_values."minutes", new_values."one_page", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."retake_days", new_values."skill_id", new_values."state", new_values."title", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="668618016ab3583608dfd2118c77b4b8dede99e2",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e26a3",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="assessments_quiz",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="quiz",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_quizevent" ("assembly", "attempts_at_most", "created_at", "description", "draws", "id", "minutes", "one_page", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "retake_days", "skill_id", "state", "title", "updated_at", "version") SELECT old_values."assembly", old_values."attempts_at_most", old_values."created_at", old_values."description", old_values."draws", old_values."id", old_values."minutes", old_values."one_page", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."retake_days", old_values."skill_id", old_values."state", old_values."title", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="00afdc222d7d6584558b7dfffe7586eb31acbcea",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_f48c3",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="assessments_quiz",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="quizitemevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="837d64719dfc61682258a236b5f371379bbeb2eb",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_event_no_change_ec17e",
                    table="assessments_quizitemevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="quizitemevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                    hash="437580115f07e10e3b7bfb8ae5ef56911d4da2c0",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_event_no_truncate_b45e8",
                    table="assessments_quizitemevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="rating",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_ratingevent" ("cannot_judge", "comment", "created_at", "cycle_id", "evidence_id", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "ratee_id", "rater_id", "rater_kind", "skill_id", "submitted_at", "updated_at", "version") SELECT new_values."cannot_judge", new_values."comment", new_values."created_at", new_values."cycle_id", new_values."evidence_id", new_values."id", new_values."level", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."ratee_id", new_values."rater_id", new_values."rater_kind", new_values."skill_id", new_values."submitted_at", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="61352f5c92bbb849d6238ad80534789073cf54c2",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_007b8",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="assessments_rating",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="rating",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_ratingevent" ("cannot_judge", "comment", "created_at", "cycle_id", "evidence_id", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "ratee_id", "rater_id", "rater_kind", "skill_id", "submitted_at", "updated_at", "version") SELECT new_values."cannot_judge", new_values."comment", new_values."created_at", new_values."cycle_id", new_values."evidence_id", new_values."id", new_values."level", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."ratee_id", new_values."rater_id", new_values."rater_kind", new_values."skill_id", new_values."submitted_at", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="938355ef58c0989f6b934a29eac0f60642e9f804",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ede26",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="assessments_rating",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="rating",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_ratingevent" ("cannot_judge", "comment", "created_at", "cycle_id", "evidence_id", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "ratee_id", "rater_id", "rater_kind", "skill_id", "submitted_at", "updated_at", "version") SELECT old_values."cannot_judge", old_values."comment", old_values."created_at", old_values."cycle_id", old_values."evidence_id", old_values."id", old_values."level", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."ratee_id", old_values."rater_id", old_values."rater_kind", old_values."skill_id", old_values."submitted_at", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="e04e9bf58ca96fcd5e612ac65871e4784ed6b182",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_cf5e7",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="assessments_rating",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="ratingevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="08399d4d82de448484ba75074d5ef3395fbe8393",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_event_no_change_1ca91",
                    table="assessments_ratingevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="ratingevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                    hash="660831758054eb1b63fbad5024f4d885b2ce4f5a",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_event_no_truncate_7daab",
                    table="assessments_ratingevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="ratingrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_ratingrequestevent" ("anonymous", "answered_at", "created_at", "cycle_id", "decided_at", "decided_by_id", "due_on", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_by_id", "public_id", "ratee_id", "rater_id", "rater_kind", "skill_id", "state", "updated_at", "version") SELECT new_values."anonymous", new_values."answered_at", new_values."created_at", new_values."cycle_id", new_values."decided_at", new_values."decided_by_id", new_values."due_on", new_values."id", new_values."note", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."proposed_by_id", new_values."public_id", new_values."ratee_id", new_values."rater_id", new_values."rater_kind", new_values."skill_id", new_values."state", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="647e4146c947d065360e05cb6f2a5a22435da43f",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c5dbe",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="assessments_ratingrequest",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="ratingrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_ratingrequestevent" ("anonymous", "answered_at", "created_at", "cycle_id", "decided_at", "decided_by_id", "due_on", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_by_id", "public_id", "ratee_id", "rater_id", "rater_kind", "skill_id", "state", "updated_at", "version") SELECT new_values."anonymous", new_values."answered_at", new_values."created_at", new_values."cycle_id", new_values."decided_at", new_values."decided_by_id", new_values."due_on", new_values."id", new_values."note", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."proposed_by_id", new_values."public_id", new_values."ratee_id", new_values."rater_id", new_values."rater_kind", new_values."skill_id", new_values."state", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="155dc98982ebb56a11bd3ddd9ffa4e592569ae04",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f1e58",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="assessments_ratingrequest",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="ratingrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_ratingrequestevent" ("anonymous", "answered_at", "created_at", "cycle_id", "decided_at", "decided_by_id", "due_on", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_by_id", "public_id", "ratee_id", "rater_id", "rater_kind", "skill_id", "state", "updated_at", "version") SELECT old_values."anonymous", old_values."answered_at", old_values."created_at", old_values."cycle_id", old_values."decided_at", old_values."decided_by_id", old_values."due_on", old_values."id", old_values."note", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."proposed_by_id", old_values."public_id", old_values."ratee_id", old_values."rater_id", old_values."rater_kind", old_values."skill_id", old_values."state", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="32736eabadc8e41e845ad79d256892cc6104df21",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_ddab9",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="assessments_ratingrequest",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="ratingrequestevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="4e6e9c31d07834f850b56c2489073a50b8a73b1c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_event_no_change_a772b",
                    table="assessments_ratingrequestevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="ratingrequestevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                    hash="397990141fee843fcd615627ee6366ee83b872be",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_event_no_truncate_bfbb9",
                    table="assessments_ratingrequestevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="retraction",
            trigger=pgtrigger.compiler.Trigger(
                name="retraction_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="29289ca78f37e6412cd9ed878ea6d62aa3508a2c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_retraction_no_change_fb7b0",
                    table="assessments_retraction",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="retraction",
            trigger=pgtrigger.compiler.Trigger(
                name="retraction_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                    hash="53f467d44140d6152ed7ba838c2be107447359b3",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_retraction_no_truncate_2ed9f",
                    table="assessments_retraction",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="reactionkeyevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="5d3ed39552efa04d22d13a69d4d76415ec627632",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_event_no_change_d560f",
                    table="assessments_reactionkeyevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="reactionkeyevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                    hash="7bc97aa6c5262d754f7e9e70aa89dfca7814c154",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_event_no_truncate_ba2cd",
                    table="assessments_reactionkeyevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="reactionkey",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_reactionkeyevent" ("expert_id", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reaction_id") SELECT new_values."expert_id", new_values."id", new_values."level", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."reaction_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="2ff293de92b27d52d3af7471927b974b6e48a76b",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6cfda",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="assessments_reactionkey",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="reactionkey",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_reactionkeyevent" ("expert_id", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reaction_id") SELECT new_values."expert_id", new_values."id", new_values."level", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."reaction_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="048399429fc981293f9a25a88a3d4f07f0d85358",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1317c",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="assessments_reactionkey",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="reactionkey",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_reactionkeyevent" ("expert_id", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reaction_id") SELECT old_values."expert_id", old_values."id", old_values."level", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."reaction_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="6a37bdd1ff18bcd387057e913ff95f4d09189a2e",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9551c",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="assessments_reactionkey",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="scenarioversion",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_scenarioversionevent" ("created_at", "created_by_id", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "published_at", "scenario_id", "state", "updated_at", "version") SELECT new_values."created_at", new_values."created_by_id", new_values."id", new_values."number", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."published_at", new_values."scenario_id", new_values."state", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="583e11707c2432b58391f8b5d0ab4b4efc50f8fb",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6bb4c",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="assessments_scenarioversion",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="scenarioversion",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_scenarioversionevent" ("created_at", "created_by_id", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "published_at", "scenario_id", "state", "updated_at", "version") SELECT new_values."created_at", new_values."created_by_id", new_values."id", new_values."number", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."published_at", new_values."scenario_id", new_values."state", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="0e4de4163ee83e05d7c8783e756f6d7326e09535",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b9967",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="assessments_scenarioversion",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="scenarioversion",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_scenarioversionevent" ("created_at", "created_by_id", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "published_at", "scenario_id", "state", "updated_at", "version") SELECT old_values."created_at", old_values."created_by_id", old_values."id", old_values."number", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."published_at", old_values."scenario_id", old_values."state", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="269c7a6be8a5b08718c42aca438bb6ed91d0ff2d",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_cb1a1",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="assessments_scenarioversion",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="scenarioexpertevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="35a53f3bd02ebe0af0129063dbd7a4f11c48b0d5",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_event_no_change_ec140",
                    table="assessments_scenarioexpertevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="scenarioexpertevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                    hash="c5f677089795836d4ed159e884209f9ebe96e930",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_event_no_truncate_4a4d3",
                    table="assessments_scenarioexpertevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="scenarioexpert",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_scenarioexpertevent" ("asked_by_id", "created_at", "expert_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "scenario_version_id", "submitted_at", "updated_at", "version") SELECT new_values."asked_by_id", new_values."created_at", new_values."expert_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."scenario_version_id", new_values."submitted_at", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="895b9a9cb4a99df5338394644aa346ee4359c153",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_7ccc0",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="assessments_scenarioexpert",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="scenarioexpert",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_scenarioexpertevent" ("asked_by_id", "created_at", "expert_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "scenario_version_id", "submitted_at", "updated_at", "version") SELECT new_values."asked_by_id", new_values."created_at", new_values."expert_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."scenario_version_id", new_values."submitted_at", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="aca78d61328067ddfd5fb0c612ef983f927f82fb",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_df36c",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="assessments_scenarioexpert",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="scenarioexpert",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_scenarioexpertevent" ("asked_by_id", "created_at", "expert_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "scenario_version_id", "submitted_at", "updated_at", "version") SELECT old_values."asked_by_id", old_values."created_at", old_values."expert_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."scenario_version_id", old_values."submitted_at", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="acac97bb3f9b20dba23715395125fa7519de1663",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_27c0c",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="assessments_scenarioexpert",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="scenarioevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="bb787e8c426d1ab03ecb1044df01dc3286c8c3ac",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_event_no_change_0a628",
                    table="assessments_scenarioevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="scenarioevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                    hash="13c9db716b54f4432aa07d84507167c4adf6a8f9",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_event_no_truncate_b30d8",
                    table="assessments_scenarioevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="scenarioattemptevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="a26ea1165755b65e988c0e0b5b380d756cdd683c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_event_no_change_6952a",
                    table="assessments_scenarioattemptevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="scenarioattemptevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                    hash="fc5f13c48db03c30891ad0eb987b61bcd0a5b254",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_event_no_truncate_78c43",
                    table="assessments_scenarioattemptevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="scenarioattempt",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_scenarioattemptevent" ("created_at", "employee_id", "evidence_id", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "scenario_version_id", "started_at", "state", "submitted_at", "updated_at", "variance", "version") SELECT new_values."created_at", new_values."employee_id", new_values."evidence_id", new_values."id", new_values."level", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."scenario_version_id", new_values."started_at", new_values."state", new_values."submitted_at", new_values."updated_at", new_values."variance", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="8bd340e2dcdeabb66dcb80574650b03aef158dea",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_af7f6",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="assessments_scenarioattempt",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="scenarioattempt",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_scenarioattemptevent" ("created_at", "employee_id", "evidence_id", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "scenario_version_id", "started_at", "state", "submitted_at", "updated_at", "variance", "version") SELECT new_values."created_at", new_values."employee_id", new_values."evidence_id", new_values."id", new_values."level", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."scenario_version_id", new_values."started_at", new_values."state", new_values."submitted_at", new_values."updated_at", new_values."variance", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="4ec46148f8ee7578760581bf806110588acd7bae",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d95fa",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="assessments_scenarioattempt",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="scenarioattempt",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_scenarioattemptevent" ("created_at", "employee_id", "evidence_id", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "scenario_version_id", "started_at", "state", "submitted_at", "updated_at", "variance", "version") SELECT old_values."created_at", old_values."employee_id", old_values."evidence_id", old_values."id", old_values."level", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."scenario_version_id", old_values."started_at", old_values."state", old_values."submitted_at", old_values."updated_at", old_values."variance", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="abe55fc401a26eee7d5f8ab4df5fc5ffaf47f2d5",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_586b3",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="assessments_scenarioattempt",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="scenario",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_scenarioevent" ("attempts_at_most", "code", "created_at", "current_id", "description", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "retake_days", "retired_on", "skill_id", "title", "updated_at", "version") SELECT new_values."attempts_at_most", new_values."code", new_values."created_at", new_values."current_id", new_values."description", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."retake_days", new_values."retired_on", new_values."skill_id", new_values."title", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="f8811081c2b3b193def4f8166375462ebbdf59c1",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_316f1",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="assessments_scenario",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="scenario",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_scenarioevent" ("attempts_at_most", "code", "created_at", "current_id", "description", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "retake_days", "retired_on", "skill_id", "title", "updated_at", "version") SELECT new_values."attempts_at_most", new_values."code", new_values."created_at", new_values."current_id", new_values."description", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."retake_days", new_values."retired_on", new_values."skill_id", new_values."title", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="6da345382f91444593083ed5e0a0e1ee403a9111",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_944e1",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="assessments_scenario",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="scenario",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_scenarioevent" ("attempts_at_most", "code", "created_at", "current_id", "description", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "retake_days", "retired_on", "skill_id", "title", "updated_at", "version") SELECT old_values."attempts_at_most", old_values."code", old_values."created_at", old_values."current_id", old_values."description", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."retake_days", old_values."retired_on", old_values."skill_id", old_values."title", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="8fcb6160f7bce2a911defa0098bd1ff6ac606724",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_8f09b",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="assessments_scenario",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="scenarioversionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="459798d71a5d40db5b7c5c594376577f5f949c1e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_event_no_change_ad019",
                    table="assessments_scenarioversionevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="scenarioversionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                    hash="b21c01fa908d1912b9b77f4a998b9e0412473494",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_event_no_truncate_9b3fe",
                    table="assessments_scenarioversionevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="scene",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_sceneevent" ("code", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "text", "version_id") SELECT new_values."code", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."position", new_values."text", new_values."version_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="00b8f3c457ed8bcd1960f614ffce2e1496d2377f",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_156b1",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="assessments_scene",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="scene",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_sceneevent" ("code", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "text", "version_id") SELECT new_values."code", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."position", new_values."text", new_values."version_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="659b1f8d0e7c9a3720c4d24f2ef8fe01448b471a",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_dd367",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="assessments_scene",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="scene",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_sceneevent" ("code", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "text", "version_id") SELECT old_values."code", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."position", old_values."text", old_values."version_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="5792442508c07475bac2849adcb6759f05db021c",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_03329",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="assessments_scene",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="reactionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="218007d9df9aa67042030ee8a6a9ec3f27ed1fe1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_event_no_change_1d0bf",
                    table="assessments_reactionevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="reactionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                    hash="5ca115ea0f2111496a95cbe09a12bb1652fef788",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_event_no_truncate_5681f",
                    table="assessments_reactionevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="reaction",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_reactionevent" ("code", "id", "key_level", "key_spread", "next_scene_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "scene_id", "text") SELECT new_values."code", new_values."id", new_values."key_level", new_values."key_spread", new_values."next_scene_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."position", new_values."scene_id", new_values."text" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="de7140bd78bfc0003fd954f6c7530d55a251a018",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3523a",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="assessments_reaction",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="reaction",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_reactionevent" ("code", "id", "key_level", "key_spread", "next_scene_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "scene_id", "text") SELECT new_values."code", new_values."id", new_values."key_level", new_values."key_spread", new_values."next_scene_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."position", new_values."scene_id", new_values."text" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="1b186b38d7a8792ad75b89a2c1d7e45f963e4f56",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_87767",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="assessments_reaction",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="reaction",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_reactionevent" ("code", "id", "key_level", "key_spread", "next_scene_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "scene_id", "text") SELECT old_values."code", old_values."id", old_values."key_level", old_values."key_spread", old_values."next_scene_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."position", old_values."scene_id", old_values."text" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="fde1b449e021dae2f2c3f40fed1c17764fd9b73a",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_3340f",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="assessments_reaction",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="sceneevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="c65dee353acf469e8daaa4ac36d22ee47eb56492",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_event_no_change_35c13",
                    table="assessments_sceneevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="sceneevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                    hash="94b206f4c283a9f68cbcc0040ad9a8c47b2fe680",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_event_no_truncate_e7f5c",
                    table="assessments_sceneevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
