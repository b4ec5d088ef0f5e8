import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import skillmap.core.schema
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        ('reviews', '0003_goals_of_one_kind'),
        ('skills', '0001_schema'),
    ]

    operations = [
        skillmap.core.schema.AtOnce(
            operations=[
                migrations.CreateModel(
                    name='QuestionSkill',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='reviews.question')),
                        ('skill', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='skills.skill')),
                    ],
                    options={
                        'ordering': ['id'],
                        'constraints': [models.UniqueConstraint(fields=('question', 'skill'), name='question_skill_once')],
                    },
                ),
                migrations.CreateModel(
                    name='QuestionSkillEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('question', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reviews.question')),
                        ('skill', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='skills.skill')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reviews.questionskill')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                skillmap.core.schema.RemoveTrigger(
                    model_name='reviewtemplate',
                    name='insert_insert',
                ),
                skillmap.core.schema.RemoveTrigger(
                    model_name='reviewtemplate',
                    name='update_update',
                ),
                skillmap.core.schema.RemoveTrigger(
                    model_name='reviewtemplate',
                    name='delete_delete',
                ),
                migrations.AddField(
                    model_name='reviewtemplate',
                    name='level_steps',
                    field=models.CharField(choices=[('halves', 'levels and half steps'), ('whole', 'whole levels')], default='halves', max_length=6, verbose_name='scale'),
                ),
                migrations.AddField(
                    model_name='reviewtemplate',
                    name='overall_words',
                    field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), blank=True, default=list, size=None),
                ),
                migrations.AddField(
                    model_name='reviewtemplateevent',
                    name='level_steps',
                    field=models.CharField(choices=[('halves', 'levels and half steps'), ('whole', 'whole levels')], default='halves', max_length=6, verbose_name='scale'),
                ),
                migrations.AddField(
                    model_name='reviewtemplateevent',
                    name='overall_words',
                    field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), blank=True, default=list, size=None),
                ),
                migrations.AlterField(
                    model_name='reviewskill',
                    name='required_level',
                    field=models.DecimalField(decimal_places=2, max_digits=4, null=True),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='reviewtemplate',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reviews_reviewtemplateevent" ("created_at", "created_by_id", "edition", "hard_by", "has_goals", "has_overall", "id", "level_steps", "name", "overall_words", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous_id", "public_id", "soft_by", "summary_by", "updated_at", "version") SELECT new_values."created_at", new_values."created_by_id", new_values."edition", new_values."hard_by", new_values."has_goals", new_values."has_overall", new_values."id", new_values."level_steps", new_values."name", new_values."overall_words", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."previous_id", new_values."public_id", new_values."soft_by", new_values."summary_by", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a8ecbc3d989bf2e7f1a182108cd980dcd21ce924', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_a27a8', referencing='REFERENCING NEW TABLE AS new_values ', table='reviews_reviewtemplate', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='reviewtemplate',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reviews_reviewtemplateevent" ("created_at", "created_by_id", "edition", "hard_by", "has_goals", "has_overall", "id", "level_steps", "name", "overall_words", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous_id", "public_id", "soft_by", "summary_by", "updated_at", "version") SELECT new_values."created_at", new_values."created_by_id", new_values."edition", new_values."hard_by", new_values."has_goals", new_values."has_overall", new_values."id", new_values."level_steps", new_values."name", new_values."overall_words", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."previous_id", new_values."public_id", new_values."soft_by", new_values."summary_by", new_values."updated_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='63631653ccaee1f563f37754973913714d70d020', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_7cab1', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='reviews_reviewtemplate', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='reviewtemplate',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reviews_reviewtemplateevent" ("created_at", "created_by_id", "edition", "hard_by", "has_goals", "has_overall", "id", "level_steps", "name", "overall_words", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous_id", "public_id", "soft_by", "summary_by", "updated_at", "version") SELECT old_values."created_at", old_values."created_by_id", old_values."edition", old_values."hard_by", old_values."has_goals", old_values."has_overall", old_values."id", old_values."level_steps", old_values."name", old_values."overall_words", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."previous_id", old_values."public_id", old_values."soft_by", old_values."summary_by", old_values."updated_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='3c486bef8f0f22ee5c6d6e67fcf15cf2efaa77dd', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_4c7c6', referencing='REFERENCING OLD TABLE AS old_values ', table='reviews_reviewtemplate', when='AFTER')),
                ),
                migrations.AddField(
                    model_name='question',
                    name='skills',
                    field=models.ManyToManyField(related_name='+', through='reviews.QuestionSkill', to='skills.skill'),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='questionskill',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reviews_questionskillevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_id", "skill_id") SELECT new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."question_id", new_values."skill_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='6010dc7f9d1f3b66254e2d3fb8484d21bb35e6e0', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_90f8d', referencing='REFERENCING NEW TABLE AS new_values ', table='reviews_questionskill', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='questionskill',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reviews_questionskillevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_id", "skill_id") SELECT new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."question_id", new_values."skill_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='4a85a087034e2b0ab9217e7403428cbd78839c51', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_b1255', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='reviews_questionskill', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='questionskill',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reviews_questionskillevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_id", "skill_id") SELECT old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."question_id", old_values."skill_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='da5746db57f33ae0e0d0e0f6def2fe7812b03fc2', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_434dc', referencing='REFERENCING OLD TABLE AS old_values ', table='reviews_questionskill', when='AFTER')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='questionskillevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;", hash='a5ece81cf62173af1424119c3e98c4e64e729351', operation='UPDATE OR DELETE', pgid='pgtrigger_event_no_change_ce8b6', table='reviews_questionskillevent', when='BEFORE')),
                ),
                skillmap.core.schema.AddTrigger(
                    model_name='questionskillevent',
                    trigger=pgtrigger.compiler.Trigger(name='event_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF coalesce(current_setting('skillmap.purge', true), '') = '' THEN RAISE EXCEPTION 'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF; RETURN NULL;", hash='2c875822b1b24e42cd140dd1c08722b12c2cca4c', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_event_no_truncate_f83c8', table='reviews_questionskillevent', when='BEFORE')),
                ),
            ],
        ),
    ]
