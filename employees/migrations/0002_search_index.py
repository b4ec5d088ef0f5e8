import django.contrib.postgres.indexes
import skillmap.core.plain
from django.db import migrations

PLAIN_TEXT = """
    CREATE FUNCTION plain_text(value text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS
    $$ BEGIN RETURN lower(public.unaccent('public.unaccent', value)); END $$
"""


class Migration(migrations.Migration):
    dependencies = [("employees", "0001_tables")]

    operations = [
        migrations.RunSQL(PLAIN_TEXT, "DROP FUNCTION plain_text(text)"),
        migrations.RemoveIndex(model_name="employee", name="employee_trgm"),
        migrations.AddIndex(
            model_name="employee",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    skillmap.core.plain.Plain("first_name"), name="gin_trgm_ops"
                ),
                django.contrib.postgres.indexes.OpClass(
                    skillmap.core.plain.Plain("last_name"), name="gin_trgm_ops"
                ),
                django.contrib.postgres.indexes.OpClass(
                    skillmap.core.plain.Plain("number"), name="gin_trgm_ops"
                ),
                name="employee_search",
            ),
        ),
    ]
