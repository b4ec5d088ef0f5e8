"""Finding our columns in the files of others."""

import pytest

from employees.imports.people_csv import FIELDS as PEOPLE
from skillmap.core.tabular.delimited import read_delimited
from skillmap.core.tabular.guessing import guess_columns
from training.imports.activities_csv import FIELDS as ACTIVITIES

GERMAN = """\
Personalnr;Vorname;Name;E-Mail-Adresse;Abteilung;Stelle;Vorgesetzter;Eintrittsdatum;Lernstunden;Zustand
4711;Ana;Ruiz;ana@acme.example;Vertrieb;Verkäuferin;4712;01.09.2025;2,5;aktiv
4712;Bob;Boss;bob@acme.example;Vertrieb;Leiter;;13.02.2019;2;beurlaubt
"""


def guess(text: str, fields=PEOPLE):
    return guess_columns(read_delimited(text.encode(), "people.csv"), fields)


def test_columns_are_found_by_their_names_in_another_language():
    found = guess(GERMAN)

    assert found.entries == {
        "employee_number": "Personalnr",
        "first_name": "Vorname",
        "last_name": "Name",
        "email": "E-Mail-Adresse",
        "unit": "Abteilung",
        "job_title": "Stelle",
        "manager_number": "Vorgesetzter",
        "valid_from": {"column": "Eintrittsdatum", "written": "day-first"},
        "learning_hours_per_week": {"column": "Lernstunden", "written": "decimal-comma"},
        "status": {"column": "Zustand", "values": {"aktiv": "active", "beurlaubt": "leave"}},
    }
    assert found.reasons["status"] == "content"
    assert set(found.reasons.values()) == {"name", "content"}


def test_columns_are_found_by_what_is_in_them():
    text = "staff id,first_name,last_name,unit,X,Y\n1,Ana,Ruiz,A,a@acme.example,2\n2,B,C,A,,\n"
    found = guess(text)

    assert (found.entries["email"], found.entries["manager_number"]) == ("X", "Y")
    assert (found.reasons["email"], found.reasons["manager_number"]) == ("content", "content")


def test_manager_by_name_is_not_taken_for_a_number():
    found = guess("employee id,first_name,last_name,unit,Manager\n1,Ana,Ruiz,A,Boss Bob\n")

    assert "manager_number" not in found.entries


def test_hours_of_the_contract_are_not_taken_for_hours_to_learn():
    found = guess("employee id,first_name,last_name,unit,Weekly hours\n1,Ana,Ruiz,A,38.5\n")

    assert "learning_hours_per_week" not in found.entries


@pytest.mark.parametrize(
    ("day", "written"),
    [("03/25/2026", "month-first"), ("25/03/2026", "day-first"), ("03/04/2026", "day-first")],
)
def test_days_and_months_are_told_apart_by_those_that_can_be_only_one(day, written):
    text = f"employee id,first_name,last_name,unit,Since\n1,A,B,C,01/02/2026\n2,A,B,C,{day}\n"

    assert guess(text).entries["valid_from"] == {"column": "Since", "written": written}


@pytest.mark.parametrize(
    ("prices", "read"),
    [
        (["1,250", "12,000", "900"], "Preis"),
        (["1,250", "99,5"], {"column": "Preis", "written": "decimal-comma"}),
        (["0,125"], {"column": "Preis", "written": "decimal-comma"}),
        (["1250,000"], {"column": "Preis", "written": "decimal-comma"}),
    ],
)
def test_comma_before_thousands_is_not_taken_for_a_decimal_one(prices, read):
    rows = "\n".join(f"Excel;Seminar;2;{price}" for price in prices)

    found = guess(f"Titel;Lernform;Stunden;Preis\n{rows}\n", ACTIVITIES)

    assert found.entries["cost"] == read


def test_words_nobody_knows_are_left_to_a_person():
    found = guess("Course,Type,Hours\nExcel,Seminar,2\nWord,Gizmo,3\n", ACTIVITIES)

    assert found.entries["mode"] == {"column": "Type", "values": {"Seminar": "workshop"}}


def test_our_own_layout_is_found_as_it_stands():
    header = [field.name for field in PEOPLE]
    found = guess(",".join(header) + "\n")

    assert found.entries == {name: name for name in header}


def test_two_columns_alike_are_given_to_nobody_twice():
    found = guess("Name,Name 2,Surname,E-Mail,Mail\n1,2,3,a@b.example,c@d.example\n")

    columns = [entry for entry in found.entries.values() if isinstance(entry, str)]
    assert len(columns) == len(set(columns))
    assert found.entries["last_name"] in {"Name", "Surname"}
