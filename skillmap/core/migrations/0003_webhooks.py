import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import skillmap.core.schema
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0002_clients_and_feed'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        skillmap.core.schema.AtOnce(
            operations=[
                migrations.CreateModel(
                    name='WebhookEndpoint',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('url', models.CharField(max_length=500)),
                        ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None)),
                        ('secret', models.TextField()),
                        ('former_secret', models.TextField(blank=True)),
                        ('former_until', models.DateTimeField(null=True)),
                        ('transaction', models.BigIntegerField()),
                        ('last_event', models.BigIntegerField()),
                        ('read_at', models.DateTimeField()),
                        ('rests_until', models.DateTimeField(null=True)),
                        ('failures', models.PositiveIntegerField(default=0)),
                        ('failing_since', models.DateTimeField(null=True)),
                        ('disabled_at', models.DateTimeField(null=True)),
                        ('disabled_why', models.CharField(blank=True, max_length=200)),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='endpoints', to='core.apiclient')),
                    ],
                    options={
                        'ordering': ['-created_at', '-id'],
                        'constraints': [models.UniqueConstraint(fields=('client', 'url'), name='webhook_address_once')],
                    },
                ),
                migrations.CreateModel(
                    name='WebhookDelivery',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=20)),
                        ('object_id', models.UUIDField()),
                        ('subject_id', models.BigIntegerField(null=True)),
                        ('deleted', models.BooleanField(db_default=False)),
                        ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('state', models.CharField(choices=[('waiting', 'waiting'), ('delivered', 'delivered'), ('failed', 'given up')], default='waiting', max_length=10)),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('due_at', models.DateTimeField()),
                        ('called_at', models.DateTimeField(null=True)),
                        ('status', models.PositiveSmallIntegerField(null=True)),
                        ('milliseconds', models.PositiveIntegerField(null=True)),
                        ('fault', models.CharField(blank=True, max_length=200)),
                        ('endpoint', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='core.webhookendpoint')),
                    ],
                    options={
                        'ordering': ['-id'],
                        'indexes': [models.Index(fields=['endpoint', '-id'], name='delivery_newest'), models.Index(condition=models.Q(('state', 'waiting')), fields=['endpoint', 'due_at', 'id'], name='delivery_due')],
                    },
                ),
                migrations.CreateModel(
                    name='WebhookEndpointEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('url', models.CharField(max_length=500)),
                        ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None)),
                        ('former_until', models.DateTimeField(null=True)),
                        ('disabled_at', models.DateTimeField(null=True)),
                        ('disabled_why', models.CharField(blank=True, max_length=200)),
                        ('client', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='core.apiclient')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='core.webhookendpoint')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='webhookendpoint',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_webhookendpointevent" ("client_id", "created_at", "disabled_at", "disabled_why", "former_until", "id", "kinds", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "updated_at", "url", "version") SELECT new_values."client_id", new_values."created_at", new_values."disabled_at", new_values."disabled_why", new_values."former_until", new_values."id", new_values."kinds", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."updated_at", new_values."url", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='0ad748ed61edad21214f9f37c476d1ffc69ede02', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_81621', referencing='REFERENCING NEW TABLE AS new_values ', table='core_webhookendpoint', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='webhookendpoint',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_webhookendpointevent" ("client_id", "created_at", "disabled_at", "disabled_why", "former_until", "id", "kinds", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "updated_at", "url", "version") SELECT new_values."client_id", new_values."created_at", new_values."disabled_at", new_values."disabled_why", new_values."former_until", new_values."id", new_values."kinds", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."updated_at", new_values."url", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."client_id" IS DISTINCT FROM (new_values."client_id") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."disabled_at" IS DISTINCT FROM (new_values."disabled_at") OR old_values."disabled_why" IS DISTINCT FROM (new_values."disabled_why") OR old_values."former_until" IS DISTINCT FROM (new_values."former_until") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."kinds" IS DISTINCT FROM (new_values."kinds") OR old_values."public_id" IS DISTINCT FROM (new_values."public_id") OR old_values."updated_at" IS DISTINCT FROM (new_values."updated_at") OR old_values."url" IS DISTINCT FROM (new_values."url") OR old_values."version" IS DISTINCT FROM (new_values."version")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='452588536561701230616d5daccb0c7f363944dd', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_85ed2', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='core_webhookendpoint', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='webhookendpoint',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_webhookendpointevent" ("client_id", "created_at", "disabled_at", "disabled_why", "former_until", "id", "kinds", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "updated_at", "url", "version") SELECT old_values."client_id", old_values."created_at", old_values."disabled_at", old_values."disabled_why", old_values."former_until", old_values."id", old_values."kinds", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."updated_at", old_values."url", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='5bbd7320a55a09aaa56a38a8b2ed674585b27671', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_78f57', referencing='REFERENCING OLD TABLE AS old_values ', table='core_webhookendpoint', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='webhookendpointevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;", hash='b51764ef1e284454d1c3c82e48069821824c7678', operation='UPDATE OR DELETE', pgid='pgtrigger_event_no_change_a1444', table='core_webhookendpointevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='webhookendpointevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;", hash='d5192e0235a63d323a244399e07f50123990de44', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_event_no_truncate_27f85', table='core_webhookendpointevent', when='BEFORE')),
                ),
            ],
        ),
    ]
