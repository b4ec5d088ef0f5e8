"""Where the values of a row come from: the audit history knows which import last wrote each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from skillmap.core.models import ImportBatch, User


@dataclass(frozen=True)
class Origin:
    """The last write of one field, and the import with a named source that wrote it before.

    `batch` is the file it came with, None for a change made here by `actor` (None: the system).
    """

    at: datetime
    batch: ImportBatch | None
    actor: User | None
    owner: ImportBatch | None

    @property
    def is_override(self) -> bool:
        """Was it changed in another way after a source had given it?"""
        return self.owner is not None and self.owner != self.batch


def origins(rows: Sequence[models.Model], fields: Iterable[str]) -> dict[str, Origin]:
    """The origin of each field, across rows of one audited model in their order of time.

    Three queries for any number of writes. Fields without history are left out.
    """
    if not rows:
        return {}
    events = _events(rows)
    batches = _batches(events)
    actors = _actors(events)
    found: dict[str, Origin] = {}
    for field in fields:
        value: Any = object()
        owner: ImportBatch | None = None
        for event in events:
            if getattr(event, field) == value:
                continue
            value = getattr(event, field)
            batch = batches.get(str(event.pgh_context_id))
            owner = batch if batch and batch.source else owner
            actor = actors.get(_actor_id(event) or 0)
            found[field] = Origin(event.pgh_created_at, batch, actor, owner)
    return found


def _events(rows: Sequence[models.Model]) -> list[Any]:
    model: Any = type(rows[0])
    events = model.pgh_event_model.objects.filter(pgh_obj__in=[row.pk for row in rows])
    return list(events.select_related("pgh_context").order_by("pgh_id"))


def _batches(events: Iterable[Any]) -> Mapping[str, ImportBatch]:
    contexts = {str(event.pgh_context_id) for event in events if event.pgh_context_id}
    batches = ImportBatch.objects.filter(options__history__context__in=sorted(contexts))
    return {batch.options["history"]["context"]: batch for batch in batches}


def _actors(events: Iterable[Any]) -> Mapping[int, User]:
    return User.objects.in_bulk({pk for event in events if (pk := _actor_id(event))})


def _actor_id(event: Any) -> int | None:
    actor: int | None = event.pgh_context.metadata.get("actor") if event.pgh_context else None
    return actor
