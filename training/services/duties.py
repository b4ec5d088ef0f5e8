"""Requiring activities of people, and asking not to get one."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from employees.models import Employee, OrgUnit, RoleProfile
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import User
from skillmap.core.versions import save_versioned
from training import rules
from training.models import Activity, MandatoryActivity, RefusedActivity
from training.queries.duties import mandatory_for
from training.services.plan_records import hold_people, needed


@transaction.atomic
def require_activity(
    *,
    actor: User,
    activity: Activity,
    due_on: dt.date,
    reason: str,
    today: dt.date,
    role: RoleProfile | None = None,
    unit: OrgUnit | None = None,
    employee: Employee | None = None,
) -> MandatoryActivity:
    """Require an activity of a role, a unit with all below it, or one person.

    It is in every recommendation from the next one on. Raises `NotAllowedError`, `DomainError`
    naming the field, `ConflictError` where the same is required already.
    """
    if not rules.can_require_activities(actor):
        raise NotAllowedError(_("Only HR admins require activities."))
    if sum(one is not None for one in (role, unit, employee)) != 1:
        raise DomainError(_("Choose a role, a unit or a person: one of them."), field="role")
    if due_on < today:
        raise DomainError(_("The day lies in the past."), field="due_on")
    if activity.retired_on is not None:
        text = _("“%(step)s” is not offered any more.") % {"step": activity.title}
        raise DomainError(text, field="activity")
    of_whom = {"role": role, "unit": unit, "employee": employee}
    if MandatoryActivity.objects.standing().filter(activity=activity, **of_whom).exists():
        raise ConflictError(_("This is required of them already. Take that back first."))
    return MandatoryActivity.objects.create(
        activity=activity, due_on=due_on, reason=needed(reason), required_by=actor, **of_whom
    )


@transaction.atomic
def stop_requiring(
    *, actor: User, duty: MandatoryActivity, now: dt.datetime, version: int | None = None
) -> None:
    """Take a requirement back; plans keep their steps.

    Raises `NotAllowedError`, `ConflictError`, also for another `version` than the stored one.
    """
    if not rules.can_require_activities(actor):
        raise NotAllowedError(_("Only HR admins take this back."))
    if duty.ended_at is not None:
        raise ConflictError(_("This is taken back already."))
    duty.ended_at = now
    save_versioned(duty, ["ended_at"], expected=version)


@transaction.atomic
def refuse_activity(
    *, actor: User, employee: Employee, activity: Activity, reason: str
) -> RefusedActivity:
    """Ask not to get an activity; asking again gives another reason.

    It is in no recommendation from the next one on. Raises `NotAllowedError`, `DomainError`
    without a reason and for what is mandatory.
    """
    if not rules.can_refuse_activities(actor, employee):
        raise NotAllowedError(_("Only the person says what is not for them."))
    hold_people([employee.pk])
    if activity.code in mandatory_for([employee.pk]).get(employee.pk, {}):
        raise DomainError(_("This is mandatory. Talk to HR about it."), code="mandatory")
    said = needed(reason)
    refusal, is_new = RefusedActivity.objects.get_or_create(
        employee=employee, activity=activity, defaults={"reason": said}
    )
    if not is_new:
        refusal.reason = said
        save_versioned(refusal, ["reason"])
    return refusal


@transaction.atomic
def accept_again(*, actor: User, refusal: RefusedActivity, version: int | None = None) -> None:
    """Take a refusal back. Raises `NotAllowedError`, `ConflictError` for another `version`."""
    if not rules.can_refuse_activities(actor, refusal.employee):
        raise NotAllowedError(_("Only the person says what is for them again."))
    rows = RefusedActivity.objects.filter(pk=refusal.pk)
    if version is not None and not rows.filter(version=version).exists():
        text = _("Somebody changed this meanwhile. Read it again.")
        raise ConflictError(text, code="stale_version")
    rows.delete()
