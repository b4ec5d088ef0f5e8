"""Taking an import back: the audit history knows every row as it was before.

Everything an import writes lands in history under one audit context and one transaction. Undo
deletes what that transaction inserted and restores what it changed or deleted; when a later
change has built on any of it, nothing is undone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import pghistory.core
from django.db import DatabaseError, connection, models, transaction
from django.utils.translation import gettext as _
from psycopg import sql

from skillmap.core.bulk import assignments, execute
from skillmap.core.enums import ImportState
from skillmap.core.errors import ConflictError
from skillmap.core.history import acting
from skillmap.core.imports.apply import take_turn
from skillmap.core.imports.plan import Importer, Plan, Turn
from skillmap.core.models import ImportBatch, Record

P = TypeVar("P", bound=Plan)

DerivedRows = Sequence[tuple[type[models.Model], str]]
"""Models of computed rows, each with its foreign key: they go with the row they are about."""


def can_undo(batch: ImportBatch) -> bool:
    """Is the batch applied, and alone in its transaction?"""
    history = batch.options.get("history")
    if batch.state != ImportState.APPLIED or not history:
        return False
    return not ImportBatch.objects.filter(options__history=history).exclude(pk=batch.pk).exists()


def undo_batch(importer: Importer[P], turn: Turn, *, derived: DerivedRows = ()) -> None:
    """Restore the state before an import, in one transaction.

    `derived` rows about anything the import added are deleted with it. Raises `ConflictError`
    when the import was not applied, or when something later builds on it.
    """
    batch = turn.batch
    with transaction.atomic(), acting(turn.actor, request_id=f"undo-{batch.public_id}"):
        take_turn()
        batch.refresh_from_db()
        if not can_undo(batch):
            raise ConflictError(_("This import cannot be undone."), code="not_undoable")
        importer.undo(turn)
        go_back(batch.options["history"], derived)
        batch.state = ImportState.UNDONE
        batch.save(update_fields=["state", "updated_at"])


def go_back(history: dict[str, str], derived: DerivedRows = ()) -> None:
    """Restore every audited row to what it was before the transaction that `history` names.

    Raises `ConflictError` when something later builds on any of them.
    """
    try:
        with transaction.atomic():
            _go_back(history, derived)
    except DatabaseError as error:
        sentence = _("Something that came later refers to what was added then.")
        raise ConflictError(sentence, code="built_upon") from error


def _go_back(history: dict[str, str], derived: DerivedRows) -> None:
    steps = [_Step(events, history) for events in pghistory.core.event_models()]
    steps = [step for step in steps if step.happened]
    for step in steps:
        step.check()
    for step in steps:
        step.delete_inserted(derived)
    for step in steps:
        step.restore_updated()
    for step in steps:
        step.restore_deleted()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class _Step:
    """What one transaction did to one table."""

    def __init__(self, events: type[models.Model], history: dict[str, str]) -> None:
        tracked: type[models.Model] = events.pgh_tracked_model  # type: ignore[attr-defined]
        self.table = sql.Identifier(tracked._meta.db_table)
        self.events = sql.Identifier(events._meta.db_table)
        self.model = tracked._meta.concrete_model or tracked
        names = {field.column for field in events._meta.concrete_fields}
        columns = [str(field.column) for field in tracked._meta.concrete_fields]
        self.columns = [name for name in columns if name in names]
        fixed = {"id", "version", "updated_at"} if issubclass(self.model, Record) else {"id"}
        self.contents = [name for name in self.columns if name not in fixed]
        self.first, self.last = self._ends(history)
        self.happened = bool(self.first)

    def _ends(self, history: dict[str, str]) -> tuple[dict[int, tuple[int, str]], int]:
        """Return each row's first event of the import (its id and label), and the last id."""
        rows = self._fetch(
            "SELECT DISTINCT ON (id) id, pgh_id, pgh_label, max(pgh_id) OVER () FROM {events} "
            "WHERE pgh_context_id = %s AND pgh_created_at = %s ORDER BY id, pgh_id",
            [history["context"], history["at"]],
        )
        first = {row: (event, label) for row, event, label, _last in rows}
        return first, rows[0][3] if rows else 0

    def _rows(self, label: str) -> list[int]:
        return [row for row, (_event, first) in self.first.items() if first == label]

    def check(self) -> None:
        """Raise `ConflictError` when any of the rows is not as this transaction left it.

        What was changed since and taken back again stands in nobody's way.
        """
        differs = sql.SQL("({}) IS DISTINCT FROM ({})").format(
            *(
                sql.SQL(", ").join(sql.Identifier(side, name) for name in self.contents)
                for side in ("stored", "left_so")
            )
        )
        ((later,),) = self._fetch(
            "SELECT count(*) FROM ("
            "  SELECT DISTINCT ON (id) * FROM {events} WHERE id = ANY(%s) AND pgh_id <= %s"
            "  ORDER BY id, pgh_id DESC"
            ") AS left_so LEFT JOIN {table} AS stored ON stored.id = left_so.id WHERE"
            " CASE WHEN left_so.pgh_label = 'delete' THEN stored.id IS NOT NULL"
            " ELSE stored.id IS NULL OR {differs} END",
            [list(self.first), self.last],
            differs=differs,
        )
        if later:
            sentence = _("%(count)d rows (%(kind)s) were changed since then.")
            words = {"count": later, "kind": self.model._meta.verbose_name}
            raise ConflictError(sentence % words, code="changed_since")

    def delete_inserted(self, derived: DerivedRows) -> None:
        """Delete the rows that the import added, and what was computed about them."""
        rows = self._rows("insert")
        for model, key in derived:
            if model._meta.get_field(key).related_model is self.model:
                model._default_manager.filter(**{f"{key}__in": rows}).delete()
        self._execute("DELETE FROM {table} WHERE id = ANY(%s)", [rows])

    def restore_updated(self) -> None:
        """Give the rows that the import changed their columns of before, and a new version."""
        self._execute(
            "UPDATE {table} AS stored SET {sets} FROM ("
            "  SELECT DISTINCT ON (id) * FROM {events} WHERE (id, pgh_id) IN ("
            "    SELECT e.id, max(e.pgh_id) FROM {events} e"
            "    JOIN unnest(%s::bigint[], %s::bigint[]) AS f(id, event)"
            "      ON f.id = e.id AND e.pgh_id < f.event GROUP BY e.id)"
            ") AS past WHERE past.id = stored.id",
            self._ids_and_events("update"),
            sets=assignments(self.contents, "past", is_record=issubclass(self.model, Record)),
        )

    def restore_deleted(self) -> None:
        """Insert the rows that the import deleted as they were."""
        names = sql.SQL(", ").join(map(sql.Identifier, self.columns))
        self._execute(
            "INSERT INTO {table} ({names}) SELECT {names} FROM {events} WHERE pgh_id = ANY(%s)",
            [[event for event, label in self.first.values() if label == "delete"]],
            names=names,
        )

    def _ids_and_events(self, label: str) -> list[list[int]]:
        rows = self._rows(label)
        return [rows, [self.first[row][0] for row in rows]]

    def _execute(self, statement: str, values: Sequence[Any], **parts: sql.Composable) -> None:
        execute(statement, values, table=self.table, events=self.events, **parts)

    def _fetch(
        self, statement: str, values: Sequence[Any], **parts: sql.Composable
    ) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            composed = sql.SQL(statement).format(table=self.table, events=self.events, **parts)
            cursor.execute(composed.as_string(cursor.connection), values)
            return list(cursor.fetchall())
