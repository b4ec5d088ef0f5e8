"""Before many people leave or move, a person is asked, however few come at a time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

from django.utils.translation import gettext as _

from employees.enums import EmployeeStatus
from employees.services.notices import tell_hr_admins
from skillmap.core.enums import ImportKind, ImportState, RowAction
from skillmap.core.imports.apply import import_link
from skillmap.core.imports.incoming import Incoming
from skillmap.core.imports.plan import Turn
from skillmap.core.models import ImportRow, User

GUARD_LEAVERS, GUARD_LEAVERS_SHARE = 20, 0.03
"""More people leaving within a day than the larger of these two waits for a person."""

GUARD_MOVES_SHARE = 0.10
"""More people moving at once than this share, and more than one, waits for a person."""

A_DAY = timedelta(hours=24)


class Guarded(Protocol):
    """What a guard looks at, and what it says; `is_last` when nobody more may leave unasked."""

    moves: int
    leavers: int
    held: str
    is_last: bool


def guard(plan: Guarded, incoming: Incoming, working: int) -> None:
    """Say why a person should look at a plan first; `working` people have not left."""
    limit = max(GUARD_LEAVERS, working * GUARD_LEAVERS_SHARE)
    reasons = []
    if plan.leavers:
        leavers = plan.leavers + left_lately(incoming.sender, incoming.now)
        plan.is_last = incoming.sender is not None and leavers <= limit < leavers + 1
        if leavers > limit:
            reasons.append(_leaving(plan.leavers, leavers, working))
    if plan.moves > max(1, working * GUARD_MOVES_SHARE):
        sentence = _("%(count)d of %(all)d people would change unit or manager.")
        reasons.append(sentence % {"count": plan.moves, "all": working})
    plan.held = " ".join(reasons)


def left_lately(sender: User | None, now: datetime) -> int:
    """How many people this sender has marked as left within a day without anybody's yes.

    Programs count together: one more of them is not one more day's leavers.
    """
    if sender is None:
        return 0
    by = {"batch__actor__is_client": True} if sender.is_client else {"batch__actor": sender}
    left = ImportRow.objects.filter(
        action=RowAction.UPDATE,
        changes__status__1=EmployeeStatus.LEFT,
        **by,
        batch__kind=ImportKind.PEOPLE,
        batch__state=ImportState.APPLIED,
        batch__note="",
        batch__applied_at__gt=now - A_DAY,
    )
    return left.count()


def warn(turn: Turn) -> None:
    """Tell HR that a sender has no leavers left for today."""
    tell_hr_admins(
        kind="leavers_used_up",
        title=lambda: (
            _("%(who)s has marked as many people as left as it may in a day") % {"who": turn.actor}
        ),
        link=import_link(turn.batch),
    )


def _leaving(now: int, in_a_day: int, working: int) -> str:
    sentence = _("%(count)d of %(all)d people would be marked as left.")
    told = sentence % {"count": now, "all": working}
    if in_a_day == now:
        return told
    more = _(
        "With those who were marked so without a yes in the last 24 hours, they are %(count)d."
    )
    return f"{told} {more % {'count': in_a_day}}"
