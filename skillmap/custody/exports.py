"""Full export for moving away, and the copy of one person's data: files of CSV and JSON."""

from __future__ import annotations

import io
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils.translation import gettext as _

from assessments.models import Certificate
from employees import rules
from employees.models import Employee
from skillmap.core import jobs
from skillmap.core.enums import ReadKind
from skillmap.core.errors import NotAllowedError
from skillmap.core.models import Job, User
from skillmap.core.services import EXPORTS, log_read, log_reads
from skillmap.core.tabular.limits import UPLOAD
from skillmap.core.tabular.writing import Cell, csv_line
from skillmap.custody.documents import write_json
from skillmap.custody.own_documents import OWN
from skillmap.custody.tables import all_tables, read_codes
from skillmap.custody.whole_documents import WHOLE
from skillmap.custody.whole_files import written_whole

MOST_ROWS, MOST_CHARACTERS = UPLOAD.rows // 2, UPLOAD.size // 4
"""Of one CSV file, so that it is small enough to be imported."""

EXPORT_JOB = "custody.export_everything"
Opener = Callable[[str], AbstractContextManager[TextIO]]


@transaction.atomic
def start_export(*, actor: User, reason: str) -> Job:
    """Queue the full export for an HR admin; everybody can read who took it, and why.

    Raises `NotAllowedError`, and `DomainError` without a reason.
    """
    _check(actor)
    people = Employee.objects.values_list("pk", flat=True)
    log_reads(viewer=actor, subject_ids=people, kind=ReadKind.PERSONAL_DATA, reason=reason)
    return jobs.enqueue(
        "custody.export_everything",
        actor=actor,
        key=f"export for {actor.pk}",
        title=_("Export everything"),
    )


def export_for(job: Job, progress: Callable[[int, int], None]) -> None:
    """Write the export of this job, for its actor alone.

    Raises `NotAllowedError`, and `DomainError` where the disk is full.
    """
    _check(job.actor)
    target = Path(settings.MEDIA_ROOT) / file_of(job)
    target.parent.mkdir(parents=True, exist_ok=True)
    with written_whole(target) as file, ZipFile(file, "w", ZIP_DEFLATED) as archive:
        write_everything(_inside(archive), progress)


def file_of(job: Job) -> str:
    """Where the file of an export is kept, below `MEDIA_ROOT`."""
    return f"{EXPORTS}/{job.public_id}.zip"


def is_kept(job: Job) -> bool:
    """Is the file of this export still there?"""
    return job.name == EXPORT_JOB and default_storage.exists(file_of(job))


def write_everything(opener: Opener, progress: Callable[[int, int], None]) -> Mapping[str, int]:
    """Every table and document; returns the rows of each file."""
    counts: Counter[str] = Counter()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        codes, tables = read_codes(), all_tables()
        files = len(tables) + len(WHOLE)
        for name, header, rows in tables:
            counts.update(_write_table(opener, name, header, rows(codes)))
            progress(min(len(counts), files), files)
        for document in WHOLE:
            with opener(f"{document.name}.json") as target:
                counts[f"{document.name}.json"] = write_json(target, document.values())
            progress(min(len(counts), files), files)
    return counts


def into_folder(folder: Path) -> Opener:
    """Files in a folder of their owner's."""

    @contextmanager
    def opener(name: str) -> Iterator[TextIO]:
        handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            yield file

    return opener


def copy_for(*, viewer: User, person: Employee, reason: str, target: BinaryIO) -> None:
    """Write what we know of a person: for themselves, or for an HR admin who hands it on.

    An HR admin gives a reason, which the person reads, and does not get what is the person's
    alone. Raises `NotAllowedError`, and `DomainError` without a reason.
    """
    is_own = person.user_id == viewer.pk
    if not is_own:
        _check(viewer)
        log_read(viewer=viewer, subject_id=person.pk, kind=ReadKind.PERSONAL_DATA, reason=reason)
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for document in OWN:
            if is_own or not document.are_theirs_alone:
                with _inside(archive)(f"{document.name}.json") as file:
                    write_json(file, document.of(person).values())
        for certificate in Certificate.objects.filter(employee=person).exclude(file=""):
            name = f"documents/{certificate.public_id}{Path(str(certificate.file)).suffix}"
            with archive.open(name, "w") as file, certificate.file.open("rb") as stored:
                file.writelines(stored.chunks())


def _inside(archive: ZipFile) -> Opener:
    @contextmanager
    def opener(name: str) -> Iterator[TextIO]:
        with (
            archive.open(name, "w", force_zip64=True) as raw,
            io.TextIOWrapper(raw, encoding="utf-8", newline="") as file,
        ):
            yield file

    return opener


def _write_table(
    opener: Opener, name: str, header: Sequence[str], rows: Iterator[Sequence[Cell]]
) -> Counter[str]:
    """Write a table as one file or several; returns the rows of each."""
    counts: Counter[str] = Counter()
    first = next(rows, None)
    while first is not None or not counts:
        part = f"{name}-{len(counts) + 1}.csv" if counts else f"{name}.csv"
        counts[part], size = 0, 0
        with opener(part) as target:
            target.write(csv_line(header))
            while first is not None and counts[part] < MOST_ROWS and size < MOST_CHARACTERS:
                size += target.write(csv_line(first))
                counts[part] += 1
                first = next(rows, None)
    return counts


def _check(user: User | None) -> None:
    if user is None or not user.is_active or not rules.is_hr_admin(user):
        raise NotAllowedError(_("Only HR admins take data out."))
