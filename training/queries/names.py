"""Names of skills that catalogues use and we do not know."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from skillmap.core.alike import Suggestion, most_alike
from skillmap.core.enums import ImportKind, ImportState
from skills.queries import skill_names
from training.enums import UNMATCHED_SKILL

_SQL = """
    SELECT fault->>'value' AS name, count(DISTINCT (b.file_name, r.number)) AS times
    FROM core_importbatch b JOIN core_importrow r ON r.batch_id = b.id
    CROSS JOIN LATERAL jsonb_array_elements(r.faults) AS fault
    WHERE b.kind = %(kind)s AND b.state = %(state)s AND fault->>'code' = %(code)s
        AND NOT EXISTS (SELECT FROM skills_skilllabel l
            WHERE lower(l.label) = lower(fault->>'value'))
        AND NOT EXISTS (SELECT FROM skills_skill s
            WHERE lower(s.name) = lower(fault->>'value') AND s.status = 'active')
    GROUP BY 1 ORDER BY 2 DESC, 1
"""


@dataclass(frozen=True, slots=True)
class UnmatchedName:
    """A name, how many activities of applied catalogues use it, and skills called alike."""

    name: str
    times: int
    suggestions: list[Suggestion]


def unmatched_names(*, at_most: int = 25) -> tuple[list[UnmatchedName], int]:
    """Names that no skill goes by, the most used first, and how many there are; two queries."""
    values = {
        "kind": ImportKind.ACTIVITIES,
        "state": ImportState.APPLIED,
        "code": UNMATCHED_SKILL,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL, values)
        rows = cursor.fetchall()
    alike = most_alike([name for name, _times in rows[:at_most]], skill_names())
    names = [UnmatchedName(name, times, alike.get(name, [])) for name, times in rows[:at_most]]
    return names, len(rows)
