"""The invented organisation in our own file layouts, so that it comes in as any other does."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from io import StringIO
from typing import Any

from skillmap.demo.people import Person
from skillmap.demo.structure import ZONES
from skillmap.starter.library import role_names


def joiners_file(people: Sequence[Person], monday: date) -> bytes:
    """Everybody as they joined, in the role they then had."""
    names = role_names()
    return _file(
        _row(
            person,
            monday + timedelta(days=person.joined),
            role_code=person.former_role or person.role,
            job_title=names[person.former_role] if person.former_role else person.job_title,
        )
        for person in people
    )


def changes_file(people: Sequence[Person], monday: date) -> bytes:
    """Who changed since: the people who became managers, and those on leave or gone."""
    promoted = [
        _row(person, monday + timedelta(days=person.in_role), status=person.status)
        for person in people
        if person.former_role
    ]
    away = [
        _row(person, monday + timedelta(days=person.left or person.joined), status=person.status)
        for person in people
        if person.status != "active"
    ]
    return _file([*promoted, *away])


def table(rows: Sequence[dict[str, Any]]) -> bytes:
    """A CSV file of rows that share their columns."""
    text = StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _file(rows: Iterable[dict[str, Any]]) -> bytes:
    return table(list(rows))


def _row(person: Person, valid_from: date, **changes: str) -> dict[str, Any]:
    return {
        "employee_number": person.number,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "email": person.email,
        "unit": person.team.path,
        "role_code": person.role,
        "job_title": person.job_title,
        "manager_number": person.manager,
        "valid_from": valid_from.isoformat(),
        "learning_hours_per_week": person.hours,
        "location": person.site,
        "time_zone": ZONES[person.site],
        "work_mode": person.work_mode,
        "languages": "|".join(person.languages),
        "status": "active",
    } | changes
