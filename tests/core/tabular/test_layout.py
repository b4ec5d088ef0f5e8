"""From text cells to typed rows, with our columns or with somebody else's."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from skillmap.core.tabular import cells
from skillmap.core.tabular.delimited import read_delimited
from skillmap.core.tabular.faults import CellError, FileRefused
from skillmap.core.tabular.layout import Field, Layout, parse_sheet
from skillmap.core.tabular.mapping import read_mapping


@dataclass(frozen=True)
class Loan:
    row: int
    number: str
    on: date | None
    hours: Decimal
    tags: tuple[str, ...]


LOANS = Layout(
    fields=(
        Field("number", cells.code(10), needed=True),
        Field("on", cells.day, empty=None),
        Field("hours", cells.decimal("0", "10"), empty=Decimal(2)),
        Field("tags", cells.listing(cells.text(5)), empty=()),
    ),
    build=Loan,
    keeps_faulty=True,
)
COLUMNS = [field.name for field in LOANS.fields]


def parse(text: str, mapping=None):
    sheet = read_delimited(text.encode(), "loans.csv")
    columns = read_mapping(json.dumps(mapping).encode(), "map.json", COLUMNS) if mapping else None
    return parse_sheet(sheet, LOANS, columns)


def test_parse_sheet_gives_typed_rows_and_defaults_for_empty_cells():
    parsed = parse("number,on,hours,tags\n007, 2026-03-01 ,2.5,a|b\n8,,,\n")

    assert parsed.rows == [
        Loan(2, "007", date(2026, 3, 1), Decimal("2.5"), ("a", "b")),
        Loan(3, "8", None, Decimal(2), ()),
    ]
    assert parsed.faults == []


@pytest.mark.parametrize(
    ("writing", "text", "day"),
    [
        ("day-first", "1.3.2026", date(2026, 3, 1)),
        ("day-first", "01/03/2026", date(2026, 3, 1)),
        ("month-first", "03-01-2026", date(2026, 3, 1)),
        ("month-first", "2026-03-01", date(2026, 3, 1)),
    ],
)
def test_mapping_says_how_dates_are_written(writing, text, day):
    parsed = parse(f"number,Day\n1,{text}\n", {"on": {"column": "Day", "written": writing}})

    assert [row.on for row in parsed.rows] == [day]


def test_mapping_says_that_numbers_have_a_comma():
    mapping = {"hours": {"column": "Std", "written": "decimal-comma"}}
    parsed = parse("number;Std\n1;2,5\n2;1.234,5\n", mapping)

    assert [row.hours for row in parsed.rows] == [Decimal("2.5")]
    assert [(fault.row, fault.code) for fault in parsed.faults] == [(3, "bad_number")]


def test_mapping_leaves_a_column_of_ours_out():
    parsed = parse("number,hours\n1,9\n", {"hours": None})

    assert [row.hours for row in parsed.rows] == [Decimal(2)]
    assert "hours" not in parsed.columns


@pytest.mark.parametrize("written", ["d.m.y", ["day-first"], None])
def test_mapping_with_a_writing_nobody_knows_is_refused(written):
    with pytest.raises(FileRefused, match="entry must be"):
        parse("number,Day\n1,x\n", {"on": {"column": "Day", "written": written}})


def test_parse_sheet_names_every_faulty_cell_and_keeps_the_good_rows():
    parsed = parse("number,on,hours\n1,01.03.2026,11\n,2026-03-01,1\n3,2026-03-01,1\n")

    assert [(f.row, f.column, f.value, f.code) for f in parsed.faults] == [
        (3, "number", "", "missing_value"),
        (2, "on", "01.03.2026", "bad_date"),
        (2, "hours", "11", "out_of_range"),
    ]
    assert [row.number for row in parsed.rows] == ["3"]
    assert parsed.rejected == 2


def test_faults_say_what_their_row_is_about_and_the_rest_of_it_can_be_read_on():
    parsed = parse("number,on,hours\n 1 ,01.03.2026,11\n,2026-03-01,1\n")

    assert [(fault.row, fault.key) for fault in parsed.faults] == [(3, ""), (2, "1"), (2, "1")]
    assert parsed.faulty == [
        Loan(2, "1", None, Decimal(2), ()),
        Loan(3, "", date(2026, 3, 1), Decimal(1), ()),
    ]
    assert parsed.fault(2, "on", None, "odd", "Odd.").key == "1"


def test_parse_sheet_with_an_unknown_column_warns_and_rejects_nothing():
    parsed = parse("number,colour\n1,red\n")

    assert [(f.row, f.column, f.code, f.warning) for f in parsed.faults] == [
        (1, "colour", "unknown_column", True)
    ]
    assert (len(parsed.rows), parsed.rejected) == (1, 0)


def test_parse_sheet_tells_an_absent_column_from_an_empty_one():
    assert parse("number,on\n1,\n").columns == {"number", "on"}


def test_parse_sheet_without_a_needed_column_refuses():
    with pytest.raises(FileRefused) as caught:
        parse("on\n2026-03-01\n")

    assert [(f.column, f.code) for f in caught.value.faults] == [("number", "missing_column")]


def test_parse_sheet_with_a_mapping_reads_another_layout():
    mapping = {
        "number": "Ref",
        "hours": {"column": "Length", "values": {"short": 1, "long": "8.5"}},
        "tags": {"const": "new"},
    }

    parsed = parse("Ref,Length,Note\nA1,short,x\nA2,long,x\nA3,endless,x\n", mapping)

    assert [(row.number, row.hours, row.tags) for row in parsed.rows] == [
        ("A1", Decimal(1), ("new",)),
        ("A2", Decimal("8.5"), ("new",)),
    ]
    assert [(f.row, f.column, f.value, f.code) for f in parsed.faults] == [
        (1, "Note", "Note", "unknown_column"),
        (4, "hours", "endless", "unmapped_value"),
    ]


def test_parse_sheet_with_a_mapping_to_a_column_that_is_not_there_refuses():
    with pytest.raises(FileRefused) as caught:
        parse("number\n1\n", {"on": "Date"})

    assert caught.value.faults[0].value == ""
    assert "Date" in caught.value.faults[0].sentence


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"{", "bad_mapping"),
        (b"[]", "bad_mapping"),
        (b"\xff\xfe{}", "bad_mapping"),
        (b"[" * 100_000, "bad_mapping"),
        (b'{"size": "Size"}', "unknown_column"),
        (b'{"on": 5}', "bad_mapping"),
        (b'{"on": {"const": [1]}}', "bad_mapping"),
        (b'{"on": {"column": "A"}}', "bad_mapping"),
        (b'{"on": {"column": "A", "values": {"x": null}}}', "bad_mapping"),
    ],
)
def test_read_mapping_with_an_entry_it_does_not_know_refuses(data, code):
    with pytest.raises(FileRefused) as caught:
        read_mapping(data, "map.json", COLUMNS)

    assert {fault.code for fault in caught.value.faults} == {code}


def test_mapped_constant_with_a_nul_is_a_fault_not_a_crash_later():
    parsed = parse("number\n1\n", {"tags": {"const": "a\u0000b"}})

    assert [fault.code for fault in parsed.faults] == ["control_character"]


@pytest.mark.parametrize(
    ("parser", "cell", "code"),
    [
        (cells.day, "2026-02-30", "bad_date"),
        (cells.day, "20260301", "bad_date"),
        (cells.day, "0001-01-01", "bad_date"),
        (cells.decimal("0", "5"), "1e3", "bad_number"),
        (cells.decimal("0", "5"), "NaN", "bad_number"),
        (cells.decimal("0", "5"), "1,5", "bad_number"),
        (cells.decimal("0", "5"), "٣", "bad_number"),
        (cells.decimal("0", "5"), "-0.1", "out_of_range"),
        (cells.decimal("0", "5", places=1), "1.25", "too_precise"),
        (cells.whole(1, 5), "2.5", "too_precise"),
        (cells.flag, "maybe", "bad_flag"),
        (cells.choice(["a", "b"]), "c", "bad_choice"),
        (cells.email, "ana at example.org", "bad_email"),
        (cells.code(5), "A|B", "bad_code"),
        (cells.code(5), "ABCDEF", "too_long"),
        (cells.text(50), "a\x07b", "control_character"),
        (cells.listing(cells.text(5)), "a|a", "repeated_value"),
    ],
)
def test_cell_parser_with_an_unfitting_text_says_what_is_wrong(parser, cell, code):
    with pytest.raises(CellError) as caught:
        parser(cell)

    assert caught.value.code == code


def test_cell_parsers_accept_what_people_write():
    assert cells.whole(0, 5)("3") == 3
    assert cells.flag("Yes") is True
    assert cells.flag("0") is False
    assert cells.choice(["hybrid"])("Hybrid") == "hybrid"
    assert cells.email("Ana@Example.org") == "ana@example.org"
