"""Generates an organisation of any size in the database, by SQL, the same for the same size."""

from django.db import connection, transaction

SKILLS = 60
REQUIREMENTS = 30  # per role
RATINGS = 50  # per person
PEOPLE_PER_UNIT = 50
PEOPLE_PER_ROLE = 500
DIVISIONS = 12
REPORTS = 9  # per manager
ACTIVITIES = 300

_EMPTY = """
    SELECT set_config('skillmap.purge', 'benchmark', true);
    TRUNCATE skills_framework, skills_scale, employees_orgunit, employees_roleprofile,
        employees_employee, employees_site, core_organisation, core_user CASCADE
"""
_STATEMENTS = (
    "SELECT setseed(0.5)",
    """INSERT INTO skills_framework (public_id, version, created_at, updated_at, code, name,
            release, source_url, licence)
        VALUES (gen_random_uuid(), 1, now(), now(), 'bench', 'Bench', '', '', '')""",
    """INSERT INTO skills_scale (public_id, version, created_at, updated_at, code, name,
            zero_rank, top_rank)
        VALUES (gen_random_uuid(), 1, now(), now(), 'standard', 'Standard', 0, 5)""",
    """INSERT INTO skills_scalelevel (scale_id, rank, name)
        SELECT s.id, l.number - 1, l.name FROM skills_scale s, unnest(ARRAY['Awareness',
            'Beginner', 'Working', 'Practitioner', 'Advanced', 'Expert'])
            WITH ORDINALITY AS l(name, number)""",
    """INSERT INTO skills_skill (public_id, version, created_at, updated_at, framework_id, code,
            uri, name, kind, proposed_kind, proposed_reason, category, description, scale_id,
            status)
        SELECT gen_random_uuid(), 1, now(), now(), f.id, 'S' || k, '', 'Skill ' || k,
            CASE WHEN k %% 2 = 0 THEN 'hard' ELSE 'soft' END, '', '', 'Category ' || k %% 10, '',
            s.id, 'active'
        FROM skills_framework f, skills_scale s, generate_series(1, %(skills)s) k""",
    """INSERT INTO employees_orgunit (public_id, version, created_at, updated_at, name, path)
        SELECT gen_random_uuid(), 1, now(), now(), regexp_replace(path, '.*/', ''), path FROM (
            SELECT 'Bench' AS path
            UNION ALL SELECT 'Bench/Division ' || d FROM generate_series(1, %(divisions)s) d
            UNION ALL SELECT 'Bench/Division ' || 1 + k %% %(divisions)s || '/Unit ' || k
            FROM generate_series(1, greatest(%(people)s / %(per_unit)s, 1)) k) tree""",
    """INSERT INTO employees_orgunitplacement (unit_id, name, valid)
        SELECT id, name, daterange(CURRENT_DATE - 900, NULL) FROM employees_orgunit""",
    """INSERT INTO employees_roleprofile (public_id, version, created_at, updated_at, code, name,
            family, description)
        SELECT gen_random_uuid(), 1, now(), now(), 'R' || k, 'Role ' || k, '', ''
        FROM generate_series(1, greatest(%(people)s / %(per_role)s, 20)) k""",
    """INSERT INTO employees_roleversion (public_id, version, created_at, updated_at, role_id,
            number, valid)
        SELECT gen_random_uuid(), 1, now(), now(), id, 1, daterange(CURRENT_DATE - 900, NULL)
        FROM employees_roleprofile""",
    """INSERT INTO employees_requirement (role_version_id, skill_id, required_level,
            required_common, importance, essential, assumed)
        SELECT v.id, s.id, level, 1000 * level, 1 + (s.id + v.id) %% 5, false, false
        FROM employees_roleversion v
        CROSS JOIN LATERAL (SELECT id, 2 + (id + v.id) %% 4 AS level FROM skills_skill
            ORDER BY (id * 7919 + v.id * 104729) %% 1009 LIMIT %(requirements)s) s""",
    """INSERT INTO employees_employee (public_id, version, created_at, updated_at, number,
            first_name, last_name, email, status, time_zone, work_mode, languages,
            learning_hours_per_week, source)
        SELECT gen_random_uuid(), 1, now(), now(), 'B' || lpad(k::text, 8, '0'), 'Person',
            'Number ' || k, 'b' || k || '@example.org', 'active', '', 'hybrid', '{en}', 2, ''
        FROM generate_series(1, %(people)s) k""",
    """INSERT INTO employees_assignment (public_id, version, created_at, updated_at, employee_id,
            unit_id, role_id, job_title, is_primary, valid, manager_id)
        SELECT gen_random_uuid(), 1, now(), now(), e.id, u.units[1 + e.id %% cardinality(u.units)],
            r.roles[1 + (e.id * 31) %% cardinality(r.roles)], 'Title', true,
            daterange(CURRENT_DATE - 800, NULL),
            CASE WHEN e.id > top.id THEN top.id + (e.id - top.id - 1) / %(reports)s END
        FROM employees_employee e, (SELECT min(id) AS id FROM employees_employee) top,
            (SELECT array_agg(id ORDER BY id) AS units FROM employees_orgunit
                WHERE path LIKE '%%/Unit%%') u,
            (SELECT array_agg(id ORDER BY id) AS roles FROM employees_roleprofile) r""",
    """INSERT INTO training_activity (public_id, version, created_at, updated_at, code, title,
            provider, description, mode, sessions, hours_per_session, period_weeks, cost_cents,
            currency, language, venue, url, released_time, capstone)
        SELECT gen_random_uuid(), 1, now(), now(), 'A' || k, 'Activity ' || k, '', '',
            m.modes[1 + k %% 6], 1 + k %% 4, 1, 1, 1000 * (k %% 9), 'EUR', 'en', 'self_paced', '',
            false, false
        FROM generate_series(1, %(activities)s) k, (SELECT ARRAY['microlearning', 'course',
            'scenario', 'role_play', 'mentoring', 'project'] AS modes) m""",
    """INSERT INTO training_activityoutcome (activity_id, skill_id, position, entry_level,
            exit_level)
        SELECT a.id, s.skills[1 + (a.id * 13 + n * 29) %% cardinality(s.skills)], n, n, n + 2
        FROM training_activity a, generate_series(0, 1) n,
            (SELECT array_agg(id ORDER BY id) AS skills FROM skills_skill) s""",
    """INSERT INTO assessments_evidence (public_id, employee_id, skill_id, source, rater_id,
            rater_kind, level, scale_id, value, variance, observed_on, reference, recorded_at)
        WITH asked AS MATERIALIZED (
            SELECT v.role_id, r.skill_id, s.scale_id,
                row_number() OVER (PARTITION BY v.id ORDER BY r.id) - 1 AS n
            FROM employees_requirement r JOIN skills_skill s ON s.id = r.skill_id
            JOIN employees_roleversion v ON v.id = r.role_version_id
        ), drawn AS MATERIALIZED (
            SELECT a.employee_id, q.skill_id, q.scale_id, k, floor(random() * 11) / 2 AS level
            FROM employees_assignment a CROSS JOIN generate_series(1, %(ratings)s) k
            JOIN asked q ON q.role_id = a.role_id
                AND q.n = (k * 17 + a.employee_id) %% %(requirements)s
        )
        SELECT gen_random_uuid(), d.employee_id, d.skill_id, t.source,
            CASE WHEN t.source = 'self' THEN d.employee_id END, '', d.level, d.scale_id, d.level,
            t.variance, CURRENT_DATE - (random() * 700)::int, 'bench ' || k,
            now() - interval '1 hour'
        FROM drawn d JOIN (VALUES (0, 'self', 1.3125), (1, 'manager', 0.9725), (2, 'peer', 1.22),
            (3, 'test', 0.2025)) AS t(n, source, variance) ON t.n = k %% 4""",
)


def generate(people: int) -> None:
    """Replace whatever is stored by this many people with 30 requirements and 50 ratings each.

    They stand in one tree of units and one of managers, beside a small catalogue.
    """
    values = {
        "people": people,
        "skills": SKILLS,
        "requirements": REQUIREMENTS,
        "ratings": RATINGS,
        "per_unit": PEOPLE_PER_UNIT,
        "per_role": PEOPLE_PER_ROLE,
        "divisions": DIVISIONS,
        "reports": REPORTS,
        "activities": ACTIVITIES,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(_EMPTY)
        cursor.execute("SET LOCAL session_replication_role = replica")  # no audit, no checks
        for statement in _STATEMENTS:
            cursor.execute(statement, values)
    settle()


def settle() -> None:
    """What autovacuum does within minutes after so many rows were written."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
