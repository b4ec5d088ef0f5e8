"""Being away, and standing in for a manager."""

from datetime import date

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from employees import rules
from employees.models import Absence, Delegation, Employee
from employees.queries import possible_stand_ins
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import User
from skillmap.core.services import notify


@transaction.atomic
def add_absence(
    *, actor: User, employee: Employee, first_day: date, returns_on: date | None, today: date
) -> Absence:
    """Somebody is away from `first_day` until the day before `returns_on` (None: not known yet).

    New recommendations leave these weeks out. Raises `NotAllowedError` and `DomainError`.
    """
    _check(actor, employee)
    _check_order(first_day, returns_on, today, "returns_on")
    return Absence.objects.create(employee=employee, days=DateRange(first_day, returns_on))


@transaction.atomic
def remove_absence(*, actor: User, absence: Absence) -> None:
    """Take an absence back; the audit keeps it. Raises `NotAllowedError`."""
    _check(actor, absence.employee)
    absence.delete()


@transaction.atomic
def delegate(
    *, actor: User, manager: Employee, stand_in: Employee, first_day: date, until: date, today: date
) -> Delegation:
    """`stand_in` reads and decides for the manager's reports from `first_day` up to `until`.

    Only somebody near: the manager's manager, colleagues and reports. Raises `NotAllowedError`,
    `DomainError`, and `ConflictError` when somebody else stands in on one of these days.
    """
    _check_delegator(actor, manager)
    if stand_in.user_id == actor.pk:
        raise NotAllowedError(_("Nobody names themselves."), code="grant_to_self")
    _check_order(first_day, until, today, "until")
    if not possible_stand_ins(manager).filter(pk=stand_in.pk).exists():
        text = _("Only the next manager, a colleague or a direct report can stand in.")
        raise DomainError(text, field="stand_in")
    days = DateRange(first_day, until)
    Employee.objects.select_for_update().get(pk=manager.pk)  # two at once become one after another
    if manager.delegations.filter(days__overlap=days).exists():
        raise ConflictError(_("Somebody stands in on some of these days already."))
    made = Delegation.objects.create(manager=manager, delegate=stand_in, days=days)
    notify(
        stand_in.user,
        kind="stand_in",
        title=lambda: _("You stand in for %(name)s") % {"name": manager},
        link=manager.get_absolute_url(),
    )
    return made


@transaction.atomic
def end_delegation(*, actor: User, delegation: Delegation, today: date) -> None:
    """It ends now; one that has not begun never was. Raises `NotAllowedError`."""
    _check_delegator(actor, delegation.manager)
    if delegation.days.lower >= today:
        delegation.delete()
    elif delegation.days.upper > today:
        delegation.days = DateRange(delegation.days.lower, today)
        delegation.save(update_fields=["days", "updated_at"])


def _check(actor: User, employee: Employee) -> None:
    if not rules.can_plan_absence(actor, employee):
        raise NotAllowedError(_("Only the person, their managers and HR may say so."))


def _check_delegator(actor: User, manager: Employee) -> None:
    if not rules.can_delegate(actor, manager):
        raise NotAllowedError(_("Only the manager, those above and HR name who stands in."))


def _check_order(first: date, back: date | None, today: date, field: str) -> None:
    if back is not None and back <= first:
        raise DomainError(_("The day of return must come after the first day."), field=field)
    if back is not None and back <= today:
        raise DomainError(_("These days are over."), field=field)
