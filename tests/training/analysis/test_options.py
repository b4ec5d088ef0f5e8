"""Three ways to want a plan, and going on from an earlier one."""

from dataclasses import replace

import pytest

from tests.training.analysis.builders import EXCEL, activity, person, teaches
from tests.training.analysis.test_search import violations, world
from training.analysis.catalogue import build_catalogue
from training.analysis.learner import Rules
from training.analysis.offers import Season
from training.analysis.options import Wish, plan_options, rules_for
from training.analysis.planner import plan_path
from training.analysis.simulation import START

SLOW = activity("SLOW", teaches(EXCEL, gain=0.8), sessions=10)
DEAR = activity("DEAR", teaches(EXCEL, gain=0.9), sessions=2, cost=900.0, session_hours=2.0)


def test_each_wish_gets_what_it_asks_for():
    season = Season(build_catalogue([SLOW, DEAR]), START, Rules(weeks=12))
    options = {option.wish: option for option in plan_options(season, person(EXCEL), rounds=50)}
    costs = {wish: option.path.cost for wish, option in options.items()}
    assert costs[Wish.RECOMMENDED] == 900
    assert costs[Wish.ECONOMICAL] == 0
    assert options[Wish.FAST].weeks <= 6 < options[Wish.RECOMMENDED].weeks


def test_options_with_the_same_steps_are_one():
    season = Season(build_catalogue([replace(SLOW, sessions=2)]), START, Rules(weeks=12))
    assert [o.wish for o in plan_options(season, person(EXCEL))] == [Wish.RECOMMENDED]


def test_fast_leaves_short_horizons_alone_and_shrinks_working_time_with_the_weeks():
    assert rules_for(Wish.FAST, Rules(weeks=3)).weeks == 3
    fast = rules_for(Wish.FAST, Rules(weeks=20, released_hours=24))
    assert (fast.weeks, fast.released_hours) == (10, 12)


@pytest.mark.parametrize("seed", range(10))
def test_more_budget_hours_or_weeks_never_give_less_than_the_plan_before(seed):
    season, learner = world(seed, budget=500.0, weeks=12)
    before = plan_path(season, learner, rounds=30, seed=seed)
    start = {step.code: step.weeks[0] for step in before.steps}
    for changes, hours in (({"budget": 550.0}, 0), ({"weeks": 16}, 0), ({}, 1)):
        wider = Season(season.catalogue, START, replace(season.rules, **changes))
        richer = replace(learner, hours_per_week=learner.hours_per_week + hours)
        path = plan_path(wider, richer, rounds=0, start=start)
        assert path.value >= before.value - 1e-9
        assert violations(path, wider, richer) == []


def test_earlier_plan_with_things_that_are_gone_is_no_obstacle():
    season = Season(build_catalogue([SLOW]), START, Rules(weeks=12))
    path = plan_path(season, person(EXCEL), start={"GONE": 3, "SLOW": 11})
    assert [step.code for step in path.steps] == ["SLOW"]
