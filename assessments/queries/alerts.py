"""What needs somebody's attention, over all the people one may read by name: one statement."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from assessments.enums import AlertKind, CertificateState, GapStatus
from assessments.queries.levels import OLD_AFTER
from assessments.queries.team_skills import TOP_IMPORTANCE
from employees.models.people import EmployeeQuerySet
from employees.queries import find_people
from skillmap.core.models import User

# Verified certificates that the role asks for and that have ended, one row each.
_CERTIFICATES = """
    SELECT 1, 'certificate', o.id, o.unit_id, NULL::bigint, t.name::text, 1, max(c.expires_on)
    FROM certified JOIN places o ON o.id = certified.id
    JOIN employees_roleversion v ON v.role_id = o.role_id AND v.valid @> CURRENT_DATE
    JOIN employees_certificaterequirement r ON r.role_version_id = v.id
    JOIN skills_certificatetype t ON t.id = r.certificate_type_id
    JOIN assessments_certificate c ON c.employee_id = o.id AND c.type_id = t.id
        AND c.state = %(verified)s
    WHERE NOT EXISTS (
        SELECT FROM employees_exemption x
        WHERE x.employee_id = o.id AND x.certificate_type_id = t.id AND x.valid @> CURRENT_DATE
    )
    GROUP BY o.id, o.unit_id, t.id
    HAVING bool_and(c.expires_on < %(today)s)
"""

# Essential skills of which nothing is known, one row per person.
_UNMEASURED = """
    SELECT 2, 'unmeasured', o.id, o.unit_id, NULL::bigint, string_agg(s.name, ', ' ORDER BY s.name),
        count(*), NULL::date
    FROM places o
    JOIN employees_roleversion v ON v.role_id = o.role_id AND v.valid @> CURRENT_DATE
    JOIN employees_requirement r ON r.role_version_id = v.id AND r.essential
    JOIN skills_skill s ON s.id = r.skill_id AND s.retired_on IS NULL
    LEFT JOIN assessments_skillprofile p ON p.employee_id = o.id
    WHERE coalesce(p.status[array_position(p.slots, s.slot)], %(unknown)s) = %(unknown)s
    GROUP BY o.id, o.unit_id
"""

# Skills of a unit that hang on one of its people: the rule of `team_skills.single_points`.
_SINGLE = """
    SELECT 3, 'single', max(one.id) FILTER (WHERE one.able), one.unit_id, s.id, s.name, count(*),
        NULL::date
    FROM (
        SELECT o.id, o.unit_id, cell.slot, cell.importance, cell.status = %(met)s AS able
        FROM places o JOIN assessments_skillprofile p ON p.employee_id = o.id
        CROSS JOIN LATERAL unnest(p.slots, p.required, p.importance, p.status)
            AS cell(slot, required, importance, status)
        WHERE cell.required > 0
    ) one
    JOIN skills_skill s ON s.slot = one.slot
    GROUP BY one.unit_id, s.id
    HAVING count(*) FILTER (WHERE one.able) = 1
        AND (count(*) > 1 OR max(one.importance) = %(top)s)
"""

# Levels of skills that the role asks for, last observed too long ago, one row per person.
_STALE = """
    SELECT 4, 'stale', seen.id, seen.unit_id, NULL::bigint,
        string_agg(s.name, ', ' ORDER BY s.name), count(*), min(seen.observed_on)
    FROM (
        SELECT o.id, o.unit_id, e.skill_id, max(e.observed_on) AS observed_on
        FROM places o JOIN assessments_evidence e ON e.employee_id = o.id AND e.value IS NOT NULL
        WHERE NOT EXISTS (SELECT FROM assessments_retraction r WHERE r.evidence_id = e.id)
        GROUP BY o.id, o.unit_id, e.skill_id HAVING max(e.observed_on) < %(old)s
    ) seen
    JOIN skills_skill s ON s.id = seen.skill_id
    JOIN assessments_skillprofile p ON p.employee_id = seen.id
        AND p.required[array_position(p.slots, s.slot)] > 0
    GROUP BY seen.id, seen.unit_id
"""

_PARTS = {
    AlertKind.CERTIFICATE: _CERTIFICATES,
    AlertKind.UNMEASURED: _UNMEASURED,
    AlertKind.SINGLE: _SINGLE,
    AlertKind.STALE: _STALE,
}
_FOUND = """
    WITH readable(id) AS ({readable}), certified(id) AS ({certified}), places AS (
        SELECT a.employee_id AS id, a.unit_id, a.role_id FROM employees_assignment a
        WHERE a.employee_id IN (TABLE readable) AND a.is_primary AND a.valid @> CURRENT_DATE
    ), found(rank, kind, person_id, unit_id, skill_id, about, n, since) AS ({parts})
"""
_ROWS = """
    SELECT found.kind, e.public_id, e.number, e.first_name || ' ' || e.last_name, u.public_id,
        u.path, s.public_id, found.about, found.n, found.since
    FROM found
    JOIN employees_employee e ON e.id = found.person_id
    JOIN employees_orgunit u ON u.id = found.unit_id
    LEFT JOIN skills_skill s ON s.id = found.skill_id
    ORDER BY found.rank, found.n DESC, e.last_name, e.first_name, e.id, found.about
    LIMIT %(limit)s OFFSET %(offset)s
"""


class Alert(NamedTuple):
    """One thing to look at. `about` names the certificate or the skills, `n` how many; of a single
    point `n` are the people of the unit who need the `skill`. `since`: ended, or last observed."""

    kind: str
    person: UUID
    number: str
    name: str
    unit: UUID
    unit_path: str
    skill: UUID | None
    about: str
    n: int
    since: dt.date | None


@dataclass(frozen=True)
class Alerts:
    """What `user` may know by name, in one unit with all below it or everywhere; counted and read
    in parts, as a paginator asks."""

    user: User
    today: dt.date
    unit_path: str = ""
    kinds: Collection[AlertKind] = tuple(AlertKind)

    def count(self) -> int:
        [(n,)] = self._ask("SELECT count(*) FROM found")
        return int(n)

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> list[Alert]:
        """A part of them, the most pressing kind first and the largest of each; one query."""
        start, stop = part.start or 0, part.stop
        limit = None if stop is None else stop - start
        return [Alert(*row) for row in self._ask(_ROWS, limit=limit, offset=start)]

    def _ask(self, end: str, **more: Any) -> list[tuple[Any, ...]]:
        people = find_people(self.user, unit_path=self.unit_path).exclude(user=self.user)
        readable, of_readable = _named("readable", people.levels_visible_to(self.user))
        certified, of_certified = _named("certified", people.certificates_visible_to(self.user))
        parts = " UNION ALL ".join(_PARTS[kind] for kind in self.kinds)
        statement = _FOUND.format(readable=readable, certified=certified, parts=parts) + end
        values = {
            **of_readable,
            **of_certified,
            **more,
            "verified": CertificateState.VERIFIED,
            "unknown": GapStatus.NOT_MEASURED,
            "met": GapStatus.MET,
            "top": TOP_IMPORTANCE,
            "today": self.today,
            "old": self.today - OLD_AFTER,
        }
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows


def _named(prefix: str, people: EmployeeQuerySet) -> tuple[str, dict[str, Any]]:
    """The statement that gives these people's ids, its values by names that begin with `prefix`."""
    statement, values = people.order_by().values("pk").query.sql_with_params()
    names = [f"{prefix}_{place}" for place in range(len(values))]
    return statement % tuple(f"%({name})s" for name in names), dict(zip(names, values, strict=True))
