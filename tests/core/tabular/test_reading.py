"""Files on the disk, and the limited process that reads uploads."""

import gzip

import pytest

from skillmap.core.tabular.faults import FileRefused
from skillmap.core.tabular.limits import MEGABYTE, Limits
from skillmap.core.tabular.reading import read_sheet
from skillmap.core.tabular.sandbox import read_sheet_apart
from tests.core.tabular.test_workbook import workbook


def refusal_code(call, *arguments, **options) -> str:
    with pytest.raises(FileRefused) as caught:
        call(*arguments, **options)
    return caught.value.faults[0].code


def test_read_sheet_with_a_gzipped_csv_reads_it(tmp_path):
    path = tmp_path / "skills.csv.gz"
    path.write_bytes(gzip.compress(b"code,name\n1,Ana\n"))

    assert read_sheet(path).rows == [["1", "Ana"]]


def test_read_sheet_with_a_gzip_bomb_refuses_at_the_limit(tmp_path):
    path = tmp_path / "skills.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n" * 1_000_000))

    assert refusal_code(read_sheet, path, limits=Limits(size=100_000, rows=10)) == "too_large"


@pytest.mark.parametrize("content", [b"", b"  \n \n"])
def test_read_sheet_with_nothing_in_the_file_refuses(tmp_path, content):
    path = tmp_path / "people.csv"
    path.write_bytes(content)

    assert refusal_code(read_sheet, path) == "empty_file"


def test_read_sheet_with_a_missing_file_a_folder_or_a_false_gzip_refuses(tmp_path):
    false = tmp_path / "people.csv.gz"
    false.write_bytes(b"not packed")

    for path in (tmp_path / "absent.csv", tmp_path, false):
        assert refusal_code(read_sheet, path) == "unreadable_file"


def test_read_sheet_with_a_workbook_under_a_csv_name_reads_the_workbook(tmp_path):
    path = tmp_path / "people.csv"
    path.write_bytes(workbook([["code"], ["007"]]))

    assert read_sheet(path).rows == [["007"]]


def test_read_sheet_apart_gives_the_same_sheet_and_the_owner_s_file_name(tmp_path):
    path = tmp_path / "3f9a.bin"
    path.write_bytes("code,name\n1,Jürgen\n2\n".encode())

    apart = read_sheet_apart(path, name="people.csv")

    assert apart == read_sheet(path, name="people.csv")
    assert apart.faults[0].file == "people.csv"


def test_read_sheet_apart_passes_on_the_refusal(tmp_path):
    path = tmp_path / "3f9a.bin"
    path.write_bytes(b'code,name\n1,"Ana\n')

    assert refusal_code(read_sheet_apart, path, name="people.csv") == "quotes"


def test_read_sheet_apart_beyond_its_memory_refuses_and_we_live_on(tmp_path):
    path = tmp_path / "people.csv"
    path.write_bytes(b"code,name\n" + b"1,Ana\n" * 150_000)

    code = refusal_code(read_sheet_apart, path, name="people.csv", memory=60 * MEGABYTE)

    assert code == "too_large"
