"""What a little more would change is what planning again with it gives."""

from dataclasses import replace

import pytest

from tests.training.analysis.builders import EXCEL, SQL, activity, codes, person, teaches
from tests.training.analysis.test_search import world
from training.analysis.catalogue import build_catalogue
from training.analysis.flips import More, find_flips
from training.analysis.learner import Rules
from training.analysis.offers import Season
from training.analysis.planner import plan_path
from training.analysis.simulation import START

CHEAP = activity("CHEAP", teaches(EXCEL, gain=0.2), cost=100.0)
DEAR = activity("DEAR", teaches(EXCEL, gain=0.9), cost=340.0)
LONG = activity("LONG", teaches(SQL, gain=0.9), sessions=10)
DENSE = activity("DENSE", teaches(SQL, gain=0.9), sessions=2, session_hours=2.5)


def flips(activities, learner, **rules):
    season = Season(build_catalogue(activities), START, Rules(**rules))
    path = plan_path(season, learner)
    return path, {flip.limit: flip for flip in find_flips(season, learner, path)}


def test_least_money_that_brings_a_better_step_is_named():
    path, found = flips([CHEAP, DEAR], person(EXCEL), budget=300.0, weeks=12)
    assert codes(path) == ["CHEAP"]
    assert set(found) == {More.BUDGET}
    assert found[More.BUDGET].added == ("DEAR",)
    assert 40 <= found[More.BUDGET].more <= 45
    assert found[More.BUDGET].closure > path.closure


def test_four_weeks_more_make_room_for_a_long_series():
    _path, found = flips([CHEAP, LONG], person(EXCEL, SQL), weeks=8)
    assert found[More.WEEKS].added == ("LONG",)
    assert More.HOURS not in found


def test_an_hour_a_week_more_makes_room_for_long_sessions():
    _path, found = flips([CHEAP, DENSE], person(EXCEL, SQL), weeks=8)
    assert (found[More.HOURS].added, found[More.HOURS].more) == (("DENSE",), 1.0)


def test_nothing_is_said_where_everything_is_in_the_plan():
    _path, found = flips([CHEAP], person(EXCEL), weeks=12)
    assert found == {}


@pytest.mark.parametrize("seed", range(4))
def test_money_that_was_named_brings_what_was_said(seed):
    season, learner = world(seed, budget=300.0, weeks=12)
    path = plan_path(season, learner, seed=seed)
    for flip in find_flips(season, learner, path, seed=seed):
        assert flip.closure > path.closure - 1e-9
        if flip.limit is More.BUDGET:
            rules = replace(season.rules, budget=300.0 + flip.more)
            start = {step.code: step.weeks[0] for step in path.steps}
            again = plan_path(
                Season(season.catalogue, START, rules), learner, seed=seed, start=start
            )
            assert set(flip.added) <= set(codes(again))
            assert again.cost <= 300.0 + flip.more
