"""Tables that people open in a spreadsheet."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.utils import timezone

from skillmap.core.tabular.delimited import read_delimited
from skillmap.core.tabular.workbook import read_workbook
from skillmap.core.tabular.writing import csv_line, write_csv, write_xlsx

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"]


@pytest.mark.parametrize("text", HOSTILE)
def test_write_csv_with_a_formula_writes_it_as_text(text):
    target = io.StringIO()

    write_csv(target, ["name"], [[text]])

    assert list(csv.reader(io.StringIO(target.getvalue(), newline="")))[1] == ["'" + text]


@pytest.mark.parametrize("text", HOSTILE)
def test_write_xlsx_with_a_formula_writes_it_as_text(text):
    target = io.BytesIO()

    write_xlsx(target, "People", ["name"], [[text]])

    cell = openpyxl.load_workbook(io.BytesIO(target.getvalue())).active["A2"]
    assert (cell.data_type, cell.value[0]) == ("s", "'")


def test_write_xlsx_writes_days_times_and_numbers_as_such():
    moment = datetime(2027, 3, 1, 23, 30, tzinfo=UTC)
    target = io.BytesIO()

    with timezone.override("Europe/Berlin"):
        row = [date(2027, 3, 1), moment, date(1890, 1, 1), 3.4249999999523163, Decimal("-0.500")]
        write_xlsx(target, "People", ["a", "b", "c", "d", "e"], [row])

    cells = openpyxl.load_workbook(io.BytesIO(target.getvalue())).active[2]
    assert [cell.is_date for cell in cells] == [True, True, False, False, False]
    assert [cell.value.isoformat() for cell in cells[:2]] == [
        "2027-03-01T00:00:00",
        "2027-03-02T00:30:00",
    ]
    assert [cell.value for cell in cells[2:]] == ["1890-01-01", 3.425, -0.5]
    assert [cell.number_format for cell in cells[:2]] == ["yyyy-mm-dd", "yyyy-mm-dd hh:mm"]


def test_workbook_of_ours_reads_back_the_same_day():
    target = io.BytesIO()
    write_xlsx(target, "People", ["on"], [[date(2027, 3, 1)]])

    assert read_workbook(target.getvalue(), "out.xlsx").rows == [["2027-03-01"]]


def test_write_csv_keeps_negative_numbers_and_dates_as_they_are():
    target = io.StringIO()

    write_csv(
        target, ["gap", "on", "lead", "none"], [[Decimal("-0.500"), date(2027, 3, 1), True, None]]
    )

    assert target.getvalue() == "gap,on,lead,none\r\n-0.500,2027-03-01,1,\r\n"


def test_write_csv_with_line_breaks_reads_back_the_same():
    target = io.StringIO()
    write_csv(target, ["a", "b"], [['one\ntwo "three"', "x,y"]])

    sheet = read_delimited(target.getvalue().encode(), "out.csv")

    assert sheet.rows == [['one\ntwo "three"', "x,y"]]


def test_csv_line_neutralises_like_the_whole_table():
    assert csv_line(["=cmd", -1, None]) == "'=cmd,-1,\r\n"
