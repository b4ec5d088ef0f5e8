"""Goals at Norvane, as people and their managers agreed on them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from employees.models import Employee
from reviews.enums import GoalKind, GoalState, GoalVisibility
from reviews.models import Goal
from reviews.services import (
    GoalContent,
    UnitGoalContent,
    add_goal,
    add_unit_goal,
    change_goal,
    comment_goal,
    set_goal_state,
)
from skillmap.core.history import acting
from skillmap.demo.goals import UNIT_GOALS, GoalIdea, build_goals
from skillmap.demo.organisation import user_of
from skillmap.demo.people import Person
from skills.models import CertificateType, Skill

DAYS_OF_UNIT_GOALS = 120


def agree_goals(people: Sequence[Person], monday: date) -> None:
    """Write everybody's goals; each is written by the person themselves."""
    owners = {one.number: one for one in Employee.objects.select_related("user")}
    skills = {skill.code: skill for skill in Skill.objects.select_related("scale")}
    certificates = {one.code: one for one in CertificateType.objects.all()}
    for idea in build_goals(people):
        _agree(idea, owners[idea.employee], skills, certificates, monday)
    for person in people:
        if aim := UNIT_GOALS.get(person.key):
            _aim(owners[person.number], aim, monday)


def _aim(owner: Employee, aim: tuple[str, str, str], monday: date) -> None:
    """The unit's goal, set by who leads it; a report's goal serves it and gets a word."""
    title, measure, word = aim
    leader = user_of(owner)
    unit = owner.assignments.current().primary().get().unit
    due = monday + timedelta(days=DAYS_OF_UNIT_GOALS)
    content = UnitGoalContent(title=title, measure=measure, owner=owner, due_on=due)
    with acting(leader):
        aimed = add_unit_goal(actor=leader, unit=unit, content=content)
    reports = Goal.objects.filter(employee__in=Employee.objects.in_line_of(leader))
    goal = reports.filter(state=GoalState.OPEN).select_related("employee__user", "skill").first()
    if goal is None:
        return
    content_of_report = replace(
        GoalContent.of(goal), aligned_to=aimed, visibility=GoalVisibility.TEAM
    )
    report = user_of(goal.employee)
    with acting(report):
        change_goal(actor=report, goal=goal, content=content_of_report, version=goal.version)
    with acting(leader):
        comment_goal(actor=leader, goal=goal, text=word)


def _agree(
    idea: GoalIdea,
    owner: Employee,
    skills: dict[str, Skill],
    certificates: dict[str, CertificateType],
    monday: date,
) -> None:
    user = user_of(owner)
    kind = _kind(idea)
    with acting(user):
        goal = add_goal(
            actor=user,
            employee=owner,
            kind=kind,
            skill=skills[idea.skill] if kind == GoalKind.SKILL else None,
            certificate_type=certificates[idea.skill] if kind == GoalKind.CERTIFICATION else None,
            content=GoalContent(
                title=idea.title,
                target_level=_decimal(idea.target_level),
                kpi_unit=idea.kpi_unit,
                kpi_target=_decimal(idea.kpi_target),
                due_on=monday + timedelta(days=idea.due),
            ),
        )
        if idea.reached:
            set_goal_state(actor=user, goal=goal, state=GoalState.REACHED, version=goal.version)


def _kind(idea: GoalIdea) -> GoalKind:
    if idea.target_level is not None:
        return GoalKind.SKILL
    return GoalKind.CERTIFICATION if idea.skill else GoalKind.KPI


def _decimal(number: float | None) -> Decimal | None:
    return None if number is None else Decimal(str(number))
