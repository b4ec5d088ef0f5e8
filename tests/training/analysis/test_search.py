"""The compiled search: every rule kept, the same again, never worse with more."""

import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from tests.guards.tree import ROOT
from tests.training.analysis.builders import (
    EXCEL,
    LISTENING,
    activity,
    person,
    problem_of,
    teaches,
)
from training.analysis.catalogue import build_catalogue
from training.analysis.exact import EXACT, prove
from training.analysis.gain import HARD
from training.analysis.learner import Rules
from training.analysis.offers import Season
from training.analysis.planner import plan_path
from training.analysis.problem import bits
from training.analysis.search import DoNotFitError, solve
from training.analysis.sets import Sets
from training.analysis.simulation import START, make_budget, make_catalogue, make_learner
from training.analysis.validate import Placed, find_violations

PLANS = 120
CATALOGUE = make_catalogue(250, skills=30, seed=5)


def world(seed, **changes):
    """A person with absences and languages, and rules, all by `seed`."""
    rng = np.random.default_rng(seed)
    learner = replace(
        make_learner(skills=30, seed=seed, required=4 + seed % 9),
        away=frozenset(rng.choice(20, int(rng.integers(0, 6)), replace=False).tolist()),
        completed=frozenset(f"A{j:05}" for j in rng.choice(250, 20, replace=False)),
        zone=str(rng.choice(["UTC", "Asia/Tokyo", "America/New_York"])),
    )
    rules = Rules(
        budget=None if seed % 5 == 0 else make_budget(seed),
        weeks=int(rng.choice([6, 20, 40])),
        released_hours=float(rng.choice([0, 8, 24])),
    )
    return Season(build_catalogue(CATALOGUE), START, replace(rules, **changes)), learner


def violations(path, season, learner):
    return find_violations(
        [Placed(step.code, step.weeks) for step in path.steps],
        activities={a.code: a for a in season.catalogue.activities},
        learner=learner,
        rules=season.rules,
        start=START,
        explained=path.lacks,
    )


def test_independent_check_finds_nothing_in_many_plans():
    steps = 0
    for seed in range(PLANS):
        season, learner = world(seed)
        path = plan_path(season, learner, rounds=30, seed=seed)
        assert violations(path, season, learner) == [], seed
        assert path.value <= path.bound
        steps += len(path.steps)
    assert steps > 3 * PLANS, "plans without steps would prove nothing"


def test_the_same_seed_gives_the_same_plan_and_others_may_differ():
    season, learner = world(3)
    assert plan_path(season, learner, seed=7) == plan_path(season, learner, seed=7)
    plans = [plan_path(*world(w), rounds=3, seed=s).value for w in range(6) for s in (1, 2)]
    assert plans[::2] != plans[1::2]


def test_another_process_finds_the_same_plan():
    program = (
        "from tests.training.analysis.test_search import world, plan_path\n"
        "season, learner = world(4)\n"
        "print([s.code for s in plan_path(season, learner, seed=11).steps])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=os.environ,
        capture_output=True,
        text=True,
        check=False,
    )
    season, learner = world(4)
    expected = [step.code for step in plan_path(season, learner, seed=11).steps]
    assert done.stdout.strip() == str(expected), done.stderr


@pytest.mark.parametrize("seed", range(8))
def test_rounds_never_lose_what_greedy_found(seed):
    season, learner = world(seed)
    values = [plan_path(season, learner, rounds=n, seed=seed).value for n in (0, 20, 100)]
    assert values == sorted(values)


@pytest.mark.parametrize("seed", range(8))
def test_order_of_the_catalogue_and_scale_of_importance_change_nothing(seed):
    season, learner = world(seed)
    rng = np.random.default_rng(seed)
    shuffled = [season.catalogue.activities[j] for j in rng.permutation(len(season.catalogue))]
    other = Season(build_catalogue(shuffled), START, season.rules)
    scaled = replace(learner, importance=learner.importance * 7)
    path = plan_path(season, learner, rounds=50, seed=seed)
    steps = [(step.code, step.weeks) for step in path.steps]
    for again in (plan_path(other, learner, rounds=50, seed=seed),
                  plan_path(season, scaled, rounds=50, seed=seed)):  # fmt: skip
        assert [(step.code, step.weeks) for step in again.steps] == steps


@pytest.mark.parametrize("seed", range(8))
def test_more_of_anything_never_gives_less_when_going_on_from_the_earlier_plan(seed):
    season, learner = world(seed, budget=600.0, weeks=20)
    problem = problem_of(season, learner)
    before = solve(problem, both_kinds=False, rounds=50, seed=seed)
    rules = season.rules
    larger = [
        (replace(rules, budget=700.0), learner),
        (replace(rules, released_hours=rules.released_hours + 8), learner),
        (rules, replace(learner, hours_per_week=learner.hours_per_week + 1)),
    ]
    for more, richer in larger:
        wider = problem_of(Season(season.catalogue, START, more), richer)
        place = {int(j): i for i, j in enumerate(wider.item)}
        start = {
            place[int(problem.item[i])]: week
            for i, week in before.start.items()
            if int(problem.item[i]) in place
        }
        kept = Sets(wider).value(bits(start))
        assert solve(wider, both_kinds=False, rounds=0, start=start).value >= kept - 1e-9


@pytest.mark.parametrize("seed", range(4))
def test_optimum_grows_with_budget_and_hours(seed):
    """The referee's value, by proof; each limit alone."""
    activities = make_catalogue(10, skills=4, weeks=8, seed=seed)
    learner = replace(make_learner(skills=4, seed=seed, required=4), languages=frozenset())
    rules = Rules(weeks=8, released_hours=8.0, budget=300.0)

    def best(learner=learner, rules=rules):
        season = Season(build_catalogue(activities), START, rules)
        proof = prove(problem_of(season, learner), both_kinds=False)
        assert proof.is_optimal
        return proof.solution.value

    base = best() - EXACT
    assert best(rules=replace(rules, budget=600.0)) >= base
    assert best(rules=replace(rules, released_hours=24.0)) >= base
    assert best(learner=replace(learner, hours_per_week=learner.hours_per_week + 2)) >= base


def test_one_step_that_fills_the_calendar_does_not_block_two_better_ones():
    """What greedy alone gets wrong: best value per hour first, and then nothing fits."""
    block = activity("BLOCK", teaches(EXCEL, gain=0.9), sessions=4, session_hours=2.0)
    halves = [
        activity(f"HALF{n}", teaches(EXCEL, gain=0.75), sessions=4, session_hours=1.0)
        for n in range(2)
    ]
    season = Season(build_catalogue([block, *halves]), START, Rules(weeks=4))
    path = plan_path(season, person(EXCEL))
    assert sorted(step.code for step in path.steps) == ["HALF0", "HALF1"]


def test_what_is_fixed_is_in_every_plan_or_the_search_says_that_it_does_not_fit():
    dear = activity("DEAR", teaches(EXCEL, gain=0.1), cost=90.0)
    cheap = activity("CHEAP", teaches(EXCEL, gain=0.9), cost=20.0)
    season = Season(build_catalogue([dear, cheap]), START, Rules(budget=100.0))
    problem = problem_of(season, person(EXCEL))
    at = [season.catalogue.activities[int(j)].code for j in problem.item].index("DEAR")
    fixed = replace(problem, fixed=1 << at)
    assert solve(fixed, both_kinds=False).chosen == 1 << at
    with pytest.raises(DoNotFitError):
        solve(replace(fixed, budget=50.0), both_kinds=False)


def test_plan_without_any_candidate_is_empty_for_search_and_referee():
    season = Season(build_catalogue([]), START, Rules())
    problem = problem_of(season, person(EXCEL, LISTENING))
    assert solve(problem, both_kinds=True).lacks == (HARD, 1)
    proof = prove(problem, both_kinds=False)
    assert (proof.solution.start, proof.bound, proof.is_optimal) == ({}, 0.0, True)
