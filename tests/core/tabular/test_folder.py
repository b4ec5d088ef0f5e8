"""Published data sets: as a folder, as a ZIP, as something else."""

import zipfile

import pytest

from skillmap.core.tabular.faults import FileRefused
from skillmap.core.tabular.folder import Folder


@pytest.fixture
def archive(tmp_path):
    def archive(files):
        path = tmp_path / "upload.bin"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
            for name, content in files.items():
                target.writestr(name, content)
        return Folder(path, "esco.zip")

    return archive


def refusal(call, *arguments):
    with pytest.raises(FileRefused) as caught:
        call(*arguments)
    return caught.value.faults[0]


def test_zip_reads_like_a_folder_whatever_folders_are_in_it(archive):
    folder = archive({"ESCO v1/csv/skills.csv": "code,name\n1,Ana\n", "ESCO v1/LICENSE": "x"})

    assert folder.has("skills_en.csv", "skills.csv")
    assert not folder.has("groups.csv")
    assert folder.sheet("skills.csv").rows == [["1", "Ana"]]
    assert folder.table("skills.csv").rows == [["1", "Ana"]]


def test_single_file_is_its_own_table(tmp_path):
    path = tmp_path / "3f9a.csv"
    path.write_text("code,name\n1,Ana\n2\n")

    sheet = Folder(path, "skills.csv").table("other.csv")

    assert (sheet.rows, sheet.faults[0].file) == ([["1", "Ana"]], "skills.csv")


def test_zip_that_would_unpack_too_far_is_refused_before_it_is_unpacked(archive):
    folder = archive({f"skills{n}.csv": b"\0" * 30_000_000 for n in range(8)})

    assert refusal(folder.has, "skills0.csv").code == "too_large"


def test_zip_with_a_bad_file_in_it_is_refused_by_that_file(archive):
    folder = archive({"skills.csv": "code;name\n"})

    fault = refusal(folder.sheet, "skills.csv")
    assert (fault.file, fault.code) == ("skills.csv", "separator")


def test_something_that_is_no_folder_is_refused_under_its_owners_name(tmp_path):
    path = tmp_path / "3f9a.csv"
    path.write_text("code,name\n")

    fault = refusal(Folder(path, "mine.csv").sheet, "skills.csv")

    assert (fault.file, fault.code) == ("mine.csv", "not_a_folder")
