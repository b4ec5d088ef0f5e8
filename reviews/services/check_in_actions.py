"""Actions that come of check-ins."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from employees.models import Employee
from reviews import rules
from reviews.models import CheckIn, CheckInAction
from reviews.queries.check_ins import possible_owners
from reviews.services.check_ins import LATEST_DAYS, open_talk
from reviews.services.lines import one_line
from skillmap.core.errors import DomainError, NotAllowedError
from skillmap.core.models import User
from skillmap.core.versions import save_versioned


@transaction.atomic
def add_action(
    *,
    actor: User,
    check_in: CheckIn,
    text: str,
    owner: Employee,
    due_on: dt.date,
    now: dt.datetime,
) -> CheckInAction:
    """Agree on what one of the two does until a day; it waits in the owner's inbox.

    Raises `NotAllowedError`, `ConflictError` for a talk that is over, `DomainError` naming the
    field.
    """
    kept = open_talk(actor, check_in)
    if owner not in possible_owners(kept.employee):
        raise DomainError(_("One of the two who meet does it."), field="owner")
    days = (due_on - timezone.localdate(now)).days
    if not 0 <= days <= LATEST_DAYS:
        raise DomainError(_("Choose a day within the next year."), field="due_on")
    return CheckInAction.objects.create(
        check_in=kept, owner=owner, text=one_line(text), due_on=due_on
    )


@transaction.atomic
def tick_action(
    *,
    actor: User,
    action: CheckInAction,
    is_done: bool,
    expected: int | None = None,
    now: dt.datetime,
) -> CheckInAction:
    """Say that it is done, or not yet: its owner, and the two who meet.

    Saying it again changes nothing. Raises `NotAllowedError`, `ConflictError`.
    """
    is_owner = action.owner.user_id == actor.pk
    if not is_owner and not rules.can_hold_check_ins(actor, action.check_in.employee):
        raise NotAllowedError(_("Its owner and the two who meet say whether it is done."))
    if is_done == (action.done_on is not None) and expected is None:
        return action
    action.done_on = timezone.localdate(now) if is_done else None
    save_versioned(action, ["done_on"], expected=expected)
    return action


@transaction.atomic
def drop_action(*, actor: User, action: CheckInAction) -> None:
    """Take an action away while the talk it was agreed in goes on.

    Raises `NotAllowedError`, `ConflictError`.
    """
    open_talk(actor, action.check_in)
    action.delete()
