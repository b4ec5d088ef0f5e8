"""Files of people: comparing them with who is here, and writing the outcome."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from employees.enums import MANY_LEARNING_HOURS
from employees.imports.people_changes import Comparison
from employees.imports.people_csv import COLUMNS, FIELDS, read_people
from employees.imports.people_guard import guard, warn
from employees.imports.people_reach import Reach, hide_managers, reach_faults, reach_of
from employees.imports.people_stored import World, read_world
from employees.imports.reporting import people_in_loops, unknown_managers
from employees.imports.rows import PersonRow
from employees.models import Employee
from employees.services.people_content import PersonWrite, write_people
from skillmap.core import jobs
from skillmap.core.enums import ImportKind
from skillmap.core.imports.incoming import Incoming
from skillmap.core.imports.levels import update_levels
from skillmap.core.imports.plan import Plan, Turn
from skillmap.core.tabular.faults import Fault
from skillmap.core.tabular.layout import Parsed
from skillmap.core.tabular.mapping import NO_SPECIAL_RULES


@dataclass(slots=True)
class PeoplePlan(Plan):
    """What a file of people would do; `managers` has the keys of stored people by number."""

    writes: list[PersonWrite] = field(default_factory=list)
    managers: dict[str, int] = field(default_factory=dict)
    moves: int = 0
    leavers: int = 0
    many_hours: int = 0
    is_last: bool = False


class PeopleImporter:
    """Files of people. A file is a delta unless `Incoming.full` says that it is everybody."""

    kind = ImportKind.PEOPLE
    fields = FIELDS
    special = NO_SPECIAL_RULES

    def plan(self, incoming: Incoming) -> PeoplePlan:
        """Compare a file with the stored people; raises `FileRefused`."""
        parsed = read_people(incoming.sheet(), incoming.column_map(COLUMNS))
        world = _world(parsed, incoming)
        plan = PeoplePlan(faults=list(parsed.faults))
        reach = reach_of(incoming.sender, world)
        rows = _accepted(parsed, world, reach, plan.faults)
        comparison = Comparison(plan, parsed, world, timezone.localdate(incoming.now))
        for row in rows:
            comparison.add(row, incoming.source)
        if incoming.full:
            _mark_absent(plan, parsed, comparison, incoming.source)
        if reach is not None:
            hide_managers(plan, reach)
        plan.managers = _managers(plan, world)
        guard(plan, incoming, world.working)
        _ask(plan)
        return plan

    def apply(self, plan: PeoplePlan, turn: Turn) -> None:
        """Write the people. Completions that were told before somebody came may find them now."""
        write_people(writes=plan.writes, managers=plan.managers)
        if plan.is_last:
            warn(turn)
        if plan.writes:
            update_levels(turn)
        if any(write.stored is None for write in plan.writes):
            jobs.enqueue(
                "training.match_completions",
                actor=turn.actor,
                key="match completions",
                title=_("Search for the people of waiting completions"),
            )

    def undo(self, turn: Turn) -> None:
        """History knows all about people; their levels follow."""
        update_levels(turn)


def _world(parsed: Parsed[PersonRow], incoming: Incoming) -> World:
    everybody = [*parsed.rows, *parsed.faulty]
    numbers = {row.employee_number for row in everybody if row.employee_number}
    numbers |= {row.manager_number for row in everybody if row.manager_number}
    emails = {row.email for row in everybody if row.email}
    return read_world(numbers, emails, incoming.source if incoming.full else "")


def _managers(plan: PeoplePlan, world: World) -> dict[str, int]:
    """The keys of stored people by number, those too who only stay somebody's manager."""
    known = {number: person.id for number, person in world.people.items()}
    named = {write.place.manager for write in plan.writes if write.place} - known.keys()
    others = Employee.objects.filter(number__in=named).values_list("number", "id")
    return known | dict(others)


def _accepted(
    parsed: Parsed[PersonRow], world: World, reach: Reach | None, faults: list[Fault]
) -> list[PersonRow]:
    """Return the rows that can stand, and note why the others cannot."""
    rows = []
    emails = dict(world.owners)
    for row in parsed.rows:
        found = _own_faults(parsed, row, emails, world, reach)
        if not found:
            rows.append(row)
            if row.email:
                emails[row.email] = row.employee_number
        faults += found
    named = {*world.people, *parsed.keys.values(), ""}
    for row in parsed.faulty:  # rejected already: what else is wrong with them is told too
        faults += _own_faults(parsed, row, emails, world, reach)
        if row.manager_number not in named:
            faults.append(_unknown_manager(parsed, row))
    if "manager_number" not in parsed.columns:
        return rows
    while True:
        lost = _reporting_faults(parsed, rows, world)
        if not lost:
            return rows
        faults += lost.values()
        rows = [row for row in rows if row.employee_number not in lost]


def _own_faults(
    parsed: Parsed[PersonRow],
    row: PersonRow,
    emails: dict[str, str],
    world: World,
    reach: Reach | None,
) -> list[Fault]:
    """Everything wrong with a row whatever the other rows say about managers."""
    beyond = [] if reach is None else reach_faults(parsed, row, world, reach)
    if beyond:
        return beyond  # and nothing else is told about it
    found = [_role_fault(parsed, row, world), _email_fault(parsed, row, emails, world)]
    return [fault for fault in found if fault is not None]


def _unknown_manager(parsed: Parsed[PersonRow], row: PersonRow) -> Fault:
    sentence = _("There is nobody with this number.")
    number = row.manager_number
    return parsed.fault(row.number, "manager_number", number, "unknown_manager", sentence)


def _role_fault(parsed: Parsed[PersonRow], row: PersonRow, world: World) -> Fault | None:
    if not row.role_code:
        return None
    known = world.roles.get(row.role_code)
    if known is None:
        code, sentence = "unknown_role", _("There is no role of this code.")
    elif known[1]:
        code, sentence = "retired_role", _("This role is retired.")
    else:
        return None
    return parsed.fault(row.number, "role_code", row.role_code, code, sentence)


def _email_fault(
    parsed: Parsed[PersonRow], row: PersonRow, owners: dict[str, str], world: World
) -> Fault | None:
    owner = owners.get(row.email) if row.email else None
    if owner in (None, row.employee_number):
        return None
    stored = world.people.get(row.employee_number)
    if owner == "" and (stored is None or stored.user is None):
        return None  # a log-in without a person becomes theirs
    sentence = _("Somebody else logs in with this e-mail already.")
    return parsed.fault(row.number, "email", row.email, "email_taken", sentence)


def _reporting_faults(
    parsed: Parsed[PersonRow], rows: list[PersonRow], world: World
) -> dict[str, Fault]:
    """Return, by number, the faults of rows whose manager is unknown or closes a loop."""
    wanted = {row.employee_number: row.manager_number for row in rows}
    unknown = unknown_managers(wanted, frozenset(world.people))
    looping = people_in_loops({**world.chain, **wanted}) if not unknown else set()
    faults = {}
    for row in rows:
        if row.employee_number in unknown:
            faults[row.employee_number] = _unknown_manager(parsed, row)
        elif row.employee_number in looping and row.manager_number:
            sentence = _("This makes people managers of themselves.")
            faults[row.employee_number] = parsed.fault(
                row.number, "manager_number", row.manager_number, "manager_loop", sentence
            )
    return faults


def _mark_absent(
    plan: PeoplePlan, parsed: Parsed[PersonRow], comparison: Comparison, source: str
) -> None:
    """Treat people of a source who are not in its full file as gone.

    A rejected row may be about anybody, so a file with one makes nobody leave.
    """
    absent = comparison.absent(source)
    if not absent:
        return
    if plan.counts()["rejected"]:
        sentence = _(
            "Because rows were rejected, nobody who is not in the file was marked as left."
        )
        fault = parsed.fault(1, "employee_number", len(absent), "not_full", sentence, warning=True)
        plan.faults.append(fault)
        return
    for number in absent:
        comparison.leave(number)


def _ask(plan: PeoplePlan) -> None:
    """Ask a person before people get many hours to learn."""
    if plan.many_hours:
        sentence = ngettext(
            "%(count)d person would have more than %(hours)d hours a week to learn.",
            "%(count)d people would have more than %(hours)d hours a week to learn.",
            plan.many_hours,
        ) % {"count": plan.many_hours, "hours": MANY_LEARNING_HOURS}
        plan.questions.append(sentence + " " + _("This is not the time in their contract."))
