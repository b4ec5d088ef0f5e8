"""Which unit an identity provider means by organization, division and department."""

from collections.abc import Sequence
from functools import reduce
from operator import or_

from django.db.models import Q
from scim2_models import InvalidValueException

from employees.enums import Grant
from employees.models import OrgUnit
from employees.rules import granted_units
from skillmap.core.models import Organisation, Viewer

Place = tuple[str, str, str]  # organization, division, department; empty where there is none


def parts_of(path: str) -> Place:
    """How the path of a unit is told: its top, its name, and what is between."""
    above, _slash, department = path.rpartition("/")
    organization, _slash, division = above.partition("/")
    return organization, division, department


def tops_of(user: Viewer) -> list[str]:
    """The units that a program was given; none: the whole organisation."""
    return [unit.path for unit in granted_units(user, Grant.CLIENT)]


def unit_for(wanted: Place, stored: Place, tops: Sequence[str]) -> str:
    """The path of the unit that is meant; one that is nowhere is made, as with files.

    A department that comes alone is looked for by its name. Raises `InvalidValueException` where
    several have it.
    """
    path = "/".join(part.strip("/ ") for part in wanted if part.strip("/ "))
    units = OrgUnit.objects.filter(_within(tops), retired_on=None)
    is_alone = wanted[:2] == stored[:2] and "/" not in wanted[2]
    if not path or not is_alone or units.filter(path=path).exists():
        return path
    found = list(units.filter(name__iexact=wanted[2].strip()).values_list("path", flat=True)[:2])
    if len(found) > 1:
        raise InvalidValueException(
            detail=f"Several units are called {wanted[2]}: send organization and division as well."
        )
    return found[0] if found else path


def _within(tops: Sequence[str]) -> Q:
    inside = [Q(path=top) | Q(path__startswith=f"{top}/") for top in tops]
    return reduce(or_, inside, Q())


def top_unit(tops: Sequence[str]) -> str:
    """Where somebody is put of whom nobody says it: the only unit at the top, or a new one."""
    whole = OrgUnit.objects.filter(retired_on=None).exclude(path__contains="/")
    found = tops or list(whole.values_list("path", flat=True)[:2])
    if len(found) == 1:
        return found[0]
    name = Organisation.objects.values_list("name", flat=True).first() or "Organisation"
    return name.replace("/", " ").strip()
