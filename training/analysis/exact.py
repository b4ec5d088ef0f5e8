"""The referee: the same problem as an exact model, solved by CP-SAT (computation.md C3).

Made from `Problem` alone and independent of the search. Integers are scaled so that every share is
rounded up and every loss down: the bound stays valid. Reproducible: one worker, and a limit of
deterministic time instead of seconds.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
from ortools.sat.python import cp_model

from training.analysis.gain import HARD, SOFT
from training.analysis.problem import Problem, members
from training.analysis.search import Solution, as_solution
from training.analysis.sets import Sets

SHARE = 10_000_000  # units of a closed share
RATE = 10_000  # units of a closure rate
WEIGHT = 100_000  # units of a weight
ONE = SHARE * WEIGHT  # units of F
TANGENTS = np.concatenate([np.arange(0, 1, 0.05), np.arange(1, 2, 0.1), np.arange(2, 4, 0.25)])
CENTS = 100
UNITS = 6.0  # of deterministic time; some seconds
EXACT = 5e-4  # of F: a plan as near to its bound as this is the best, but for rounding
FINER = 10  # times finer are the integers of a tangent
PATIENCE = 20.0  # seconds per unit: larger integers once made the solver forget its own limit
MOST_CUTS = 20  # times the model is made sharper around its best plan


@dataclass(frozen=True)
class Proof:
    """What the referee found out: its best plan (None: none in time), a bound that no plan can
    exceed, and whether the plan is proved to be the best."""

    solution: Solution | None
    bound: float
    is_optimal: bool


def prove(
    problem: Problem,
    *,
    both_kinds: bool,
    start: Mapping[int, int] | None = None,
    units: float = UNITS,
    watch: Callable[[float, float], None] | None = None,
) -> Proof:
    """Look for the best plan, from the plan `start` on, within `units` of deterministic time.

    `watch` is told each better value of F and its bound. The bound holds for the candidates of the
    problem, not for what its pre-filter left out.
    """
    model, solver = _Model(problem, both_kinds=both_kinds), cp_model.CpSolver()
    sets, wants = Sets(problem), (HARD, SOFT) if both_kinds else ()
    best = as_solution(sets, start, wants) if start else None
    bound, left, status = float(problem.weight.sum()), units, cp_model.UNKNOWN
    for _ in range(MOST_CUTS):
        if best:
            model.hint(best.start)
        status = model.solve(solver, left, watch)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            break
        found = as_solution(sets, model.weeks(solver), wants)
        best = max(found, best or found, key=lambda one: round(one.value, 9))
        before, bound = bound, min(bound, solver.best_objective_bound / ONE)
        left -= solver.response_proto.deterministic_time
        is_sharp = bound - best.value <= EXACT or before - bound < EXACT / 100
        if status != cp_model.OPTIMAL or is_sharp or left <= 0:
            break
        model.sharpen(found.chosen)
    value = best.value if best else 0.0
    is_optimal = best is not None and bound - value <= EXACT
    return Proof(best, max(bound, value), is_optimal)


def examine(problem: Problem, solution: Solution, both_kinds: bool) -> tuple[Solution, float]:
    """The best plan that is found from a plan of the search on, and a bound over all candidates."""
    kinds = both_kinds and not solution.lacks
    proof = prove(problem, both_kinds=kinds, start=solution.start)
    if proof.solution is None or proof.solution.value <= solution.value:
        return solution, proof.bound
    return replace(proof.solution, lacks=solution.lacks), proof.bound


class _Listener(cp_model.CpSolverSolutionCallback):
    def __init__(self, watch: Callable[[float, float], None]) -> None:
        super().__init__()
        self._watch = watch

    def on_solution_callback(self) -> None:
        self._watch(self.objective_value / ONE, self.best_objective_bound / ONE)


class _Model:
    """Binary `start[i][t]`: candidate i begins in week t; `chosen[i]` is their sum."""

    def __init__(self, problem: Problem, *, both_kinds: bool) -> None:
        self.problem, self.model = problem, cp_model.CpModel()
        n = range(len(problem))
        self.chosen = [self.model.new_bool_var(f"chosen {i}") for i in n]
        self.start = [
            {int(t): self.model.new_bool_var(f"{i} in {t}") for t in np.flatnonzero(weeks)}
            for i, weeks in enumerate(self._possible())
        ]
        for i in n:
            self.model.add(sum(self.start[i].values()) == self.chosen[i])
        for i in members(problem.fixed):
            self.model.add(self.chosen[i] == 1)
        self._limit_hours()
        self._limit_money()
        self._keep_order()
        self._mix_modes()
        if both_kinds:
            self._ask_for_kinds()
        self._maximise()

    def solve(
        self,
        solver: cp_model.CpSolver,
        units: float,
        watch: Callable[[float, float], None] | None,
    ) -> cp_model.CpSolverStatus:
        """Let the solver work for so long."""
        solver.parameters.num_workers = 1
        solver.parameters.linearization_level = 2
        solver.parameters.max_deterministic_time = units
        solver.parameters.max_time_in_seconds = PATIENCE * units
        return solver.solve(self.model, _Listener(watch) if watch else None)

    def hint(self, start: Mapping[int, int]) -> None:
        """Tell the solver an earlier plan."""
        self.model.clear_hints()  # type: ignore[no-untyped-call]
        for i, chosen in enumerate(self.chosen):
            self.model.add_hint(chosen, i in start)
            for week, begins in self.start[i].items():
                self.model.add_hint(begins, start.get(i) == week)

    def weeks(self, solver: cp_model.CpSolver) -> dict[int, int]:
        """Start weeks of what the solver chose."""
        return {
            i: week
            for i, weeks in enumerate(self.start)
            for week, begins in weeks.items()
            if solver.value(begins)
        }

    def _possible(self) -> list[np.ndarray]:
        """Weeks in which each candidate can begin, without those that meet an absence."""
        problem, found = self.problem, []
        for i, allowed in enumerate(problem.allowed):
            weeks = allowed.copy()
            for t in np.flatnonzero(allowed):
                weeks[t] = all(problem.there[self._sessions(i, int(t))])
            found.append(weeks)
        return found

    def _sessions(self, i: int, week: int) -> list[int]:
        return [week + n * self.problem.period[i] for n in range(self.problem.sessions[i])]

    def _limit_hours(self) -> None:
        """Own hours of each week, one session in working time a week, its hours in all."""
        problem = self.problem
        own: dict[int, list[cp_model.LinearExprT]] = {}
        released: dict[int, list[cp_model.IntVar]] = {}
        for i, weeks in enumerate(self.start):
            for start, begins in weeks.items():
                for week in self._sessions(i, start):
                    if problem.released >> i & 1:
                        released.setdefault(week, []).append(begins)
                    else:
                        own.setdefault(week, []).append(problem.time[i] * begins)
        for week, sessions in own.items():
            self.model.add(sum(sessions) <= int(problem.own[week]))
        for group in released.values():
            self.model.add_at_most_one(group)
        pool = [problem.total[i] * self.chosen[i] for i in members(problem.released)]
        self.model.add(sum(pool) <= problem.released_room)

    def _limit_money(self) -> None:
        problem = self.problem
        if np.isfinite(problem.budget):
            cents = [round(cost * CENTS) for cost in problem.cost]
            spent = sum(c * x for c, x in zip(cents, self.chosen, strict=True))
            self.model.add(spent <= round(problem.budget * CENTS))

    def _keep_order(self) -> None:
        """Prerequisites are chosen and over before; closing exercises come after the rest."""
        problem = self.problem
        for i in range(len(problem)):
            for q in members(problem.needs[i]):
                self.model.add_implication(self.chosen[i], self.chosen[q])
            for q in members(problem.after[i]):
                for week, begins in self.start[i].items():
                    late = [
                        other
                        for start, other in self.start[q].items()
                        if start + problem.length[q] > week
                    ]
                    self.model.add(sum(late) + begins <= 1)

    def _mix_modes(self) -> None:
        """A soft skill is worked on in several modes or not at all."""
        problem, sets = self.problem, Sets(self.problem)
        for slot, everything in sets.skills.all.items():
            counted = members(everything & ~problem.fixed)
            wanted = problem.wanted_modes[slot]
            if wanted < 2 or not counted:
                continue
            worked = self.model.new_bool_var(f"works on {slot}")
            used = []
            for mask in sets.skills.by_mode[slot].values():
                mode = self.model.new_bool_var(f"mode on {slot}")
                self.model.add(mode <= sum(self.chosen[i] for i in members(mask)))
                used.append(mode)
            for i in counted:
                self.model.add_implication(self.chosen[i], worked)
            self.model.add(sum(used) >= wanted * worked)

    def _ask_for_kinds(self) -> None:
        """A step of each kind; where none is possible the search reports that, not this model."""
        for kind in (HARD, SOFT):
            of_kind = [x for x, k in zip(self.chosen, self.problem.kind, strict=True) if k == kind]
            self.model.add(sum(of_kind) >= 1)

    def _maximise(self) -> None:
        """F with the concave share closed cut from above by tangents, all rounded upwards."""
        problem = self.problem
        rates = np.ceil(problem.rates * RATE - 1e-9).astype(int)
        self._summed = [
            sum(int(rates[i, k]) * self.chosen[i] for i in np.flatnonzero(rates[:, k]))
            for k in range(len(problem.weight))
        ]
        self._closed = [
            self.model.new_int_var(0, SHARE, f"closed {k}") for k in range(len(problem.weight))
        ]
        for k in range(len(problem.weight)):
            for rate in TANGENTS:
                self._cut(k, float(rate))
        weights = [int(np.ceil(weight * WEIGHT)) for weight in problem.weight]
        losses = [int(np.floor(penalty * ONE)) for penalty in problem.penalty]
        gained = sum(w * closed for w, closed in zip(weights, self._closed, strict=True))
        lost = sum(p * x for p, x in zip(losses, self.chosen, strict=True))
        self.model.maximize(cast(cp_model.LinearExprT, gained - lost))

    def sharpen(self, chosen: int) -> None:
        """Cut the shares closed where this set touches the curve."""
        for k, rate in enumerate(self.problem.rates[members(chosen)].sum(axis=0)):
            if rate > 0:
                self._cut(k, float(rate))

    def _cut(self, k: int, rate: float) -> None:
        """The tangent of 1 - exp(-A) at `rate`, from above."""
        slope = float(np.exp(-rate))
        height = 1 - slope * (1 + rate)
        per_rate = int(np.ceil(FINER * slope * SHARE / RATE))
        most = per_rate * self._summed[k] + int(np.ceil(FINER * height * SHARE))
        self.model.add(FINER * self._closed[k] <= most)
