"""A plan under way when an activity is retired or its person leaves: a sentence, nothing lost."""

from datetime import timedelta

import pytest
from django.db.models import ProtectedError
from django.utils import timezone

from employees.enums import EmployeeStatus
from skillmap.core.errors import ConflictError
from tests.factories import day, make_activity, make_plan
from training.enums import PlanState
from training.models import ActivitySession, PlanStep
from training.queries.calendar import calendar_entries
from training.services import accept_plan, approve_plan, propose_plan, tick_step
from training.services.plan_changes import move_step
from training.services.reminders import remind_of_plans

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def plan(cast):
    """Dave's running plan with three steps, the first done."""
    steps = [make_activity(title, {cast.soft: (0, 3)}) for title in ("One", "Two", "Three")]
    plan = make_plan(cast.dave, steps, state=PlanState.ACTIVE, started_at=NOW)
    tick_step(actor=cast.dave.user, step=plan.steps.get(position=0), now=NOW)
    return plan


@pytest.fixture
def paid(cast):
    """A plan that Dave accepted, and that waits for an approval."""
    paid = make_plan(cast.dave, [make_activity("Paid", cost_cents=50_000)])
    return accept_plan(actor=cast.dave.user, plan=paid, now=NOW)


def leave(person):
    person.status = EmployeeStatus.LEFT
    person.save()
    person.user.is_active = False
    person.user.save()


def test_activity_of_a_plan_is_never_deleted(plan):
    with pytest.raises(ProtectedError):
        plan.steps.get(position=1).activity.delete()


def test_retired_activity_stays_in_the_plan_and_can_be_moved_and_finished(cast, plan):
    retired = plan.steps.select_related("activity").get(position=1)
    retired.activity.retired_on = day(0)
    retired.activity.save()
    for position, week in ((1, 5), (2, 6)):
        move_step(actor=cast.dave.user, step=plan.steps.get(position=position), now=NOW, week=week)
    assert [entry.title for entry in calendar_entries(cast.dave)] == ["One", "Two", "Three"]
    for position in (1, 2):
        tick_step(actor=cast.dave.user, step=plan.steps.get(position=position), now=NOW)
    plan.refresh_from_db()
    assert plan.state == PlanState.COMPLETE
    assert [row["title"] for row in plan.frozen["steps"]] == ["One", "Two", "Three"]


def test_plan_of_a_leaver_waits_unchanged_and_goes_on_when_they_come_back(cast, plan):
    kept = list(PlanStep.objects.values("weeks", "ticked_on", "state"))
    leave(cast.dave)
    assert remind_of_plans(NOW + timedelta(weeks=10)) == 0
    plan.refresh_from_db()
    assert plan.state == PlanState.ACTIVE
    assert list(PlanStep.objects.values("weeks", "ticked_on", "state")) == kept
    cast.dave.status = EmployeeStatus.ACTIVE
    cast.dave.save()
    tick_step(actor=cast.dave.user, step=plan.steps.get(position=1), now=NOW)
    assert plan.steps.get(position=1).sessions_done == 1


def test_nothing_is_approved_or_proposed_for_who_has_left(cast, paid):
    draft = make_plan(cast.dave, [make_activity("Later")])
    leave(cast.dave)
    with pytest.raises(ConflictError, match="Dave Indirect has left"):
        approve_plan(actor=cast.carol.user, plan=paid, now=NOW)
    with pytest.raises(ConflictError, match="Dave Indirect has left"):
        propose_plan(actor=cast.carol.user, plan=draft, now=NOW)
    paid.refresh_from_db()
    assert (paid.state, paid.approved_at) == (PlanState.PROPOSED, None)


def test_who_moves_to_a_full_date_beside_a_free_one_is_told_of_the_waiting_list(cast):
    """Two dates of one week: the rules find a seat in that week, the chosen date has none."""
    talk = make_activity("Talk", {cast.soft: (1, 3)})
    first = ActivitySession.objects.create(activity=talk, starts_on=day(3), seats=5)
    monday = day(28 - timezone.localdate().weekday())
    full, _free = (
        ActivitySession.objects.create(activity=talk, starts_on=monday + timedelta(days=n), seats=1)
        for n in range(2)
    )
    other = make_plan(cast.frank, [talk], state=PlanState.ACTIVE)
    other.steps.update(session=full)
    plan = make_plan(cast.dave, [talk], state=PlanState.ACTIVE)
    plan.steps.update(session=first)
    move_step(actor=cast.dave.user, step=plan.steps.get(), now=NOW, session=full)
    assert plan.steps.get().waits_since is not None
    note = cast.dave.user.notifications.get(kind="seat_waiting")
    assert "is full: you are number 1 on the waiting list" in note.title
