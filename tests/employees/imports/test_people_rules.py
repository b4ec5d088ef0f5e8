"""What a file of people may not do: the guard, managers, bad rows."""

import io

import pytest
from django.core.management import call_command
from django.db.models import F

from employees.enums import Grant
from employees.imports.people_importer import PeopleImporter
from employees.imports.reporting import people_in_loops, unknown_managers
from employees.models import Employee
from skillmap.core.enums import ImportState
from skillmap.core.errors import ConflictError
from skillmap.core.models import ImportBatch
from tests.employees.imports.people_files import ANA, BOB, HEAD, faults, loader, person, places
from tests.factories import assign, day, grant, make_employee, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def load(tmp_path):
    return loader(tmp_path)


def crowd(count, unit="Acme/Ops"):
    return HEAD + "".join(f"{n:04},P{n},X,,{unit},,,,2024-01-01\n" for n in range(count))


def test_all_faults_of_a_row_are_told_at_once(load):
    head = HEAD.replace("valid_from", "work_mode")
    outcome = load(head + "001,,Ruiz,,Acme,NO-ROLE,,ghost,moon\n002,Bob,Boss,,Acme,NO,,,\n")

    assert sorted((f.row, f.column, f.code, f.key) for f in outcome.faults) == [
        (2, "first_name", "missing_value", "001"),
        (2, "manager_number", "unknown_manager", "001"),
        (2, "role_code", "unknown_role", "001"),
        (2, "work_mode", "bad_choice", "001"),
        (3, "role_code", "unknown_role", "002"),
    ]
    assert outcome.last_line == "created 0, updated 0, unchanged 0, rejected 2"


# --- full files and the guard -----------------------------------------------------------------


def test_full_file_marks_absent_people_of_its_source_as_left(load):
    load(HEAD + ANA + BOB, source="hr")
    assign(make_employee(number="X1"))

    outcome = load(HEAD + BOB, source="hr", full=True)

    assert outcome.last_line == "created 0, updated 1, unchanged 1, rejected 0"
    assert (person("001").status, person("X1").status) == ("left", "active")
    assert places("001")[-1][-1] == day(0)


def test_full_file_with_a_rejected_row_marks_nobody_as_left(load):
    load(HEAD + ANA + BOB, source="hr")

    outcome = load(HEAD + BOB + "003,,X,,Acme,,,,\n", source="hr", full=True)

    assert person("001").status == "active"
    assert "not_full" in {f.code for f in outcome.faults}


def test_delta_leaves_absent_people_alone(load):
    load(HEAD + ANA + BOB, source="hr")

    load(HEAD + BOB, source="hr")

    assert person("001").status == "active"


def test_many_leavers_are_held_and_nothing_is_written(load):
    load(crowd(40), source="hr")

    outcome = load(crowd(19), source="hr", full=True)

    assert (outcome.state, outcome.exit_code) == (ImportState.HELD, 1)
    assert "21 of 40" in outcome.batch.note
    assert Employee.objects.filter(status="left").count() == 0
    assert outcome.batch.file.size > 0

    confirmed = load(crowd(19), source="hr", full=True, confirmed=True)
    assert confirmed.batch.updated == 21


def test_twenty_leavers_are_not_held(load):
    load(crowd(40), source="hr")

    assert load(crowd(20), source="hr", full=True).batch.updated == 20


def test_many_moves_are_held(load):
    load(crowd(40))

    held = load(crowd(5, unit="Acme/Other"))
    passed = load(crowd(4, unit="Acme/Other"))

    assert held.state == ImportState.HELD
    assert passed.batch.updated == 4


def test_many_learning_hours_need_a_yes(load):
    text = HEAD.replace("valid_from", "learning_hours_per_week") + (
        "001,Ana,Ruiz,,Acme,,,,38.5\n002,Bob,Boss,,Acme,,,,10\n"
    )

    held = load(text)
    assert held.state == ImportState.HELD
    assert faults(held) == [(2, "learning_hours_per_week", "many_hours")]
    assert held.plan.counts()["rejected"] == 0

    assert load(text, confirmed=True).batch.created == 2
    assert load(text).last_line == "created 0, updated 0, unchanged 2, rejected 0"


# --- managers ---------------------------------------------------------------------------------


def test_unknown_manager_rejects_the_row_and_those_who_report_to_it(load):
    outcome = load(
        HEAD + "001,Ana,R,,Acme,,,404,\n" + "002,Bob,B,,Acme,,,001,\n" + "003,Cy,C,,Acme,,,,\n"
    )

    assert faults(outcome) == [
        (2, "manager_number", "unknown_manager"),
        (3, "manager_number", "unknown_manager"),
    ]
    assert [p.number for p in Employee.objects.all()] == ["003"]


def test_loop_of_managers_is_rejected_and_the_others_are_loaded(load):
    outcome = load(
        HEAD
        + "001,Ana,R,,Acme,,,003,\n"
        + "002,Bob,B,,Acme,,,001,\n"
        + "003,Cy,C,,Acme,,,002,\n"
        + "004,Di,D,,Acme,,,004,\n"
        + "005,Ed,E,,Acme,,,,\n"
    )

    assert {(f.row, f.code) for f in outcome.faults} == {
        (row, "manager_loop") for row in (2, 3, 4, 5)
    }
    assert [p.number for p in Employee.objects.all()] == ["005"]


def test_loop_through_stored_people_is_rejected(load):
    load(HEAD + ANA + BOB)

    outcome = load(HEAD + BOB.replace(",Boss,,", ",Boss,001,"))

    assert faults(outcome) == [(2, "manager_number", "manager_loop")]
    assert places("002")[0][2] is None


def test_two_who_swap_places_in_one_file_make_no_loop(load):
    load(HEAD + ANA + BOB)

    outcome = load(
        HEAD + ANA.replace(",002,", ",,") + BOB.replace(",Boss,,", ",Boss,001,"), confirmed=True
    )

    assert outcome.batch.updated == 2
    assert (places("001")[-1][2], places("002")[-1][2]) == (None, "001")


def test_people_in_loops_finds_only_the_loop():
    managers = {"a": "b", "b": "c", "c": "b", "d": "a", "e": "", "f": "f"}

    assert people_in_loops(managers) == {"b", "c", "f"}


def test_unknown_managers_follow_through():
    wanted = {"a": "b", "b": "gone", "c": "kept", "d": ""}

    assert unknown_managers(wanted, frozenset({"kept"})) == {"a", "b"}


# --- bad rows ---------------------------------------------------------------------------------


def test_rows_that_cannot_be_are_rejected_with_their_reason(load):
    make_employee(number="900", user=make_user(email="taken@example.org"))

    outcome = load(
        HEAD
        + "001,Ana,R,taken@example.org,Acme,,,,\n"
        + "002,Bob,B,b@example.org,Acme,GHOST,,,\n"
        + "003,Cy,C,c@example.org,Acme,,,,\n"
        + "004,Di,D,c@example.org,Acme,,,,\n"
    )

    assert faults(outcome) == [
        (2, "email", "email_taken"),
        (3, "role_code", "unknown_role"),
        (5, "email", "email_taken"),
    ]
    assert outcome.last_line == "created 1, updated 0, unchanged 0, rejected 3"


def test_email_of_another_log_in_is_not_taken_over(load):
    load(HEAD + ANA + BOB)
    make_user(email="admin@example.org")

    outcome = load(HEAD + ANA.replace("ana@", "admin@"))

    assert faults(outcome) == [(2, "email", "email_taken")]


def test_names_that_look_like_code_are_stored_as_they_are(load):
    name = "<script>alert(1)</script>"

    load(HEAD + f"001,{name},=1+1,,Acme,,,,\n")

    assert (person("001").first_name, person("001").last_name) == (name, "=1+1")


# --- what waits for a person ------------------------------------------------------------------


def test_held_file_of_a_command_is_told_to_hr_and_replaced_by_the_next_run(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    admin = make_user()
    grant(admin, Grant.HR_ADMIN)
    path = tmp_path / "people.csv"
    path.write_text(crowd(40))
    call_command("import_people", path, source="hr")
    path.write_text(crowd(10))

    for _ in range(2):
        with pytest.raises(SystemExit) as left:
            call_command("import_people", path, source="hr", full=True, stdout=io.StringIO())
        assert left.value.code == 1

    states = list(ImportBatch.objects.order_by("pk").values_list("state", flat=True))
    assert states == [ImportState.APPLIED, ImportState.REPLACED, ImportState.HELD]
    assert admin.notifications.count() == 2


def test_row_that_somebody_changed_meanwhile_stops_the_file(load, monkeypatch):
    load(HEAD + ANA + BOB)
    plan = PeopleImporter.plan

    def plan_and_be_overtaken(self, incoming):
        found = plan(self, incoming)
        Employee.objects.filter(number="001").update(version=F("version") + 1, last_name="Vega")
        return found

    monkeypatch.setattr(PeopleImporter, "plan", plan_and_be_overtaken)

    with pytest.raises(ConflictError):
        load(HEAD + ANA.replace("Ana", "Anna"))
