"""CSV files as people really send them."""

import csv
import io

import pytest

from skillmap.core.tabular.delimited import read_delimited
from skillmap.core.tabular.faults import FileRefused
from skillmap.core.tabular.limits import Limits

SMALL = Limits(size=1000, rows=3, columns=4, cell=40, characters=200)


def refusal(data: bytes, **options) -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        read_delimited(data, "people.csv", **options)
    return caught.value


def test_read_delimited_with_bom_and_umlauts_keeps_every_text():
    sheet = read_delimited("\ufeffcode,name\r\n007,Jürgen\r\n".encode(), "people.csv")

    assert sheet.header == ("code", "name")
    assert sheet.rows == [["007", "Jürgen"]]
    assert (sheet.file, sheet.name) == ("people.csv", "people")


def test_read_delimited_with_multi_line_cells_numbers_rows_as_a_spreadsheet_does():
    data = b'code,text\nA,"one\ntwo\nthree"\n\nB,last\n'

    sheet = read_delimited(data, "skills.csv")

    assert sheet.numbers == [2, 4]
    assert sheet.rows[0][1] == "one\ntwo\nthree"


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_read_delimited_finds_what_separates_the_columns(sign):
    lines = [["code", "name", "unit"], ["1", "Ruiz, Ana", "Sales; North"], ["2", '12" rule', ""]]
    target = io.StringIO()
    csv.writer(target, delimiter=sign).writerows(lines)

    sheet = read_delimited(target.getvalue().encode(), "people.csv")

    assert [list(sheet.header), *sheet.rows] == lines


def test_read_delimited_believes_the_line_that_excel_writes_first():
    sheet = read_delimited(b"sep=;\r\ncode;a,b\r\n1;2\r\n", "people.csv")

    assert (sheet.header, sheet.numbers) == (("code", "a,b"), [2])


def test_read_delimited_keeps_lists_joined_by_bars_together():
    sheet = read_delimited(b"code,languages\n1,de|en|fr\n2,de|en|fr\n", "people.csv")

    assert sheet.rows == [["1", "de|en|fr"], ["2", "de|en|fr"]]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_read_delimited_tells_unicode_by_its_bytes(encoding):
    sheet = read_delimited("code;name\n1;Jürgen Łoś\n".encode(encoding), "people.csv")

    assert (sheet.rows, sheet.faults) == ([["1", "Jürgen Łoś"]], [])


def test_read_delimited_reads_windows_1252_and_says_so():
    sheet = read_delimited("code;name\n1;Jürgen – Groß\n".encode("cp1252"), "people.csv")

    assert sheet.rows == [["1", "Jürgen – Groß"]]
    assert [(fault.code, fault.warning) for fault in sheet.faults] == [("western_encoding", True)]


def test_line_with_broken_utf_8_is_shown_as_text():
    data = "code,name\n1,Zoë\r\n2,Jürgen\r\n".encode()
    error = refusal(data.replace("ü".encode(), b"\xc3"))

    assert [(fault.row, fault.value) for fault in error.faults] == [(3, "2,J�rgen")]


def test_read_delimited_with_a_tab_separated_file_takes_quotes_as_text():
    sheet = read_delimited(b'code\tname\n1\t12" ruler\n', "tools.txt", delimiter="\t")

    assert sheet.rows == [["1", '12" ruler']]


@pytest.mark.parametrize(
    ("data", "code", "row"),
    [
        ("code,name\n1,Ana\n2,J\0rgen\n".encode("utf-16"), "nul_byte", 3),
        ("code,name\n1,Ana\n".encode("utf-16")[:-1], "encoding", 2),
        (b"code,name\n1,Ana\n2,J\x81rgen\n", "encoding", 3),
        (b"code,name\n1,A\0na\n", "nul_byte", 2),
        (b'code,name\n1,"Ana\n2,Bob\n', "quotes", 2),
        (b'code,name\n1,Ana\n2,"B"ob\n', "quotes", 3),
        (b"\n1,Ana\n", "no_header", 1),
        (b"code,,name\n1,2,3\n", "unnamed_column", 1),
        (b"code,name, code\n1,2,3\n", "duplicate_column", 1),
    ],
)
def test_read_delimited_with_an_unusable_file_refuses_it_and_names_the_row(data, code, row):
    error = refusal(data)

    assert [(fault.code, fault.row) for fault in error.faults] == [(code, row)]
    assert error.faults[0].file == "people.csv"
    assert error.faults[0].sentence.endswith(".")


def test_read_delimited_with_ragged_rows_keeps_the_others():
    data = b"code,name\n1,Ana\n2\n3,Bob,extra\n4,Cy,\n5,Di\n"

    sheet = read_delimited(data, "people.csv")

    assert [row[0] for row in sheet.rows] == ["1", "4", "5"]
    assert [(fault.row, fault.code) for fault in sheet.faults] == [
        (3, "ragged_row"),
        (4, "ragged_row"),
    ]


def test_read_delimited_with_a_cell_too_long_names_its_column():
    data = b"code,name\n1," + b"x" * 41 + b"\n2,Bob\n"

    sheet = read_delimited(data, "people.csv", limits=SMALL)

    assert [(fault.row, fault.column, fault.code) for fault in sheet.faults] == [
        (2, "name", "cell_too_long")
    ]
    assert sheet.rows == [["2", "Bob"]]


def test_read_delimited_with_too_many_rows_refuses():
    error = refusal(b"code,name\n" + b"1,A\n" * 4, limits=SMALL)

    assert error.faults[0].code == "too_many_rows"


def test_read_delimited_with_too_many_columns_refuses():
    error = refusal(b"a,b,c,d,e\n", limits=SMALL)

    assert error.faults[0].code == "too_many_columns"


def test_fault_with_a_huge_value_shows_only_its_start():
    error = refusal(b"code,\xc3\xa4" + b"x" * 5000 + b"\xff")

    assert len(error.faults[0].value) == 200
