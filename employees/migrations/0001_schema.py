import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import skillmap.core.plain
import skillmap.core.schema
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('employees', '0001_tables'), ('employees', '0002_search_index'), ('employees', '0003_mentorships'), ('employees', '0004_mentoring')]

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        ('skills', '0001_schema'),
    ]

    operations = [
        migrations.RunSQL(
            sql="\n    CREATE FUNCTION plain_text(value text) RETURNS text\n    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS\n    $$ BEGIN RETURN lower(public.unaccent('public.unaccent', value)); END $$\n",
            reverse_sql='DROP FUNCTION plain_text(text)',
        ),
        skillmap.core.schema.AtOnce(
            operations=[
                migrations.CreateModel(
                    name='Site',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('name', models.CharField(max_length=100, unique=True, verbose_name='name')),
                        ('time_zone', models.CharField(blank=True, max_length=60, verbose_name='time zone')),
                    ],
                    options={
                        'ordering': ['name'],
                    },
                ),
                migrations.CreateModel(
                    name='Employee',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('number', models.CharField(max_length=60, unique=True, verbose_name='employee number')),
                        ('first_name', models.CharField(max_length=100, verbose_name='first name')),
                        ('last_name', models.CharField(max_length=100, verbose_name='last name')),
                        ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                        ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='employee', to=settings.AUTH_USER_MODEL)),
                        ('status', models.CharField(choices=[('active', 'active'), ('leave', 'on leave'), ('left', 'left')], default='active', max_length=10, verbose_name='status')),
                        ('site', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='employees', to='employees.site')),
                        ('time_zone', models.CharField(blank=True, max_length=60, verbose_name='time zone')),
                        ('work_mode', models.CharField(choices=[('onsite', 'on site'), ('hybrid', 'hybrid'), ('remote', 'remote')], default='onsite', max_length=10, verbose_name='work mode')),
                        ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, size=None)),
                        ('learning_hours_per_week', models.DecimalField(decimal_places=2, default=2, max_digits=4, validators=[django.core.validators.MinValueValidator(0)], verbose_name='learning hours per week')),
                        ('joined_on', models.DateField(blank=True, null=True)),
                        ('left_on', models.DateField(blank=True, null=True)),
                        ('source', models.CharField(blank=True, max_length=60)),
                    ],
                    options={
                        'ordering': ['last_name', 'first_name', 'id'],
                        'indexes': [models.Index(fields=['last_name', 'first_name', 'id'], name='employee_name'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(skillmap.core.plain.Plain('first_name'), name='gin_trgm_ops'), django.contrib.postgres.indexes.OpClass(skillmap.core.plain.Plain('last_name'), name='gin_trgm_ops'), django.contrib.postgres.indexes.OpClass(skillmap.core.plain.Plain('number'), name='gin_trgm_ops'), name='employee_search')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('learning_hours_per_week__gte', 0)), name='employee_hours_not_negative')],
                    },
                ),
                migrations.CreateModel(
                    name='Absence',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('employee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='absences', to='employees.employee')),
                        ('days', django.contrib.postgres.fields.ranges.DateRangeField()),
                    ],
                    options={
                        'ordering': ['days'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('days__isempty', False)), name='absence_has_a_day'), models.CheckConstraint(condition=models.Q(('days__startswith__isnull', False)), name='absence_begins')],
                    },
                ),
                migrations.CreateModel(
                    name='AbsenceEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='employees.absence')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('employee', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='employees.employee')),
                        ('days', django.contrib.postgres.fields.ranges.DateRangeField()),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='OrgUnit',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('name', models.CharField(max_length=120, verbose_name='name')),
                        ('path', models.CharField(max_length=600, unique=True)),
                        ('retired_on', models.DateField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['path'],
                        'indexes': [models.Index(fields=['path'], name='unit_path_prefix', opclasses=['varchar_pattern_ops'])],
                    },
                ),
                migrations.CreateModel(
                    name='Situation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('name', models.CharField(max_length=200, unique=True, verbose_name='name')),
                    ],
                    options={
                        'ordering': ['name'],
                    },
                ),
                migrations.CreateModel(
                    name='RoleProfile',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('code', models.CharField(max_length=200, unique=True, verbose_name='code')),
                        ('name', models.CharField(max_length=300, verbose_name='name')),
                        ('family', models.CharField(blank=True, max_length=200, verbose_name='family')),
                        ('description', models.TextField(blank=True, verbose_name='description')),
                        ('framework', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='roles', to='skills.framework')),
                        ('retired_on', models.DateField(blank=True, null=True)),
                        ('situations', models.ManyToManyField(blank=True, related_name='roles', to='employees.situation')),
                    ],
                    options={
                        'ordering': ['name', 'id'],
                    },
                ),
                migrations.CreateModel(
                    name='Assignment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('employee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='employees.employee')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='employees.orgunit')),
                        ('role', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='employees.roleprofile')),
                        ('job_title', models.CharField(blank=True, max_length=200, verbose_name='job title')),
                        ('manager', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='managed_assignments', to='employees.employee')),
                        ('is_primary', models.BooleanField(default=True)),
                        ('valid', django.contrib.postgres.fields.ranges.DateRangeField()),
                    ],
                    options={
                        'indexes': [models.Index(fields=['manager', 'is_primary'], name='assignment_manager')],
                        'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('is_primary', True)), expressions=[('employee', '='), ('valid', '&&')], name='assignment_one_primary'), models.CheckConstraint(condition=models.Q(('manager', None), models.Q(('manager', models.F('employee')), _negated=True), _connector='OR'), name='assignment_not_own_manager'), models.CheckConstraint(condition=models.Q(('valid__isempty', False)), name='assignment_has_a_day')],
                    },
                ),
                migrations.CreateModel(
                    name='AssignmentEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='employees.assignment')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('employee', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='employees.employee')),
                        ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='employees.orgunit')),
                        ('role', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='employees.roleprofile')),
                        ('job_title', models.CharField(blank=True, max_length=200, verbose_name='job title')),
                        ('manager', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='employees.employee')),
                        ('is_primary', models.BooleanField(default=True)),
                        ('valid', django.contrib.postgres.fields.ranges.DateRangeField()),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='RoleVersion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('role', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='employees.roleprofile')),
                        ('number', models.PositiveIntegerField()),
                        ('valid', django.contrib.postgres.fields.ranges.DateRangeField()),
                    ],
                    options={
                        'ordering': ['role', 'number'],
                        'constraints': [models.UniqueConstraint(fields=('role', 'number'), name='role_version_number_once'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('role', '='), ('valid', '&&')], name='role_one_version_at_a_time')],
                    },
                ),
                migrations.CreateModel(
                    name='CertificateRequirement',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('role_version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='certificate_requirements', to='employees.roleversion')),
                        ('certificate_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requirements', to='skills.certificatetype')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('role_version', 'certificate_type'), name='certificate_requirement_once')],
                    },
                ),
                migrations.CreateModel(
                    name='CertificateRequirementEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='employees.certificaterequirement')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('role_version', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='employees.roleversion')),
                        ('certificate_type', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='skills.certificatetype')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Delegation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('manager', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations', to='employees.employee', verbose_name='manager')),
                        ('delegate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stands_in', to='employees.employee', verbose_name='stand-in')),
                        ('days', django.contrib.postgres.fields.ranges.DateRangeField()),
                    ],
                    options={
                        'ordering': ['days'],
                        'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('manager', '='), ('days', '&&')], name='delegation_one_at_a_time'), models.CheckConstraint(condition=models.Q(('manager', models.F('delegate')), _negated=True), name='delegation_to_somebody_else'), models.CheckConstraint(condition=models.Q(('days__endswith__isnull', False), ('days__startswith__isnull', False)), name='delegation_is_dated')],
                    },
                ),
                migrations.CreateModel(
                    name='DelegationEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='employees.delegation')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('manager', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='employees.employee', verbose_name='manager')),
                        ('delegate', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='employees.employee', verbose_name='stand-in')),
                        ('days', django.contrib.postgres.fields.ranges.DateRangeField()),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='EmployeeEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='employees.employee')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('number', models.CharField(max_length=60, verbose_name='employee number')),
                        ('first_name', models.CharField(max_length=100, verbose_name='first name')),
                        ('last_name', models.CharField(max_length=100, verbose_name='last name')),
                        ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                        ('user', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('status', models.CharField(choices=[('active', 'active'), ('leave', 'on leave'), ('left', 'left')], default='active', max_length=10, verbose_name='status')),
                        ('site', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='employees.site')),
                        ('time_zone', models.CharField(blank=True, max_length=60, verbose_name='time zone')),
                        ('work_mode', models.CharField(choices=[('onsite', 'on site'), ('hybrid', 'hybrid'), ('remote', 'remote')], default='onsite', max_length=10, verbose_name='work mode')),
                        ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, size=None)),
                        ('learning_hours_per_week', models.DecimalField(decimal_places=2, default=2, max_digits=4, validators=[django.core.validators.MinValueValidator(0)], verbose_name='learning hours per week')),
                        ('joined_on', models.DateField(blank=True, null=True)),
                        ('left_on', models.DateField(blank=True, null=True)),
                        ('source', models.CharField(blank=True, max_length=60)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Exemption',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('employee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exemptions', to='employees.employee')),
                        ('skill', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='exemptions', to='skills.skill')),
                        ('certificate_type', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='exemptions', to='skills.certificatetype')),
                        ('reason', models.CharField(max_length=300, verbose_name='reason')),
                        ('granted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('valid', django.contrib.postgres.fields.ranges.DateRangeField()),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('certificate_type__isnull', False), ('skill', None)), models.Q(('certificate_type', None), ('skill__isnull', False)), _connector='OR'), name='exemption_names_one_thing')],
                    },
                ),
                migrations.CreateModel(
                    name='ExemptionEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='employees.exemption')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('employee', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='employees.employee')),
                        ('skill', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='skills.skill')),
                        ('certificate_type', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='skills.certificatetype')),
                        ('reason', models.CharField(max_length=300, verbose_name='reason')),
                        ('granted_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('valid', django.contrib.postgres.fields.ranges.DateRangeField()),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='OrgUnitEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='employees.orgunit')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('name', models.CharField(max_length=120, verbose_name='name')),
                        ('path', models.CharField(max_length=600)),
                        ('retired_on', models.DateField(blank=True, null=True)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='OrgUnitPlacement',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='employees.orgunit')),
                        ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='child_placements', to='employees.orgunit')),
                        ('name', models.CharField(max_length=120)),
                        ('valid', django.contrib.postgres.fields.ranges.DateRangeField()),
                    ],
                    options={
                        'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('unit', '='), ('valid', '&&')], name='unit_one_place_at_a_time'), models.CheckConstraint(condition=models.Q(('parent', None), models.Q(('parent', models.F('unit')), _negated=True), _connector='OR'), name='unit_not_below_itself')],
                    },
                ),
                migrations.CreateModel(
                    name='OrgUnitPlacementEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='employees.orgunitplacement')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='employees.orgunit')),
                        ('parent', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='employees.orgunit')),
                        ('name', models.CharField(max_length=120)),
                        ('valid', django.contrib.postgres.fields.ranges.DateRangeField()),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Requirement',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('role_version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='requirements', to='employees.roleversion')),
                        ('skill', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requirements', to='skills.skill')),
                        ('required_level', models.DecimalField(decimal_places=2, max_digits=4)),
                        ('required_common', models.SmallIntegerField()),
                        ('importance', models.PositiveSmallIntegerField(default=3)),
                        ('essential', models.BooleanField(default=False)),
                        ('assumed', models.BooleanField(default=False)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('role_version', 'skill'), name='requirement_once'), models.CheckConstraint(condition=models.Q(('importance__gte', 1), ('importance__lte', 5)), name='requirement_importance'), models.CheckConstraint(condition=models.Q(('required_common__gte', 0), ('required_common__lte', 5000)), name='requirement_level_on_scale')],
                    },
                ),
                migrations.CreateModel(
                    name='RequirementEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='employees.requirement')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('role_version', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='employees.roleversion')),
                        ('skill', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='skills.skill')),
                        ('required_level', models.DecimalField(decimal_places=2, max_digits=4)),
                        ('required_common', models.SmallIntegerField()),
                        ('importance', models.PositiveSmallIntegerField(default=3)),
                        ('essential', models.BooleanField(default=False)),
                        ('assumed', models.BooleanField(default=False)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='RoleGrant',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to=settings.AUTH_USER_MODEL)),
                        ('grant', models.CharField(choices=[('hr_admin', 'HR admin'), ('hr_partner', 'HR partner'), ('learning_manager', 'learning manager'), ('auditor', 'auditor')], max_length=20)),
                        ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='employees.orgunit')),
                        ('granted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('valid', django.contrib.postgres.fields.ranges.DateRangeField()),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('grant', 'hr_partner'), ('unit__isnull', False)), models.Q(models.Q(('grant', 'hr_partner'), _negated=True), ('unit', None)), _connector='OR'), name='grant_partner_has_unit'), models.CheckConstraint(condition=models.Q(('granted_by', None), models.Q(('granted_by', models.F('user')), _negated=True), _connector='OR'), name='grant_never_to_self')],
                    },
                ),
                migrations.CreateModel(
                    name='RoleGrantEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='employees.rolegrant')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('grant', models.CharField(choices=[('hr_admin', 'HR admin'), ('hr_partner', 'HR partner'), ('learning_manager', 'learning manager'), ('auditor', 'auditor')], max_length=20)),
                        ('unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='employees.orgunit')),
                        ('granted_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('valid', django.contrib.postgres.fields.ranges.DateRangeField()),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='RoleProfileEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='employees.roleprofile')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('code', models.CharField(max_length=200, verbose_name='code')),
                        ('name', models.CharField(max_length=300, verbose_name='name')),
                        ('family', models.CharField(blank=True, max_length=200, verbose_name='family')),
                        ('description', models.TextField(blank=True, verbose_name='description')),
                        ('framework', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='skills.framework')),
                        ('retired_on', models.DateField(blank=True, null=True)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='RoleSituationEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('roleprofile', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='employees.roleprofile')),
                        ('situation', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='employees.situation')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='RoleVersionEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='employees.roleversion')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('role', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='employees.roleprofile')),
                        ('number', models.PositiveIntegerField()),
                        ('valid', django.contrib.postgres.fields.ranges.DateRangeField()),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='SiteEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='employees.site')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('name', models.CharField(max_length=100, verbose_name='name')),
                        ('time_zone', models.CharField(blank=True, max_length=60, verbose_name='time zone')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='SituationEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='employees.situation')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('name', models.CharField(max_length=200, verbose_name='name')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='TargetRole',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('employee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='target_roles', to='employees.employee')),
                        ('role', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='aimed_at_by', to='employees.roleprofile')),
                        ('ended_on', models.DateField(blank=True, null=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('employee', 'role'), name='target_role_once')],
                    },
                ),
                migrations.CreateModel(
                    name='TargetRoleEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='employees.targetrole')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('employee', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='employees.employee')),
                        ('role', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='employees.roleprofile')),
                        ('ended_on', models.DateField(blank=True, null=True)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='TitleMapping',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('title', models.CharField(max_length=200)),
                        ('role', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='titles', to='employees.roleprofile')),
                    ],
                    options={
                        'ordering': ['title'],
                        'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('title'), name='title_mapping_once')],
                    },
                ),
                migrations.CreateModel(
                    name='TitleMappingEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='employees.titlemapping')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('title', models.CharField(max_length=200)),
                        ('role', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='employees.roleprofile')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Mentorship',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('shares_levels', models.BooleanField(default=False)),
                        ('shares_reports', models.BooleanField(default=False)),
                        ('accepted_at', models.DateTimeField(null=True)),
                        ('ended_at', models.DateTimeField(null=True)),
                        ('mentee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mentorships', to='employees.employee')),
                        ('mentor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mentees', to='employees.employee')),
                        ('skill', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='skills.skill')),
                    ],
                    options={
                        'ordering': ['-created_at', '-id'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('mentee', models.F('mentor')), _negated=True), name='mentor_is_another'), models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('mentee', 'mentor'), name='mentorship_open_once')],
                    },
                ),
                migrations.CreateModel(
                    name='MentorshipEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('shares_levels', models.BooleanField(default=False)),
                        ('shares_reports', models.BooleanField(default=False)),
                        ('accepted_at', models.DateTimeField(null=True)),
                        ('ended_at', models.DateTimeField(null=True)),
                        ('mentee', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='employees.employee')),
                        ('mentor', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='employees.employee')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='employees.mentorship')),
                        ('skill', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='skills.skill')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='RoleSituation',
                    fields=[
                    ],
                    options={
                        'proxy': True,
                    },
                    bases=('employees.roleprofile_situations',),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='site',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_siteevent" ("created_at", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "time_zone", "updated_at", "version") SELECT new_values."created_at", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."time_zone", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='6246bb6984a863aa1cb50251de473e985bae8fa7', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_9d52e', referencing='REFERENCING NEW TABLE AS new_values ', table='employees_site', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='site',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_siteevent" ("created_at", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "time_zone", "updated_at", "version") SELECT new_values."created_at", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."time_zone", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='9e20369212153f5d08b426fed795b77e4129aabd', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_a8fed', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='employees_site', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='site',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_siteevent" ("created_at", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "time_zone", "updated_at", "version") SELECT old_values."created_at", old_values."id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."time_zone", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='14a15bd68c064dac754de76fc6b50dc31ff5acc8', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_cea3c', referencing='REFERENCING OLD TABLE AS old_values ', table='employees_site', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='employee',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_employeeevent" ("created_at", "email", "first_name", "id", "joined_on", "languages", "last_name", "learning_hours_per_week", "left_on", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "site_id", "source", "status", "time_zone", "updated_at", "user_id", "version", "work_mode") SELECT new_values."created_at", new_values."email", new_values."first_name", new_values."id", new_values."joined_on", new_values."languages", new_values."last_name", new_values."learning_hours_per_week", new_values."left_on", new_values."number", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."site_id", new_values."source", new_values."status", new_values."time_zone", new_values."updated_at", new_values."user_id", new_values."version", new_values."work_mode" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='da957b2f624b06ad0fefec32eae1f48943f6258f', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_4271d', referencing='REFERENCING NEW TABLE AS new_values ', table='employees_employee', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='employee',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_employeeevent" ("created_at", "email", "first_name", "id", "joined_on", "languages", "last_name", "learning_hours_per_week", "left_on", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "site_id", "source", "status", "time_zone", "updated_at", "user_id", "version", "work_mode") SELECT new_values."created_at", new_values."email", new_values."first_name", new_values."id", new_values."joined_on", new_values."languages", new_values."last_name", new_values."learning_hours_per_week", new_values."left_on", new_values."number", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."site_id", new_values."source", new_values."status", new_values."time_zone", new_values."updated_at", new_values."user_id", new_values."version", new_values."work_mode" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='c5dbe950f504d515e4732c4b655249119c5136e1', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_38dab', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='employees_employee', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='employee',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_employeeevent" ("created_at", "email", "first_name", "id", "joined_on", "languages", "last_name", "learning_hours_per_week", "left_on", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "site_id", "source", "status", "time_zone", "updated_at", "user_id", "version", "work_mode") SELECT old_values."created_at", old_values."email", old_values."first_name", old_values."id", old_values."joined_on", old_values."languages", old_values."last_name", old_values."learning_hours_per_week", old_values."left_on", old_values."number", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."site_id", old_values."source", old_values."status", old_values."time_zone", old_values."updated_at", old_values."user_id", old_values."version", old_values."work_mode" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='324856975bcd5161323a51785ec4091200ff1ed7', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_0d581', referencing='REFERENCING OLD TABLE AS old_values ', table='employees_employee', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='absence',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_absenceevent" ("created_at", "days", "employee_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "updated_at", "version") SELECT new_values."created_at", new_values."days", new_values."employee_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='997fc7e3fc621adbf31e4c4dd79fbbffd487d5a5', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_1607e', referencing='REFERENCING NEW TABLE AS new_values ', table='employees_absence', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='absence',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_absenceevent" ("created_at", "days", "employee_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "updated_at", "version") SELECT new_values."created_at", new_values."days", new_values."employee_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='173c7ef82b93d8350a64dbf7c5d2accd8a9fe3d7', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_9d618', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='employees_absence', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='absence',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_absenceevent" ("created_at", "days", "employee_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "updated_at", "version") SELECT old_values."created_at", old_values."days", old_values."employee_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='5ca70e6942cd5de994f5ebef3967941d7ebc71ac', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_96b2a', referencing='REFERENCING OLD TABLE AS old_values ', table='employees_absence', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='absenceevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;", hash='0be66c6be139744e937f306ce7eb218b92522053', operation='UPDATE OR DELETE', pgid='pgtrigger_event_no_change_237d9', table='employees_absenceevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='absenceevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;", hash='46b7cb20d710ba9ad327865bf472a7d9ae3b14e6', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_event_no_truncate_16b0e', table='employees_absenceevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='orgunit',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_orgunitevent" ("created_at", "id", "name", "path", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "retired_on", "updated_at", "version") SELECT new_values."created_at", new_values."id", new_values."name", new_values."path", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."retired_on", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='8268c0570cd3369159a48a839a986de8d566bf42', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_fee7e', referencing='REFERENCING NEW TABLE AS new_values ', table='employees_orgunit', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='orgunit',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_orgunitevent" ("created_at", "id", "name", "path", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "retired_on", "updated_at", "version") SELECT new_values."created_at", new_values."id", new_values."name", new_values."path", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."retired_on", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='10c558119e3ed84d337c7c9faab76f9c56f76201', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_928f3', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='employees_orgunit', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='orgunit',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_orgunitevent" ("created_at", "id", "name", "path", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "retired_on", "updated_at", "version") SELECT old_values."created_at", old_values."id", old_values."name", old_values."path", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."retired_on", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='393211f40849ba932877b0a1330c685c2f537585', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_64b79', referencing='REFERENCING OLD TABLE AS old_values ', table='employees_orgunit', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='situation',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_situationevent" ("created_at", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "updated_at", "version") SELECT new_values."created_at", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='47b2360dc3db76169bd6fb73b4755ad002f3b116', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_daa7b', referencing='REFERENCING NEW TABLE AS new_values ', table='employees_situation', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='situation',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_situationevent" ("created_at", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "updated_at", "version") SELECT new_values."created_at", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='6b32a3dcd70f6d66b315a6d7e24698cc4f6223d7', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_4235a', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='employees_situation', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='situation',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_situationevent" ("created_at", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "updated_at", "version") SELECT old_values."created_at", old_values."id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='013dff37ca9d85c0610b48578396e345166aec68', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_af3b4', referencing='REFERENCING OLD TABLE AS old_values ', table='employees_situation', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='roleprofile',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_roleprofileevent" ("code", "created_at", "description", "family", "framework_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "retired_on", "updated_at", "version") SELECT new_values."code", new_values."created_at", new_values."description", new_values."family", new_values."framework_id", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."retired_on", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='60978fa9baee47a45e752fc48eee9653ce2c7558', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_888c6', referencing='REFERENCING NEW TABLE AS new_values ', table='employees_roleprofile', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='roleprofile',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_roleprofileevent" ("code", "created_at", "description", "family", "framework_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "retired_on", "updated_at", "version") SELECT new_values."code", new_values."created_at", new_values."description", new_values."family", new_values."framework_id", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."retired_on", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='4ef1f10ec032b04426329560cec5ed4061a50dac', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_b098b', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='employees_roleprofile', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='roleprofile',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_roleprofileevent" ("code", "created_at", "description", "family", "framework_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "retired_on", "updated_at", "version") SELECT old_values."code", old_values."created_at", old_values."description", old_values."family", old_values."framework_id", old_values."id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."retired_on", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='251d1e747faf99500622671a26456b235feaf505', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_c5dc5', referencing='REFERENCING OLD TABLE AS old_values ', table='employees_roleprofile', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='assignment',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_assignmentevent" ("created_at", "employee_id", "id", "is_primary", "job_title", "manager_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "role_id", "unit_id", "updated_at", "valid", "version") SELECT new_values."created_at", new_values."employee_id", new_values."id", new_values."is_primary", new_values."job_title", new_values."manager_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."role_id", new_values."unit_id", new_values."updated_at", new_values."valid", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='4cf628a19366c2f1bd1d9b2a5ec426efefa92717', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_4640c', referencing='REFERENCING NEW TABLE AS new_values ', table='employees_assignment', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='assignment',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_assignmentevent" ("created_at", "employee_id", "id", "is_primary", "job_title", "manager_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "role_id", "unit_id", "updated_at", "valid", "version") SELECT new_values."created_at", new_values."employee_id", new_values."id", new_values."is_primary", new_values."job_title", new_values."manager_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."role_id", new_values."unit_id", new_values."updated_at", new_values."valid", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='057da436df94237c2cc6f0092e43167e881ae158', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_7f48d', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='employees_assignment', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='assignment',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_assignmentevent" ("created_at", "employee_id", "id", "is_primary", "job_title", "manager_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "role_id", "unit_id", "updated_at", "valid", "version") SELECT old_values."created_at", old_values."employee_id", old_values."id", old_values."is_primary", old_values."job_title", old_values."manager_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."role_id", old_values."unit_id", old_values."updated_at", old_values."valid", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='3bd4710be08be16a160d15a603800fd730de340f', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_34b16', referencing='REFERENCING OLD TABLE AS old_values ', table='employees_assignment', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='assignmentevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;", hash='0d4240a2aefad6abbce282c286b8c2912522c3ed', operation='UPDATE OR DELETE', pgid='pgtrigger_event_no_change_dabc7', table='employees_assignmentevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='assignmentevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;", hash='49d92fdbf0bf2f7e2568ccf634f36bbbd306b265', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_event_no_truncate_93923', table='employees_assignmentevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='roleversion',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_roleversionevent" ("created_at", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "role_id", "updated_at", "valid", "version") SELECT new_values."created_at", new_values."id", new_values."number", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."role_id", new_values."updated_at", new_values."valid", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='1317cb3e125254ec798bef225454375747c98e59', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_ccbee', referencing='REFERENCING NEW TABLE AS new_values ', table='employees_roleversion', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='roleversion',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_roleversionevent" ("created_at", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "role_id", "updated_at", "valid", "version") SELECT new_values."created_at", new_values."id", new_values."number", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."role_id", new_values."updated_at", new_values."valid", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='dcc669c77f92043599baaf52d647a52e82884193', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_01332', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='employees_roleversion', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='roleversion',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_roleversionevent" ("created_at", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "role_id", "updated_at", "valid", "version") SELECT old_values."created_at", old_values."id", old_values."number", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."role_id", old_values."updated_at", old_values."valid", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='a36996b24b0c911a2b373fcde44a7514b976f22d', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_32f17', referencing='REFERENCING OLD TABLE AS old_values ', table='employees_roleversion', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='certificaterequirement',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_certificaterequirementevent" ("certificate_type_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role_version_id") SELECT new_values."certificate_type_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."role_version_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e60caba60896ce2de3e9a3eac369217e64b9c131', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_de71a', referencing='REFERENCING NEW TABLE AS new_values ', table='employees_certificaterequirement', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='certificaterequirement',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_certificaterequirementevent" ("certificate_type_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role_version_id") SELECT new_values."certificate_type_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."role_version_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='30fe1add5e9db565f60126ebeaf31e81bb97a3eb', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_c3743', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='employees_certificaterequirement', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='certificaterequirement',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_certificaterequirementevent" ("certificate_type_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role_version_id") SELECT old_values."certificate_type_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."role_version_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='440cca91ac9e5944572c8d53f296db6a4604eb84', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_1c04a', referencing='REFERENCING OLD TABLE AS old_values ', table='employees_certificaterequirement', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='certificaterequirementevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;", hash='8f4dfc750c86c74c4a6e1d39ffe00c0e76246f98', operation='UPDATE OR DELETE', pgid='pgtrigger_event_no_change_7ef7c', table='employees_certificaterequirementevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='certificaterequirementevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;", hash='1384829500a2b523997c93349f1842b6cbf7e6b5', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_event_no_truncate_8084d', table='employees_certificaterequirementevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='delegation',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_delegationevent" ("created_at", "days", "delegate_id", "id", "manager_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "updated_at", "version") SELECT new_values."created_at", new_values."days", new_values."delegate_id", new_values."id", new_values."manager_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='3f96e9c2d41c448b8be03fceb732d7899accb4f1', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_29834', referencing='REFERENCING NEW TABLE AS new_values ', table='employees_delegation', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='delegation',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_delegationevent" ("created_at", "days", "delegate_id", "id", "manager_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "updated_at", "version") SELECT new_values."created_at", new_values."days", new_values."delegate_id", new_values."id", new_values."manager_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='d8b3d91d5edc34bbdad51fc03c194b94e1d3fa35', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_7b810', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='employees_delegation', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='delegation',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_delegationevent" ("created_at", "days", "delegate_id", "id", "manager_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "updated_at", "version") SELECT old_values."created_at", old_values."days", old_values."delegate_id", old_values."id", old_values."manager_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='c252bc8b96772dd56fc226dcdb6f926363c83aec', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_a9506', referencing='REFERENCING OLD TABLE AS old_values ', table='employees_delegation', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='delegationevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;", hash='cc881c4bd8b8fc5821be7493c9e0041ab7b1dc3a', operation='UPDATE OR DELETE', pgid='pgtrigger_event_no_change_e8c2a', table='employees_delegationevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='delegationevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;", hash='6969bc86dce13ec8cd46d68904c7b45f64e41805', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_event_no_truncate_38304', table='employees_delegationevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='employeeevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;", hash='9fd44f6663eca117521afd2c9bd869b208e82652', operation='UPDATE OR DELETE', pgid='pgtrigger_event_no_change_efd42', table='employees_employeeevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='employeeevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;", hash='1d58f97571bd536e84876ef06bd19ff64a4807f9', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_event_no_truncate_ad982', table='employees_employeeevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='exemption',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_exemptionevent" ("certificate_type_id", "created_at", "employee_id", "granted_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reason", "skill_id", "updated_at", "valid", "version") SELECT new_values."certificate_type_id", new_values."created_at", new_values."employee_id", new_values."granted_by_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."reason", new_values."skill_id", new_values."updated_at", new_values."valid", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='85d9730e4d24747826dbbcddcb97a4a55a671da7', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_9bd8a', referencing='REFERENCING NEW TABLE AS new_values ', table='employees_exemption', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='exemption',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_exemptionevent" ("certificate_type_id", "created_at", "employee_id", "granted_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reason", "skill_id", "updated_at", "valid", "version") SELECT new_values."certificate_type_id", new_values."created_at", new_values."employee_id", new_values."granted_by_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."reason", new_values."skill_id", new_values."updated_at", new_values."valid", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='9fcb0c37ac85b85495c261232687a228343443e6', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_d375a', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='employees_exemption', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='exemption',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_exemptionevent" ("certificate_type_id", "created_at", "employee_id", "granted_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reason", "skill_id", "updated_at", "valid", "version") SELECT old_values."certificate_type_id", old_values."created_at", old_values."employee_id", old_values."granted_by_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."reason", old_values."skill_id", old_values."updated_at", old_values."valid", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='9186ca25736e5fba42f92418ca747be08dc7e380', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_e35b1', referencing='REFERENCING OLD TABLE AS old_values ', table='employees_exemption', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='exemptionevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;", hash='1bebdda98fcbc85a0a230aba4e0a712fb004a0e7', operation='UPDATE OR DELETE', pgid='pgtrigger_event_no_change_08c95', table='employees_exemptionevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='exemptionevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;", hash='074f422c63a396e756511a3f36c7a4474fbc98c7', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_event_no_truncate_d6f33', table='employees_exemptionevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='orgunitevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;", hash='0853424056bb2d424f23843c150e249c9f682f2c', operation='UPDATE OR DELETE', pgid='pgtrigger_event_no_change_e903b', table='employees_orgunitevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='orgunitevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;", hash='537cd2ae43956749a5ad6f1546e85ba0cc839f7f', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_event_no_truncate_ff0b5', table='employees_orgunitevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='orgunitplacement',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_orgunitplacementevent" ("id", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id", "valid") SELECT new_values."id", new_values."name", new_values."parent_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."unit_id", new_values."valid" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='1abb5abb653030d5068e1a9aea73af305f1bc690', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_157ab', referencing='REFERENCING NEW TABLE AS new_values ', table='employees_orgunitplacement', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='orgunitplacement',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_orgunitplacementevent" ("id", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id", "valid") SELECT new_values."id", new_values."name", new_values."parent_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."unit_id", new_values."valid" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b7c8f2232f25e8b14e3d017c77c0a87c2e73d96a', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_624d0', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='employees_orgunitplacement', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='orgunitplacement',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_orgunitplacementevent" ("id", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id", "valid") SELECT old_values."id", old_values."name", old_values."parent_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."unit_id", old_values."valid" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='19a0a4c69232653a19aecaa2f6c528fc41ad3e9e', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_a30c2', referencing='REFERENCING OLD TABLE AS old_values ', table='employees_orgunitplacement', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='orgunitplacementevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;", hash='5ee291a0e0ae011f4b297b40ffa959fbe86f729e', operation='UPDATE OR DELETE', pgid='pgtrigger_event_no_change_47d44', table='employees_orgunitplacementevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='orgunitplacementevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;", hash='7a07070cd6a3ad8f927f9f55eb17c9a336765f41', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_event_no_truncate_07801', table='employees_orgunitplacementevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='requirement',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_requirementevent" ("assumed", "essential", "id", "importance", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "required_common", "required_level", "role_version_id", "skill_id") SELECT new_values."assumed", new_values."essential", new_values."id", new_values."importance", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."required_common", new_values."required_level", new_values."role_version_id", new_values."skill_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f1ff51570af9fd5d49fe1714a5746a01c4be71a0', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_6fd1e', referencing='REFERENCING NEW TABLE AS new_values ', table='employees_requirement', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='requirement',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_requirementevent" ("assumed", "essential", "id", "importance", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "required_common", "required_level", "role_version_id", "skill_id") SELECT new_values."assumed", new_values."essential", new_values."id", new_values."importance", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."required_common", new_values."required_level", new_values."role_version_id", new_values."skill_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e17e5b779ec100ed901a5ceb4a585e9b5b065d61', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_b609d', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='employees_requirement', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='requirement',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_requirementevent" ("assumed", "essential", "id", "importance", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "required_common", "required_level", "role_version_id", "skill_id") SELECT old_values."assumed", old_values."essential", old_values."id", old_values."importance", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."required_common", old_values."required_level", old_values."role_version_id", old_values."skill_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='c8ef53a790ae51ccd5e728427bcd1e29069fc738', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_faf45', referencing='REFERENCING OLD TABLE AS old_values ', table='employees_requirement', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='requirementevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;", hash='313465f0269e7b769b82a5abd0cc36528fadc623', operation='UPDATE OR DELETE', pgid='pgtrigger_event_no_change_23339', table='employees_requirementevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='requirementevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;", hash='e8a60633c17cbb7ed469fbbad28fa8d8a0c2e066', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_event_no_truncate_b84f7', table='employees_requirementevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='rolegrant',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_rolegrantevent" ("created_at", "grant", "granted_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "unit_id", "updated_at", "user_id", "valid", "version") SELECT new_values."created_at", new_values."grant", new_values."granted_by_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."unit_id", new_values."updated_at", new_values."user_id", new_values."valid", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='362ece5a187dd9c2f088811fc7a71d4d709cae7d', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_5bced', referencing='REFERENCING NEW TABLE AS new_values ', table='employees_rolegrant', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='rolegrant',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_rolegrantevent" ("created_at", "grant", "granted_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "unit_id", "updated_at", "user_id", "valid", "version") SELECT new_values."created_at", new_values."grant", new_values."granted_by_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."unit_id", new_values."updated_at", new_values."user_id", new_values."valid", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='93740ce3016a927d05d5af47dafe970f7655212f', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_5a83b', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='employees_rolegrant', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='rolegrant',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_rolegrantevent" ("created_at", "grant", "granted_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "unit_id", "updated_at", "user_id", "valid", "version") SELECT old_values."created_at", old_values."grant", old_values."granted_by_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."unit_id", old_values."updated_at", old_values."user_id", old_values."valid", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='e50208ffd7e4ae8ea18ae361bffa2f174b11dc0a', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_f861e', referencing='REFERENCING OLD TABLE AS old_values ', table='employees_rolegrant', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='rolegrantevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;", hash='440c18ceafa65fa6165c8d6f27c6324db08a02d2', operation='UPDATE OR DELETE', pgid='pgtrigger_event_no_change_318f0', table='employees_rolegrantevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='rolegrantevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;", hash='e7623719e3e20cacfda32223c69e3387b897682e', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_event_no_truncate_2433d', table='employees_rolegrantevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='roleprofileevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;", hash='f419de77dfdf343baf3a381d03ba5a389786b985', operation='UPDATE OR DELETE', pgid='pgtrigger_event_no_change_58ae6', table='employees_roleprofileevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='roleprofileevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;", hash='3d948b0085a6c6c216179a1c8959f62b929348fb', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_event_no_truncate_bc672', table='employees_roleprofileevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='rolesituation',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_rolesituationevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "roleprofile_id", "situation_id") SELECT new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."roleprofile_id", new_values."situation_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='56dd70da9752aec794030ae4d7f3900b48607b20', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_83bde', referencing='REFERENCING NEW TABLE AS new_values ', table='employees_roleprofile_situations', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='rolesituation',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_rolesituationevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "roleprofile_id", "situation_id") SELECT new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."roleprofile_id", new_values."situation_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='3f38579ca8428d9fdf5bb40816f476b18ba024ce', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_f6eea', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='employees_roleprofile_situations', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='rolesituation',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_rolesituationevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "roleprofile_id", "situation_id") SELECT old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."roleprofile_id", old_values."situation_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='9e8b562fde7fdc9267693371dd0f8b6694a19796', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_863d3', referencing='REFERENCING OLD TABLE AS old_values ', table='employees_roleprofile_situations', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='rolesituationevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;", hash='a1d1f2232892eb49b18facdb62b40d66e82e957c', operation='UPDATE OR DELETE', pgid='pgtrigger_event_no_change_a4dfb', table='employees_rolesituationevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='rolesituationevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;", hash='b11d39107ef6569ed904855250c633b7471e9bbe', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_event_no_truncate_c28a2', table='employees_rolesituationevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='roleversionevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;", hash='c0015e98794e4fbb0ba237fba3e95bd80eea32f9', operation='UPDATE OR DELETE', pgid='pgtrigger_event_no_change_0f73a', table='employees_roleversionevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='roleversionevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;", hash='e753884dbd98497035b757add86520aa69d084bd', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_event_no_truncate_e1941', table='employees_roleversionevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='siteevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;", hash='bef1bc217bd53823be89744102929688862afd20', operation='UPDATE OR DELETE', pgid='pgtrigger_event_no_change_8d844', table='employees_siteevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='siteevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;", hash='b268a3becb55fe0ef2654abd8c2c4af2ce67cdcc', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_event_no_truncate_5651d', table='employees_siteevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='situationevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;", hash='2b25089664569cbe6dab6f1de01f0764fffab325', operation='UPDATE OR DELETE', pgid='pgtrigger_event_no_change_af643', table='employees_situationevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='situationevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;", hash='83806a3dccbbb7be7ad92447d28ebee532e97ff8', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_event_no_truncate_0fe60', table='employees_situationevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='targetrole',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_targetroleevent" ("created_at", "employee_id", "ended_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "role_id", "updated_at", "version") SELECT new_values."created_at", new_values."employee_id", new_values."ended_on", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."role_id", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='c6b9ca0b3c1db4153fa62caf6aec61d5df07fec3', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_2d33b', referencing='REFERENCING NEW TABLE AS new_values ', table='employees_targetrole', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='targetrole',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_targetroleevent" ("created_at", "employee_id", "ended_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "role_id", "updated_at", "version") SELECT new_values."created_at", new_values."employee_id", new_values."ended_on", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."role_id", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='d6a3b0aba8b18a85d137a12924aa34b253cbb238', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_201e2', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='employees_targetrole', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='targetrole',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_targetroleevent" ("created_at", "employee_id", "ended_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "role_id", "updated_at", "version") SELECT old_values."created_at", old_values."employee_id", old_values."ended_on", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."role_id", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='a45b62c2d89d6e8a6eabe7ccd58c9c8ab7a9e1cb', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_6be51', referencing='REFERENCING OLD TABLE AS old_values ', table='employees_targetrole', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='targetroleevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;", hash='dce631a124c2fcc84e4ff281c7472d8ecdc2518d', operation='UPDATE OR DELETE', pgid='pgtrigger_event_no_change_9c8ba', table='employees_targetroleevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='targetroleevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;", hash='8a461335cce6bf90c7e812737cf0826946fd0b48', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_event_no_truncate_56a85', table='employees_targetroleevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='titlemapping',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_titlemappingevent" ("created_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "role_id", "title", "updated_at", "version") SELECT new_values."created_at", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."role_id", new_values."title", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='2b2a55d15bb2669edfc4fade38c93f95987a0244', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_00826', referencing='REFERENCING NEW TABLE AS new_values ', table='employees_titlemapping', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='titlemapping',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_titlemappingevent" ("created_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "role_id", "title", "updated_at", "version") SELECT new_values."created_at", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."role_id", new_values."title", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='579e9c7c3454de921abb3fcfccbc354e77ac8488', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_cd609', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='employees_titlemapping', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='titlemapping',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_titlemappingevent" ("created_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "role_id", "title", "updated_at", "version") SELECT old_values."created_at", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."role_id", old_values."title", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='860ceaa9ac85c052b3b24b93e188bb2f3ccb98fb', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_28aef', referencing='REFERENCING OLD TABLE AS old_values ', table='employees_titlemapping', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='titlemappingevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;", hash='98471d55ad27ba3b6dda94eb67c508a9f645849c', operation='UPDATE OR DELETE', pgid='pgtrigger_event_no_change_6bbed', table='employees_titlemappingevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='titlemappingevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;", hash='2e1530565244194d2a7b1b29541e5119bdeded9a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_event_no_truncate_f7ed9', table='employees_titlemappingevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='mentorship',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_mentorshipevent" ("accepted_at", "created_at", "ended_at", "id", "mentee_id", "mentor_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "shares_levels", "shares_reports", "skill_id", "updated_at", "version") SELECT new_values."accepted_at", new_values."created_at", new_values."ended_at", new_values."id", new_values."mentee_id", new_values."mentor_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."shares_levels", new_values."shares_reports", new_values."skill_id", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='c3319188b96e8b4e38a9e43e524be2b2228d47ed', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_b93d5', referencing='REFERENCING NEW TABLE AS new_values ', table='employees_mentorship', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='mentorship',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_mentorshipevent" ("accepted_at", "created_at", "ended_at", "id", "mentee_id", "mentor_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "shares_levels", "shares_reports", "skill_id", "updated_at", "version") SELECT new_values."accepted_at", new_values."created_at", new_values."ended_at", new_values."id", new_values."mentee_id", new_values."mentor_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."shares_levels", new_values."shares_reports", new_values."skill_id", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e645b837bf8a9e3e73161dea61759e80115dbe71', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_8ab49', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='employees_mentorship', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='mentorship',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "employees_mentorshipevent" ("accepted_at", "created_at", "ended_at", "id", "mentee_id", "mentor_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "shares_levels", "shares_reports", "skill_id", "updated_at", "version") SELECT old_values."accepted_at", old_values."created_at", old_values."ended_at", old_values."id", old_values."mentee_id", old_values."mentor_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."shares_levels", old_values."shares_reports", old_values."skill_id", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='97f0162e519fbeccf9860ef9f3666806c030a86b', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_60c52', referencing='REFERENCING OLD TABLE AS old_values ', table='employees_mentorship', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='mentorshipevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;", hash='3bd88f8c8077b478018104670b5743d47ae8b26c', operation='UPDATE OR DELETE', pgid='pgtrigger_event_no_change_73a1f', table='employees_mentorshipevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='mentorshipevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;", hash='aa949629eed68a6c10f02aab7639f082cb10edd3', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_event_no_truncate_974a9', table='employees_mentorshipevent', when='BEFORE')),
                ),
            ],
        ),
    ]
