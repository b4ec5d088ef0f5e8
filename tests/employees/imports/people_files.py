"""What the tests of people files share: two people, and looking at the outcome."""

from django.utils import timezone

from employees.imports.people_importer import PeopleImporter
from employees.models import Assignment, Employee
from skillmap.core.imports.incoming import Incoming
from skillmap.core.imports.plan import Turn
from skillmap.core.imports.run import bring_in, ignore_progress
from skillmap.core.imports.undo import undo_batch

HEAD = (
    "employee_number,first_name,last_name,email,unit,role_code,job_title,manager_number,"
    "valid_from\n"
)
ANA = "001,Ana,Ruiz,ana@example.org,Acme/Sales,,Seller,002,2024-03-01\n"
BOB = "002,Bob,Boss,bob@example.org,Acme,,Boss,,2020-01-01\n"


def loader(tmp_path):
    """A function that brings in a text as a file of people."""

    def load(text, **options):
        path = tmp_path / "people.csv"
        path.write_text(text)
        return bring_in(PeopleImporter(), Incoming(path, **options))

    return load


def undo(outcome):
    undo_batch(PeopleImporter(), Turn(outcome.batch, None, timezone.now(), ignore_progress))


def person(number):
    return Employee.objects.get(number=number)


def places(number):
    """(unit, title, manager, from, to) of each place, in order."""
    rows = Assignment.objects.filter(employee__number=number).order_by("valid")
    return [
        (
            row.unit.path,
            row.job_title,
            row.manager and row.manager.number,
            row.valid.lower,
            row.valid.upper,
        )
        for row in rows.select_related("unit", "manager")
    ]


def faults(outcome):
    return [(f.row, f.column, f.code) for f in outcome.faults]


def crowd(count, unit="Acme/Ops"):
    return HEAD + "".join(f"{n:04},P{n},X,,{unit},,,,2024-01-01\n" for n in range(count))
