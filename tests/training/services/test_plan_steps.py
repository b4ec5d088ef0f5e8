"""A step of several sessions is ticked off session by session."""

from datetime import timedelta

import pytest
from django.utils import timezone

from skillmap.core.errors import NotAllowedError
from tests.factories import day, make_activity, make_plan
from training.enums import PlanState, StepState
from training.queries.plans import due_items, passed_steps
from training.services import record_completion, tick_step, untick_step

pytestmark = pytest.mark.django_db
NOW = timezone.now()
FILMS = 4


@pytest.fixture
def plan(cast):
    """Dave's running plan: a film a week for four weeks, from two weeks ago."""
    film = make_activity("A film a week", {cast.soft: (1, 3)}, sessions=FILMS, cost_cents=500)
    monday = day(-timezone.localdate().weekday())
    plan = make_plan(
        cast.dave, [film], state=PlanState.ACTIVE, week_zero=monday - timedelta(weeks=2)
    )
    weeks = list(range(FILMS))
    plan.steps.update(weeks=weeks, hours_by_week={str(week): 0.25 for week in weeks})
    return plan


def tick(cast, plan, times=1, **more):
    for _ in range(times):
        step = tick_step(actor=cast.dave.user, step=plan.steps.get(), now=NOW, **more)
    return step


def untick(cast, plan):
    return untick_step(actor=cast.dave.user, step=plan.steps.get(), now=NOW)


def test_one_done_finishes_one_session_and_the_last_one_the_step(cast, plan):
    step = tick(cast, plan, 3)
    assert (step.sessions_done, step.state, step.next_week) == (3, StepState.PLANNED, 3)
    step = tick(cast, plan)
    assert (step.sessions_done, step.state, step.done_on) == (4, StepState.DONE, NOW.date())
    plan.refresh_from_db()
    assert plan.state == PlanState.COMPLETE


def test_the_same_session_told_twice_counts_once(cast, plan):
    """A second click, or a form sent again, names the session it meant."""
    assert tick(cast, plan, 2, session=1).sessions_done == 1
    assert tick(cast, plan, session=2).sessions_done == 2


def test_taking_back_undoes_one_session_at_a_time(cast, plan):
    tick(cast, plan, FILMS)
    assert [untick(cast, plan).sessions_done for _ in range(5)] == [3, 2, 1, 0, 0]
    plan.refresh_from_db()
    assert (plan.state, plan.ended_at) == (PlanState.ACTIVE, None)


def test_told_completion_finishes_all_sessions_and_taking_it_back_keeps_the_ticks(cast, plan):
    tick(cast, plan, 2)
    activity = plan.steps.get().activity
    record_completion(
        actor=None, employee=cast.dave, activity=activity, completed_on=day(0), now=NOW
    )
    assert plan.steps.get().sessions_done == FILMS
    assert untick(cast, plan).sessions_done == 2


def test_next_session_is_late_due_or_not_asked_for_yet(cast, plan):
    today = plan.week_zero + timedelta(weeks=2, days=1)
    (item,) = due_items(plan.steps.select_related("plan"), today)
    assert (item.is_late, item.due_on) == (True, plan.week_zero + timedelta(days=6))
    tick(cast, plan, 2)
    (item,) = due_items(plan.steps.select_related("plan"), today)
    assert (item.is_late, item.due_on) == (False, plan.week_zero + timedelta(days=20))
    tick(cast, plan)
    assert due_items(plan.steps.select_related("plan"), today) == []


def test_step_ticked_up_to_this_week_has_not_passed(cast, plan):
    assert [step.position for step in passed_steps(plan, NOW)] == [0]
    tick(cast, plan, 2)
    assert passed_steps(plan, NOW) == []


def test_complete_plan_keeps_what_was_agreed_when_the_catalogue_changes(cast, plan):
    tick(cast, plan, FILMS)
    plan.steps.get().activity.__class__.objects.update(title="Renamed", cost_cents=1)
    plan.refresh_from_db()
    (step,) = plan.frozen["steps"]
    assert (step["title"], step["done_on"]) == ("A film a week", NOW.date().isoformat())
    assert step["cost"] == 5.0
    assert step["ticked_on"] == [NOW.date().isoformat()] * FILMS
    assert plan.frozen["method_version"] == plan.method_version


def test_reopened_plan_has_no_frozen_copy(cast, plan):
    tick(cast, plan, FILMS)
    untick(cast, plan)
    plan.refresh_from_db()
    assert plan.frozen is None


@pytest.mark.parametrize("name", ["alice", "carol", "frank"])
def test_nobody_else_ticks_or_takes_back(cast, plan, name):
    tick(cast, plan)
    for write in (tick_step, untick_step):
        with pytest.raises(NotAllowedError):
            write(actor=cast.viewer(name), step=plan.steps.get(), now=NOW)
    assert plan.steps.get().sessions_done == 1
