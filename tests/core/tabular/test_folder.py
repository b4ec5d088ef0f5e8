"""Published data sets: as a folder, as a ZIP, as something else."""

import zipfile

import pytest

from skillmap.core.tabular.faults import FileRefused
from skillmap.core.tabular.folder import MOST_MEMBERS, Folder
from skillmap.core.tabular.limits import MEGABYTE
from skillmap.core.tabular.sandbox import FolderApart


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
    folder = archive({"skills.csv": 'code,name\n1,"Ana\n'})

    fault = refusal(folder.sheet, "skills.csv")
    assert (fault.file, fault.code) == ("skills.csv", "quotes")


def test_something_that_is_no_folder_is_refused_under_its_owners_name(tmp_path):
    path = tmp_path / "3f9a.csv"
    path.write_text("code,name\n")

    fault = refusal(Folder(path, "mine.csv").sheet, "skills.csv")

    assert (fault.file, fault.code) == ("mine.csv", "not_a_folder")


def test_zip_of_too_many_files_is_refused(archive):
    folder = archive({f"{number}": "" for number in range(MOST_MEMBERS + 1)})

    assert refusal(folder.has, "skills.csv").code == "too_many_files"


def test_zip_read_apart_gives_the_same_sheets(archive):
    folder = archive(
        {"ESCO v1/skills.csv": "code,name\n1,Ana\n2\n", "titles.txt": "id\ttitle\n7\tx"}
    )
    apart = FolderApart(folder.path, folder.name)

    assert apart.table("skills.csv") == folder.table("skills.csv")
    assert apart.sheet("titles.txt", delimiter="\t").rows == [["7", "x"]]
    assert (apart.has("nothing.csv", "titles.txt"), apart.has("nothing.csv")) == (True, False)


def test_zip_read_apart_passes_on_what_is_wrong_with_it(archive, tmp_path):
    folder = archive({"skills.csv": 'code,name\n1,"Ana\n'})
    plain = tmp_path / "3f9a.csv"
    plain.write_text("code,name\n")

    fault = refusal(FolderApart(folder.path, "esco.zip").sheet, "skills.csv")
    assert (fault.file, fault.code) == ("skills.csv", "quotes")
    assert refusal(FolderApart(plain, "mine.csv").has, "skills.csv").code == "not_a_folder"
    assert refusal(FolderApart(folder.path, "esco.zip").sheet, "x.csv").code == "missing_file"


def test_zip_that_exhausts_its_reader_is_refused_and_we_live_on(archive):
    folder = archive({"skills.csv": "code,name\n" + "1,Ana\n" * 2_000_000})

    fault = refusal(FolderApart(folder.path, "esco.zip", memory=60 * MEGABYTE).sheet, "skills.csv")
    assert (fault.file, fault.code) == ("esco.zip", "too_large")
