"""What an identity provider says of a person, brought in as a row of a small file."""

from typing import Any

from django.utils.functional import cached_property
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from scim2_models import (
    ForbiddenException,
    InvalidValueException,
    SCIMException,
    UniquenessException,
)

from employees.enums import EXTERNAL_PERSON, USER_NAME, EmployeeStatus
from employees.imports.people_reach import BEYOND
from employees.models import Employee
from employees.services.external_ids import mark_deleted, rename_person
from skillmap.api.rows import MOST_VALUE, PEOPLE, is_id, needed_of_person
from skillmap.core.api.rows import write_one
from skillmap.core.http import as_id
from skillmap.core.tabular import cells
from skillmap.core.tabular.faults import CellError
from skillmap.core.versions import save_versioned
from skillmap.scim.people import WORKING, People, called, known_as
from skillmap.scim.placing import top_unit, tops_of, unit_for
from skillmap.scim.schemas import Email, EnterpriseUser

ATTRIBUTES = {
    "employee_number": "employeeNumber",
    "first_name": "name.givenName",
    "last_name": "name.familyName",
    "email": "emails",
    "unit": "department",
    "job_title": "title",
    "manager_number": "manager",
    "time_zone": "timezone",
}
LEFT, ACTIVE = EmployeeStatus.LEFT.value, EmployeeStatus.ACTIVE.value
TAKEN = "email_taken"  # the fault that is a conflict


class Writer:
    """Writes for one request. Every row goes through the importer of files of people."""

    def __init__(self, request: Request, people: People) -> None:
        self.request, self.people = request, people

    @cached_property
    def tops(self) -> list[str]:
        return tops_of(self.people.user)

    def create(self, wanted: Any) -> Employee:
        """Add somebody, or have somebody back who left or was deleted. Raises `SCIMException`."""
        _check_names(wanted)
        number = (_enterprise(wanted).employee_number or wanted.user_name).strip()
        known = Employee.objects.filter(number=number).first()
        if known is not None and self.people.rows().filter(WORKING, pk=known.pk).exists():
            raise UniquenessException(detail="Somebody with this employeeNumber is here already.")
        self._refuse_taken(wanted, known)
        row = {"unit": top_unit(self.tops), **(needed_of_person(known) if known else {})}
        status = LEFT if wanted.active is False else ACTIVE
        said = _said(wanted)
        said["email"] = said["email"] or _as_email(wanted.user_name)
        row |= self._columns(said, {}) | {"status": status}
        if not (row.get("first_name") and row.get("last_name")):
            raise InvalidValueException(detail="name.givenName and name.familyName are needed.")
        self._bring_in({"employee_number": number, **row}, known)
        person = Employee.objects.get(number=number)
        mark_deleted(source=self.people.namespace, person=person, deleted=False)
        self._rename(person, wanted)
        return person

    def update(self, person: Employee, wanted: Any) -> None:
        """Write what differs from how the person is shown. Raises `SCIMException`."""
        _check_names(wanted)
        (stored,) = self.people.shown(Employee.objects.filter(pk=person.pk))
        if (wanted.user_name, wanted.external_id) != (stored.user_name, stored.external_id):
            self._refuse_taken(wanted, person)
        before, said = _said(stored), _said(wanted)
        if before["email"] == said["email"] == _as_email(stored.user_name):
            said["email"] = _as_email(wanted.user_name) or said["email"]
        row = self._columns(said, before)
        if row:
            place = {"unit": top_unit(self.tops)} | needed_of_person(person)
            self._bring_in({"employee_number": person.number, **place, **row}, person)
        is_renamed = self._rename(person, wanted)
        if is_renamed and not self._has_moved_on(person):
            save_versioned(person, [])

    def delete(self, person: Employee) -> None:
        """End the employment; for the caller the person is gone."""
        if person.status != LEFT:
            row = {"employee_number": person.number, **needed_of_person(person), "status": LEFT}
            self._bring_in({"unit": top_unit(self.tops), **row}, person)
        mark_deleted(source=self.people.namespace, person=person, deleted=True)

    def _has_moved_on(self, person: Employee) -> bool:
        return not Employee.objects.filter(pk=person.pk, version=person.version).exists()

    def _refuse_taken(self, wanted: Any, person: Employee | None) -> None:
        """Refuse what the system calls somebody else."""
        others = self.people.rows().exclude(pk=person.pk if person else 0)
        if others.filter(known_as(self.people.namespace, wanted.user_name)).exists():
            raise UniquenessException(detail="Somebody else has this userName.")
        same_id = called(self.people.namespace, EXTERNAL_PERSON, value=wanted.external_id or "")
        if others.filter(pk__in=same_id.values("object_id")).exists():
            raise UniquenessException(detail="Somebody else has this externalId.")

    def _rename(self, person: Employee, wanted: Any) -> bool:
        """Keep what the system calls the person; True when something is new."""
        renamed = [
            rename_person(
                source=self.people.namespace, person=person, kind=kind, value=value or ""
            )
            for kind, value in (
                (USER_NAME, wanted.user_name), (EXTERNAL_PERSON, wanted.external_id)
            )
        ]  # fmt: skip
        return any(renamed)

    def _columns(self, said: dict[str, Any], before: dict[str, Any]) -> dict[str, str]:
        """The columns of our files that differ; of somebody new, those that say something."""
        row: dict[str, str] = {}
        for name, value in said.items():
            if value == before.get(name, "" if isinstance(value, str) else None):
                continue
            if name == "place":
                path = unit_for(value, before.get("place", ("", "", "")), self.tops)
                row |= {"unit": path} if path else {}  # nobody is without a unit
            elif name == "manager":
                row["manager_number"] = self._number_of(value)
            elif name == "active":
                row["status"] = ACTIVE if value else LEFT
            else:
                row[name] = value
        return row

    def _number_of(self, manager: str) -> str:
        if not manager:
            return ""
        key = as_id(manager)
        found = self.people.rows().filter(public_id=key).first() if key else None
        if found is None:
            raise InvalidValueException(detail="manager: there is nobody with this id.")
        return found.number

    def _bring_in(self, row: dict[str, str], known: Employee | None) -> None:
        """Bring one row in; who stands on another system's list stays on it."""
        own = self.people.source
        source = own if known is None or known.source in ("", own) else ""
        try:
            write_one(self.request, PEOPLE, row, source=source)
        except ValidationError as error:
            raise _as_scim(error) from error


def _check_names(user: Any) -> None:
    """Refuse names that are none, before they are looked for."""
    for attribute, value in (("userName", user.user_name or ""), ("externalId", user.external_id)):
        if value is not None and not (value.strip() and is_id(value, MOST_VALUE)):
            raise InvalidValueException(
                detail=f"{attribute} has 1 to {MOST_VALUE} characters that print."
            )


def _said(user: Any) -> dict[str, Any]:
    """What a user says in our terms; empty where it says nothing."""
    work = _enterprise(user)
    first, last = _name(user)
    said = {
        "first_name": first,
        "last_name": last,
        "email": _email(user),
        "job_title": user.title or "",
        "time_zone": user.timezone or "",
        "place": (work.organization or "", work.division or "", work.department or ""),
        "manager": (work.manager.value or "") if work.manager else "",
    }
    return said if user.active is None else {**said, "active": user.active}


def _enterprise(user: Any) -> EnterpriseUser:
    return user[EnterpriseUser] or EnterpriseUser()


def _name(user: Any) -> tuple[str, str]:
    """First and last name; where both are missing, the full name is split at its last blank."""
    name = user.name
    first, last = (name.given_name or "", name.family_name or "") if name else ("", "")
    if first or last:
        return first.strip(), last.strip()
    full = (name.formatted if name else None) or user.display_name or ""
    first, _blank, last = full.strip().rpartition(" ")
    return first.strip(), last


def _email(user: Any) -> str:
    """The primary address, that of the type work, or the first."""
    emails: list[Email] = [one for one in user.emails or () if one.value]
    emails.sort(key=lambda one: (not one.primary, (one.type or "").lower() != "work"))
    return str(emails[0].value).strip().lower() if emails else ""


def _as_email(user_name: str) -> str:
    """A user name that is an address, as one; else nothing."""
    try:
        return cells.email(user_name.strip())
    except CellError:
        return ""


def _as_scim(error: ValidationError) -> SCIMException:
    """The faults of a row in SCIM's words."""
    detail: Any = error.detail
    faults = [(column, fault) for column, found in detail.items() for fault in found]
    told = " ".join(f"{ATTRIBUTES.get(column, column)}: {fault}" for column, fault in faults)
    codes = {fault.code for _column, fault in faults}
    if BEYOND in codes:
        return ForbiddenException(detail=told)
    if TAKEN in codes:
        return UniquenessException(detail=told)
    return InvalidValueException(detail=told)
