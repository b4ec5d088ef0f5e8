"""Saying which of our activities a learning platform's address stands for."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from employees.rules import can_edit_catalogue
from skillmap.core.errors import NotAllowedError
from skillmap.core.models import User
from skillmap.core.versions import save_versioned
from training.models import Activity, ForeignActivity
from training.services.parking import retry_later


@transaction.atomic
def map_addresses(*, actor: User, activities: Mapping[str, Activity]) -> int:
    """Remember what each address means, and have a worker apply what waits for it; return how
    many were new or changed. Raises `NotAllowedError`."""
    _refuse_others(actor)
    stored = {row.address: row for row in ForeignActivity.objects.filter(address__in=activities)}
    changed = 0
    for address, activity in activities.items():
        row = stored.get(address)
        if row is None:
            ForeignActivity.objects.create(address=address, activity=activity)
        elif row.activity_id == activity.pk:
            continue
        else:
            row.activity = activity
            save_versioned(row, ["activity"])
        changed += 1
    if changed:
        retry_later(actor=actor)
    return changed


@transaction.atomic
def forget_address(*, actor: User, row: ForeignActivity) -> None:
    """The address means nothing from now on; what came of it stays. Raises `NotAllowedError`."""
    _refuse_others(actor)
    row.delete()


def _refuse_others(actor: User) -> None:
    if not can_edit_catalogue(actor):
        raise NotAllowedError(_("Only HR and the learning manager say what an address means."))
