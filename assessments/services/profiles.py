"""The one writer of `SkillProfile` and `SkillMapCell`."""

from collections.abc import Sequence

import numpy as np
from django.db import connection

from assessments.analysis.evidence import IntArray
from assessments.analysis.parameters import DEFAULTS
from assessments.analysis.profiles import Profiles
from assessments.enums import VERIFIED_SOURCES
from assessments.queries.levels import OLD_AFTER
from assessments.services.marks import Marks
from assessments.services.packing import COLUMNS, Stamp, encode

_MAP_LOCK = 4_611_686_018  # one rebuild of the skill map at a time
_SKILL_MAP = """
    INSERT INTO assessments_skillmapcell (unit_id, role_id, site_id, work_mode, skill_id,
        n, n_unmeasured, n_possible, n_probable, sum_level, sum_gap, sum_p, n_tentative, n_old,
        n_verified, verified_probable, verified_tentative, verified_old,
        verified_level, verified_gap, verified_p)
    WITH place AS (
        SELECT a.employee_id, a.unit_id, a.role_id FROM employees_assignment a
        WHERE a.is_primary AND a.valid @> CURRENT_DATE
            AND (%(units)s::bigint[] IS NULL OR a.unit_id = ANY(%(units)s))
    ), seen AS (
        SELECT o.employee_id, o.skill_id, max(o.observed_on) AS last,
            bool_or(o.source = ANY(%(verified)s)) AS verified
        FROM assessments_evidence o
        WHERE o.value IS NOT NULL
            AND (%(units)s::bigint[] IS NULL OR o.employee_id IN (SELECT employee_id FROM place))
            AND NOT EXISTS (SELECT FROM assessments_retraction r WHERE r.evidence_id = o.id)
        GROUP BY o.employee_id, o.skill_id
    ), level AS (
        SELECT a.unit_id, a.role_id, e.site_id, e.work_mode, s.id AS skill_id, c.status, c.mean,
            greatest(c.required - c.mean, 0) AS gap, c.p_gap, c.status > 0 AS measured,
            1 - (c.sd / 1000.0) ^ 2 / %(within)s < %(firm)s AS tentative,
            v.last < (p.computed_at AT TIME ZONE 'UTC')::date - %(old)s AS old,
            c.status > 0 AND coalesce(v.verified, false) AS verified
        FROM assessments_skillprofile p
        JOIN place a ON a.employee_id = p.employee_id
        JOIN employees_employee e ON e.id = p.employee_id
        CROSS JOIN LATERAL unnest(p.slots, p.mean, p.sd, p.required, p.p_gap, p.status)
            AS c(slot, mean, sd, required, p_gap, status)
        JOIN skills_skill s ON s.slot = c.slot
        LEFT JOIN seen v ON v.employee_id = p.employee_id AND v.skill_id = s.id
        WHERE c.required > 0
    )
    SELECT unit_id, role_id, site_id, work_mode, skill_id,
        count(*),
        count(*) FILTER (WHERE NOT measured),
        count(*) FILTER (WHERE status = 2),
        count(*) FILTER (WHERE status = 3),
        coalesce(sum(mean) FILTER (WHERE measured), 0),
        coalesce(sum(gap) FILTER (WHERE measured), 0),
        coalesce(sum(p_gap) FILTER (WHERE measured), 0),
        count(*) FILTER (WHERE measured AND tentative),
        count(*) FILTER (WHERE measured AND old),
        count(*) FILTER (WHERE verified),
        count(*) FILTER (WHERE verified AND status = 3),
        count(*) FILTER (WHERE verified AND tentative),
        count(*) FILTER (WHERE verified AND old),
        coalesce(sum(mean) FILTER (WHERE verified), 0),
        coalesce(sum(gap) FILTER (WHERE verified), 0),
        coalesce(sum(p_gap) FILTER (WHERE verified), 0)
    FROM level GROUP BY unit_id, role_id, site_id, work_mode, skill_id
"""


def write_profiles(employees: IntArray, found: Profiles, stamp: Stamp, marks: Marks) -> None:
    """Replace the profiles of these people, shape (n_people,), in the caller's transaction.

    Clears `marks`, those read before all that the profiles come from; one set since stays.
    """
    ids = employees.tolist()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT employee_id, stale, xmin::text::bigint FROM assessments_skillprofile"
            " WHERE employee_id = ANY(%s) ORDER BY employee_id FOR UPDATE",
            [ids],
        )
        rows = cursor.fetchall()
        stale = [person for person, marked, by in rows if marked and marks.get(person) != by]
        cursor.execute("DELETE FROM assessments_skillprofile WHERE employee_id = ANY(%s)", [ids])
        columns = ", ".join(COLUMNS)
        with cursor.copy(
            f"COPY assessments_skillprofile ({columns}) FROM STDIN (FORMAT binary)"
        ) as copy:
            copy.write(encode(employees, found, stamp, np.isin(employees, stale)))


def rebuild_skill_map(units: Sequence[int] | None = None) -> None:
    """Count the skill map anew from the stored profiles: of these units, or all of it.

    Runs in the caller's transaction and holds the map until its end.
    """
    chosen = None if units is None else list(units)
    values = {
        "units": chosen,
        "verified": sorted(VERIFIED_SOURCES),
        "within": DEFAULTS.within_variance,
        "firm": DEFAULTS.measured_reliability,
        "old": OLD_AFTER.days,
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_MAP_LOCK])
        cursor.execute(
            "DELETE FROM assessments_skillmapcell"
            " WHERE %(units)s::bigint[] IS NULL OR unit_id = ANY(%(units)s)",
            {"units": chosen},
        )
        cursor.execute(_SKILL_MAP, values)
