"""A goal has the fields of its own kind alone; what another kind left in older rows is emptied."""

from django.db import migrations, models

from skillmap.core.schema import AtOnce


class Migration(migrations.Migration):
    dependencies = [("reviews", "0002_goals_talks_and_fairness")]

    operations = [
        migrations.RunSQL(
            """
            UPDATE reviews_goal SET
                target_level = CASE WHEN kind = 'skill' THEN target_level END,
                certificate_type_id = CASE WHEN kind = 'certification' THEN certificate_type_id END,
                kpi_unit = CASE WHEN kind = 'kpi' THEN kpi_unit ELSE '' END,
                kpi_start = CASE WHEN kind = 'kpi' THEN kpi_start END,
                kpi_current = CASE WHEN kind = 'kpi' THEN kpi_current END,
                kpi_target = CASE WHEN kind = 'kpi' THEN kpi_target END
            WHERE (kind <> 'skill' AND target_level IS NOT NULL)
                OR (kind <> 'certification' AND certificate_type_id IS NOT NULL)
                OR (kind <> 'kpi' AND (
                    kpi_unit <> '' OR num_nonnulls(kpi_start, kpi_current, kpi_target) > 0
                ))
            """,
            reverse_sql="",
        ),
        AtOnce(
            [
                migrations.RemoveConstraint(model_name="goal", name="goal_fits_its_kind"),
                migrations.AddConstraint(
                    model_name="goal",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("certificate_type", None),
                            ("kind", "skill"),
                            ("kpi_current", None),
                            ("kpi_start", None),
                            ("kpi_target", None),
                            ("kpi_unit", ""),
                            ("skill__isnull", False),
                            ("target_level__isnull", False),
                        )
                        | models.Q(
                            ("kind", "certification"),
                            ("kpi_current", None),
                            ("kpi_start", None),
                            ("kpi_target", None),
                            ("kpi_unit", ""),
                            ("skill", None),
                            ("target_level", None),
                        )
                        | models.Q(
                            ("certificate_type", None),
                            ("kind", "kpi"),
                            ("kpi_target__isnull", False),
                            ("skill", None),
                            ("target_level", None),
                        ),
                        name="goal_fits_its_kind",
                    ),
                ),
            ]
        ),
    ]
