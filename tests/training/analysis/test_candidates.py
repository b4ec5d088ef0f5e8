"""The first failing test is the reason that is told."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.training.analysis.builders import (
    CONFLICT,
    EXCEL,
    LISTENING,
    MONDAY,
    ODD,
    SQL,
    activity,
    catalogue_of,
    check,
    codes,
    on,
    person,
    plan,
    reason,
    teaches,
)
from training.analysis.catalogue import Session
from training.analysis.cycles import components

AT_NIGHT = Session(MONDAY + timedelta(days=1), datetime(2026, 11, 24, 20, tzinfo=UTC))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"language": "de"}, "language"),
        ({"outcomes": (teaches(EXCEL, 3.5, 5),)}, "level window"),
        ({"prerequisites": ("GONE",)}, "prerequisite"),
        ({"dates": (on(3, seats=0),)}, "seats"),
        ({"seats_left": 0}, "seats"),
        ({"dates": (on(18),)}, "dates"),
        ({"dates": (on(-1),)}, "dates"),
        ({"sessions": 21}, "dates"),
        ({"session_hours": 2.5}, "hours"),
        ({"session_hours": 7.0, "released": True}, "hours"),
        ({"dates": (AT_NIGHT,), "venue": "live_online"}, "time zone"),
        ({"venue": "onsite", "site": "Lima"}, "travel"),
        ({"cost": 900.0}, "budget"),
        ({"cost": None}, "unknown cost"),
        ({"mode": "microlearning", "outcomes": (teaches(CONFLICT),)}, "modes"),
        ({"outcomes": (teaches(ODD),)}, "kind not confirmed"),
    ],
)
def test_activity_that_cannot_be_offered_names_the_first_failing_test(changes, expected):
    learner = person(EXCEL, CONFLICT, ODD, languages=frozenset({"en"}), site="Graz")
    workshop = activity("W", teaches(CONFLICT), mode="workshop", language="fr")
    catalogue = [activity("A", **changes), workshop]
    path = plan(catalogue, learner, budget=500.0)
    assert codes(path) == []
    assert reason(path, "A") == expected


def test_activity_failing_several_tests_names_the_first_in_order():
    hopeless = activity("A", language="de", cost=900.0, session_hours=3.0)
    path = plan([hopeless], person(EXCEL, languages=frozenset({"en"})), budget=500.0)
    assert reason(path, "A") == "language"


def test_completed_activity_is_not_offered_again():
    path = plan([activity("A")], person(EXCEL, completed=frozenset({"A"})))
    assert (codes(path), reason(path, "A")) == ([], "completed")


def test_night_session_of_the_persons_zone_is_day_elsewhere():
    dated = activity("A", dates=(AT_NIGHT,), venue="live_online")
    assert codes(plan([dated], person(EXCEL, zone="America/Lima"))) == ["A"]


def test_live_session_that_ends_after_six_is_not_offered():
    dated = activity("A", dates=(on(1, hour=17),), venue="live_online", session_hours=1.5)
    assert reason(plan([dated], person(EXCEL)), "A") == "time zone"


def test_session_earlier_in_the_week_of_the_start_is_not_offered():
    dated = activity("A", dates=(on(0, day=0),))
    assert reason(plan([dated], person(EXCEL), start=MONDAY + timedelta(days=2)), "A") == "dates"


def test_unknown_cost_without_budget_is_offered_and_not_counted_as_free():
    catalogue = [activity("A", cost=None), activity("B", teaches(SQL), cost=400.0)]
    path = plan(catalogue, person(EXCEL, SQL))
    assert codes(path) == ["A", "B"]
    assert [step.cost for step in path.steps] == [None, 400.0]
    assert path.cost == 400.0
    assert path.value == pytest.approx(path.closure - 2 * 400 * 2e-5 - 8 * 5e-4)


def test_unknown_costs_take_the_median_of_their_mode_then_of_the_catalogue():
    catalogue = catalogue_of(
        activity("A", cost=None),
        activity("B", cost=100.0),
        activity("C", cost=300.0),
        activity("D", cost=None, mode="project"),
        activity("E", cost=1000.0, mode="workshop"),
    )
    assert catalogue.assumed_cost.tolist() == [200.0, 100.0, 300.0, 300.0, 1000.0]


def test_nobody_knows_any_cost_then_nothing_is_assumed():
    assert catalogue_of(activity("A", cost=None)).assumed_cost.tolist() == [0.0]


def test_prerequisite_without_gain_comes_along_and_is_finished_before():
    first = activity("A", teaches(SQL))
    then = activity("B", prerequisites=("A",))
    path = plan([first, then], person(EXCEL))
    assert {step.code: step.weeks[0] for step in path.steps} == {"A": 0, "B": 4}
    assert path.steps[0].reason.why == "needed first"
    assert path.steps[0].reason.slots == (EXCEL,)


def test_prerequisite_that_is_completed_does_not_come_along():
    catalogue = [activity("A", teaches(SQL)), activity("B", prerequisites=("A",))]
    assert codes(plan(catalogue, person(EXCEL, completed=frozenset({"A"})))) == ["B"]


def test_prerequisite_that_was_retired_counts_where_completed():
    later = activity("B", prerequisites=("OLD",))
    assert codes(plan([later], person(EXCEL, completed=frozenset({"OLD"})))) == ["B"]
    assert reason(plan([later], person(EXCEL)), "B") == "prerequisite"


def test_prerequisite_that_cannot_be_offered_blocks_what_needs_it():
    catalogue = [activity("A", teaches(SQL), cost=600.0), activity("B", prerequisites=("A",))]
    assert reason(plan(catalogue, person(EXCEL), budget=500.0), "B") == "prerequisite"


def test_prerequisite_circle_disables_its_members_and_what_needs_them():
    catalogue = [
        activity("A", prerequisites=("B",)),
        activity("B", prerequisites=("A",)),
        activity("C", prerequisites=("B",)),
        activity("D"),
    ]
    path = plan(catalogue, person(EXCEL))
    assert codes(path) == ["D"]
    assert [reason(path, code) for code in "ABC"] == ["prerequisite"] * 3


def test_components_come_after_what_they_point_at():
    assert components([[1], [2, 3], [1], []]) == [[3], [2, 1], [0]]


def test_components_of_a_long_chain_do_not_overflow():
    assert len(components([[j + 1] for j in range(5000)] + [[]])) == 5001


def test_closing_exercise_needed_by_its_own_skill_excludes_that_activity():
    closing = activity("SIM", teaches(LISTENING), mode="simulation", capstone=True)
    later = activity("ROLE", teaches(LISTENING), mode="role_play", prerequisites=("SIM",))
    course = activity("TALK", teaches(LISTENING))
    path = plan([closing, later, course], person(LISTENING))
    assert sorted(codes(path)) == ["SIM", "TALK"]
    assert reason(path, "ROLE") == "prerequisite"


def test_duplicate_codes_are_refused():
    with pytest.raises(ValueError, match="twice"):
        catalogue_of(activity("A"), activity("A"))


def test_prefilter_keeps_the_best_and_bound_covers_all():
    many = [activity(f"A{n:02}", gain_outcome(n), cost=float(n)) for n in range(30)]
    path = plan(many, person(EXCEL), budget=1000.0)
    everything = plan([replace(a, prerequisites=()) for a in many], person(EXCEL), budget=1000.0)
    assert path.bound >= path.value
    assert path == everything


def gain_outcome(n: int):
    return teaches(EXCEL, gain=0.3 + n / 100)


def test_plan_that_starts_midweek_is_valid():
    catalogue = [activity("A", dates=(on(1),))]
    start = MONDAY + timedelta(days=3)
    path = plan(catalogue, person(EXCEL), start=start)
    assert path.steps[0].weeks == (1, 2, 3, 4)
    assert check(path, catalogue, person(EXCEL), start=start) == []


def test_night_and_travel_are_offered_where_the_organisation_allows_it():
    catalogue = [
        activity("NIGHT", dates=(AT_NIGHT,), venue="live_online"),
        activity("FAR", teaches(SQL), venue="onsite", site="Lima"),
    ]
    learner = person(EXCEL, SQL, site="Graz")
    allowed = {"live_at_night": True, "travel": True}
    path = plan(catalogue, learner, **allowed)
    assert sorted(codes(path)) == ["FAR", "NIGHT"]
    assert check(path, catalogue, learner, **allowed) == []
    assert {v.rule for v in check(path, catalogue, learner)} == {"time zone", "travel"}
