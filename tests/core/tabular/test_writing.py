"""Tables that people open in a spreadsheet."""

import csv
import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from skillmap.core.tabular.delimited import read_delimited
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
