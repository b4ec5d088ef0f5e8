"""An upper bound of the objective: linear relaxation without a calendar, solved by HiGHS.

The concave share closed is replaced by tangents from above, the weekly calendar by the hours of
the whole horizon, yes or no by any share. Every plan that keeps the rules is a solution of it, so
its optimum is never below the best plan. `highspy` must not be installed beside `ortools`: HiGHS
comes with scipy.
"""

from collections.abc import Iterable

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array

from training.analysis.candidates import missing_prerequisites
from training.analysis.catalogue import Catalogue
from training.analysis.gain import Floats, Gaps, Ints
from training.analysis.learner import Learner, Rules

TANGENTS = np.array([0, 0.1, 0.2, 0.32, 0.46, 0.62, 0.8, 1.02, 1.28, 1.6, 2.0, 2.6, 3.5])
ROUNDING = 1e-7  # what the solver may be below the true optimum


def upper_bound(
    catalogue: Catalogue,
    learner: Learner,
    gaps: Gaps,
    rules: Rules,
    rates: Floats,
    possible: Ints,
    prices: Floats | None = None,
) -> float:
    """Proved upper bound of F over all sets of `possible` (ascending catalogue positions).

    `rates` has shape (n_activities, n_gaps); `prices` (n_activities,) in F lower what each is
    worth. 0 where nothing is possible, never below 0; at most the sum of the weights, which is
    also the answer should the solver give up.
    """
    most = float(gaps.weight.sum())
    if not len(possible):
        return 0.0
    program = _Program(len(possible), gaps.weight)
    penalty = (
        rules.cost_penalty * catalogue.assumed_cost[possible]
        + rules.hour_penalty * catalogue.hours[possible]
    )
    if prices is not None:
        penalty = penalty + prices[possible]
    _limit_resources(program, catalogue, learner, rules, possible)
    _require_prerequisites(program, catalogue, learner, possible)
    _require_modes(program, catalogue, gaps, possible)
    _cut_above(program, rates[possible])
    optimum = program.solve(penalty)
    if optimum is None:
        return most
    return min(most, optimum + ROUNDING) if optimum > ROUNDING else 0.0


class _Program:
    """Rows `terms <= limit` over variables in 0..1.

    Columns: chosen 0..n-1, share closed n..n+K-1, then helpers.
    """

    def __init__(self, n: int, weight: Floats) -> None:
        self.n, self.weight = n, weight
        self.width = n + len(weight)
        self._rows: list[Ints] = []
        self._columns: list[Ints] = []
        self._values: list[Floats] = []
        self._limits: list[float] = []

    def helper(self) -> int:
        """A new variable between 0 and 1."""
        self.width += 1
        return self.width - 1

    def at_most(self, limit: float, columns: Iterable[int] | Ints, values: Iterable[float]) -> None:
        """Add one row."""
        where = np.fromiter(columns, np.int64)
        self._rows.append(np.full(len(where), len(self._limits)))
        self._columns.append(where)
        self._values.append(np.fromiter(values, float))
        self._limits.append(limit)

    def solve(self, penalty: Floats) -> float | None:
        """Optimum, or None where the solver did not reach it."""
        gain = np.zeros(self.width)
        gain[: self.n] = -penalty
        gain[self.n : self.n + len(self.weight)] = self.weight
        rows = LinearConstraint(self._matrix(), -np.inf, np.array(self._limits))
        result = milp(-gain, constraints=rows, bounds=Bounds(0, 1))  # nothing integral: an LP
        return -float(result.fun) if result.success else None

    def _matrix(self) -> csr_array:
        where = np.concatenate(self._rows), np.concatenate(self._columns)
        shape = (len(self._limits), self.width)
        return coo_array((np.concatenate(self._values), where), shape=shape).tocsr()


def _limit_resources(
    program: _Program, catalogue: Catalogue, learner: Learner, rules: Rules, possible: Ints
) -> None:
    """Money, hours in working time, hours of one's own over the whole horizon."""
    if rules.budget is not None:
        program.at_most(rules.budget, range(len(possible)), catalogue.cost[possible])
    released = catalogue.released[possible]
    hours = catalogue.hours[possible]
    own_hours = learner.hours_in(rules.weeks)
    program.at_most(rules.released_hours, np.flatnonzero(released), hours[released])
    program.at_most(own_hours, np.flatnonzero(~released), hours[~released])


def _require_prerequisites(
    program: _Program, catalogue: Catalogue, learner: Learner, possible: Ints
) -> None:
    """An activity is chosen at most as much as each prerequisite the person still misses."""
    local = {int(j): i for i, j in enumerate(possible)}
    for i, j in enumerate(possible):
        if catalogue.needs[j]:
            missing = missing_prerequisites(catalogue, learner, int(j))
            for q in set(missing).intersection(catalogue.needs[j]):
                program.at_most(0.0, [i, local[q]], [1.0, -1.0])


def _require_modes(program: _Program, catalogue: Catalogue, gaps: Gaps, possible: Ints) -> None:
    """A soft gap is worked on in several modes or not at all."""
    for slot in gaps.slot.tolist():
        wanted = catalogue.wanted_modes.get(slot, 1)
        own = np.flatnonzero(catalogue.primary[possible] == slot)
        if wanted < 2 or not len(own):
            continue
        addressed = program.helper()
        for i in own:
            program.at_most(0.0, [int(i), addressed], [1.0, -1.0])
        stock = catalogue.mode[possible[own]]
        used = [program.helper() for _ in np.unique(stock)]
        for mode, z in zip(np.unique(stock), used, strict=True):
            same = own[stock == mode]
            program.at_most(0.0, [z, *same], [1.0, *[-1.0] * len(same)])
        program.at_most(0.0, [addressed, *used], [float(wanted), *[-1.0] * len(used)])


def _cut_above(program: _Program, rates: Floats) -> None:
    """Tangents of 1 - exp(-A) from above for each gap."""
    slope = np.exp(-TANGENTS)
    height = 1 - slope * (1 + TANGENTS)
    for k in range(rates.shape[1]):
        teaching = np.flatnonzero(rates[:, k])
        for s, h in zip(slope, height, strict=True):
            columns = [program.n + k, *teaching]
            program.at_most(float(h), columns, [1.0, *(-s * rates[teaching, k])])
