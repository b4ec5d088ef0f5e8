"""Reads about people and units."""

from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q

from employees.models import Employee, OrgUnit
from employees.models.people import EmployeeQuerySet
from employees.models.units import OrgUnitQuerySet
from skillmap.core.models import Viewer


def people_without_password(search: str = "") -> EmployeeQuerySet:
    """People with a user who has never set a password, by name; they may be invited."""
    unusable = {"user__password__startswith": UNUSABLE_PASSWORD_PREFIX}
    people = Employee.objects.working().filter(user__is_active=True, **unusable)
    for word in search.split():
        people = people.filter(
            Q(first_name__icontains=word)
            | Q(last_name__icontains=word)
            | Q(email__icontains=word)
            | Q(number__istartswith=word)
        )
    return people.select_related("user")


def subtree_of(unit_id: UUID, user: Viewer) -> OrgUnitQuerySet:
    """The unit of this public id and everything below it; nothing when there is no such unit."""
    unit = OrgUnit.objects.visible_to(user).filter(public_id=unit_id).first()
    return OrgUnit.objects.none() if unit is None else OrgUnit.objects.subtree(unit)
