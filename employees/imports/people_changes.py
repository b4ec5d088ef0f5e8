"""What one row of a file of people changes, field by field and day by day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Protocol

from django.utils.translation import gettext as _

from employees.enums import MANY_LEARNING_HOURS, EmployeeStatus
from employees.imports.people_stored import World
from employees.imports.rows import PersonRow
from employees.services.people_content import PersonWrite, Place, StoredPerson, StoredPlace
from skillmap.core.enums import RowAction
from skillmap.core.imports.plan import Change
from skillmap.core.tabular.faults import Fault
from skillmap.core.tabular.layout import Parsed

_FIELDS = (
    "first_name", "last_name", "email", "learning_hours_per_week", "location", "time_zone",
    "work_mode", "languages", "status",
)  # fmt: skip
_PLACE_FIELDS = ("unit", "role_code", "job_title", "manager_number")
_BLANK: Mapping[str, Any] = {"email": "", "location": "", "time_zone": "", "source": ""}
_A_DAY = timedelta(days=1)


class PeopleNotes(Protocol):
    """Where a comparison notes what it found."""

    changes: list[Change]
    faults: list[Fault]
    writes: list[PersonWrite]
    moves: int
    leavers: int
    many_hours: int

    def add(
        self, number: int, key: str, stored: Mapping[str, Any] | None, wanted: Mapping[str, Any]
    ) -> dict[str, tuple[Any, Any]] | None: ...


class Comparison:
    """The rows of one file beside the stored people; `today` is when changes take effect."""

    def __init__(
        self, plan: PeopleNotes, parsed: Parsed[PersonRow], world: World, today: date
    ) -> None:
        self.plan, self.parsed, self.world, self.today = plan, parsed, world, today
        self.fields = [name for name in _FIELDS if name in parsed.columns]
        self.seen: set[str] = set()

    def add(self, row: PersonRow, source: str) -> None:
        """Note what one accepted row does."""
        number = row.employee_number
        self.seen.add(number)
        stored = self.world.people.get(number)
        wanted = self._wanted(row, source, new=stored is None)
        place = self._place(row, stored)
        shown = wanted | self._shown(place)
        if stored is None:
            self.plan.add(row.number, number, None, shown | {"valid_from": row.valid_from})
            self._count_hours(row, stored)
            self._write_new(row, wanted, place)
            return
        before = dict(stored.values)
        if stored.place:
            before |= self._shown(stored.place.place)
        if left(wanted.get("status")):
            shown = {name: value for name, value in shown.items() if name not in _PLACE_FIELDS}
        changes = self.plan.add(row.number, number, before, shown)
        if changes is not None:
            self._count_hours(row, stored)
            self._write_change(row, stored, {**before, **wanted}, place, changes)

    def absent(self, source: str) -> list[str]:
        """Return the people of a source who work here and were in no row."""
        return [
            number
            for number, person in self.world.people.items()
            if number not in self.seen
            and person.values["source"] == source
            and not left(person.values["status"])
        ]

    def leave(self, number: str) -> None:
        """Note that somebody who is not in a full file has left today."""
        stored = self.world.people[number]
        change = {"status": (stored.values["status"], EmployeeStatus.LEFT.value)}
        self.plan.changes.append(Change(0, RowAction.UPDATE, number, change))
        values = {**stored.values, "status": EmployeeStatus.LEFT.value}
        self.plan.leavers += 1
        self._write_leaver(number, stored, values, self.today)

    def _wanted(self, row: PersonRow, source: str, *, new: bool) -> dict[str, Any]:
        """Return the columns the row gives; a new person gets the empty value of the others."""
        names = _FIELDS if new else self.fields
        wanted = {name: getattr(row, name) for name in names}
        if source or new:
            wanted["source"] = source
        return wanted

    def _place(self, row: PersonRow, stored: StoredPerson | None) -> Place:
        """Return where the row puts somebody; what it does not say stays as it is."""
        before = stored.place.place if stored and stored.place else None
        columns = self.parsed.columns
        title, manager = row.job_title, row.manager_number
        if before is not None:
            title = title if "job_title" in columns else before.job_title
            manager = manager if "manager_number" in columns else before.manager
        return Place(row.unit, self._role(row.role_code, title, before), title, manager)

    def _role(self, code: str, title: str, before: Place | None) -> int | None:
        if code:
            return self.world.roles[code][0]
        mapped = self.world.titles.get(title.lower())
        if mapped is None and before is not None and before.job_title == title:
            return before.role_id
        return mapped

    def _shown(self, place: Place) -> dict[str, Any]:
        return {
            "unit": place.unit,
            "role_code": self.world.role_codes.get(place.role_id or 0, ""),
            "job_title": place.job_title,
            "manager_number": place.manager,
        }

    def _count_hours(self, row: PersonRow, stored: StoredPerson | None) -> None:
        hours = row.learning_hours_per_week
        before = stored.values["learning_hours_per_week"] if stored else None
        if hours <= MANY_LEARNING_HOURS or hours == before or left(row.status):
            return  # a question about a leaver, answered, would keep them out of the guard's count
        self.plan.many_hours += 1
        column = "learning_hours_per_week"
        sentence = _("This is time to learn, not the contract. Is it meant?")
        self.plan.faults.append(
            self.parsed.fault(row.number, column, hours, "many_hours", sentence, warning=True)
        )

    def _write_new(self, row: PersonRow, values: Mapping[str, Any], place: Place) -> None:
        gone = left(values["status"])
        day = row.valid_from or self.today
        self.plan.writes.append(
            PersonWrite(
                number=row.employee_number,
                values=values,
                user=self.world.users.get(row.email),
                left_on=day if gone else None,
                place=None if gone else place,
                starts=None if gone else day,
            )
        )

    def _write_change(
        self, row: PersonRow, stored: StoredPerson, values: Mapping[str, Any], place: Place,
        changes: Mapping[str, Any],
    ) -> None:  # fmt: skip
        number = row.employee_number
        was_gone, is_gone = left(stored.values["status"]), left(values["status"])
        user = stored.user or self.world.users.get(row.email)
        if is_gone:
            self.plan.leavers += not was_gone
            self._write_leaver(number, stored, values, row.valid_from or self.today)
            return
        starts, ends, amended = self._days(row, stored.place, changes)
        self.plan.moves += not was_gone and ("unit" in changes or "manager_number" in changes)
        self.plan.writes.append(
            PersonWrite(
                number=number,
                values=values,
                stored=stored,
                user=user,
                place=place if starts or amended else None,
                starts=starts,
                ends=ends,
            )
        )

    def _write_leaver(
        self, number: str, stored: StoredPerson, values: Mapping[str, Any], day: date
    ) -> None:
        ends = None
        if stored.place and stored.place.valid.upper is None:
            lower = stored.place.valid.lower
            ends = max(day, lower + _A_DAY) if lower else day
        left_on = stored.left_on or ends or day
        self.plan.writes.append(
            PersonWrite(number, values, stored=stored, user=stored.user, left_on=left_on, ends=ends)
        )

    def _days(
        self, row: PersonRow, last: StoredPlace | None, changes: Mapping[str, Any]
    ) -> tuple[date | None, date | None, bool]:
        """Return from when the place counts, when the last one ends, and whether it is amended.

        The past is not overwritten: a change dated before the present place takes effect today.
        Only what was said today, and a role that was still missing, is put right as it stands.
        """
        day = row.valid_from or self.today
        if last is None:
            return day, None, False
        lower, upper = last.valid.lower, last.valid.upper
        if upper is not None:  # a rehire, or somebody whose last place has ended
            return max(day, upper), None, False
        moved = [name for name in _PLACE_FIELDS if name in changes]
        if not moved:
            return None, None, False
        if moved == ["role_code"] and last.place.role_id is None:
            return None, None, True
        if lower is None or day > lower:
            return day, day, False
        if lower >= self.today:
            return None, None, True
        return self.today, self.today, False


def left(status: object) -> bool:
    """Does this status mean that somebody does not work here any more?"""
    return bool(status == EmployeeStatus.LEFT)
