"""Audit by database triggers, and rows that must not change.

Reads of history go through `pghistory.models.Events`; the context of each event holds the actor's
id and the request id, no URL. `core.purge` alone may name a purge and so pass the guards.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar
from uuid import uuid4

import pghistory
import pgtrigger
from django.db import connection, models, transaction

M = TypeVar("M", bound=type[models.Model])

_NOT_PURGING = "coalesce(current_setting('skillmap.purge', true), '') = ''"


def immutable(name: str) -> list[pgtrigger.Trigger]:
    """Triggers that refuse UPDATE, DELETE and TRUNCATE unless the transaction names a purge."""
    refuse = (
        f"IF {_NOT_PURGING} THEN RAISE EXCEPTION "
        "'rows of % cannot be changed or removed', TG_TABLE_NAME; END IF;"
    )
    return [
        pgtrigger.Trigger(
            name=f"{name}_no_change",
            when=pgtrigger.Before,
            operation=pgtrigger.Update | pgtrigger.Delete,
            func=f"{refuse} IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
        ),
        pgtrigger.Trigger(
            name=f"{name}_no_truncate",
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            level=pgtrigger.Statement,
            func=f"{refuse} RETURN NULL;",
        ),
    ]


def tracked(**options: Any) -> Callable[[M], M]:
    """Record every insert, update and delete of a model in `<Model>Event`, whoever writes it."""
    decorate: Callable[[M], M] = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        level=pgtrigger.Statement,
        meta={"triggers": immutable("event")},
        **options,
    )
    return decorate


@contextmanager
def acting(actor: Any, *, request_id: str = "") -> Iterator[None]:
    """Name who acts for every audited write inside; `actor` None means the system."""
    user = actor.pk if actor is not None else None
    with pghistory.context(actor=user, request_id=request_id or uuid4().hex):
        yield


@contextmanager
def purging(reason: str) -> Iterator[None]:
    """One transaction that may change rows which otherwise must not change.

    Raises `ValueError` without a reason: the guards take an empty one for none.
    """
    if not reason.strip():
        raise ValueError("A purge needs a reason.")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select set_config('skillmap.purge', %s, true)", [reason])
        yield
        cursor.execute("select set_config('skillmap.purge', '', true)")


def act_as(actor: Any) -> None:
    """Name the actor of the audit context that is already open, if one is."""
    pghistory.context(actor=actor.pk)


def act_unnamed() -> None:
    """Forget who acts in the audit context that is open, if one is.

    The context travels in the text of every statement that writes, where a slow statement's log
    would show it beside what is written.
    """
    pghistory.context(actor=None, request_id="")
