"""What may be asked about the people of a cycle when it opens. For workers: it needs scipy."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from assessments.analysis.cycle_skills import Candidates
from assessments.analysis.evidence import Kind
from assessments.analysis.parameters import MILLI
from assessments.models import CycleParticipant, SkillProfile
from assessments.queries.profiles import ProfileCell, unpack_profile
from employees.models import Assignment, Exemption, Requirement
from employees.models.units import Today
from skills.enums import TOP_LEVEL
from skills.models import Skill

_KINDS = {"hard": Kind.HARD, "soft": Kind.SOFT, "unclassified": Kind.UNCLASSIFIED}


@dataclass(frozen=True, slots=True)
class AskedOf:
    """The required skills of one person, in the order of their names, and what is known of each."""

    skills: list[Skill]
    candidates: Candidates


def asked_of(participants: Iterable[CycleParticipant]) -> dict[int, AskedOf]:
    """By employee id, what their roles of today ask for; five queries for any number of people.

    Of several roles the highest level counts; exempted skills are left out.
    """
    people = [participant.employee_id for participant in participants]
    exempt = set(
        Exemption.objects.filter(
            employee__in=people, skill__isnull=False, valid__contains=Today()
        ).values_list("employee_id", "skill_id")
    )
    by_role = _requirements_by_role(people)
    lines: dict[int, dict[int, Requirement]] = defaultdict(dict)
    places = Assignment.objects.current().filter(employee__in=people, role__isnull=False)
    for person, role in places.values_list("employee_id", "role_id"):
        for line in by_role.get(role or 0, []):
            known = lines[person].get(line.skill_id)
            if (person, line.skill_id) not in exempt and (
                known is None or line.required_common > known.required_common
            ):
                lines[person][line.skill_id] = line
    profiles = SkillProfile.objects.in_bulk(people)
    return {
        person: _asked(list(found.values()), profiles.get(person))
        for person, found in lines.items()
    }


def _requirements_by_role(people: list[int]) -> dict[int, list[Requirement]]:
    held = Assignment.objects.current().filter(employee__in=people, role__isnull=False)
    rows = Requirement.objects.filter(
        role_version__valid__contains=Today(), role_version__role__in=held.values("role")
    ).select_related("skill", "role_version")
    found: dict[int, list[Requirement]] = defaultdict(list)
    for row in rows:
        found[row.role_version.role_id].append(row)
    return found


def _asked(lines: list[Requirement], profile: SkillProfile | None) -> AskedOf:
    lines = sorted(lines, key=lambda line: (line.skill.name, line.skill_id))
    cells = {cell.slot: cell for cell in unpack_profile(profile)} if profile else {}
    known = [cells.get(line.skill.slot) for line in lines]
    return AskedOf(
        skills=[line.skill for line in lines],
        candidates=Candidates(
            kind=np.array([_KINDS[line.skill.kind] for line in lines], dtype=np.int64),
            essential=np.array([line.essential for line in lines], dtype=bool),
            importance=np.array([line.importance for line in lines], dtype=np.int64),
            required=np.array([line.required_common / MILLI for line in lines], dtype=float),
            mean=np.array([_or_nan(cell, "mean") for cell in known], dtype=float),
            sd=np.array([_or_nan(cell, "sd") for cell in known], dtype=float),
        ),
    )


def _or_nan(cell: ProfileCell | None, name: str) -> float:
    value = getattr(cell, name) if cell else None
    return float("nan") if value is None else min(float(value), float(TOP_LEVEL))
