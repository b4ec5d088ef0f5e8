"""The skill map of people by name: a row each from packed profiles, and who is behind a cell."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, IntegerField, QuerySet
from django.db.models.expressions import RawSQL

from assessments.enums import NOT_MEASURED, GapStatus
from assessments.models import SkillProfile
from assessments.queries.levels import LastSeen, last_seen_of
from assessments.queries.map_cells import (
    Cell,
    Narrowing,
    Opened,
    Row,
    SkillMap,
    assembled,
    column_of,
    keys_of,
)
from assessments.queries.profiles import is_tentative
from skills.models import Skill

_OF_SKILLS = ("public_id", "name", "kind", "category", "slot")
_PROFILE = "assessments_skillprofile"
_PLACES = f"""
    (SELECT array_position({_PROFILE}.slots, asked) AS place FROM unnest(%s::smallint[]) asked) c
    WHERE {_PROFILE}.required[place] > 0
"""  # noqa: S608 - parts of our own
_LARGEST = f"""(
    SELECT max(CASE WHEN {_PROFILE}.status[place] > 0 THEN {_PROFILE}.importance[place]
        * ({_PROFILE}.required[place] - {_PROFILE}.mean[place]) ELSE 0 END)
    FROM {_PLACES})"""  # noqa: S608
_LACKS = f"""EXISTS (SELECT FROM {_PLACES} AND {_PROFILE}.status[place] = 0)"""


def people_map(profiles: Iterable[SkillProfile], chosen: Narrowing, opened: Opened) -> SkillMap:
    """One row per person, from packed profiles with `employee` loaded; two queries.

    Of `chosen` only what narrows skills and levels counts: the profiles are chosen already.
    """
    profiles = list(profiles)
    skills = {skill.slot: skill for skill in _skills(profiles, chosen)}
    keys = keys_of(skills, opened)
    seen = last_seen_of(profile.employee for profile in profiles)
    rows = []
    for profile in profiles:
        row = Row(str(profile.employee), person=profile.employee.public_id)
        observed = seen.get(profile.employee_id, {})
        for place, slot in enumerate(profile.slots):
            if profile.required[place] and slot in keys:
                when = observed.get(skills[slot].pk)
                row.put(keys[slot], _cell_of(profile, place, when, verified=chosen.verified))
        rows.append(row)
    columns = (column_of(skill, opened) for skill in skills.values())
    return assembled(rows, {column.key: column for column in columns})


def skills_within(chosen: Narrowing, skill: UUID | None = None) -> QuerySet[Skill]:
    """The skills of the chosen kind and category, or one of them."""
    skills = Skill.objects.all()
    if chosen.kind:
        skills = skills.filter(kind=chosen.kind)
    if chosen.category:
        skills = skills.filter(category=chosen.stored_category)
    return skills.filter(public_id=skill) if skill else skills


def largest_gap_first(profiles: QuerySet[SkillProfile], slots: list[int]) -> QuerySet[Any, int]:
    """Ids of those of whom one of these skills is asked, by their largest importance times gap.

    Then by name. The database sorts, and ids alone, so that a page of many thousands costs little;
    `in_this_order` reads those of one page.
    """
    largest = RawSQL(_LARGEST, [slots], output_field=IntegerField())  # noqa: S611 - our own
    return (
        profiles.filter(slots__overlap=slots)
        .annotate(largest=largest)
        .filter(largest__isnull=False)
        .order_by("-largest", "employee__last_name", "employee__first_name", "pk")
        .values_list("pk", flat=True)
    )


def in_this_order(people: Iterable[int]) -> list[SkillProfile]:
    """The profiles with these ids and their people; the ids come from what the reader may see."""
    people = list(people)
    found = SkillProfile.objects.select_related("employee").in_bulk(people)
    return [found[person] for person in people if person in found]


def with_something_unmeasured(
    profiles: QuerySet[SkillProfile], slots: list[int]
) -> QuerySet[SkillProfile]:
    """Those of whom a skill among these is asked that has not been measured."""
    lacks = RawSQL(_LACKS, [slots], output_field=BooleanField())  # noqa: S611 - our own
    return profiles.filter(slots__overlap=slots).annotate(lacks=lacks).filter(lacks=True)


def _skills(profiles: list[SkillProfile], chosen: Narrowing) -> QuerySet[Skill]:
    slots = {slot for profile in profiles for slot in profile.slots}
    return skills_within(chosen).filter(slot__in=slots).only(*_OF_SKILLS)


def _cell_of(profile: SkillProfile, place: int, seen: LastSeen | None, *, verified: bool) -> Cell:
    mean, status = profile.mean[place], profile.status[place]
    unknown = mean == NOT_MEASURED or status == GapStatus.NOT_MEASURED
    if unknown or (verified and not (seen and seen.is_verified)):
        return Cell(n=1, n_unmeasured=1, people=1)
    return Cell(
        n=1,
        n_probable=int(status == GapStatus.PROBABLE),
        n_tentative=int(is_tentative(profile.sd[place])),
        n_old=int(seen is not None and seen.is_old_for(profile)),
        n_contested=int(seen is not None and seen.is_contested),
        sum_level=mean,
        sum_gap=max(0, profile.required[place] - mean),
        sum_p=profile.p_gap[place],
        people=1,
    )
