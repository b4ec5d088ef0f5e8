import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import skillmap.core.schema
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0004_saved_views"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        skillmap.core.schema.AtOnce(
            operations=[
                skillmap.core.schema.RemoveTrigger(
                    model_name="organisation",
                    name="insert_insert",
                ),
                skillmap.core.schema.RemoveTrigger(
                    model_name="organisation",
                    name="update_update",
                ),
                skillmap.core.schema.RemoveTrigger(
                    model_name="organisation",
                    name="delete_delete",
                ),
                migrations.AlterField(
                    model_name="readlog",
                    name="kind",
                    field=models.CharField(
                        choices=[
                            ("self_rating", "self-rating"),
                            ("manager_rating", "manager rating"),
                            ("rater", "who gave a rating"),
                            ("review", "review, goals or check-ins"),
                            ("feedback", "report of anonymous feedback"),
                            ("rater_report", "how you rate others"),
                            ("personal_data", "a copy of your data"),
                        ],
                        max_length=20,
                    ),
                ),
                migrations.CreateModel(
                    name="Erasure",
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
                        ("subject_id", models.BigIntegerField()),
                        ("reason", models.CharField(max_length=300)),
                        ("asked_at", models.DateTimeField()),
                        ("erased_at", models.DateTimeField(null=True)),
                        ("rows", models.JSONField(default=dict)),
                        (
                            "signed",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), default=list, size=None
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
                    ],
                    options={
                        "ordering": ["-asked_at", "-id"],
                    },
                ),
                skillmap.core.schema.AddTrigger(
                    model_name="erasure",
                    trigger=pgtrigger.compiler.Trigger(
                        name="erasure_no_change",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                            hash="6efcb345dc37e0a66d03bb6a5a69b502c1391d7b",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_erasure_no_change_5b63a",
                            table="core_erasure",
                            when="BEFORE",
                        ),
                    ),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name="erasure",
                    trigger=pgtrigger.compiler.Trigger(
                        name="erasure_no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                            hash="fd60049b9780b9d7cb657df14345ccac6c3ce77f",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_erasure_no_truncate_0f6a0",
                            table="core_erasure",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.CreateModel(
                    name="LogInCode",
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
                        ("hashed", models.CharField(max_length=128)),
                        ("wrong", models.PositiveSmallIntegerField(default=0)),
                        ("expires_at", models.DateTimeField()),
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="log_in_code",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="LogInCodeEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("expires_at", models.DateTimeField()),
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
                                to="core.logincode",
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
                    name="SecondFactor",
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
                        ("sealed", models.TextField()),
                        (
                            "recovery",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=64), default=list, size=None
                            ),
                        ),
                        ("last_step", models.BigIntegerField(default=0)),
                        ("wrong", models.PositiveSmallIntegerField(default=0)),
                        ("closed_until", models.DateTimeField(null=True)),
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="second_factor",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="SecondFactorEvent",
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
                                to="core.secondfactor",
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
                skillmap.core.schema.AddTrigger(
                    model_name="logincode",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_logincodeevent" ("created_at", "expires_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "updated_at", "user_id", "version") SELECT new_values."created_at", new_values."expires_at", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."updated_at", new_values."user_id", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="dad20d9b9e4d8139f453003ebec9c35a85c4270e",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_4ae7b",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="core_logincode",
                            when="AFTER",
                        ),
                    ),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name="logincode",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_logincodeevent" ("created_at", "expires_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "updated_at", "user_id", "version") SELECT new_values."created_at", new_values."expires_at", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."updated_at", new_values."user_id", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."expires_at" IS DISTINCT FROM (new_values."expires_at") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."public_id" IS DISTINCT FROM (new_values."public_id") OR old_values."updated_at" IS DISTINCT FROM (new_values."updated_at") OR old_values."user_id" IS DISTINCT FROM (new_values."user_id") OR old_values."version" IS DISTINCT FROM (new_values."version")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="33eeddbe7e4559a4a810f30ea56295417f0deec8",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_2d387",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="core_logincode",
                            when="AFTER",
                        ),
                    ),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name="logincode",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_logincodeevent" ("created_at", "expires_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "updated_at", "user_id", "version") SELECT old_values."created_at", old_values."expires_at", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."updated_at", old_values."user_id", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="237c9060af149dd52f815019e80678269da12bf4",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_31f6b",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="core_logincode",
                            when="AFTER",
                        ),
                    ),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name="logincodeevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="event_no_change",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                            hash="2fca78d54b177d8131acc86274ff3ca1319226cf",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_event_no_change_4f9fb",
                            table="core_logincodeevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name="logincodeevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="event_no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                            hash="8c7693d64875d72b069a94c286dbf36b92a74e86",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_event_no_truncate_193aa",
                            table="core_logincodeevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name="secondfactor",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_secondfactorevent" ("created_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "updated_at", "user_id", "version") SELECT new_values."created_at", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."updated_at", new_values."user_id", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="996b172cbd8b22598e6e3342a5a424f3bb1197d9",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_4ed05",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="core_secondfactor",
                            when="AFTER",
                        ),
                    ),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name="secondfactor",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_secondfactorevent" ("created_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "updated_at", "user_id", "version") SELECT new_values."created_at", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."updated_at", new_values."user_id", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."public_id" IS DISTINCT FROM (new_values."public_id") OR old_values."updated_at" IS DISTINCT FROM (new_values."updated_at") OR old_values."user_id" IS DISTINCT FROM (new_values."user_id") OR old_values."version" IS DISTINCT FROM (new_values."version")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="d9bd46ff432955dbaecb799c5787815729fb7903",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_13860",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="core_secondfactor",
                            when="AFTER",
                        ),
                    ),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name="secondfactor",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_secondfactorevent" ("created_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "updated_at", "user_id", "version") SELECT old_values."created_at", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."updated_at", old_values."user_id", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="6cf13c7a0a035e477dc34aaab92f0e0459ad9a03",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_6fe5f",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="core_secondfactor",
                            when="AFTER",
                        ),
                    ),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name="secondfactorevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="event_no_change",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                            hash="76595fed12a13b4bab71e7f48aa8e88d9865dd73",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_event_no_change_89d59",
                            table="core_secondfactorevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name="secondfactorevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="event_no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                            hash="2e9eee91ef958072f9a0d0ec04d16b0d80e69216",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_event_no_truncate_84f56",
                            table="core_secondfactorevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddField(
                    model_name="organisation",
                    name="pilot_unit",
                    field=models.UUIDField(blank=True, null=True),
                ),
                migrations.AddField(
                    model_name="organisation",
                    name="shows_checklist",
                    field=models.BooleanField(
                        default=True, verbose_name="show the steps of setting up on HR's first page"
                    ),
                ),
                migrations.AddField(
                    model_name="organisationevent",
                    name="pilot_unit",
                    field=models.UUIDField(blank=True, null=True),
                ),
                migrations.AddField(
                    model_name="organisationevent",
                    name="shows_checklist",
                    field=models.BooleanField(
                        default=True, verbose_name="show the steps of setting up on HR's first page"
                    ),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name="organisation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_organisationevent" ("aggregate_floor", "approval_limit_cents", "both_kinds", "created_at", "gap_threshold", "goals_need_both_kinds", "id", "learning_hours_per_week", "live_at_night", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pilot_unit", "plan_weeks", "public_id", "released_hours", "score_floor", "shows_checklist", "single", "started_on", "time_zone", "travel", "updated_at", "version") SELECT new_values."aggregate_floor", new_values."approval_limit_cents", new_values."both_kinds", new_values."created_at", new_values."gap_threshold", new_values."goals_need_both_kinds", new_values."id", new_values."learning_hours_per_week", new_values."live_at_night", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."pilot_unit", new_values."plan_weeks", new_values."public_id", new_values."released_hours", new_values."score_floor", new_values."shows_checklist", new_values."single", new_values."started_on", new_values."time_zone", new_values."travel", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="58ef237feab70b963bd626f42c49b103447c756d",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_1e9d1",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="core_organisation",
                            when="AFTER",
                        ),
                    ),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name="organisation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_organisationevent" ("aggregate_floor", "approval_limit_cents", "both_kinds", "created_at", "gap_threshold", "goals_need_both_kinds", "id", "learning_hours_per_week", "live_at_night", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pilot_unit", "plan_weeks", "public_id", "released_hours", "score_floor", "shows_checklist", "single", "started_on", "time_zone", "travel", "updated_at", "version") SELECT new_values."aggregate_floor", new_values."approval_limit_cents", new_values."both_kinds", new_values."created_at", new_values."gap_threshold", new_values."goals_need_both_kinds", new_values."id", new_values."learning_hours_per_week", new_values."live_at_night", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."pilot_unit", new_values."plan_weeks", new_values."public_id", new_values."released_hours", new_values."score_floor", new_values."shows_checklist", new_values."single", new_values."started_on", new_values."time_zone", new_values."travel", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="858a8a0483851bd215da0bf328e3a79af090957a",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_1b882",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="core_organisation",
                            when="AFTER",
                        ),
                    ),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name="organisation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_organisationevent" ("aggregate_floor", "approval_limit_cents", "both_kinds", "created_at", "gap_threshold", "goals_need_both_kinds", "id", "learning_hours_per_week", "live_at_night", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pilot_unit", "plan_weeks", "public_id", "released_hours", "score_floor", "shows_checklist", "single", "started_on", "time_zone", "travel", "updated_at", "version") SELECT old_values."aggregate_floor", old_values."approval_limit_cents", old_values."both_kinds", old_values."created_at", old_values."gap_threshold", old_values."goals_need_both_kinds", old_values."id", old_values."learning_hours_per_week", old_values."live_at_night", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."pilot_unit", old_values."plan_weeks", old_values."public_id", old_values."released_hours", old_values."score_floor", old_values."shows_checklist", old_values."single", old_values."started_on", old_values."time_zone", old_values."travel", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="06b947c1537cb6634d6ecfcabd867d3245d5f3cb",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_8a59c",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="core_organisation",
                            when="AFTER",
                        ),
                    ),
                ),
            ],
        ),
    ]
