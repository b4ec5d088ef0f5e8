"""Who need not have what their role asks for, and why."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from employees import rules
from employees.models import Employee, Exemption, Requirement
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import User
from skillmap.core.versions import save_versioned
from skills.models import CertificateType, Skill

LONGEST_REASON = 300


@transaction.atomic
def exempt(
    *,
    actor: User,
    employee: Employee,
    thing: CertificateType | Skill,
    reason: str,
    on: date,
    until: date | None = None,
) -> Exemption:
    """Say that a person needs no such certificate or skill from `on`, up to but not with `until`.

    Levels follow through `assessments.services.exemptions`. Raises `NotAllowedError`,
    `DomainError`, and `ConflictError` when there is such an exemption already.
    """
    _check(actor, employee, thing)
    reason = " ".join(reason.split())[:LONGEST_REASON]
    if not reason:
        raise DomainError(_("Say why. The person reads it."), code="required", field="reason")
    if until is not None and until <= on:
        raise DomainError(_("The exemption must end after today."), field="until")
    if isinstance(thing, Skill) and not _is_asked(employee, thing, on):
        raise DomainError(_("No role of this person asks for this skill."), field="skill")
    Employee.objects.select_for_update().get(pk=employee.pk)  # two at once make one
    if _current(employee, thing, on).exists():
        raise ConflictError(_("This person is exempt already."), code="exempt_already")
    return Exemption.objects.create(
        employee=employee,
        **_named(thing),
        reason=reason,
        granted_by=actor,
        valid=DateRange(on, until),
    )


@transaction.atomic
def end_exemption(
    *, actor: User, employee: Employee, thing: CertificateType | Skill, on: date
) -> None:
    """The person needs it again from the day `on`. Raises `NotAllowedError`."""
    _check(actor, employee, thing)
    for exemption in _current(employee, thing, on):
        if exemption.valid.lower is not None and exemption.valid.lower >= on:
            exemption.delete()
        else:
            exemption.valid = DateRange(exemption.valid.lower, on)
            save_versioned(exemption, ["valid"])


def _check(actor: User, employee: Employee, thing: CertificateType | Skill) -> None:
    if isinstance(thing, Skill):
        if not rules.can_exempt_from_skill(actor, employee):
            text = _("The manager and HR exempt people, and nobody exempts themselves.")
            raise NotAllowedError(text)
    elif not rules.can_exempt(actor, employee):
        raise NotAllowedError(_("HR exempts people, and nobody exempts themselves."))


def _current(employee: Employee, thing: CertificateType | Skill, on: date) -> QuerySet[Exemption]:
    return Exemption.objects.filter(employee=employee, valid__contains=on, **_named(thing))


def _named(thing: CertificateType | Skill) -> dict[str, CertificateType | Skill]:
    return {"skill" if isinstance(thing, Skill) else "certificate_type": thing}


def _is_asked(employee: Employee, skill: Skill, on: date) -> bool:
    held = employee.assignments.filter(valid__contains=on, role__isnull=False)
    asking = Requirement.objects.filter(skill=skill, role_version__valid__contains=on)
    return asking.filter(role_version__role__in=held.values("role")).exists()
