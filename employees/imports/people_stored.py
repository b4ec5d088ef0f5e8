"""What is stored of the people a file names, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q

from employees.enums import EmployeeStatus
from employees.models import Assignment, Employee, RoleProfile, TitleMapping
from employees.services.people_content import Place, StoredPerson, StoredPlace, StoredUser
from skillmap.core.models import User

_VALUES = (
    "first_name", "last_name", "email", "status", "time_zone", "work_mode", "languages",
    "learning_hours_per_week", "source",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class World:
    """Everything a file of people is compared with.

    `people` by number; `working` counts those who have not left; `chain` maps a number to that of
    the manager; `roles` maps a code to (key, is retired), `titles` a title in lower case to the key
    of its role; `owners` maps an e-mail in use to the number of its person (empty: a log-in without
    a person), `users` has those log-ins by e-mail.
    """

    people: dict[str, StoredPerson]
    working: int
    chain: dict[str, str]
    roles: dict[str, tuple[int, bool]]
    role_codes: dict[int, str]
    titles: dict[str, int]
    owners: dict[str, str]
    users: dict[str, StoredUser]


def read_world(numbers: Collection[str], emails: Collection[str], source: str) -> World:
    """Read all that matters for these numbers and e-mails, and the people of one source."""
    wanted = Q(number__in=set(numbers))
    if source:
        wanted |= Q(source=source) & ~Q(status=EmployeeStatus.LEFT)
    found = Employee.objects.filter(wanted)
    roles = list(RoleProfile.objects.values_list("code", "id", "retired_on"))
    users, owners = _users(emails)
    return World(
        people=_people(found),
        working=Employee.objects.working().count(),
        chain=_chain(),
        roles={code: (key, retired_on is not None) for code, key, retired_on in roles},
        role_codes={key: code for code, key, _retired_on in roles},
        titles={
            title.lower(): role for title, role in TitleMapping.objects.values_list("title", "role")
        },
        owners=owners,
        users=users,
    )


def _people(found: Any) -> dict[str, StoredPerson]:
    places = _last_places(found)
    rows = found.select_related(None).values_list(
        "id", "version", "number", "left_on", "site__name", *_VALUES,
        "user_id", "user__version", "user__email", "user__name", "user__is_active",
    )  # fmt: skip
    people = {}
    for key, version, number, left_on, site, *rest in rows:
        values = dict(zip(_VALUES, rest, strict=False))
        user = rest[len(_VALUES) :]
        people[number] = StoredPerson(
            id=key,
            version=version,
            values={**values, "languages": tuple(values["languages"]), "location": site or ""},
            left_on=left_on,
            user=StoredUser(*user) if user[0] else None,
            place=places.get(key),
        )
    return people


def _last_places(found: Any) -> dict[int, StoredPlace]:
    rows = (
        Assignment.objects.primary()
        .filter(employee__in=found)
        .order_by(F("valid__startswith").asc(nulls_first=True))
        .values_list(
            "employee_id", "id", "version", "valid", "unit__path", "role_id", "job_title",
            "manager__number",
        )
    )  # fmt: skip
    return {
        employee: StoredPlace(key, version, valid, Place(unit, role, title, manager or ""))
        for employee, key, version, valid, unit, role, title, manager in rows
    }


def _chain() -> dict[str, str]:
    """Return who reports to whom: of each person's last primary assignment that has not ended."""
    rows = Assignment.objects.primary().filter(valid__upper_inf=True, manager__isnull=False)
    return dict(rows.values_list("employee__number", "manager__number"))


def _users(emails: Collection[str]) -> tuple[dict[str, StoredUser], dict[str, str]]:
    rows = User.objects.filter(email__in=set(emails)).values_list(
        "id", "version", "email", "name", "is_active", "employee__number"
    )
    users, owners = {}, {}
    for key, version, email, name, is_active, number in rows:
        users[email] = StoredUser(key, version, email, name, is_active)
        owners[email] = number or ""
    return users, owners
