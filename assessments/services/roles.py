"""Publishing what roles ask for; levels, gaps and fit follow."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db import transaction

from assessments.services.marks import refresh_later
from employees.models import RoleProfile
from employees.services.roles import Asked, publish_version
from skillmap.core.models import User


class Edited(NamedTuple):
    """A role, what it is to ask for, and the version of it that the editor has seen."""

    role: RoleProfile
    asked: list[Asked]
    version: int


@transaction.atomic
def publish_roles(*, actor: User, edited: Iterable[Edited], on: date) -> None:
    """Publish all of them or none, and have a worker compute their people anew.

    Raises as `publish_version`.
    """
    for one in sorted(edited, key=lambda one: one.role.pk):  # as a merge locks roles
        publish_version(actor=actor, role=one.role, asked=one.asked, on=on, expected=one.version)
    refresh_later(actor=actor)
