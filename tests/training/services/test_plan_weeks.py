"""Plans whose first weeks go by before they are decided."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import day, make_activity, make_plan
from training.models import ActivitySession
from training.services import accept_plan

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def monday():
    return day(-timezone.localdate().weekday())


@pytest.fixture
def old(cast, monday):
    """Recommended to Dave for three weeks ago: one step in each of its first two weeks."""
    steps = [make_activity("One"), make_activity("Two")]
    return make_plan(cast.dave, steps, week_zero=monday - timedelta(weeks=3))


def text_of(client, plan):
    client.force_login(plan.employee.user)
    return client.get(reverse("pages:person_plan", args=[plan.employee.public_id])).text


def test_plan_that_waited_too_long_begins_this_week(client, cast, old, monday):
    assert "Its first weeks have passed." in text_of(client, old)
    accept_plan(actor=cast.dave.user, plan=old, now=NOW)
    old.refresh_from_db()
    change = old.decisions.get(kind="change")
    assert (old.week_zero, change.actor) == (monday, cast.dave.user)
    assert "Its first weeks had passed" in change.reason


def test_plan_with_a_date_stays_and_names_what_has_passed(client, cast, old):
    step = old.steps.get(position=1)
    session = ActivitySession.objects.create(activity=step.activity, starts_on=day(9))
    old.steps.filter(pk=step.pk).update(session=session, weeks=[4], start_week=4)
    before = old.week_zero
    assert "dates keep the plan where it is: One." in text_of(client, old)
    accept_plan(actor=cast.dave.user, plan=old, now=NOW)
    old.refresh_from_db()
    assert old.week_zero == before
    assert not old.decisions.filter(kind="change").exists()


def test_plan_of_this_week_is_not_moved(client, cast):
    plan = make_plan(cast.dave, [make_activity()])
    assert "have passed" not in text_of(client, plan)
    accept_plan(actor=cast.dave.user, plan=plan, now=NOW)
    assert not plan.decisions.filter(kind="change").exists()
