"""What nobody has measured yet, person by person: whom to ask to rate themselves in what."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from assessments.enums import CycleState, GapStatus, RaterKind, RequestState
from assessments.models import CycleSkill, RatingRequest, SkillProfile
from assessments.models.cycles import RatingRequestQuerySet
from assessments.queries.map_people import with_something_unmeasured
from assessments.queries.rating_cards import ASKED_AT_MOST, balanced
from employees.enums import EmployeeStatus
from employees.models import Employee
from skillmap.core.models import User
from skills.models import Skill

MOST_PEOPLE = 1_000  # asked at once; the next time the others
ROUNDS_SHOWN = 20


@dataclass
class Asking:
    """Whom to ask about which skills, and how many with something unmeasured are left out.

    `waiting` are asked about all of it already, `away` are on leave, `outside` the pilot unit,
    `others` come after the most that are asked at once.
    """

    people: list[tuple[Employee, list[Skill]]] = field(default_factory=list)
    without_log_in: int = 0
    away: int = 0
    outside: int = 0
    waiting: int = 0
    others: int = 0

    @property
    def ratings(self) -> int:
        return sum(len(skills) for _person, skills in self.people)


@dataclass(frozen=True)
class Round:
    """What one person asked for at one moment: of how many people, and what came of it."""

    asked_at: dt.datetime
    people: int
    ratings: int
    answered: int
    open: int


def asking_of(profiles: QuerySet[SkillProfile], slots: list[int]) -> Asking:
    """Whom of these to ask, in their order: at most eight skills a person that nobody has asked
    for, the most important first and three of each kind where there are; four queries.

    `profiles` have their people and log-ins loaded.
    """
    found = list(with_something_unmeasured(profiles, slots))
    known = _asked_already(profile.employee_id for profile in found)
    people = Employee.objects.filter(pk__in=[profile.employee_id for profile in found])
    taking_part = set(people.taking_part().values_list("pk", flat=True))
    skills = {skill.slot: skill for skill in Skill.objects.active().filter(slot__in=slots)}
    asking = Asking()
    for profile in found:
        person = profile.employee
        if person.user is None or not person.user.is_active:
            asking.without_log_in += 1
        elif person.pk not in taking_part:
            asking.outside += 1
        elif person.status != EmployeeStatus.ACTIVE:
            asking.away += 1
        elif not (wanted := _wanted(profile, skills, known[person.pk])):
            asking.waiting += 1
        elif len(asking.people) >= MOST_PEOPLE:
            asking.others += 1
        else:
            asking.people.append((person, wanted))
    return asking


def self_requests() -> RatingRequestQuerySet:
    """What people are asked about themselves outside cycles, answered or not."""
    return RatingRequest.objects.filter(cycle=None, rater_kind=RaterKind.SELF)


def rounds_of(user: User) -> list[Round]:
    """What this user asked people for, the newest first; one query."""
    is_open = Q(state=RequestState.APPROVED)
    rows: Any = (
        self_requests()
        .filter(proposed_by=user)
        .values("decided_at")
        .annotate(
            people=Count("ratee", distinct=True),
            ratings=Count("pk"),
            answered=Count("pk", filter=Q(state=RequestState.ANSWERED)),
            open=Count("pk", filter=is_open),
        )
        .order_by("-decided_at")[:ROUNDS_SHOWN]
    )
    return [Round(asked_at=row.pop("decided_at"), **row) for row in rows]


def _asked_already(people: Iterable[int]) -> dict[int, set[int]]:
    """Skill ids by employee id that a request or an open cycle asks them about themselves."""
    people = list(people)
    mine = RatingRequest.objects.wanted().filter(rater_kind=RaterKind.SELF)
    single = mine.filter(cycle=None, ratee__in=people).values_list("ratee_id", "skill_id")
    of_cycle = mine.filter(
        cycle=OuterRef("participant__cycle"), ratee=OuterRef("participant__employee")
    )
    in_cycles = CycleSkill.objects.filter(
        Exists(of_cycle),
        is_asked=True,
        participant__withdrawn_at=None,
        participant__cycle__state=CycleState.OPEN,
        participant__employee__in=people,
    ).values_list("participant__employee_id", "skill_id")
    found: dict[int, set[int]] = defaultdict(set)
    for person, skill in [*single, *in_cycles]:
        if skill is not None:
            found[person].add(skill)
    return found


def _wanted(profile: SkillProfile, skills: dict[int, Skill], asked: set[int]) -> list[Skill]:
    cells = zip(profile.slots, profile.required, profile.status, profile.importance, strict=True)
    missing = [
        (-importance, skill.name, skill)
        for slot, required, status, importance in cells
        if required and status == GapStatus.NOT_MEASURED and (skill := skills.get(slot))
    ]
    missing.sort(key=lambda one: one[:2])
    fresh = [skill for _importance, _name, skill in missing if skill.pk not in asked]
    return balanced(fresh, at_most=max(0, ASKED_AT_MOST - len(asked)))
