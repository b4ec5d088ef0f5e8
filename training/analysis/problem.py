"""One person's search problem: the kept candidates as small arrays and bit masks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from training.analysis.candidates import missing_prerequisites
from training.analysis.catalogue import Activity, Catalogue
from training.analysis.gain import SOFT, Bools, Floats, Gaps, Ints
from training.analysis.learner import Learner, Rules
from training.analysis.offers import Offers

HOUR = 100  # hours are counted in hundredths, so that sums are exact
AWAY = -1  # room of a week in which the person is away: less than any session takes


@dataclass(frozen=True, eq=False)
class Problem:
    """Candidates 0..n-1 of one person, in order of activity code.

    `item` is the catalogue position; arrays have shape (n,), `rates` (n, n_gaps). A set of
    candidates is an int with one bit each: `released` those in working time, `closing` the closing
    exercises of soft skills, `fixed` what has to be in the plan. `needs[i]` are the missing
    prerequisites of candidate i, `group[i]` itself with all of them, however far, `after[i]` what
    must be finished before it where chosen. `soft[i]` is the primary soft skill (slot) or -1;
    `rank` the order of placing; `matches` counts real situations shared with the role. Time is in
    hundredths of an hour: `time` a session, `total` all, `own_room` and `released_room` the
    horizon. Of shape (weeks,): `own` room of one's own (AWAY while away), `there` whether a
    session in working time may be. `allowed` (n, weeks) marks possible starts.
    """

    item: Ints
    rates: Floats
    weight: Floats
    penalty: Floats
    cost: Floats
    mode: tuple[int, ...]
    kind: tuple[int, ...]
    soft: tuple[int, ...]
    needs: tuple[int, ...]
    group: tuple[int, ...]
    after: tuple[int, ...]
    rank: tuple[int, ...]
    wanted_modes: dict[int, int]
    matches: Ints
    released: int
    closing: int
    fixed: int
    time: tuple[int, ...]
    total: tuple[int, ...]
    sessions: tuple[int, ...]
    period: tuple[int, ...]
    length: tuple[int, ...]
    allowed: Bools
    own: Ints
    there: Bools
    own_room: int
    released_room: int
    budget: float

    def __len__(self) -> int:
        return len(self.item)


def build_problem(
    catalogue: Catalogue,
    offers: Offers,
    learner: Learner,
    gaps: Gaps,
    rules: Rules,
    rates: Floats,
    kept: Ints,
) -> Problem:
    """Cut the catalogue down to `kept` (ascending positions, prerequisites included)."""
    chosen = [catalogue.activities[j] for j in kept]
    needs, group = _prerequisites(catalogue, learner, kept)
    is_soft = catalogue.primary_kind[kept] == SOFT
    soft = [int(s) if yes else -1 for s, yes in zip(catalogue.primary[kept], is_soft, strict=True)]
    closing = catalogue.capstone[kept] & is_soft
    before = _before_closing(soft, closing)
    there = np.array([week not in learner.away for week in range(rules.weeks)], bool)
    return Problem(
        item=kept,
        rates=rates[kept],
        weight=gaps.weight,
        penalty=rules.cost_penalty * catalogue.assumed_cost[kept]
        + rules.hour_penalty * catalogue.hours[kept],
        cost=catalogue.assumed_cost[kept],
        mode=tuple(catalogue.mode[kept].tolist()),
        kind=tuple(catalogue.primary_kind[kept].tolist()),
        soft=tuple(soft),
        needs=tuple(needs),
        group=tuple(group),
        after=tuple(n | b for n, b in zip(needs, before, strict=True)),
        rank=_placing_rank(chosen, needs, closing),
        wanted_modes=catalogue.wanted_modes,
        matches=_matches(catalogue, learner, kept),
        released=bits(np.flatnonzero(catalogue.released[kept]).tolist()),
        closing=bits(np.flatnonzero(closing).tolist()),
        fixed=0,
        time=tuple(round(a.session_hours * HOUR) for a in chosen),
        total=tuple(round(a.session_hours * HOUR) * a.sessions for a in chosen),
        sessions=tuple(a.sessions for a in chosen),
        period=tuple(a.period_weeks for a in chosen),
        length=tuple(a.length for a in chosen),
        allowed=_in_time(catalogue, learner, kept, offers.calendar[kept]),
        own=np.where(there, round(learner.hours_per_week * HOUR), AWAY),
        there=there,
        own_room=round(learner.hours_in(rules.weeks) * HOUR),
        released_room=round(rules.released_hours * HOUR),
        budget=float("inf") if rules.budget is None else rules.budget,
    )


def _in_time(catalogue: Catalogue, learner: Learner, kept: Ints, allowed: Bools) -> Bools:
    """Possible starts without those that end after the day on which an activity is due."""
    for i, j in enumerate(kept):
        activity = catalogue.activities[int(j)]
        due = learner.mandatory.get(activity.code)
        if due is not None:  # `allowed` is a copy: the caller indexed by an array
            allowed[i, max(0, due - activity.length + 1) :] = False
    return allowed


def _prerequisites(
    catalogue: Catalogue, learner: Learner, kept: Ints
) -> tuple[list[int], list[int]]:
    """Per candidate what it needs directly, and itself with all that is missing, as sets."""
    local = {int(j): i for i, j in enumerate(kept)}
    missing = [missing_prerequisites(catalogue, learner, int(j)) for j in kept]
    direct = [set(catalogue.needs[j]) for j in kept]
    needs = [bits(local[q] for q in m if q in d) for m, d in zip(missing, direct, strict=True)]
    return needs, [bits([i, *(local[q] for q in m)]) for i, m in enumerate(missing)]


def members(chosen: int) -> list[int]:
    """Candidates in a set, ascending."""
    found = []
    while chosen:
        lowest = chosen & -chosen
        found.append(lowest.bit_length() - 1)
        chosen ^= lowest
    return found


def bits(positions: Iterable[int]) -> int:
    """The set of these candidates."""
    return sum(1 << i for i in positions)


def _before_closing(soft: Sequence[int], closing: Bools) -> tuple[int, ...]:
    """Per soft closing exercise: the other, ordinary candidates of its skill."""
    ordinary: dict[int, int] = {}
    for i, slot in enumerate(soft):
        if slot >= 0 and not closing[i]:
            ordinary[slot] = ordinary.get(slot, 0) | 1 << i
    return tuple(ordinary.get(slot, 0) if closing[i] else 0 for i, slot in enumerate(soft))


def _matches(catalogue: Catalogue, learner: Learner, kept: Ints) -> Ints:
    """Situations of the person's role that each candidate shares."""
    shared = [len(catalogue.activities[j].situations & learner.situations) for j in kept]
    return np.array(shared, np.int64)


def _placing_rank(
    chosen: Sequence[Activity], needs: Sequence[int], closing: Bools
) -> tuple[int, ...]:
    """Closing exercises last, prerequisites first; then the hard to place: dated, long sessions."""

    def depth(i: int) -> int:
        return 1 + max((depth(q) for q in members(needs[i])), default=-1)

    def key(i: int) -> tuple[bool, int, bool, float, int]:
        activity = chosen[i]
        return bool(closing[i]), depth(i), not activity.dates, -activity.session_hours, i

    order = sorted(range(len(chosen)), key=key)
    return tuple(np.argsort(order).tolist())
