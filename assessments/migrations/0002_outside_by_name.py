"""People from outside answer by name only; their links stand beside their names.

Links that were mailed with the promise of an answer without a name end here, and a new one can be
mailed. What was answered without a name is removed, since nothing could protect it any more; what
a release made evidence of it stays. Who has answered by name was told that it is shown as said by
somebody from outside: their names are forgotten, so that it stays true.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import pgtrigger.compiler
from django.db import migrations, models

from skillmap.core.schema import AddTrigger, AtOnce, RemoveTrigger

BY_NAME = """
    SET CONSTRAINTS ALL IMMEDIATE;
    DELETE FROM assessments_feedbackanswer WHERE rater_kind = 'external';
    DELETE FROM assessments_feedbackfunnel WHERE outside;
    UPDATE assessments_cycleraterkind SET anonymous = false
        WHERE rater_kind = 'external' AND anonymous;
    UPDATE assessments_externalrater r SET digests = t.digests, link_ends_on = t.expires_on
        FROM assessments_externalticket t WHERE t.rater_id = r.id AND NOT r.anonymous;
    UPDATE assessments_externalrater SET name = '' WHERE state = 'answered';
"""


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_schema")]

    operations = [
        AtOnce(
            operations=[
                migrations.RemoveConstraint(
                    model_name="cycleraterkind", name="cycle_kind_can_be_anonymous"
                ),
                migrations.AddField(
                    model_name="externalrater",
                    name="digests",
                    field=django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=64), default=list, size=None
                    ),
                ),
                migrations.AddField(
                    model_name="externalrater",
                    name="link_ends_on",
                    field=models.DateField(null=True),
                ),
            ],
        ),
        migrations.RunSQL(BY_NAME, migrations.RunSQL.noop),
        RemoveTrigger(model_name="externalrater", name="insert_insert"),
        RemoveTrigger(model_name="externalrater", name="update_update"),
        RemoveTrigger(model_name="externalrater", name="delete_delete"),
        migrations.RemoveConstraint(
            model_name="externalrater", name="external_rater_anonymous_unanswered"
        ),
        migrations.RemoveConstraint(model_name="feedbackfunnel", name="feedback_funnel_once"),
        AtOnce(
            operations=[
                migrations.RemoveField(model_name="externalrater", name="anonymous"),
                migrations.RemoveField(model_name="externalraterevent", name="anonymous"),
                migrations.RemoveField(model_name="feedbackfunnel", name="outside"),
            ],
        ),
        AtOnce(
            operations=[
                migrations.AddIndex(
                    model_name="externalrater",
                    index=django.contrib.postgres.indexes.GinIndex(
                        fields=["digests"], name="external_rater_digests"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="cycleraterkind",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("anonymous", False),
                            models.Q(
                                ("rater_kind__in", ("self", "manager", "external")), _negated=True
                            ),
                            _connector="OR",
                        ),
                        name="cycle_kind_can_be_anonymous",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="feedbackfunnel",
                    constraint=models.UniqueConstraint(
                        fields=("cycle", "unit", "day"),
                        name="feedback_funnel_once",
                        nulls_distinct=False,
                    ),
                ),
            ],
        ),
        migrations.DeleteModel(name="ExternalTicket"),
        AddTrigger(
            model_name='externalrater',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_externalraterevent" ("answered_at", "created_at", "cycle_id", "decided_at", "decided_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_by_id", "public_id", "ratee_id", "state", "updated_at", "version") SELECT new_values."answered_at", new_values."created_at", new_values."cycle_id", new_values."decided_at", new_values."decided_by_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."proposed_by_id", new_values."public_id", new_values."ratee_id", new_values."state", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='1ad07321672be050bbd256c30adc756d5b88b12c', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_c7181', referencing='REFERENCING NEW TABLE AS new_values ', table='assessments_externalrater', when='AFTER')),
        ),
        AddTrigger(
            model_name='externalrater',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_externalraterevent" ("answered_at", "created_at", "cycle_id", "decided_at", "decided_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_by_id", "public_id", "ratee_id", "state", "updated_at", "version") SELECT new_values."answered_at", new_values."created_at", new_values."cycle_id", new_values."decided_at", new_values."decided_by_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."proposed_by_id", new_values."public_id", new_values."ratee_id", new_values."state", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."answered_at" IS DISTINCT FROM (new_values."answered_at") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."cycle_id" IS DISTINCT FROM (new_values."cycle_id") OR old_values."decided_at" IS DISTINCT FROM (new_values."decided_at") OR old_values."decided_by_id" IS DISTINCT FROM (new_values."decided_by_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."proposed_by_id" IS DISTINCT FROM (new_values."proposed_by_id") OR old_values."public_id" IS DISTINCT FROM (new_values."public_id") OR old_values."ratee_id" IS DISTINCT FROM (new_values."ratee_id") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."updated_at" IS DISTINCT FROM (new_values."updated_at") OR old_values."version" IS DISTINCT FROM (new_values."version")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='40eada7770d2f1bcfbb6b40e4a9f73418e3039da', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_b3d5c', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='assessments_externalrater', when='AFTER')),
        ),
        AddTrigger(
            model_name='externalrater',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assessments_externalraterevent" ("answered_at", "created_at", "cycle_id", "decided_at", "decided_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_by_id", "public_id", "ratee_id", "state", "updated_at", "version") SELECT old_values."answered_at", old_values."created_at", old_values."cycle_id", old_values."decided_at", old_values."decided_by_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."proposed_by_id", old_values."public_id", old_values."ratee_id", old_values."state", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='1a4dd2e7b592dffe6c66e0eeb709989b0e47d567', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_d5622', referencing='REFERENCING OLD TABLE AS old_values ', table='assessments_externalrater', when='AFTER')),
        ),
    ]
