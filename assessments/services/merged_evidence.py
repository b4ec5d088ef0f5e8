"""Evidence of a merged skill: it never changes, so it is retracted and recorded anew."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _
from psycopg import sql

from assessments.models import Contest, Evidence, Retraction
from assessments.models.evidence import EvidenceQuerySet
from assessments.services.evidence import retract_evidence
from assessments.services.marks import mark_stale
from skillmap.core.bulk import execute
from skillmap.core.errors import ConflictError, DomainError
from skillmap.core.models import User
from skills.models import Skill, TaxonomyChange

_SAME = ("source", "reference", "employee_id")  # with the skill, the natural key
_OF_THE_ROW = {"id", "public_id", "recorded_at", "recorded_by"}  # others say what was observed


def move_evidence(*, skill: Skill, into: Skill, actor: User, now: datetime) -> None:
    """Let what was observed of a skill count for the survivor, as if it had been asked.

    Where one and the same answer was given to both, that about the survivor stands. Raises
    `DomainError` while somebody contests a level of the skill.
    """
    standing = Evidence.objects.standing()
    people = standing.filter(skill=skill).values_list("employee_id", flat=True)
    mark_stale(people)  # from here on nobody else writes evidence of these people
    rows = list(standing.filter(skill=skill))
    _refuse_contested(rows, skill)
    answered = set(standing.filter(skill=into).values_list(*_SAME))
    moved = [row for row in rows if _key(row) not in answered]
    retract_evidence(evidence=rows, reason=_("Merged"), actor=actor, now=now)
    _relink(_record_anew(moved, now, skill=into))


def name_moved(*, into: Skill, merged_at: datetime) -> None:
    """Let answers name what the merge recorded, also where a later one was undone in between.

    Before history goes back, which looks whether they name it still. Raises `ConflictError` when
    some of it was replaced or withdrawn since, and `DomainError` while somebody contests it.
    """
    moved = Evidence.objects.filter(skill=into, recorded_at=merged_at)
    mark_stale(moved.values_list("employee_id", flat=True))
    stands = _as_it_stands(moved, into)
    _refuse_contested(list(stands.values()), into)
    _relink({row.pk: moved for moved, row in stands.items() if row.pk != moved})


def restore_evidence(*, change: TaxonomyChange, actor: User, now: datetime) -> None:
    """Let what a merge moved count for the skill it was about; after history went back."""
    assert change.into is not None  # noqa: S101 - narrows for mypy
    left = Evidence.objects.filter(skill=change.skill, retraction__retracted_at=change.made_at)
    moved = Evidence.objects.filter(skill=change.into, recorded_at=change.made_at)
    mark_stale(left.values_list("employee_id", flat=True))
    stands = _as_it_stands(moved, change.into).values()
    retract_evidence(evidence=stands, reason=_("Merge undone"), actor=actor, now=now)
    anew = _record_anew(list(left), now)
    by_key = {_key(row): row.pk for row in left.all()}
    _relink(anew | {row.pk: anew[by_key[_key(row)]] for row in moved})


def _as_it_stands(moved: EvidenceQuerySet, into: Skill) -> dict[int, Evidence]:
    """By the key of each row that a merge recorded, the row that says the same and counts now."""
    rows = Evidence.objects.standing().filter(skill=into, employee__in=moved.values("employee"))
    standing = {_observed(row): row for row in rows}
    found = {row.pk: standing.get(_observed(row)) for row in moved}
    if gone := list(found.values()).count(None):
        text = _("%(count)d observations were replaced or withdrawn since.") % {"count": gone}
        raise ConflictError(text, code="changed_since")
    return {moved: row for moved, row in found.items() if row is not None}


def _refuse_contested(rows: list[Evidence], skill: Skill) -> None:
    if Contest.objects.open().filter(evidence__in=rows).exists():
        text = _("Somebody contests a level of %s. It has to be decided first.") % skill.name
        raise DomainError(text, code="contested")


def _observed(row: Evidence) -> tuple[object, ...]:
    """All that a row says, whichever row says it."""
    fields = [field for field in Evidence._meta.concrete_fields if field.name not in _OF_THE_ROW]
    return tuple(getattr(row, field.attname) for field in fields)


def _key(row: Evidence) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in _SAME)


def _record_anew(rows: list[Evidence], now: datetime, skill: Skill | None = None) -> dict[int, int]:
    """Record the same observations once more; returns the new key of each."""
    anew = []
    for row in rows:
        again = copy.copy(row)
        again.pk, again.public_id, again.recorded_at = None, uuid4(), now
        if skill is not None:
            again.skill = skill
        anew.append(again)
    Evidence.objects.bulk_create(anew, batch_size=1_000)
    return {row.pk: again.pk for row, again in zip(rows, anew, strict=True)}


def _relink(moved: Mapping[int, int]) -> None:
    """Let answers, attempts and completions name the observation that stands for them now."""
    for table, column in _links():
        execute(
            "UPDATE {table} SET {column} = new"
            " FROM unnest(%s::bigint[], %s::bigint[]) AS moved(old, new) WHERE {column} = old",
            [list(moved), list(moved.values())],
            table=sql.Identifier(table),
            column=sql.Identifier(column),
        )


def _links() -> Iterator[tuple[str, str]]:
    """Tables and columns that say which observation something led to."""
    for relation in Evidence._meta.related_objects:
        if relation.related_model in (Contest, Retraction):
            continue
        field: Any = relation.field
        if field.many_to_many:
            yield field.m2m_db_table(), field.m2m_reverse_name()
        else:
            yield field.model._meta.db_table, field.column
