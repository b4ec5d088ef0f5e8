"""Plans of the members of a peer circle: every session stays at its meeting."""

import datetime as dt

import pytest

from skillmap.core.errors import DomainError
from tests.factories import make_activity, make_option
from tests.training.services.circle_world import (
    MONDAY,
    WEEK,
    begins_of,
    join,
    weeks_of,
)
from training.enums import PlanState
from training.models import (
    ActivityPrerequisite,
    PlanStep,
)
from training.services.circle_meetings import arrange_meetings
from training.services.plan_changes import move_step
from training.services.plans import accept_plan
from training.services.replacing import replace_open_plan
from training.services.replanning import planned_anew, replan

pytestmark = pytest.mark.django_db


def test_member_does_not_move_the_step_of_all_alone(circle, members):
    arrange_meetings(circle, MONDAY)
    step = PlanStep.objects.get(plan__employee=members[0])
    with pytest.raises(DomainError) as error:
        move_step(actor=members[0].user, step=step, now=MONDAY, week=3)
    assert error.value.code == "circle"
    assert weeks_of(members[0]) == [1, 5, 9]


def test_member_does_not_drag_a_later_session_off_its_meeting(circle, members):
    arrange_meetings(circle, MONDAY)
    step = PlanStep.objects.get(plan__employee=members[0])
    step.weeks, step.hours_by_week = [0, 5, 9], {"0": 1, "5": 1, "9": 1}  # nobody meets in week 0
    step.save()
    with pytest.raises(DomainError) as error:
        move_step(actor=members[0].user, step=step, now=MONDAY, week=2)
    assert error.value.code == "circle"
    assert "7 Apr 2027" in error.value.message
    assert weeks_of(members[0]) == [0, 5, 9]


def test_what_is_left_after_the_last_meeting_is_moved_by_its_person(circle, members):
    arrange_meetings(circle, MONDAY)
    circle.meetings.filter(number=3).delete()
    step = PlanStep.objects.get(plan__employee=members[0])
    step.ticked_on = [MONDAY.date()] * 2
    step.save()
    move_step(actor=members[0].user, step=step, now=MONDAY, week=11)
    assert weeks_of(members[0]) == [1, 5, 11]


def test_who_joins_late_meets_from_the_next_meeting_on(circle, members):
    arrange_meetings(circle, MONDAY)
    now = MONDAY + 3 * WEEK
    dan = join(circle, "Dan D", week_zero=now.date(), weeks=(0, 4, 8))
    arrange_meetings(circle, now)
    assert weeks_of(dan) == [2, 6, 10]  # two meetings with the others, the rest in its rhythm
    assert begins_of(dan)[:2] == begins_of(members[0])[1:]
    assert [type(begins) for begins in begins_of(dan)] == [dt.datetime, dt.datetime, dt.date]
    assert circle.meetings.count() == 3


def test_plan_accepted_late_still_has_the_meetings_of_the_others(circle, members):
    plan = members[0].plans.get()
    plan.state, plan.proposed_at = PlanState.PROPOSED, MONDAY
    plan.save()
    arrange_meetings(circle, MONDAY)
    late = MONDAY + 2 * WEEK
    accept_plan(actor=members[0].user, plan=plan, now=late)
    plan.refresh_from_db()
    assert plan.week_zero == late.date()
    assert begins_of(members[0])[:2] == begins_of(members[1])[1:]


def test_late_plan_that_is_planned_anew_keeps_the_meetings_to_come(circle, members):
    made = arrange_meetings(circle, MONDAY)
    now = MONDAY + 2 * WEEK  # nobody ticked off the first meeting
    replan(actor=members[0].user, plan=members[0].plans.get(), now=now)
    assert begins_of(members[0])[:2] == [row.starts_at for row in made[1:]]


def test_what_is_shown_of_a_late_plan_with_meetings_is_what_is_stored(circle, members):
    arrange_meetings(circle, MONDAY)
    now, plan = MONDAY + 2 * WEEK, members[0].plans.get()
    alone = make_activity("Alone", hours_per_session=2)
    hours = {"weeks": [1], "start_week": 1, "hours_by_week": {"1": 2}}
    plan.steps.create(activity=alone, position=1, cost_cents=0, why_skills=[], **hours)
    shown = {shift.step.activity.title: shift.weeks for shift in planned_anew(plan, now)}
    assert shown == {"Peers": (5, 9, 13), "Alone": (2,)}

    replan(actor=members[0].user, plan=plan, now=now)

    assert dict(plan.steps.values_list("activity__title", "weeks")) == {
        title: list(weeks) for title, weeks in shown.items()
    }
    [decision] = plan.decisions.filter(actor=members[0].user)
    assert "5 Apr 2027" in decision.changes[0]["to"]
    assert "peer circle" in decision.changes[0]["why"]


def test_rest_that_moves_on_together_leaves_the_meetings_where_they_are(circle, members):
    arrange_meetings(circle, MONDAY)
    now, plan = MONDAY + 3 * WEEK, members[0].plans.get()
    one, two = make_activity("One"), make_activity("Two")
    ActivityPrerequisite.objects.create(activity=two, requires=one)
    for position, (activity, week) in enumerate(((one, 2), (two, 3)), start=1):
        hours = {"weeks": [week], "start_week": week, "hours_by_week": {str(week): 1}}
        plan.steps.create(
            activity=activity, position=position, cost_cents=0, why_skills=[], **hours
        )
    replan(actor=members[0].user, plan=plan, now=now)
    assert list(plan.steps.order_by("position").values_list("weeks", flat=True)) == [
        [5, 9, 13],
        [3],
        [4],
    ]


@pytest.mark.parametrize("weeks", [[0, 4, 8], [3, 5, 9]])  # at no meeting, at the first alone
def test_plan_that_takes_an_answer_over_keeps_the_meetings_to_come(circle, members, peers, weeks):
    made = arrange_meetings(circle, MONDAY)
    now = MONDAY + 2 * WEEK
    option = make_option(members[0], [peers], week_zero=now.date(), weeks=20)
    for row in option.steps:
        hours = {str(week): 1 for week in weeks}
        row |= {"start_week": weeks[0], "weeks": weeks, "hours_by_week": hours}
    plan = members[0].plans.get()
    replace_open_plan(actor=members[0].user, plan=plan, option=option, now=now)
    assert begins_of(members[0])[:2] == [row.starts_at for row in made[1:]]
