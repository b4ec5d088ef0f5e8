"""Files that people send in the browser or over REST: kept, compared by a worker, then applied."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skillmap.core import jobs
from skillmap.core.enums import ImportKind, ImportState
from skillmap.core.errors import ConflictError, DomainError
from skillmap.core.imports.apply import (
    HELD_NOTE,
    import_link,
    keep_rows,
    plan_and_apply,
    record,
    state_of,
)
from skillmap.core.imports.columns import find_columns, forget_table
from skillmap.core.imports.incoming import Incoming
from skillmap.core.imports.plan import Importer, Plan, Turn
from skillmap.core.models import ImportBatch, Job, User
from skillmap.core.services import settle
from skillmap.core.tabular.faults import FileRefused

P = TypeVar("P", bound=Plan)

FRAMEWORKS = ("gdad", "esco", "onet")
WAITING = (ImportState.READY, ImportState.HELD)
OPEN = (*WAITING, ImportState.COLUMNS, ImportState.REFUSED)
"""States in which columns and rows may still be chosen: nothing was written."""

_UNATTENDED = "unattended"  # option of a batch that nobody has looked at yet
_ASKS = "asks"  # option of a batch whose sender can say which column is which
_LEFT_OUT = "left_out"  # option: rows that somebody does not want


@transaction.atomic
def receive_upload(
    *,
    actor: User,
    kind: ImportKind,
    upload: UploadedFile[bytes],
    file_format: str = "csv",
    mapping: UploadedFile[bytes] | None = None,
    source: str = "",
    full: bool = False,
    strict: bool = False,
    apply_at_once: bool = False,
    asks: bool = False,
) -> ImportBatch:
    """Keep a file and queue its comparison. Raises `DomainError` when it is empty or too large.

    `apply_at_once` writes what nobody needs to look at; the rest is held as ever. With `asks`, a
    file with columns of its own waits for its sender to say which is which.
    """
    _check(upload, full=full, source=source)
    if file_format not in formats_of(kind):
        text = _("Files of this kind come in our own layout only.")
        raise DomainError(text, code="wrong_format", field="format")
    incoming = Incoming(
        path=Path(upload.name or ""),
        mapping=mapping.read() if mapping else None,
        full=full,
        strict=strict,
    )
    batch = ImportBatch.objects.create(
        kind=kind,
        format=file_format,
        file_name=(upload.name or "")[:255],
        sha256=_digest(upload),
        source=source,
        options=incoming.options(),
        actor=actor,
        file=upload,
    )
    if apply_at_once:
        batch.options |= {_UNATTENDED: True}
        batch.state = ImportState.APPLYING
        batch.save(update_fields=["options", "state"])
        _wait_for(
            batch, jobs.enqueue("pages.apply_import", **_job(batch, _("Apply a file"), actor))
        )
    else:
        if asks and file_format == "csv" and mapping is None:
            batch.options |= {_ASKS: True}
        _compare_anew(batch, actor)
    return batch


@transaction.atomic
def fit_columns(
    *, batch: ImportBatch, importer: Importer[P], entries: dict[str, Any], actor: User
) -> None:
    """Say which column is which, as a mapping file would, and compare the file.

    Raises `ConflictError` when the file does not wait any more, `FileRefused` for entries that
    nobody understands.
    """
    mapping = json.dumps(entries)
    replace(incoming_of(batch), mapping=mapping.encode()).column_map(
        [field.name for field in importer.fields], importer.special
    )
    _open_again(batch)
    batch.options |= {"mapping": mapping}
    _compare_anew(batch, actor)


@transaction.atomic
def leave_out(*, batch: ImportBatch, rows: Collection[int], actor: User) -> None:
    """Compare the file without these rows. Raises `ConflictError` when it does not wait."""
    _open_again(batch)
    batch.options |= {_LEFT_OUT: sorted(rows)}
    _compare_anew(batch, actor)


def left_out_of(batch: ImportBatch) -> set[int]:
    """Return the rows that somebody does not want."""
    return set(batch.options.get(_LEFT_OUT, ()))


def _open_again(batch: ImportBatch) -> None:
    waiting = ImportBatch.objects.filter(pk=batch.pk, state__in=OPEN).exclude(file="")
    if not waiting.update(state=ImportState.CHECKING):
        raise ConflictError(_("This import is not waiting to be applied."), code="not_waiting")
    batch.state = ImportState.CHECKING


def _compare_anew(batch: ImportBatch, actor: User) -> None:
    batch.save(update_fields=["options"])
    _wait_for(
        batch, jobs.enqueue("pages.compare_import", **_job(batch, _("Compare a file"), actor))
    )


@transaction.atomic
def queue_apply(*, batch: ImportBatch, actor: User) -> None:
    """Queue the writing of a compared file: a person says yes to what was asked, a program not.

    Raises `ConflictError` when it is not waiting.
    """
    changed = ImportBatch.objects.filter(pk=batch.pk, state__in=WAITING).update(
        state=ImportState.APPLYING
    )
    if not changed:
        raise ConflictError(_("This import is not waiting to be applied."), code="not_waiting")
    if actor.is_client:
        batch.options |= {_UNATTENDED: True}
        batch.save(update_fields=["options"])
    _wait_for(batch, jobs.enqueue("pages.apply_import", **_job(batch, _("Apply a file"), actor)))


@transaction.atomic
def discard_batch(batch: ImportBatch) -> None:
    """Put a file aside of which nothing was written, with what it said. Raises `ConflictError` when
    it is not waiting."""
    forget_table(batch.options)
    waiting = ImportBatch.objects.filter(pk=batch.pk, state__in=OPEN)
    changed = waiting.update(state=ImportState.DISCARDED, file="", note="", options=batch.options)
    if not changed:
        raise ConflictError(_("This import is not waiting to be applied."), code="not_waiting")
    batch.rows.all().delete()
    settle([HELD_NOTE], import_link(batch))
    if batch.file.name:
        transaction.on_commit(partial(batch.file.storage.delete, batch.file.name))


@transaction.atomic
def queue_undo(*, batch: ImportBatch, actor: User) -> None:
    """Queue taking an import back; whether that is possible shows when it runs."""
    if batch.state != ImportState.APPLIED:
        raise ConflictError(_("This import cannot be undone."), code="not_undoable")
    _wait_for(batch, jobs.enqueue("pages.undo_import", **_job(batch, _("Undo an import"), actor)))


def compare_batch(importer: Importer[P], batch: ImportBatch) -> None:
    """Read the kept file and keep what it would do; nothing of it is written.

    A file whose columns somebody has to look at first waits for them.
    """
    incoming = incoming_of(batch)
    try:
        if batch.options.get(_ASKS) and "mapping" not in batch.options:
            incoming = replace(incoming, read=incoming.sheet())
            if not find_columns(batch, incoming.sheet(), importer.fields):
                batch.state = ImportState.COLUMNS
                batch.save(update_fields=["state", "options", "updated_at"])
                return
            incoming = replace(incoming, mapping=_mapping(batch))
        plan: Plan = importer.plan(incoming)
    except FileRefused as refusal:
        _refuse(batch, refusal)
        return
    state = state_of(plan, incoming)
    batch.state = ImportState.READY if state == ImportState.APPLYING else state
    record(batch, plan)


def apply_batch(importer: Importer[P], turn: Turn) -> None:
    """Compare the kept file once more and write it.

    A person has said yes to what was asked, unless the file was sent to be applied at once.
    """
    confirmed = not turn.batch.options.pop(_UNATTENDED, False)
    forget_table(turn.batch.options)
    try:
        plan_and_apply(importer, incoming_of(turn.batch, confirmed=confirmed), turn)
    except FileRefused as refusal:
        _refuse(turn.batch, refusal)
    except ConflictError as error:  # nothing was written; it may be tried again
        turn.batch.state, turn.batch.note = ImportState.READY, error.message
        turn.batch.save(update_fields=["state", "note", "options", "updated_at"])


def incoming_of(batch: ImportBatch, *, confirmed: bool = False) -> Incoming:
    """The kept file with what its sender said; read in a limited process."""
    return Incoming(
        path=Path(batch.file.path),
        name=batch.file_name,
        format=batch.format,
        apart=True,
        mapping=_mapping(batch),
        left_out=left_out_of(batch),
        full=batch.options.get("full", False),
        source=batch.source,
        strict=batch.options.get("strict", False),
        confirmed=confirmed,
        sender=batch.actor,
        now=timezone.now(),
    )


def _mapping(batch: ImportBatch) -> bytes | None:
    mapping = batch.options.get("mapping")
    return None if mapping is None else str(mapping).encode()


def formats_of(kind: str) -> tuple[str, ...]:
    """Return the formats a kind of file may have: ours, and the published frameworks."""
    return ("csv", *FRAMEWORKS) if kind in {ImportKind.SKILLS, ImportKind.ROLES} else ("csv",)


def _check(upload: UploadedFile[bytes], *, full: bool, source: str) -> None:
    if not upload.size:
        raise DomainError(_("This file is empty."), code="empty_file", field="file")
    if upload.size > settings.IMPORT_MAX_BYTES:
        most = settings.IMPORT_MAX_BYTES // 2**20
        text = _("This file is larger than %(most)d MB. Split it and send the parts.")
        raise DomainError(text % {"most": most}, code="file_too_large", field="file")
    if full and not source:
        text = _("Say which system the file comes from, to find who is missing in it.")
        raise DomainError(text, code="source_required", field="source")


def _refuse(batch: ImportBatch, refusal: FileRefused) -> None:
    batch.state = ImportState.REFUSED
    batch.rejected = 0
    batch.save(update_fields=["state", "rejected", "options", "updated_at"])
    keep_rows(batch, [], list(refusal.faults))


def _job(batch: ImportBatch, title: str, actor: User) -> dict[str, Any]:
    return {
        "actor": actor,
        "key": f"import {batch.pk}",
        "title": title,
        "link": import_link(batch),
        "batch_id": batch.pk,
    }


def _wait_for(batch: ImportBatch, job: Job) -> None:
    batch.job = job
    batch.save(update_fields=["job", "updated_at"])


def _digest(upload: UploadedFile[bytes]) -> str:
    total = hashlib.sha256()
    for chunk in upload.chunks():
        total.update(chunk)
    upload.seek(0)
    return total.hexdigest()
