import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
from skillmap.core.schema import AddTrigger, AtOnce, RemoveTrigger
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0002_fit_intervals"),
        ("core", "__first__"),
        ("employees", "0001_tables"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("skills", "0001_tables"),
    ]

    operations = [
        RemoveTrigger(
            model_name="assessmentcycle",
            name="insert_insert",
        ),
        RemoveTrigger(
            model_name="assessmentcycle",
            name="update_update",
        ),
        RemoveTrigger(
            model_name="assessmentcycle",
            name="delete_delete",
        ),
        RemoveTrigger(
            model_name="contest",
            name="insert_insert",
        ),
        RemoveTrigger(
            model_name="contest",
            name="update_update",
        ),
        RemoveTrigger(
            model_name="contest",
            name="delete_delete",
        ),
        RemoveTrigger(
            model_name="rating",
            name="insert_insert",
        ),
        RemoveTrigger(
            model_name="rating",
            name="update_update",
        ),
        RemoveTrigger(
            model_name="rating",
            name="delete_delete",
        ),
        AtOnce(
            operations=[
                migrations.CreateModel(
                    name="ExternalRater",
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
                            "email",
                            models.EmailField(blank=True, max_length=254, verbose_name="e-mail"),
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
                        ("decided_at", models.DateTimeField(null=True)),
                        ("answered_at", models.DateTimeField(null=True)),
                        (
                            "cycle",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="external_raters",
                                to="assessments.assessmentcycle",
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
                            "ratee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="external_raters",
                                to="employees.employee",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("email", ""), _negated=True),
                                fields=("cycle", "ratee", "email"),
                                name="external_rater_once",
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
                                name="external_rater_anonymous_unanswered",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ExternalAnswer",
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
                        ("level", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                        ("comment", models.TextField(blank=True)),
                        ("answered_at", models.DateTimeField()),
                        (
                            "evidence",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="external_answer",
                                to="assessments.evidence",
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
                        (
                            "rater",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="assessments.externalrater",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("rater", "skill"), name="external_answer_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ExternalAnswerEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("level", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                        ("comment", models.TextField(blank=True)),
                        ("answered_at", models.DateTimeField()),
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
                                to="assessments.externalanswer",
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
                            "rater",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="assessments.externalrater",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ExternalRaterEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
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
                        ("decided_at", models.DateTimeField(null=True)),
                        ("answered_at", models.DateTimeField(null=True)),
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
                                to="assessments.externalrater",
                            ),
                        ),
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
                            "ratee",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="employees.employee",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ExternalTicket",
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
                            "digests",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=64), default=list, size=None
                            ),
                        ),
                        ("expires_on", models.DateField()),
                        ("used_on", models.DateField(null=True)),
                        (
                            "rater",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="ticket",
                                to="assessments.externalrater",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["digests"], name="external_ticket_digests"
                            )
                        ],
                    },
                ),
                migrations.AddField(
                    model_name="assessmentcycle",
                    name="opens_by_itself",
                    field=models.BooleanField(
                        default=False, verbose_name="opens by itself on that day"
                    ),
                ),
                migrations.AddField(
                    model_name="assessmentcycleevent",
                    name="opens_by_itself",
                    field=models.BooleanField(
                        default=False, verbose_name="opens by itself on that day"
                    ),
                ),
                migrations.AddField(
                    model_name="contest",
                    name="escalated_on",
                    field=models.DateField(null=True),
                ),
                migrations.AddField(
                    model_name="contestevent",
                    name="escalated_on",
                    field=models.DateField(null=True),
                ),
                migrations.AddField(
                    model_name="rating",
                    name="link",
                    field=models.URLField(
                        blank=True, max_length=500, verbose_name="link to something that shows it"
                    ),
                ),
                migrations.AddField(
                    model_name="ratingevent",
                    name="link",
                    field=models.URLField(
                        blank=True, max_length=500, verbose_name="link to something that shows it"
                    ),
                ),
            ],
        ),
        AddTrigger(
            model_name="assessmentcycle",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_assessmentcycleevent" ("closed_at", "closes_on", "created_at", "created_by_id", "escalate_days", "id", "name", "opened_at", "opens_by_itself", "opens_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous_id", "proposals_asked_at", "public_id", "purpose", "released_at", "remind_days", "reminded_on", "round", "score_floor", "skills_of_each_kind", "skills_per_person", "state", "text_floor", "updated_at", "version") SELECT new_values."closed_at", new_values."closes_on", new_values."created_at", new_values."created_by_id", new_values."escalate_days", new_values."id", new_values."name", new_values."opened_at", new_values."opens_by_itself", new_values."opens_on", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."previous_id", new_values."proposals_asked_at", new_values."public_id", new_values."purpose", new_values."released_at", new_values."remind_days", new_values."reminded_on", new_values."round", new_values."score_floor", new_values."skills_of_each_kind", new_values."skills_per_person", new_values."state", new_values."text_floor", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="3664f2c4e6e01bb2b35c3431cbb0d8e7f28053b6",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_assessmentcycleevent" ("closed_at", "closes_on", "created_at", "created_by_id", "escalate_days", "id", "name", "opened_at", "opens_by_itself", "opens_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous_id", "proposals_asked_at", "public_id", "purpose", "released_at", "remind_days", "reminded_on", "round", "score_floor", "skills_of_each_kind", "skills_per_person", "state", "text_floor", "updated_at", "version") SELECT new_values."closed_at", new_values."closes_on", new_values."created_at", new_values."created_by_id", new_values."escalate_days", new_values."id", new_values."name", new_values."opened_at", new_values."opens_by_itself", new_values."opens_on", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."previous_id", new_values."proposals_asked_at", new_values."public_id", new_values."purpose", new_values."released_at", new_values."remind_days", new_values."reminded_on", new_values."round", new_values."score_floor", new_values."skills_of_each_kind", new_values."skills_per_person", new_values."state", new_values."text_floor", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."closed_at" IS DISTINCT FROM (new_values."closed_at") OR old_values."closes_on" IS DISTINCT FROM (new_values."closes_on") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."created_by_id" IS DISTINCT FROM (new_values."created_by_id") OR old_values."escalate_days" IS DISTINCT FROM (new_values."escalate_days") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."opened_at" IS DISTINCT FROM (new_values."opened_at") OR old_values."opens_by_itself" IS DISTINCT FROM (new_values."opens_by_itself") OR old_values."opens_on" IS DISTINCT FROM (new_values."opens_on") OR old_values."previous_id" IS DISTINCT FROM (new_values."previous_id") OR old_values."proposals_asked_at" IS DISTINCT FROM (new_values."proposals_asked_at") OR old_values."public_id" IS DISTINCT FROM (new_values."public_id") OR old_values."purpose" IS DISTINCT FROM (new_values."purpose") OR old_values."released_at" IS DISTINCT FROM (new_values."released_at") OR old_values."remind_days" IS DISTINCT FROM (new_values."remind_days") OR old_values."reminded_on" IS DISTINCT FROM (new_values."reminded_on") OR old_values."round" IS DISTINCT FROM (new_values."round") OR old_values."score_floor" IS DISTINCT FROM (new_values."score_floor") OR old_values."skills_of_each_kind" IS DISTINCT FROM (new_values."skills_of_each_kind") OR old_values."skills_per_person" IS DISTINCT FROM (new_values."skills_per_person") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."text_floor" IS DISTINCT FROM (new_values."text_floor") OR old_values."updated_at" IS DISTINCT FROM (new_values."updated_at") OR old_values."version" IS DISTINCT FROM (new_values."version")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="a006f1de5e8dcf7013bcc7aeb8ac3c6b60418618",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_assessmentcycleevent" ("closed_at", "closes_on", "created_at", "created_by_id", "escalate_days", "id", "name", "opened_at", "opens_by_itself", "opens_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous_id", "proposals_asked_at", "public_id", "purpose", "released_at", "remind_days", "reminded_on", "round", "score_floor", "skills_of_each_kind", "skills_per_person", "state", "text_floor", "updated_at", "version") SELECT old_values."closed_at", old_values."closes_on", old_values."created_at", old_values."created_by_id", old_values."escalate_days", old_values."id", old_values."name", old_values."opened_at", old_values."opens_by_itself", old_values."opens_on", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."previous_id", old_values."proposals_asked_at", old_values."public_id", old_values."purpose", old_values."released_at", old_values."remind_days", old_values."reminded_on", old_values."round", old_values."score_floor", old_values."skills_of_each_kind", old_values."skills_per_person", old_values."state", old_values."text_floor", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="653b6d5633927628987c87e851c9a64a5641be3a",
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
            model_name="contest",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_contestevent" ("created_at", "due_on", "escalated_on", "evidence_id", "id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reason", "replied_at", "replied_by_id", "reply", "resolution", "resolved_at", "resolved_by_id", "second_rater_id", "updated_at", "version") SELECT new_values."created_at", new_values."due_on", new_values."escalated_on", new_values."evidence_id", new_values."id", new_values."outcome", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."reason", new_values."replied_at", new_values."replied_by_id", new_values."reply", new_values."resolution", new_values."resolved_at", new_values."resolved_by_id", new_values."second_rater_id", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="35019277372915dbf5791479f0fd6395c2a154f6",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_contestevent" ("created_at", "due_on", "escalated_on", "evidence_id", "id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reason", "replied_at", "replied_by_id", "reply", "resolution", "resolved_at", "resolved_by_id", "second_rater_id", "updated_at", "version") SELECT new_values."created_at", new_values."due_on", new_values."escalated_on", new_values."evidence_id", new_values."id", new_values."outcome", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."reason", new_values."replied_at", new_values."replied_by_id", new_values."reply", new_values."resolution", new_values."resolved_at", new_values."resolved_by_id", new_values."second_rater_id", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="37dd5c0a1c5f3dae61131a45a80ed6aec4ff19a8",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_contestevent" ("created_at", "due_on", "escalated_on", "evidence_id", "id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reason", "replied_at", "replied_by_id", "reply", "resolution", "resolved_at", "resolved_by_id", "second_rater_id", "updated_at", "version") SELECT old_values."created_at", old_values."due_on", old_values."escalated_on", old_values."evidence_id", old_values."id", old_values."outcome", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."reason", old_values."replied_at", old_values."replied_by_id", old_values."reply", old_values."resolution", old_values."resolved_at", old_values."resolved_by_id", old_values."second_rater_id", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="361c5f9c47f897e683a45cd43c934817a5dfa44d",
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
            model_name="rating",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_ratingevent" ("cannot_judge", "comment", "created_at", "cycle_id", "evidence_id", "id", "level", "link", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "ratee_id", "rater_id", "rater_kind", "skill_id", "submitted_at", "updated_at", "version") SELECT new_values."cannot_judge", new_values."comment", new_values."created_at", new_values."cycle_id", new_values."evidence_id", new_values."id", new_values."level", new_values."link", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."ratee_id", new_values."rater_id", new_values."rater_kind", new_values."skill_id", new_values."submitted_at", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="f701db87fb0a5ae6b503dba39991a9474d6612ca",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_ratingevent" ("cannot_judge", "comment", "created_at", "cycle_id", "evidence_id", "id", "level", "link", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "ratee_id", "rater_id", "rater_kind", "skill_id", "submitted_at", "updated_at", "version") SELECT new_values."cannot_judge", new_values."comment", new_values."created_at", new_values."cycle_id", new_values."evidence_id", new_values."id", new_values."level", new_values."link", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."ratee_id", new_values."rater_id", new_values."rater_kind", new_values."skill_id", new_values."submitted_at", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="bd462b550672442a8e7f13cc0bf54fca06013f5e",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_ratingevent" ("cannot_judge", "comment", "created_at", "cycle_id", "evidence_id", "id", "level", "link", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "ratee_id", "rater_id", "rater_kind", "skill_id", "submitted_at", "updated_at", "version") SELECT old_values."cannot_judge", old_values."comment", old_values."created_at", old_values."cycle_id", old_values."evidence_id", old_values."id", old_values."level", old_values."link", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."ratee_id", old_values."rater_id", old_values."rater_kind", old_values."skill_id", old_values."submitted_at", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="69481cfb60e4ffe8863b62880ae7d5e760294a78",
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
            model_name="externalrater",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_externalraterevent" ("anonymous", "answered_at", "created_at", "cycle_id", "decided_at", "decided_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_by_id", "public_id", "ratee_id", "state", "updated_at", "version") SELECT new_values."anonymous", new_values."answered_at", new_values."created_at", new_values."cycle_id", new_values."decided_at", new_values."decided_by_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."proposed_by_id", new_values."public_id", new_values."ratee_id", new_values."state", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="f61644ad43ceeaae1f851ccccc13241f5eb5d862",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c7181",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="assessments_externalrater",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="externalrater",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_externalraterevent" ("anonymous", "answered_at", "created_at", "cycle_id", "decided_at", "decided_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_by_id", "public_id", "ratee_id", "state", "updated_at", "version") SELECT new_values."anonymous", new_values."answered_at", new_values."created_at", new_values."cycle_id", new_values."decided_at", new_values."decided_by_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."proposed_by_id", new_values."public_id", new_values."ratee_id", new_values."state", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."anonymous" IS DISTINCT FROM (new_values."anonymous") OR old_values."answered_at" IS DISTINCT FROM (new_values."answered_at") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."cycle_id" IS DISTINCT FROM (new_values."cycle_id") OR old_values."decided_at" IS DISTINCT FROM (new_values."decided_at") OR old_values."decided_by_id" IS DISTINCT FROM (new_values."decided_by_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."proposed_by_id" IS DISTINCT FROM (new_values."proposed_by_id") OR old_values."public_id" IS DISTINCT FROM (new_values."public_id") OR old_values."ratee_id" IS DISTINCT FROM (new_values."ratee_id") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."updated_at" IS DISTINCT FROM (new_values."updated_at") OR old_values."version" IS DISTINCT FROM (new_values."version")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="abe1c1a9af0ec83be4b3de9a40ca5f24a2e69b6e",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b3d5c",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="assessments_externalrater",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="externalrater",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_externalraterevent" ("anonymous", "answered_at", "created_at", "cycle_id", "decided_at", "decided_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_by_id", "public_id", "ratee_id", "state", "updated_at", "version") SELECT old_values."anonymous", old_values."answered_at", old_values."created_at", old_values."cycle_id", old_values."decided_at", old_values."decided_by_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."proposed_by_id", old_values."public_id", old_values."ratee_id", old_values."state", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="28fbd00b663e813f6bbf9de4499a018f38bdb4ce",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d5622",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="assessments_externalrater",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="externalanswerevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="74978e6b86e33522884837e68fe8fb01356e2b8c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_event_no_change_08372",
                    table="assessments_externalanswerevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="externalanswerevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                    hash="ed6885277c32fea2331993959fefb8645a7e8d4d",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_event_no_truncate_63ff3",
                    table="assessments_externalanswerevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="externalanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_externalanswerevent" ("answered_at", "comment", "evidence_id", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rater_id", "skill_id") SELECT new_values."answered_at", new_values."comment", new_values."evidence_id", new_values."id", new_values."level", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."rater_id", new_values."skill_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="bcc2e69231efe86771d0587686ae2fb99ab79a3c",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9ce3b",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="assessments_externalanswer",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="externalanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_externalanswerevent" ("answered_at", "comment", "evidence_id", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rater_id", "skill_id") SELECT new_values."answered_at", new_values."comment", new_values."evidence_id", new_values."id", new_values."level", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."rater_id", new_values."skill_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="205b811f10aa39c2491ac6f1941393c8aca9b149",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_93b82",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="assessments_externalanswer",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="externalanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_externalanswerevent" ("answered_at", "comment", "evidence_id", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rater_id", "skill_id") SELECT old_values."answered_at", old_values."comment", old_values."evidence_id", old_values."id", old_values."level", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."rater_id", old_values."skill_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="4404c46ad3d865968eee49b5dabf92d9f3f44b32",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_32009",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="assessments_externalanswer",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="externalraterevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="30c73e873ffe60c39e2097bba17403f077def401",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_event_no_change_e8c93",
                    table="assessments_externalraterevent",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="externalraterevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;",
                    hash="0167abaaabe1cbfca9cce5b6a2aa88b9f2a40bd3",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_event_no_truncate_572c7",
                    table="assessments_externalraterevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
