"""Writes of goals of units."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from employees.models import Employee, OrgUnit
from reviews import rules
from reviews.enums import GoalState
from reviews.models import UnitGoal
from skillmap.core.errors import DomainError, NotAllowedError
from skillmap.core.models import User
from skillmap.core.versions import save_versioned


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitGoalContent:
    """What a unit wants to reach; see `UnitGoal`."""

    title: str
    owner: Employee
    measure: str = ""
    due_on: dt.date | None = None

    @property
    def columns(self) -> dict[str, Any]:
        """The values of `UnitGoal`."""
        words = {"title": self.title.strip(), "measure": self.measure.strip()}
        return words | {"owner": self.owner, "due_on": self.due_on}


@transaction.atomic
def add_unit_goal(*, actor: User, unit: OrgUnit, content: UnitGoalContent) -> UnitGoal:
    """Set an open goal of a unit. Raises `NotAllowedError`, `DomainError`."""
    _check_may_edit(actor, unit)
    _check(content)
    return UnitGoal.objects.create(unit=unit, created_by=actor, **content.columns)


@transaction.atomic
def change_unit_goal(
    *, actor: User, goal: UnitGoal, content: UnitGoalContent, version: int
) -> None:
    """Say anew what is to be reached. Raises `NotAllowedError`, `DomainError`,
    `ConflictError`."""
    _check_may_edit(actor, goal.unit)
    _check(content)
    for name, value in content.columns.items():
        setattr(goal, name, value)
    save_versioned(goal, list(content.columns), expected=version)


@transaction.atomic
def set_unit_goal_state(
    *, actor: User, goal: UnitGoal, state: GoalState, version: int, reason: str = ""
) -> None:
    """Close a goal of a unit, or open it again; goals of people that serve it stay as they are.

    Raises `NotAllowedError`, `DomainError`, `ConflictError` on a stale version.
    """
    _check_may_edit(actor, goal.unit)
    reason = reason.strip()
    if state == GoalState.DROPPED and not reason:
        raise DomainError(_("Say why the goal is dropped."), field="reason")
    goal.state, goal.reason = state, "" if state == GoalState.OPEN else reason
    save_versioned(goal, ["state", "reason"], expected=version)


def _check_may_edit(actor: User, unit: OrgUnit) -> None:
    if not rules.can_edit_unit_goals(actor, unit):
        raise NotAllowedError(_("Only who leads people of this unit and HR set its goals."))


def _check(content: UnitGoalContent) -> None:
    if not content.title.strip():
        raise DomainError(_("Say what the unit wants to reach."), field="title")
    if not Employee.objects.working().filter(pk=content.owner.pk).exists():
        raise DomainError(_("The owner no longer works here."), field="owner")
