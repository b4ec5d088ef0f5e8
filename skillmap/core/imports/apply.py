"""Applying a plan in one transaction, with its rows kept for people and for undo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TypeVar

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from skillmap.core.bulk import insert_rows, json_value
from skillmap.core.enums import ImportState, RowAction
from skillmap.core.history import acting
from skillmap.core.imports.columns import forget_tables
from skillmap.core.imports.incoming import Incoming
from skillmap.core.imports.plan import Change, Importer, Plan, Turn, shown
from skillmap.core.models import ImportBatch, ImportRow
from skillmap.core.services import settle
from skillmap.core.tabular.faults import Fault

P = TypeVar("P", bound=Plan)

HELD_NOTE = "import_held"  # kind of the note that a file waits for a person
STEPS = 3
ONE_AT_A_TIME = 7_311_202
"""Key of the advisory lock under which files are compared and applied."""


def plan_and_apply(importer: Importer[P], incoming: Incoming, turn: Turn) -> Plan:
    """Compare the file with what is stored now and write what it says, all or nothing.

    A plan that waits for a person, or a strict one with rejected rows, writes nothing but the
    batch. Raises `FileRefused` and `ConflictError`; then nothing is written at all.
    """
    with transaction.atomic():
        take_turn()
        with acting(turn.actor, request_id=f"import-{turn.batch.public_id}"):
            plan = _carry_out(importer, incoming, turn)
        end_context()
    return plan


def _carry_out(importer: Importer[P], incoming: Incoming, turn: Turn) -> Plan:
    batch = turn.batch
    turn.progress(0, STEPS, _("Reading and comparing"))
    plan = importer.plan(incoming)
    batch.state = state_of(plan, incoming)
    if batch.state == ImportState.APPLYING:
        turn.progress(1, STEPS, _("Writing"))
        batch.options |= {"history": history_here()}
        importer.apply(plan, turn)
        batch.state, batch.applied_at = ImportState.APPLIED, turn.now
        settle([HELD_NOTE], import_link(batch))
    turn.progress(2, STEPS, _("Keeping the report"))
    record(batch, plan)
    return plan


def take_turn() -> None:
    """Wait for other imports, and lift the time limit of statements, for this transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL lock_timeout = 0")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")  # while a file is read
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])


def state_of(plan: Plan, incoming: Incoming) -> ImportState:
    """Return `APPLYING` when nothing stands in the way, else the state the batch stops in."""
    counts = plan.counts()
    nothing = not any(counts[name] for name in ("created", "updated", "unchanged"))
    if (incoming.strict and counts["rejected"]) or (nothing and counts["rejected"]):
        return ImportState.REFUSED
    if (plan.held or plan.questions) and not incoming.confirmed:
        return ImportState.HELD
    return ImportState.APPLYING


def record(batch: ImportBatch, plan: Plan) -> None:
    """Keep the outcome of a plan: counts on the batch, and a row for all that is not as it was."""
    for name, count in plan.counts().items():
        setattr(batch, name, count)
    batch.note = "\n".join(filter(None, [plan.held, *plan.questions]))
    batch.save()
    _replace_earlier(batch)
    keep_rows(batch, plan.changes, plan.faults)


def _replace_earlier(batch: ImportBatch) -> None:
    """A later run of a source takes the place of the one that still waits for a person."""
    if batch.source:
        waiting = ImportBatch.objects.filter(kind=batch.kind, source=batch.source)
        waits = [ImportState.HELD, ImportState.READY, ImportState.COLUMNS]
        waiting = waiting.filter(state__in=waits)
        waiting = waiting.filter(pk__lt=batch.pk)
        forget_tables(waiting)
        for earlier in waiting:
            settle([HELD_NOTE], import_link(earlier))
        waiting.update(state=ImportState.REPLACED, updated_at=timezone.now())


def import_link(batch: ImportBatch) -> str:
    """Return the path of the page that shows a batch."""
    return reverse("pages:import_detail", args=[batch.public_id])


def keep_rows(batch: ImportBatch, changes: Sequence[Change], faults: Sequence[Fault]) -> None:
    """Replace the rows kept for a batch."""
    batch.rows.all().delete()
    columns = ("batch_id", "number", "action", "key", "changes", "faults")
    insert_rows(ImportRow, columns, [*_changed(batch, changes), *_faulty(batch, faults)])


def _changed(batch: ImportBatch, changes: Sequence[Change]) -> list[tuple[object, ...]]:
    return [
        (batch.pk, change.number, change.action.value, change.key[:300],
         json_value(shown(change.changes)), json_value([]))
        for change in changes
    ]  # fmt: skip


def _faulty(batch: ImportBatch, faults: Sequence[Fault]) -> list[tuple[object, ...]]:
    """Return one row per row of the file with its faults; its warnings stand in another."""
    by_place: dict[tuple[str, int, bool], list[Fault]] = {}
    for fault in faults:
        by_place.setdefault((fault.file, fault.row, fault.warning), []).append(fault)
    return [
        (batch.pk, row, (RowAction.UNCHANGED if warning else RowAction.REJECT).value,
         found[0].key[:300], json_value({}), json_value([_told(fault) for fault in found]))
        for (_file, row, warning), found in by_place.items()
    ]  # fmt: skip


def _told(fault: Fault) -> dict[str, object]:
    """The fault as reports show it; what its row is about stands with the row."""
    return {name: value for name, value in asdict(fault).items() if name != "key"}


def history_here() -> dict[str, str]:
    """Name the audit context and the transaction whose events undo goes back through.

    Call it inside `acting`: without a context there is nothing to go back through.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH h AS (SELECT 1) SELECT current_setting('pghistory.context_id', true),"
            " transaction_timestamp()::text FROM h"
        )
        context, moment = cursor.fetchone()
    return {"context": context, "at": moment}


def end_context() -> None:
    """Keep what the caller writes later in the same transaction out of the history named here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pghistory.context_id', '', true)")
