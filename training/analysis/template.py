"""Laying out a path template for one person: fixed activities, and open slots to fill."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from training.analysis.candidates import (
    Candidates,
    find_candidates,
    missing_prerequisites,
    relative_cost,
)
from training.analysis.catalogue import Activity, Catalogue
from training.analysis.explain import Decision
from training.analysis.gain import KINDS
from training.analysis.learner import Learner, choose_gaps
from training.analysis.offers import Season
from training.analysis.planner import Path, describe
from training.analysis.problem import Problem, bits, build_problem, members
from training.analysis.search import Solution
from training.analysis.sets import Sets
from training.analysis.validate import Placed, find_violations


@dataclass(frozen=True)
class Slot:
    """A place for one activity that teaches the skill `slot`.

    `modes` empty allows all; `max_hours` None is without limit.
    """

    slot: int
    modes: frozenset[str] = frozenset()
    max_hours: float | None = None


def with_rhythm(activity: Activity, *, times: int, period_weeks: int) -> Activity:
    """The same activity held `times` times, one every `period_weeks` weeks."""
    return replace(activity, sessions=times, period_weeks=period_weeks)


def lay_out(
    season: Season, learner: Learner, fixed: Sequence[str], slots: Sequence[Slot]
) -> Path | None:
    """Place the fixed activities with what they need, then fill each slot with the best that fits.

    Fixed activities need not close a gap: a template also serves people nobody has rated yet.
    Returns None where the fixed ones break a rule for this person (hours, language, dates ...).
    Slots that nothing fits stay empty. Raises `KeyError` for an unknown code.
    """
    desk = _Desk(season, learner, [season.catalogue.position[code] for code in fixed], slots)
    chosen = desk.fixed
    if desk.placed(chosen) is None:
        return None
    for candidates in desk.fillings:
        fitting = (chosen | group for group in candidates if not chosen & group)
        chosen = next((mask for mask in fitting if desk.placed(mask) is not None), chosen)
    return desk.path(chosen)


class _Desk:
    """One person's template while it is laid out; sets of candidates as in `problem`."""

    def __init__(
        self, season: Season, learner: Learner, fixed: list[int], slots: Sequence[Slot]
    ) -> None:
        self.season, self.learner = season, learner
        catalogue, rules = season.catalogue, season.rules
        self.gaps = choose_gaps(learner, at_most=rules.max_gaps)
        offers = season.offers(learner.zone, learner.site)
        self.found = find_candidates(catalogue, offers, learner, self.gaps, rules)
        ranked = [_teachers(catalogue, season, learner, self.found, slot) for slot in slots]
        everything = {j for group in [fixed, *ranked] for j in group}
        for j in list(everything):
            everything.update(missing_prerequisites(catalogue, learner, j))
        kept = np.array(sorted(everything), np.int64)
        self.problem: Problem = build_problem(
            catalogue, offers, learner, self.gaps, rules, self.found.rates, kept
        )
        local = {int(j): i for i, j in enumerate(kept)}
        self.given = bits(local[j] for j in set(fixed))
        self.fixed = bits({i for j in fixed for i in members(self.problem.group[local[j]])})
        self.fillings = [[self.problem.group[local[j]] for j in group] for group in ranked]
        self.sets = Sets(self.problem)

    def placed(self, chosen: int) -> dict[int, int] | None:
        """Start weeks where the set keeps every rule for this person."""
        start = self.sets.place(chosen)
        if start is None:
            return None
        broken = find_violations(
            [self._placed(i, week) for i, week in start.items()],
            activities={a.code: a for a in self.season.catalogue.activities},
            learner=self.learner,
            rules=self.season.rules,
            start=self.season.start,
            fixed=frozenset(self._activity(i).code for i in members(chosen)),
            explained=KINDS,
        )
        return None if broken else start

    def path(self, chosen: int) -> Path:
        """The set as a path; its bound is its own value, since nothing was searched."""
        value = self.sets.value(chosen)
        start = self.placed(chosen) or {}
        solution = Solution(chosen, start, value, self.sets.closure(chosen))
        season = self.season
        decision = Decision(
            season.catalogue,
            self.learner,
            self.gaps,
            season.rules,
            self.found,
            self.sets,
            solution,
            fixed=self.given,
        )
        return describe(decision, value)

    def _activity(self, i: int) -> Activity:
        return self.season.catalogue.activities[int(self.problem.item[i])]

    def _placed(self, i: int, week: int) -> Placed:
        activity = self._activity(i)
        weeks = (week + n * activity.period_weeks for n in range(activity.sessions))
        return Placed(activity.code, tuple(weeks))


def _teachers(
    catalogue: Catalogue, season: Season, learner: Learner, found: Candidates, slot: Slot
) -> list[int]:
    """Activities for a slot: those that close most of this person's gaps per cost first."""
    teaching = np.unique(catalogue.taught_by[catalogue.taught_slot == slot.slot])
    fitting = [
        int(j)
        for j in teaching
        if (not slot.modes or catalogue.activities[j].mode in slot.modes)
        and (slot.max_hours is None or catalogue.hours[j] <= slot.max_hours + 1e-9)
    ]
    price = relative_cost(catalogue, learner, season.rules, np.array(fitting, np.int64))
    worth = {j: -found.value[j] / cost for j, cost in zip(fitting, price, strict=True)}
    cost = dict(zip(fitting, price, strict=True))
    return sorted(fitting, key=lambda j: (worth[j], cost[j], j))
