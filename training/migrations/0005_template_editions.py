import django.db.models.deletion
import pgtrigger.compiler
import uuid
from django.db import migrations, models

from skillmap.core.schema import AddTrigger, AtOnce, RemoveTrigger


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0001_tables"),
        ("employees", "0001_tables"),
        ("skills", "0001_tables"),
        ("training", "0004_plan_options"),
    ]

    operations = [
        RemoveTrigger(
            model_name="pathtemplate",
            name="insert_insert",
        ),
        RemoveTrigger(
            model_name="pathtemplate",
            name="update_update",
        ),
        RemoveTrigger(
            model_name="pathtemplate",
            name="delete_delete",
        ),
        RemoveTrigger(
            model_name="pathtemplatestep",
            name="insert_insert",
        ),
        RemoveTrigger(
            model_name="pathtemplatestep",
            name="update_update",
        ),
        RemoveTrigger(
            model_name="pathtemplatestep",
            name="delete_delete",
        ),
        AtOnce(
            operations=[
                migrations.CreateModel(
                    name="TemplateResult",
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
                        ("why_not", models.CharField(blank=True, max_length=500)),
                        (
                            "employee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="employees.employee",
                            ),
                        ),
                        (
                            "plan",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="template_result",
                                to="training.developmentplan",
                            ),
                        ),
                        (
                            "use",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="results",
                                to="training.templateuse",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("use", "employee"), name="template_result_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TemplateUse",
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
                        ("edition", models.PositiveSmallIntegerField()),
                        ("scope", models.CharField(max_length=300)),
                        (
                            "run",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="template_use",
                                to="assessments.analysisrun",
                            ),
                        ),
                        (
                            "template",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="uses",
                                to="training.pathtemplate",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-created_at", "-id"],
                    },
                ),
                migrations.AlterModelOptions(
                    name="pathtemplatestep",
                    options={"ordering": ["template", "edition", "position"]},
                ),
                migrations.RemoveConstraint(
                    model_name="pathtemplatestep",
                    name="template_step_once",
                ),
                migrations.RemoveConstraint(
                    model_name="pathtemplatestep",
                    name="template_step_fixed_or_slot",
                ),
                migrations.AddField(
                    model_name="pathtemplate",
                    name="edition",
                    field=models.PositiveSmallIntegerField(default=1),
                ),
                migrations.AddField(
                    model_name="pathtemplateevent",
                    name="edition",
                    field=models.PositiveSmallIntegerField(default=1),
                ),
                migrations.AddField(
                    model_name="pathtemplatestep",
                    name="edition",
                    field=models.PositiveSmallIntegerField(default=1),
                ),
                migrations.AddField(
                    model_name="pathtemplatestep",
                    name="every_weeks",
                    field=models.PositiveSmallIntegerField(default=1),
                ),
                migrations.AddField(
                    model_name="pathtemplatestep",
                    name="slot_kind",
                    field=models.CharField(
                        blank=True,
                        choices=[
                            ("hard", "hard"),
                            ("soft", "soft"),
                            ("unclassified", "kind not confirmed"),
                        ],
                        max_length=12,
                    ),
                ),
                migrations.AddField(
                    model_name="pathtemplatestep",
                    name="slot_max_cost_cents",
                    field=models.PositiveBigIntegerField(blank=True, null=True),
                ),
                migrations.AddField(
                    model_name="pathtemplatestepevent",
                    name="edition",
                    field=models.PositiveSmallIntegerField(default=1),
                ),
                migrations.AddField(
                    model_name="pathtemplatestepevent",
                    name="every_weeks",
                    field=models.PositiveSmallIntegerField(default=1),
                ),
                migrations.AddField(
                    model_name="pathtemplatestepevent",
                    name="slot_kind",
                    field=models.CharField(
                        blank=True,
                        choices=[
                            ("hard", "hard"),
                            ("soft", "soft"),
                            ("unclassified", "kind not confirmed"),
                        ],
                        max_length=12,
                    ),
                ),
                migrations.AddField(
                    model_name="pathtemplatestepevent",
                    name="slot_max_cost_cents",
                    field=models.PositiveBigIntegerField(blank=True, null=True),
                ),
                migrations.AlterField(
                    model_name="pathtemplatestep",
                    name="cadence",
                    field=models.CharField(
                        choices=[
                            ("once", "once"),
                            ("weekly", "every week"),
                            ("weeks", "every few weeks"),
                            ("monthly", "every month"),
                        ],
                        default="once",
                        max_length=8,
                    ),
                ),
                migrations.AlterField(
                    model_name="pathtemplatestepevent",
                    name="cadence",
                    field=models.CharField(
                        choices=[
                            ("once", "once"),
                            ("weekly", "every week"),
                            ("weeks", "every few weeks"),
                            ("monthly", "every month"),
                        ],
                        default="once",
                        max_length=8,
                    ),
                ),
                migrations.AddConstraint(
                    model_name="pathtemplatestep",
                    constraint=models.UniqueConstraint(
                        fields=("template", "edition", "position"), name="template_step_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="pathtemplatestep",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("activity__isnull", False), ("slot_kind", ""), ("slot_skill", None)
                            ),
                            models.Q(
                                ("activity", None), ("slot_kind", ""), ("slot_skill__isnull", False)
                            ),
                            models.Q(
                                ("activity", None),
                                ("slot_skill", None),
                                models.Q(("slot_kind", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="template_step_fixed_or_slot",
                    ),
                ),
            ]
        ),
        AddTrigger(
            model_name="pathtemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_pathtemplateevent" ("code", "created_at", "description", "edition", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "retired_on", "role_id", "updated_at", "version") SELECT new_values."code", new_values."created_at", new_values."description", new_values."edition", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."retired_on", new_values."role_id", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="1a8ff87c1bcdc510cfe8acdc3cb54558753542eb",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_pathtemplateevent" ("code", "created_at", "description", "edition", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "retired_on", "role_id", "updated_at", "version") SELECT new_values."code", new_values."created_at", new_values."description", new_values."edition", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."retired_on", new_values."role_id", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="a7fc35b6b4e9869f171753ad413d2162fee78566",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_pathtemplateevent" ("code", "created_at", "description", "edition", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "retired_on", "role_id", "updated_at", "version") SELECT old_values."code", old_values."created_at", old_values."description", old_values."edition", old_values."id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."retired_on", old_values."role_id", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="a5488fdda7e1836edb082967f4556bb6d55fda00",
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
            model_name="pathtemplatestep",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_pathtemplatestepevent" ("activity_id", "cadence", "edition", "every_weeks", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slot_kind", "slot_max_cost_cents", "slot_max_hours", "slot_modes", "slot_skill_id", "template_id", "times") SELECT new_values."activity_id", new_values."cadence", new_values."edition", new_values."every_weeks", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."position", new_values."slot_kind", new_values."slot_max_cost_cents", new_values."slot_max_hours", new_values."slot_modes", new_values."slot_skill_id", new_values."template_id", new_values."times" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="e9be3fb29a29f4543bf6aac8b4c0186b001a4fc3",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_pathtemplatestepevent" ("activity_id", "cadence", "edition", "every_weeks", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slot_kind", "slot_max_cost_cents", "slot_max_hours", "slot_modes", "slot_skill_id", "template_id", "times") SELECT new_values."activity_id", new_values."cadence", new_values."edition", new_values."every_weeks", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."position", new_values."slot_kind", new_values."slot_max_cost_cents", new_values."slot_max_hours", new_values."slot_modes", new_values."slot_skill_id", new_values."template_id", new_values."times" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="0092f3a71a8ed981e3c97eb30106cda765903217",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_pathtemplatestepevent" ("activity_id", "cadence", "edition", "every_weeks", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slot_kind", "slot_max_cost_cents", "slot_max_hours", "slot_modes", "slot_skill_id", "template_id", "times") SELECT old_values."activity_id", old_values."cadence", old_values."edition", old_values."every_weeks", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."position", old_values."slot_kind", old_values."slot_max_cost_cents", old_values."slot_max_hours", old_values."slot_modes", old_values."slot_skill_id", old_values."template_id", old_values."times" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="3eb4b45a868fec8b1b1f9429ba42ab193a48e1ed",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c368f",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="training_pathtemplatestep",
                    when="AFTER",
                ),
            ),
        ),
    ]
