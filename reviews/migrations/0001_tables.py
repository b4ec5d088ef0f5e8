import django.db.models.deletion
import pgtrigger.compiler
from skillmap.core.schema import AddTrigger, AtOnce
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("reviews", "0001_data_model")]

    initial = True

    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("training", "0001_tables"),
    ]

    operations = [
        AtOnce(
            operations=[
                migrations.CreateModel(
                    name="Goal",
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
                                related_name="goals",
                                to="employees.employee",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("skill", "skill"),
                                    ("certification", "certification"),
                                    ("kpi", "result to reach"),
                                ],
                                max_length=14,
                                verbose_name="kind",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        (
                            "skill",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="goals",
                                to="skills.skill",
                            ),
                        ),
                        (
                            "target_level",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=4, null=True
                            ),
                        ),
                        (
                            "certificate_type",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="goals",
                                to="skills.certificatetype",
                            ),
                        ),
                        (
                            "kpi_unit",
                            models.CharField(blank=True, max_length=40, verbose_name="measured in"),
                        ),
                        (
                            "kpi_target",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=14, null=True
                            ),
                        ),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="due")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "open"),
                                    ("reached", "reached"),
                                    ("dropped", "dropped"),
                                ],
                                default="open",
                                max_length=8,
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["due_on", "id"],
                        "indexes": [
                            models.Index(fields=["employee", "state"], name="goal_employee")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("kind", "skill"),
                                        ("skill__isnull", False),
                                        ("target_level__isnull", False),
                                    ),
                                    models.Q(("kind", "certification"), ("skill", None)),
                                    models.Q(
                                        ("kind", "kpi"),
                                        ("kpi_target__isnull", False),
                                        ("skill", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="goal_fits_its_kind",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GoalEvent",
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
                                to="reviews.goal",
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
                                choices=[
                                    ("skill", "skill"),
                                    ("certification", "certification"),
                                    ("kpi", "result to reach"),
                                ],
                                max_length=14,
                                verbose_name="kind",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        (
                            "skill",
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
                            "target_level",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=4, null=True
                            ),
                        ),
                        (
                            "certificate_type",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="skills.certificatetype",
                            ),
                        ),
                        (
                            "kpi_unit",
                            models.CharField(blank=True, max_length=40, verbose_name="measured in"),
                        ),
                        (
                            "kpi_target",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=14, null=True
                            ),
                        ),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="due")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "open"),
                                    ("reached", "reached"),
                                    ("dropped", "dropped"),
                                ],
                                default="open",
                                max_length=8,
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                db_constraint=False,
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
                    name="Question",
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
                        ("code", models.CharField(max_length=60, unique=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("hard", "hard"),
                                    ("soft", "soft"),
                                    ("both", "both kinds"),
                                ],
                                max_length=4,
                            ),
                        ),
                        (
                            "phase",
                            models.CharField(
                                choices=[
                                    ("self", "employee"),
                                    ("manager", "manager"),
                                    ("both", "both"),
                                ],
                                max_length=7,
                            ),
                        ),
                        ("text", models.TextField()),
                        ("retired_on", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["code"],
                    },
                ),
                migrations.CreateModel(
                    name="QuestionEvent",
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
                                to="reviews.question",
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
                        ("code", models.CharField(max_length=60)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("hard", "hard"),
                                    ("soft", "soft"),
                                    ("both", "both kinds"),
                                ],
                                max_length=4,
                            ),
                        ),
                        (
                            "phase",
                            models.CharField(
                                choices=[
                                    ("self", "employee"),
                                    ("manager", "manager"),
                                    ("both", "both"),
                                ],
                                max_length=7,
                            ),
                        ),
                        ("text", models.TextField()),
                        ("retired_on", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
            ],
        ),
        AddTrigger(
            model_name="question",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reviews_questionevent" ("code", "created_at", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phase", "public_id", "retired_on", "text", "updated_at", "version") SELECT new_values."code", new_values."created_at", new_values."id", new_values."kind", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."phase", new_values."public_id", new_values."retired_on", new_values."text", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="c4b89f80dbafae2d99d22d64c014a3623a0ca783",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b4e4f",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="reviews_question",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="question",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reviews_questionevent" ("code", "created_at", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phase", "public_id", "retired_on", "text", "updated_at", "version") SELECT new_values."code", new_values."created_at", new_values."id", new_values."kind", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."phase", new_values."public_id", new_values."retired_on", new_values."text", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="0c0557f455d6d5f5037818bd2b97a26b333af4e5",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_bfb78",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="reviews_question",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="question",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reviews_questionevent" ("code", "created_at", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phase", "public_id", "retired_on", "text", "updated_at", "version") SELECT old_values."code", old_values."created_at", old_values."id", old_values."kind", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."phase", old_values."public_id", old_values."retired_on", old_values."text", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="992fcf62ebc23fef5b23b6d46015c07c63360e7d",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_35167",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="reviews_question",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="goal",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reviews_goalevent" ("certificate_type_id", "created_at", "created_by_id", "due_on", "employee_id", "id", "kind", "kpi_target", "kpi_unit", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "skill_id", "state", "target_level", "title", "updated_at", "version") SELECT new_values."certificate_type_id", new_values."created_at", new_values."created_by_id", new_values."due_on", new_values."employee_id", new_values."id", new_values."kind", new_values."kpi_target", new_values."kpi_unit", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."skill_id", new_values."state", new_values."target_level", new_values."title", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="5725fb39aa1ef12d42beb7a2dd4b1f396987e89f",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b93c6",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="reviews_goal",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="goal",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reviews_goalevent" ("certificate_type_id", "created_at", "created_by_id", "due_on", "employee_id", "id", "kind", "kpi_target", "kpi_unit", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "skill_id", "state", "target_level", "title", "updated_at", "version") SELECT new_values."certificate_type_id", new_values."created_at", new_values."created_by_id", new_values."due_on", new_values."employee_id", new_values."id", new_values."kind", new_values."kpi_target", new_values."kpi_unit", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."skill_id", new_values."state", new_values."target_level", new_values."title", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="d703dbdc69862a478f4cc8ea5e7ea63fd5f88cd9",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_38bf8",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="reviews_goal",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="goal",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reviews_goalevent" ("certificate_type_id", "created_at", "created_by_id", "due_on", "employee_id", "id", "kind", "kpi_target", "kpi_unit", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "skill_id", "state", "target_level", "title", "updated_at", "version") SELECT old_values."certificate_type_id", old_values."created_at", old_values."created_by_id", old_values."due_on", old_values."employee_id", old_values."id", old_values."kind", old_values."kpi_target", old_values."kpi_unit", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."skill_id", old_values."state", old_values."target_level", old_values."title", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="84f395cc3aa7759fcc7647c21b0bb8e3b2f24b4e",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_65ba2",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="reviews_goal",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="goalevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="2a78432dc18ef796681cd2c07371f0194fafed76",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_event_no_change_4287f",
                    table="reviews_goalevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="goalevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                    hash="a5c47b8e52618c1c0602f0ec888539ac20e9538c",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_event_no_truncate_f6240",
                    table="reviews_goalevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="questionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="63d0a6414212f902f6d0ead7aae321c251b809a7",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_event_no_change_9c18b",
                    table="reviews_questionevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="questionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                    hash="72fbf5ffe897b6bcadb11eb076e64faf0ec46f83",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_event_no_truncate_bb23a",
                    table="reviews_questionevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
