"""How much of the skill map somebody may see, and the map within that: one door for all views."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from assessments.models import SkillProfile
from assessments.queries.map_cells import Narrowing, Opened, SkillMap, assembled, merged
from assessments.queries.skill_map import map_of_tops, unit_map
from assessments.queries.skill_map_floor import floored_map
from employees.enums import Grant
from employees.models import Assignment, Employee, OrgUnit
from employees.models.units import Today
from employees.queries import find_people
from employees.rules import granted_units, holds, is_hr_admin
from skillmap.core.models import Organisation, User

PLACES = ("role", "site", "work_mode")
FLOOR = 5  # before an organisation has set its own


@dataclass(frozen=True)
class Reach:
    """What of the map somebody may see: named people or only groups, and the units to start at."""

    named: bool
    by_units: bool
    filters: bool
    tops: tuple[OrgUnit, ...] = ()
    whole: bool = False

    @property
    def top(self) -> OrgUnit | None:
        """The unit to start at; None when there are several, or none."""
        return self.tops[0] if len(self.tops) == 1 else None

    def covers(self, unit: OrgUnit) -> bool:
        """May this unit be opened? Who sees named people by name may narrow them to any unit."""
        if self.whole or (self.named and not self.by_units):
            return True
        return any(f"{unit.path}/".startswith(f"{top.path}/") for top in self.tops)

    def refused(self, filters: Collection[str]) -> list[str]:
        """Which of these filters would split groups of people one may not see by name."""
        if self.filters:
            return []
        forbidden = PLACES if self.by_units else ("org_unit", *PLACES)
        return [name for name in forbidden if name in filters]


def reach_of(user: User) -> Reach:
    """From the widest right to the narrowest: HR, partner, manager, auditor, employee."""
    if is_hr_admin(user):
        return Reach(named=True, by_units=True, filters=True, whole=True)
    granted = granted_units(user)
    if granted:
        return Reach(named=True, by_units=True, filters=True, tops=_outermost(granted))
    if Employee.objects.in_line_of(user).exists():
        return Reach(named=True, by_units=False, filters=True)
    if holds(user, Grant.AUDITOR):
        return Reach(named=False, by_units=True, filters=False, whole=True)
    own = OrgUnit.objects.filter(
        assignments__employee__user=user,
        assignments__is_primary=True,
        assignments__valid__contains=Today(),
    )
    return Reach(named=False, by_units=False, filters=False, tops=tuple(own[:1]))


def map_of_units(reach: Reach, chosen: Narrowing, opened: Opened) -> SkillMap:
    """Units within reach, floored for those who may not see the people; `chosen` is within it."""
    if not reach.tops and not reach.whole:
        return assembled([], {})
    if reach.named:
        if chosen.unit is None and reach.tops:
            return map_of_tops(reach.tops, chosen, opened)
        return unit_map(chosen, opened)
    found = floored_map(chosen, opened, aggregate_floor())
    if not reach.by_units and reach.top is not None:
        found = merged(found, reach.top.name)
    return found


def profiles_within(user: User, chosen: Narrowing, *, own: bool = False) -> QuerySet[SkillProfile]:
    """Profiles of others that the viewer may read in the chosen part, by name.

    `own`: of the people directly in the unit, not of those below it.
    """
    people = find_people(
        user,
        unit_path=chosen.unit.path if chosen.unit else "",
        role=chosen.role,
        site=chosen.site,
        work_mode=chosen.work_mode,
    )
    if own and chosen.unit:
        places = Assignment.objects.current().primary().filter(unit=chosen.unit)
        people = people.filter(pk__in=places.values("employee"))
    return (
        SkillProfile.objects.visible_to(user)
        .filter(employee__in=people.exclude(user=user))
        .select_related("employee__user")
        .order_by("employee__last_name", "employee__first_name", "pk")
    )


def aggregate_floor() -> int:
    """Fewest people in a figure about people the viewer may not see."""
    return Organisation.objects.values_list("aggregate_floor", flat=True).first() or FLOOR


def _outermost(units: list[OrgUnit]) -> tuple[OrgUnit, ...]:
    """Without those below another one; `units` are ordered by path."""
    return tuple(
        unit for unit in units if not any(unit.path.startswith(f"{other.path}/") for other in units)
    )
