"""What may happen to a plan, and what may not."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from employees.enums import Grant
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from tests.factories import (
    assign,
    day,
    grant,
    make_absence,
    make_activity,
    make_delegation,
    make_employee,
    make_plan,
    since,
)
from training import rules
from training.enums import PlanState
from training.models import ActivitySession, PlanDecision
from training.queries.plans import due_items
from training.services import (
    accept_plan,
    approve_plan,
    dismiss_plan,
    object_to_plan,
    propose_plan,
    tick_step,
    untick_step,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def free(cast):
    """A recommendation for Dave that costs nothing: Dave reports to Carol, Carol to Bob."""
    return make_plan(cast.dave, [make_activity("One"), make_activity("Two")])


@pytest.fixture
def paid(cast):
    return make_plan(cast.dave, [make_activity("Paid", cost_cents=50_000)])


@pytest.fixture
def dear(cast):
    return make_plan(cast.dave, [make_activity("Dear", cost_cents=150_000)])


def kinds(plan):
    return list(plan.decisions.values_list("kind", flat=True))


def test_free_plan_starts_when_the_person_accepts_and_the_manager_is_told(cast, free):
    plan = accept_plan(actor=cast.dave.user, plan=free, now=NOW)
    plan.refresh_from_db()
    assert (plan.state, plan.started_at) == (PlanState.ACTIVE, NOW)
    assert kinds(plan) == ["propose", "accept"]
    assert {d.method_version for d in plan.decisions.all()} == {plan.method_version}
    assert cast.carol.user.notifications.get().kind == "plan_started"


def test_proposal_of_the_manager_waits_for_the_person(cast, free):
    plan = propose_plan(actor=cast.carol.user, plan=free, now=NOW)
    assert (plan.state, plan.proposed_by) == (PlanState.PROPOSED, cast.carol.user)
    assert cast.dave.user.notifications.get().kind == "plan_proposed"
    assert accept_plan(actor=cast.dave.user, plan=plan, now=NOW).state == PlanState.ACTIVE


@pytest.mark.parametrize("name", ["alice", "bob", "carol", "erin", "frank", "grace", "heidi"])
def test_nobody_else_accepts(cast, free, name):
    with pytest.raises(NotAllowedError):
        accept_plan(actor=cast.viewer(name), plan=free, now=NOW)
    free.refresh_from_db()
    assert (free.state, free.decisions.count()) == (PlanState.DRAFT, 0)


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("alice", True),
        ("bob", True),
        ("carol", True),
        ("dave", True),
        ("erin", True),
        ("frank", False),
        ("grace", False),
        ("heidi", False),
    ],
)
def test_proposing_is_for_the_person_their_managers_and_hr(cast, free, name, may):
    assert rules.can_propose_plan(cast.viewer(name), free) is may
    if not may:
        with pytest.raises(NotAllowedError):
            propose_plan(actor=cast.viewer(name), plan=free, now=NOW)


@pytest.mark.parametrize("accept_first", [True, False])
def test_paid_plan_needs_both_decisions_in_either_order(cast, paid, accept_first):
    plan = propose_plan(actor=cast.carol.user, plan=paid, now=NOW)
    decide = [
        lambda: accept_plan(actor=cast.dave.user, plan=plan, now=NOW),
        lambda: approve_plan(actor=cast.carol.user, plan=plan, now=NOW),
    ]
    first, second = decide if accept_first else decide[::-1]
    assert first().state == PlanState.PROPOSED
    assert second().state == PlanState.ACTIVE


def test_own_plan_is_never_approved_by_oneself(cast):
    """Alice is HR admin and has no manager, yet cannot approve for herself."""
    plan = make_plan(cast.alice, [make_activity(cost_cents=1)], state=PlanState.PROPOSED)
    with pytest.raises(NotAllowedError):
        approve_plan(actor=cast.alice.user, plan=plan, now=NOW)


def test_hr_partner_never_approves_their_own_plan(cast):
    grant(cast.erin.user, Grant.HR_PARTNER, cast.sales.__class__.objects.get(path="Acme"))
    plan = make_plan(cast.erin, [make_activity(cost_cents=1)], state=PlanState.PROPOSED)
    assert not rules.can_approve_plan(cast.erin.user, plan, NOW)


def test_hr_approves_where_there_is_no_manager(cast):
    plan = make_plan(cast.bob, [make_activity(cost_cents=1)], state=PlanState.PROPOSED)
    assert approve_plan(actor=cast.alice.user, plan=plan, now=NOW).approved_at == NOW


@pytest.mark.parametrize("name", ["alice", "bob", "erin", "frank", "grace"])
def test_below_the_limit_only_the_line_manager_approves(cast, paid, name):
    plan = propose_plan(actor=cast.carol.user, plan=paid, now=NOW)
    with pytest.raises(NotAllowedError):
        approve_plan(actor=cast.viewer(name), plan=plan, now=NOW)


@pytest.mark.parametrize("second", ["bob", "alice", "erin"])
def test_above_the_limit_the_next_manager_or_hr_approves_too(cast, dear, second):
    plan = propose_plan(actor=cast.carol.user, plan=dear, now=NOW)
    accept_plan(actor=cast.dave.user, plan=plan, now=NOW)
    assert approve_plan(actor=cast.carol.user, plan=plan, now=NOW).approved_at is None
    plan = approve_plan(actor=cast.viewer(second), plan=plan, now=NOW)
    assert (plan.state, plan.approved_at) == (PlanState.ACTIVE, NOW)


def test_above_the_limit_two_from_above_do_not_replace_the_manager(cast, dear):
    plan = propose_plan(actor=cast.carol.user, plan=dear, now=NOW)
    approve_plan(actor=cast.bob.user, plan=plan, now=NOW)
    with pytest.raises(NotAllowedError):
        approve_plan(actor=cast.alice.user, plan=plan, now=NOW)


def test_the_same_person_approves_only_once(cast, dear):
    plan = propose_plan(actor=cast.carol.user, plan=dear, now=NOW)
    approve_plan(actor=cast.carol.user, plan=plan, now=NOW)
    with pytest.raises(ConflictError):
        approve_plan(actor=cast.carol.user, plan=plan, now=NOW)


def test_unanswered_for_ten_days_the_managers_manager_may_approve(cast, paid):
    plan = propose_plan(actor=cast.dave.user, plan=paid, now=NOW)
    later = NOW + timedelta(days=10)
    assert not rules.can_approve_plan(cast.bob.user, plan, later - timedelta(minutes=1))
    assert approve_plan(actor=cast.bob.user, plan=plan, now=later).approved_at == later


def test_manager_on_leave_is_replaced_at_once(cast, paid):
    cast.carol.status = "leave"
    cast.carol.save()
    plan = propose_plan(actor=cast.dave.user, plan=paid, now=NOW)
    assert rules.can_approve_plan(cast.bob.user, plan, NOW)


def test_manager_away_today_is_replaced_at_once(cast, paid):
    plan = propose_plan(actor=cast.dave.user, plan=paid, now=NOW)
    assert not rules.can_approve_plan(cast.bob.user, plan, NOW)
    make_absence(cast.carol)
    assert rules.can_approve_plan(cast.bob.user, plan, NOW)


def test_stand_in_is_told_and_approves_in_the_managers_place(cast, paid):
    make_delegation(cast.carol, cast.frank)
    plan = accept_plan(actor=cast.dave.user, plan=paid, now=NOW)
    assert cast.frank.user.notifications.get().kind == "plan_to_approve"
    assert approve_plan(actor=cast.frank.user, plan=plan, now=NOW).state == PlanState.ACTIVE


def test_stand_in_of_other_days_may_not_approve(cast, paid):
    for days in (since(-9, until=0), since(1, until=9)):
        make_delegation(cast.carol, cast.frank, days=days)
    plan = propose_plan(actor=cast.dave.user, plan=paid, now=NOW)
    assert not rules.can_approve_plan(cast.frank.user, plan, NOW)


def test_stand_in_does_not_approve_their_own_plan(cast, paid):
    make_delegation(cast.carol, cast.dave)
    plan = accept_plan(actor=cast.dave.user, plan=paid, now=NOW)
    with pytest.raises(NotAllowedError):
        approve_plan(actor=cast.dave.user, plan=plan, now=NOW)


def test_stand_in_does_not_fill_both_places(cast, dear):
    for manager in (cast.carol, cast.bob):
        make_delegation(manager, cast.frank)
    plan = propose_plan(actor=cast.dave.user, plan=dear, now=NOW)
    assert approve_plan(actor=cast.frank.user, plan=plan, now=NOW).approved_at is None


def test_unknown_cost_needs_approval(cast):
    plan = make_plan(cast.dave, [make_activity(cost_cents=None)], cost_unknown=True)
    assert accept_plan(actor=cast.dave.user, plan=plan, now=NOW).state == PlanState.PROPOSED


def test_more_than_the_learning_hours_needs_approval(cast):
    plan = make_plan(cast.dave, [make_activity(hours_per_session=3)])
    plan = accept_plan(actor=cast.dave.user, plan=plan, now=NOW)
    assert plan.state == PlanState.PROPOSED
    assert cast.carol.user.notifications.get().kind == "plan_to_approve"


def test_manager_objects_within_seven_days_and_the_plan_waits(cast, free):
    plan = accept_plan(actor=cast.dave.user, plan=free, now=NOW)
    plan = object_to_plan(actor=cast.carol.user, plan=plan, reason="Quarter end", now=NOW)
    assert (plan.state, plan.started_at) == (PlanState.PROPOSED, None)
    plan = approve_plan(actor=cast.carol.user, plan=plan, now=NOW)
    assert plan.state == PlanState.ACTIVE


@pytest.mark.parametrize(("name", "days"), [("carol", 8), ("bob", 1), ("dave", 1), ("alice", 1)])
def test_objection_too_late_or_by_somebody_else_is_refused(cast, free, name, days):
    plan = accept_plan(actor=cast.dave.user, plan=free, now=NOW)
    later = NOW + timedelta(days=days)
    with pytest.raises(NotAllowedError):
        object_to_plan(actor=cast.viewer(name), plan=plan, reason="No", now=later)


@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.PROPOSED, PlanState.ACTIVE])
def test_dismissed_with_a_reason_from_any_open_state(cast, state):
    plan = make_plan(cast.dave, [make_activity()], state=state)
    plan = dismiss_plan(actor=cast.dave.user, plan=plan, reason=" Not  now ", now=NOW)
    assert (plan.state, plan.ended_at) == (PlanState.DISMISSED, NOW)
    assert plan.decisions.get().reason == "Not now"


def test_dismissal_without_reason_is_refused(cast, free):
    with pytest.raises(DomainError) as error:
        dismiss_plan(actor=cast.dave.user, plan=free, reason="  ", now=NOW)
    assert error.value.field == "reason"


def test_dismissed_plan_takes_no_further_decision(cast, paid):
    plan = propose_plan(actor=cast.carol.user, plan=paid, now=NOW)
    dismiss_plan(actor=cast.carol.user, plan=plan, reason="Changed", now=NOW)
    for decide in (
        lambda: accept_plan(actor=cast.dave.user, plan=plan, now=NOW),
        lambda: approve_plan(actor=cast.carol.user, plan=plan, now=NOW),
        lambda: dismiss_plan(actor=cast.dave.user, plan=plan, reason="Again", now=NOW),
        lambda: propose_plan(actor=cast.carol.user, plan=plan, now=NOW),
    ):
        with pytest.raises(ConflictError):
            decide()


def test_second_open_plan_is_refused(cast, free):
    make_plan(cast.dave, [make_activity()], state=PlanState.ACTIVE)
    with pytest.raises(ConflictError):
        propose_plan(actor=cast.carol.user, plan=free, now=NOW)


def test_empty_plan_is_not_proposed(cast):
    with pytest.raises(DomainError):
        propose_plan(actor=cast.carol.user, plan=make_plan(cast.dave, []), now=NOW)


@pytest.mark.parametrize("decide", [propose_plan, accept_plan])
def test_recommendation_whose_weeks_are_over_is_refused(cast, free, decide):
    free.week_zero = timezone.localdate(NOW) - timedelta(weeks=free.weeks)
    free.save(update_fields=["week_zero"])
    with pytest.raises(DomainError) as error:
        decide(actor=cast.dave.user, plan=free, now=NOW)
    assert error.value.code == "outdated"
    assert "Ask for a new one" in error.value.message
    free.refresh_from_db()
    assert (free.state, kinds(free)) == (PlanState.DRAFT, [])
    decide(actor=cast.dave.user, plan=free, now=NOW - timedelta(days=1))


def test_recommendation_with_a_session_that_is_over_is_refused(cast, free):
    step = free.steps.first()
    session = ActivitySession.objects.create(activity=step.activity, starts_on=day(-1))
    free.steps.filter(pk=step.pk).update(session=session)
    with pytest.raises(DomainError) as error:
        propose_plan(actor=cast.dave.user, plan=free, now=NOW)
    assert error.value.code == "outdated"
    session.starts_on, session.cancelled_at = day(0), NOW
    session.save(update_fields=["starts_on", "cancelled_at"])
    with pytest.raises(DomainError):
        propose_plan(actor=cast.dave.user, plan=free, now=NOW)
    session.cancelled_at = None
    session.save(update_fields=["cancelled_at"])
    propose_plan(actor=cast.dave.user, plan=free, now=NOW)


def test_stale_version_is_refused(cast, free):
    seen = free.version
    propose_plan(actor=cast.carol.user, plan=free, now=NOW)
    with pytest.raises(ConflictError):
        accept_plan(actor=cast.dave.user, plan=free, now=NOW, version=seen)


def test_ticking_the_last_step_completes_and_taking_it_back_reopens(cast, free):
    plan = accept_plan(actor=cast.dave.user, plan=free, now=NOW)
    first, second = plan.steps.all()
    tick_step(actor=cast.dave.user, step=first, now=NOW)
    plan.refresh_from_db()
    assert plan.state == PlanState.ACTIVE
    tick_step(actor=cast.dave.user, step=second, now=NOW)
    plan.refresh_from_db()
    assert (plan.state, plan.ended_at) == (PlanState.COMPLETE, NOW)
    step = untick_step(actor=cast.dave.user, step=second, now=NOW)
    plan.refresh_from_db()
    assert (plan.state, plan.ended_at, step.done_on) == (PlanState.ACTIVE, None, None)


def test_tick_twice_changes_nothing(cast, free):
    plan = accept_plan(actor=cast.dave.user, plan=free, now=NOW)
    step = tick_step(actor=cast.dave.user, step=plan.steps.first(), now=NOW)
    again = tick_step(actor=cast.dave.user, step=step, now=NOW + timedelta(days=3))
    assert (again.version, again.done_on) == (step.version, step.done_on)


@pytest.mark.parametrize("name", ["alice", "bob", "carol", "erin", "frank"])
def test_step_of_somebody_else_cannot_be_ticked(cast, free, name):
    plan = accept_plan(actor=cast.dave.user, plan=free, now=NOW)
    with pytest.raises(NotAllowedError):
        tick_step(actor=cast.viewer(name), step=plan.steps.first(), now=NOW)
    assert not plan.steps.filter(state="done").exists()


def test_step_of_a_recommendation_cannot_be_ticked(cast, free):
    with pytest.raises(NotAllowedError):
        tick_step(actor=cast.dave.user, step=free.steps.first(), now=NOW)


def test_this_week_shows_what_is_due_and_late_first(cast):
    activities = [make_activity(f"Week {n}") for n in range(4)]
    plan = make_plan(cast.dave, activities, state=PlanState.ACTIVE)
    today = plan.week_zero + timedelta(weeks=2, days=3)
    tick_step(actor=cast.dave.user, step=plan.steps.get(position=0), now=NOW)
    due = due_items(plan.steps.select_related("plan"), today)
    assert [(item.step.position, item.is_late) for item in due] == [(1, True), (2, False)]
    assert due[1].due_on == plan.week_zero + timedelta(weeks=2, days=6)
    assert due[1].hours == 2.0


@pytest.mark.django_db(transaction=True)
def test_two_approvals_at_once_leave_one_decision(cast, paid):
    plan = propose_plan(actor=cast.carol.user, plan=paid, now=NOW)
    barrier, outcomes = Barrier(2), []

    def approve():
        barrier.wait()
        try:
            approve_plan(actor=cast.carol.user, plan=plan, now=NOW)
            outcomes.append("approved")
        except ConflictError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=approve) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["approved", "refused"]
    assert PlanDecision.objects.filter(plan=plan, kind="approve").count() == 1


def test_manager_of_nobody_in_particular(cast):
    loner = make_employee("Zoe Loner", user=True)
    assign(loner, "Acme")
    assert rules.manager_of(loner) is None
