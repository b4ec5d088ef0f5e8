"""Greedy search: the best group of activities per money and time, again and again.

A group is what has to come together: a candidate with its missing prerequisites and, on a soft
skill not yet worked on, a partner of another mode. Five mixtures of money and time are tried;
the best feasible set wins. No guarantee is claimed: the distance to the bound is reported.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from training.analysis.candidates import SLACK
from training.analysis.gain import HARD, SOFT, Bools, Floats, expected_closure
from training.analysis.groups import SoftSkills, build_groups
from training.analysis.problem import Problem, members
from training.analysis.schedule import Calendar

MIXTURES = (0.5, 0.2, 0.8, 0.0, 1.0)  # weight of money against time
REARRANGED = 2  # of the best runs are done again with calendars in which everything may move
TIE_DIGITS = 9  # scores equal to so many digits: a shared real situation decides
LEAST_GAIN = 1e-9  # of F; less is nothing
PAIRS_TRIED = 400  # ways to bring both kinds together before giving up


@dataclass(frozen=True)
class Solution:
    """A feasible set: start week per candidate, objective F and share of the gap closed.

    `lacks` are kinds (HARD, SOFT) a plan should contain and no feasible set was found with.
    """

    chosen: int
    start: dict[int, int]
    value: float
    closure: float
    lacks: tuple[int, ...] = ()


def search(problem: Problem, *, both_kinds: bool) -> Solution:
    """Best of five greedy runs; with `both_kinds` one that has a hard and a soft step.

    Deterministic: ties go to the group sharing more real situations with the role, then to the
    first activity code. Where no run has both kinds, groups of the missing kind are put in first.
    """
    return Search(problem).run(both_kinds=both_kinds)


class Search:
    """One problem's search; remembers calendars and marginal values of the sets it saw."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.skills = SoftSkills(problem)
        self.groups = build_groups(problem, self.skills)
        time = np.array(problem.total) / max(problem.own_room, 1)
        money = problem.cost / problem.budget if problem.budget else 0 * problem.cost
        columns = [problem.rates, problem.cost, money, time, problem.penalty]
        self._columns = np.column_stack(columns)
        self.calendars = {0: Calendar(problem)}
        self._hopeless: set[int] = set()
        self._marginals: dict[int, Floats] = {}

    def run(self, *, both_kinds: bool) -> Solution:
        """See `search`."""
        found = [self.fill(0, mixture) for mixture in MIXTURES]
        ranking = sorted(range(len(found)), key=lambda k: -round(self.value(found[k]), 12))
        again = [MIXTURES[k] for k in ranking[:REARRANGED]]
        found += [self.fill(0, mixture, rearrange=True) for mixture in again]
        if both_kinds:
            balanced = [chosen for chosen in found if self.kinds(chosen) == {HARD, SOFT}]
            found = balanced or self._force_both() or found
        best = max(found, key=lambda chosen: round(self.value(chosen), 12))
        missing = {HARD, SOFT} - self.kinds(best) if both_kinds else ()
        return Solution(
            chosen=best,
            start=self.calendars[best].start,
            value=self.value(best),
            closure=self.closure(best),
            lacks=tuple(sorted(missing)),
        )

    def fill(self, chosen: int, mixture: float, *, rearrange: bool = False) -> int:
        """Add the best group per relative cost until none fits or helps."""
        dead = np.zeros(len(self.groups.masks), bool)
        while True:
            for row in self._ranked(chosen, mixture, dead):
                if self.extend(chosen, self.groups.masks[row], rearrange=rearrange):
                    chosen |= self.groups.masks[row]
                    break
                dead[row] = True
            else:
                return chosen

    def extend(self, chosen: int, group: int, *, rearrange: bool = False) -> Calendar | None:
        """Calendar of `chosen` and `group` together; None where they do not fit or mix too little.

        With `rearrange` everything may move. The first calendar found for a set is kept.
        """
        together = chosen | group
        if together not in self.calendars:
            calendar = self.calendars[chosen].extend(together & ~chosen)
            if calendar is None and rearrange:
                calendar = self._from_scratch(together)
            if calendar is None or self.skills.short(together):
                return None
            self.calendars[together] = calendar
        return self.calendars[together]

    def _from_scratch(self, chosen: int) -> Calendar | None:
        if chosen in self._hopeless:
            return None
        calendar = self.calendars[0].extend(chosen)
        if calendar is None:
            self._hopeless.add(chosen)
        return calendar

    def value(self, chosen: int) -> float:
        """Objective F of a set."""
        return self.closure(chosen) - float(self.problem.penalty[members(chosen)].sum())

    def closure(self, chosen: int) -> float:
        """Share of the weighted gap a set is expected to close."""
        return expected_closure(
            self.problem.rates[members(chosen)].sum(axis=0), self.problem.weight
        )

    def kinds(self, chosen: int) -> set[int]:
        """Kinds of the primary skills of a set."""
        return {self.problem.kind[i] for i in members(chosen)} & {HARD, SOFT}

    def _ranked(self, chosen: int, mixture: float, dead: Bools) -> list[int]:
        """Groups that may be added, best value for money and time first."""
        gain, cost, money, time = self._marginal(chosen)
        spent = float(self.problem.cost[members(chosen)].sum())
        allowed = (gain > LEAST_GAIN) & ~dead & self._enough_modes(chosen)
        rows = np.flatnonzero(allowed & (cost <= self.problem.budget - spent + 1e-9))
        if not len(rows):
            return []
        score = gain[rows] / (mixture * money[rows] + (1 - mixture) * time[rows] + SLACK)
        equal = np.round(score / score.max(), TIE_DIGITS)
        ranking: list[int] = rows[np.lexsort((rows, -self.groups.matches[rows], -equal))].tolist()
        return ranking

    def _marginal(self, chosen: int) -> Floats:
        """Gain in F, cost, money and time of adding each group, shape (4, n_groups)."""
        if chosen not in self._marginals:
            already = members(chosen)
            new = self.groups.member.copy()
            new[:, already] = 0.0
            sums = new @ self._columns
            rates, (cost, money, time, penalty) = sums[:, :-4], sums[:, -4:].T
            open_ = self.problem.weight * np.exp(-self.problem.rates[already].sum(axis=0))
            self._marginals[chosen] = np.array(
                [-np.expm1(-rates) @ open_ - penalty, cost, money, time]
            )
        return self._marginals[chosen]

    def _enough_modes(self, chosen: int) -> Bools:
        """Groups that have enough modes by themselves or on skills already worked on."""
        untouched = [not chosen & self.skills.all[slot] for slot in self.groups.soft]
        return np.asarray(~(self.groups.short & np.array(untouched, bool)).any(axis=1))

    def _force_both(self) -> list[int]:
        """Sets that start with a group of each kind and are then filled up; empty if none fits."""
        seeds = islice(self._pairs(), PAIRS_TRIED)
        fitting = (s for s in seeds if self._affordable(s) and self.extend(0, s))
        return [self.fill(seed, mixture) for seed in islice(fitting, 3) for mixture in (0.5, 0.0)]

    def _pairs(self) -> Iterator[int]:
        """Pairs of a hard and a soft group, best value for money and time first."""
        gain, _, money, time = self._marginal(0)
        complete = ~self.groups.short.any(axis=1)
        hard = np.flatnonzero(complete & self.groups.kinds[:, HARD])
        soft = np.flatnonzero(complete & self.groups.kinds[:, SOFT])
        both = gain[hard][:, None] + gain[soft]
        price = (money + time)[hard][:, None] + (money + time)[soft] + SLACK
        for place_ in np.argsort(-np.round(both / price, 12), axis=None, kind="stable"):
            h, s = divmod(int(place_), len(soft))
            yield self.groups.masks[hard[h]] | self.groups.masks[soft[s]]

    def _affordable(self, chosen: int) -> bool:
        return float(self.problem.cost[members(chosen)].sum()) <= self.problem.budget + 1e-9
