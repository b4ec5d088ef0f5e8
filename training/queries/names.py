"""Names of skills that catalogues use and we do not know."""

from __future__ import annotations

from collections.abc import Iterable
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
        AND strpos(lower(fault->>'value'), lower(%(search)s)) > 0
    GROUP BY 1 ORDER BY 2 DESC, 1
"""


@dataclass(frozen=True, slots=True)
class UnmatchedName:
    """A name, how many activities of applied catalogues use it, and skills called alike."""

    name: str
    times: int
    suggestions: list[Suggestion]


def unmatched_names(search: str = "") -> list[tuple[str, int]]:
    """Names that no skill goes by and how many activities use them, the most used first."""
    values = {
        "kind": ImportKind.ACTIVITIES,
        "state": ImportState.APPLIED,
        "code": UNMATCHED_SKILL,
        "search": search,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL, values)
        rows: list[tuple[str, int]] = cursor.fetchall()
    return rows


def with_skills_alike(rows: Iterable[tuple[str, int]]) -> list[UnmatchedName]:
    """Rows of `unmatched_names` with the skills that they may mean; one query."""
    rows = list(rows)
    alike = most_alike([name for name, _times in rows], skill_names())
    return [UnmatchedName(name, times, alike.get(name, [])) for name, times in rows]
