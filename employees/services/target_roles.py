"""Roles that people aim at. What they lack for one is computed when somebody asks."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from employees import rules
from employees.models import Employee, RoleProfile, TargetRole
from skillmap.core.errors import DomainError, NotAllowedError
from skillmap.core.models import User
from skillmap.core.versions import save_versioned

MOST_AIMS = 5  # open at a time


@transaction.atomic
def aim_at(*, actor: User, employee: Employee, role: RoleProfile, on: date) -> None:
    """Let somebody aim at a role; the same again changes nothing.

    Raises `NotAllowedError`, and `DomainError` for a role that is retired or theirs already.
    """
    _check(actor, employee)
    if role.retired_on is not None:
        raise DomainError(_("%s is retired.") % role.name, code="retired", field="role")
    if employee.assignments.filter(role=role, valid__contains=on).exists():
        raise DomainError(_("This is their role already."), code="own_role", field="role")
    Employee.objects.select_for_update().get(pk=employee.pk)  # two at once make one
    aims = employee.target_roles.filter(ended_on=None)
    if aims.exclude(role=role).count() >= MOST_AIMS:
        text = _("At most %(most)d roles at a time. End one first.") % {"most": MOST_AIMS}
        raise DomainError(text, code="too_many", field="role")
    aims.get_or_create(employee=employee, role=role)


@transaction.atomic
def end_aim(*, actor: User, employee: Employee, role: RoleProfile, on: date) -> None:
    """The person aims at the role no more. Raises `NotAllowedError`."""
    _check(actor, employee)
    aims = TargetRole.objects.select_for_update().filter(employee=employee, ended_on=None)
    for aim in aims.filter(role=role):
        aim.ended_on = on
        save_versioned(aim, ["ended_on"])


def _check(actor: User, employee: Employee) -> None:
    if not rules.can_choose_target(actor, employee):
        text = _("The person and who leads them choose the role that is aimed at.")
        raise NotAllowedError(text)
