"""What the planner is offered of dated activities."""

import pytest
from django.utils import timezone

from tests.factories import day, make_activity, make_plan
from training.enums import PlanState
from training.models import ActivitySession
from training.queries.catalogue import offered_activities

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(cast):
    workshop = make_activity("Workshop", {cast.soft: (1, 3)})
    return ActivitySession.objects.create(activity=workshop, starts_on=day(9), seats=2)


def seats_left(**more):
    (offered,) = offered_activities("UTC", **more)
    return [date.seats_left for date in offered.dates]


def booked(session, person, **step):
    plan = make_plan(person, [session.activity], state=PlanState.ACTIVE)
    plan.steps.update(session=session, **step)
    return plan


def test_cancelled_date_has_no_seats_and_keeps_its_activity_a_dated_one(session):
    session.cancelled_at = timezone.now()
    session.save()
    assert seats_left() == [0]


def test_seats_of_a_plan_that_is_changed_count_as_free(cast, session):
    plan = booked(session, cast.dave)
    assert seats_left() == [1]
    assert seats_left(besides=plan.pk) == [2]


def test_leaver_takes_no_seat(cast, session):
    booked(session, cast.dave)
    cast.dave.status = "left"
    cast.dave.save()
    assert seats_left() == [2]
