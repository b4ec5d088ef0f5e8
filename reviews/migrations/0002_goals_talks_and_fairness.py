import assessments.models.cycles
import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import skillmap.core.schema
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0001_schema'),
        ('employees', '0001_schema'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('reviews', '0001_schema'),
        ('skills', '0001_schema'),
    ]

    operations = [
        skillmap.core.schema.AtOnce(
            operations=[
                skillmap.core.schema.RemoveTrigger(
                    model_name='goal',
                    name='insert_insert',
                ),
                skillmap.core.schema.RemoveTrigger(
                    model_name='goal',
                    name='update_update',
                ),
                skillmap.core.schema.RemoveTrigger(
                    model_name='goal',
                    name='delete_delete',
                ),
                skillmap.core.schema.RemoveTrigger(
                    model_name='reviewcycle',
                    name='insert_insert',
                ),
                skillmap.core.schema.RemoveTrigger(
                    model_name='reviewcycle',
                    name='update_update',
                ),
                skillmap.core.schema.RemoveTrigger(
                    model_name='reviewcycle',
                    name='delete_delete',
                ),
                migrations.CreateModel(
                    name='UnitGoal',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('title', models.CharField(max_length=200, verbose_name='goal')),
                        ('measure', models.CharField(blank=True, max_length=300, verbose_name='how we will see it')),
                        ('due_on', models.DateField(blank=True, null=True, verbose_name='due')),
                        ('state', models.CharField(choices=[('open', 'open'), ('reached', 'reached'), ('dropped', 'dropped')], default='open', max_length=8)),
                        ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                        ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='employees.employee')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='goals', to='employees.orgunit')),
                    ],
                    options={
                        'ordering': ['unit__path', 'due_on', 'id'],
                    },
                ),
                migrations.CreateModel(
                    name='UnitGoalEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('title', models.CharField(max_length=200, verbose_name='goal')),
                        ('measure', models.CharField(blank=True, max_length=300, verbose_name='how we will see it')),
                        ('due_on', models.DateField(blank=True, null=True, verbose_name='due')),
                        ('state', models.CharField(choices=[('open', 'open'), ('reached', 'reached'), ('dropped', 'dropped')], default='open', max_length=8)),
                        ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                        ('created_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('owner', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='employees.employee')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reviews.unitgoal')),
                        ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='employees.orgunit')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='GoalComment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('text', models.TextField(verbose_name='comment')),
                        ('written_at', models.DateTimeField(auto_now_add=True)),
                        ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('goal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='reviews.goal')),
                    ],
                    options={
                        'ordering': ['written_at', 'id'],
                    },
                ),
                migrations.CreateModel(
                    name='GoalCommentEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('text', models.TextField(verbose_name='comment')),
                        ('written_at', models.DateTimeField(auto_now_add=True)),
                        ('author', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('goal', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reviews.goal')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reviews.goalcomment')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='GoalFigure',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('measured_on', models.DateField(verbose_name='measured on')),
                        ('value', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='figure')),
                        ('goal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='reviews.goal')),
                        ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['goal', '-measured_on'],
                        'constraints': [models.UniqueConstraint(fields=('goal', 'measured_on'), name='goal_figure_once_a_day')],
                    },
                ),
                migrations.CreateModel(
                    name='GoalFigureEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('measured_on', models.DateField(verbose_name='measured on')),
                        ('value', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='figure')),
                        ('goal', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reviews.goal')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reviews.goalfigure')),
                        ('recorded_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.AddField(
                    model_name='goal',
                    name='closed_on',
                    field=models.DateField(blank=True, null=True),
                ),
                migrations.AddField(
                    model_name='goal',
                    name='reason',
                    field=models.CharField(blank=True, max_length=300, verbose_name='reason'),
                ),
                migrations.AddField(
                    model_name='goal',
                    name='visibility',
                    field=models.CharField(choices=[('leaders', 'only me, who leads me and HR'), ('team', 'my team too'), ('all', 'everybody here')], default='leaders', max_length=7, verbose_name='who reads it'),
                ),
                migrations.AddField(
                    model_name='goalevent',
                    name='closed_on',
                    field=models.DateField(blank=True, null=True),
                ),
                migrations.AddField(
                    model_name='goalevent',
                    name='reason',
                    field=models.CharField(blank=True, max_length=300, verbose_name='reason'),
                ),
                migrations.AddField(
                    model_name='goalevent',
                    name='visibility',
                    field=models.CharField(choices=[('leaders', 'only me, who leads me and HR'), ('team', 'my team too'), ('all', 'everybody here')], default='leaders', max_length=7, verbose_name='who reads it'),
                ),
                migrations.AddField(
                    model_name='goal',
                    name='aligned_to',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='goals', to='reviews.unitgoal'),
                ),
                migrations.AddField(
                    model_name='goalevent',
                    name='aligned_to',
                    field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reviews.unitgoal'),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='goal',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reviews_goalevent" ("aligned_to_id", "certificate_type_id", "closed_on", "created_at", "created_by_id", "due_on", "employee_id", "id", "kind", "kpi_current", "kpi_start", "kpi_target", "kpi_unit", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reason", "skill_id", "state", "target_level", "title", "updated_at", "version", "visibility", "weight") SELECT new_values."aligned_to_id", new_values."certificate_type_id", new_values."closed_on", new_values."created_at", new_values."created_by_id", new_values."due_on", new_values."employee_id", new_values."id", new_values."kind", new_values."kpi_current", new_values."kpi_start", new_values."kpi_target", new_values."kpi_unit", new_values."parent_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."reason", new_values."skill_id", new_values."state", new_values."target_level", new_values."title", new_values."updated_at", new_values."version", new_values."visibility", new_values."weight" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='27df1257db7debea0352e9405c00606e3b0b307b', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_b93c6', referencing='REFERENCING NEW TABLE AS new_values ', table='reviews_goal', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='goal',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reviews_goalevent" ("aligned_to_id", "certificate_type_id", "closed_on", "created_at", "created_by_id", "due_on", "employee_id", "id", "kind", "kpi_current", "kpi_start", "kpi_target", "kpi_unit", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reason", "skill_id", "state", "target_level", "title", "updated_at", "version", "visibility", "weight") SELECT new_values."aligned_to_id", new_values."certificate_type_id", new_values."closed_on", new_values."created_at", new_values."created_by_id", new_values."due_on", new_values."employee_id", new_values."id", new_values."kind", new_values."kpi_current", new_values."kpi_start", new_values."kpi_target", new_values."kpi_unit", new_values."parent_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."reason", new_values."skill_id", new_values."state", new_values."target_level", new_values."title", new_values."updated_at", new_values."version", new_values."visibility", new_values."weight" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='c04a59feada092a156a04eceeb8a3d6ca0f442b4', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_38bf8', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='reviews_goal', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='goal',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reviews_goalevent" ("aligned_to_id", "certificate_type_id", "closed_on", "created_at", "created_by_id", "due_on", "employee_id", "id", "kind", "kpi_current", "kpi_start", "kpi_target", "kpi_unit", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reason", "skill_id", "state", "target_level", "title", "updated_at", "version", "visibility", "weight") SELECT old_values."aligned_to_id", old_values."certificate_type_id", old_values."closed_on", old_values."created_at", old_values."created_by_id", old_values."due_on", old_values."employee_id", old_values."id", old_values."kind", old_values."kpi_current", old_values."kpi_start", old_values."kpi_target", old_values."kpi_unit", old_values."parent_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."reason", old_values."skill_id", old_values."state", old_values."target_level", old_values."title", old_values."updated_at", old_values."version", old_values."visibility", old_values."weight" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='cf3aa7a626eb4fda0c6a29f253764318be461031', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_65ba2', referencing='REFERENCING OLD TABLE AS old_values ', table='reviews_goal', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='goalcomment',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reviews_goalcommentevent" ("author_id", "goal_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "written_at") SELECT new_values."author_id", new_values."goal_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."text", new_values."written_at" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e02d60eb8de96f4ba8f1b1104a58ef746bf4235b', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_e5478', referencing='REFERENCING NEW TABLE AS new_values ', table='reviews_goalcomment', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='goalcomment',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reviews_goalcommentevent" ("author_id", "goal_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "written_at") SELECT new_values."author_id", new_values."goal_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."text", new_values."written_at" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='78908ab481292a571c82ec9841a337f3ceb604a1', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_2a741', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='reviews_goalcomment', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='goalcomment',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reviews_goalcommentevent" ("author_id", "goal_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "written_at") SELECT old_values."author_id", old_values."goal_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."text", old_values."written_at" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='7bbac0d0a3156d2392ad5c8c1e1a236519eece1a', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_36a4f', referencing='REFERENCING OLD TABLE AS old_values ', table='reviews_goalcomment', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='goalcommentevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;", hash='8f875ec7b0ab67ed6749f25980144d398352d4d8', operation='UPDATE OR DELETE', pgid='pgtrigger_event_no_change_52aa6', table='reviews_goalcommentevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='goalcommentevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;", hash='29be90c897a33a4e2c216ac6eab1a0023ede4f43', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_event_no_truncate_b7fe6', table='reviews_goalcommentevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='goalfigure',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reviews_goalfigureevent" ("goal_id", "id", "measured_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "value") SELECT new_values."goal_id", new_values."id", new_values."measured_on", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."recorded_by_id", new_values."value" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='0a3ce1cdff89b6620a69edcdcf63939bb392da40', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_3ec89', referencing='REFERENCING NEW TABLE AS new_values ', table='reviews_goalfigure', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='goalfigure',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reviews_goalfigureevent" ("goal_id", "id", "measured_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "value") SELECT new_values."goal_id", new_values."id", new_values."measured_on", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."recorded_by_id", new_values."value" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='9826803b21ff1e613ca714c539719a20f44c5f4d', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_f3c45', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='reviews_goalfigure', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='goalfigure',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reviews_goalfigureevent" ("goal_id", "id", "measured_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "value") SELECT old_values."goal_id", old_values."id", old_values."measured_on", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."recorded_by_id", old_values."value" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='61924b422918f48f73fb230b3d53961616928608', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_ecfcc', referencing='REFERENCING OLD TABLE AS old_values ', table='reviews_goalfigure', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='goalfigureevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;", hash='173e5a75d5031afff4ee3d18c68f38fa06ed2510', operation='UPDATE OR DELETE', pgid='pgtrigger_event_no_change_b6432', table='reviews_goalfigureevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='goalfigureevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;", hash='bc94b1b66eb947a4601f8c72a933dbdcfa6d0683', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_event_no_truncate_a3903', table='reviews_goalfigureevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='unitgoal',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reviews_unitgoalevent" ("created_at", "created_by_id", "due_on", "id", "measure", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reason", "state", "title", "unit_id", "updated_at", "version") SELECT new_values."created_at", new_values."created_by_id", new_values."due_on", new_values."id", new_values."measure", new_values."owner_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."reason", new_values."state", new_values."title", new_values."unit_id", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='8f8fb54d995c32512a0e552ebe1facef11e9de7f', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_01619', referencing='REFERENCING NEW TABLE AS new_values ', table='reviews_unitgoal', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='unitgoal',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reviews_unitgoalevent" ("created_at", "created_by_id", "due_on", "id", "measure", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reason", "state", "title", "unit_id", "updated_at", "version") SELECT new_values."created_at", new_values."created_by_id", new_values."due_on", new_values."id", new_values."measure", new_values."owner_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."reason", new_values."state", new_values."title", new_values."unit_id", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='bbacddf3a19e27dc24e968f9d54683d8a9225b62', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_2e880', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='reviews_unitgoal', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='unitgoal',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reviews_unitgoalevent" ("created_at", "created_by_id", "due_on", "id", "measure", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reason", "state", "title", "unit_id", "updated_at", "version") SELECT old_values."created_at", old_values."created_by_id", old_values."due_on", old_values."id", old_values."measure", old_values."owner_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."reason", old_values."state", old_values."title", old_values."unit_id", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='2c5d538f12b8d98027b368690e4dc466c249e7af', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_5c65d', referencing='REFERENCING OLD TABLE AS old_values ', table='reviews_unitgoal', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='unitgoalevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;", hash='02c4da20c00f8b8139bfb9c3972c8be11b93675b', operation='UPDATE OR DELETE', pgid='pgtrigger_event_no_change_e92b9', table='reviews_unitgoalevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='unitgoalevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;", hash='fcf7b051819e19b2326003f8527fd0f197d69aeb', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_event_no_truncate_6a0ef', table='reviews_unitgoalevent', when='BEFORE')),
                ),
                migrations.CreateModel(
                    name='CheckIn',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('planned_on', models.DateField(verbose_name='day')),
                        ('held_on', models.DateField(null=True)),
                        ('notes', models.TextField(blank=True, verbose_name='shared notes')),
                        ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('employee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='check_ins', to='employees.employee')),
                        ('led_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='employees.employee')),
                    ],
                    options={
                        'ordering': ['-planned_on', '-id'],
                        'indexes': [models.Index(fields=['employee', '-planned_on'], name='check_in_employee')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('held_on', None)), fields=('employee',), name='check_in_next_once')],
                    },
                ),
                migrations.CreateModel(
                    name='CheckInAction',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('text', models.CharField(max_length=300, verbose_name='action')),
                        ('due_on', models.DateField(verbose_name='until')),
                        ('done_on', models.DateField(null=True)),
                        ('check_in', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='reviews.checkin')),
                        ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='employees.employee')),
                    ],
                    options={
                        'ordering': ['due_on', 'id'],
                        'indexes': [models.Index(condition=models.Q(('done_on', None)), fields=['owner', 'due_on'], name='check_in_action_open')],
                    },
                ),
                migrations.CreateModel(
                    name='CheckInActionEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('text', models.CharField(max_length=300, verbose_name='action')),
                        ('due_on', models.DateField(verbose_name='until')),
                        ('done_on', models.DateField(null=True)),
                        ('check_in', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reviews.checkin')),
                        ('owner', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='employees.employee')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reviews.checkinaction')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='CheckInEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('planned_on', models.DateField(verbose_name='day')),
                        ('held_on', models.DateField(null=True)),
                        ('notes', models.TextField(blank=True, verbose_name='shared notes')),
                        ('created_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('employee', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='employees.employee')),
                        ('led_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='employees.employee')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reviews.checkin')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='CheckInNote',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('text', models.TextField(blank=True, verbose_name='private notes')),
                        ('check_in', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='private_notes', to='reviews.checkin')),
                        ('writer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['id'],
                        'constraints': [models.UniqueConstraint(fields=('check_in', 'writer'), name='check_in_note_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Observation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('text', models.CharField(max_length=300, verbose_name='what you saw')),
                        ('observed_on', models.DateField()),
                        ('shared_at', models.DateTimeField(null=True)),
                        ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('employee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='observations', to='employees.employee')),
                        ('skill', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='skills.skill')),
                    ],
                    options={
                        'ordering': ['-observed_on', '-id'],
                        'indexes': [models.Index(fields=['employee', '-observed_on'], name='observation_employee'), models.Index(fields=['author', '-observed_on'], name='observation_author')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='observation_says_something')],
                    },
                ),
                migrations.CreateModel(
                    name='TalkingPoint',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('text', models.CharField(max_length=300, verbose_name='point')),
                        ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('check_in', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='points', to='reviews.checkin')),
                        ('employee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='employees.employee')),
                    ],
                    options={
                        'ordering': ['created_at', 'id'],
                        'indexes': [models.Index(fields=['employee', 'check_in'], name='talking_point_employee')],
                    },
                ),
                migrations.CreateModel(
                    name='TalkingPointEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('text', models.CharField(max_length=300, verbose_name='point')),
                        ('author', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('check_in', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reviews.checkin')),
                        ('employee', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='employees.employee')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reviews.talkingpoint')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='checkin',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reviews_checkinevent" ("created_at", "created_by_id", "employee_id", "held_on", "id", "led_by_id", "notes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_on", "public_id", "updated_at", "version") SELECT new_values."created_at", new_values."created_by_id", new_values."employee_id", new_values."held_on", new_values."id", new_values."led_by_id", new_values."notes", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."planned_on", new_values."public_id", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='07f04a5dab81fecccc814e8ac606cc8d270886af', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_59692', referencing='REFERENCING NEW TABLE AS new_values ', table='reviews_checkin', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='checkin',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reviews_checkinevent" ("created_at", "created_by_id", "employee_id", "held_on", "id", "led_by_id", "notes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_on", "public_id", "updated_at", "version") SELECT new_values."created_at", new_values."created_by_id", new_values."employee_id", new_values."held_on", new_values."id", new_values."led_by_id", new_values."notes", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."planned_on", new_values."public_id", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='26ec3c1f8d5d588281520c602086cd28b78cb828', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_b756f', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='reviews_checkin', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='checkin',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reviews_checkinevent" ("created_at", "created_by_id", "employee_id", "held_on", "id", "led_by_id", "notes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_on", "public_id", "updated_at", "version") SELECT old_values."created_at", old_values."created_by_id", old_values."employee_id", old_values."held_on", old_values."id", old_values."led_by_id", old_values."notes", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."planned_on", old_values."public_id", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='1be25c18b44b18af19d9cc8a1c61237d1f3d0cfa', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_acafb', referencing='REFERENCING OLD TABLE AS old_values ', table='reviews_checkin', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='checkinaction',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reviews_checkinactionevent" ("check_in_id", "created_at", "done_on", "due_on", "id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "text", "updated_at", "version") SELECT new_values."check_in_id", new_values."created_at", new_values."done_on", new_values."due_on", new_values."id", new_values."owner_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."text", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a723d0fa621977e8b5cd521a2261bb57e2e45869', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_8bb44', referencing='REFERENCING NEW TABLE AS new_values ', table='reviews_checkinaction', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='checkinaction',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reviews_checkinactionevent" ("check_in_id", "created_at", "done_on", "due_on", "id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "text", "updated_at", "version") SELECT new_values."check_in_id", new_values."created_at", new_values."done_on", new_values."due_on", new_values."id", new_values."owner_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."text", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='9397ed021e41ed2bfa64d9e769746920781ab235', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_cb811', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='reviews_checkinaction', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='checkinaction',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reviews_checkinactionevent" ("check_in_id", "created_at", "done_on", "due_on", "id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "text", "updated_at", "version") SELECT old_values."check_in_id", old_values."created_at", old_values."done_on", old_values."due_on", old_values."id", old_values."owner_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."text", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='d57e818e160b0fa03d6c75997389c30ba1d90325', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_498c6', referencing='REFERENCING OLD TABLE AS old_values ', table='reviews_checkinaction', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='checkinactionevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;", hash='71159b43a66509878cdddbf41b2e3f6094dd10bc', operation='UPDATE OR DELETE', pgid='pgtrigger_event_no_change_5a6db', table='reviews_checkinactionevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='checkinactionevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;", hash='17802bb7ecafe7b6f91884a4a8a8ad867d144a0b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_event_no_truncate_1101b', table='reviews_checkinactionevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='checkinevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;", hash='bf7625fdee682a961ce4cc00f7d1832c58f43dcc', operation='UPDATE OR DELETE', pgid='pgtrigger_event_no_change_13736', table='reviews_checkinevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='checkinevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;", hash='fc0476a7ced0d3c670961187ec74e1b613627252', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_event_no_truncate_24f2f', table='reviews_checkinevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='talkingpoint',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reviews_talkingpointevent" ("author_id", "check_in_id", "created_at", "employee_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "text", "updated_at", "version") SELECT new_values."author_id", new_values."check_in_id", new_values."created_at", new_values."employee_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."text", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='cda53acf5e77487b2caa7e64ece11aea5e54f691', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_9a796', referencing='REFERENCING NEW TABLE AS new_values ', table='reviews_talkingpoint', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='talkingpoint',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reviews_talkingpointevent" ("author_id", "check_in_id", "created_at", "employee_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "text", "updated_at", "version") SELECT new_values."author_id", new_values."check_in_id", new_values."created_at", new_values."employee_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."text", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='4149c48d94fbb71cfdc406603ac4c57526d2836c', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_62e43', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='reviews_talkingpoint', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='talkingpoint',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reviews_talkingpointevent" ("author_id", "check_in_id", "created_at", "employee_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "text", "updated_at", "version") SELECT old_values."author_id", old_values."check_in_id", old_values."created_at", old_values."employee_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."text", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='18c571f962c24505d387b55f81fcfc7408052728', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_bad22', referencing='REFERENCING OLD TABLE AS old_values ', table='reviews_talkingpoint', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='talkingpointevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;", hash='e89bb53343a2fdd3c4a4bcbafe6b8b5374e6e980', operation='UPDATE OR DELETE', pgid='pgtrigger_event_no_change_08203', table='reviews_talkingpointevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='talkingpointevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;", hash='31c2ef144cc066fe20af471f0ccf1b8803cf9cfd', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_event_no_truncate_7b177', table='reviews_talkingpointevent', when='BEFORE')),
                ),
                migrations.CreateModel(
                    name='CalibrationChange',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('topic', models.CharField(choices=[('skill', 'skill'), ('question', 'question'), ('summary', 'summary'), ('overall', 'overall rating'), ('notes', 'notes')], max_length=8)),
                        ('level_before', models.DecimalField(decimal_places=1, max_digits=4)),
                        ('level_after', models.DecimalField(decimal_places=1, max_digits=4)),
                        ('reason', models.CharField(max_length=500)),
                        ('made_at', models.DateTimeField()),
                        ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calibrations', to='reviews.review')),
                        ('skill', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='skills.skill')),
                    ],
                    options={
                        'ordering': ['id'],
                        'indexes': [models.Index(fields=['review', 'skill'], name='calibration_review')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('skill__isnull', False), ('topic', 'skill')), models.Q(('skill', None), ('topic', 'overall')), _connector='OR'), name='calibration_fits_its_topic'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='calibration_has_reason')],
                    },
                ),
                migrations.CreateModel(
                    name='FairnessReport',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('attribute', models.CharField(max_length=40)),
                        ('floor', models.PositiveSmallIntegerField(null=True)),
                        ('outcomes', models.JSONField(default=list)),
                        ('finished_at', models.DateTimeField(null=True)),
                        ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reviews.reviewcycle')),
                        ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['-created_at', '-id'],
                        'constraints': [models.UniqueConstraint(fields=('cycle', 'attribute'), name='fairness_report_once')],
                    },
                ),
                migrations.CreateModel(
                    name='FairnessLook',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('attribute', models.CharField(max_length=40)),
                        ('what', models.CharField(choices=[('looked', 'read the report'), ('computed', 'had the report computed'), ('imported', 'brought in the groups'), ('removed', 'removed the groups')], max_length=8)),
                        ('at', models.DateTimeField()),
                        ('viewer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('report', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='looks', to='reviews.fairnessreport')),
                    ],
                    options={
                        'ordering': ['-at', '-id'],
                    },
                ),
                migrations.CreateModel(
                    name='GroupLabel',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('attribute', models.CharField(max_length=40)),
                        ('label', models.CharField(max_length=60)),
                        ('employee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='employees.employee')),
                    ],
                    options={
                        'base_manager_name': 'objects',
                        'constraints': [models.UniqueConstraint(fields=('employee', 'attribute'), name='group_label_once')],
                    },
                ),
                migrations.CreateModel(
                    name='ReviewReminder',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('own', 'own review'), ('team', 'reviews of the team'), ('late', 'who is late')], max_length=4)),
                        ('sent_on', models.DateField()),
                        ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='reviews.reviewcycle')),
                        ('sent_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('cycle', 'user', 'kind', 'sent_on'), name='review_reminder_once_a_day')],
                    },
                ),
                migrations.AddField(
                    model_name='reviewcycle',
                    name='calibrated_at',
                    field=models.DateTimeField(null=True),
                ),
                migrations.AddField(
                    model_name='reviewcycle',
                    name='calibrated_by',
                    field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='reviewcycle',
                    name='escalate_days',
                    field=models.PositiveSmallIntegerField(blank=True, default=1, null=True),
                ),
                migrations.AddField(
                    model_name='reviewcycle',
                    name='remind_days',
                    field=django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), blank=True, default=assessments.models.cycles.default_reminders, size=5),
                ),
                migrations.AddField(
                    model_name='reviewcycleevent',
                    name='calibrated_at',
                    field=models.DateTimeField(null=True),
                ),
                migrations.AddField(
                    model_name='reviewcycleevent',
                    name='calibrated_by',
                    field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='reviewcycleevent',
                    name='escalate_days',
                    field=models.PositiveSmallIntegerField(blank=True, default=1, null=True),
                ),
                migrations.AddField(
                    model_name='reviewcycleevent',
                    name='remind_days',
                    field=django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), blank=True, default=assessments.models.cycles.default_reminders, size=5),
                ),
                migrations.AlterField(
                    model_name='reviewcycle',
                    name='gate',
                    field=models.CharField(choices=[('both', 'when both have sent their part'), ('hr', 'when HR opens them'), ('calibrated', 'when HR has compared the levels across teams and locked them')], default='both', max_length=10, verbose_name='the two parts open to each other'),
                ),
                migrations.AlterField(
                    model_name='reviewcycleevent',
                    name='gate',
                    field=models.CharField(choices=[('both', 'when both have sent their part'), ('hr', 'when HR opens them'), ('calibrated', 'when HR has compared the levels across teams and locked them')], default='both', max_length=10, verbose_name='the two parts open to each other'),
                ),
                migrations.AddConstraint(
                    model_name='reviewcycle',
                    constraint=models.CheckConstraint(condition=models.Q(('calibrated_at', None), ('gate', 'calibrated'), _connector='OR'), name='review_calibration_has_gate'),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='reviewcycle',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reviews_reviewcycleevent" ("calibrated_at", "calibrated_by_id", "closed_at", "created_at", "created_by_id", "escalate_days", "gate", "id", "name", "period_end", "period_start", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepare_by", "public_id", "remind_days", "sign_by", "started_at", "state", "template_id", "updated_at", "version") SELECT new_values."calibrated_at", new_values."calibrated_by_id", new_values."closed_at", new_values."created_at", new_values."created_by_id", new_values."escalate_days", new_values."gate", new_values."id", new_values."name", new_values."period_end", new_values."period_start", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."prepare_by", new_values."public_id", new_values."remind_days", new_values."sign_by", new_values."started_at", new_values."state", new_values."template_id", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='4bbce9f659390e1167991a50026053dec11e67f7', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_099ea', referencing='REFERENCING NEW TABLE AS new_values ', table='reviews_reviewcycle', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='reviewcycle',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reviews_reviewcycleevent" ("calibrated_at", "calibrated_by_id", "closed_at", "created_at", "created_by_id", "escalate_days", "gate", "id", "name", "period_end", "period_start", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepare_by", "public_id", "remind_days", "sign_by", "started_at", "state", "template_id", "updated_at", "version") SELECT new_values."calibrated_at", new_values."calibrated_by_id", new_values."closed_at", new_values."created_at", new_values."created_by_id", new_values."escalate_days", new_values."gate", new_values."id", new_values."name", new_values."period_end", new_values."period_start", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."prepare_by", new_values."public_id", new_values."remind_days", new_values."sign_by", new_values."started_at", new_values."state", new_values."template_id", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='1bdff9f3215350685b1d9f788495cd552f6e6fa1', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_04b99', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='reviews_reviewcycle', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='reviewcycle',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reviews_reviewcycleevent" ("calibrated_at", "calibrated_by_id", "closed_at", "created_at", "created_by_id", "escalate_days", "gate", "id", "name", "period_end", "period_start", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepare_by", "public_id", "remind_days", "sign_by", "started_at", "state", "template_id", "updated_at", "version") SELECT old_values."calibrated_at", old_values."calibrated_by_id", old_values."closed_at", old_values."created_at", old_values."created_by_id", old_values."escalate_days", old_values."gate", old_values."id", old_values."name", old_values."period_end", old_values."period_start", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."prepare_by", old_values."public_id", old_values."remind_days", old_values."sign_by", old_values."started_at", old_values."state", old_values."template_id", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='78a196bbb04405e00e1fe418f89d0345e28931a7', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_3810b', referencing='REFERENCING OLD TABLE AS old_values ', table='reviews_reviewcycle', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='calibrationchange',
                    trigger=pgtrigger.compiler.Trigger(name='calibration_no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;", hash='b27ca330891a51bd67f4c1b8b7ef70d1b51db138', operation='UPDATE OR DELETE', pgid='pgtrigger_calibration_no_change_12f3e', table='reviews_calibrationchange', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='calibrationchange',
                    trigger=pgtrigger.compiler.Trigger(name='calibration_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;", hash='e91ce02e7c30e537c87a189b891ee4e1cb616066', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_calibration_no_truncate_6e658', table='reviews_calibrationchange', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='fairnesslook',
                    trigger=pgtrigger.compiler.Trigger(name='fairness_look_no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;", hash='c18385489358393e171537401a87eb9293fb464a', operation='UPDATE OR DELETE', pgid='pgtrigger_fairness_look_no_change_9b6e3', table='reviews_fairnesslook', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='fairnesslook',
                    trigger=pgtrigger.compiler.Trigger(name='fairness_look_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;", hash='f1a133685f6b6bcd9d8aa049682d560bfd912358', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_fairness_look_no_truncate_55bab', table='reviews_fairnesslook', when='BEFORE')),
                ),
            ],
        ),
        migrations.RunSQL(
            sql='\n            INSERT INTO reviews_goalfigure (goal_id, measured_on, value, recorded_by_id)\n            SELECT id, updated_at::date, kpi_current, created_by_id FROM reviews_goal\n            WHERE kpi_current IS NOT NULL\n            ',
            reverse_sql='',
        ),
    ]
