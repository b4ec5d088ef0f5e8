"""Notes to those who look after the organisation."""

from __future__ import annotations

from django.utils.translation import gettext as _

from employees.enums import Grant
from employees.models import RoleGrant
from skillmap.core.imports.apply import HELD_NOTE, import_link
from skillmap.core.models import ImportBatch, User
from skillmap.core.services import Sentence, notify


def tell_of_held_file(batch: ImportBatch) -> None:
    """Tell every HR admin that a file waits for one of them."""
    tell_hr_admins(
        kind=HELD_NOTE,
        title=lambda: _("%(file)s waits for a person") % {"file": batch.file_name},
        link=import_link(batch),
    )


def tell_hr_admins(*, kind: str, title: Sentence, link: str = "") -> None:
    """Put a note into the inbox of every HR admin."""
    grants = RoleGrant.objects.current().filter(grant=Grant.HR_ADMIN)
    for user in User.objects.filter(pk__in=grants.values("user")):
        notify(user, kind=kind, title=title, link=link)
