"""Writes of goals and of the question bank."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from employees import rules as employee_rules
from employees.models import Employee
from reviews import rules
from reviews.enums import GoalKind, GoalState, QuestionKind, QuestionPhase
from reviews.models import Goal, Question
from skillmap.core.errors import DomainError, ManyErrors, NotAllowedError
from skillmap.core.models import User
from skillmap.core.versions import save_versioned
from skills.models import CertificateType, Skill


@transaction.atomic
def add_goal(
    *,
    actor: User,
    employee: Employee,
    kind: str,
    title: str,
    skill: Skill | None = None,
    target_level: Decimal | None = None,
    certificate_type: CertificateType | None = None,
    kpi_unit: str = "",
    kpi_start: Decimal | None = None,
    kpi_target: Decimal | None = None,
    due_on: date | None = None,
    weight: int = 1,
    parent: Goal | None = None,
) -> Goal:
    """Add an open goal. Raises `NotAllowedError` and, per field, `ManyErrors`."""
    if not rules.can_add_goal(actor, employee):
        raise NotAllowedError(_("Only the person and their manager may add goals."))
    goal = Goal(
        employee=employee,
        kind=kind,
        title=title.strip(),
        skill=skill,
        target_level=target_level,
        certificate_type=certificate_type,
        kpi_unit=kpi_unit.strip(),
        kpi_start=kpi_start,
        kpi_current=kpi_start,
        kpi_target=kpi_target,
        due_on=due_on,
        weight=weight,
        parent=parent,
        created_by=actor,
    )
    _check(goal)
    goal.save()
    return goal


@transaction.atomic
def set_goal_state(*, actor: User, goal: Goal, state: GoalState, version: int) -> None:
    """Mark a goal reached, dropped or open again. Raises `ConflictError` on a stale version."""
    if not rules.can_change_goal(actor, goal):
        raise NotAllowedError(_("Only the person and their manager may change goals."))
    goal.state = state
    save_versioned(goal, ["state"], expected=version)


@transaction.atomic
def measure_goal(*, actor: User, goal: Goal, current: Decimal, version: int) -> None:
    """Write down where the figure of a goal stands; what evidence knows is never typed in.

    Raises `NotAllowedError`, `DomainError`, `ConflictError` on a stale version.
    """
    if not rules.can_change_goal(actor, goal):
        raise NotAllowedError(_("Only the person and their manager may change goals."))
    if goal.kind != GoalKind.KPI:
        raise DomainError(_("This goal is measured by evidence."), field="current")
    goal.kpi_current = current
    save_versioned(goal, ["kpi_current"], expected=version)


@transaction.atomic
def put_question(
    *, actor: User | None, code: str, kind: QuestionKind, phase: QuestionPhase, text: str
) -> Question:
    """Create the review question of this code, or word it anew. `actor` None is the operator.

    Raises `NotAllowedError`.
    """
    if actor is not None and not employee_rules.can_edit_taxonomy(actor):
        raise NotAllowedError(_("Only HR words the questions of reviews."))
    content = {"kind": kind, "phase": phase, "text": text.strip(), "retired_on": None}
    question, _created = Question.objects.update_or_create(code=code, defaults=content)
    return question


def _check(goal: Goal) -> None:
    """Field by field: what each kind of goal needs, and nothing of the other kinds."""
    faults: dict[str, str] = {}
    if goal.kind == GoalKind.SKILL:
        faults |= _skill_faults(goal)
    elif goal.skill is not None:
        faults["skill"] = _("Only a skill goal names a skill.")
    if goal.kind == GoalKind.KPI and goal.kpi_target is None:
        faults["kpi_target"] = _("Say which figure is to be reached.")
    if goal.parent is not None and goal.parent.employee_id != goal.employee_id:
        faults["parent"] = _("A goal is part of a goal of the same person.")
    try:
        goal.clean_fields(exclude=["public_id", *faults])
    except ValidationError as error:
        faults |= {field: " ".join(texts) for field, texts in error.message_dict.items()}
    if faults:
        raise ManyErrors(_("The goal is not complete."), faults)


def _skill_faults(goal: Goal) -> dict[str, str]:
    if goal.skill is None:
        return {"skill": _("Choose the skill to improve.")}
    if goal.target_level is None:
        return {"target_level": _("Say which level is to be reached.")}
    scale = goal.skill.scale
    if not scale.zero_rank < goal.target_level <= scale.top_rank:
        text = _("The level must be above %(low)s and at most %(high)s.")
        return {"target_level": text % {"low": scale.zero_rank, "high": scale.top_rank}}
    return {}
