"""What has to be in a plan is in it, by its day, or the plan says why not."""

from dataclasses import replace

import pytest

from tests.training.analysis.builders import (
    EXCEL,
    LISTENING,
    MONDAY,
    SQL,
    activity,
    codes,
    on,
    person,
    reason,
    teaches,
)
from tests.training.analysis.test_search import world
from training.analysis.catalogue import build_catalogue
from training.analysis.learner import Rules
from training.analysis.offers import Season
from training.analysis.planner import plan_path
from training.analysis.reasons import Reason, Why
from training.analysis.validate import Placed, find_missing, find_violations

USEFUL = activity("USEFUL", teaches(EXCEL))
SAFETY = activity("SAFETY", teaches(SQL), sessions=2, mode="workshop")


def plan(activities, learner, **rules):
    season = Season(build_catalogue(activities), MONDAY, Rules(**rules))
    path = plan_path(season, learner)
    placed = [Placed(step.code, step.weeks) for step in path.steps]
    offered = {one.code: one for one in activities}
    found = find_violations(
        placed,
        activities=offered,
        learner=learner,
        rules=season.rules,
        start=MONDAY,
        fixed=frozenset(learner.mandatory),
        explained=path.explained,
    )
    found += find_missing(placed, activities=offered, learner=learner, explained=path.explained)
    assert found == []
    assert path.value <= path.bound + 1e-9
    return path


def step(path, code):
    return next(one for one in path.steps if one.code == code)


def test_mandatory_activity_is_in_the_plan_though_it_closes_no_gap():
    path = plan([USEFUL, SAFETY], person(EXCEL, mandatory={"SAFETY": 20}), weeks=20)
    assert codes(path) == ["SAFETY", "USEFUL"] or codes(path) == ["USEFUL", "SAFETY"]
    assert step(path, "SAFETY").reason.why is Why.MANDATORY
    assert "SAFETY" not in codes(plan([USEFUL, SAFETY], person(EXCEL), weeks=20))


def test_mandatory_activity_alone_makes_a_plan_for_somebody_without_gaps():
    nobody = person(EXCEL, mandatory={"SAFETY": 20})
    met = replace(nobody, level=nobody.required + 1, status=nobody.status * 0 + 1)
    assert codes(plan([USEFUL, SAFETY], met, weeks=20)) == ["SAFETY"]


def test_it_ends_by_its_day_though_others_would_come_first():
    dense = activity("DENSE", teaches(EXCEL, gain=0.9), session_hours=2.0, sessions=6)
    path = plan([dense, SAFETY], person(EXCEL, mandatory={"SAFETY": 3}), weeks=20)
    assert step(path, "SAFETY").weeks[-1] < 3
    assert path.late == ()


def test_day_that_is_over_or_too_near_makes_it_late_and_as_early_as_it_goes():
    for weeks in (-4, 0, 1):
        path = plan([USEFUL, SAFETY], person(EXCEL, mandatory={"SAFETY": weeks}), weeks=20)
        assert path.late == ("SAFETY",)
        assert step(path, "SAFETY").weeks == (0, 1)


def test_what_comes_before_it_comes_along():
    basics = activity("BASICS", teaches(SQL), sessions=1)
    later = replace(SAFETY, prerequisites=("BASICS",))
    path = plan([USEFUL, basics, later], person(EXCEL, mandatory={"SAFETY": 10}), weeks=20)
    assert {"BASICS", "SAFETY"} <= set(codes(path))
    assert step(path, "BASICS").weeks[-1] < step(path, "SAFETY").weeks[0]


@pytest.mark.parametrize(
    ("changes", "rules", "why"),
    [
        ({"language": "fi"}, {}, Reason.LANGUAGE),
        ({"cost": 900.0}, {"budget": 500.0}, Reason.BUDGET),
        ({"cost": None}, {"budget": 500.0}, Reason.UNKNOWN_COST),
        ({"session_hours": 9.0}, {}, Reason.HOURS),
        ({"dates": (on(-4),)}, {}, Reason.DATES),
        ({"sessions": 30}, {}, Reason.DATES),
        ({"prerequisites": ("GONE",)}, {}, Reason.ROOM),
    ],
    ids=str,
)
def test_what_cannot_be_taken_is_missed_for_a_reason_and_the_rest_is_planned(changes, rules, why):
    learner = person(EXCEL, mandatory={"SAFETY": 20}, languages=frozenset({"en"}))
    path = plan([USEFUL, replace(SAFETY, **changes)], learner, weeks=20, **rules)
    assert [(row.code, row.reason) for row in path.missed] == [("SAFETY", why)]
    assert codes(path) == ["USEFUL"]


def test_of_two_that_do_not_fit_together_the_more_urgent_one_stays():
    other = replace(SAFETY, code="OTHER", cost=80.0)
    dear = replace(SAFETY, cost=80.0)
    learner = person(EXCEL, mandatory={"SAFETY": 9, "OTHER": 5})
    path = plan([USEFUL, dear, other], learner, weeks=20, budget=100.0)
    assert "OTHER" in codes(path)
    assert [(row.code, row.reason) for row in path.missed] == [("SAFETY", Reason.ROOM)]


def test_completed_and_unknown_ones_have_no_part_in_it():
    learner = person(EXCEL, mandatory={"SAFETY": 9, "GONE": 2}, completed=frozenset({"SAFETY"}))
    path = plan([USEFUL, SAFETY], learner, weeks=20)
    assert (codes(path), path.missed, path.late) == (["USEFUL"], (), ())


def test_refused_activity_is_left_out_for_that_reason_unless_it_is_mandatory():
    refusing = person(EXCEL, refused=frozenset({"USEFUL", "GONE"}))
    path = plan([USEFUL], refusing, weeks=20)
    assert (codes(path), reason(path, "USEFUL")) == ([], "refused")
    both = replace(refusing, mandatory={"USEFUL": 20})
    assert codes(plan([USEFUL], both, weeks=20)) == ["USEFUL"]


def test_mode_left_out_is_no_way_around_what_is_mandatory():
    learner = person(EXCEL, mandatory={"SAFETY": 20})
    path = plan(
        [USEFUL, SAFETY], learner, weeks=20, without_modes=frozenset({"workshop", "course"})
    )
    assert codes(path) == ["SAFETY"]
    assert reason(path, "USEFUL") == "mode left out"


def test_mandatory_soft_activity_alone_asks_for_no_second_mode():
    talk = activity("TALK", teaches(LISTENING))
    play = activity("PLAY", teaches(LISTENING), mode="role_play", cost=500.0)
    path = plan([talk, play], person(EXCEL, mandatory={"TALK": 20}), weeks=20, budget=100.0)
    assert codes(path) == ["TALK"]


@pytest.mark.parametrize("seed", range(12))
def test_in_any_world_what_is_mandatory_is_kept_and_no_rule_broken(seed):
    season, learner = world(seed, budget=500.0, weeks=12)
    some = [one.code for one in season.catalogue.activities][seed::40][:3]
    learner = replace(learner, mandatory=dict(zip(some, (4, 8, 12), strict=False)))
    path = plan(list(season.catalogue.activities), learner, weeks=12, budget=500.0)
    taken = set(codes(path)) | {row.code for row in path.missed} | learner.completed
    assert set(some) <= taken
