import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import uuid
from django.conf import settings
from django.db import migrations, models

from skillmap.core.schema import AddTrigger, AtOnce


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0001_tables"),
        ("employees", "0004_mentoring"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("training", "0006_programmes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce(
            operations=[
                migrations.CreateModel(
                    name="BudgetScenario",
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
                        ("name", models.CharField(max_length=120)),
                        ("money_cents", models.PositiveBigIntegerField()),
                        ("person_cents", models.PositiveBigIntegerField()),
                        (
                            "seat_percent",
                            models.PositiveSmallIntegerField(
                                default=100,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                            ),
                        ),
                        ("mentor_hours", models.PositiveIntegerField(blank=True, null=True)),
                        (
                            "hours_per_week",
                            models.DecimalField(
                                blank=True, decimal_places=1, max_digits=4, null=True
                            ),
                        ),
                        (
                            "floor_percent",
                            models.PositiveSmallIntegerField(
                                default=0,
                                validators=[django.core.validators.MaxValueValidator(100)],
                            ),
                        ),
                        ("thorough", models.BooleanField(default=False)),
                        ("retired_at", models.DateTimeField(null=True)),
                        (
                            "author",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "must_haves",
                            models.ManyToManyField(
                                blank=True, related_name="+", to="training.activity"
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="employees.orgunit",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-created_at", "-id"],
                    },
                ),
                migrations.CreateModel(
                    name="BudgetRun",
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
                            "stage",
                            models.CharField(
                                choices=[
                                    ("wait", "waiting to begin"),
                                    ("read", "reading people and their gaps"),
                                    ("price", "finding prices"),
                                    ("column", "searching thoroughly"),
                                    ("hand", "handing out"),
                                    ("fill", "using what is left"),
                                    ("bound", "proving how good it is"),
                                    ("done", "finished"),
                                ],
                                default="wait",
                                max_length=8,
                            ),
                        ),
                        ("round", models.PositiveIntegerField(default=0)),
                        (
                            "prices",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.FloatField(), default=list, size=None
                            ),
                        ),
                        (
                            "weights",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.FloatField(), default=list, size=None
                            ),
                        ),
                        ("facts", models.JSONField(default=dict)),
                        ("memory", models.JSONField(default=dict)),
                        ("result", models.JSONField(default=dict)),
                        (
                            "analysis",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assessments.analysisrun",
                            ),
                        ),
                        ("method_version", models.CharField(max_length=20)),
                        ("finished_at", models.DateTimeField(null=True)),
                        ("adopted_at", models.DateTimeField(null=True)),
                        ("undone_at", models.DateTimeField(null=True)),
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
                            "scenario",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="runs",
                                to="training.budgetscenario",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-created_at", "-id"],
                    },
                ),
                migrations.CreateModel(
                    name="BudgetScenarioEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("name", models.CharField(max_length=120)),
                        ("money_cents", models.PositiveBigIntegerField()),
                        ("person_cents", models.PositiveBigIntegerField()),
                        (
                            "seat_percent",
                            models.PositiveSmallIntegerField(
                                default=100,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                            ),
                        ),
                        ("mentor_hours", models.PositiveIntegerField(blank=True, null=True)),
                        (
                            "hours_per_week",
                            models.DecimalField(
                                blank=True, decimal_places=1, max_digits=4, null=True
                            ),
                        ),
                        (
                            "floor_percent",
                            models.PositiveSmallIntegerField(
                                default=0,
                                validators=[django.core.validators.MaxValueValidator(100)],
                            ),
                        ),
                        ("thorough", models.BooleanField(default=False)),
                        ("retired_at", models.DateTimeField(null=True)),
                        (
                            "author",
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
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="training.budgetscenario",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="employees.orgunit",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="BudgetShard",
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
                        ("number", models.PositiveIntegerField()),
                        (
                            "employees",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), size=None
                            ),
                        ),
                        (
                            "groups",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveIntegerField(), size=None
                            ),
                        ),
                        ("people", models.BinaryField(default=bytes)),
                        ("learners", models.JSONField(default=dict)),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="shards",
                                to="training.budgetrun",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["run", "number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("run", "number"), name="budget_shard_number_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BudgetPart",
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
                        ("round", models.PositiveIntegerField()),
                        ("number", models.PositiveIntegerField()),
                        ("content", models.BinaryField()),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="parts",
                                to="training.budgetrun",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["run", "round", "number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("run", "round", "number"), name="budget_part_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Allocation",
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
                        ("steps", models.JSONField(default=list)),
                        ("value", models.FloatField(default=0.0)),
                        ("closure", models.FloatField(default=0.0)),
                        ("cost_cents", models.PositiveBigIntegerField(default=0)),
                        ("hours", models.DecimalField(decimal_places=2, default=0, max_digits=7)),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("open_plan", "has a plan already"),
                                    ("no_profile", "no level known yet"),
                                    ("no_gap", "no gap that was found"),
                                    ("no_offer", "nothing in the catalogue fits"),
                                    ("no_hours", "no time to learn"),
                                    ("scarce", "others gain more from money and seats"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("lacks_must_have", models.BooleanField(default=False)),
                        ("refused", models.CharField(blank=True, max_length=300)),
                        (
                            "employee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="employees.employee",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="training.developmentplan",
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="allocations",
                                to="training.budgetrun",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["run", "employee"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("run", "employee"), name="allocation_person_once"
                            )
                        ],
                    },
                ),
            ]
        ),
        AddTrigger(
            model_name="budgetscenario",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_budgetscenarioevent" ("author_id", "created_at", "floor_percent", "hours_per_week", "id", "mentor_hours", "money_cents", "name", "person_cents", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "retired_at", "seat_percent", "thorough", "unit_id", "updated_at", "version") SELECT new_values."author_id", new_values."created_at", new_values."floor_percent", new_values."hours_per_week", new_values."id", new_values."mentor_hours", new_values."money_cents", new_values."name", new_values."person_cents", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."retired_at", new_values."seat_percent", new_values."thorough", new_values."unit_id", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="471fba8bb18be59de5d95982cad97b1ef398f1df",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_92b5d",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="training_budgetscenario",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="budgetscenario",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_budgetscenarioevent" ("author_id", "created_at", "floor_percent", "hours_per_week", "id", "mentor_hours", "money_cents", "name", "person_cents", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "retired_at", "seat_percent", "thorough", "unit_id", "updated_at", "version") SELECT new_values."author_id", new_values."created_at", new_values."floor_percent", new_values."hours_per_week", new_values."id", new_values."mentor_hours", new_values."money_cents", new_values."name", new_values."person_cents", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."retired_at", new_values."seat_percent", new_values."thorough", new_values."unit_id", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="6f85d79bd45a55a352a9878734d5802bbf7583da",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_38b6e",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="training_budgetscenario",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="budgetscenario",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_budgetscenarioevent" ("author_id", "created_at", "floor_percent", "hours_per_week", "id", "mentor_hours", "money_cents", "name", "person_cents", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "retired_at", "seat_percent", "thorough", "unit_id", "updated_at", "version") SELECT old_values."author_id", old_values."created_at", old_values."floor_percent", old_values."hours_per_week", old_values."id", old_values."mentor_hours", old_values."money_cents", old_values."name", old_values."person_cents", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."retired_at", old_values."seat_percent", old_values."thorough", old_values."unit_id", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="161f0511e5be24c6a431301c8337b5fd5e6cabff",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_8541b",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="training_budgetscenario",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="budgetscenarioevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="78266db3aaa7ca972e372c5f03efdc70fd2cb907",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_event_no_change_c24e2",
                    table="training_budgetscenarioevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="budgetscenarioevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                    hash="0ce78414908829a367ecad13198242feeff27711",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_event_no_truncate_60a05",
                    table="training_budgetscenarioevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
