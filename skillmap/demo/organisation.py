"""Norvane's start: units, people, catalogue, certificates, dotted lines, aims, rights."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from django.db.backends.postgresql.psycopg_any import DateRange

from employees.enums import Grant
from employees.imports.people_importer import PeopleImporter
from employees.models import (
    Assignment,
    CertificateRequirement,
    Employee,
    Exemption,
    OrgUnit,
    RoleProfile,
    RoleVersion,
    Site,
    TargetRole,
)
from employees.services.grants import grant_right
from skillmap.core.models import Organisation, User
from skillmap.demo import personas
from skillmap.demo.catalogue import catalogue
from skillmap.demo.evidence import SEASONS
from skillmap.demo.files import changes_file, joiners_file, table
from skillmap.demo.instruments import CERTIFICATES, NEEDED_CERTIFICATES
from skillmap.demo.people import Person
from skillmap.demo.structure import COMPANY, TIME_ZONE, ZONES
from skillmap.demo.upkeep import leave_titles_open
from skillmap.starter.loading import load_file, load_library
from skillmap.starter.services import start_organisation
from skills.models import CertificateType, Skill
from training.imports.activities_importer import ActivityImporter

AIMS = {"SWE": "SSWE", "SDR": "AE", "MO": "PTL", "CSM": "TEAMMGR", "REC": "HRBP", "AE": "TEAMMGR"}
EVERY_NTH_AIMS = 6
EXEMPT = (
    ("Markets/Sales/Southern Europe", 3, "ENGLISH", "Serves customers in Portugal and Spain only"),
    ("Operations/Production/Leeds machining", 5, "LEAN", "Returns to the machine after an injury"),
    ("Corporate/Finance/Accounting", 4, "SQL", "Reports come from the controlling team"),
    ("Technology/IT and Security/Service desk", 2, "CLOUD", "Works on site hardware only"),
)


def found_organisation(people: Sequence[Person], monday: date) -> User:
    """Bring in everything but evidence; returns the HR admin."""
    admin = next(person for person in people if person.key == personas.HR_ADMIN)
    user = start_organisation(name=COMPANY, admin_email=admin.email, time_zone=TIME_ZONE)
    Organisation.objects.update(started_on=monday)
    roles_since = monday + timedelta(days=SEASONS[0] - 90)
    for _line in load_library(actor=user, valid_from=roles_since):
        pass
    _load_people(people, monday, user)
    leave_titles_open(people)
    _load_catalogue(monday, user)
    numbers = {employee.number: employee for employee in Employee.objects.select_related("user")}
    seats = {person.key: numbers[person.number] for person in people if person.status != "left"}
    _add_certificates()
    _draw_dotted_lines(seats, monday)
    _exempt(seats, monday, user)
    _aim(people, numbers)
    _grant(seats, user)
    return user


def at(monday: date, day: int, hour: int = 10) -> datetime:
    """A time of day on the day that is so many days after the first Monday."""
    return datetime.combine(monday + timedelta(days=day), time(hour), ZoneInfo(TIME_ZONE))


def user_of(employee: Employee) -> User:
    """The log-in of somebody at Norvane; only `WITHOUT_MAIL` have none before the first code."""
    user = employee.user
    assert user is not None  # noqa: S101
    return user


def _load_people(people: Sequence[Person], monday: date, user: User) -> None:
    for name, content in _people_files(people, monday):
        with TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_bytes(content)
            load_file(PeopleImporter(), path, user, source="hr-system")
    for name, zone in ZONES.items():
        Site.objects.filter(name=name).update(time_zone=zone)


def _people_files(people: Sequence[Person], monday: date) -> Iterator[tuple[str, bytes]]:
    yield "people.csv", joiners_file(people, monday)
    yield "changes.csv", changes_file(people, monday)


def _load_catalogue(monday: date, user: User) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "catalogue.csv"
        path.write_bytes(table(catalogue(monday)))
        load_file(ActivityImporter(), path, user)


def _add_certificates() -> None:
    """The kinds of certificate, and the roles that need one: a plain yes or no."""
    skills = {skill.code: skill for skill in Skill.objects.filter(code__in=CERTIFICATES)}
    for code, (title, level, months) in CERTIFICATES.items():
        kind = CertificateType.objects.create(
            code=code,
            name=title,
            skill=skills[code],
            attained_level=level,
            valid_months=months or None,
        )
        roles = NEEDED_CERTIFICATES.get(code, ())
        CertificateRequirement.objects.bulk_create(
            CertificateRequirement(role_version=version, certificate_type=kind)
            for version in RoleVersion.objects.filter(role__code__in=roles)
        )


def _draw_dotted_lines(seats: dict[tuple[str, int], Employee], monday: date) -> None:
    """A data analyst who also works for customer success."""
    unit = "Markets/Customer Success"
    Assignment.objects.create(
        employee=seats[personas.DOTTED_LINE],
        unit=OrgUnit.objects.get(path=f"{COMPANY}/{unit}"),
        manager=seats[unit, 0],
        job_title="Customer analytics partner",
        is_primary=False,
        valid=DateRange(monday - timedelta(days=200), None),
    )


def _exempt(seats: dict[tuple[str, int], Employee], monday: date, user: User) -> None:
    for unit, seat, skill, reason in EXEMPT:
        Exemption.objects.create(
            employee=seats[unit, seat],
            skill=Skill.objects.get(code=skill),
            reason=reason,
            granted_by=user,
            valid=DateRange(monday - timedelta(days=60), monday + timedelta(days=305)),
        )


def _aim(people: Sequence[Person], numbers: dict[str, Employee]) -> None:
    """Some people say where they want to go."""
    roles = {role.code: role for role in RoleProfile.objects.filter(code__in=AIMS.values())}
    aiming = [one for one in people if one.role in AIMS and one.status == "active"]
    chosen = {one.number: one for one in aiming[::EVERY_NTH_AIMS]}
    chosen |= {one.number: one for one in aiming if one.key == personas.EMPLOYEE}
    TargetRole.objects.bulk_create(
        TargetRole(employee=numbers[number], role=roles[AIMS[person.role]])
        for number, person in chosen.items()
    )


def _grant(seats: dict[tuple[str, int], Employee], user: User) -> None:
    """An HR partner for operations, a learning manager, and an auditor who is none of them."""
    partner = seats["Corporate/People and Culture/HR partners", 1]
    learning, auditor = seats[personas.LEARNING_MANAGER], seats["Corporate/Finance/Controlling", 2]
    operations = OrgUnit.objects.get(path=f"{COMPANY}/Operations")
    grant_right(actor=user, user=user_of(partner), grant=Grant.HR_PARTNER, unit=operations)
    grant_right(actor=user, user=user_of(learning), grant=Grant.LEARNING)
    grant_right(actor=user, user=user_of(auditor), grant=Grant.AUDITOR)
