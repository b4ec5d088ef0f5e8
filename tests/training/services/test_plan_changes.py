"""Plans changed by hand are checked before they are written; late ones are planned anew."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from tests.factories import day, make_activity, make_plan, make_profile
from training.enums import PlanState
from training.models import ActivityPrerequisite, ActivitySession
from training.services import accept_plan, approve_plan, propose_plan, tick_step
from training.services.plan_changes import move_step, swap_step
from training.services.replanning import planned_anew, rebook, replan

pytestmark = pytest.mark.django_db
NOW = timezone.now()
MONDAY = day(-timezone.localdate().weekday())


@pytest.fixture
def plan(cast):
    """Dave's running plan of two hours a week: a two-hour step in each of three weeks."""
    steps = [make_activity(title, {cast.soft: (0, 3)}) for title in ("One", "Two", "Three")]
    return make_plan(cast.dave, steps, state=PlanState.ACTIVE, started_at=NOW)


def step(plan, position):
    return plan.steps.get(position=position)


def move(cast, plan, position, week=None, **more):
    return move_step(actor=cast.dave.user, step=step(plan, position), now=NOW, week=week, **more)


def swap(cast, plan, position, activity):
    return swap_step(actor=cast.dave.user, step=step(plan, position), activity=activity, now=NOW)


def late(plan, weeks):
    """The same plan, begun so many weeks ago."""
    plan.week_zero = MONDAY - timedelta(weeks=weeks)
    plan.save(update_fields=["week_zero"])


def weeks_of(plan):
    return [step.weeks for step in plan.steps.order_by("position")]


def test_step_moves_to_a_free_week_and_the_plan_remembers_from_where(cast, plan):
    move(cast, plan, 0, 5)
    assert weeks_of(plan) == [[5], [1], [2]]
    assert step(plan, 0).hours_by_week == {"5": 2.0}
    decision = plan.decisions.get()
    assert (decision.kind, decision.actor) == ("change", cast.dave.user)
    (change,) = decision.changes
    assert change["step"] == "One"
    assert change["from"].startswith("week of ")
    assert change["to"] != change["from"]


def test_move_that_breaks_a_rule_says_which_and_changes_nothing(cast, plan):
    with pytest.raises(DomainError) as error:
        move(cast, plan, 0, 1)
    nearest = f"{date_format(MONDAY + timedelta(weeks=3), 'j M Y')}"
    assert error.value.message == (
        "A week would ask for more than the learning hours. "
        f"The nearest that fits: week of {nearest}."
    )
    assert weeks_of(plan) == [[0], [1], [2]]
    assert not plan.decisions.exists()


def test_move_before_its_prerequisite_is_refused_by_name(cast, plan):
    one, two = step(plan, 0).activity, step(plan, 1).activity
    ActivityPrerequisite.objects.create(activity=two, requires=one)
    with pytest.raises(DomainError) as error:
        move(cast, plan, 0, 6)
    assert error.value.message == (
        "“Two” would begin before what has to come first is done. "
        "Nothing else fits either: move something else first, or swap this step."
    )


@pytest.mark.parametrize("week", [-1, 20, 10**6])
def test_move_out_of_the_plan_is_refused(cast, plan, week):
    with pytest.raises(DomainError):
        move(cast, plan, 0, week)
    assert weeks_of(plan)[0] == [0]


def test_move_into_a_week_that_is_over_is_refused(cast, plan):
    late(plan, 2)
    with pytest.raises(DomainError) as error:
        move(cast, plan, 2, 1)
    assert error.value.code == "past"


def test_only_what_is_left_of_a_series_moves(cast, plan):
    plan.steps.filter(position=0).update(weeks=[0, 4, 8])
    tick_step(actor=cast.dave.user, step=step(plan, 0), now=NOW)
    move(cast, plan, 0, 6)
    assert weeks_of(plan)[0] == [0, 6, 10]


def test_begun_step_that_fits_nowhere_is_not_told_to_be_swapped(cast, plan):
    plan.weeks = 4
    plan.save()
    plan.steps.filter(position=0).update(weeks=[0, 3])
    tick_step(actor=cast.dave.user, step=step(plan, 0), now=NOW)
    with pytest.raises(DomainError) as error:
        move(cast, plan, 0, 2)
    assert error.value.message.endswith("Nothing else fits either: move something else first.")


def test_done_step_is_not_moved(cast, plan):
    tick_step(actor=cast.dave.user, step=step(plan, 0), now=NOW)
    with pytest.raises(ConflictError):
        move(cast, plan, 0, 9)


def test_dated_step_moves_to_another_of_its_dates_and_frees_its_seat(cast, plan):
    activity = step(plan, 0).activity
    first, second = (
        ActivitySession.objects.create(activity=activity, starts_on=day(days), seats=1)
        for days in (28, 56)
    )
    week = (first.starts_on - plan.week_zero).days // 7
    plan.steps.filter(position=0).update(session=first, weeks=[week], start_week=week)
    other = make_plan(cast.frank, [activity], state=PlanState.ACTIVE)
    other.steps.update(session=first, waits_since=NOW)
    with pytest.raises(DomainError):
        move(cast, plan, 0, week + 1)
    moved = move(cast, plan, 0, session=second)
    assert moved.session == second
    assert moved.weeks == [(second.starts_on - plan.week_zero).days // 7]
    assert other.steps.get().waits_since is None
    with pytest.raises(DomainError) as error:
        move(cast, plan, 0, session=first)
    assert "No seats are left" in error.value.message


def test_date_of_something_else_is_refused(cast, plan):
    foreign = ActivitySession.objects.create(activity=make_activity(), starts_on=day(9))
    with pytest.raises(DomainError) as error:
        move(cast, plan, 0, session=foreign)
    assert error.value.code == "no_date"


def test_swapped_step_takes_the_first_week_in_which_it_fits(cast, plan):
    other = make_activity("Longer", {cast.soft: (0, 3)}, sessions=2)
    swap(cast, plan, 0, other)
    swapped = step(plan, 0)
    assert (swapped.activity, swapped.weeks) == (other, [3, 4])
    assert swapped.why == "Chosen by hand instead of “One”."
    plan.refresh_from_db()
    assert (plan.hours, plan.report["by_hand"]) == (8, True)
    (change,) = plan.decisions.get().changes
    assert (change["from"], change["to"]) == ("One", "Longer")


def test_swap_for_what_is_in_the_plan_already_is_refused(cast, plan):
    with pytest.raises(DomainError) as error:
        swap(cast, plan, 0, step(plan, 1).activity)
    assert "twice" in error.value.message
    assert step(plan, 0).activity.title == "One"


def test_swap_for_what_is_too_long_says_why(cast, plan):
    with pytest.raises(DomainError) as error:
        swap(cast, plan, 0, make_activity("Too long", hours_per_session=9))
    assert error.value.message == "A week would ask for more than the learning hours."


def test_dated_step_that_cannot_go_to_a_date_is_told_another(cast, plan):
    activity = step(plan, 0).activity
    near, far = (
        ActivitySession.objects.create(activity=activity, starts_on=MONDAY + timedelta(weeks=n))
        for n in (1, 4)
    )
    with pytest.raises(DomainError) as error:
        move(cast, plan, 0, session=near)
    assert f"The nearest that fits: {date_format(far.starts_on, 'j M Y')}." in error.value.message


def test_swap_that_each_week_refuses_for_another_reason_names_the_best_one(cast, plan):
    plan.weeks = 4
    plan.save()
    other = make_activity("Two weeks", {cast.soft: (0, 3)}, sessions=2, hours_per_session=2)
    with pytest.raises(DomainError) as error:
        swap(cast, plan, 1, other)
    assert "other weeks break more" in error.value.message
    assert step(plan, 1).activity.title == "Two"


def test_swap_for_something_whose_dates_are_over_says_so(cast, plan):
    other = make_activity("Once", {cast.soft: (0, 3)})
    ActivitySession.objects.create(activity=other, starts_on=day(-9))
    with pytest.raises(DomainError) as error:
        swap(cast, plan, 0, other)
    assert error.value.message == "“Once” has no date to come."


def test_swap_for_what_is_retired_is_refused(cast, plan):
    with pytest.raises(DomainError):
        swap(cast, plan, 0, make_activity(retired_on=day(-1)))


def test_begun_step_is_not_swapped(cast, plan):
    plan.steps.filter(position=0).update(weeks=[0, 5])
    tick_step(actor=cast.dave.user, step=step(plan, 0), now=NOW)
    with pytest.raises(ConflictError):
        swap(cast, plan, 0, make_activity())


def test_dearer_running_plan_waits_for_approval_again(cast, plan):
    plan.accepted_at = NOW
    plan.save()
    swap(cast, plan, 0, make_activity("Paid", cost_cents=50_000))
    plan.refresh_from_db()
    assert (plan.state, plan.cost_cents, plan.approved_at) == (PlanState.PROPOSED, 50_000, None)
    assert cast.carol.user.notifications.get().kind == "plan_to_approve"
    later = NOW + timedelta(seconds=1)
    assert approve_plan(actor=cast.carol.user, plan=plan, now=later).state == PlanState.ACTIVE


def test_earlier_approval_does_not_stand_for_a_dearer_plan(cast, plan):
    paid = make_plan(cast.frank, [make_activity(cost_cents=10_000)])
    propose_plan(actor=cast.alice.user, plan=paid, now=NOW)
    approve_plan(actor=cast.alice.user, plan=paid, now=NOW)
    accept_plan(actor=cast.frank.user, plan=paid, now=NOW)
    dearer = make_activity(cost_cents=20_000)
    later = NOW + timedelta(minutes=1)
    swap_step(actor=cast.frank.user, step=step(paid, 0), activity=dearer, now=later)
    paid.refresh_from_db()
    assert (paid.state, paid.approved_at) == (PlanState.PROPOSED, None)


@pytest.mark.parametrize("name", ["carol", "bob", "alice", "frank"])
def test_running_plan_is_changed_by_its_person_only(cast, plan, name):
    user = cast.viewer(name)
    for write in (
        lambda: move_step(actor=user, step=step(plan, 0), now=NOW, week=5),
        lambda: swap_step(actor=user, step=step(plan, 0), now=NOW, activity=make_activity()),
        lambda: replan(actor=user, plan=plan, now=NOW),
    ):
        with pytest.raises(NotAllowedError):
            write()


def test_manager_changes_a_recommendation_before_proposing_it(cast):
    draft = make_plan(cast.dave, [make_activity()])
    moved = move_step(actor=cast.carol.user, step=step(draft, 0), now=NOW, week=4)
    assert moved.weeks == [4]


def test_step_somebody_else_changed_meanwhile_conflicts(cast, plan):
    move(cast, plan, 0, 5)
    with pytest.raises(ConflictError):
        move(cast, plan, 0, 6, version=1)


def test_late_step_goes_to_the_first_free_week_and_the_rest_stays(cast, plan):
    late(plan, 1)
    (shift,) = planned_anew(plan, NOW)
    assert (shift.step.position, shift.weeks, shift.why) == (0, (3,), "its week is over")
    assert weeks_of(plan) == [[0], [1], [2]]
    replan(actor=cast.dave.user, plan=plan, now=NOW)
    assert weeks_of(plan) == [[3], [1], [2]]
    assert plan.decisions.get().changes[0]["why"] == "its week is over"
    with pytest.raises(ConflictError):
        replan(actor=cast.dave.user, plan=plan, now=NOW)


def test_late_step_that_others_need_first_moves_everything_on(cast, plan):
    one, two = step(plan, 0).activity, step(plan, 1).activity
    ActivityPrerequisite.objects.create(activity=two, requires=one)
    late(plan, 1)
    replan(actor=cast.dave.user, plan=plan, now=NOW)
    assert weeks_of(plan) == [[1], [2], [3]]
    rows = plan.decisions.get().changes
    assert {row["why"] for row in rows} == {"everything moves on together"}


def test_late_plan_may_end_later_than_agreed(cast, plan):
    plan.weeks = 3
    plan.save(update_fields=["weeks"])
    late(plan, 3)
    replan(actor=cast.dave.user, plan=plan, now=NOW)
    plan.refresh_from_db()
    assert weeks_of(plan) == [[3], [4], [5]]
    assert plan.weeks == 6


def test_cancelled_date_is_replaced_by_the_next_one(cast, plan):
    activity = step(plan, 0).activity
    gone, other = (
        ActivitySession.objects.create(activity=activity, starts_on=day(days), seats=3)
        for days in (7 * 4, 7 * 6)
    )
    plan.steps.filter(position=0).update(session=gone, weeks=[4], start_week=4)
    gone.cancelled_at = NOW
    gone.save()
    shift = rebook(plan, gone, NOW)
    assert (shift.session, step(plan, 0).session) == (other, other)
    assert step(plan, 0).weeks == [(other.starts_on - plan.week_zero).days // 7]
    assert plan.decisions.get().changes[0]["why"] == "its date was cancelled"


def test_cancelled_date_without_another_leaves_the_step_without_one(cast, plan):
    gone = ActivitySession.objects.create(
        activity=step(plan, 0).activity, starts_on=day(9), cancelled_at=NOW
    )
    plan.steps.filter(position=0).update(session=gone)
    shift = rebook(plan, gone, NOW)
    assert (shift.weeks, shift.after) == ((), "no place found")
    assert step(plan, 0).session is None


def test_swap_says_anew_what_the_plan_is_expected_to_bring(cast):
    make_profile(cast.dave, {cast.hard: {"mean": 2000}, cast.soft: {"mean": 2000}})
    kept = make_activity("Kept", {cast.hard: (0, 4)}, hours_per_session=1)
    weak = make_activity("Weak", {cast.hard: (0, 5)}, hours_per_session=1)
    soft = make_activity("Soft", {cast.soft: (0, 5)}, hours_per_session=1)
    row = {"skill_code": cast.hard.code, "before": 1.8, "before_low": 1.2, "before_high": 2.4}
    row |= {"expected_after": 2.9, "expected_low": 2, "expected_high": 3.5, "weight": 0.7}
    plan = make_plan(cast.dave, [kept, weak], state=PlanState.ACTIVE, report={"skills": [row]})

    swap(cast, plan, 1, soft)

    plan.refresh_from_db()
    rows = {row["skill_code"]: row for row in plan.report["skills"]}
    hard, new = rows[cast.hard.code], rows[cast.soft.code]
    assert (hard["before"], hard["before_low"], hard["before_high"]) == (1.8, 1.2, 2.4)
    assert 1.8 < hard["expected_after"] < 2.9  # one step on it instead of two
    assert hard["weight"] == 0.7
    assert new["before"] == 2.0
    assert new["before_low"] < 2.0 < new["expected_after"] < new["expected_high"]
