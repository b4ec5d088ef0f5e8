"""Whole plans: rules, both kinds, explanations, odd cases."""

from dataclasses import replace

import numpy as np
import pytest

from tests.training.analysis.builders import (
    EXCEL,
    LISTENING,
    ODD,
    SQL,
    activity,
    check,
    codes,
    on,
    person,
    plan,
    reason,
    teaches,
)
from training.analysis.catalogue import build_catalogue
from training.analysis.gain import NOT_MEASURED
from training.analysis.learner import Rules
from training.analysis.offers import Season
from training.analysis.planner import plan_path
from training.analysis.simulation import START, make_budget, make_catalogue, make_learner
from training.analysis.validate import Placed, find_violations

TALK = activity("TALK", teaches(LISTENING), mode="course")
ROLE = activity("ROLE", teaches(LISTENING), mode="role_play", sessions=2, period_weeks=2)
SHEETS = activity("SHEETS", teaches(EXCEL))


def test_empty_catalogue_gives_an_empty_plan_with_a_reason_per_skill():
    path = plan([], person(EXCEL, LISTENING))
    assert (path.status, path.value, path.bound, path.gap_to_bound) == ("empty", 0, 0, 0)
    assert [(row.slot, row.reason.value) for row in path.unmet] == [
        (EXCEL, "no activity"),
        (LISTENING, "no activity"),
    ]


def test_person_without_gap_gets_an_empty_plan():
    path = plan([SHEETS], person(EXCEL, status=np.array([1])))
    assert (path.steps, path.unmet, path.not_chosen) == ((), (), ())


def test_everything_unmeasured_gives_nothing_to_plan():
    learner = person(EXCEL, status=np.array([NOT_MEASURED]), level=np.array([np.nan]))
    assert plan([SHEETS], learner).status == "empty"


@pytest.mark.parametrize("released", [False, True])
def test_no_session_falls_into_a_week_away(released):
    course = activity("LONG", teaches(EXCEL), sessions=3, released=released)
    away = frozenset({0, 1, 3, 7})
    path = plan([course], replace(person(EXCEL), away=away))
    assert path.steps[0].weeks == (4, 5, 6)


def test_away_all_the_time_leaves_nothing_to_do_and_a_bound_of_nothing():
    path = plan([SHEETS], replace(person(EXCEL), away=frozenset(range(20))))
    assert (path.status, path.bound) == ("empty", 0)
    assert reason(path, "SHEETS") == "hours"


def test_check_finds_a_session_while_away():
    path = plan([SHEETS], person(EXCEL))
    away = replace(person(EXCEL), away=frozenset(path.steps[0].weeks))
    assert {v.rule for v in check(path, [SHEETS], away)} == {"away"}


def test_budget_zero_offers_only_what_is_free():
    paid = activity("PAID", cost=1.0)
    path = plan([SHEETS, paid], person(EXCEL), budget=0.0)
    assert codes(path) == ["SHEETS"]
    assert reason(path, "PAID") == "budget"


def test_nothing_fits_the_hours_says_so_for_the_skill():
    path = plan([activity("A", session_hours=3.0)], person(EXCEL))
    assert (path.status, path.unmet[0].reason.value) == ("empty", "hours")


def test_no_hours_at_all_leaves_what_is_in_working_time():
    at_work = activity("B", released=True, sessions=2, session_hours=6.0)
    path = plan([SHEETS, at_work], person(EXCEL, hours_per_week=0.0))
    assert codes(path) == ["B"]


def test_soft_skill_gets_two_modes_and_says_why():
    path = plan([TALK, ROLE, SHEETS], person(EXCEL, LISTENING))
    assert sorted(codes(path)) == ["ROLE", "SHEETS", "TALK"]
    whys = {step.code: step.reason.why.value for step in path.steps}
    assert sorted(whys.values()) == ["closes gaps", "closes gaps", "second way of learning"]
    assert path.status == "complete"


def test_soft_skill_with_one_mode_in_stock_is_still_worked_on():
    (step,) = plan([TALK], person(LISTENING)).steps
    assert (step.code, step.reason.only_mode) == ("TALK", True)


def test_soft_skill_whose_second_mode_one_cannot_use_stays_unmet():
    travel = replace(ROLE, venue="onsite", site="Lima")
    path = plan([TALK, travel], person(LISTENING, site="Graz"))
    assert path.status == "empty"
    assert path.unmet[0].reason.value == "modes"
    assert (reason(path, "TALK"), reason(path, "ROLE")) == ("modes", "travel")


def test_second_mode_is_not_reached_with_something_useless():
    useless = replace(ROLE, outcomes=(teaches(LISTENING, 4.5, 5),))
    assert plan([TALK, useless], person(LISTENING)).status == "empty"


def test_closing_exercise_comes_after_everything_else_of_its_skill():
    closing = activity(
        "SIM", teaches(LISTENING), mode="simulation", sessions=1, capstone=True, cost=0.0
    )
    learner = person(LISTENING)
    path = plan([TALK, ROLE, closing], learner)
    start = {step.code: step.weeks[0] for step in path.steps}
    last = {step.code: step.weeks[-1] for step in path.steps}
    assert start["SIM"] > max(last["TALK"], last["ROLE"])
    assert check(path, [TALK, ROLE, closing], learner) == []


def test_closing_exercise_alone_needs_two_modes_as_well():
    closing = activity("SIM", teaches(LISTENING), mode="simulation", capstone=True)
    far = replace(TALK, language="de")
    path = plan([closing, far], person(LISTENING, languages=frozenset({"en"})))
    assert reason(path, "SIM") == "modes"


def test_closing_exercise_of_a_hard_skill_may_come_first():
    closing = activity("SIM", teaches(EXCEL), mode="simulation", capstone=True, sessions=1)
    path = plan([SHEETS, closing], person(EXCEL))
    assert {step.weeks[0] for step in path.steps} == {0}


def test_weekly_hours_push_the_second_course_back():
    sql = activity("SQL", teaches(SQL), session_hours=1.5)
    path = plan([SHEETS, sql], person(EXCEL, SQL))
    assert sorted(step.weeks[0] for step in path.steps) == [0, 4]


def test_working_time_has_one_session_a_week_and_a_pool():
    days = [
        activity(f"D{n}", teaches(slot), released=True, sessions=1, session_hours=8.0)
        for n, slot in enumerate((EXCEL, SQL, EXCEL, SQL))
    ]
    path = plan(days, person(EXCEL, SQL))
    assert len(path.steps) == 3  # 24 hours in working time
    assert len({step.weeks for step in path.steps}) == 3
    assert next(r.reason.value for r in path.not_chosen) in {"hours", "replaced"}


def test_both_kinds_are_in_the_plan_although_one_is_worth_more():
    """The hard course fills all hours; a soft pair must still find a place."""
    heavy = activity("HEAVY", teaches(EXCEL, gain=1.4), session_hours=2.0, sessions=20)
    light = activity("LIGHT", teaches(EXCEL, gain=0.2), sessions=2)
    importance = np.array([5.0, 1.0])
    learner = person(EXCEL, LISTENING, importance=importance)
    catalogue = [heavy, light, TALK, ROLE]
    path = plan(catalogue, learner)
    assert {"LIGHT", "ROLE", "TALK"} == set(codes(path))
    assert codes(plan(catalogue, learner, both_kinds=False)) == ["HEAVY"]


def test_both_kinds_impossible_says_what_forbids_it():
    heavy = activity("HEAVY", teaches(EXCEL, gain=1.4), session_hours=2.0, sessions=20)
    path = plan([heavy, TALK, ROLE], person(EXCEL, LISTENING, importance=np.array([5.0, 1.0])))
    assert path.lacks == ("soft",)
    assert [(row.slot, row.reason.value) for row in path.unmet] == [(LISTENING, "hours")]


def test_equal_value_prefers_the_real_situation_and_says_so():
    catalogue = [SHEETS, replace(SHEETS, code="TABLES", situations=frozenset({"month end"}))]
    many = [replace(a, session_hours=2.0, sessions=11) for a in catalogue]
    path = plan(many, person(EXCEL, situations=frozenset({"month end", "audit"})))
    assert codes(path) == ["TABLES"]
    assert path.steps[0].reason.situations == ("month end",)


def test_unclassified_skill_stays_unmet_until_its_kind_is_confirmed():
    path = plan([activity("A", teaches(ODD)), SHEETS], person(EXCEL, ODD))
    assert codes(path) == ["SHEETS"]
    assert [(row.slot, row.reason.value) for row in path.unmet] == [(ODD, "kind not confirmed")]


def test_replaced_activity_names_the_better_step():
    weaker = activity("WEAK", teaches(EXCEL, gain=0.3), sessions=20, session_hours=2.0)
    better = activity("GOOD", teaches(EXCEL, gain=0.9), sessions=20, session_hours=2.0)
    path = plan([weaker, better], person(EXCEL))
    row = path.not_chosen[0]
    assert (row.reason.value, row.by) == ("replaced", "GOOD")
    assert row.delta == pytest.approx((0.9 - 0.3) * 0.76 / 1.5)


def test_marginal_of_a_prerequisite_is_worth_all_that_needs_it():
    first, then = activity("A", teaches(SQL)), activity("B", prerequisites=("A",))
    path = plan([first, then], person(EXCEL))
    assert path.steps[0].reason.marginal == pytest.approx(path.value)
    assert path.steps[0].reason.needed_by == ("B",)


def test_expected_level_never_passes_the_requirement():
    many = [activity(f"A{n}", teaches(EXCEL, gain=1.4)) for n in range(6)]
    change = plan(many, person(EXCEL)).skills[0]
    assert change.before == 2.0
    assert 3.0 < change.after < 3.5


@pytest.mark.parametrize("seed", range(12))
def test_simulated_plans_keep_every_rule_and_stay_below_the_bound(seed):
    activities = make_catalogue(300, skills=40, seed=seed)
    learner = make_learner(skills=40, seed=seed)
    rules = Rules(budget=None if seed % 4 == 0 else make_budget(seed))
    path = plan_path(Season(build_catalogue(activities), START, rules), learner)
    assert path.steps
    assert 0 < path.value <= path.bound
    found = find_violations(
        [Placed(step.code, step.weeks) for step in path.steps],
        activities={a.code: a for a in activities},
        learner=learner,
        rules=rules,
        start=START,
        explained=path.lacks,
    )
    assert found == []


def test_order_of_the_input_changes_nothing():
    activities = make_catalogue(300, skills=40, seed=3)
    learner = make_learner(skills=40, seed=3)
    shuffled = activities[150:] + activities[:150][::-1]
    turned = np.arange(len(learner.slot))[::-1]
    names = ("slot", "kind", "level", "required", "importance", "p_gap", "status")
    other = replace(learner, **{name: getattr(learner, name)[turned] for name in names})
    first, second = plan(activities, learner, START), plan(shuffled, other, START)
    assert first.steps == second.steps
    assert first.bound == pytest.approx(second.bound)


def test_scaled_importance_leaves_the_plan_unchanged():
    activities = make_catalogue(300, skills=40, seed=4)
    learner = make_learner(skills=40, seed=4)
    scaled = replace(learner, importance=learner.importance * 7)
    assert codes(plan(activities, learner, START)) == codes(plan(activities, scaled, START))


def test_the_same_input_gives_the_same_plan():
    activities = make_catalogue(300, skills=40, seed=5)
    learner = make_learner(skills=40, seed=5)
    assert plan(activities, learner, START) == plan(activities, learner, START)


def test_dated_activity_keeps_its_week_while_others_give_way():
    dated = activity("DATED", teaches(SQL), dates=(on(2),), session_hours=2.0)
    path = plan([SHEETS, dated], person(EXCEL, SQL))
    start = {step.code: step.weeks[0] for step in path.steps}
    assert start["DATED"] == 2
    assert len(path.steps) == 2
