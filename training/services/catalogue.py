"""Writing many activities at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from employees.services.role_content import ensure_situations
from employees.services.units import ensure_sites
from skillmap.core.bulk import delete_rows, insert_rows, reserve_ids, update_rows
from skillmap.core.errors import ConflictError
from skillmap.core.versions import save_versioned
from training.models import (
    Activity,
    ActivityOutcome,
    ActivityPrerequisite,
    ActivitySession,
    ActivitySituation,
    PathTemplate,
    Programme,
)

_PLAIN = (
    "title", "provider", "mode", "sessions", "hours_per_session", "period_weeks", "language",
    "venue", "url", "released_time", "capstone", "seats",
)  # fmt: skip
_COLUMNS = (*_PLAIN, "cost_cents", "currency", "site_id")

Start = tuple[date, datetime | None]
"""The day of a first session, and its moment where that is known."""


@dataclass(frozen=True, slots=True)
class OutcomeWrite:
    """What an activity teaches of one skill, on the skill's own scale."""

    skill_id: int
    entry_level: Decimal
    exit_level: Decimal
    gain: Decimal | None


@dataclass(frozen=True, slots=True)
class StoredActivity:
    """An activity as it is; each part maps to the key of its row. `values` by our column.

    `chosen` are the first sessions that stand in somebody's plan, so they stay.
    """

    id: int
    version: int
    values: Mapping[str, Any]
    outcome_ids: Sequence[int]
    prerequisites: Mapping[str, int]
    situations: Mapping[str, int]
    starts: Mapping[Start, int]
    chosen: frozenset[Start]


@dataclass(frozen=True, slots=True)
class ActivityWrite:
    """What to make of one activity: `stored` None for a new one, everything else from then on.

    `outcomes` None leaves what it teaches as it is.
    """

    code: str
    stored: StoredActivity | None
    values: Mapping[str, Any]
    outcomes: Sequence[OutcomeWrite] | None
    prerequisites: frozenset[str]
    situations: frozenset[str]
    starts: frozenset[Start]


@transaction.atomic
def write_activities(*, writes: Sequence[ActivityWrite], known: Mapping[str, int]) -> None:
    """Create and change activities in a constant number of statements.

    `known` has the keys of stored activities that are named as prerequisites. Raises
    `ConflictError` when somebody changed an activity since it was read.
    """
    sites = ensure_sites(names={w.values["site"] for w in writes if w.values["site"]})
    new = [write for write in writes if write.stored is None]
    old = [(write, write.stored) for write in writes if write.stored is not None]
    ids = dict(zip((write.code for write in new), reserve_ids(Activity, len(new)), strict=True))
    blank = ("description",)
    insert_rows(
        Activity,
        ("id", "code", *blank, *_COLUMNS),
        [(ids[write.code], write.code, "", *_columns(write, sites)) for write in new],
    )
    update_rows(
        Activity,
        _COLUMNS,
        [(stored.id, stored.version, *_columns(write, sites)) for write, stored in old],
    )
    ids |= {write.code: stored.id for write, stored in old}
    _write_outcomes(writes, ids)
    _write_prerequisites(writes, ids, {**known, **ids})
    _write_situations(writes, ids)
    _write_starts(writes, ids)


@transaction.atomic
def retire_activity(*, activity: Activity, on: date) -> None:
    """Offer an activity no more; plans that have it keep it. Who may do this is for the caller to
    know.

    Raises `ConflictError` while something in use needs it, and when it changed since it was read.
    """
    if activity.retired_on is not None:
        raise ConflictError(_("This activity is retired already."), code="retired")
    activity.retired_on = on
    save_versioned(activity, ["retired_on"])
    templates = PathTemplate.objects.filter(
        retired_on=None, steps__edition=F("edition"), steps__activity=activity
    )
    needs = [
        (activity.required_of.filter(ended_at=None), _("It is mandatory for somebody.")),
        (
            activity.required_by.filter(activity__retired_on=None),
            _("Another activity needs it to come first."),
        ),
        (templates, _("A path template in use has it.")),
        (
            Programme.objects.filter(meeting=activity, ended_on=None),
            _("The circles of a programme meet in it."),
        ),
    ]
    for rows, sentence in needs:
        if rows.exists():
            raise ConflictError(f"{sentence} {_('Change that first.')}", code="in_use")


def _columns(write: ActivityWrite, sites: Mapping[str, int]) -> tuple[Any, ...]:
    values = write.values
    cost: Decimal | None = values["cost"]
    cents = None if cost is None else int(cost * 100)
    plain = (values[name] for name in _PLAIN)
    return (*plain, cents, settings.SKILLMAP_CURRENCY, sites.get(values["site"]))


def _write_outcomes(writes: Sequence[ActivityWrite], ids: Mapping[str, int]) -> None:
    given = [write for write in writes if write.outcomes is not None]
    stored = [write.stored for write in given if write.stored]
    delete_rows(ActivityOutcome, (key for activity in stored for key in activity.outcome_ids))
    rows = [
        (ids[write.code], position, one.skill_id, one.entry_level, one.exit_level, one.gain)
        for write in given
        for position, one in enumerate(write.outcomes or ())
    ]
    columns = ("activity_id", "position", "skill_id", "entry_level", "exit_level", "gain")
    insert_rows(ActivityOutcome, columns, rows)


def _write_prerequisites(
    writes: Sequence[ActivityWrite], ids: Mapping[str, int], known: Mapping[str, int]
) -> None:
    gone, new = [], []
    for write in writes:
        stored = write.stored.prerequisites if write.stored else {}
        gone += [key for code, key in stored.items() if code not in write.prerequisites]
        added = sorted(write.prerequisites - stored.keys())
        new += [(ids[write.code], known[code]) for code in added]
    delete_rows(ActivityPrerequisite, gone)
    insert_rows(ActivityPrerequisite, ("activity_id", "requires_id"), new)


def _write_situations(writes: Sequence[ActivityWrite], ids: Mapping[str, int]) -> None:
    keys = ensure_situations(name for write in writes for name in write.situations)
    gone, new = [], []
    for write in writes:
        stored = write.stored.situations if write.stored else {}
        gone += [key for name, key in stored.items() if name not in write.situations]
        new += [(ids[write.code], keys[name]) for name in sorted(write.situations - stored.keys())]
    delete_rows(ActivitySituation, gone)
    insert_rows(ActivitySituation, ("activity_id", "situation_id"), new)


def _write_starts(writes: Sequence[ActivityWrite], ids: Mapping[str, int]) -> None:
    gone, new = [], []
    for write in writes:
        stored = write.stored.starts if write.stored else {}
        kept = write.starts | (write.stored.chosen if write.stored else frozenset())
        gone += [key for start, key in stored.items() if start not in kept]
        new += [
            (ids[write.code], *start, write.values["seats"], "", "")
            for start in sorted(write.starts - stored.keys(), key=str)
        ]
    delete_rows(ActivitySession, gone)
    columns = ("activity_id", "starts_on", "starts_at", "seats", "place", "cancel_reason")
    insert_rows(ActivitySession, columns, new)
