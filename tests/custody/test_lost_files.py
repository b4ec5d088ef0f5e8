"""Files that nobody names any more go within a day, and no other."""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import override_settings
from django.utils import timezone

from assessments.models import Certificate
from employees.enums import EmployeeStatus
from skillmap.core.enums import ImportKind, ImportState
from skillmap.core.models import ImportBatch
from skillmap.core.services import forget_old
from skillmap.custody.backups import make_backup
from skillmap.custody.erasure import erase_now
from skillmap.custody.restoring import restore_backup
from tests.cast import Cast
from tests.factories import make_certificate

pytestmark = pytest.mark.django_db


@pytest.fixture
def media(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "media"
    folder.mkdir()
    with override_settings(MEDIA_ROOT=str(folder)):
        yield folder


@pytest.fixture
def kept(cast: Cast, media: Path) -> list[Path]:
    """A document and a file of rows, which their rows name."""
    make_certificate(cast.bob, file=ContentFile(b"%PDF", "proof.pdf"))
    facts = {"kind": ImportKind.SKILLS, "state": ImportState.APPLIED, "sha256": "0" * 64}
    ImportBatch.objects.create(file=ContentFile(b"code;name", "rows.csv"), **facts)
    return sorted(path for path in media.rglob("*.*"))


def in_hours(hours: int) -> datetime:
    return timezone.now() + timedelta(hours=hours)


def test_file_of_an_erasure_whose_process_was_killed_goes(
    cast: Cast, media: Path, kept: list[Path]
):
    """The callbacks after a commit do not run here, as if the process had ended before them."""
    make_certificate(cast.dave, file=ContentFile(b"%PDF of Dave", "proof.pdf"))
    cast.dave.status = EmployeeStatus.LEFT
    cast.dave.save()
    erase_now(person=cast.dave, reason="asked")
    (left,) = set(media.rglob("*.*")) - set(kept)
    assert left.read_bytes() == b"%PDF of Dave"
    forget_old(now=in_hours(23))
    assert left.exists()
    forget_old(now=in_hours(25))
    assert sorted(media.rglob("*.*")) == kept


def test_file_that_was_replaced_goes_though_history_names_it(cast: Cast, media: Path):
    one = make_certificate(cast.bob, file=ContentFile(b"%PDF old", "proof.pdf"))
    one.file = ContentFile(b"%PDF new", "proof.pdf")
    one.save()
    forget_old(now=in_hours(25))
    assert [path.read_bytes() for path in media.rglob("*.pdf")] == [b"%PDF new"]


def test_whatever_a_row_names_stays_however_old(media: Path, kept: list[Path]):
    forget_old(now=in_hours(24 * 400))
    assert sorted(media.rglob("*.*")) == kept


def test_files_of_another_database_and_of_the_operator_stay(media: Path, kept: list[Path]):
    """Somebody starts a new database beside the files of one that is in use."""
    of_another = kept[0].with_name("of-another.pdf")
    of_another.write_bytes(b"%PDF")
    os.utime(of_another, (1_000_000_000, 1_000_000_000))
    (media / "notes.txt").write_text("of the operator")
    Certificate.objects.all().delete()
    forget_old(now=in_hours(25))
    assert of_another.exists()
    assert (media / "notes.txt").exists()
    assert not kept[0].exists()


@pytest.mark.django_db(transaction=True)
def test_what_a_restored_copy_lacks_goes(media: Path, kept: list[Path], tmp_path: Path, cast: Cast):
    copy = tmp_path / "copy.zip"
    make_backup(copy, progress=lambda _done, _total: None)
    make_certificate(cast.bob, file=ContentFile(b"%PDF later", "proof.pdf"))
    restore_backup(copy, replace=True, progress=lambda _done, _total: None)
    forget_old(now=in_hours(25))
    assert sorted(media.rglob("*.*")) == kept
