"""A certificate for each person and reference of evidence that was imported before there were any.

Of the only kind for its skill whose level it reaches, as later imports do; `decided_at` stays
empty, which tells these rows from those that an import made itself.
"""

from django.db import migrations

ADOPT = """
    INSERT INTO assessments_certificate (
        public_id, version, created_at, updated_at, employee_id, type_id, title, issuer,
        identifier, issued_on, expires_on, state, reason, reference, file, file_name, media_type,
        sha256, badge_id, badge_recipient, alignment, batch_id
    )
    SELECT DISTINCT ON (e.employee_id, e.reference)
        gen_random_uuid(), 1, now(), now(), e.employee_id, kind.id,
        CASE WHEN kind.id IS NOT NULL THEN '' WHEN e.reference LIKE '/%' THEN left(s.name, 200)
             ELSE e.reference END,
        '', CASE WHEN kind.id IS NULL OR e.reference LIKE '/%' THEN '' ELSE e.reference END,
        e.observed_on,
        CASE WHEN e.expires_on >= e.observed_on THEN e.expires_on END, 'verified', '', e.reference,
        '', '', '', '', '', '', '[]'::jsonb, e.batch_id
    FROM assessments_evidence e
    JOIN skills_skill s ON s.id = e.skill_id
    JOIN skills_scale scale ON scale.id = s.scale_id
    LEFT JOIN LATERAL (
        SELECT min(t.id) AS id FROM skills_certificatetype t
        WHERE t.skill_id = e.skill_id AND t.retired_on IS NULL
        HAVING count(*) = 1 AND e.value >= (min(t.attained_level) - scale.zero_rank) * 5.0
            / (scale.top_rank - scale.zero_rank) - 1e-9
    ) kind ON true
    WHERE e.source = 'certificate' AND NOT EXISTS (
        SELECT 1 FROM assessments_retraction r WHERE r.evidence_id = e.id
    )
    ORDER BY e.employee_id, e.reference, e.observed_on DESC, e.id
"""


class Migration(migrations.Migration):
    dependencies = [("assessments", "0008_rater_effects")]

    operations = [migrations.RunSQL(ADOPT, migrations.RunSQL.noop)]
