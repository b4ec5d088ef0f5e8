"""Reads of the audit trail that the database triggers write."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import OuterRef, QuerySet, Subquery

_BOOKKEEPING = {"id", "version", "created_at", "updated_at", "public_id"}
# What the page never shows, not even to HR: keys of programs, what is nobody's but its writer's,
# and what is read for a stated reason only.
_PRIVATE = {
    "core.apitoken": {"digest"},
    "reviews.goal": {"title", "kpi_unit", "kpi_start", "kpi_current", "kpi_target", "reason"},
    "reviews.goalcomment": {"text"},
    "reviews.goalfigure": {"value"},
    "reviews.reviewentry": {"writer_id", "level", "cannot_judge", "text"},
    "reviews.checkin": {"notes"},
    "reviews.talkingpoint": {"author_id", "text"},
    "reviews.checkinaction": {"text"},
    "assessments.rating": {"level", "cannot_judge", "comment", "link"},
    "assessments.externalanswer": {"level", "comment"},
    "assessments.observerscore": {"level", "cannot_judge", "comment"},
    "assessments.reaction": {"key_level", "key_spread"},
    "assessments.reactionkey": {"level"},
    "assessments.ratingrequest": {"rater_id", "note"},
    "assessments.contest": {"reason", "reply", "resolution", "second_rater_id", "replied_by_id"},
}
MASK = "***"
_CALLED_BY = ("name", "title", "number", "code", "email", "path", "label")


@dataclass(frozen=True)
class Change:
    """One field before and after; `before` is None for a new row, both are masked if private."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Entry:
    """One audited write of one row; `action` is insert, update or delete.

    `subject` is a value of the row: who may not read values may not read it either.
    """

    at: datetime
    actor_id: int | None
    action: str
    subject: str
    changes: Sequence[Change]


def audited_models() -> list[tuple[str, str]]:
    """(label, words) of every audited model, by words."""
    tracked = [model for model in apps.get_models() if hasattr(model, "pgh_event_model")]
    pairs = [(model._meta.label_lower, str(model._meta.verbose_name)) for model in tracked]
    return sorted(pairs, key=lambda pair: pair[1])


def events_of(label: str) -> QuerySet[Any]:
    """Events of one audited model, newest first, each with the id of the one before it.

    Raises `LookupError` for a label that is not an audited model.
    """
    if label not in dict(audited_models()):
        raise LookupError(label)
    events: Any = apps.get_model(label).pgh_event_model
    before = events.objects.filter(pgh_obj=OuterRef("pgh_obj"), pgh_id__lt=OuterRef("pgh_id"))
    newest: QuerySet[Any] = (
        events.objects.select_related("pgh_context")
        .annotate(before_id=Subquery(before.order_by("-pgh_id").values("pgh_id")[:1]))
        .order_by("-pgh_created_at", "-pgh_id")
    )
    return newest


def entries(events: Sequence[Any], *, masked: bool = True) -> list[Entry]:
    """What each of these events changed. One query for all predecessors.

    Unmasked only for those who may read the row itself, on the row's own page.
    """
    if not events:
        return []
    earlier = type(events[0]).objects.in_bulk([e.before_id for e in events if e.before_id])
    return [_entry(event, earlier.get(event.before_id), masked=masked) for event in events]


def _entry(event: Any, earlier: Any, *, masked: bool) -> Entry:
    context = event.pgh_context.metadata if event.pgh_context else {}
    fields = [
        field.attname
        for field in event._meta.concrete_fields
        if not field.name.startswith("pgh_") and field.name not in _BOOKKEEPING
    ]
    changes = [
        _change(event, name, getattr(earlier, name, None), getattr(event, name), masked=masked)
        for name in fields
        if event.pgh_label != "delete" and getattr(earlier, name, None) != getattr(event, name)
    ]
    return Entry(
        at=event.pgh_created_at,
        actor_id=context.get("actor"),
        action=event.pgh_label,
        subject=_subject(event),
        changes=changes,
    )


def _change(event: Any, name: str, before: Any, after: Any, *, masked: bool) -> Change:
    label = event.pgh_tracked_model._meta.label_lower
    if masked and name in _PRIVATE.get(label, ()):
        before, after = MASK, MASK
    return Change(name, before, after)


def _subject(event: Any) -> str:
    """What people call the row, empty where it has no such name or the name is private."""
    private = _PRIVATE.get(event.pgh_tracked_model._meta.label_lower, set())
    for name in _CALLED_BY:
        if name not in private and (value := getattr(event, name, "")):
            return str(value)
    return ""
