"""Gaps as people read them: one row per person and requirement, on each skill's own scale."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from assessments.analysis.evidence import FloatArray, IntArray, Kind
from assessments.analysis.gaps import NOT_MEASURED, Status
from assessments.analysis.parameters import MILLI
from assessments.analysis.proficiency import interval
from assessments.analysis.profiles import Profiles
from assessments.queries.observations import World
from assessments.queries.population import unit_paths
from employees.models import Employee, OrgUnit, RoleProfile
from skills.enums import TOP_LEVEL
from skills.models import Skill

GapRow = tuple[str | int | Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class Labels:
    """The names behind the numbers: paths by unit id, codes by role id, skills by slot."""

    units: dict[int, str]
    roles: dict[int, str]
    skills: dict[int, Skill]


def labels(world: World) -> Labels:
    """Read the names once for all people of a run; units by their paths of the day."""
    today = dict(OrgUnit.objects.values_list("pk", "path"))
    roles = dict(RoleProfile.objects.values_list("pk", "code"))
    skills = {skill.slot: skill for skill in Skill.objects.select_related("scale")}
    return Labels(today | unit_paths(world.moment), roles, skills)


def gap_rows(world: World, names: Labels, employees: IntArray, found: Profiles) -> Iterator[GapRow]:
    """Yield the rows of the gaps file, people in the order of `employees`, then by skill code.

    Numbers have three decimals; what is not measured leaves level, interval, gap and p_gap empty.
    """
    numbers = dict(Employee.objects.filter(pk__in=employees.tolist()).values_list("pk", "number"))
    people = _people(world, names, employees)
    figures = _figures(found)
    ends = np.searchsorted(found.person, np.arange(found.n_people + 1))
    for person, employee in enumerate(employees.tolist()):
        required = [c for c in range(ends[person], ends[person + 1]) if found.required[c]]
        codes = {c: names.skills[int(found.slot[c])].code for c in required}
        for cell in sorted(required, key=lambda c: (codes[c], c)):
            skill = names.skills[int(found.slot[cell])]
            kind = Kind(int(world.skills.kind_of_slot[found.slot[cell]])).name.lower()
            about = (numbers[employee], *people[person], skill.code, kind)
            yield (*about, *_numbers(found, figures, cell, skill))


def _people(world: World, names: Labels, employees: IntArray) -> list[tuple[str, str]]:
    """Return unit path and role code of each person."""
    by_id = dict(zip(world.people.employee.tolist(), range(len(world.people.unit)), strict=True))
    places = [by_id[employee] for employee in employees.tolist()]
    return [
        (names.units[int(world.people.unit[p])], names.roles.get(int(world.people.role[p]), ""))
        for p in places
    ]


def _figures(found: Profiles) -> tuple[FloatArray, FloatArray]:
    """Return the ends of the intervals in milli-levels."""
    mean, sd = found.levels.mean / MILLI, found.levels.sd / MILLI
    low, high = interval(mean, sd, found.calibration)
    return low * MILLI, high * MILLI


def _numbers(
    found: Profiles, ends: tuple[FloatArray, FloatArray], cell: int, skill: Skill
) -> GapRow:
    """Return the row from `required_level` on."""
    zero = skill.scale.zero_rank
    width = skill.scale.top_rank - zero
    required, mean = int(found.required[cell]), int(found.levels.mean[cell])
    asked = (_on_scale(required, width, zero), int(found.importance[cell]))
    n_ratings = int(found.n_ratings[cell])
    status = Status(int(found.gaps.status[cell])).name.lower()
    if mean == NOT_MEASURED:
        return (*asked, None, None, None, n_ratings, None, None, status)
    level = (mean, float(ends[0][cell]), float(ends[1][cell]))
    gap = _on_scale(required - mean, width, 0)
    p_gap = _thousandths(int(found.gaps.p_gap[cell]))
    return (*asked, *(_on_scale(v, width, zero) for v in level), n_ratings, gap, p_gap, status)


def _on_scale(milli: float, width: int, zero: int) -> Decimal:
    return _thousandths(round(milli * width / TOP_LEVEL) + zero * MILLI)


def _thousandths(whole: int) -> Decimal:
    return Decimal(whole).scaleb(-3)
