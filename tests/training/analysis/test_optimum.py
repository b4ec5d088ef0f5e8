"""Tiny instances solved by trying everything: value <= optimum <= bound."""

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, permutations

import numpy as np
import pytest

from tests.training.analysis.builders import problem_of
from training.analysis.bound import upper_bound
from training.analysis.candidates import find_candidates
from training.analysis.catalogue import Activity, build_catalogue
from training.analysis.exact import EXACT, examine, prove
from training.analysis.gain import closure_rates, single_gain
from training.analysis.learner import Learner, Rules, choose_gaps
from training.analysis.offers import Season, week_of
from training.analysis.planner import plan_path
from training.analysis.simulation import START, make_budget, make_catalogue, make_learner
from training.analysis.validate import Placed, find_violations

WEEKS = 6
INSTANCES = 40


def tiny(seed: int) -> tuple[list[Activity], Learner, Rules]:
    """Six short activities on four skills."""
    rng = np.random.default_rng(seed)
    learner = make_learner(skills=4, seed=seed, required=4)
    learner = replace(learner, hours_per_week=2.0, languages=frozenset())
    shrunk = [
        replace(a, sessions=min(a.sessions, 1 + int(rng.integers(3))), period_weeks=1)
        for a in make_catalogue(6, skills=4, weeks=WEEKS, seed=seed)
    ]
    rules = Rules(weeks=WEEKS, released_hours=10.0, budget=make_budget(seed), both_kinds=False)
    return shrunk, learner, rules


def objective(chosen: tuple[Activity, ...], learner: Learner, rules: Rules) -> float:
    """F by the book, one activity and skill at a time."""
    gaps = choose_gaps(learner)
    value = 0.0
    for slot, level, gap, weight in zip(gaps.slot, gaps.level, gaps.gap, gaps.weight, strict=True):
        rate = sum(
            float(closure_rates(single_gain(o.gain, o.entry, o.top, level, gap), gap))
            for a in chosen
            for o in a.outcomes
            if o.slot == slot
        )
        value += weight * (1 - math.exp(-rate))
    cost = sum(a.cost or 0.0 for a in chosen)
    hours = sum(a.hours for a in chosen)
    return float(value - rules.cost_penalty * cost - rules.hour_penalty * hours)


def starts(activity: Activity) -> list[int]:
    if activity.dates:
        return [week_of(session.day, START) for session in activity.dates]
    return list(range(WEEKS))


def calendars(
    chosen: tuple[Activity, ...], room: dict[int, float], learner: Learner
) -> Iterator[list[Placed]]:
    """Every way to start the activities within the weekly hours."""
    if not chosen:
        yield []
        return
    first, *others = chosen
    for week in starts(first):
        weeks = tuple(week + n for n in range(first.sessions))
        taken = 0.0 if first.released else first.session_hours
        left = room | {w: room.get(w, learner.hours_per_week) - taken for w in weeks}
        if min(left.values()) >= 0 and weeks[-1] < WEEKS:
            for rest in calendars(tuple(others), left, learner):
                yield [Placed(first.code, weeks), *rest]


NO_CALENDAR_HELPS = {"budget", "modes", "closes no gap", "working hours", "language"}


def feasible(
    chosen: tuple[Activity, ...], everything: list[Activity], learner: Learner, rules: Rules
) -> bool:
    by_code = {a.code: a for a in everything}
    for steps in calendars(chosen, {}, learner):
        found = find_violations(
            steps, activities=by_code, learner=learner, rules=rules, start=START
        )
        broken = {violation.rule for violation in found}
        if not broken or broken & NO_CALENDAR_HELPS:
            return not broken
    return False


def optimum(activities: list[Activity], learner: Learner, rules: Rules, at_least: float) -> float:
    """Best value over all sets; those below a known value are skipped."""
    sets = [c for n in range(len(activities) + 1) for c in combinations(activities, n)]
    values = [(objective(chosen, learner, rules), k) for k, chosen in enumerate(sets)]
    for value, k in sorted(values, reverse=True):
        if value <= at_least + 1e-9 or feasible(sets[k], activities, learner, rules):
            return max(value, at_least)
    return at_least


def test_search_and_referee_against_trying_everything():
    """The search stays within 1 % on average, the referee finds the best, no bound is below it."""
    gaps, greedy_gaps = [], []
    for seed in range(INSTANCES):
        activities, learner, rules = tiny(seed)
        season = Season(build_catalogue(activities), START, rules)
        path = plan_path(season, learner)
        greedy = plan_path(season, learner, rounds=0)
        proof = prove(problem_of(season, learner), both_kinds=False)
        assert proof.solution is not None
        best = optimum(activities, learner, rules, path.value)
        assert -1e-12 <= greedy.value <= path.value <= best + 1e-9
        assert proof.solution.value == pytest.approx(best, abs=EXACT)
        assert proof.is_optimal
        assert best <= path.bound + 1e-9
        assert best <= proof.bound + 1e-9
        if best > 0:
            gaps.append((best - path.value) / best)
            greedy_gaps.append((best - greedy.value) / best)
    assert len(gaps) > INSTANCES / 2
    assert np.mean(gaps) < 0.01
    assert np.mean(gaps) < np.mean(greedy_gaps), "the rounds bring something"


def test_objective_equals_the_plans_value():
    activities, learner, rules = tiny(1)
    path = plan_path(Season(build_catalogue(activities), START, rules), learner)
    chosen = tuple(a for a in activities if a.code in {step.code for step in path.steps})
    assert path.steps
    assert path.value == pytest.approx(objective(chosen, learner, rules))


def test_more_budget_never_makes_a_plan_invalid():
    for seed in range(10):
        activities, learner, rules = tiny(seed)
        richer = replace(rules, budget=10 * (rules.budget or 0))
        catalogue = build_catalogue(activities)
        path = plan_path(Season(catalogue, START, richer), learner)
        found = find_violations(
            [Placed(step.code, step.weeks) for step in path.steps],
            activities={a.code: a for a in activities},
            learner=learner,
            rules=richer,
            start=START,
        )
        assert found == []
        assert path.bound >= plan_path(Season(catalogue, START, rules), learner).bound - 1e-6


def test_every_order_of_the_catalogue_gives_the_same_value():
    activities, learner, rules = tiny(2)
    values = {
        plan_path(Season(build_catalogue(order), START, rules), learner).value
        for order in list(permutations(activities))[:50]
    }
    assert len(values) == 1


@pytest.mark.parametrize("seed", range(20))
def test_relaxation_by_itself_is_never_below_a_plan(seed):
    """`plan_path` would lift a bound below its value: here the bound stands alone."""
    activities = make_catalogue(200, skills=30, seed=seed)
    learner = make_learner(skills=30, seed=seed)
    rules = Rules(budget=make_budget(seed))
    season = Season(build_catalogue(activities), START, rules)
    gaps = choose_gaps(learner)
    offers = season.offers(learner.zone, learner.site)
    found = find_candidates(season.catalogue, offers, learner, gaps, rules)
    bound = upper_bound(season.catalogue, learner, gaps, rules, found.rates, found.possible)
    assert 0 < plan_path(season, learner).value <= bound < 1


def test_bound_is_nothing_where_everything_costs_more_than_it_brings():
    activities, learner, rules = tiny(1)
    dear = replace(rules, cost_penalty=1.0, hour_penalty=1.0)
    path = plan_path(Season(build_catalogue(activities), START, dear), learner)
    assert (path.value, path.bound, path.gap_to_bound) == (0.0, 0.0, 0.0)


def test_path_with_the_referee_is_the_best_there_is():
    """Begun from greedy plans, some of which fall short of it."""
    short = 0
    for seed in range(12):
        activities, learner, rules = tiny(seed)
        season = Season(build_catalogue(activities), START, rules)
        greedy = plan_path(season, learner, rounds=0)
        path = plan_path(season, learner, rounds=0, referee=examine)
        best = optimum(activities, learner, rules, greedy.value)
        assert path.value == pytest.approx(best, abs=EXACT)
        assert path.value - 1e-9 <= best <= path.bound + 1e-9
        assert path.gap_to_bound <= 2 * EXACT / max(path.bound, EXACT)
        short += greedy.value < best - EXACT
    assert short
