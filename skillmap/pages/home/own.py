"""What an employee sees first: this week, the plan, the largest gaps."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from assessments.models import SkillProfile
from assessments.queries.certificates import lacking_rows
from assessments.queries.levels import SkillLevel, last_seen_of, levels_of
from employees.models import Employee
from reviews.models import Goal
from reviews.queries.goals import open_goals
from skillmap.pages.home.plans import OpenPlan
from training.enums import PlanState, StepState
from training.models import DevelopmentPlan
from training.queries.plans import DueItem, due_items

TOP_GAPS = 3
MOST_DUE = 3
SHOWN = 5
GAPS = {"possible_gap", "probable_gap"}


@dataclass(frozen=True)
class OwnWeek:
    """What an employee sees first: items of this week, the plan, the largest gaps.

    `more` items than the `due` ones shown are to be done this week. `done` of `sessions` of the
    running plan are ticked off. `lacking`: certificates that the role asks for and that are
    missing, ended or end soon. `is_new`: nothing is known about this person yet, so rating oneself
    comes first.
    """

    person: Employee
    plan: DevelopmentPlan | None = None
    due: Sequence[DueItem] = ()
    more: int = 0
    done: int = 0
    sessions: int = 0
    is_new: bool = False
    gaps: Sequence[SkillLevel] = ()
    lacking: Sequence[Any] = ()
    goals: Sequence[Goal] = ()


def brief_week(person: Employee, found: OpenPlan | None) -> OwnWeek:
    """What is due and how far the plan is; no query."""
    if found is None:
        return OwnWeek(person)
    planned = [step for step in found.steps if step.state == StepState.PLANNED]
    is_active = found.plan.state == PlanState.ACTIVE
    due = due_items(planned, timezone.localdate()) if is_active else []
    return OwnWeek(
        person,
        found.plan,
        due[:MOST_DUE],
        len(due[MOST_DUE:]),
        done=sum(step.sessions_done for step in found.steps),
        sessions=sum(len(step.weeks) for step in found.steps),
    )


def own_week(person: Employee, found: OpenPlan | None) -> OwnWeek:
    """With gaps, lacking certificates and goals; six queries."""
    profile = SkillProfile.objects.filter(employee=person).first()
    levels = levels_of([profile], last_seen_of([person]))[person.pk] if profile else []
    gaps = sorted((r for r in levels if r.level.status in GAPS), key=lambda row: row.weight)
    return replace(
        brief_week(person, found),
        is_new=profile is None or not profile.coverage,
        gaps=gaps[:TOP_GAPS],
        lacking=list(lacking_rows([person], timezone.localdate())[:SHOWN]),
        goals=list(open_goals(person)[:SHOWN]),
    )
