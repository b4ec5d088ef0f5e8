"""Reads of goals."""

from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.db.models.lookups import Exact

from employees.models import Employee
from reviews.enums import GoalState
from reviews.models import Goal
from skillmap.core.models import Viewer
from skills.enums import SkillKind


@dataclass(frozen=True)
class Balance:
    """How many open goals are on each kind of skill; certificates count by their skill."""

    hard: int
    soft: int

    @property
    def lopsided(self) -> bool:
        """Several goals, all of one kind: the balance guard warns."""
        return self.hard + self.soft >= 2 and 0 in {self.hard, self.soft}


def goals_of(employee: Employee, user: Viewer) -> QuerySet[Goal]:
    """The person's goals that this user may read, open ones first."""
    return (
        Goal.objects.visible_to(user)
        .filter(employee=employee)
        .select_related("skill__scale", "certificate_type__skill")
        .order_by(Exact(F("state"), GoalState.OPEN).desc(), "due_on", "id")
    )


def goal_balance(goals: list[Goal]) -> Balance:
    """Counts of the open goals by kind of skill."""
    kinds = [_kind(goal) for goal in goals if goal.state == GoalState.OPEN]
    return Balance(hard=kinds.count(SkillKind.HARD), soft=kinds.count(SkillKind.SOFT))


def _kind(goal: Goal) -> str:
    if goal.skill:
        return goal.skill.kind
    if goal.certificate_type and goal.certificate_type.skill:
        return goal.certificate_type.skill.kind
    return SkillKind.HARD if goal.certificate_type else ""
