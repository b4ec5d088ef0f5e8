"""Excel workbooks: real ones, locked ones and hostile ones."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from skillmap.core.tabular.faults import FileRefused
from skillmap.core.tabular.limits import Limits
from skillmap.core.tabular.workbook import OLD_OFFICE, read_workbook


def workbook(rows, *, edit=None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Staff"
    for row in rows:
        sheet.append(row)
    if edit:
        edit(sheet)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def refusal_code(data: bytes, **options) -> str:
    with pytest.raises(FileRefused) as caught:
        read_workbook(data, "staff.xlsx", **options)
    return caught.value.faults[0].code


def repacked(data: bytes, name: str, change) -> bytes:
    """The same workbook with one part changed."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for member in old.namelist():
            content = old.read(member)
            new.writestr(member, change(content) if member == name else content)
    return target.getvalue()


def test_read_workbook_shows_cells_as_the_spreadsheet_does():
    def pad(sheet):
        sheet["A3"].number_format = "00000"

    data = workbook(
        [
            ["code", "hours", "from", "lead"],
            ["00042", 2.5, date(2026, 3, 1), True],
            [42, 3.0, datetime.fromisoformat("2026-03-01T09:30"), None],
        ],
        edit=pad,
    )

    sheet = read_workbook(data, "staff.xlsx")

    assert sheet.name == "Staff"
    assert sheet.rows == [
        ["00042", "2.5", "2026-03-01", "1"],
        ["00042", "3", "2026-03-01T09:30:00", ""],
    ]


def test_read_workbook_with_blank_rows_and_short_rows_numbers_rows_as_excel_does():
    data = workbook([["code", "name"], [], ["1"], ["2", "Bob"]])

    sheet = read_workbook(data, "staff.xlsx")

    assert sheet.numbers == [3, 4]
    assert sheet.rows == [["1", ""], ["2", "Bob"]]


def test_read_workbook_with_formulas_and_error_values_reports_these_rows():
    data = workbook([["code", "name"], ["1", "=A1&B1"], ["2", "#N/A"], ["3", "Cy"]])

    sheet = read_workbook(data, "staff.xlsx")

    assert [(fault.row, fault.column, fault.code) for fault in sheet.faults] == [
        (2, "B", "formula"),
        (3, "B", "error_value"),
    ]
    assert sheet.rows == [["3", "Cy"]]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"code,name\n1,Ana\n", "not_a_workbook"),
        (OLD_OFFICE + b"\0" * 600, "locked_workbook"),
        (b"PK\x03\x04 and then nothing", "not_a_workbook"),
    ],
)
def test_read_workbook_with_another_kind_of_file_refuses(data, code):
    assert refusal_code(data) == code


def test_read_workbook_with_a_zip_that_is_no_workbook_refuses():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("hello.txt", "hello")

    assert refusal_code(target.getvalue()) == "damaged_workbook"


def test_read_workbook_that_would_unpack_beyond_the_limit_refuses_before_unpacking():
    data = workbook([["code"], ["x" * 30_000]])

    assert refusal_code(data, limits=Limits(size=10**6, rows=10, unpacked=20_000)) == "too_large"


def test_read_workbook_with_an_entity_bomb_refuses():
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'

    def plant(content: bytes) -> bytes:
        return content.replace(b"<worksheet", bomb + b"<worksheet", 1)

    data = repacked(workbook([["code"], ["1"]]), "xl/worksheets/sheet1.xml", plant)

    assert refusal_code(data) == "damaged_workbook"


def test_read_workbook_with_a_row_number_beyond_any_spreadsheet_refuses():
    data = repacked(
        workbook([["code"], ["1"]]),
        "xl/worksheets/sheet1.xml",
        lambda content: content.replace(b'<row r="2"', b'<row r="99999999999"'),
    )

    assert refusal_code(data, limits=Limits(size=10**6, rows=10)) == "too_many_rows"


def test_read_workbook_with_a_cell_far_to_the_right_refuses():
    data = workbook([["code"], ["1"]], edit=lambda sheet: sheet.__setitem__("XFD2", "far"))

    assert refusal_code(data) == "too_many_columns"
