"""A copy goes out, everything changes, and it comes back row for row."""

import json
import shutil
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.test import override_settings

from employees.models import Employee
from skillmap.core.models import FeedEvent, User
from skillmap.custody import backups
from skillmap.custody.backups import Table, make_backup, read_table, tables
from skillmap.custody.proof import faults_of_trail
from skillmap.custody.restoring import FEED, restore_backup
from tests.cast import make_cast
from tests.custody.full_disk import no_room_beyond
from tests.factories import make_certificate, make_employee, make_evidence

pytestmark = pytest.mark.django_db(transaction=True)


def quiet(_done: int, _total: int) -> None:
    """Nobody watches."""


def state() -> dict[str, Any]:
    """Count and digest of every table but the feed."""
    return {table.name: read_table(table) for table in tables() if table.name != FEED}


@pytest.fixture
def media(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "media"
    folder.mkdir()
    with override_settings(MEDIA_ROOT=str(folder)):
        yield folder


@pytest.fixture
def copy(media: Path, tmp_path: Path) -> Path:
    """Of a small organisation with a document."""
    cast = make_cast()
    make_evidence(cast.dave, cast.hard, reference="tab\tline\nback\\slash")
    make_certificate(cast.dave, file=ContentFile(b"%PDF proof", "proof.pdf"))
    (media / "exports").mkdir()
    (media / "exports" / "x.zip").write_bytes(b"somebody's")
    target = tmp_path / "copy.zip"
    make_backup(target, progress=quiet)
    return target


def test_what_is_restored_has_the_same_counts_and_hashes(copy: Path, media: Path):
    before, files = state(), sorted(path.name for path in media.rglob("*.pdf"))
    assert before["assessments_evidence"].size == 1
    Employee.objects.update(first_name="Wrong")
    make_employee("Late Comer", user=True)
    shutil.rmtree(media)
    manifest = restore_backup(copy, replace=True, progress=quiet)
    assert state() == before
    assert {name: part["sha256"] for name, part in manifest["tables"].items() if name != FEED} == {
        name: part.sha256 for name, part in before.items()
    }
    assert sorted(path.name for path in media.rglob("*.*")) == files
    assert next(media.rglob("*.pdf")).read_bytes() == b"%PDF proof"


def test_after_restoring_work_goes_on(copy: Path):
    restore_backup(copy, replace=True, progress=quiet)
    assert FeedEvent.objects.count() == 0  # its numbers belong to the former database
    make_employee("Next One", user=True)  # keys go on where they were
    assert FeedEvent.objects.filter(kind="person").count() == 1
    assert list(faults_of_trail()) == []


def test_nobody_is_overwritten_by_accident(copy: Path):
    with pytest.raises(CommandError, match="--replace"):
        call_command("restore", copy)
    assert Employee.objects.filter(first_name="Dave").exists()


def test_a_copy_with_one_changed_row_is_refused_whole(copy: Path, tmp_path: Path):
    forged = rewritten(
        copy, tmp_path, "tables/core_user.copy", lambda d: d.replace(b"Dave", b"Dan")
    )
    before = state()
    with pytest.raises(CommandError, match="damaged"):
        call_command("restore", forged, replace=True)
    assert state() == before


def test_a_file_that_wants_out_of_its_folder_is_refused(copy: Path, tmp_path: Path):
    def climb(data: bytes) -> bytes:
        manifest = json.loads(data)
        manifest["files"] = {"../evil": {"size": 0, "sha256": ""}}
        return json.dumps(manifest).encode()

    forged = rewritten(copy, tmp_path, "manifest.json", climb)
    with pytest.raises(CommandError, match="damaged"):
        call_command("restore", forged, replace=True)
    assert not (tmp_path / "evil").exists()
    assert User.objects.exists()


def test_a_copy_of_another_version_is_refused(copy: Path, tmp_path: Path):
    forged = rewritten(
        copy, tmp_path, "manifest.json", lambda d: d.replace(b"core.0005_", b"core.0099_")
    )
    with pytest.raises(CommandError, match="another version"):
        call_command("restore", forged, replace=True)


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x05\x06" + bytes(18)])
def test_no_copy_of_ours_is_refused(content: bytes, tmp_path: Path):
    file = tmp_path / "other.zip"
    file.write_bytes(content)
    with pytest.raises(CommandError, match="no copy of ours"):
        call_command("restore", file)


def test_commands_keep_check_and_never_overwrite(copy: Path, tmp_path: Path, capsys):
    call_command("restore", copy, replace=True, dry_run=True)
    call_command("backup", tmp_path / "second.zip", dry_run=True)
    assert not (tmp_path / "second.zip").exists()
    with pytest.raises(CommandError):
        call_command("backup", copy)
    call_command("backup", tmp_path / "second.zip")
    assert (tmp_path / "second.zip").stat().st_mode & 0o077 == 0
    assert "rows and 1 files" in capsys.readouterr().out


def test_what_stops_in_the_middle_leaves_neither_half_a_copy_nor_a_reason_to_wait(
    copy: Path, tmp_path: Path
):
    target = tmp_path / "next.zip"

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_backup(target, progress=stop)
    assert list(tmp_path.glob("next*")) == []
    make_backup(target, progress=quiet)
    assert ZipFile(target).testzip() is None


def test_full_disk_is_said_and_leaves_nothing(copy: Path, tmp_path: Path):
    target = tmp_path / "next.zip"
    with no_room_beyond(10_000), pytest.raises(CommandError, match="no room left"):
        call_command("backup", target)
    assert list(tmp_path.glob("next*")) == []


def test_restoring_onto_a_full_disk_changes_nothing(copy: Path, media: Path):
    """Not a file that is there either: it is replaced at once or not at all."""
    Employee.objects.update(first_name="Now")
    proof = next(media.rglob("*.pdf"))
    proof.write_bytes(b"%PDF another")
    before = state()
    with no_room_beyond(4), pytest.raises(CommandError, match="no room left"):
        call_command("restore", copy, replace=True, stdout=StringIO())
    assert state() == before
    assert [path.read_bytes() for path in media.rglob("*.pdf*")] == [b"%PDF another"]


def test_file_deleted_while_it_is_copied_is_left_out(
    copy: Path, media: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    listed = list(backups.stored_files())
    next(media.rglob("*.pdf")).unlink()
    monkeypatch.setattr(backups, "stored_files", lambda: iter(listed))
    assert make_backup(tmp_path / "next.zip", progress=quiet)["files"] == {}


def test_every_table_is_kept():
    assert {"core_user", "pghistory_context", "django_session"} <= {t.name for t in tables()}
    assert all(isinstance(table, Table) and table.key for table in tables())


def rewritten(copy: Path, folder: Path, name: str, change: Any) -> Path:
    """The copy with one part changed."""
    target = folder / "forged.zip"
    with ZipFile(copy) as source, ZipFile(target, "w") as forged:
        for part in source.namelist():
            data = source.read(part)
            forged.writestr(part, change(data) if part == name else data)
    return target
