"""Writing many people at once: their records, log-ins and places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from secrets import token_hex
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from employees.enums import EmployeeStatus
from employees.models import Assignment, Employee
from employees.services.units import ensure_sites, ensure_units
from skillmap.core.bulk import insert_rows, reserve_ids, update_rows
from skillmap.core.models import User

_PERSON = (
    "first_name", "last_name", "email", "user_id", "status", "site_id", "time_zone", "work_mode",
    "languages", "learning_hours_per_week", "left_on", "source",
)  # fmt: skip
_PLACE = ("unit_id", "role_id", "job_title", "manager_id")


@dataclass(frozen=True, slots=True)
class Place:
    """Unit (its path), role, title and manager (their number; empty: nobody)."""

    unit: str
    role_id: int | None
    job_title: str
    manager: str


@dataclass(frozen=True, slots=True)
class StoredPlace:
    """The last primary assignment of a person."""

    id: int
    version: int
    valid: DateRange
    place: Place


@dataclass(frozen=True, slots=True)
class StoredUser:
    """The log-in of a person, or one that nobody has yet."""

    id: int
    version: int
    email: str
    name: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class StoredPerson:
    """A person as they are; `values` by our column, `place` their last primary assignment."""

    id: int
    version: int
    values: Mapping[str, Any]
    left_on: date | None
    user: StoredUser | None
    place: StoredPlace | None


@dataclass(frozen=True, slots=True)
class PersonWrite:
    """What to make of one person.

    `values` holds all columns of the person from now on; `stored` is None for somebody new. `user`
    is a log-in to link that exists already. `place` is where they are from `starts`: from None, the
    stored place is amended as it stands. `ends` closes the stored place on that day.
    """

    number: str
    values: Mapping[str, Any]
    stored: StoredPerson | None = None
    user: StoredUser | None = None
    left_on: date | None = None
    place: Place | None = None
    starts: date | None = None
    ends: date | None = None


@transaction.atomic
def write_people(*, writes: Sequence[PersonWrite], managers: Mapping[str, int]) -> None:
    """Create and change people in a constant number of statements.

    `managers` has the key of every stored person who is named as a manager. People with an e-mail
    get a log-in without a password; it follows name and e-mail, and rests while they have left.
    A move is a new version of the person as well: programs read the place with the person.
    Raises `ConflictError` when somebody changed one of the people since they were read.
    """
    sites = ensure_sites(names={w.values["location"] for w in writes if w.values["location"]})
    users = _write_users(writes)
    new = [write for write in writes if write.stored is None]
    old = [(write, write.stored) for write in writes if write.stored is not None]
    ids = dict(zip((write.number for write in new), reserve_ids(Employee, len(new)), strict=True))
    insert_rows(
        Employee,
        ("id", "number", "joined_on", *_PERSON),
        [
            (ids[w.number], w.number, w.starts, *_columns(w, users.get(w.number), sites))
            for w in new
        ],
    )
    update_rows(
        Employee,
        _PERSON,
        [(p.id, p.version, *_columns(w, users.get(w.number), sites)) for w, p in old],
    )
    ids |= {write.number: stored.id for write, stored in old}
    _write_places(writes, {**managers, **ids})


def _columns(write: PersonWrite, user: int | None, sites: Mapping[str, int]) -> tuple[Any, ...]:
    values = write.values
    return (
        values["first_name"],
        values["last_name"],
        values["email"],
        user,
        values["status"],
        sites.get(values["location"]),
        values["time_zone"],
        values["work_mode"],
        list(values["languages"]),
        values["learning_hours_per_week"],
        write.left_on,
        values["source"],
    )


def _write_users(writes: Sequence[PersonWrite]) -> dict[str, int]:
    """Create and change log-ins; return the key of the log-in of each number that has one."""
    new, changed, users = [], [], {}
    for write in writes:
        values = write.values
        name = f"{values['first_name']} {values['last_name']}"
        is_active = values["status"] != EmployeeStatus.LEFT
        stored = write.user or (write.stored.user if write.stored else None)
        if stored is None:
            if values["email"] and is_active:
                new.append((write.number, values["email"], name))
            continue
        users[write.number] = stored.id
        email = values["email"] or stored.email
        if (email, name, is_active) != (stored.email, stored.name, stored.is_active):
            changed.append((stored.id, stored.version, email, name, is_active))
    ids = reserve_ids(User, len(new))
    insert_rows(
        User,
        ("id", "email", "name", "password", "is_active", "language", "time_zone"),
        [
            (key, email, name, _no_password(), True, "en", "")
            for key, (_number, email, name) in zip(ids, new, strict=True)
        ],
    )
    update_rows(User, ("email", "name", "is_active"), changed)
    return users | {number: key for key, (number, *_rest) in zip(ids, new, strict=True)}


def _no_password() -> str:
    """Return what stands where a password will be; like Django's own, but quick for thousands."""
    return UNUSABLE_PASSWORD_PREFIX + token_hex(20)


def _write_places(writes: Sequence[PersonWrite], people: Mapping[str, int]) -> None:
    """Close, amend and open assignments; old ones first, because they must not overlap."""
    units = ensure_units(paths={write.place.unit for write in writes if write.place})
    closed, amended, new = [], [], []
    for write in writes:
        stored = write.stored.place if write.stored else None
        if stored and write.ends:
            closed.append((stored.id, stored.version, DateRange(stored.valid.lower, write.ends)))
        if write.place is None:
            continue
        place = _place(write.place, units, people)
        if write.starts:
            new.append((people[write.number], True, DateRange(write.starts, None), *place))
        elif stored:
            amended.append((stored.id, stored.version, *place))
    update_rows(Assignment, ("valid",), closed)
    update_rows(Assignment, _PLACE, amended)
    insert_rows(Assignment, ("employee_id", "is_primary", "valid", *_PLACE), new)


def _place(
    place: Place, units: Mapping[str, int], people: Mapping[str, int]
) -> tuple[int, int | None, str, int | None]:
    manager = people[place.manager] if place.manager else None
    return (units[place.unit], place.role_id, place.job_title, manager)
