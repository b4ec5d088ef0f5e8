"""What a program of one unit may say about people: only of its own, and nothing that leads out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.db.models import Q
from django.utils.translation import gettext as _

from employees.enums import Grant
from employees.imports.people_stored import World
from employees.imports.rows import PersonRow
from employees.models import Assignment, Employee, RoleGrant
from employees.models.units import Today
from employees.rules import granted_units, is_client_of_a_unit
from skillmap.core.imports.plan import Plan
from skillmap.core.models import User
from skillmap.core.tabular.faults import Fault
from skillmap.core.tabular.layout import Parsed

BEYOND = "out_of_scope"


@dataclass(frozen=True)
class Reach:
    """The units a program was given, and of the people a file names those it may not write.

    `closed` have a place outside, today or planned, or a right that others rely on; `managers`
    are those it sees of the managers there and of whom the file names, by number.
    """

    tops: list[str]
    closed: frozenset[str] = frozenset()
    managers: frozenset[str] = frozenset()

    def covers(self, path: str) -> bool:
        return any(f"{path}/".startswith(f"{top}/") for top in self.tops)


def reach_of(sender: User | None, world: World) -> Reach | None:
    """None where the sender may write everybody; else five queries for any number of rows."""
    if sender is None or not is_client_of_a_unit(sender):
        return None
    reach = Reach([unit.path for unit in granted_units(sender, Grant.CLIENT)])
    places = Assignment.objects.primary().filter(
        Q(valid__upper_inf=True) | Q(valid__endswith__gt=Today()), employee__number__in=world.people
    )
    placed = places.values_list("employee__number", "unit__path")
    rights = RoleGrant.objects.current().filter(user__employee__number__in=world.people)
    closed = {number for number, path in placed if not reach.covers(path)}
    closed |= set(rights.values_list("user__employee__number", flat=True))
    leading = {known.place.place.manager for known in world.people.values() if known.place}
    seen = Employee.objects.visible_to(sender).filter(number__in=leading | world.people.keys())
    managers = frozenset(seen.values_list("number", flat=True))
    return replace(reach, closed=frozenset(closed), managers=managers)


def reach_faults(
    parsed: Parsed[PersonRow], row: PersonRow, world: World, reach: Reach
) -> list[Fault]:
    """Why this row is not for this sender to say; nothing about whom it is about."""
    checks: list[Callable[[], tuple[str, str] | None]] = [
        lambda: _of_person(row, world, reach),
        lambda: None if reach.covers(row.unit) else ("unit", row.unit),
        lambda: _of_manager(parsed, row, world, reach),
        lambda: ("email", row.email) if world.owners.get(row.email) == "" else None,
    ]
    found = [fault for check in checks if (fault := check()) is not None]
    sentence = _("This is outside the unit that your program may write.")
    return [parsed.fault(row.number, column, value, BEYOND, sentence) for column, value in found]


def hide_managers(plan: Plan, reach: Reach) -> None:
    """Leave out of what a file would change the managers that its sender does not see."""
    for place, change in enumerate(plan.changes):
        before, after = change.changes.get("manager_number", ("", ""))
        if before and before not in reach.managers:
            shown = {**change.changes, "manager_number": (None, after)}
            plan.changes[place] = replace(change, changes=shown)


def _of_person(row: PersonRow, world: World, reach: Reach) -> tuple[str, str] | None:
    """Somebody who is here has to have had the last place inside, and no other one outside."""
    stored = world.people.get(row.employee_number)
    if stored is None:
        return None
    is_inside = stored.place is not None and reach.covers(stored.place.place.unit)
    if is_inside and row.employee_number not in reach.closed:
        return None
    return ("employee_number", row.employee_number)


def _of_manager(
    parsed: Parsed[PersonRow], row: PersonRow, world: World, reach: Reach
) -> tuple[str, str] | None:
    """A manager is of the same file or seen by the sender, or stays who it was."""
    manager = row.manager_number
    if not manager or "manager_number" not in parsed.columns or manager in reach.managers:
        return None
    stored = world.people.get(row.employee_number)
    if stored and stored.place and stored.place.place.manager == manager:
        return None
    is_new = manager not in world.people and manager in parsed.keys.values()
    return None if is_new else ("manager_number", manager)
