"""Who changed what in a goal, and when: read from what the database triggers wrote."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reviews.enums import GoalState, GoalVisibility
from reviews.models import Goal
from skillmap.core.audit import entries, events_of
from skillmap.core.models import User

MOST_STEPS = 50
_LABELS: dict[str, Promise] = {
    "title": _("goal"),
    "target_level": _("level to reach"),
    "kpi_unit": _("measured in"),
    "kpi_start": _("figure at the start"),
    "kpi_target": _("figure to reach"),
    "kpi_current": _("figure"),
    "weight": _("weight"),
    "parent_id": _("part of"),
    "aligned_to_id": _("serves the unit's goal"),
    "visibility": _("who reads it"),
    "due_on": _("due"),
    "state": _("state"),
    "reason": _("reason"),
}
_WORDS: dict[str, dict[Any, Any]] = {
    "state": dict(GoalState.choices),
    "visibility": dict(GoalVisibility.choices),
}


@dataclass(frozen=True)
class Edit:
    """One field before and after, in words; both empty where only that it changed is shown."""

    label: str | Promise
    before: Any
    after: Any


@dataclass(frozen=True)
class HistoryStep:
    """What one person changed at once; `is_first` where the goal was set."""

    at: dt.datetime
    actor: str
    is_first: bool
    edits: Sequence[Edit]


def history_of(goal: Goal) -> list[HistoryStep]:
    """The newest first; three queries."""
    events = events_of("reviews.goal").filter(pgh_obj=goal.pk)[:MOST_STEPS]
    found = entries(list(events), masked=False)
    actors = User.objects.in_bulk({one.actor_id for one in found if one.actor_id})
    steps = [
        HistoryStep(
            at=one.at,
            actor=str(actors.get(one.actor_id or 0, "")),
            is_first=one.action == "insert",
            edits=() if one.action == "insert" else tuple(_edits(one.changes)),
        )
        for one in found
    ]
    return [step for step in steps if step.is_first or step.edits]


def _edits(changes: Sequence[Any]) -> Iterator[Edit]:
    for change in changes:
        if label := _LABELS.get(change.field):
            if change.field.endswith("_id"):
                yield Edit(label, "", "")
            else:
                words = _WORDS.get(change.field, {})
                pair = (_plain(words.get(v, v)) for v in (change.before, change.after))
                yield Edit(label, *pair)


def _plain(value: Any) -> Any:
    """What stands in for nothing is a dash; figures without the zeros of their column."""
    if value is None or value == "":
        return "–"
    return f"{value.normalize():f}" if hasattr(value, "normalize") else value
