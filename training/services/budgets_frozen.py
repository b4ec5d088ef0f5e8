"""What a budget's computation read, kept as JSON, so that every worker computes on the same."""

from dataclasses import fields
from datetime import date, datetime
from typing import Any

import numpy as np

from training.analysis.catalogue import Activity, Outcome, Session
from training.analysis.learner import Learner

_ARRAYS = ("slot", "kind", "level", "required", "importance", "p_gap", "status")
_WHOLE = {"slot", "kind", "status"}
_SETS = ("languages", "completed", "situations", "away")
_ONE = ("hours_per_week", "zone", "site")


def freeze_activity(activity: Activity, *, seat_percent: int) -> dict[str, Any]:
    """An activity with that share of its free seats."""
    row = {field.name: getattr(activity, field.name) for field in fields(activity)}
    return row | {
        "outcomes": [[o.slot, o.kind, o.entry, o.top, o.gain] for o in activity.outcomes],
        "prerequisites": list(activity.prerequisites),
        "situations": sorted(activity.situations),
        "seats_left": _share(activity.seats_left, seat_percent),
        "dates": [
            [
                session.day.isoformat(),
                session.starts_at and session.starts_at.isoformat(),
                _share(session.seats_left, seat_percent),
                session.key,
            ]
            for session in activity.dates
        ],
    }


def thaw_activity(row: dict[str, Any]) -> Activity:
    """The reverse of `freeze_activity`."""
    return Activity(
        **row
        | {
            "outcomes": tuple(Outcome(*values) for values in row["outcomes"]),
            "prerequisites": tuple(row["prerequisites"]),
            "situations": frozenset(row["situations"]),
            "dates": tuple(
                Session(
                    date.fromisoformat(day), begins and datetime.fromisoformat(begins), left, key
                )
                for day, begins, left, key in row["dates"]
            ),
        }
    )


def freeze_learner(learner: Learner) -> dict[str, Any]:
    """A person as the planner reads them; a level that is not measured is null."""
    arrays = {name: getattr(learner, name).tolist() for name in _ARRAYS}
    arrays["level"] = [None if np.isnan(level) else level for level in arrays["level"]]
    sets = {name: sorted(getattr(learner, name)) for name in _SETS}
    one = {name: getattr(learner, name) for name in _ONE}
    return arrays | sets | one | {"mandatory": dict(learner.mandatory)}


def thaw_learner(row: dict[str, Any]) -> Learner:
    """The reverse of `freeze_learner`."""
    level = [np.nan if value is None else value for value in row["level"]]
    arrays: dict[str, Any] = {
        name: np.array(values, np.int64 if name in _WHOLE else float)
        for name, values in (row | {"level": level}).items()
        if name in _ARRAYS
    }
    sets: dict[str, Any] = {name: frozenset(row[name]) for name in _SETS}
    one = {name: row[name] for name in (*_ONE, "mandatory")}
    return Learner(**arrays, **sets, **one)


def _share(seats: int | None, percent: int) -> int | None:
    return None if seats is None else seats * percent // 100
