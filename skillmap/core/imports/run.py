"""Bringing a file in from the command line or from our own code: one call, one outcome."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from django.core.files import File
from django.db import transaction

from skillmap.core.enums import ImportState
from skillmap.core.imports.apply import plan_and_apply, state_of
from skillmap.core.imports.incoming import Incoming
from skillmap.core.imports.plan import Importer, P, Plan, Progress, Turn
from skillmap.core.models import ImportBatch, User
from skillmap.core.tabular.faults import Fault, FileRefused


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file. `batch` is None when nothing was to be written (a dry run)."""

    state: ImportState
    plan: Plan = field(default_factory=Plan)
    batch: ImportBatch | None = None

    @property
    def faults(self) -> list[Fault]:
        """Everything wrong with the file, warnings included, in the order of the file."""
        return sorted(self.plan.faults, key=lambda fault: (fault.file, fault.row, fault.column))

    @property
    def exit_code(self) -> int:
        """0: no row rejected; 2: some were; 1: refused, held, or all rejected."""
        if self.state in {ImportState.REFUSED, ImportState.HELD}:
            return 1
        return 2 if self.plan.counts()["rejected"] else 0

    @property
    def last_line(self) -> str:
        """The line every import ends with."""
        return ", ".join(f"{name} {count}" for name, count in self.plan.counts().items())


def ignore_progress(_done: int, _total: int, _words: str) -> None:
    """Watch nothing."""


def bring_in(
    importer: Importer[P], incoming: Incoming,
    *, actor: User | None = None, dry_run: bool = False, progress: Progress = ignore_progress,
) -> Outcome:  # fmt: skip
    """Read, compare and apply one file or folder. A refused file is an outcome, not an error.

    Raises `ConflictError` when somebody else changed a row meanwhile; nothing is written then.
    """
    try:
        if dry_run:
            plan: Plan = importer.plan(incoming)
            return Outcome(state_of(plan, incoming), plan)
        with transaction.atomic():
            batch = _new_batch(importer, incoming, actor)
            plan = plan_and_apply(importer, incoming, Turn(batch, actor, incoming.now, progress))
            if batch.state == ImportState.HELD:
                _keep_file(batch, incoming.path)
    except FileRefused as refusal:
        return Outcome(ImportState.REFUSED, Plan(faults=list(refusal.faults)))
    return Outcome(ImportState(batch.state), plan, batch)


def _new_batch(importer: Importer[P], incoming: Incoming, actor: User | None) -> ImportBatch:
    return ImportBatch.objects.create(
        kind=importer.kind,
        format=incoming.format,
        file_name=incoming.file_name[:255],
        sha256=digest(incoming.path),
        source=incoming.source,
        options=incoming.options(),
        actor=actor,
    )


def digest(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal, of a folder that of its files in order."""
    total = hashlib.sha256()
    for file in sorted(path.iterdir()) if path.is_dir() else [path]:
        if file.is_file():
            with file.open("rb") as content:
                total.update(hashlib.file_digest(content, "sha256").digest())
    return total.hexdigest()


def _keep_file(batch: ImportBatch, path: Path) -> None:
    """Keep a held file, so that somebody can look at it and apply it later."""
    if path.is_file():
        with path.open("rb") as content:
            batch.file.save(path.name, File(content))
