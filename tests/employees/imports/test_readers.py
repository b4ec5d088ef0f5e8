"""Role profiles and people as files bring them."""

import json
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from employees.imports import people_csv, roles_csv, roles_esco, roles_gdad, roles_onet
from employees.services.units import with_ancestors
from skillmap.core.tabular.delimited import read_delimited
from skillmap.core.tabular.faults import FileRefused
from skillmap.core.tabular.folder import Folder
from skillmap.core.tabular.mapping import read_mapping
from skillmap.core.tabular.reading import read_sheet
from tests.data_folder import real_data
from tests.skills.imports import twins


def asked(file):
    """What each role asks for, by role and skill."""
    return {
        (row.role_code, row.skill_code): (row.required_level, row.importance)
        for row in file.parsed.rows
    }


def faults(parsed):
    return sorted((f.row, f.column, f.code) for f in parsed.faults)


def people(text: str, mapping=None):
    columns = mapping and read_mapping(json.dumps(mapping).encode(), "m", people_csv.COLUMNS)
    return people_csv.read_people(read_delimited(text.encode(), "people.csv"), columns)


def test_own_roles_read_requirements_and_mark_a_missing_weight_as_assumed():
    text = (
        "role_code,role,family,skill_code,required_level,importance,essential,situations\n"
        "R1,Pilot,Harbour,TIDES,3.5,5,1,at night|in fog\n"
        "R1,Pilot,Harbour,KNOTS,2,,,\n"
        "R1,Pilot,Harbour,KNOTS,3,,,\n"
        "R2,Cook,Galley,SOUP,two,6,,\n"
    )

    file = roles_csv.read_roles(read_delimited(text.encode(), "roles.csv"))

    assert asked(file) == {("R1", "TIDES"): (Decimal("3.5"), 5), ("R1", "KNOTS"): (Decimal(2), 3)}
    assert [(row.essential, row.assumed) for row in file.parsed.rows] == [
        (True, False),
        (False, True),
    ]
    assert file.parsed.rows[0].situations == ("at night", "in fog")
    assert faults(file.parsed) == [
        (4, "skill_code", "duplicate_row"),
        (5, "importance", "out_of_range"),
        (5, "required_level", "bad_number"),
    ]


def test_gdad_roles_report_rows_not_in_use_and_doubles_and_load_the_rest(tmp_path):
    file = roles_gdad.read_roles(Folder(twins.gdad(tmp_path)))

    assert asked(file) == {
        ("HARBOUR_PILOT_JUNIOR_PILOT", "TIDE_TABLES"): (Decimal(2), 3),
        ("HARBOUR_PILOT_JUNIOR_PILOT", "CALMING_CREWS"): (Decimal(1), 3),
        ("HARBOUR_PILOT_SENIOR_PILOT", "TIDE_TABLES"): (Decimal(4), 3),
    }
    assert faults(file.parsed) == [
        (2, "Skill Level", "not_in_use"),
        (5, "skill_code", "duplicate_row"),
        (7, "Skill Level", "bad_choice"),
    ]


def test_onet_roles_map_levels_and_supply_them_where_there_are_none(tmp_path):
    file = roles_onet.read_roles(Folder(twins.onet(tmp_path)))

    assert asked(file) == {
        ("15-0001.00", "2.B.3.e"): (Decimal("3.0"), 4),
        ("15-0001.00", "1.C.3.a"): (Decimal(3), 5),
    }
    assert {row.skill_code: row.assumed for row in file.parsed.rows} == {
        "2.B.3.e": False,
        "1.C.3.a": True,
    }
    assert faults(file.parsed) == [(4, "O*NET-SOC Code", "unknown_role")]


def test_esco_roles_by_id_supply_level_and_weight_and_report_what_is_neither(tmp_path):
    file = roles_esco.read_roles(Folder(twins.esco_by_id(tmp_path)))

    assert asked(file) == {
        ("8350.1", "aa-1"): (Decimal(3), 4),
        ("8350.1", "aa-3"): (Decimal(2), 2),
    }
    assert all(row.assumed for row in file.parsed.rows)
    assert faults(file.parsed) == [
        (4, "RELATIONTYPE", "missing_value"),
        (5, "SKILLID", "unknown_skill"),
    ]


def test_esco_roles_of_the_official_export_link_by_uri(tmp_path):
    file = roles_esco.read_roles(Folder(twins.esco_official(tmp_path)))

    assert asked(file) == {("oo-1", "aa-1"): (Decimal(3), 4)}


def test_people_read_with_defaults_and_leading_zeros():
    parsed = people(
        "employee_number,first_name,last_name,email,unit,manager_number,valid_from,languages\n"
        "0007,Ana,Ruiz,Ana@Example.org, Acme / Sales ,0008,2026-01-31,de|pt-BR\n"
    )

    row = parsed.rows[0]
    assert (row.employee_number, row.email) == ("0007", "ana@example.org")
    assert (row.unit, row.valid_from) == ("Acme/Sales", date(2026, 1, 31))
    assert (row.work_mode, row.status) == ("onsite", "active")
    assert row.learning_hours_per_week == 2
    assert row.languages == ("de", "pt-BR")


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("unit", "Acme//Sales", "bad_unit"),
        ("time_zone", "Europe/Atlantis", "bad_time_zone"),
        ("time_zone", "../../etc/passwd", "bad_time_zone"),
        ("languages", "German!", "bad_language"),
        ("status", "retired", "bad_choice"),
        ("work_mode", "moon", "bad_choice"),
        ("learning_hours_per_week", "-1", "out_of_range"),
        ("valid_from", "31/01/2026", "bad_date"),
        ("email", "ana", "bad_email"),
    ],
)
def test_people_with_a_bad_cell_are_rejected_with_its_column(column, value, code):
    row = {"employee_number": "1", "first_name": "Ana", "last_name": "R", "unit": "Acme"}
    row[column] = value

    parsed = people(",".join(row) + "\n" + ",".join(row.values()) + "\n")

    assert faults(parsed) == [(2, column, code)]
    assert parsed.rows == []


def test_with_ancestors_lists_parents_before_children():
    assert with_ancestors(["A/B/C", "A", "A/B/D"]) == ["A", "A/B", "A/B/C", "A/B/D"]


def test_real_gdad_roles_load_without_the_rows_not_in_use():
    file = roles_gdad.read_roles(Folder(real_data("uk_gdad")))

    assert Counter(f.code for f in file.parsed.faults) == {"not_in_use": 28, "duplicate_row": 6}
    assert (len(file.parsed.rows), len({r.role_code for r in file.parsed.rows})) == (668, 82)


def test_real_esco_roles_load_and_name_the_four_without_a_relation():
    file = roles_esco.read_roles(Folder(real_data("esco_sample")))

    assert Counter(f.code for f in file.parsed.faults) == {"missing_value": 4}
    assert len(file.parsed.rows) == 8675


def test_real_esco_export_without_relations_is_refused():
    with pytest.raises(FileRefused):
        roles_esco.read_roles(Folder(real_data("esco_1_0_9")))


def test_real_onet_roles_leave_out_what_matters_little():
    file = roles_onet.read_roles(Folder(real_data("onet_27_0")))

    assert file.parsed.faults == []
    assert {row.importance for row in file.parsed.rows} == {3, 4, 5}


def test_real_reporting_lines_fit_by_a_mapping():
    mapping = {
        "employee_number": "employee_id",
        "manager_number": "manager_id",
        "unit": "department",
        "valid_from": "hire_date",
        "first_name": {"const": "Person"},
        "last_name": "login",
    }
    columns = read_mapping(json.dumps(mapping).encode(), "m", people_csv.COLUMNS)
    path = real_data("org_adventureworks") / "derived_reporting_lines.csv"

    parsed = people_csv.read_people(read_sheet(path), columns)

    assert len(parsed.rows) == 290
    assert [f.column for f in parsed.faults] == ["level"]
    assert sum(not row.manager_number for row in parsed.rows) == 1
