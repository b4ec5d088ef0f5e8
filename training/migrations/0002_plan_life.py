import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
from skillmap.core.schema import AddTrigger, AtOnce, RemoveTrigger
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "__first__"),
        ("employees", "0001_tables"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("training", "0001_tables"),
    ]

    operations = [
        RemoveTrigger(
            model_name="activitysession",
            name="insert_insert",
        ),
        RemoveTrigger(
            model_name="activitysession",
            name="update_update",
        ),
        RemoveTrigger(
            model_name="activitysession",
            name="delete_delete",
        ),
        RemoveTrigger(
            model_name="developmentplan",
            name="insert_insert",
        ),
        RemoveTrigger(
            model_name="developmentplan",
            name="update_update",
        ),
        RemoveTrigger(
            model_name="developmentplan",
            name="delete_delete",
        ),
        RemoveTrigger(
            model_name="parkedcompletion",
            name="insert_insert",
        ),
        RemoveTrigger(
            model_name="parkedcompletion",
            name="update_update",
        ),
        RemoveTrigger(
            model_name="parkedcompletion",
            name="delete_delete",
        ),
        RemoveTrigger(
            model_name="plandecision",
            name="insert_insert",
        ),
        RemoveTrigger(
            model_name="plandecision",
            name="update_update",
        ),
        RemoveTrigger(
            model_name="plandecision",
            name="delete_delete",
        ),
        RemoveTrigger(
            model_name="planstep",
            name="insert_insert",
        ),
        RemoveTrigger(
            model_name="planstep",
            name="update_update",
        ),
        RemoveTrigger(
            model_name="planstep",
            name="delete_delete",
        ),
        AtOnce(
            operations=[
                migrations.CreateModel(
                    name="CalendarFeed",
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
                        ("digest", models.CharField(max_length=64, unique=True)),
                        ("last_used_on", models.DateField(null=True)),
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="calendar_feed",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="CalendarFeedEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
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
                                to="training.calendarfeed",
                            ),
                        ),
                        (
                            "user",
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
                    name="LearningStatement",
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
                        ("statement_id", models.UUIDField(unique=True)),
                        ("digest", models.CharField(max_length=64)),
                        (
                            "verb",
                            models.CharField(
                                choices=[
                                    ("completed", "completed"),
                                    ("passed", "passed"),
                                    ("failed", "failed"),
                                    ("scored", "scored"),
                                    ("other", "something else"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "strength",
                            models.CharField(
                                choices=[
                                    ("none", "says nothing about a level"),
                                    ("weak", "weak evidence"),
                                    ("assessed", "assessed"),
                                ],
                                default="none",
                                max_length=8,
                            ),
                        ),
                        ("received_at", models.DateTimeField()),
                        ("told", models.JSONField(null=True)),
                        (
                            "actor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "completion",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="statements",
                                to="training.completion",
                            ),
                        ),
                    ],
                ),
                migrations.AddField(
                    model_name="activitysession",
                    name="cancel_reason",
                    field=models.CharField(blank=True, max_length=300),
                ),
                migrations.AddField(
                    model_name="activitysession",
                    name="cancelled_at",
                    field=models.DateTimeField(null=True),
                ),
                migrations.AddField(
                    model_name="activitysession",
                    name="place",
                    field=models.CharField(blank=True, max_length=200, verbose_name="place"),
                ),
                migrations.AddField(
                    model_name="activitysession",
                    name="trainer",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions_led",
                        to="employees.employee",
                    ),
                ),
                migrations.AddField(
                    model_name="activitysessionevent",
                    name="cancel_reason",
                    field=models.CharField(blank=True, max_length=300),
                ),
                migrations.AddField(
                    model_name="activitysessionevent",
                    name="cancelled_at",
                    field=models.DateTimeField(null=True),
                ),
                migrations.AddField(
                    model_name="activitysessionevent",
                    name="place",
                    field=models.CharField(blank=True, max_length=200, verbose_name="place"),
                ),
                migrations.AddField(
                    model_name="activitysessionevent",
                    name="trainer",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="employees.employee",
                    ),
                ),
                migrations.AddField(
                    model_name="developmentplan",
                    name="frozen",
                    field=models.JSONField(null=True),
                ),
                migrations.AddField(
                    model_name="developmentplanevent",
                    name="frozen",
                    field=models.JSONField(null=True),
                ),
                migrations.AddField(
                    model_name="plandecision",
                    name="changes",
                    field=models.JSONField(default=list),
                ),
                migrations.AddField(
                    model_name="plandecisionevent",
                    name="changes",
                    field=models.JSONField(default=list),
                ),
                migrations.AddField(
                    model_name="planstep",
                    name="attendance",
                    field=models.CharField(
                        blank=True,
                        choices=[("present", "was there"), ("absent", "was not there")],
                        max_length=8,
                    ),
                ),
                migrations.AddField(
                    model_name="planstep",
                    name="ticked_on",
                    field=django.contrib.postgres.fields.ArrayField(
                        base_field=models.DateField(), blank=True, default=list, size=None
                    ),
                ),
                migrations.AddField(
                    model_name="planstep",
                    name="waits_since",
                    field=models.DateTimeField(null=True),
                ),
                migrations.AddField(
                    model_name="planstepevent",
                    name="attendance",
                    field=models.CharField(
                        blank=True,
                        choices=[("present", "was there"), ("absent", "was not there")],
                        max_length=8,
                    ),
                ),
                migrations.AddField(
                    model_name="planstepevent",
                    name="ticked_on",
                    field=django.contrib.postgres.fields.ArrayField(
                        base_field=models.DateField(), blank=True, default=list, size=None
                    ),
                ),
                migrations.AddField(
                    model_name="planstepevent",
                    name="waits_since",
                    field=models.DateTimeField(null=True),
                ),
                migrations.AddField(
                    model_name="parkedcompletion",
                    name="statement",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="training.learningstatement",
                    ),
                ),
                migrations.AddField(
                    model_name="parkedcompletionevent",
                    name="statement",
                    field=models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="training.learningstatement",
                    ),
                ),
            ],
        ),
        AddTrigger(
            model_name="activitysession",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_activitysessionevent" ("activity_id", "cancel_reason", "cancelled_at", "created_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "public_id", "seats", "starts_at", "starts_on", "trainer_id", "updated_at", "version") SELECT new_values."activity_id", new_values."cancel_reason", new_values."cancelled_at", new_values."created_at", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."place", new_values."public_id", new_values."seats", new_values."starts_at", new_values."starts_on", new_values."trainer_id", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="4cfedda7c3b8ab0fd314c84a59c13cd487ea1f74",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_activitysessionevent" ("activity_id", "cancel_reason", "cancelled_at", "created_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "public_id", "seats", "starts_at", "starts_on", "trainer_id", "updated_at", "version") SELECT new_values."activity_id", new_values."cancel_reason", new_values."cancelled_at", new_values."created_at", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."place", new_values."public_id", new_values."seats", new_values."starts_at", new_values."starts_on", new_values."trainer_id", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="96f8c9389538bc9f3b686b3ed57b7908672e48ff",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_activitysessionevent" ("activity_id", "cancel_reason", "cancelled_at", "created_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "public_id", "seats", "starts_at", "starts_on", "trainer_id", "updated_at", "version") SELECT old_values."activity_id", old_values."cancel_reason", old_values."cancelled_at", old_values."created_at", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."place", old_values."public_id", old_values."seats", old_values."starts_at", old_values."starts_on", old_values."trainer_id", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="68019e98ef20cac867e6ae2d0610c14e7fb2a8c0",
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
            model_name="developmentplan",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_developmentplanevent" ("accepted_at", "approved_at", "bound", "budget_cents", "closure", "computed_at", "cost_cents", "cost_unknown", "created_at", "currency", "employee_id", "ended_at", "fill", "frozen", "hours", "hours_per_week", "id", "inputs_hash", "method", "method_version", "parameters_hash", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "public_id", "report", "run_id", "started_at", "state", "template_id", "updated_at", "value", "version", "week_zero", "weeks") SELECT new_values."accepted_at", new_values."approved_at", new_values."bound", new_values."budget_cents", new_values."closure", new_values."computed_at", new_values."cost_cents", new_values."cost_unknown", new_values."created_at", new_values."currency", new_values."employee_id", new_values."ended_at", new_values."fill", new_values."frozen", new_values."hours", new_values."hours_per_week", new_values."id", new_values."inputs_hash", new_values."method", new_values."method_version", new_values."parameters_hash", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."proposed_at", new_values."proposed_by_id", new_values."public_id", new_values."report", new_values."run_id", new_values."started_at", new_values."state", new_values."template_id", new_values."updated_at", new_values."value", new_values."version", new_values."week_zero", new_values."weeks" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="58b3c296ad79289c1f4ec3cde5d068ff3e6b5806",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_developmentplanevent" ("accepted_at", "approved_at", "bound", "budget_cents", "closure", "computed_at", "cost_cents", "cost_unknown", "created_at", "currency", "employee_id", "ended_at", "fill", "frozen", "hours", "hours_per_week", "id", "inputs_hash", "method", "method_version", "parameters_hash", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "public_id", "report", "run_id", "started_at", "state", "template_id", "updated_at", "value", "version", "week_zero", "weeks") SELECT new_values."accepted_at", new_values."approved_at", new_values."bound", new_values."budget_cents", new_values."closure", new_values."computed_at", new_values."cost_cents", new_values."cost_unknown", new_values."created_at", new_values."currency", new_values."employee_id", new_values."ended_at", new_values."fill", new_values."frozen", new_values."hours", new_values."hours_per_week", new_values."id", new_values."inputs_hash", new_values."method", new_values."method_version", new_values."parameters_hash", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."proposed_at", new_values."proposed_by_id", new_values."public_id", new_values."report", new_values."run_id", new_values."started_at", new_values."state", new_values."template_id", new_values."updated_at", new_values."value", new_values."version", new_values."week_zero", new_values."weeks" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="10687fcd7e3e7f016095b6972e40c9708222e91f",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_developmentplanevent" ("accepted_at", "approved_at", "bound", "budget_cents", "closure", "computed_at", "cost_cents", "cost_unknown", "created_at", "currency", "employee_id", "ended_at", "fill", "frozen", "hours", "hours_per_week", "id", "inputs_hash", "method", "method_version", "parameters_hash", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "public_id", "report", "run_id", "started_at", "state", "template_id", "updated_at", "value", "version", "week_zero", "weeks") SELECT old_values."accepted_at", old_values."approved_at", old_values."bound", old_values."budget_cents", old_values."closure", old_values."computed_at", old_values."cost_cents", old_values."cost_unknown", old_values."created_at", old_values."currency", old_values."employee_id", old_values."ended_at", old_values."fill", old_values."frozen", old_values."hours", old_values."hours_per_week", old_values."id", old_values."inputs_hash", old_values."method", old_values."method_version", old_values."parameters_hash", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."proposed_at", old_values."proposed_by_id", old_values."public_id", old_values."report", old_values."run_id", old_values."started_at", old_values."state", old_values."template_id", old_values."updated_at", old_values."value", old_values."version", old_values."week_zero", old_values."weeks" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="92f2c4f4b54299145560cb6b399b9dd711bcfcbc",
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
            model_name="parkedcompletion",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_parkedcompletionevent" ("activity_code", "actor_id", "batch_id", "completed_on", "created_at", "employee_number", "expires_on", "file_row", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "rater_id", "reference", "scale_id", "skill_id", "statement_id", "updated_at", "version") SELECT new_values."activity_code", new_values."actor_id", new_values."batch_id", new_values."completed_on", new_values."created_at", new_values."employee_number", new_values."expires_on", new_values."file_row", new_values."id", new_values."level", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."rater_id", new_values."reference", new_values."scale_id", new_values."skill_id", new_values."statement_id", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="50d6990beef6a600a5c69e098ad5d959df3d07a6",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_parkedcompletionevent" ("activity_code", "actor_id", "batch_id", "completed_on", "created_at", "employee_number", "expires_on", "file_row", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "rater_id", "reference", "scale_id", "skill_id", "statement_id", "updated_at", "version") SELECT new_values."activity_code", new_values."actor_id", new_values."batch_id", new_values."completed_on", new_values."created_at", new_values."employee_number", new_values."expires_on", new_values."file_row", new_values."id", new_values."level", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."rater_id", new_values."reference", new_values."scale_id", new_values."skill_id", new_values."statement_id", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="7bce65b420c0ede2fe2af2a5cb3428be96ea4911",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_parkedcompletionevent" ("activity_code", "actor_id", "batch_id", "completed_on", "created_at", "employee_number", "expires_on", "file_row", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "rater_id", "reference", "scale_id", "skill_id", "statement_id", "updated_at", "version") SELECT old_values."activity_code", old_values."actor_id", old_values."batch_id", old_values."completed_on", old_values."created_at", old_values."employee_number", old_values."expires_on", old_values."file_row", old_values."id", old_values."level", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."rater_id", old_values."reference", old_values."scale_id", old_values."skill_id", old_values."statement_id", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="65384423e7d19f09bcf846f47963e99aa219536d",
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
            model_name="plandecision",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_plandecisionevent" ("actor_id", "changes", "decided_at", "id", "kind", "method_version", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "reason") SELECT new_values."actor_id", new_values."changes", new_values."decided_at", new_values."id", new_values."kind", new_values."method_version", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."plan_id", new_values."reason" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="a9430871ff479c5763689b6d1d03b0012037cd96",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_plandecisionevent" ("actor_id", "changes", "decided_at", "id", "kind", "method_version", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "reason") SELECT new_values."actor_id", new_values."changes", new_values."decided_at", new_values."id", new_values."kind", new_values."method_version", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."plan_id", new_values."reason" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="6fe0a975ea3cfd95b88f031d2ab36b2a7118e2ea",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_plandecisionevent" ("actor_id", "changes", "decided_at", "id", "kind", "method_version", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "reason") SELECT old_values."actor_id", old_values."changes", old_values."decided_at", old_values."id", old_values."kind", old_values."method_version", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."plan_id", old_values."reason" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="a430c60225bc93b0899965aded4107f44deb5b34",
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
            model_name="planstep",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_planstepevent" ("activity_id", "attendance", "cost_cents", "created_at", "done_on", "hours_by_week", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "position", "public_id", "reasons", "session_id", "start_week", "state", "ticked_on", "updated_at", "version", "waits_since", "weeks", "why", "why_skills") SELECT new_values."activity_id", new_values."attendance", new_values."cost_cents", new_values."created_at", new_values."done_on", new_values."hours_by_week", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."plan_id", new_values."position", new_values."public_id", new_values."reasons", new_values."session_id", new_values."start_week", new_values."state", new_values."ticked_on", new_values."updated_at", new_values."version", new_values."waits_since", new_values."weeks", new_values."why", new_values."why_skills" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="6ac9dbde72ad0cc2cf7a779d17516b324269729c",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_planstepevent" ("activity_id", "attendance", "cost_cents", "created_at", "done_on", "hours_by_week", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "position", "public_id", "reasons", "session_id", "start_week", "state", "ticked_on", "updated_at", "version", "waits_since", "weeks", "why", "why_skills") SELECT new_values."activity_id", new_values."attendance", new_values."cost_cents", new_values."created_at", new_values."done_on", new_values."hours_by_week", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."plan_id", new_values."position", new_values."public_id", new_values."reasons", new_values."session_id", new_values."start_week", new_values."state", new_values."ticked_on", new_values."updated_at", new_values."version", new_values."waits_since", new_values."weeks", new_values."why", new_values."why_skills" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="4731bc06e6cfb59cd3506d03350fe231e2b080fe",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_planstepevent" ("activity_id", "attendance", "cost_cents", "created_at", "done_on", "hours_by_week", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "position", "public_id", "reasons", "session_id", "start_week", "state", "ticked_on", "updated_at", "version", "waits_since", "weeks", "why", "why_skills") SELECT old_values."activity_id", old_values."attendance", old_values."cost_cents", old_values."created_at", old_values."done_on", old_values."hours_by_week", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."plan_id", old_values."position", old_values."public_id", old_values."reasons", old_values."session_id", old_values."start_week", old_values."state", old_values."ticked_on", old_values."updated_at", old_values."version", old_values."waits_since", old_values."weeks", old_values."why", old_values."why_skills" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="28308a67c224b07e8f6117b3ca24cd49584f756f",
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
            model_name="calendarfeed",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_calendarfeedevent" ("created_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "updated_at", "user_id", "version") SELECT new_values."created_at", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."updated_at", new_values."user_id", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="83ea16d799eee6b2626ef9ac23654ca1bb1deaa2",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_2cbc1",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="training_calendarfeed",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="calendarfeed",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_calendarfeedevent" ("created_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "updated_at", "user_id", "version") SELECT new_values."created_at", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."updated_at", new_values."user_id", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."public_id" IS DISTINCT FROM (new_values."public_id") OR old_values."updated_at" IS DISTINCT FROM (new_values."updated_at") OR old_values."user_id" IS DISTINCT FROM (new_values."user_id") OR old_values."version" IS DISTINCT FROM (new_values."version")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="b6551c92f732467b5718ad8da50dc61fe5050cc9",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3f5d0",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="training_calendarfeed",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="calendarfeed",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "training_calendarfeedevent" ("created_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "updated_at", "user_id", "version") SELECT old_values."created_at", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."updated_at", old_values."user_id", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="3152b94e7578203dd5bd167c5e555af793a7f97d",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_395bc",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="training_calendarfeed",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="calendarfeedevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="b26dc5f1ac319f4a15b454cdf63cd1920372265e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_event_no_change_d36c4",
                    table="training_calendarfeedevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="calendarfeedevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                    hash="4861a3742a1397e07f4ce216f97a656b66551c6c",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_event_no_truncate_aa3c7",
                    table="training_calendarfeedevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
