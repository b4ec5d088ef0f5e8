"""Loading people: joining, moving, leaving, coming back, and undo."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from employees.enums import EmployeeStatus
from employees.imports.people_importer import PeopleImporter
from employees.models import Assignment, Employee, OrgUnit, OrgUnitPlacement, TitleMapping
from skillmap.core.errors import ConflictError
from skillmap.core.imports.incoming import Incoming
from skillmap.core.imports.run import bring_in
from skillmap.core.models import User
from tests.data_folder import real_data
from tests.employees.imports.people_files import (
    ANA,
    BOB,
    HEAD,
    loader,
    person,
    places,
    undo,
)
from tests.factories import day, make_role, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def load(tmp_path):
    return loader(tmp_path)


# --- joining ----------------------------------------------------------------------------------


def test_new_people_get_place_manager_and_a_log_in_without_password(load):
    outcome = load(HEAD + ANA + BOB)

    assert outcome.last_line == "created 2, updated 0, unchanged 0, rejected 0"
    assert places("001") == [("Acme/Sales", "Seller", "002", date(2024, 3, 1), None)]
    ana = person("001")
    assert (ana.status, ana.work_mode, ana.learning_hours_per_week) == ("active", "onsite", 2)
    assert ana.joined_on == date(2024, 3, 1)
    assert (ana.user.email, ana.user.name) == ("ana@example.org", "Ana Ruiz")
    assert not ana.user.has_usable_password()


def test_units_are_created_with_those_above_them(load):
    load(HEAD + ANA + BOB)

    assert list(OrgUnit.objects.values_list("path", "name")) == [
        ("Acme", "Acme"),
        ("Acme/Sales", "Sales"),
    ]
    placement = OrgUnitPlacement.objects.get(name="Sales")
    assert placement.parent.path == "Acme"


def test_same_file_again_changes_nothing(load):
    text = HEAD + ANA + BOB + "003,Cy,Low,,Acme/Sales,,,002,\n"
    load(text)
    before = list(Employee.objects.order_by("pk").values_list("pk", "version", "updated_at"))
    events = Employee.objects.get(number="001").events.count()

    outcome = load(text)

    assert outcome.last_line == "created 0, updated 0, unchanged 3, rejected 0"
    after = list(Employee.objects.order_by("pk").values_list("pk", "version", "updated_at"))
    assert after == before
    assert Employee.objects.get(number="001").events.count() == events
    assert Assignment.objects.count() == 3


def test_person_without_email_has_no_log_in_until_one_comes(load):
    load(HEAD + "001,Ana,Ruiz,,Acme,,,,2024-01-01\n")
    assert person("001").user is None

    load(HEAD + "001,Ana,Ruiz,Ana@Example.org,Acme,,,,2024-01-01\n")

    assert person("001").user.email == "ana@example.org"


def test_log_in_that_is_there_already_becomes_the_persons(load):
    admin = make_user(email="ana@example.org")

    load(HEAD + ANA + BOB)

    assert person("001").user == admin
    admin.refresh_from_db()
    assert admin.name == "Ana Ruiz"


def test_all_columns_are_stored(load):
    load(
        "employee_number,first_name,last_name,unit,learning_hours_per_week,location,time_zone,"
        "work_mode,languages,status\n"
        "001,Ana,Ruiz,Acme,3.5,Porto,Europe/Lisbon,hybrid,pt|en,leave\n"
    )

    ana = person("001")
    assert (ana.site.name, ana.time_zone, ana.work_mode) == ("Porto", "Europe/Lisbon", "hybrid")
    assert (ana.languages, ana.status) == (["pt", "en"], EmployeeStatus.LEAVE)
    assert ana.learning_hours_per_week == Decimal("3.5")


def test_absent_columns_leave_what_is_stored(load):
    load(HEAD + ANA + BOB)

    outcome = load("employee_number,first_name,last_name,unit\n001,Ana,Ruiz,Acme/Sales\n")

    assert outcome.last_line == "created 0, updated 0, unchanged 1, rejected 0"


# --- roles and titles -------------------------------------------------------------------------


def test_role_comes_from_its_code_or_from_the_title_table(load):
    seller, boss = make_role("Seller"), make_role("Boss")
    TitleMapping.objects.create(title="SELLER", role=seller)

    load(HEAD + ANA + BOB.replace("Acme,,", f"Acme,{boss.code},"))

    roles = dict(Assignment.objects.values_list("employee__number", "role_id"))
    assert roles == {"001": seller.pk, "002": boss.pk}


def test_title_mapped_later_fills_the_missing_role_without_a_new_place(load):
    load(HEAD + ANA + BOB)
    seller = make_role("Seller")
    TitleMapping.objects.create(title="Seller", role=seller)

    outcome = load(HEAD + ANA + BOB)

    assert outcome.last_line == "created 0, updated 1, unchanged 1, rejected 0"
    assert outcome.batch.rows.get().changes == {"role_code": ["", seller.code]}
    assert Assignment.objects.get(employee__number="001").role == seller
    assert len(places("001")) == 1


def test_role_chosen_by_hand_is_kept_when_the_title_says_nothing(load):
    load(HEAD + ANA + BOB)
    role = make_role("Seller")
    Assignment.objects.filter(employee__number="001").update(role=role)

    outcome = load(HEAD + ANA + BOB)

    assert outcome.batch.unchanged == 2


# --- changes ----------------------------------------------------------------------------------


def test_move_closes_the_place_and_opens_another(load):
    load(HEAD + ANA + BOB)
    moved = ANA.replace("Acme/Sales", "Acme/Support").replace("2024-03-01", "2026-02-01")

    outcome = load(HEAD + moved, confirmed=True)

    assert outcome.last_line == "created 0, updated 1, unchanged 0, rejected 0"
    assert outcome.batch.rows.get().changes == {"unit": ["Acme/Sales", "Acme/Support"]}
    assert places("001") == [
        ("Acme/Sales", "Seller", "002", date(2024, 3, 1), date(2026, 2, 1)),
        ("Acme/Support", "Seller", "002", date(2026, 2, 1), None),
    ]


def test_move_dated_like_the_present_place_takes_effect_today_and_keeps_the_past(load):
    load(HEAD + ANA + BOB)

    load(HEAD + ANA.replace("Acme/Sales", "Acme/Support"), confirmed=True)

    assert places("001") == [
        ("Acme/Sales", "Seller", "002", date(2024, 3, 1), day(0)),
        ("Acme/Support", "Seller", "002", day(0), None),
    ]


def test_correction_on_the_day_it_was_said_amends_the_place(load):
    load(HEAD + ANA.replace("2024-03-01", "") + BOB)

    load(HEAD + ANA.replace("2024-03-01", "").replace("Acme/Sales", "Acme/IT"), confirmed=True)

    assert places("001") == [("Acme/IT", "Seller", "002", day(0), None)]


def test_changed_name_and_email_reach_the_log_in(load):
    load(HEAD + ANA + BOB)

    load(HEAD + ANA.replace("Ruiz", "Vega").replace("ana@", "ana.vega@"))

    ana = person("001")
    assert (ana.last_name, ana.user.email, ana.user.name) == (
        "Vega",
        "ana.vega@example.org",
        "Ana Vega",
    )
    assert len(places("001")) == 1


def test_leaver_ends_place_and_log_in(load):
    load(HEAD + ANA + BOB)

    load(
        HEAD.replace("valid_from", "valid_from,status")
        + ANA.replace("2024-03-01", "2026-05-01,left")
    )

    ana = person("001")
    assert (ana.status, ana.left_on) == (EmployeeStatus.LEFT, date(2026, 5, 1))
    assert not ana.user.is_active
    assert places("001")[-1][-2:] == (date(2024, 3, 1), date(2026, 5, 1))


def test_leaving_twice_changes_nothing_more(load):
    load(HEAD + ANA + BOB)
    text = HEAD.replace("valid_from", "valid_from,status") + ANA.replace(
        "2024-03-01", "2026-05-01,left"
    )
    load(text)

    assert load(text).last_line == "created 0, updated 0, unchanged 1, rejected 0"


def test_rehire_is_the_same_person_with_another_place(load):
    load(HEAD + ANA + BOB)
    head = HEAD.replace("valid_from", "valid_from,status")
    load(head + ANA.replace("2024-03-01", "2025-05-01,left"))
    before = person("001")

    load(head + ANA.replace("2024-03-01", "2026-01-01,active"))

    ana = person("001")
    assert (ana.pk, ana.status, ana.left_on) == (before.pk, EmployeeStatus.ACTIVE, None)
    assert ana.user.is_active
    assert [row[-2:] for row in places("001")] == [
        (date(2024, 3, 1), date(2025, 5, 1)),
        (date(2026, 1, 1), None),
    ]


# --- undo -------------------------------------------------------------------------------------


def everything():
    return {
        "people": list(Employee.objects.order_by("number").values_list(
            "number", "first_name", "last_name", "email", "status", "left_on", "user__email")),
        "places": {number: places(number) for (number, *_rest) in
                   Employee.objects.values_list("number")},
        "users": set(User.objects.values_list("email", "name", "is_active")),
        "units": set(OrgUnit.objects.values_list("path", flat=True)),
    }  # fmt: skip


def test_undo_of_joiners_removes_all_they_brought(load):
    make_user(email="admin@example.org")
    before = everything()

    undo(load(HEAD + ANA + BOB))

    assert everything() == before


def test_undo_of_moves_leavers_and_joiners_restores_everything(load):
    load(HEAD + ANA + BOB)
    before = everything()
    outcome = load(
        HEAD.replace("valid_from", "valid_from,status")
        + ANA.replace("Ruiz", "Vega").replace("2024-03-01", "2026-05-01,left")
        + BOB.replace("Acme,", "Acme/Board,").replace("2020-01-01", "2026-01-01,")
        + "003,Cy,New,cy@example.org,Acme/New,,,002,,\n",
        confirmed=True,
    )
    assert everything() != before

    undo(outcome)

    assert everything() == before


def test_undo_of_people_who_were_rated_since_is_refused(load):
    outcome = load(HEAD + ANA + BOB)
    person("001").target_roles.create(role=make_role())

    with pytest.raises(ConflictError):
        undo(outcome)

    assert Employee.objects.count() == 2


# --- commands, size, real files ---------------------------------------------------------------


def test_command_reports_and_ends_with_two_when_some_rows_were_rejected(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text(HEAD + ANA + BOB + "003,Cy,Low,,Acme,GHOST,,002,\n")
    out = io.StringIO()

    with pytest.raises(SystemExit) as left:
        call_command("import_people", path, stdout=out)

    assert left.value.code == 2
    lines = out.getvalue().splitlines()
    assert lines[-2:] == [
        "people.csv,people,4,role_code,GHOST,unknown_role,There is no role of this code.",
        f"{path}: created 2, updated 0, unchanged 0, rejected 1",
    ]


def test_command_with_full_but_no_source_is_refused(tmp_path):
    with pytest.raises(CommandError):
        call_command("import_people", tmp_path / "people.csv", full=True)


def test_queries_do_not_grow_with_the_file(load):
    def queries(prefix, count):
        rows = "".join(f"{prefix}{n},P,X,{prefix}{n}@x.org,Acme,,,,\n" for n in range(count))
        with CaptureQueriesContext(connection) as found:
            load(HEAD + rows)
        return len(found)

    queries("a", 1)
    assert queries("b", 2) == queries("c", 80)


def test_real_reporting_lines_load_with_their_tree():
    mapping = (
        b'{"employee_number": "employee_id", "manager_number": "manager_id", "unit": "department",'
        b' "valid_from": "hire_date", "first_name": {"const": "Person"}, "last_name": "login"}'
    )
    path = real_data("org_adventureworks") / "derived_reporting_lines.csv"

    first = bring_in(PeopleImporter(), Incoming(path, mapping=mapping))
    second = bring_in(PeopleImporter(), Incoming(path, mapping=mapping))

    assert first.last_line == "created 290, updated 0, unchanged 0, rejected 0"
    assert second.last_line == "created 0, updated 0, unchanged 290, rejected 0"
    assert Assignment.objects.filter(manager=None).count() == 1
    assert OrgUnit.objects.count() == 16
