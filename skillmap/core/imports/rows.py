"""Rows that programs send: a small file, read, compared and written by the same importers."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext as _
from psycopg.errors import LockNotAvailable

from skillmap.core.enums import RowAction
from skillmap.core.errors import ConflictError
from skillmap.core.imports.apply import ONE_AT_A_TIME
from skillmap.core.imports.incoming import Incoming
from skillmap.core.imports.plan import Change, Importer, P, Plan
from skillmap.core.imports.run import Outcome, bring_in
from skillmap.core.models import User
from skillmap.core.tabular.faults import Fault

FIRST_ROW = 2  # the header is row 1 of every table


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of one row; `changes` as in `Change`. Warnings do not reject it.

    `id` is the public id where a service wrote the row.
    """

    action: RowAction = RowAction.UNCHANGED
    key: str = ""
    changes: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    errors: Sequence[Fault] = ()
    warnings: Sequence[Fault] = ()
    id: UUID | None = None


@transaction.atomic
def bring_in_rows(
    importer: Importer[P], name: str, rows: Sequence[Mapping[str, str]], *,
    actor: User, source: str = "", strict: bool = False, confirmed: bool = False,
    dry_run: bool = False,
) -> Outcome:  # fmt: skip
    """Compare rows of one layout, all with the same columns, with what is stored, and write them.

    `name` is what faults and the list of imports call them. Raises `ConflictError` when a file is
    being written for longer than a request may wait.
    """
    if not dry_run:
        wait_for_turn()
    with TemporaryDirectory() as folder:
        path = Path(folder, f"{name}.csv")
        with path.open("w", encoding="utf-8", newline="") as target:
            writer = csv.DictWriter(target, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        incoming = Incoming(path, source=source, strict=strict, confirmed=confirmed, sender=actor)
        return bring_in(importer, incoming, actor=actor, dry_run=dry_run)


def wait_for_turn() -> None:
    """Wait for other imports as long as a request may wait. Raises `ConflictError` after that."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            sentence = _("A file is being brought in. Try again in a minute.")
            raise ConflictError(sentence, code="busy") from None
        raise


def row_results(plan: Plan, count: int) -> tuple[list[RowResult], list[RowResult]]:
    """Return what became of each of `count` rows, and what follows beyond them."""
    changes: list[Change | None] = [None] * count
    beyond = []
    for change in plan.changes:
        place = change.number - FIRST_ROW
        if 0 <= place < count and changes[place] is None:
            changes[place] = change
        else:
            beyond.append(RowResult(change.action, change.key, change.changes))
    faults: dict[int, list[Fault]] = defaultdict(list)
    for fault in plan.faults:
        faults[fault.row - FIRST_ROW].append(fault)
    results = [_result(change, faults[place]) for place, change in enumerate(changes)]
    return results, beyond


def _result(change: Change | None, found: Sequence[Fault]) -> RowResult:
    errors = [fault for fault in found if not fault.warning]
    warnings = [fault for fault in found if fault.warning]
    key = next((fault.key for fault in found if fault.key), "")
    if errors:
        return RowResult(RowAction.REJECT, key, {}, errors, warnings)
    if change is None:
        return RowResult(key=key, warnings=warnings)
    return RowResult(change.action, change.key, change.changes, [], warnings)
