"""Finding what is about a person, and replacing or deleting it, in history too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial, reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.functions import Cast, Concat
from django.utils.dateparse import parse_date

from employees.models import Employee
from skillmap.core.models import Record
from skillmap.custody.traces import TRACES, UNSEEN, Trace

ERASED = "erased"
_EMPTY_TEXTS = (models.FileField, models.EmailField, models.URLField)


@dataclass(frozen=True)
class Found:
    """Rows of one trace by key: those that are there, and those that only history knows."""

    trace: Trace
    live: frozenset[Any]
    former: frozenset[Any]

    @property
    def model(self) -> Any:
        return apps.get_model(self.trace.model)


def find_traces(person: Employee) -> list[Found]:
    """All that is about this person, in the order of `TRACES`."""
    known: dict[str, set[Any]] = {"employees.employee": {person.pk}, "core.user": set()}
    if person.user_id:
        known["core.user"].add(person.user_id)
    found = []
    for trace in TRACES:
        rows = _find(trace, known)
        known.setdefault(trace.model, set()).update(rows.live, rows.former)
        found.append(rows)
    return found


def count_traces(person: Employee) -> list[tuple[Trace, int]]:
    """How many rows of each trace are there now that HR may know of; one query."""
    known: dict[str, Any] = {
        "employees.employee": [person.pk],
        "core.user": [person.user_id or 0],
    }
    parts = []
    for place, trace in enumerate(TRACES):
        model: Any = apps.get_model(trace.model)
        rows = model.objects.filter(_about(trace, known), **trace.only)
        known.setdefault(trace.model, rows.values("pk"))
        if trace.model in UNSEEN:
            continue
        counted = rows.order_by().values(place=Value(place, models.IntegerField()))
        parts.append(counted.annotate(rows=models.Count("pk")))
    found = parts[0].union(*parts[1:], all=True).order_by("place")
    return [(TRACES[row["place"]], row["rows"]) for row in found if row["rows"]]


def erase_traces(found: Sequence[Found]) -> None:
    """Replace the texts and delete what goes, inside a purge. Files go when it commits."""
    for rows in found:
        if rows.trace.texts and rows.live and not rows.trace.goes:
            _forget_files(rows)
            _replace(rows.model.objects.filter(pk__in=rows.live), rows.trace.texts, "pk")
    for rows in reversed(found):
        if rows.trace.goes and rows.live:
            rows.model.objects.filter(pk__in=rows.live).delete()
    for rows in found:
        events = getattr(rows.model, "pgh_event_model", None)
        if events is not None and rows.trace.texts:
            keys = rows.live | rows.former
            _replace(events.objects.filter(pgh_obj__in=keys), rows.trace.texts, "pgh_obj_id")


def past_of(row: Any) -> models.QuerySet[Any]:
    """The history of one audited row."""
    events: models.QuerySet[Any] = type(row).pgh_event_model.objects.filter(pgh_obj=row.pk)
    return events


def forget_file(name: str) -> None:
    """Delete a stored file when the transaction commits."""
    if name:
        transaction.on_commit(partial(default_storage.delete, name))


def without_words(content: Any) -> Any:
    """The same shape with every text but days replaced, so that it can still be shown."""
    if isinstance(content, dict):
        return {key: without_words(value) for key, value in content.items()}
    if isinstance(content, list):
        return [without_words(value) for value in content]
    if isinstance(content, str) and content and not _is_day(content):
        return ERASED
    return content


def _find(trace: Trace, known: Mapping[str, Iterable[Any]]) -> Found:
    model: Any = apps.get_model(trace.model)
    about = _about(trace, known)
    live = model.objects.filter(about, **trace.only).values_list("pk", flat=True)
    events = getattr(model, "pgh_event_model", None)
    if events is None:
        return Found(trace, frozenset(live), frozenset())
    former = events.objects.filter(about).values_list("pgh_obj_id", flat=True)
    if trace.only:  # of rows that are there, only what they are now tells
        former = former.exclude(pgh_obj__in=model.objects.values("pk"))
    return Found(trace, frozenset(live), frozenset(former))


def _about(trace: Trace, known: Mapping[str, Any]) -> Q:
    """Rows that name one of the known rows; these are keys, or a question for them."""
    fields = apps.get_model(trace.model)._meta
    owners = [
        Q(**{f"{name}__in": known[fields.get_field(name).related_model._meta.label_lower]})
        for name in trace.of
    ]
    return reduce(or_, owners)


def _replace(rows: models.QuerySet[Any], texts: Sequence[str], key: str) -> None:
    if "content" in texts:  # of signed reviews: their shape is read by pages
        for row in rows:
            rows.filter(pk=row.pk).update(content=without_words(row.content))
        return
    own = {field.name: field for field in rows.model._meta.concrete_fields}
    values = {name: _blank(own[name], key) for name in texts if name in own}
    if issubclass(rows.model, Record):
        values["version"] = F("version") + 1
    if values:
        rows.update(**values)


def _blank(field: models.Field[Any, Any], key: str) -> Any:
    """What stands in the place of a text: nothing where nothing stood."""
    if isinstance(field, models.JSONField):
        return None if field.null else field.get_default()
    if isinstance(field, ArrayField):
        return []
    if isinstance(field, _EMPTY_TEXTS):
        return ""
    if field.name == "reference":  # unique for a person
        return Concat(Value(f"{ERASED} "), Cast(key, CharField()))
    return Case(When(**{field.name: ""}, then=Value("")), default=Value(ERASED))


def _forget_files(rows: Found) -> None:
    for field in rows.model._meta.concrete_fields:
        if isinstance(field, models.FileField) and field.name in rows.trace.texts:
            named = rows.model.objects.filter(pk__in=rows.live)
            for name in named.values_list(field.name, flat=True):
                forget_file(name)


def _is_day(text: str) -> bool:
    try:
        return parse_date(text) is not None
    except ValueError:
        return False
