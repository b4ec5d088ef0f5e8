import django.contrib.postgres.fields
import django.contrib.postgres.operations
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
import skillmap.core.models.imports
import skillmap.core.schema
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('core', '0001_tables'), ('core', '0002_read_kind_rater_report'), ('core', '0003_discarded_imports')]

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(
        ),
        django.contrib.postgres.operations.TrigramExtension(
        ),
        django.contrib.postgres.operations.UnaccentExtension(
        ),
        skillmap.core.schema.AtOnce(
            operations=[
                migrations.CreateModel(
                    name='User',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('password', models.CharField(max_length=128, verbose_name='password')),
                        ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                        ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail')),
                        ('name', models.CharField(blank=True, max_length=200, verbose_name='name')),
                        ('is_active', models.BooleanField(default=True)),
                        ('language', models.CharField(default='en', max_length=10, verbose_name='language')),
                        ('time_zone', models.CharField(blank=True, max_length=60, verbose_name='time zone')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='user_email_lower_case')],
                    },
                ),
                migrations.CreateModel(
                    name='ApiToken',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='api_tokens', to=settings.AUTH_USER_MODEL)),
                        ('name', models.CharField(max_length=100)),
                        ('prefix', models.CharField(max_length=12)),
                        ('digest', models.CharField(max_length=64, unique=True)),
                        ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                        ('expires_at', models.DateTimeField(null=True)),
                        ('revoked_at', models.DateTimeField(null=True)),
                        ('last_used_on', models.DateField(null=True)),
                    ],
                    options={
                        'ordering': ['-created_at', '-id'],
                    },
                ),
                migrations.CreateModel(
                    name='ApiTokenEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='core.apitoken')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('name', models.CharField(max_length=100)),
                        ('prefix', models.CharField(max_length=12)),
                        ('digest', models.CharField(max_length=64)),
                        ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                        ('expires_at', models.DateTimeField(null=True)),
                        ('revoked_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='ExternalId',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=60)),
                        ('object_id', models.BigIntegerField()),
                        ('source', models.CharField(max_length=60)),
                        ('value', models.CharField(max_length=200)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['kind', 'object_id'], name='external_id_object')],
                        'constraints': [models.UniqueConstraint(fields=('kind', 'source', 'value'), name='external_id_once')],
                    },
                ),
                migrations.CreateModel(
                    name='IdempotencyRecord',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('key', models.CharField(max_length=100)),
                        ('path', models.CharField(max_length=300)),
                        ('body_digest', models.CharField(max_length=64)),
                        ('status', models.PositiveSmallIntegerField(null=True)),
                        ('headers', models.JSONField(default=dict)),
                        ('body', models.TextField(blank=True)),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('user', 'key'), name='idempotency_key_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Job',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('name', models.CharField(max_length=100)),
                        ('arguments', models.JSONField(default=dict)),
                        ('key', models.CharField(blank=True, max_length=200)),
                        ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='jobs', to=settings.AUTH_USER_MODEL)),
                        ('title', models.CharField(blank=True, max_length=200)),
                        ('link', models.CharField(blank=True, max_length=200)),
                        ('state', models.CharField(choices=[('queued', 'waiting'), ('running', 'running'), ('done', 'done'), ('failed', 'failed'), ('parked', 'stopped, needs a look')], default='queued', max_length=10)),
                        ('crashes', models.PositiveSmallIntegerField(default=0)),
                        ('due_at', models.DateTimeField()),
                        ('lease_token', models.UUIDField(null=True)),
                        ('lease_until', models.DateTimeField(null=True)),
                        ('done', models.PositiveIntegerField(default=0)),
                        ('total', models.PositiveIntegerField(default=0)),
                        ('message', models.CharField(blank=True, max_length=300)),
                        ('error', models.TextField(blank=True)),
                        ('started_at', models.DateTimeField(null=True)),
                        ('finished_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'ordering': ['-created_at', '-id'],
                        'indexes': [models.Index(condition=models.Q(('state__in', ['queued', 'running'])), fields=['due_at'], name='job_due'), models.Index(condition=models.Q(('state__in', ['queued', 'running']), models.Q(('key', ''), _negated=True)), fields=['key'], name='job_key')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'queued'), models.Q(('key', ''), _negated=True)), fields=('key',), name='job_key_once_while_waiting')],
                    },
                ),
                migrations.CreateModel(
                    name='ImportBatch',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('kind', models.CharField(choices=[('skills', 'skills'), ('roles', 'role profiles'), ('people', 'people'), ('activities', 'training catalogue'), ('evidence', 'ratings and results')], max_length=12)),
                        ('format', models.CharField(default='csv', max_length=10)),
                        ('state', models.CharField(choices=[('checking', 'being read'), ('ready', 'ready to apply'), ('held', 'held for a person'), ('applying', 'being applied'), ('applied', 'applied'), ('refused', 'refused'), ('undone', 'undone'), ('replaced', 'replaced by a later run'), ('discarded', 'discarded')], default='checking', max_length=10)),
                        ('file', models.FileField(blank=True, upload_to=skillmap.core.models.imports.upload_name)),
                        ('file_name', models.CharField(max_length=255)),
                        ('sha256', models.CharField(max_length=64)),
                        ('source', models.CharField(blank=True, max_length=60)),
                        ('options', models.JSONField(default=dict)),
                        ('note', models.TextField(blank=True)),
                        ('created', models.PositiveIntegerField(default=0)),
                        ('updated', models.PositiveIntegerField(default=0)),
                        ('unchanged', models.PositiveIntegerField(default=0)),
                        ('rejected', models.PositiveIntegerField(default=0)),
                        ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='imports', to=settings.AUTH_USER_MODEL)),
                        ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.job')),
                        ('applied_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'ordering': ['-created_at', '-id'],
                    },
                ),
                migrations.CreateModel(
                    name='ImportRow',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='core.importbatch')),
                        ('number', models.PositiveIntegerField()),
                        ('action', models.CharField(choices=[('create', 'new'), ('update', 'changed'), ('unchanged', 'unchanged'), ('reject', 'rejected')], max_length=10)),
                        ('key', models.CharField(blank=True, max_length=300)),
                        ('changes', models.JSONField(default=dict)),
                        ('faults', models.JSONField(default=list)),
                    ],
                    options={
                        'ordering': ['number', 'id'],
                        'indexes': [models.Index(fields=['batch', 'action', 'number'], name='import_row_action')],
                    },
                ),
                migrations.CreateModel(
                    name='Notification',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notifications', to=settings.AUTH_USER_MODEL)),
                        ('kind', models.CharField(max_length=40)),
                        ('title', models.CharField(max_length=200)),
                        ('link', models.CharField(blank=True, max_length=200)),
                        ('read_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'ordering': ['-created_at', '-id'],
                        'indexes': [models.Index(fields=['user', '-created_at'], name='notification_user')],
                    },
                ),
                migrations.CreateModel(
                    name='Organisation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('single', models.BooleanField(default=True, editable=False, unique=True)),
                        ('name', models.CharField(max_length=200, verbose_name='name')),
                        ('time_zone', models.CharField(default='UTC', max_length=60, verbose_name='time zone')),
                        ('started_on', models.DateField(default=django.utils.timezone.localdate)),
                        ('gap_threshold', models.DecimalField(decimal_places=2, default='0.25', max_digits=3, verbose_name='smallest gap that matters (levels)')),
                        ('learning_hours_per_week', models.DecimalField(decimal_places=2, default=2, max_digits=4, verbose_name='learning hours per week')),
                        ('plan_weeks', models.PositiveSmallIntegerField(default=20, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(104)], verbose_name='weeks a plan covers')),
                        ('released_hours', models.DecimalField(decimal_places=1, default=24, max_digits=5, verbose_name='learning hours in working time per 20 weeks')),
                        ('approval_limit_cents', models.PositiveBigIntegerField(default=100000, verbose_name='cost a manager may approve alone')),
                        ('both_kinds', models.BooleanField(default=True, verbose_name='a plan contains hard and soft skills when both have gaps')),
                        ('live_at_night', models.BooleanField(default=False, verbose_name="offer live sessions outside 08:00-18:00 of the person's zone")),
                        ('travel', models.BooleanField(default=False, verbose_name='offer on-site sessions at another site')),
                        ('score_floor', models.PositiveSmallIntegerField(default=4, validators=[django.core.validators.MinValueValidator(3)], verbose_name='fewest anonymous answers shown')),
                        ('aggregate_floor', models.PositiveSmallIntegerField(default=5, validators=[django.core.validators.MinValueValidator(3)], verbose_name='fewest people in a figure shown to those who may not see them')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('single', True)), name='organisation_is_single'), models.CheckConstraint(condition=models.Q(('aggregate_floor__gte', 3), ('score_floor__gte', 3)), name='organisation_floors_hold')],
                    },
                ),
                migrations.CreateModel(
                    name='OrganisationEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='core.organisation')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('single', models.BooleanField(default=True, editable=False)),
                        ('name', models.CharField(max_length=200, verbose_name='name')),
                        ('time_zone', models.CharField(default='UTC', max_length=60, verbose_name='time zone')),
                        ('started_on', models.DateField(default=django.utils.timezone.localdate)),
                        ('gap_threshold', models.DecimalField(decimal_places=2, default='0.25', max_digits=3, verbose_name='smallest gap that matters (levels)')),
                        ('learning_hours_per_week', models.DecimalField(decimal_places=2, default=2, max_digits=4, verbose_name='learning hours per week')),
                        ('plan_weeks', models.PositiveSmallIntegerField(default=20, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(104)], verbose_name='weeks a plan covers')),
                        ('released_hours', models.DecimalField(decimal_places=1, default=24, max_digits=5, verbose_name='learning hours in working time per 20 weeks')),
                        ('approval_limit_cents', models.PositiveBigIntegerField(default=100000, verbose_name='cost a manager may approve alone')),
                        ('both_kinds', models.BooleanField(default=True, verbose_name='a plan contains hard and soft skills when both have gaps')),
                        ('live_at_night', models.BooleanField(default=False, verbose_name="offer live sessions outside 08:00-18:00 of the person's zone")),
                        ('travel', models.BooleanField(default=False, verbose_name='offer on-site sessions at another site')),
                        ('score_floor', models.PositiveSmallIntegerField(default=4, validators=[django.core.validators.MinValueValidator(3)], verbose_name='fewest anonymous answers shown')),
                        ('aggregate_floor', models.PositiveSmallIntegerField(default=5, validators=[django.core.validators.MinValueValidator(3)], verbose_name='fewest people in a figure shown to those who may not see them')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='ReadLog',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('viewer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('subject_id', models.BigIntegerField()),
                        ('kind', models.CharField(choices=[('self_rating', 'self-rating'), ('manager_rating', 'manager rating'), ('rater', 'who gave a rating'), ('review', 'review, goals or check-ins'), ('feedback', 'report of anonymous feedback'), ('rater_report', 'how you rate others')], max_length=20)),
                        ('reason', models.CharField(max_length=300)),
                        ('read_on', models.DateField(default=django.utils.timezone.localdate)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['subject_id', '-read_on'], name='read_log_subject')],
                        'constraints': [models.UniqueConstraint(fields=('viewer', 'subject_id', 'kind', 'reason', 'read_on'), name='read_log_once_a_day')],
                    },
                ),
                migrations.CreateModel(
                    name='UserEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to=settings.AUTH_USER_MODEL)),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
                        ('name', models.CharField(blank=True, max_length=200, verbose_name='name')),
                        ('is_active', models.BooleanField(default=True)),
                        ('language', models.CharField(default='en', max_length=10, verbose_name='language')),
                        ('time_zone', models.CharField(blank=True, max_length=60, verbose_name='time zone')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='user',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_userevent" ("created_at", "email", "id", "is_active", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "time_zone", "updated_at", "version") SELECT new_values."created_at", new_values."email", new_values."id", new_values."is_active", new_values."language", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."time_zone", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='2f036c057349829f3e44f02b9d7435978d9ccc93', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_45de6', referencing='REFERENCING NEW TABLE AS new_values ', table='core_user', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='user',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_userevent" ("created_at", "email", "id", "is_active", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "time_zone", "updated_at", "version") SELECT new_values."created_at", new_values."email", new_values."id", new_values."is_active", new_values."language", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."time_zone", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."email" IS DISTINCT FROM (new_values."email") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."is_active" IS DISTINCT FROM (new_values."is_active") OR old_values."language" IS DISTINCT FROM (new_values."language") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."public_id" IS DISTINCT FROM (new_values."public_id") OR old_values."time_zone" IS DISTINCT FROM (new_values."time_zone") OR old_values."updated_at" IS DISTINCT FROM (new_values."updated_at") OR old_values."version" IS DISTINCT FROM (new_values."version")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='98402438854e4940b245ba3ca9ac31b8b7f7231c', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_6ccff', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='core_user', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='user',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_userevent" ("created_at", "email", "id", "is_active", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "time_zone", "updated_at", "version") SELECT old_values."created_at", old_values."email", old_values."id", old_values."is_active", old_values."language", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."time_zone", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='89e12f11d75203b1d8cd12e14b53b69614f7388e', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_1425a', referencing='REFERENCING OLD TABLE AS old_values ', table='core_user', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='apitoken',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_apitokenevent" ("created_at", "digest", "expires_at", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prefix", "public_id", "revoked_at", "scopes", "updated_at", "user_id", "version") SELECT new_values."created_at", new_values."digest", new_values."expires_at", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."prefix", new_values."public_id", new_values."revoked_at", new_values."scopes", new_values."updated_at", new_values."user_id", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='8e7261699588e74c0544a197726f8afb254ac504', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_8f3ec', referencing='REFERENCING NEW TABLE AS new_values ', table='core_apitoken', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='apitoken',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_apitokenevent" ("created_at", "digest", "expires_at", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prefix", "public_id", "revoked_at", "scopes", "updated_at", "user_id", "version") SELECT new_values."created_at", new_values."digest", new_values."expires_at", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."prefix", new_values."public_id", new_values."revoked_at", new_values."scopes", new_values."updated_at", new_values."user_id", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."digest" IS DISTINCT FROM (new_values."digest") OR old_values."expires_at" IS DISTINCT FROM (new_values."expires_at") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."prefix" IS DISTINCT FROM (new_values."prefix") OR old_values."public_id" IS DISTINCT FROM (new_values."public_id") OR old_values."revoked_at" IS DISTINCT FROM (new_values."revoked_at") OR old_values."scopes" IS DISTINCT FROM (new_values."scopes") OR old_values."updated_at" IS DISTINCT FROM (new_values."updated_at") OR old_values."user_id" IS DISTINCT FROM (new_values."user_id") OR old_values."version" IS DISTINCT FROM (new_values."version")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='348f1416dd0eea9ffbe6cd75ff026618f904c5e2', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_90670', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='core_apitoken', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='apitoken',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_apitokenevent" ("created_at", "digest", "expires_at", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prefix", "public_id", "revoked_at", "scopes", "updated_at", "user_id", "version") SELECT old_values."created_at", old_values."digest", old_values."expires_at", old_values."id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."prefix", old_values."public_id", old_values."revoked_at", old_values."scopes", old_values."updated_at", old_values."user_id", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='9ad58d2102843339adf4deac06ce826569573404', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_f3049', referencing='REFERENCING OLD TABLE AS old_values ', table='core_apitoken', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='apitokenevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;", hash='2f37d6ec9fdc5bbf556422460cbdf46a52302fb7', operation='UPDATE OR DELETE', pgid='pgtrigger_event_no_change_75acf', table='core_apitokenevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='apitokenevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;", hash='777cc1eb7010f0c107cc0de0a806d847d3550caf', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_event_no_truncate_579dd', table='core_apitokenevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='organisation',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_organisationevent" ("aggregate_floor", "approval_limit_cents", "both_kinds", "created_at", "gap_threshold", "id", "learning_hours_per_week", "live_at_night", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_weeks", "public_id", "released_hours", "score_floor", "single", "started_on", "time_zone", "travel", "updated_at", "version") SELECT new_values."aggregate_floor", new_values."approval_limit_cents", new_values."both_kinds", new_values."created_at", new_values."gap_threshold", new_values."id", new_values."learning_hours_per_week", new_values."live_at_night", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."plan_weeks", new_values."public_id", new_values."released_hours", new_values."score_floor", new_values."single", new_values."started_on", new_values."time_zone", new_values."travel", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='073543ab5766c20059188c529cf1821d61cabe2b', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_1e9d1', referencing='REFERENCING NEW TABLE AS new_values ', table='core_organisation', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='organisation',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_organisationevent" ("aggregate_floor", "approval_limit_cents", "both_kinds", "created_at", "gap_threshold", "id", "learning_hours_per_week", "live_at_night", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_weeks", "public_id", "released_hours", "score_floor", "single", "started_on", "time_zone", "travel", "updated_at", "version") SELECT new_values."aggregate_floor", new_values."approval_limit_cents", new_values."both_kinds", new_values."created_at", new_values."gap_threshold", new_values."id", new_values."learning_hours_per_week", new_values."live_at_night", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."plan_weeks", new_values."public_id", new_values."released_hours", new_values."score_floor", new_values."single", new_values."started_on", new_values."time_zone", new_values."travel", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='7227443139672a2f33c4f5cc3bfd4515f4b699e2', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_1b882', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='core_organisation', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='organisation',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_organisationevent" ("aggregate_floor", "approval_limit_cents", "both_kinds", "created_at", "gap_threshold", "id", "learning_hours_per_week", "live_at_night", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_weeks", "public_id", "released_hours", "score_floor", "single", "started_on", "time_zone", "travel", "updated_at", "version") SELECT old_values."aggregate_floor", old_values."approval_limit_cents", old_values."both_kinds", old_values."created_at", old_values."gap_threshold", old_values."id", old_values."learning_hours_per_week", old_values."live_at_night", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."plan_weeks", old_values."public_id", old_values."released_hours", old_values."score_floor", old_values."single", old_values."started_on", old_values."time_zone", old_values."travel", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='9ff157691d3d5155940adf357cd802d87b2d2a24', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_8a59c', referencing='REFERENCING OLD TABLE AS old_values ', table='core_organisation', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='organisationevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;", hash='11e8a1aaf76ea27473f1bfca5f0e96b3f4cb5d8a', operation='UPDATE OR DELETE', pgid='pgtrigger_event_no_change_cf88d', table='core_organisationevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='organisationevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;", hash='d662f8892467035c46d3f85e19b49654e975d984', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_event_no_truncate_c4efb', table='core_organisationevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='userevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;", hash='68e311069710d8e6f274e2a1d2c2e338f3038f9d', operation='UPDATE OR DELETE', pgid='pgtrigger_event_no_change_165fc', table='core_userevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='userevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;", hash='f259a322fee099610c09edfa9f6be207ba038411', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_event_no_truncate_3600c', table='core_userevent', when='BEFORE')),
                ),
            ],
        ),
    ]
