import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import skillmap.core.schema
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('skills', '0001_tables')]

    initial = True

    dependencies = [
        ('core', '0001_schema'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.RunSQL(
            sql='CREATE SEQUENCE skills_skill_slot AS smallint MINVALUE 0 START 0',
            reverse_sql='DROP SEQUENCE skills_skill_slot',
        ),
        skillmap.core.schema.AtOnce(
            operations=[
                migrations.CreateModel(
                    name='Framework',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('code', models.CharField(max_length=60, unique=True)),
                        ('name', models.CharField(max_length=200, verbose_name='name')),
                        ('release', models.CharField(blank=True, max_length=60, verbose_name='release')),
                        ('source_url', models.CharField(blank=True, max_length=300, verbose_name='source')),
                        ('licence', models.CharField(blank=True, max_length=300, verbose_name='licence')),
                    ],
                    options={
                        'ordering': ['name'],
                    },
                ),
                migrations.CreateModel(
                    name='Scale',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('code', models.CharField(max_length=60, unique=True)),
                        ('name', models.CharField(max_length=100, verbose_name='name')),
                        ('zero_rank', models.SmallIntegerField(default=0)),
                        ('top_rank', models.SmallIntegerField(default=5)),
                    ],
                    options={
                        'ordering': ['name'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('top_rank__gt', models.F('zero_rank'))), name='scale_has_width')],
                    },
                ),
                migrations.CreateModel(
                    name='Skill',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('framework', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='skills', to='skills.framework')),
                        ('code', models.CharField(max_length=120, verbose_name='code')),
                        ('uri', models.CharField(blank=True, max_length=300)),
                        ('slot', models.SmallIntegerField(db_default=models.Func(models.Value('skills_skill_slot'), function='nextval', output_field=models.SmallIntegerField()), editable=False, unique=True)),
                        ('name', models.CharField(max_length=300, verbose_name='name')),
                        ('kind', models.CharField(choices=[('hard', 'hard'), ('soft', 'soft'), ('unclassified', 'kind not confirmed')], default='unclassified', max_length=12, verbose_name='kind')),
                        ('proposed_kind', models.CharField(blank=True, choices=[('hard', 'hard'), ('soft', 'soft'), ('unclassified', 'kind not confirmed')], max_length=12)),
                        ('proposed_reason', models.CharField(blank=True, max_length=300)),
                        ('category', models.CharField(blank=True, max_length=120, verbose_name='category')),
                        ('description', models.TextField(blank=True, verbose_name='description')),
                        ('scale', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='skills', to='skills.scale')),
                        ('status', models.CharField(choices=[('active', 'active'), ('retired', 'retired')], default='active', max_length=10)),
                        ('replaced_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaces', to='skills.skill')),
                        ('retired_on', models.DateField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['name', 'id'],
                        'indexes': [models.Index(fields=['code'], name='skill_code'), models.Index(fields=['uri'], name='skill_uri'), models.Index(fields=['kind', 'category'], name='skill_kind'), django.contrib.postgres.indexes.GinIndex(fields=['name'], name='skill_name_trgm', opclasses=['gin_trgm_ops'])],
                        'constraints': [models.UniqueConstraint(fields=('framework', 'code'), name='skill_code_once'), models.CheckConstraint(condition=models.Q(models.Q(('retired_on', None), ('status', 'active')), models.Q(('retired_on__isnull', False), ('status', 'retired')), _connector='OR'), name='skill_retired_has_date')],
                    },
                ),
                migrations.CreateModel(
                    name='CertificateType',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('code', models.CharField(max_length=60, unique=True, verbose_name='code')),
                        ('name', models.CharField(max_length=200, verbose_name='name')),
                        ('issuer', models.CharField(blank=True, max_length=200, verbose_name='issuer')),
                        ('skill', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='certificate_types', to='skills.skill')),
                        ('attained_level', models.DecimalField(blank=True, decimal_places=2, max_digits=4, null=True)),
                        ('valid_months', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('retired_on', models.DateField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['name'],
                    },
                ),
                migrations.CreateModel(
                    name='CertificateTypeEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='skills.certificatetype')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('code', models.CharField(max_length=60, verbose_name='code')),
                        ('name', models.CharField(max_length=200, verbose_name='name')),
                        ('issuer', models.CharField(blank=True, max_length=200, verbose_name='issuer')),
                        ('skill', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='skills.skill')),
                        ('attained_level', models.DecimalField(blank=True, decimal_places=2, max_digits=4, null=True)),
                        ('valid_months', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('retired_on', models.DateField(blank=True, null=True)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='FrameworkEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='skills.framework')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('code', models.CharField(max_length=60)),
                        ('name', models.CharField(max_length=200, verbose_name='name')),
                        ('release', models.CharField(blank=True, max_length=60, verbose_name='release')),
                        ('source_url', models.CharField(blank=True, max_length=300, verbose_name='source')),
                        ('licence', models.CharField(blank=True, max_length=300, verbose_name='licence')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='LevelText',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('skill', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='level_texts', to='skills.skill')),
                        ('rank', models.SmallIntegerField()),
                        ('text', models.TextField()),
                    ],
                    options={
                        'ordering': ['skill', 'rank'],
                        'constraints': [models.UniqueConstraint(fields=('skill', 'rank'), name='level_text_once')],
                    },
                ),
                migrations.CreateModel(
                    name='LevelTextEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='skills.leveltext')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('skill', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='skills.skill')),
                        ('rank', models.SmallIntegerField()),
                        ('text', models.TextField()),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='ScaleEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='skills.scale')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('code', models.CharField(max_length=60)),
                        ('name', models.CharField(max_length=100, verbose_name='name')),
                        ('zero_rank', models.SmallIntegerField(default=0)),
                        ('top_rank', models.SmallIntegerField(default=5)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='ScaleLevel',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('scale', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='levels', to='skills.scale')),
                        ('rank', models.SmallIntegerField()),
                        ('name', models.CharField(max_length=60)),
                    ],
                    options={
                        'ordering': ['scale', 'rank'],
                        'constraints': [models.UniqueConstraint(fields=('scale', 'rank'), name='scale_level_rank_once')],
                    },
                ),
                migrations.CreateModel(
                    name='ScaleLevelEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='skills.scalelevel')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('scale', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='skills.scale')),
                        ('rank', models.SmallIntegerField()),
                        ('name', models.CharField(max_length=60)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='SkillEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='skills.skill')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('framework', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='skills.framework')),
                        ('code', models.CharField(max_length=120, verbose_name='code')),
                        ('uri', models.CharField(blank=True, max_length=300)),
                        ('name', models.CharField(max_length=300, verbose_name='name')),
                        ('kind', models.CharField(choices=[('hard', 'hard'), ('soft', 'soft'), ('unclassified', 'kind not confirmed')], default='unclassified', max_length=12, verbose_name='kind')),
                        ('proposed_kind', models.CharField(blank=True, choices=[('hard', 'hard'), ('soft', 'soft'), ('unclassified', 'kind not confirmed')], max_length=12)),
                        ('proposed_reason', models.CharField(blank=True, max_length=300)),
                        ('category', models.CharField(blank=True, max_length=120, verbose_name='category')),
                        ('description', models.TextField(blank=True, verbose_name='description')),
                        ('scale', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='skills.scale')),
                        ('status', models.CharField(choices=[('active', 'active'), ('retired', 'retired')], default='active', max_length=10)),
                        ('replaced_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='skills.skill')),
                        ('retired_on', models.DateField(blank=True, null=True)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='SkillLabel',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('skill', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='labels', to='skills.skill')),
                        ('label', models.CharField(max_length=300)),
                        ('kind', models.CharField(choices=[('alternative', 'other name'), ('mapped', 'confirmed match')], default='alternative', max_length=12)),
                    ],
                    options={
                        'ordering': ['label'],
                        'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['label'], name='skill_label_trgm', opclasses=['gin_trgm_ops']), models.Index(django.db.models.functions.text.Lower('label'), name='skill_label_lower')],
                        'constraints': [models.UniqueConstraint(fields=('skill', 'label'), name='skill_label_once')],
                    },
                ),
                migrations.CreateModel(
                    name='SkillLabelEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='skills.skilllabel')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('skill', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='skills.skill')),
                        ('label', models.CharField(max_length=300)),
                        ('kind', models.CharField(choices=[('alternative', 'other name'), ('mapped', 'confirmed match')], default='alternative', max_length=12)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='SkillRelation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('skill', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='relations', to='skills.skill')),
                        ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='relations_from', to='skills.skill')),
                        ('kind', models.CharField(choices=[('broader', 'is part of'), ('related', 'is related to'), ('requires', 'requires')], max_length=10)),
                        ('essential', models.BooleanField(default=False)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('skill', 'other', 'kind'), name='skill_relation_once'), models.CheckConstraint(condition=models.Q(('skill', models.F('other')), _negated=True), name='skill_relation_to_other')],
                    },
                ),
                migrations.CreateModel(
                    name='SkillRelationEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='skills.skillrelation')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('skill', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='skills.skill')),
                        ('other', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='skills.skill')),
                        ('kind', models.CharField(choices=[('broader', 'is part of'), ('related', 'is related to'), ('requires', 'requires')], max_length=10)),
                        ('essential', models.BooleanField(default=False)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='framework',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_frameworkevent" ("code", "created_at", "id", "licence", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "release", "source_url", "updated_at", "version") SELECT new_values."code", new_values."created_at", new_values."id", new_values."licence", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."release", new_values."source_url", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e18fb99f35660776b22d9af4d1135973dfdee685', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_15ac8', referencing='REFERENCING NEW TABLE AS new_values ', table='skills_framework', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='framework',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_frameworkevent" ("code", "created_at", "id", "licence", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "release", "source_url", "updated_at", "version") SELECT new_values."code", new_values."created_at", new_values."id", new_values."licence", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."release", new_values."source_url", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='db0fd835f88fd09a9396ebbfb4061d5037d0f0ad', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_56edd', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='skills_framework', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='framework',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_frameworkevent" ("code", "created_at", "id", "licence", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "release", "source_url", "updated_at", "version") SELECT old_values."code", old_values."created_at", old_values."id", old_values."licence", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."release", old_values."source_url", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='d37fdd3ddeb67fa7ec9b9fcd4ef6afa589ab5c4f', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_a3085', referencing='REFERENCING OLD TABLE AS old_values ', table='skills_framework', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='scale',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_scaleevent" ("code", "created_at", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "top_rank", "updated_at", "version", "zero_rank") SELECT new_values."code", new_values."created_at", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."top_rank", new_values."updated_at", new_values."version", new_values."zero_rank" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='9c2484e880f157738c428714fea0a3939391d654', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_09d5d', referencing='REFERENCING NEW TABLE AS new_values ', table='skills_scale', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='scale',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_scaleevent" ("code", "created_at", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "top_rank", "updated_at", "version", "zero_rank") SELECT new_values."code", new_values."created_at", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."top_rank", new_values."updated_at", new_values."version", new_values."zero_rank" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b0c2173ec357e2bc3c68255d3f6316ae2cc205d5', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_4eadd', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='skills_scale', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='scale',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_scaleevent" ("code", "created_at", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "top_rank", "updated_at", "version", "zero_rank") SELECT old_values."code", old_values."created_at", old_values."id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."top_rank", old_values."updated_at", old_values."version", old_values."zero_rank" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='93d46691c2c2e893f5052879d3c44943cfc236c5', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_4671f', referencing='REFERENCING OLD TABLE AS old_values ', table='skills_scale', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='skill',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_skillevent" ("category", "code", "created_at", "description", "framework_id", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_kind", "proposed_reason", "public_id", "replaced_by_id", "retired_on", "scale_id", "status", "updated_at", "uri", "version") SELECT new_values."category", new_values."code", new_values."created_at", new_values."description", new_values."framework_id", new_values."id", new_values."kind", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."proposed_kind", new_values."proposed_reason", new_values."public_id", new_values."replaced_by_id", new_values."retired_on", new_values."scale_id", new_values."status", new_values."updated_at", new_values."uri", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='eee5f4282fcd810cecb1c5e8a8f0fc633e513ab9', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_8c479', referencing='REFERENCING NEW TABLE AS new_values ', table='skills_skill', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='skill',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_skillevent" ("category", "code", "created_at", "description", "framework_id", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_kind", "proposed_reason", "public_id", "replaced_by_id", "retired_on", "scale_id", "status", "updated_at", "uri", "version") SELECT new_values."category", new_values."code", new_values."created_at", new_values."description", new_values."framework_id", new_values."id", new_values."kind", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."proposed_kind", new_values."proposed_reason", new_values."public_id", new_values."replaced_by_id", new_values."retired_on", new_values."scale_id", new_values."status", new_values."updated_at", new_values."uri", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."category" IS DISTINCT FROM (new_values."category") OR old_values."code" IS DISTINCT FROM (new_values."code") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."description" IS DISTINCT FROM (new_values."description") OR old_values."framework_id" IS DISTINCT FROM (new_values."framework_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."proposed_kind" IS DISTINCT FROM (new_values."proposed_kind") OR old_values."proposed_reason" IS DISTINCT FROM (new_values."proposed_reason") OR old_values."public_id" IS DISTINCT FROM (new_values."public_id") OR old_values."replaced_by_id" IS DISTINCT FROM (new_values."replaced_by_id") OR old_values."retired_on" IS DISTINCT FROM (new_values."retired_on") OR old_values."scale_id" IS DISTINCT FROM (new_values."scale_id") OR old_values."status" IS DISTINCT FROM (new_values."status") OR old_values."updated_at" IS DISTINCT FROM (new_values."updated_at") OR old_values."uri" IS DISTINCT FROM (new_values."uri") OR old_values."version" IS DISTINCT FROM (new_values."version")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='58d192308ae1ad75aace579168180304f39bfd4f', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_34954', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='skills_skill', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='skill',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_skillevent" ("category", "code", "created_at", "description", "framework_id", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_kind", "proposed_reason", "public_id", "replaced_by_id", "retired_on", "scale_id", "status", "updated_at", "uri", "version") SELECT old_values."category", old_values."code", old_values."created_at", old_values."description", old_values."framework_id", old_values."id", old_values."kind", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."proposed_kind", old_values."proposed_reason", old_values."public_id", old_values."replaced_by_id", old_values."retired_on", old_values."scale_id", old_values."status", old_values."updated_at", old_values."uri", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='f7313167085c5b50c1a8374e47ee5e3d425142e4', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_59ce8', referencing='REFERENCING OLD TABLE AS old_values ', table='skills_skill', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='certificatetype',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_certificatetypeevent" ("attained_level", "code", "created_at", "id", "issuer", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "retired_on", "skill_id", "updated_at", "valid_months", "version") SELECT new_values."attained_level", new_values."code", new_values."created_at", new_values."id", new_values."issuer", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."retired_on", new_values."skill_id", new_values."updated_at", new_values."valid_months", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b097a681022c244874c6a8a696db960c8f89a711', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_b5504', referencing='REFERENCING NEW TABLE AS new_values ', table='skills_certificatetype', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='certificatetype',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_certificatetypeevent" ("attained_level", "code", "created_at", "id", "issuer", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "retired_on", "skill_id", "updated_at", "valid_months", "version") SELECT new_values."attained_level", new_values."code", new_values."created_at", new_values."id", new_values."issuer", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."retired_on", new_values."skill_id", new_values."updated_at", new_values."valid_months", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e7de031e72b077d4899566aa6317b195d1ebd02b', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_1f07b', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='skills_certificatetype', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='certificatetype',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_certificatetypeevent" ("attained_level", "code", "created_at", "id", "issuer", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "retired_on", "skill_id", "updated_at", "valid_months", "version") SELECT old_values."attained_level", old_values."code", old_values."created_at", old_values."id", old_values."issuer", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."retired_on", old_values."skill_id", old_values."updated_at", old_values."valid_months", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='6d20fd6704ddbfe2c5ceda4d2636fdd30fe99180', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_6734e', referencing='REFERENCING OLD TABLE AS old_values ', table='skills_certificatetype', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='certificatetypeevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;", hash='76513720e4e96381c031d50fa32d8a04e8bdad28', operation='UPDATE OR DELETE', pgid='pgtrigger_event_no_change_2f2ac', table='skills_certificatetypeevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='certificatetypeevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;", hash='ec5108d68ff103189bd7ead9a0723919ea248bb8', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_event_no_truncate_6c202', table='skills_certificatetypeevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='frameworkevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;", hash='efdfab8dff1d7658b5ab6bd56960508fca350cac', operation='UPDATE OR DELETE', pgid='pgtrigger_event_no_change_e6629', table='skills_frameworkevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='frameworkevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;", hash='faf8800fc274d125a409c667d6e5553061fe62c9', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_event_no_truncate_3fd4f', table='skills_frameworkevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='leveltext',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_leveltextevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "skill_id", "text") SELECT new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."rank", new_values."skill_id", new_values."text" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='6a40e33b884d2f4530798a91b2e40cb61e80041d', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_f4d60', referencing='REFERENCING NEW TABLE AS new_values ', table='skills_leveltext', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='leveltext',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_leveltextevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "skill_id", "text") SELECT new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."rank", new_values."skill_id", new_values."text" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a3b9f3d809c78b008f8e882f169c04a38c2917ec', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_83224', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='skills_leveltext', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='leveltext',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_leveltextevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "skill_id", "text") SELECT old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."rank", old_values."skill_id", old_values."text" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='687b4cd83b8a8f26dd79bd5d3dc46099f69f78df', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_1723a', referencing='REFERENCING OLD TABLE AS old_values ', table='skills_leveltext', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='leveltextevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;", hash='8181c9acc1ec0bfa814781a18763c5b774533f1c', operation='UPDATE OR DELETE', pgid='pgtrigger_event_no_change_eec90', table='skills_leveltextevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='leveltextevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;", hash='8e83f35ce58052e42b14816dc4f42fc6acfd5e10', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_event_no_truncate_d3579', table='skills_leveltextevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='scaleevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;", hash='cfdf78656a35f7e9b7d0512a403f09809c4b55aa', operation='UPDATE OR DELETE', pgid='pgtrigger_event_no_change_771cf', table='skills_scaleevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='scaleevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;", hash='c7ca15b5704fcb7f1e159249852bce77b0119921', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_event_no_truncate_d5756', table='skills_scaleevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='scalelevel',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_scalelevelevent" ("id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "scale_id") SELECT new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."rank", new_values."scale_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b328e44d0688e97b4cf1393b4702f4a3917350b8', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_2a546', referencing='REFERENCING NEW TABLE AS new_values ', table='skills_scalelevel', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='scalelevel',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_scalelevelevent" ("id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "scale_id") SELECT new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."rank", new_values."scale_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b91a78113994ab093f7089246808a1adf4a7df0c', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_3e67a', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='skills_scalelevel', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='scalelevel',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_scalelevelevent" ("id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "scale_id") SELECT old_values."id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."rank", old_values."scale_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='ffc8ac6c540f53187ed715142b9339a55c736922', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_c2934', referencing='REFERENCING OLD TABLE AS old_values ', table='skills_scalelevel', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='scalelevelevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;", hash='e85276a562725cd910929d9e8ccd104c18009c37', operation='UPDATE OR DELETE', pgid='pgtrigger_event_no_change_18c91', table='skills_scalelevelevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='scalelevelevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;", hash='5a9e3557c6aa8dd7f935d0e011ffa35c93cb7b8e', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_event_no_truncate_de873', table='skills_scalelevelevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='skillevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;", hash='410011a66f0fa19202e46f5454e469afd0486524', operation='UPDATE OR DELETE', pgid='pgtrigger_event_no_change_31567', table='skills_skillevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='skillevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;", hash='1a140e45f3d1b1bf23c3dcd882bd00811c463c1f', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_event_no_truncate_2a426', table='skills_skillevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='skilllabel',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_skilllabelevent" ("id", "kind", "label", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "skill_id") SELECT new_values."id", new_values."kind", new_values."label", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."skill_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='2772d0170166572cfc4a0cf403adfc3f238d108f', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_be50f', referencing='REFERENCING NEW TABLE AS new_values ', table='skills_skilllabel', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='skilllabel',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_skilllabelevent" ("id", "kind", "label", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "skill_id") SELECT new_values."id", new_values."kind", new_values."label", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."skill_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a88dd6cf265957354fde98da2cd09c287e6017c8', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_ac800', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='skills_skilllabel', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='skilllabel',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_skilllabelevent" ("id", "kind", "label", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "skill_id") SELECT old_values."id", old_values."kind", old_values."label", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."skill_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='ccdf7a9a4c35c4947aef51564eecb28db1f5def5', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_f6fc2', referencing='REFERENCING OLD TABLE AS old_values ', table='skills_skilllabel', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='skilllabelevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;", hash='ab7720dfa64e061343b0f8135a7534964ca0cb9b', operation='UPDATE OR DELETE', pgid='pgtrigger_event_no_change_0aa40', table='skills_skilllabelevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='skilllabelevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;", hash='71bb709f4f521d4dd9ff4555e3c24ef0acd9b895', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_event_no_truncate_b3035', table='skills_skilllabelevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='skillrelation',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_skillrelationevent" ("essential", "id", "kind", "other_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "skill_id") SELECT new_values."essential", new_values."id", new_values."kind", new_values."other_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."skill_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a8a9715a130dc3c1ae3eac9ab574fd576246ad01', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_ee55c', referencing='REFERENCING NEW TABLE AS new_values ', table='skills_skillrelation', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='skillrelation',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_skillrelationevent" ("essential", "id", "kind", "other_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "skill_id") SELECT new_values."essential", new_values."id", new_values."kind", new_values."other_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."skill_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='1801f590c6ed8cb66f45e8dde6871217cc8fd65d', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_d19e7', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='skills_skillrelation', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='skillrelation',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_skillrelationevent" ("essential", "id", "kind", "other_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "skill_id") SELECT old_values."essential", old_values."id", old_values."kind", old_values."other_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."skill_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='055c66004777ce7b7be06c200f83abe914a8fa97', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_305ed', referencing='REFERENCING OLD TABLE AS old_values ', table='skills_skillrelation', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='skillrelationevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;", hash='d9f603c1d43675b1ccbfb46edca22ff14819ab24', operation='UPDATE OR DELETE', pgid='pgtrigger_event_no_change_9b5f8', table='skills_skillrelationevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='skillrelationevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;", hash='4718da0e82499443dd5f6185461845d3aff8636e', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_event_no_truncate_98497', table='skills_skillrelationevent', when='BEFORE')),
                ),
            ],
        ),
    ]
