"""What has to be done does not fit: which limits are at odds, and what would be enough."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from itertools import combinations

import numpy as np

from training.analysis.candidates import gap_rates, with_prerequisites
from training.analysis.catalogue import Catalogue, build_catalogue
from training.analysis.exact import prove
from training.analysis.learner import Learner, Rules, choose_gaps
from training.analysis.offers import Season
from training.analysis.problem import build_problem

MOST_WEEKS, MOST_HOURS = 104, 40.0
STEP_HOURS = 0.25  # hours a week are raised by so much


class Limit(StrEnum):
    """What can be given more of."""

    BUDGET = "budget"
    HOURS = "hours per week"
    WEEKS = "weeks"
    WORKING_HOURS = "working hours"


@dataclass(frozen=True)
class Conflict:
    """The smallest set of limits that cannot hold together; empty where no limit is at fault
    (dates, order). `enough` is, per limit of it, the least that makes room if nothing else
    changes; a limit that alone cannot is left out. Where none alone can, `together` is a
    combination that makes room, each as small as it goes in the order of the limits."""

    limits: tuple[Limit, ...]
    enough: dict[Limit, float]
    together: dict[Limit, float] = field(default_factory=dict)


def find_conflict(
    catalogue: Catalogue, start: date, learner: Learner, rules: Rules, mandatory: Collection[str]
) -> Conflict | None:
    """Why these activities with what they need do not fit; None where they do.

    Decided by the exact model. Raises `KeyError` for a code that is not in the catalogue.
    """
    wanted = np.array(sorted(catalogue.position[code] for code in mandatory), np.int64)
    everything = with_prerequisites(catalogue, learner, wanted)
    room = _Room(build_catalogue(catalogue.activities[int(j)] for j in everything), start)
    if room.holds(learner, rules):
        return None
    for size in range(len(Limit) + 1):
        for kept in combinations(Limit, size):
            if not room.holds(*_relaxed(learner, rules, set(Limit) - set(kept))):
                each = {limit: _enough(room, learner, rules, limit) for limit in kept}
                enough = {limit: value for limit, value in each.items() if value is not None}
                together = {} if enough or not kept else _together(room, learner, rules)
                return Conflict(kept, enough, together)
    raise AssertionError("keeping every limit fitted before")


class _Room:
    """The activities that all have to fit."""

    def __init__(self, catalogue: Catalogue, start: date) -> None:
        self.catalogue, self.start = catalogue, start

    def holds(self, learner: Learner, rules: Rules) -> bool:
        """Whether there is a calendar for all of them."""
        catalogue, gaps = self.catalogue, choose_gaps(learner)
        offers = Season(catalogue, self.start, rules).offers(learner.zone, learner.site)
        rates, all_of_it = gap_rates(catalogue, gaps), np.arange(len(catalogue))
        problem = build_problem(catalogue, offers, learner, gaps, rules, rates, all_of_it)
        fixed = replace(problem, fixed=(1 << len(catalogue)) - 1)
        return prove(fixed, both_kinds=False).solution is not None


def _together(room: _Room, learner: Learner, rules: Rules) -> dict[Limit, float]:
    """The least of one limit with more than enough of the later ones, then of the next."""
    found, later = dict[Limit, float](), set(Limit)
    for limit in Limit:
        later.discard(limit)
        wide = _relaxed(learner, rules, later)
        if room.holds(*wide):
            continue
        value = _enough(room, *wide, limit)
        if value is None:
            return {}
        found[limit] = value
        learner, rules = _with(learner, rules, limit, value)
    return found


def _relaxed(learner: Learner, rules: Rules, limits: Collection[Limit]) -> tuple[Learner, Rules]:
    """The same with more than enough of these."""
    for limit in limits:
        learner, rules = _with(learner, rules, limit, _most(limit))
    return learner, rules


def _with(learner: Learner, rules: Rules, limit: Limit, value: float) -> tuple[Learner, Rules]:
    if limit is Limit.HOURS:
        return replace(learner, hours_per_week=value), rules
    if limit is Limit.BUDGET:
        return learner, replace(rules, budget=value)
    if limit is Limit.WEEKS:
        return learner, replace(rules, weeks=int(value))
    return learner, replace(rules, released_hours=value)


def _most(limit: Limit) -> float:
    return {Limit.HOURS: MOST_HOURS, Limit.WEEKS: MOST_WEEKS, Limit.BUDGET: 1e7}.get(limit, 1e4)


def _enough(room: _Room, learner: Learner, rules: Rules, limit: Limit) -> float | None:
    """The least value of one limit with which everything fits, by halving; None: no value does."""
    if not room.holds(*_with(learner, rules, limit, _most(limit))):
        return None
    now = {
        Limit.HOURS: learner.hours_per_week,
        Limit.BUDGET: rules.budget or 0.0,
        Limit.WEEKS: rules.weeks,
        Limit.WORKING_HOURS: rules.released_hours,
    }[limit]
    step = {Limit.HOURS: STEP_HOURS, Limit.WORKING_HOURS: STEP_HOURS}.get(limit, 1.0)
    low, high = 0, int(np.ceil((_most(limit) - now) / step))
    while high - low > 1:
        middle = (low + high) // 2
        fits = room.holds(*_with(learner, rules, limit, min(now + middle * step, _most(limit))))
        low, high = (low, middle) if fits else (middle, high)
    return now + high * step
