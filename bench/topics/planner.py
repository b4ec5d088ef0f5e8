"""Row 6 of the promises (computation.md G9): search, greedy and the exact referee in one run.

Distances to the linear bound are larger than to the best plan, most where the catalogue is small;
distances to the referee's bound are the true ones where it proves its plan. The referee works on
the same candidates as the search. Catalogues and people are made up.
"""

import time
from dataclasses import dataclass, field

import numpy as np

from bench.report import Direction, Report, Row, Scale
from training.analysis.bound import upper_bound
from training.analysis.candidates import find_candidates
from training.analysis.catalogue import Activity, build_catalogue
from training.analysis.exact import prove
from training.analysis.learner import Learner, Rules, choose_gaps
from training.analysis.offers import Season
from training.analysis.planner import Path, plan_path
from training.analysis.problem import build_problem
from training.analysis.search import BATCH_ROUNDS, INTERACTIVE_ROUNDS, solve
from training.analysis.simulation import START, make_budget, make_catalogue, make_learner
from training.analysis.validate import Placed, find_violations

CHECKED = {Scale.SMALL: 1_000, Scale.FULL: 10_000}  # plans for the independent check
REFEREED = {Scale.SMALL: (12, 5, 3), Scale.FULL: (20, 8, 5)}  # people per catalogue
CATALOGUES = (500, 2_000, 5_000)
UNITS = 3.0  # of the referee's deterministic time
METHODS = {"greedy": 0, "search": BATCH_ROUNDS, "long search": INTERACTIVE_ROUNDS}


@dataclass
class Measured:
    """One catalogue: values and CPU seconds of each method and bounds, person by person."""

    values: dict[str, list[float]] = field(default_factory=dict)
    seconds: dict[str, list[float]] = field(default_factory=dict)
    bound: list[float] = field(default_factory=list)
    proved: list[bool] = field(default_factory=list)

    def add(self, method: str, value: float, began: float) -> None:
        """Keep one result; `began` is the CPU time at its start."""
        self.values.setdefault(method, []).append(value)
        self.seconds.setdefault(method, []).append(time.process_time() - began)

    def gap(self, method: str) -> float:
        """Mean distance to the best bound in percent, over people with something to gain."""
        pairs = zip(self.values[method], self.bound, strict=True)
        return 100 * float(np.mean([(b - v) / b for v, b in pairs if b > 0]))

    def cpu(self, method: str) -> float:
        """Mean CPU seconds a person."""
        return float(np.mean(self.seconds[method]))

    def worth(self, method: str, other: str) -> float:
        """Value of one method over that of another."""
        return sum(self.values[method]) / sum(self.values[other])


def measure(scale: Scale) -> Report:
    """Plan for the same people by every method on three catalogues; check many plans."""
    plan_path(*_person(build_catalogue(make_catalogue(100, skills=10)), 0, skills=10))  # compile
    sizes = zip(CATALOGUES, REFEREED[scale], strict=True)
    small, usual, large = (_compare(n, people) for n, people in sizes)
    rows = _quality_rows(small, usual, large) + _cpu_rows(small, usual, large)
    rows.append(Row("rules broken in any plan", _count_broken(CHECKED[scale]), "plans", 0))
    return Report(
        sizes={
            "scale": scale.value,
            "people": " + ".join(map(str, REFEREED[scale])),
            "checked plans": CHECKED[scale],
            "referee's units": UNITS,
            "proved the best": sum(map(sum, (small.proved, usual.proved, large.proved))),
        },
        rows=rows,
    )


def _quality_rows(*measured: Measured) -> list[Row]:
    rows = []
    for n, one, limit in zip(CATALOGUES, measured, (2, 8, 8), strict=True):
        for method, most in (("greedy", 20), ("search", limit), ("long search", limit)):
            rows.append(
                Row(f"{method}: distance to the best bound, {n}", one.gap(method), "%", most)
            )
        name = f"search: value over the referee's, {n}"
        rows.append(Row(name, one.worth("search", "referee"), "x", 0.96, Direction.MIN))
        name = f"search: value over greedy's, {n}"
        rows.append(Row(name, one.worth("search", "greedy"), "x", 1.0, Direction.MIN))
    return rows


def _cpu_rows(*measured: Measured) -> list[Row]:
    rows = []
    for n, one in zip(CATALOGUES, measured, strict=True):
        for method, most in (("greedy", 30), ("search", 150), ("long search", 500)):
            rows.append(Row(f"{method}: CPU a person, {n}", 1000 * one.cpu(method), "ms", most))
        ratio = one.cpu("search") / one.cpu("referee")
        rows.append(Row(f"search: CPU over the referee's, {n}", ratio, "x", 1 / 50))
    return rows


def _compare(size: int, people: int) -> Measured:
    catalogue, measured = build_catalogue(make_catalogue(size, seed=size)), Measured()
    for seed in range(people):
        season, learner = _person(catalogue, seed)
        gaps, offers = choose_gaps(learner), season.offers(learner.zone, learner.site)
        rules = season.rules
        found = find_candidates(catalogue, offers, learner, gaps, rules)
        problem = build_problem(catalogue, offers, learner, gaps, rules, found.rates, found.kept)
        kinds = set(learner.kind[learner.has_gap].tolist())
        both = {0, 1} <= kinds
        for method, rounds in METHODS.items():
            began = time.process_time()
            solution = solve(problem, both_kinds=both, rounds=rounds, seed=seed)
            measured.add(method, solution.value, began)
        both = both and not solution.lacks
        began = time.process_time()
        proof = prove(problem, both_kinds=both, units=UNITS)
        measured.add("referee", proof.solution.value if proof.solution else 0.0, began)
        linear = upper_bound(catalogue, learner, gaps, rules, found.rates, found.possible)
        measured.bound.append(max(solution.value, min(proof.bound, linear)))
        measured.proved.append(proof.is_optimal)
    return measured


def _count_broken(plans: int) -> int:
    """Plans that the independent check refuses, with absences and every kind of limit."""
    activities = make_catalogue(300, skills=40, seed=1)
    catalogue, broken = build_catalogue(activities), 0
    by_code = {activity.code: activity for activity in activities}
    for seed in range(plans):
        season, learner = _person(catalogue, seed, skills=40)
        path = plan_path(season, learner, rounds=30, seed=seed)
        broken += not _is_valid(path, by_code, learner, season.rules)
    return broken


def _person(catalogue, seed: int, skills: int = 120) -> tuple[Season, Learner]:
    learner = make_learner(skills=skills, seed=seed, required=min(5 + seed % 11, skills))
    season = Season(catalogue, START, Rules(budget=make_budget(seed)))
    season.offers(learner.zone, learner.site)  # once a run, not once a person
    return season, learner


def _is_valid(path: Path, by_code: dict[str, Activity], learner: Learner, rules: Rules) -> bool:
    return not find_violations(
        [Placed(step.code, step.weeks) for step in path.steps],
        activities=by_code,
        learner=learner,
        rules=rules,
        start=START,
        explained=path.lacks,
    )
