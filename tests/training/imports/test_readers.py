"""Catalogues and evidence as files bring them."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from skillmap.core.tabular.delimited import read_delimited
from skillmap.core.tabular.faults import CellError, FileRefused
from skillmap.core.tabular.mapping import read_mapping
from skillmap.core.tabular.reading import read_sheet
from tests.data_folder import real_data
from training.imports.activities_csv import COLUMNS, SPECIAL, read_activities
from training.imports.evidence_csv import read_evidence
from training.imports.outcomes import parse_outcomes, split_names

MAP = Path(__file__).with_name("catalogue_map.json")
HEAD = "activity_code,title,mode,hours_per_session,"


def activities(text: str, mapping: bytes | None = None):
    columns = read_mapping(mapping, "map.json", COLUMNS, SPECIAL) if mapping else None
    return read_activities(read_delimited(text.encode(), "catalogue.csv"), columns)


def faults(parsed):
    return [(f.row, f.column, f.code) for f in parsed.faults]


def test_activities_read_outcomes_dates_and_unknown_cost():
    parsed = activities(
        HEAD + "cost,starts_on,outcomes\n"
        "A1,Knots,workshop,2.5,,2027-03-12|2027-04-01T09:00+02:00,KNOTS:0:2.5:0.4|CALM:1:3\n"
        "A2,Soup,course,1,0,,\n"
    )

    knots, soup = parsed.rows
    assert (knots.cost, soup.cost) == (None, Decimal(0))
    assert knots.starts_on[0] == date(2027, 3, 12)
    assert knots.starts_on[1] == datetime(2027, 4, 1, 7, 0, tzinfo=UTC)
    first, second = knots.outcomes
    assert (first.skill, first.entry_level, first.exit_level) == ("KNOTS", 0, Decimal("2.5"))
    assert (first.gain, second.gain) == (Decimal("0.4"), None)
    assert parsed.faults == []


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("mode", "lecture", "bad_choice"),
        ("hours_per_session", "0", "out_of_range"),
        ("cost", "-1", "out_of_range"),
        ("currency", "Euro", "bad_currency"),
        ("url", "javascript:alert(1)", "bad_address"),
        ("starts_on", "2027-03-12T09:00", "bad_date"),
        ("starts_on", "+3w", "bad_date"),
        ("prerequisites", "B|B", "repeated_value"),
        ("outcomes", "KNOTS", "bad_outcome"),
        ("outcomes", "KNOTS:3:2", "bad_outcome"),
        ("outcomes", "KNOTS:0:2|KNOTS:0:3", "repeated_value"),
        ("outcomes", "KNOTS:0:x", "bad_number"),
    ],
)
def test_activity_with_a_bad_cell_is_rejected_with_its_column(column, value, code):
    row = {"activity_code": "A", "title": "T", "mode": "course", "hours_per_session": "1"}
    row[column] = value

    parsed = activities(",".join(row) + "\n" + ",".join(row.values()) + "\n")

    assert faults(parsed) == [(2, column, code)]


def test_catalogue_by_mapping_reads_bands_and_skills_by_name():
    text = (
        "Title,Institution,Learning Product,Level,Duration,Gained Skills\n"
        'Tides,Sea School,Course,Beginner,1 - 4 Weeks,"Tides, Quality (QA, QC), tides"\n'
        "Tides,Sea School,Course,Beginner,1 - 4 Weeks,Tides\n"
        "Ropes,Sea School,Course,Beginner,Some day,Knots\n"
        "Soup,Sea School,Course,Expert,1 - 4 Weeks,Soup\n"
    )

    parsed = activities(text, MAP.read_bytes())

    tides = parsed.rows[0]
    assert (tides.sessions, tides.hours_per_session, tides.cost) == (4, Decimal(3), None)
    assert tides.activity_code == "TIDES_SEA_SCHOOL"
    assert [outcome.skill for outcome in tides.outcomes] == ["Tides", "Quality (QA, QC)"]
    assert {(outcome.entry_level, outcome.exit_level) for outcome in tides.outcomes} == {(0, 2)}
    assert sorted(faults(parsed)) == [
        (3, "activity_code", "duplicate_row"),
        (4, "hours_per_session", "unmapped_value"),
        (4, "sessions", "unmapped_value"),
        (5, "outcomes", "unmapped_value"),
    ]


@pytest.mark.parametrize(
    "outcomes",
    [
        {"skills": "S", "separator": ""},
        {"skills": "S", "separator": ",", "levels": {"column": "L"}},
        {"skills": "S", "separator": ",", "levels": {"column": "L", "values": {"a": []}}},
        {"skills": 1, "separator": ",", "levels": {"column": "L", "values": {}}},
    ],
)
def test_mapping_with_outcomes_of_another_shape_is_refused(outcomes):
    with pytest.raises(FileRefused) as caught:
        read_mapping(json.dumps({"outcomes": outcomes}).encode(), "m.json", COLUMNS, SPECIAL)

    assert [f.column for f in caught.value.faults] == ["outcomes"]


def test_split_names_leaves_separators_in_brackets_alone():
    assert split_names("A, B (c, d), E]", ", ") == ["A", "B (c, d)", "E]"]
    assert split_names("A (b, c", ", ") == ["A (b, c"]


def test_parse_outcomes_with_too_many_skills_is_refused():
    with pytest.raises(CellError):
        parse_outcomes("|".join(f"S{index}:0:1" for index in range(101)))


def test_evidence_reads_levels_and_dates():
    text = (
        "employee_number,skill_code,source,rater_number,level,scale,observed_on,expires_on,reference\n"
        "007,KNOTS,peer,008,3.5,,2026-02-01,,\n"
        "007,KNOTS,completion,,,,2026-02-01,,A1\n"
        "007,KNOTS,gossip,,3,,2026-02-01,,\n"
        "007,KNOTS,test,,3,,tomorrow,,\n"
    )

    parsed = read_evidence(read_delimited(text.encode(), "evidence.csv"))

    assert [(row.level, row.source) for row in parsed.rows] == [
        (Decimal("3.5"), "peer"),
        (None, "completion"),
    ]
    assert sorted(faults(parsed)) == [
        (4, "source", "bad_choice"),
        (5, "observed_on", "bad_date"),
    ]


def test_real_catalogue_reads_by_its_mapping():
    mapping = read_mapping(MAP.read_bytes(), MAP.name, COLUMNS, SPECIAL)
    sheet = read_sheet(real_data("training_catalogue") / "courses.csv")

    parsed = read_activities(sheet, mapping)

    assert len(parsed.rows) == 972
    assert [f.row for f in parsed.faults if not f.warning] == [812]
    names = {outcome.skill for row in parsed.rows for outcome in row.outcomes}
    assert {"Securities (Finance)", "Product Quality (QA/QC)"} <= names
    assert all(row.cost is None for row in parsed.rows)
