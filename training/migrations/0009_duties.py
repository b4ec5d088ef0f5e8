import django.db.models.deletion
import pgtrigger.compiler
import uuid
from django.conf import settings
from django.db import migrations, models

from skillmap.core.schema import AddTrigger, AtOnce


class Migration(migrations.Migration):
    dependencies = [
        ("employees", "0004_mentoring"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("training", "0008_results_and_addresses"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce(
            operations=[
                migrations.CreateModel(
                    name="MandatoryActivity",
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
                        ("due_on", models.DateField(verbose_name="due on")),
                        ("reason", models.CharField(max_length=300, verbose_name="reason")),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "activity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="required_of",
                                to="training.activity",
                            ),
                        ),
                        (
                            "employee",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="employees.employee",
                            ),
                        ),
                        (
                            "required_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "role",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="employees.roleprofile",
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
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("employee", None), ("role__isnull", False), ("unit", None)
                                    ),
                                    models.Q(
                                        ("employee", None), ("role", None), ("unit__isnull", False)
                                    ),
                                    models.Q(
                                        ("employee__isnull", False), ("role", None), ("unit", None)
                                    ),
                                    _connector="OR",
                                ),
                                name="mandatory_of_one_thing",
                            )
                        ],
                        "ordering": ["due_on", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="MandatoryActivityEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("due_on", models.DateField(verbose_name="due on")),
                        ("reason", models.CharField(max_length=300, verbose_name="reason")),
                        ("ended_at", models.DateTimeField(null=True)),
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
                            "employee",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="employees.employee",
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
                                to="training.mandatoryactivity",
                            ),
                        ),
                        (
                            "required_by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
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
                    name="RefusedActivity",
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
                        ("reason", models.CharField(max_length=300, verbose_name="reason")),
                        (
                            "activity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="refusals",
                                to="training.activity",
                            ),
                        ),
                        (
                            "employee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="refusals",
                                to="employees.employee",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("employee", "activity"), name="refused_activity_once"
                            )
                        ],
                        "ordering": ["-created_at", "-id"],
                    },
                ),
                migrations.CreateModel(
                    name="RefusedActivityEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("reason", models.CharField(max_length=300, verbose_name="reason")),
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
                                to="training.refusedactivity",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
            ]
        ),
        AddTrigger(
            model_name="mandatoryactivity",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_mandatoryactivityevent" ("activity_id", "created_at", "due_on", "employee_id", "ended_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reason", "required_by_id", "role_id", "unit_id", "updated_at", "version") SELECT new_values."activity_id", new_values."created_at", new_values."due_on", new_values."employee_id", new_values."ended_at", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."reason", new_values."required_by_id", new_values."role_id", new_values."unit_id", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="e52fdc2b8115cdf4ea72084612c772edffcd5deb",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5494e",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="training_mandatoryactivity",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="mandatoryactivity",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_mandatoryactivityevent" ("activity_id", "created_at", "due_on", "employee_id", "ended_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reason", "required_by_id", "role_id", "unit_id", "updated_at", "version") SELECT new_values."activity_id", new_values."created_at", new_values."due_on", new_values."employee_id", new_values."ended_at", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."reason", new_values."required_by_id", new_values."role_id", new_values."unit_id", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="58e0d5810eae3cfd7bc1fd426c7a76eca311cba6",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_14b0b",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="training_mandatoryactivity",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="mandatoryactivity",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_mandatoryactivityevent" ("activity_id", "created_at", "due_on", "employee_id", "ended_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reason", "required_by_id", "role_id", "unit_id", "updated_at", "version") SELECT old_values."activity_id", old_values."created_at", old_values."due_on", old_values."employee_id", old_values."ended_at", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."reason", old_values."required_by_id", old_values."role_id", old_values."unit_id", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="32727cf43ecadf4c612277e995593eee4eed4b5a",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e055a",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="training_mandatoryactivity",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="mandatoryactivityevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="c137586279ab859deb194936a3da11f36bc75623",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_event_no_change_390f9",
                    table="training_mandatoryactivityevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="mandatoryactivityevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                    hash="62de8792e1599d5b278ba19e3a71fbd4961f2edd",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_event_no_truncate_e1a31",
                    table="training_mandatoryactivityevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="refusedactivity",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_refusedactivityevent" ("activity_id", "created_at", "employee_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reason", "updated_at", "version") SELECT new_values."activity_id", new_values."created_at", new_values."employee_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."reason", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="3287d3d915d763ad83d5883c7f6b84273c8f9676",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_dad16",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="training_refusedactivity",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="refusedactivity",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_refusedactivityevent" ("activity_id", "created_at", "employee_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reason", "updated_at", "version") SELECT new_values."activity_id", new_values."created_at", new_values."employee_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."reason", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="91a7a5d34da2d560085f41ca70a17c34d881e2e2",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_45a1a",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="training_refusedactivity",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="refusedactivity",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_refusedactivityevent" ("activity_id", "created_at", "employee_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reason", "updated_at", "version") SELECT old_values."activity_id", old_values."created_at", old_values."employee_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."reason", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="49a758a1972cbee29ff6a4ca59d7b095ff96875d",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_862a8",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="training_refusedactivity",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="refusedactivityevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="81669c980d11592b1570e5506a9d13e4ba9e5c88",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_event_no_change_455cf",
                    table="training_refusedactivityevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="refusedactivityevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                    hash="d4655d10ee60bba2cb489f361a2a469770bd319f",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_event_no_truncate_bd9c9",
                    table="training_refusedactivityevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
