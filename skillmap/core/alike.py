"""Finding what somebody may have meant: stored names that are written alike (trigrams)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

LEAST = 0.2  # similarity below which a name is no suggestion
_SQL = """
    SELECT asked.name, best.* FROM unnest(%s::text[]) AS asked(name)
    CROSS JOIN LATERAL (
        SELECT * FROM (
            SELECT DISTINCT ON (code) code, name, label, similarity(label, asked.name) AS score
            FROM ({candidates}) AS known(code, name, label) ORDER BY code, score DESC, label <> name
        ) AS likeliest ORDER BY score DESC, name LIMIT %s
    ) AS best WHERE best.score >= %s ORDER BY asked.name, best.score DESC, best.name
"""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A stored thing by its code and name; `label` is what it is called that is alike, 0 to 100."""

    code: str
    name: str
    label: str
    percent: int

    @property
    def words(self) -> str:
        """The name with the reason."""
        values = {"name": self.name, "label": self.label, "share": self.percent}
        if self.label == self.name:
            return _("%(name)s (name alike %(share)d %%)") % values
        return _("%(name)s (also called “%(label)s”, alike %(share)d %%)") % values


def most_alike(
    names: Sequence[str], candidates: QuerySet[Any, Any], *, most: int = 3
) -> dict[str, list[Suggestion]]:
    """Return the best suggestions for each name, in one query.

    `candidates` gives (code, name, label): a thing may have several labels.
    """
    inner, values = candidates.query.sql_with_params()
    found: dict[str, list[Suggestion]] = defaultdict(list)
    with connection.cursor() as cursor:
        statement = _SQL.format(candidates=inner)
        cursor.execute(statement, [list(names), *values, most, LEAST])
        for asked, code, name, label, score in cursor.fetchall():
            found[asked].append(Suggestion(code, name, label, round(100 * score)))
    return found
