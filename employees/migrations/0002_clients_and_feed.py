import pgtrigger.compiler
import skillmap.core.schema
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0002_clients_and_feed'),
        ('employees', '0001_schema'),
    ]

    operations = [
        skillmap.core.schema.AtOnce(
            operations=[
                migrations.RemoveConstraint(
                    model_name='rolegrant',
                    name='grant_partner_has_unit',
                ),
                migrations.AlterField(
                    model_name='rolegrant',
                    name='grant',
                    field=models.CharField(choices=[('hr_admin', 'HR admin'), ('hr_partner', 'HR partner'), ('learning_manager', 'learning manager'), ('auditor', 'auditor'), ('client', 'program of another system')], max_length=20),
                ),
                migrations.AlterField(
                    model_name='rolegrantevent',
                    name='grant',
                    field=models.CharField(choices=[('hr_admin', 'HR admin'), ('hr_partner', 'HR partner'), ('learning_manager', 'learning manager'), ('auditor', 'auditor'), ('client', 'program of another system')], max_length=20),
                ),
                migrations.AddConstraint(
                    model_name='rolegrant',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('grant', 'hr_partner'), ('unit__isnull', False)), ('grant', 'client'), models.Q(models.Q(('grant', 'hr_partner'), _negated=True), ('unit', None)), _connector='OR'), name='grant_partner_has_unit'),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='employee',
                    trigger=pgtrigger.compiler.Trigger(name='feed_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO core_feedevent (kind, object_id, subject_id, deleted) SELECT 'person', public_id, id, false FROM new_rows WHERE true; RETURN NULL;", hash='f9aa431bbc389b8f898a9752271ab2fa6a30db48', level='STATEMENT', operation='INSERT', pgid='pgtrigger_feed_insert_a7954', referencing='REFERENCING NEW TABLE AS new_rows ', table='employees_employee', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='employee',
                    trigger=pgtrigger.compiler.Trigger(name='feed_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO core_feedevent (kind, object_id, subject_id, deleted) SELECT 'person', public_id, id, false FROM new_rows WHERE true; RETURN NULL;", hash='5a9fe42fedc2de0af5435eff04ed6d60d279bb49', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_feed_update_6d8bd', referencing='REFERENCING NEW TABLE AS new_rows ', table='employees_employee', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='employee',
                    trigger=pgtrigger.compiler.Trigger(name='feed_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO core_feedevent (kind, object_id, subject_id, deleted) SELECT 'person', public_id, id, true FROM old_rows WHERE true; RETURN NULL;", hash='a0cc9cf11a251bb5b429d1218271056470b88dcb', level='STATEMENT', operation='DELETE', pgid='pgtrigger_feed_delete_12f56', referencing='REFERENCING OLD TABLE AS old_rows ', table='employees_employee', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='orgunit',
                    trigger=pgtrigger.compiler.Trigger(name='feed_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO core_feedevent (kind, object_id, subject_id, deleted) SELECT 'org_unit', public_id, NULL::bigint, false FROM new_rows WHERE true; RETURN NULL;", hash='53a7f1c8d4ddc382c16ece74dfb790a62c156f75', level='STATEMENT', operation='INSERT', pgid='pgtrigger_feed_insert_17472', referencing='REFERENCING NEW TABLE AS new_rows ', table='employees_orgunit', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='orgunit',
                    trigger=pgtrigger.compiler.Trigger(name='feed_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO core_feedevent (kind, object_id, subject_id, deleted) SELECT 'org_unit', public_id, NULL::bigint, false FROM new_rows WHERE true; RETURN NULL;", hash='e7b4d7bd9eccc9054d680b671295070f3c1d0b41', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_feed_update_374bf', referencing='REFERENCING NEW TABLE AS new_rows ', table='employees_orgunit', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='orgunit',
                    trigger=pgtrigger.compiler.Trigger(name='feed_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO core_feedevent (kind, object_id, subject_id, deleted) SELECT 'org_unit', public_id, NULL::bigint, true FROM old_rows WHERE true; RETURN NULL;", hash='6a673665621e222a8fc87b6f37aa41934b65ff00', level='STATEMENT', operation='DELETE', pgid='pgtrigger_feed_delete_aac3c', referencing='REFERENCING OLD TABLE AS old_rows ', table='employees_orgunit', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='roleprofile',
                    trigger=pgtrigger.compiler.Trigger(name='feed_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO core_feedevent (kind, object_id, subject_id, deleted) SELECT 'role', public_id, NULL::bigint, false FROM new_rows WHERE true; RETURN NULL;", hash='2848a8c24907e7afacd9ff319443b33ff115360d', level='STATEMENT', operation='INSERT', pgid='pgtrigger_feed_insert_8a943', referencing='REFERENCING NEW TABLE AS new_rows ', table='employees_roleprofile', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='roleprofile',
                    trigger=pgtrigger.compiler.Trigger(name='feed_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO core_feedevent (kind, object_id, subject_id, deleted) SELECT 'role', public_id, NULL::bigint, false FROM new_rows WHERE true; RETURN NULL;", hash='58a3f5247a09597aef5829a071a5c7ea844ca346', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_feed_update_4f4aa', referencing='REFERENCING NEW TABLE AS new_rows ', table='employees_roleprofile', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='roleprofile',
                    trigger=pgtrigger.compiler.Trigger(name='feed_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO core_feedevent (kind, object_id, subject_id, deleted) SELECT 'role', public_id, NULL::bigint, true FROM old_rows WHERE true; RETURN NULL;", hash='897a9b249eb4cd93afcb0354a96a412657d7b036', level='STATEMENT', operation='DELETE', pgid='pgtrigger_feed_delete_96d13', referencing='REFERENCING OLD TABLE AS old_rows ', table='employees_roleprofile', when='AFTER')),
                ),
            ],
        ),
    ]
