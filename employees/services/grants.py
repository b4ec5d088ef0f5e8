"""Giving and taking rights. HR admins do it, and never for themselves."""

from datetime import date

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.translation import gettext as _

from employees import rules
from employees.enums import Grant
from employees.models import OrgUnit, RoleGrant
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import User
from skillmap.core.versions import save_versioned


@transaction.atomic
def grant_right(
    *,
    actor: User | None,
    user: User,
    grant: Grant,
    unit: OrgUnit | None = None,
    until: date | None = None,
) -> RoleGrant:
    """Give `user` a right from today on, up to but not with `until`.

    An HR partner holds it for the subtree of `unit`; other rights have none. `actor` None is the
    operator on the command line. Raises `NotAllowedError`, `DomainError` and, when the user holds
    the same right already, `ConflictError`.
    """
    _check_actor(actor, user)
    today = timezone.localdate()
    if (unit is None) == (grant == Grant.HR_PARTNER):
        raise DomainError(
            _("An HR partner needs a unit; other rights are for everybody."), field="unit"
        )
    if until is not None and until <= today:
        raise DomainError(_("The right must end after today."), field="until")
    return open_grant(actor=actor, user=user, grant=grant, unit=unit, until=until)


def open_grant(
    *,
    actor: User | None,
    user: User,
    grant: Grant,
    unit: OrgUnit | None,
    until: date | None = None,
) -> RoleGrant:
    """A right from today on, whoever may give it. Raises `ConflictError` when it is there."""
    today = timezone.localdate()
    User.objects.select_for_update().get(pk=user.pk)  # two requests at once grant one right
    if user.grants.current().filter(grant=grant, unit=unit).exists():
        raise ConflictError(_("This person has that right already."), code="granted_already")
    return RoleGrant.objects.create(
        user=user, grant=grant, unit=unit, granted_by=actor, valid=DateRange(today, until)
    )


@transaction.atomic
def revoke_right(*, actor: User | None, grant: RoleGrant) -> None:
    """End a right today; it is gone at the next request. An ended one stays as it is.

    Raises `NotAllowedError` and `ConflictError`.
    """
    _check_actor(actor, None)
    today = timezone.localdate()
    lower, upper = grant.valid.lower, grant.valid.upper
    if grant.valid.isempty or (upper is not None and upper <= today):
        return
    grant.valid = DateRange(min(lower, today) if lower else None, today)
    save_versioned(grant, ["valid"])


def _check_actor(actor: User | None, user: User | None) -> None:
    if actor is None:
        return
    if not rules.is_hr_admin(actor):
        raise NotAllowedError(_("Only an HR admin gives and takes rights."))
    if actor == user:
        raise NotAllowedError(_("Nobody gives rights to themselves."), code="grant_to_self")
