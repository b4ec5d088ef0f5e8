"""Row 7 of the promises: importing people against a COPY of the rows it writes."""

import csv
import tempfile
from functools import partial
from pathlib import Path

from django.db import connection

from bench.cpu import cpu_seconds
from bench.report import Report, Row, Scale
from employees.imports.people_importer import PeopleImporter
from employees.models import Assignment, Employee, RoleProfile
from skillmap.core.imports.incoming import Incoming
from skillmap.core.imports.run import Outcome, bring_in
from skillmap.core.models import User

PEOPLE = {Scale.SMALL: 10_000, Scale.FULL: 50_000}
UNITS, SPAN = 120, 9
TABLES = (User, Employee, Assignment)
HEADER = (
    "employee_number", "first_name", "last_name", "email", "unit", "role_code", "job_title",
    "manager_number", "valid_from", "learning_hours_per_week", "location", "time_zone",
    "work_mode", "languages", "status",
)  # fmt: skip


def measure(scale: Scale) -> Report:
    """Import generated people, COPY the same rows into bare twins of the tables, import again."""
    count = PEOPLE[scale]
    RoleProfile.objects.bulk_create(RoleProfile(code=f"R{n}", name=f"Role {n}") for n in range(25))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "people.csv"
        write_people(path, count)
        outcomes: list[Outcome] = []
        first = cpu_seconds(lambda: outcomes.append(bring_in(PeopleImporter(), Incoming(path))))
        again = cpu_seconds(lambda: outcomes.append(bring_in(PeopleImporter(), Incoming(path))))
    assert outcomes[0].plan.counts()["created"] == count, outcomes[0].last_line
    assert outcomes[1].plan.counts()["unchanged"] == count, outcomes[1].last_line
    floor = _copy_seconds()
    return Report(
        sizes={"scale": scale.value, "people": count, "rows": len(TABLES) * count},
        rows=[
            Row("import of people against a COPY of its rows", first / floor, "x", 8),
            Row("the same file again against the first time", again / first, "x", 1),
        ],
    )


def write_people(path: Path, count: int) -> None:
    """Write a file of people in one tree of managers, everybody's manager further up or down."""
    with path.open("w", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(HEADER)
        for n in reversed(range(count)):
            manager = "" if n == 0 else f"{(n - 1) // SPAN:07}"
            writer.writerow([
                f"{n:07}", f"First{n % 800}", f"Last{n}", f"person{n}@example.org",
                f"Acme/Division {n % 12}/Team {n % UNITS}", f"R{n % 25}", f"Title {n % 60}",
                manager, f"20{10 + n % 15}-0{1 + n % 9}-01", "2", f"Site {n % 6}",
                "Europe/Madrid", "hybrid", "en|es", "active",
            ])  # fmt: skip


def _copy_seconds() -> float:
    """CPU of copying what was written into tables with the same indexes and checks, no audit."""
    copies = []
    with connection.cursor() as cursor:
        for model in TABLES:
            table = model._meta.db_table
            with cursor.cursor.copy(f"COPY {table} TO STDOUT") as out:
                copies.append((f"{table}_twin", b"".join(out)))
            cursor.execute(f"CREATE TABLE {table}_twin (LIKE {table} INCLUDING ALL)")
    return sum(cpu_seconds(partial(_copy_in, table, data)) for table, data in copies)


def _copy_in(table: str, data: bytes) -> None:
    with connection.cursor() as cursor, cursor.cursor.copy(f"COPY {table} FROM STDIN") as target:
        target.write(data)
