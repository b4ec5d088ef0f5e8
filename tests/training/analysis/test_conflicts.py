"""Mandatory activities that do not fit: the limits at odds and the nearest change."""

from dataclasses import replace

import pytest

from tests.training.analysis.builders import EXCEL, MONDAY, activity, on, person, teaches
from training.analysis.catalogue import build_catalogue
from training.analysis.conflicts import Conflict, Limit, find_conflict
from training.analysis.learner import Rules

SAFETY = activity("SAFETY", teaches(EXCEL), sessions=4, cost=120.0)
DATA = activity("DATA", teaches(EXCEL), sessions=4, session_hours=1.5, cost=80.0)


def conflict(activities, learner=None, mandatory=("SAFETY", "DATA"), **rules):
    catalogue = build_catalogue(activities)
    return find_conflict(catalogue, MONDAY, learner or person(EXCEL), Rules(**rules), mandatory)


def test_nothing_is_at_odds_where_everything_fits():
    assert conflict([SAFETY, DATA]) is None


def test_too_little_money_names_the_budget_and_how_much_is_enough():
    assert conflict([SAFETY, DATA], budget=150.0) == Conflict(
        (Limit.BUDGET,), {Limit.BUDGET: 200.0}
    )


def test_hours_and_weeks_together_are_at_odds_and_either_may_give_way():
    found = conflict([SAFETY, DATA], weeks=5, budget=500.0)
    assert found == Conflict((Limit.HOURS, Limit.WEEKS), {Limit.HOURS: 2.5, Limit.WEEKS: 8.0})


def test_where_no_limit_alone_can_give_way_some_together_are_named():
    long = replace(DATA, sessions=12)
    found = conflict([SAFETY, long], person(EXCEL, hours_per_week=1.0), weeks=8, budget=300.0)
    assert found.enough == {}
    assert found.together == {Limit.HOURS: 1.5, Limit.WEEKS: 16.0}
    enough = person(EXCEL, hours_per_week=1.5)
    assert conflict([SAFETY, long], enough, weeks=16, budget=300.0) is None


def test_prerequisites_count():
    later = replace(DATA, prerequisites=("SAFETY",))
    found = conflict([SAFETY, later], mandatory=["DATA"], weeks=7)
    assert found == Conflict((Limit.WEEKS,), {Limit.WEEKS: 8.0})


def test_no_limit_is_at_fault_where_the_dates_are_over():
    over = replace(SAFETY, dates=(on(-3),))
    assert conflict([over], mandatory=["SAFETY"]) == Conflict((), {})


def test_unknown_code_is_an_error():
    with pytest.raises(KeyError):
        conflict([SAFETY], mandatory=["GONE"])
