"""People as the planner reads them, from their packed profiles. Workers only."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Protocol

import numpy as np

from assessments.analysis.parameters import MILLI
from assessments.enums import NOT_MEASURED, GapStatus
from assessments.models import SkillProfile
from assessments.queries.profiles import unpack_profile
from employees.enums import EmployeeStatus
from employees.models import Assignment, Employee, Exemption, Requirement, RoleProfile
from employees.models.units import Today
from employees.queries import weeks_away
from skills.enums import SkillKind
from skills.models import Skill
from training.analysis.gain import KINDS, UNCLASSIFIED
from training.analysis.learner import Learner
from training.analysis.offers import monday_of
from training.enums import StepState
from training.models import Completion, PlanStep
from training.queries.duties import mandatory_for, refused_by


@dataclass(frozen=True)
class Person:
    """Somebody to plan for: `essential` are required, essential slots that are not measured.

    `errors` holds the calibrated standard deviation of each measured level by slot, in levels.
    """

    employee: Employee
    learner: Learner
    essential: tuple[int, ...]
    manager: Employee | None
    digest: str
    errors: dict[int, float]


class Aim(Protocol):
    """A role to plan for in place of those that somebody holds."""

    @property
    def essential(self) -> set[int]: ...

    def held_by(self, learner: Learner, profile: SkillProfile) -> Learner:
        """The person with its requirements."""


@dataclass(frozen=True)
class _Circumstances:
    """What is needed beside profiles, for some employees, by employee id."""

    manager: dict[int, Employee]
    essential: dict[int, set[int]]
    situations: dict[int, set[str]]
    completed: dict[int, set[str]]
    refused: dict[int, set[str]]
    mandatory: dict[int, dict[str, date]]


def people_to_plan(
    employees: Sequence[int],
    *,
    kinds: dict[int, int],
    zone: str,
    hours_per_week: float | None,
    start: date,
    weeks: int,
    aim: Aim | None = None,
) -> Iterator[Person]:
    """People of `employees` with a requirement not met or not measured, or with something
    mandatory, by number.

    A constant number of queries. `kinds` from `kind_of_slots`; `zone` is the organisation's, for
    people of whom none is known; `hours_per_week` None takes each person's own; the horizon of
    `weeks` begins in the week of `start`; `aim` is what is asked instead of their roles.
    """
    around = _circumstances(employees)
    profiles = list(
        SkillProfile.objects.filter(employee__in=employees)
        .exclude(employee__status=EmployeeStatus.LEFT)
        .select_related("employee__site")
        .order_by("employee__number")
    )
    away = weeks_away([profile.employee for profile in profiles], monday_of(start), weeks)
    for profile in profiles:
        learner = replace(
            _learner(profile, kinds, zone, hours_per_week, around),
            away=away[profile.employee_id],
            mandatory=_weeks_left(around, profile.employee_id, start),
        )
        if aim is not None:
            learner = aim.held_by(learner, profile)
        if (learner.status != GapStatus.MET).any() or learner.mandatory:
            unmeasured = set(learner.slot[learner.status == GapStatus.NOT_MEASURED].tolist())
            pk = profile.employee_id
            yield Person(
                employee=profile.employee,
                learner=learner,
                essential=tuple(
                    sorted(unmeasured & (aim.essential if aim else around.essential.get(pk, set())))
                ),
                manager=around.manager.get(pk),
                digest=_digest(learner),
                errors={c.slot: c.error for c in unpack_profile(profile) if c.error is not None},
            )


def kind_of_slots() -> dict[int, int]:
    """Kind code (as in `analysis.gain`) of every skill's slot."""
    rows = Skill.objects.values_list("slot", "kind")
    return {slot: KINDS.index(SkillKind(kind).value) for slot, kind in rows}


def _learner(
    profile: SkillProfile,
    kinds: dict[int, int],
    zone: str,
    hours_per_week: float | None,
    around: _Circumstances,
) -> Learner:
    employee = profile.employee
    required = np.array(profile.required, np.int64)
    asked = np.flatnonzero(required > 0)
    slot = np.array(profile.slots, np.int64)[asked]
    mean = np.array(profile.mean, float)[asked]
    p_gap = np.array(profile.p_gap, float)[asked]
    own_hours = float(employee.learning_hours_per_week)
    return Learner(
        slot=slot,
        kind=np.array([kinds.get(s, UNCLASSIFIED) for s in slot.tolist()], np.int64),
        level=np.where(mean == NOT_MEASURED, np.nan, mean / MILLI),
        required=required[asked] / MILLI,
        importance=np.array(profile.importance, float)[asked],
        p_gap=np.where(p_gap == NOT_MEASURED, 0.0, p_gap / MILLI),
        status=np.array(profile.status, np.int64)[asked],
        hours_per_week=own_hours if hours_per_week is None else hours_per_week,
        languages=frozenset(employee.languages),
        zone=employee.zone or zone,
        site=str(employee.site_id or ""),
        completed=frozenset(around.completed.get(employee.pk, ())),
        situations=frozenset(around.situations.get(employee.pk, ())),
        refused=frozenset(around.refused.get(employee.pk, ())),
    )


def _weeks_left(around: _Circumstances, employee: int, start: date) -> dict[str, int]:
    """Weeks of the horizon up to the day on which each is due, that week included."""
    done = around.completed.get(employee, set())
    return {
        code: (day - monday_of(start)).days // 7 + 1
        for code, day in around.mandatory.get(employee, {}).items()
        if code not in done
    }


def _digest(learner: Learner) -> str:
    """Hash of everything the planner reads of a person."""
    arrays = (learner.slot, learner.kind, learner.level, learner.required, learner.importance)
    more = (learner.p_gap, learner.status)
    facts = (
        learner.hours_per_week,
        sorted(learner.languages),
        learner.zone,
        learner.site,
        sorted(learner.completed),
        sorted(learner.situations),
        sorted(learner.away),
        sorted(learner.refused),
        sorted(learner.mandatory.items()),
    )
    return sha256(b"".join(a.tobytes() for a in arrays + more) + repr(facts).encode()).hexdigest()


def _circumstances(employees: Sequence[int]) -> _Circumstances:
    places = (
        Assignment.objects.current()
        .filter(employee__in=employees)
        .order_by("pk")
        .select_related("manager")
    )
    held: dict[int, list[int]] = defaultdict(list)
    manager: dict[int, Employee] = {}
    for place in places:
        if place.role_id is not None:
            held[place.employee_id].append(place.role_id)
        if place.is_primary and place.manager is not None:
            manager[place.employee_id] = place.manager
    roles = {role for of_person in held.values() for role in of_person}
    essential, situations = _essential(roles), _situations(roles)
    exempt = _exempt(employees)
    return _Circumstances(
        manager=manager,
        essential={
            pk: {slot for role in of for slot in essential[role]} - exempt[pk]
            for pk, of in held.items()
        },
        situations={
            pk: {name for role in of for name in situations[role]} for pk, of in held.items()
        },
        completed=_completed(employees),
        refused=refused_by(employees),
        mandatory=mandatory_for(employees),
    )


def _essential(roles: set[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    rows = Requirement.objects.filter(
        role_version__role__in=roles, role_version__valid__contains=Today(), essential=True
    )
    for role, slot in rows.values_list("role_version__role", "skill__slot"):
        found[role].add(slot)
    return found


def _situations(roles: set[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    rows = RoleProfile.objects.filter(pk__in=roles, situations__isnull=False)
    for role, name in rows.values_list("pk", "situations__name"):
        found[role].add(name)
    return found


def _exempt(employees: Sequence[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    rows = Exemption.objects.filter(
        employee__in=employees, skill__isnull=False, valid__contains=Today()
    )
    for pk, slot in rows.values_list("employee_id", "skill__slot"):
        found[pk].add(slot)
    return found


def _completed(employees: Sequence[int]) -> dict[int, set[str]]:
    """Codes of activities that were completed or ticked off in a plan."""
    found: dict[int, set[str]] = defaultdict(set)
    completions = Completion.objects.filter(employee__in=employees)
    ticked = PlanStep.objects.filter(plan__employee__in=employees, state=StepState.DONE)
    for pk, code in completions.values_list("employee_id", "activity__code"):
        found[pk].add(code)
    for pk, code in ticked.values_list("plan__employee_id", "activity__code"):
        found[pk].add(code)
    return found
