"""The path search of one person: greedy filling, then rounds of large-neighbourhood search.

A group is what has to come together: a candidate with its missing prerequisites and, on a soft
skill not yet worked on, a partner of another mode. Five greedy fillings by different mixtures of
money and time are the start; large-neighbourhood search makes the best of them better. No
guarantee is claimed: the distance to the bound is reported.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice, product

import numpy as np

from training.analysis.gain import HARD, SOFT
from training.analysis.instance import Draft, build_instance, empty_draft, empty_notes
from training.analysis.kernel.arrays import NONE
from training.analysis.kernel.calendar import rearrange
from training.analysis.kernel.filling import add_group, fill, is_possible, rank, take_up
from training.analysis.kernel.rounds import BETTER, improve
from training.analysis.kernel.sets import copy, prune, rebuild, worth
from training.analysis.problem import Problem, members
from training.analysis.sets import Sets, as_starts, as_weeks

BATCH_ROUNDS, INTERACTIVE_ROUNDS = 300, 1000
PENNY = 1e-9  # of the budget, for the rounding of sums
PAIRS_TRIED = 40_000  # ways to bring both kinds together before giving up
MIXTURES = (0.5, 0.2, 0.8, 0.0, 1.0)  # weight of money against time


class DoNotFitError(ValueError):
    """What has to be in the plan does not fit into it."""


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


def solve(
    problem: Problem,
    *,
    both_kinds: bool,
    rounds: int = BATCH_ROUNDS,
    seed: int = 0,
    start: Mapping[int, int] | None = None,
) -> Solution:
    """The best plan of so many rounds (0: greedy only); with `both_kinds` one of each kind.

    `start` (week per candidate) is an earlier plan: the result is never worth less than what of it
    is still possible. Deterministic for a seed (0 to 2**64 - 1); ties go to the set sharing more
    real situations with the role, then to the first activity codes. Raises `DoNotFitError` where
    the fixed candidates do not fit.
    """
    sets = Sets(problem)
    wants = (HARD, SOFT) if both_kinds else ()
    search = _Search(sets, wants, seed)
    search.fill_greedily()
    if start:
        search.go_on_from(start)
    if set(wants) - sets.kinds(search.chosen):
        search.force_both()
    search.improve(rounds)
    return as_solution(sets, search.tidied(), wants)


def as_solution(sets: Sets, start: Mapping[int, int], wants: tuple[int, ...]) -> Solution:
    """Weeks per candidate as a solution, its value counted anew."""
    chosen = sum(1 << i for i in start)
    return Solution(
        chosen=chosen,
        start=dict(start),
        value=sets.value(chosen),
        closure=sets.closure(chosen),
        lacks=tuple(sorted(set(wants) - sets.kinds(chosen))),
    )


class _Search:
    """One search: the best plan so far, and the one that is being made."""

    def __init__(self, sets: Sets, wants: tuple[int, ...], seed: int) -> None:
        self._sets, problem = sets, sets.problem
        self._x = build_instance(problem, sets.skills, sets.groups, wants=wants)
        self._best, self._work, self._other = (empty_draft(problem) for _ in range(3))
        self._notes = empty_notes(problem, len(sets.groups), seed)
        self._order = self._notes.order.copy()
        fixed = sets.place(problem.fixed)
        if fixed is None or problem.cost[members(problem.fixed)].sum() > problem.budget + PENNY:
            raise DoNotFitError
        self._fixed = as_weeks(fixed, len(problem))
        self._begin(self._best)

    @property
    def chosen(self) -> int:
        """The set of the best plan."""
        return sum(1 << i for i in as_starts(self._best.start))

    def fill_greedily(self) -> None:
        """The best of five fillings."""
        for mixture in MIXTURES:
            self._begin(self._work)
            self._finish(mixture)

    def go_on_from(self, start: Mapping[int, int]) -> None:
        """An earlier plan as far as it is still possible, each step in its week if it can."""
        self._begin(self._work)
        plan, weeks = self._work
        for i in self._order.tolist():
            if i in start and weeks[i] == NONE:
                take_up(self._x, plan, i, start[i], self._notes.desk)
        chosen = weeks != NONE
        prune(self._x, chosen)
        rebuild(self._x, plan, chosen, weeks.copy())
        self._finish(0.5)

    def force_both(self) -> None:
        """Begin with the best two groups that fit together and have both kinds."""
        x, desk, plan = self._x, self._notes.desk, self._work.plan
        self._begin(self._work)
        rank(x, plan, desk, 0.5)
        ranking = np.argsort(-self._notes.score, kind="stable").tolist()
        kinds = [self._sets.kinds(mask) for mask in self._sets.groups]
        hard, soft = ([g for g in ranking if kind in kinds[g]] for kind in (HARD, SOFT))
        for g, h in islice(product(hard, soft), PAIRS_TRIED):
            self._begin(self._work)
            if all(is_possible(x, plan, k) and add_group(x, plan, k, desk) for k in (g, h)):
                self._finish(0.5)
                return

    def improve(self, rounds: int) -> None:
        """Rounds of large-neighbourhood search."""
        if self._sets.groups:
            plans = self._best.plan, self._other.plan, self._work.plan
            improve(self._x, *plans, self._notes.desk, self._order.copy(), rounds)

    def tidied(self) -> dict[int, int]:
        """Weeks of the best plan, as early as possible in one of two orders where they fit."""
        plan, start = self._best
        for order in (self._order, np.argsort(start, kind="stable")):
            if rearrange(self._x, plan, order, start.copy()):
                break
        return as_starts(start)

    def _begin(self, draft: Draft) -> None:
        """The plan of the fixed candidates alone."""
        rebuild(self._x, draft.plan, self._fixed != NONE, self._fixed)
        self._notes.order[:] = self._order
        self._notes.luck[:] = 1.0

    def _finish(self, mixture: float) -> None:
        """Fill the plan that is being made; keep it where it is better than the best."""
        fill(self._x, self._work.plan, self._notes.desk, mixture)
        if worth(self._x, self._work.plan) > worth(self._x, self._best.plan) + BETTER:
            copy(self._work.plan, self._best.plan)
