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
LANE = 24  # bits a week has in the integers of `schedule`
HIGH = 1 << LANE - 1


@dataclass(frozen=True, eq=False)
class Problem:
    """Candidates 0..n-1 of one person, in order of activity code.

    `item` is the catalogue position; arrays have shape (n,), `rates` (n, n_gaps). A set of
    candidates is an int with one bit each: `released` those in working time, `group[i]` candidate
    i with all its missing prerequisites, `after[i]` what must be finished before it where chosen.
    `soft[i]` is the primary soft skill (slot) or -1; `matches` counts real situations shared with
    the role. Time is in hundredths of an hour: `time` a session, `total` all, `room` a week,
    `own_room` and `released_room` the horizon. `lanes`, `present` (without the weeks in which the
    person is away), `starts`, `shifts`, `rhythm` are weeks as in `schedule`.
    """

    item: Ints
    rates: Floats
    weight: Floats
    penalty: Floats
    cost: Floats
    mode: tuple[int, ...]
    kind: tuple[int, ...]
    soft: tuple[int, ...]
    group: tuple[int, ...]
    after: tuple[int, ...]
    rank: tuple[int, ...]
    wanted_modes: dict[int, int]
    matches: Ints
    released: int
    closing: int
    time: tuple[int, ...]
    total: tuple[int, ...]
    length: tuple[int, ...]
    starts: tuple[int, ...]
    shifts: tuple[tuple[int, ...], ...]
    rhythm: tuple[int, ...]
    lanes: int
    present: int
    weeks: int
    room: int
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
    shifts = [_shifts(a) for a in chosen]
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
        group=tuple(group),
        after=tuple(n | b for n, b in zip(needs, before, strict=True)),
        rank=_placing_rank(chosen, needs, closing),
        wanted_modes=catalogue.wanted_modes,
        matches=_matches(catalogue, learner, kept),
        released=bits(np.flatnonzero(catalogue.released[kept]).tolist()),
        closing=bits(np.flatnonzero(closing).tolist()),
        time=tuple(round(a.session_hours * HOUR) for a in chosen),
        total=tuple(round(a.session_hours * HOUR) * a.sessions for a in chosen),
        length=tuple(a.length for a in chosen),
        starts=tuple(HIGH * _spread(offers.starts[j]) for j in kept),
        shifts=tuple(tuple(shift for shift in s if shift) for s in shifts),
        rhythm=tuple(sum(1 << shift for shift in s) for s in shifts),
        lanes=_spread((1 << rules.weeks) - 1),
        present=_spread(bits(set(range(rules.weeks)) - learner.away)),
        weeks=rules.weeks,
        room=round(learner.hours_per_week * HOUR),
        own_room=round(learner.hours_in(rules.weeks) * HOUR),
        released_room=round(rules.released_hours * HOUR),
        budget=float("inf") if rules.budget is None else rules.budget,
    )


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


def _spread(weeks: int) -> int:
    """A mask with one bit a week as lanes holding 1."""
    return sum(1 << week * LANE for week in members(weeks))


def _shifts(activity: Activity) -> tuple[int, ...]:
    """Distance in bits of each session from the first."""
    return tuple(n * activity.period_weeks * LANE for n in range(activity.sessions))


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
