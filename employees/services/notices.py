"""Notes to those who look after the organisation."""

from __future__ import annotations

from employees.enums import Grant
from employees.models import RoleGrant
from skillmap.core.models import User
from skillmap.core.services import notify


def tell_hr_admins(*, kind: str, title: str, link: str = "") -> None:
    """Put a note into the inbox of every HR admin."""
    grants = RoleGrant.objects.current().filter(grant=Grant.HR_ADMIN)
    for user in User.objects.filter(pk__in=grants.values("user")):
        notify(user, kind=kind, title=title, link=link)
