"""Arguments of management commands about people."""

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from employees.models import OrgUnit


def unit_at(path: str | None) -> OrgUnit | None:
    """The unit an option names by its path, if any. Raises `CommandError` where there is none."""
    if path is None:
        return None
    unit = OrgUnit.objects.filter(path=path.strip("/")).first()
    if unit is None:
        raise CommandError(_("There is no unit %(path)s.") % {"path": path})
    return unit
