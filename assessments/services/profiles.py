"""The one writer of `SkillProfile` and `SkillMapCell`."""

from collections.abc import Sequence

import numpy as np
from django.db import connection

from assessments.analysis.evidence import IntArray
from assessments.analysis.profiles import Profiles
from assessments.services.marks import Marks
from assessments.services.packing import COLUMNS, Stamp, encode

_MAP_LOCK = 4_611_686_018  # one rebuild of the skill map at a time
_SKILL_MAP = """
    INSERT INTO assessments_skillmapcell (unit_id, role_id, site_id, work_mode, skill_id,
        n, n_unmeasured, n_possible, n_probable, sum_level, sum_gap, sum_p)
    SELECT a.unit_id, a.role_id, e.site_id, e.work_mode, s.id,
        count(*),
        count(*) FILTER (WHERE c.status = 0),
        count(*) FILTER (WHERE c.status = 2),
        count(*) FILTER (WHERE c.status = 3),
        coalesce(sum(c.mean) FILTER (WHERE c.status > 0), 0),
        coalesce(sum(greatest(c.required - c.mean, 0)) FILTER (WHERE c.status > 0), 0),
        coalesce(sum(c.p_gap) FILTER (WHERE c.status > 0), 0)
    FROM assessments_skillprofile p
    JOIN employees_employee e ON e.id = p.employee_id
    JOIN employees_assignment a
        ON a.employee_id = e.id AND a.is_primary AND a.valid @> CURRENT_DATE
    CROSS JOIN LATERAL unnest(p.slots, p.mean, p.required, p.p_gap, p.status)
        AS c(slot, mean, required, p_gap, status)
    JOIN skills_skill s ON s.slot = c.slot
    WHERE c.required > 0 AND (%(units)s::bigint[] IS NULL OR a.unit_id = ANY(%(units)s))
    GROUP BY a.unit_id, a.role_id, e.site_id, e.work_mode, s.id
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
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_MAP_LOCK])
        cursor.execute(
            "DELETE FROM assessments_skillmapcell"
            " WHERE %(units)s::bigint[] IS NULL OR unit_id = ANY(%(units)s)",
            {"units": chosen},
        )
        cursor.execute(_SKILL_MAP, {"units": chosen})
