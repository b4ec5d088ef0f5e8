"""Row 6 of the promises, as far as it is built: greedy paths against the proved bound.

The bound is a linear relaxation, itself above the best plan (most where the catalogue is small), so
the true distance is smaller than shown. Catalogues and people are made up.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bench.report import Direction, Report, Row, Scale
from training.analysis.catalogue import Activity, build_catalogue
from training.analysis.learner import Learner, Rules
from training.analysis.offers import Season
from training.analysis.planner import Path, plan_path
from training.analysis.simulation import START, make_budget, make_catalogue, make_learner
from training.analysis.validate import Placed, find_violations

PEOPLE = {Scale.SMALL: 40, Scale.FULL: 300}
SMALL_CATALOGUE, CATALOGUE, LARGE_CATALOGUE = 500, 2_000, 5_000


@dataclass(frozen=True)
class Measured:
    """Plans of all people on one catalogue: mean relative distance to the bound, CPU a person."""

    gap: float
    seconds: float
    violations: int


def measure(scale: Scale) -> Report:
    """Plan for the same people on three catalogues."""
    people = PEOPLE[scale]
    small, usual, large = (
        _plan_all(make_catalogue(n, seed=n), people)
        for n in (SMALL_CATALOGUE, CATALOGUE, LARGE_CATALOGUE)
    )
    everything = (small, usual, large)
    rows = [
        Row(f"distance to the bound, {SMALL_CATALOGUE} activities", 100 * small.gap, "%", 16),
        Row(f"distance to the bound, {CATALOGUE} activities", 100 * usual.gap, "%", 12),
        Row(f"distance to the bound, {LARGE_CATALOGUE} activities", 100 * large.gap, "%", 12),
        Row("rules broken in any plan", sum(m.violations for m in everything), "plans", 0),
        Row("CPU a person, 5,000 to 500 activities", large.seconds / small.seconds, "x", 10),
        Row(
            "people a CPU second, 2,000 activities",
            1 / usual.seconds,
            "people/s",
            10,
            Direction.MIN,
        ),
    ]
    return Report(sizes={"scale": scale.value, "people": people}, rows=rows)


def _plan_all(activities: Sequence[Activity], people: int) -> Measured:
    catalogue = build_catalogue(activities)
    by_code = {activity.code: activity for activity in activities}
    gaps, seconds, violations = [], 0.0, 0
    for seed in range(people):
        learner = make_learner(seed=seed, required=5 + seed % 11)
        season = Season(catalogue, START, Rules(budget=make_budget(seed)))
        season.offers(learner.zone, learner.site)  # once a run, not once a person
        before = time.process_time()
        path = plan_path(season, learner)
        seconds += time.process_time() - before
        gaps.append(path.gap_to_bound)
        violations += not _is_valid(path, by_code, learner, season.rules)
    return Measured(float(np.mean(gaps)), seconds / people, violations)


def _is_valid(path: Path, by_code: dict[str, Activity], learner: Learner, rules: Rules) -> bool:
    return not find_violations(
        [Placed(step.code, step.weeks) for step in path.steps],
        activities=by_code,
        learner=learner,
        rules=rules,
        start=START,
        explained=path.lacks,
    )
