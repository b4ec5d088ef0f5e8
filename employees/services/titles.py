"""Job titles of other systems and the roles they stand for."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from employees import rules
from employees.models import Assignment, RoleProfile, TitleMapping
from skillmap.core.errors import NotAllowedError
from skillmap.core.models import User


@transaction.atomic
def map_titles(*, actor: User, roles: Mapping[str, RoleProfile]) -> int:
    """Give everybody with one of these titles and no role the role; later imports do the same.

    Titles are compared without regard to case. Returns how many people got a role. Raises
    `NotAllowedError`.
    """
    if not rules.can_map_titles(actor):
        raise NotAllowedError(_("Only HR admins map job titles."))
    return sum(_map(title, role) for title, role in roles.items())


def _map(title: str, role: RoleProfile) -> int:
    known = TitleMapping.objects.filter(title__iexact=title)
    if not known.update(role=role, version=F("version") + 1, updated_at=timezone.now()):
        TitleMapping.objects.create(title=title, role=role)
    waiting = Assignment.objects.current().primary().filter(role=None, job_title__iexact=title)
    return waiting.update(role=role, version=F("version") + 1, updated_at=timezone.now())
