"""Finding skills that may be one, and remembering what people said of them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from skillmap.core import jobs
from skillmap.core.models import User
from skills.enums import PairReason, PairState, SkillStatus
from skills.models import LookalikePair, Skill

FIND_JOB = "skills.find_lookalikes"  # whose searches the page shows
LEAST = 0.6  # likeness of two names from which somebody should look
NEAREST = 3  # names alike that are shown for one skill
_PART = 250  # skills compared between two signs of progress

_INSERT = """
    INSERT INTO skills_lookalikepair AS known (first_id, second_id, reason, percent, state)
    SELECT least(a, b), greatest(a, b), %(reason)s, max(percent), 'open' FROM ({pairs})
        AS found(a, b, percent)
    GROUP BY 1, 2 ORDER BY 1, 2 ON CONFLICT (first_id, second_id) DO UPDATE
        SET reason = excluded.reason, percent = excluded.percent
        WHERE known.state = 'open' AND known.id <> ALL(%(found)s)
    RETURNING id
"""
_SAME_NAME = """
    SELECT a.id, b.id, 100 FROM skills_skill a
    JOIN skills_skill b ON lower(b.name) = lower(a.name) AND b.id > a.id AND b.status = %(active)s
    WHERE a.status = %(active)s
"""
_OTHER_NAME = """
    SELECT l.skill_id, b.id, 100 FROM skills_skilllabel l
    JOIN skills_skill a ON a.id = l.skill_id AND a.status = %(active)s
    JOIN skills_skill b ON lower(b.name) = lower(l.label) AND b.id <> a.id
        AND b.status = %(active)s
"""
_ALIKE = """
    SELECT a.id, near.id, near.percent FROM skills_skill a CROSS JOIN LATERAL (
        SELECT b.id, round(100 * similarity(b.name, a.name)) FROM skills_skill b
        WHERE b.name %% a.name AND b.id > a.id AND b.status = %(active)s
        ORDER BY 2 DESC, 1 LIMIT %(nearest)s
    ) AS near(id, percent) WHERE a.id = ANY(%(part)s)
"""

Progress = Callable[[int, int, str], None]


def find_later(*, actor: User, link: str) -> None:
    """Let a worker look for skills that may be one."""
    title = _("Search for skills that may be one")
    jobs.enqueue("skills.find_lookalikes", actor=actor, key="lookalikes", title=title, link=link)


@transaction.atomic
def find_lookalikes(progress: Progress) -> None:
    """Write down anew which active skills may be one; what was decided stays decided.

    What is decided while it looks counts too: a pair that is still alike keeps its row.
    """
    found: list[int] = []
    skills = list(Skill.objects.active().order_by("pk").values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(LEAST)])
    found += _insert(PairReason.SAME_NAME, _SAME_NAME, found)
    found += _insert(PairReason.OTHER_NAME, _OTHER_NAME, found)
    for start in range(0, len(skills), _PART):
        progress(start, len(skills), _("Comparing names"))
        found += _insert(PairReason.ALIKE, _ALIKE, found, skills[start : start + _PART])
    LookalikePair.objects.filter(state=PairState.OPEN).exclude(pk__in=found).delete()


def keep_apart(*, actor: User, pairs: Collection[tuple[UUID, UUID]], now: datetime) -> int:
    """Remember that these pairs are not the same; returns how many were open until now.

    Who may do this is for the caller to know.
    """
    waiting = LookalikePair.objects.filter(state=PairState.OPEN)
    open_pairs = waiting.filter(first__public_id__in=[first for first, _second in pairs])
    keys = open_pairs.values_list("pk", "first__public_id", "second__public_id")
    wanted = [pk for pk, *ids in keys if tuple(ids) in pairs]
    chosen = waiting.filter(pk__in=wanted)
    return chosen.update(state=PairState.DISTINCT, decided_by=actor, decided_at=now)


def _insert(
    reason: PairReason, pairs: str, found: list[int], part: Collection[int] = ()
) -> list[int]:
    """Write pairs down that are not `found` yet; returns their keys."""
    values: dict[str, Any] = {
        "reason": reason,
        "found": found,
        "active": SkillStatus.ACTIVE,
        "nearest": NEAREST,
        "part": list(part),
    }
    with connection.cursor() as cursor:
        cursor.execute(_INSERT.format(pairs=pairs), values)
        return [pk for (pk,) in cursor.fetchall()]
