"""Query parameters that several lists share."""

from uuid import UUID

from employees.models import OrgUnit
from employees.models.units import OrgUnitQuerySet
from skillmap.core.models import Viewer


def subtree(unit_id: UUID, user: Viewer) -> OrgUnitQuerySet:
    """The unit of this public id and everything below it; nothing when there is no such unit."""
    unit = OrgUnit.objects.visible_to(user).filter(public_id=unit_id).first()
    return OrgUnit.objects.none() if unit is None else OrgUnit.objects.subtree(unit)
