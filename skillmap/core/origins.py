"""Where the values of a row come from: the audit history knows which import last wrote each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import models
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from skillmap.core.models import ImportBatch, User

K = TypeVar("K")


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
    return origins_of({0: rows}, fields)[0]


def origins_of(
    groups: Mapping[K, Sequence[models.Model]], fields: Iterable[str]
) -> dict[K, dict[str, Origin]]:
    """The same of several groups of rows, in as many queries."""
    rows = [row for group in groups.values() for row in group]
    events = _events(rows) if rows else []
    batches, actors = _batches(events), _actors(events)
    names = list(fields)
    found: dict[K, dict[str, Origin]] = {}
    for key, group in groups.items():
        own = {row.pk for row in group}
        written = [event for event in events if event.pgh_obj_id in own]
        found[key] = {name: origin for name in names
                      if (origin := _origin(written, name, batches, actors))}  # fmt: skip
    return found


def _origin(
    events: Iterable[Any],
    field: str,
    batches: Mapping[str, ImportBatch],
    actors: Mapping[int, User],
) -> Origin | None:
    """Who wrote one field last, and the source that gave it before."""
    found: Origin | None = None
    value: Any = object()
    owner: ImportBatch | None = None
    for event in events:
        if getattr(event, field) == value:
            continue
        value = getattr(event, field)
        batch = batches.get(str(event.pgh_context_id))
        owner = batch if batch and batch.source else owner
        found = Origin(event.pgh_created_at, batch, actors.get(_actor_id(event) or 0), owner)
    return found


def written_past_sources(model: type[models.Model], by: str) -> models.QuerySet[Any, int]:
    """What `by` names in the history of a model, where something else wrote after a source had;
    the last of it first."""
    sent = ImportBatch.objects.exclude(source="").filter(options__history__context__isnull=False)
    context = Cast(KT("options__history__context"), models.UUIDField())
    contexts = sent.annotate(context=context).values("context")
    events = model.pgh_event_model.objects  # type: ignore[attr-defined]  # of audited models
    given = events.filter(
        **{by: models.OuterRef(by)}, pgh_id__lt=models.OuterRef("pgh_id"), pgh_context__in=contexts
    )
    later = events.exclude(pgh_context__in=contexts).filter(models.Exists(given)).order_by()
    newest = later.values(by).annotate(newest=models.Max("pgh_id")).order_by("-newest")
    found: models.QuerySet[Any, int] = newest.values_list(by, flat=True)
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
