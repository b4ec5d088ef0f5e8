"""Exemptions from skills, which levels, gaps and fit follow."""

from datetime import date

from django.db import transaction

from assessments.services.marks import mark_stale, refresh_later
from employees.models import Employee
from employees.services import exemptions
from skillmap.core.models import User
from skills.models import Skill


@transaction.atomic
def exempt_from_skill(
    *,
    actor: User,
    employee: Employee,
    skill: Skill,
    reason: str,
    on: date,
    until: date | None = None,
) -> None:
    """As `exemptions.exempt`; a worker computes the person's gaps anew."""
    given = {"actor": actor, "employee": employee, "reason": reason, "on": on, "until": until}
    exemptions.exempt(thing=skill, **given)  # type: ignore[arg-type]
    _follow(actor, employee)


@transaction.atomic
def end_skill_exemption(*, actor: User, employee: Employee, skill: Skill, on: date) -> None:
    """As `exemptions.end_exemption`; a worker computes the person's gaps anew."""
    exemptions.end_exemption(actor=actor, employee=employee, thing=skill, on=on)
    _follow(actor, employee)


def _follow(actor: User, employee: Employee) -> None:
    mark_stale([employee.pk])
    refresh_later(actor=actor, people=[employee.pk])
