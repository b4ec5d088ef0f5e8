"""The catalogue as the planner reads it: one `Activity` each, and arrays over all of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from training.analysis.cycles import members_of_cycles
from training.analysis.gain import KINDS, MODES, SOFT, Bools, Floats, Ints

VENUES = ("self_paced", "live_online", "onsite")
WANTED_MODES = 2  # different ways of learning for every soft skill a plan works on


@dataclass(frozen=True)
class Session:
    """A first session somebody can join.

    `day` is in the organisation's zone; `starts_at` is None when only the day is known;
    `seats_left` None means without limit; `key` is the caller's.
    """

    day: date
    starts_at: datetime | None = None
    seats_left: int | None = None
    key: int = 0


@dataclass(frozen=True)
class Outcome:
    """What an activity teaches: levels and gain on the common metric 0..5."""

    slot: int
    kind: str
    entry: float
    top: float
    gain: float


@dataclass(frozen=True)
class Activity:
    """One active activity. The first outcome is its primary skill.

    `cost` None is unknown (never 0); `language`, `site` empty mean anywhere; `dates` empty means
    it can start in any week; `prerequisites` are codes.
    """

    code: str
    mode: str
    sessions: int
    session_hours: float
    period_weeks: int
    cost: float | None
    outcomes: tuple[Outcome, ...]
    language: str = ""
    venue: str = "self_paced"
    site: str = ""
    released: bool = False
    capstone: bool = False
    prerequisites: tuple[str, ...] = ()
    dates: tuple[Session, ...] = ()
    seats_left: int | None = None
    situations: frozenset[str] = frozenset()

    @property
    def hours(self) -> float:
        """Hours in total."""
        return self.sessions * self.session_hours

    @property
    def length(self) -> int:
        """Weeks from the first session to the last, both included."""
        return (self.sessions - 1) * self.period_weeks + 1


@dataclass(frozen=True, eq=False)
class Catalogue:
    """All active activities in order of code; arrays of shape (n_activities,) unless said.

    `taught_*` are flat over all outcomes. `cost` is NaN where unknown, `assumed_cost` never is.
    `closure[j]` holds the positions of all prerequisites of j, however far, without j itself.
    `absent[j]` are prerequisite codes that are not in stock (retired): met only when completed.
    `broken` marks activities in a prerequisite cycle and those that need one of them.
    """

    activities: tuple[Activity, ...]
    mode: Ints
    hours: Floats
    session_hours: Floats
    length: Ints
    cost: Floats
    assumed_cost: Floats
    released: Bools
    capstone: Bools
    language: NDArray[np.str_]
    primary: Ints
    primary_kind: Ints
    taught_by: Ints
    taught_slot: Ints
    taught_entry: Floats
    taught_top: Floats
    taught_gain: Floats
    needs: tuple[tuple[int, ...], ...]
    closure: tuple[tuple[int, ...], ...]
    absent: dict[int, frozenset[str]]
    broken: Bools

    def __len__(self) -> int:
        return len(self.activities)

    @cached_property
    def position(self) -> dict[str, int]:
        """Position of each code."""
        return {activity.code: j for j, activity in enumerate(self.activities)}

    @cached_property
    def wanted_modes(self) -> dict[int, int]:
        """Per soft skill with stock: how many different modes a plan on it needs (1 or 2)."""
        modes: dict[int, set[int]] = {}
        for j in np.flatnonzero(self.primary_kind == SOFT):
            modes.setdefault(int(self.primary[j]), set()).add(int(self.mode[j]))
        return {slot: min(WANTED_MODES, len(stock)) for slot, stock in modes.items()}


def build_catalogue(activities: Iterable[Activity]) -> Catalogue:
    """Sort by code and turn into arrays.

    Activities without outcome are kept (they can be prerequisites); their primary is -1. Raises
    `ValueError` for a code given twice and for an unknown mode or kind.
    """
    ordered = tuple(sorted(activities, key=lambda activity: activity.code))
    position = {activity.code: j for j, activity in enumerate(ordered)}
    if len(position) != len(ordered):
        raise ValueError("an activity code appears twice")
    mode = np.array([MODES.index(activity.mode) for activity in ordered], np.int64)
    cost = np.array([np.nan if a.cost is None else a.cost for a in ordered], float)
    taught = [(j, outcome) for j, a in enumerate(ordered) for outcome in a.outcomes]
    first = [a.outcomes[0] if a.outcomes else None for a in ordered]
    needs = _direct(ordered, position)
    closure = _close(needs)
    return Catalogue(
        activities=ordered,
        mode=mode,
        hours=np.array([a.hours for a in ordered], float),
        session_hours=np.array([a.session_hours for a in ordered], float),
        length=np.array([a.length for a in ordered], np.int64),
        cost=cost,
        assumed_cost=assume_costs(cost, mode),
        released=np.array([a.released for a in ordered], bool),
        capstone=np.array([a.capstone for a in ordered], bool),
        language=np.array([a.language for a in ordered], np.str_),
        primary=np.array([o.slot if o else -1 for o in first], np.int64),
        primary_kind=np.array([KINDS.index(o.kind) if o else -1 for o in first], np.int64),
        taught_by=np.array([j for j, _ in taught], np.int64),
        taught_slot=np.array([o.slot for _, o in taught], np.int64),
        taught_entry=np.array([o.entry for _, o in taught], float),
        taught_top=np.array([o.top for _, o in taught], float),
        taught_gain=np.array([o.gain for _, o in taught], float),
        needs=needs,
        closure=closure,
        absent=_absent(ordered, position, closure),
        broken=_broken(needs, closure),
    )


def assume_costs(cost: Floats, mode: Ints) -> Floats:
    """Replace unknown costs by the median of the mode, else of the catalogue, else 0."""
    known = ~np.isnan(cost)
    fallback = float(np.median(cost[known])) if known.any() else 0.0
    filled = np.where(known, cost, fallback)
    for code in np.unique(mode[~known]):
        of_mode = known & (mode == code)
        if of_mode.any():
            filled[~known & (mode == code)] = np.median(cost[of_mode])
    return np.asarray(filled)


def _direct(ordered: Sequence[Activity], position: dict[str, int]) -> tuple[tuple[int, ...], ...]:
    """Direct prerequisites by position; absent ones are left out."""
    return tuple(
        tuple(sorted({position[code] for code in a.prerequisites if code in position}))
        for a in ordered
    )


def _close(needs: tuple[tuple[int, ...], ...]) -> tuple[tuple[int, ...], ...]:
    """Transitive prerequisites of each activity, without itself."""
    closed = []
    for j in range(len(needs)):
        seen: set[int] = set()
        waiting = list(needs[j])
        while waiting:
            q = waiting.pop()
            if q not in seen:
                seen.add(q)
                waiting.extend(needs[q])
        closed.append(tuple(sorted(seen - {j})))
    return tuple(closed)


def _broken(needs: tuple[tuple[int, ...], ...], closure: tuple[tuple[int, ...], ...]) -> Bools:
    """Activities in a prerequisite cycle, and those that need one of them."""
    cyclic = members_of_cycles(needs)
    return np.array([j in cyclic or not cyclic.isdisjoint(c) for j, c in enumerate(closure)], bool)


def _absent(
    ordered: Sequence[Activity], position: dict[str, int], closure: tuple[tuple[int, ...], ...]
) -> dict[int, frozenset[str]]:
    """Codes that an activity needs, itself or through others, and that are not in stock."""
    own = [{code for code in a.prerequisites if code not in position} for a in ordered]
    everything = {j: frozenset(own[j].union(*(own[q] for q in c))) for j, c in enumerate(closure)}
    return {j: codes for j, codes in everything.items() if codes}
