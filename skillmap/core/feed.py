"""The order of changes for programs that follow them, and the triggers that write them down.

Transactions commit in another order than they begin. A reader who goes by time, or by a sequence,
would skip what a slow one commits behind its back. So each event has the number of its transaction,
and only those are read that are older than every transaction under way: nothing can come before
them any more.
"""

from collections.abc import Callable
from typing import TypeVar

import pgtrigger
from django.db import connection, models
from django.db.models.expressions import Func

M = TypeVar("M", bound=type[models.Model])

DAYS_KEPT = 30


class TransactionId(Func):
    """The number of the transaction that writes; it never repeats in one database cluster."""

    template = "(pg_current_xact_id()::text::bigint)"
    output_field = models.BigIntegerField()


def horizon() -> int:
    """The oldest transaction that is under way: no event can come below it any more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        (number,) = cursor.fetchone()
    return int(number)


def published(kind: str, *, subject: str = "NULL::bigint", where: str = "true") -> Callable[[M], M]:
    """Write every insert, update and delete of a model into the feed.

    `subject` is the column with the employee's key, `where` what must hold for a row to be told.
    """
    write = (
        "INSERT INTO core_feedevent (kind, object_id, subject_id, deleted)"  # noqa: S608 - constants
        f" SELECT '{kind}', public_id, {subject}, {{deleted}} FROM {{rows}} WHERE {where};"
        " RETURN NULL;"
    )
    triggers = [
        _trigger("insert", pgtrigger.Insert, write.format(deleted="false", rows="new_rows")),
        _trigger("update", pgtrigger.Update, write.format(deleted="false", rows="new_rows")),
        _trigger("delete", pgtrigger.Delete, write.format(deleted="true", rows="old_rows")),
    ]
    register: Callable[[M], M] = pgtrigger.register(*triggers)
    return register


def _trigger(name: str, operation: pgtrigger.Operation, func: str) -> pgtrigger.Trigger:
    old = "old_rows" if operation == pgtrigger.Delete else None
    return pgtrigger.Trigger(
        name=f"feed_{name}",
        when=pgtrigger.After,
        operation=operation,
        level=pgtrigger.Statement,
        referencing=pgtrigger.Referencing(  # type: ignore[no-untyped-call]
            old=old, new=None if old else "new_rows"
        ),
        func=func,
    )
