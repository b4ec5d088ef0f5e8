"""Levels that somebody objects to, counted for the skill map when it is asked for: they are few."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from django.db import connection
from django.db.models import QuerySet

from assessments.enums import NOT_MEASURED, ContestOutcome, GapStatus
from assessments.models import SkillProfile
from assessments.queries.levels import last_seen_of
from assessments.queries.map_cells import OTHER, Key, Narrowing
from employees.models import Assignment, OrgUnit


class Contested(NamedTuple):
    """How many people directly in a unit contest something about their level in a skill."""

    path: str
    skill: int
    kind: str
    category: str
    people: int

    def key(self, *, opens: bool) -> Key:
        """The column of the skill, or of its category."""
        return (self.kind, self.category or OTHER, self.skill if opens else 0)


def contested_levels(chosen: Narrowing) -> list[Contested]:
    """Only levels that count in the chosen part: asked for, measured, and verified where only
    those are wanted; up to four queries."""
    contests = _open_contests(chosen)
    people = {person for person, *_skill in contests}
    if not people:
        return []
    paths = dict(_places(chosen).filter(employee__in=people).values_list("employee", "unit__path"))
    counted = _counted(paths)
    verified = last_seen_of(paths) if chosen.verified else {}
    found = Counter(
        (paths[person], skill, kind, category)
        for person, slot, skill, kind, category in contests
        if (person, slot) in counted
        and (not chosen.verified or verified[person][skill].is_verified)
    )
    return [Contested(*place, n) for place, n in found.items()]


# Every map asks this, mostly for nothing; to put it together anew took longer than to answer it.
_OPEN = """
    SELECT e.employee_id, s.slot, s.id, s.kind, s.category
    FROM assessments_contest c
    JOIN assessments_evidence e ON e.id = c.evidence_id
    JOIN skills_skill s ON s.id = e.skill_id
    WHERE c.outcome = %s
        AND NOT EXISTS (SELECT FROM assessments_retraction r WHERE r.evidence_id = e.id)
"""


def _open_contests(chosen: Narrowing) -> set[tuple[int, int, int, str, str]]:
    """(employee, slot, skill, kind, category) of what is contested, anywhere."""
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [ContestOutcome.OPEN])
        return {
            row
            for row in cursor.fetchall()
            if chosen.kind in {"", row[3]}
            and (not chosen.category or row[4] == chosen.stored_category)
        }


def _places(chosen: Narrowing) -> QuerySet[Assignment]:
    """Today's places in the chosen part."""
    places = Assignment.objects.current().primary()
    if chosen.unit:
        places = places.filter(unit__in=OrgUnit.objects.subtree(chosen.unit))
    if chosen.role:
        places = places.filter(role__public_id=chosen.role)
    if chosen.site:
        places = places.filter(employee__site__public_id=chosen.site)
    return places.filter(employee__work_mode=chosen.work_mode) if chosen.work_mode else places


def _counted(people: Iterable[int]) -> set[tuple[int, int]]:
    """(employee, slot) of what is asked of these people and measured."""
    profiles = SkillProfile.objects.filter(pk__in=people)
    packed = profiles.values_list("pk", "slots", "required", "mean", "status")
    return {
        (person, slot)
        for person, *columns in packed
        for slot, asked, level, status in zip(*columns, strict=True)
        if asked and level != NOT_MEASURED and status != GapStatus.NOT_MEASURED
    }
