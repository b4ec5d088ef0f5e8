import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import skillmap.core.feed
import skillmap.core.schema
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0001_schema'),
        migrations.swappable_dependency(settings.OAUTH2_PROVIDER_APPLICATION_MODEL),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        skillmap.core.schema.AtOnce(
            operations=[
                skillmap.core.schema.RemoveTrigger(
                    model_name='organisation',
                    name='insert_insert',
                ),
                skillmap.core.schema.RemoveTrigger(
                    model_name='organisation',
                    name='update_update',
                ),
                skillmap.core.schema.RemoveTrigger(
                    model_name='organisation',
                    name='delete_delete',
                ),
                skillmap.core.schema.RemoveTrigger(
                    model_name='user',
                    name='insert_insert',
                ),
                skillmap.core.schema.RemoveTrigger(
                    model_name='user',
                    name='update_update',
                ),
                skillmap.core.schema.RemoveTrigger(
                    model_name='user',
                    name='delete_delete',
                ),
                migrations.AddField(
                    model_name='organisation',
                    name='goals_need_both_kinds',
                    field=models.BooleanField(default=False, verbose_name='a review is signed only when the open goals are about hard and soft skills'),
                ),
                migrations.AddField(
                    model_name='organisationevent',
                    name='goals_need_both_kinds',
                    field=models.BooleanField(default=False, verbose_name='a review is signed only when the open goals are about hard and soft skills'),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='organisation',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_organisationevent" ("aggregate_floor", "approval_limit_cents", "both_kinds", "created_at", "gap_threshold", "goals_need_both_kinds", "id", "learning_hours_per_week", "live_at_night", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_weeks", "public_id", "released_hours", "score_floor", "single", "started_on", "time_zone", "travel", "updated_at", "version") SELECT new_values."aggregate_floor", new_values."approval_limit_cents", new_values."both_kinds", new_values."created_at", new_values."gap_threshold", new_values."goals_need_both_kinds", new_values."id", new_values."learning_hours_per_week", new_values."live_at_night", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."plan_weeks", new_values."public_id", new_values."released_hours", new_values."score_floor", new_values."single", new_values."started_on", new_values."time_zone", new_values."travel", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='8fa6e1f4e8e3b069bf13ed383376ae3494e4a2ce', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_1e9d1', referencing='REFERENCING NEW TABLE AS new_values ', table='core_organisation', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='organisation',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_organisationevent" ("aggregate_floor", "approval_limit_cents", "both_kinds", "created_at", "gap_threshold", "goals_need_both_kinds", "id", "learning_hours_per_week", "live_at_night", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_weeks", "public_id", "released_hours", "score_floor", "single", "started_on", "time_zone", "travel", "updated_at", "version") SELECT new_values."aggregate_floor", new_values."approval_limit_cents", new_values."both_kinds", new_values."created_at", new_values."gap_threshold", new_values."goals_need_both_kinds", new_values."id", new_values."learning_hours_per_week", new_values."live_at_night", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."plan_weeks", new_values."public_id", new_values."released_hours", new_values."score_floor", new_values."single", new_values."started_on", new_values."time_zone", new_values."travel", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='3cf1cf6d8da88fd5a0a310951a8159d7b45258db', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_1b882', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='core_organisation', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='organisation',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_organisationevent" ("aggregate_floor", "approval_limit_cents", "both_kinds", "created_at", "gap_threshold", "goals_need_both_kinds", "id", "learning_hours_per_week", "live_at_night", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_weeks", "public_id", "released_hours", "score_floor", "single", "started_on", "time_zone", "travel", "updated_at", "version") SELECT old_values."aggregate_floor", old_values."approval_limit_cents", old_values."both_kinds", old_values."created_at", old_values."gap_threshold", old_values."goals_need_both_kinds", old_values."id", old_values."learning_hours_per_week", old_values."live_at_night", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."plan_weeks", old_values."public_id", old_values."released_hours", old_values."score_floor", old_values."single", old_values."started_on", old_values."time_zone", old_values."travel", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='4598f2e580ba10b0ac43360d4ac39d55cf23e924', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_8a59c', referencing='REFERENCING OLD TABLE AS old_values ', table='core_organisation', when='AFTER')),
                ),
                migrations.AlterField(
                    model_name='importbatch',
                    name='state',
                    field=models.CharField(choices=[('checking', 'being read'), ('columns', 'waiting for its columns'), ('ready', 'ready to apply'), ('held', 'held for a person'), ('applying', 'being applied'), ('applied', 'applied'), ('refused', 'refused'), ('undone', 'undone'), ('replaced', 'replaced by a later run'), ('discarded', 'discarded')], default='checking', max_length=10),
                ),
                migrations.CreateModel(
                    name='ApiClient',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                        ('former_secret', models.CharField(blank=True, max_length=255)),
                        ('former_until', models.DateTimeField(null=True)),
                        ('revoked_at', models.DateTimeField(null=True)),
                        ('last_used_at', models.DateTimeField(null=True)),
                        ('application', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='client', to=settings.OAUTH2_PROVIDER_APPLICATION_MODEL)),
                        ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='client', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['-created_at', '-id'],
                    },
                ),
                migrations.CreateModel(
                    name='ApiClientEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                        ('former_until', models.DateTimeField(null=True)),
                        ('revoked_at', models.DateTimeField(null=True)),
                        ('application', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.OAUTH2_PROVIDER_APPLICATION_MODEL)),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='core.apiclient')),
                        ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.AddField(
                    model_name='user',
                    name='is_client',
                    field=models.BooleanField(db_default=False, default=False),
                ),
                migrations.AddField(
                    model_name='userevent',
                    name='is_client',
                    field=models.BooleanField(db_default=False, default=False),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='user',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_userevent" ("created_at", "email", "id", "is_active", "is_client", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "time_zone", "updated_at", "version") SELECT new_values."created_at", new_values."email", new_values."id", new_values."is_active", new_values."is_client", new_values."language", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."time_zone", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f111d8c0e3acc0615ae079b5cf8a2f092c0a0192', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_45de6', referencing='REFERENCING NEW TABLE AS new_values ', table='core_user', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='user',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_userevent" ("created_at", "email", "id", "is_active", "is_client", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "time_zone", "updated_at", "version") SELECT new_values."created_at", new_values."email", new_values."id", new_values."is_active", new_values."is_client", new_values."language", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."time_zone", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."email" IS DISTINCT FROM (new_values."email") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."is_active" IS DISTINCT FROM (new_values."is_active") OR old_values."is_client" IS DISTINCT FROM (new_values."is_client") OR old_values."language" IS DISTINCT FROM (new_values."language") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."public_id" IS DISTINCT FROM (new_values."public_id") OR old_values."time_zone" IS DISTINCT FROM (new_values."time_zone") OR old_values."updated_at" IS DISTINCT FROM (new_values."updated_at") OR old_values."version" IS DISTINCT FROM (new_values."version")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='02a8a7eac7319797d1170dad557878804ea3488b', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_6ccff', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='core_user', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='user',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_userevent" ("created_at", "email", "id", "is_active", "is_client", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "time_zone", "updated_at", "version") SELECT old_values."created_at", old_values."email", old_values."id", old_values."is_active", old_values."is_client", old_values."language", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."time_zone", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='814113e647c565ed3e779ac9d6c7b44dc279c15e', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_1425a', referencing='REFERENCING OLD TABLE AS old_values ', table='core_user', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='apiclient',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_apiclientevent" ("application_id", "created_at", "former_until", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "revoked_at", "scopes", "updated_at", "user_id", "version") SELECT new_values."application_id", new_values."created_at", new_values."former_until", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."revoked_at", new_values."scopes", new_values."updated_at", new_values."user_id", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b1df6d95a162bf0c6c4204892805ffcd46286e6e', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_ce8bc', referencing='REFERENCING NEW TABLE AS new_values ', table='core_apiclient', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='apiclient',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_apiclientevent" ("application_id", "created_at", "former_until", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "revoked_at", "scopes", "updated_at", "user_id", "version") SELECT new_values."application_id", new_values."created_at", new_values."former_until", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."revoked_at", new_values."scopes", new_values."updated_at", new_values."user_id", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."application_id" IS DISTINCT FROM (new_values."application_id") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."former_until" IS DISTINCT FROM (new_values."former_until") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."public_id" IS DISTINCT FROM (new_values."public_id") OR old_values."revoked_at" IS DISTINCT FROM (new_values."revoked_at") OR old_values."scopes" IS DISTINCT FROM (new_values."scopes") OR old_values."updated_at" IS DISTINCT FROM (new_values."updated_at") OR old_values."user_id" IS DISTINCT FROM (new_values."user_id") OR old_values."version" IS DISTINCT FROM (new_values."version")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='8aa54b24c76122908a80c45b6031266a3bac930b', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_7b5c7', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='core_apiclient', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='apiclient',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_apiclientevent" ("application_id", "created_at", "former_until", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "revoked_at", "scopes", "updated_at", "user_id", "version") SELECT old_values."application_id", old_values."created_at", old_values."former_until", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."revoked_at", old_values."scopes", old_values."updated_at", old_values."user_id", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='5d413442f2da44cd9d3f7fbad2bbb145d68f957d', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_2f9d2', referencing='REFERENCING OLD TABLE AS old_values ', table='core_apiclient', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='apiclientevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;", hash='1786e67da327332437820b459bb60eb6495b66ae', operation='UPDATE OR DELETE', pgid='pgtrigger_event_no_change_daf36', table='core_apiclientevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='apiclientevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;", hash='1929962017bf55c2513de32b7325b1939b48096f', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_event_no_truncate_14282', table='core_apiclientevent', when='BEFORE')),
                ),
                migrations.CreateModel(
                    name='FeedEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('transaction', models.BigIntegerField(db_default=skillmap.core.feed.TransactionId())),
                        ('kind', models.CharField(max_length=20)),
                        ('object_id', models.UUIDField()),
                        ('subject_id', models.BigIntegerField(null=True)),
                        ('deleted', models.BooleanField(db_default=False)),
                        ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                    ],
                    options={
                        'indexes': [models.Index(fields=['transaction', 'id'], name='feed_order'), models.Index(fields=['at'], name='feed_age')],
                    },
                ),
            ],
        ),
    ]
