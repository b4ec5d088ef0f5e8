"""The answer to a what-if takes the place of an open plan, and what is begun goes on."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from employees.enums import Grant
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from tests.factories import grant, make_activity, make_user
from training.enums import Attendance, DecisionKind, PlanState, StepState
from training.models import Activity, ActivitySession, DevelopmentPlan, PlanOption
from training.queries.differences import step_changes
from training.queries.plans import monday_of
from training.services import accept_plan, ask_what_if, choose_option, create_run, tick_step
from training.services.recommend import recommend_paths
from training.services.runs import Wishes
from training.services.what_if_answers import answer_what_if

pytestmark = pytest.mark.django_db


@pytest.fixture
def carol(world, catalogue):
    """Carol, who has begun a weekly course of an accepted plan."""
    hard, soft, carol = world["hard"], world["soft"], world["carol"]
    make_activity("Weekly", {soft: (0, 5)}, mode="course", sessions=4, hours_per_session=1)
    make_activity("Long", {hard: (0, 5)}, mode="project", sessions=8, hours_per_session=2)
    carol.user = make_user("carol@example.com")
    carol.save()
    recommend_paths(create_run(actor=None, employee=carol, wishes=Wishes(weeks=20)))
    accept_plan(actor=carol.user, plan=DevelopmentPlan.objects.get(), now=timezone.now())
    return carol


def begin(carol, title="Weekly", sessions=1):
    step = DevelopmentPlan.objects.get().steps.get(activity__title=title)
    for number in range(1, sessions + 1):
        tick_step(actor=carol.user, step=step, now=timezone.now(), session=number)
    step.refresh_from_db()
    return step


def answer(carol, actor=None, **wishes):
    wanted = {"weeks": 20, "hours_per_week": Decimal(4), **wishes}
    run = ask_what_if(actor=actor or carol.user, employee=carol, wishes=Wishes(**wanted))
    answer_what_if(run)
    return PlanOption.objects.get(wish="what_if", asked_by=run.actor)


def use(option, actor, **more):
    return choose_option(actor=actor, option=option, now=timezone.now(), **more)


def titles(plan):
    return {step.activity.title for step in plan.steps.select_related("activity")}


def test_answer_goes_on_with_what_is_begun_for_the_sessions_to_come(carol):
    begun = begin(carol)
    option = answer(carol, hours_per_week=Decimal(1))
    (row,) = [row for row in option.steps if row["activity_id"] == begun.activity_id]
    assert len(row["weeks"]) == len(begun.weeks) - 1
    assert row["cost_cents"] == 0  # it is paid for
    kinds = {c.activity.title: c.kind for c in step_changes(DevelopmentPlan.objects.get(), option)}
    assert kinds["Weekly"] in {"same", "moved"}


def test_open_plan_is_replaced_and_ticks_and_weeks_done_stay(carol):
    before = begin(carol)
    option = answer(carol, without_modes=["project"], hours_per_week=None)
    plan = use(option, carol.user, version=DevelopmentPlan.objects.get().version)
    assert (plan.pk, plan.state) == (before.plan_id, PlanState.ACTIVE)
    after = plan.steps.get(activity__title="Weekly")
    assert after.pk == before.pk
    assert after.ticked_on == before.ticked_on
    assert after.weeks[:1] == before.weeks[:1]
    assert len(after.weeks) == len(before.weeks)
    assert "Long" not in titles(plan)
    (decision,) = plan.decisions.filter(kind=DecisionKind.CHANGE)
    assert decision.reason == "Chosen: What if"
    assert "Long" in {row["step"] for row in decision.changes}
    assert plan.hours == sum(sum(s.hours_by_week.values()) for s in plan.steps.all())


def test_what_is_done_stays_and_is_not_planned_again(carol):
    done = begin(carol, sessions=4)
    assert done.state == StepState.DONE
    option = answer(carol, without_modes=["project"])
    assert done.activity_id not in {row["activity_id"] for row in option.steps}
    plan = use(option, carol.user)
    assert plan.steps.get(pk=done.pk).state == StepState.DONE


def test_plan_that_changed_since_is_not_replaced(carol):
    option, plan = answer(carol, without_modes=["project"]), DevelopmentPlan.objects.get()
    with pytest.raises(ConflictError):
        use(option, carol.user, version=plan.version - 1)
    assert "Long" in titles(plan)


def test_answer_of_another_week_is_asked_again(carol):
    option, now = answer(carol, without_modes=["project"]), timezone.now()
    with pytest.raises(ConflictError) as error:
        choose_option(actor=carol.user, option=option, now=now + dt.timedelta(weeks=1))
    assert error.value.code == "stale_option"


def test_session_ticked_since_the_answer_counts_as_done(carol):
    begin(carol)
    option = answer(carol, without_modes=["project"])
    begun = begin(carol, sessions=2)
    after = use(option, carol.user).steps.get(pk=begun.pk)
    assert (len(after.weeks), after.sessions_done) == (4, 2)
    assert after.weeks == sorted(set(after.weeks))


def test_nobody_else_replaces_a_plan_under_way(carol):
    boss = make_user("hr@example.com")
    grant(boss, Grant.HR_ADMIN)
    option = answer(carol, actor=boss, without_modes=["project"])
    with pytest.raises(NotAllowedError):
        use(option, boss)
    assert "Long" in titles(DevelopmentPlan.objects.get())


def test_what_is_not_offered_any_more_is_refused_and_nothing_changes(carol, catalogue):
    option = answer(carol, without_modes=["project"])
    plan = DevelopmentPlan.objects.get()
    before, codes = titles(plan), {row["activity_id"] for row in option.steps}
    first = Activity.objects.filter(pk__in=codes).first()
    first.retired_on = timezone.localdate()
    first.save()
    with pytest.raises(DomainError) as error:
        use(option, carol.user)
    assert "is not offered any more" in error.value.message
    assert titles(DevelopmentPlan.objects.get()) == before


def test_begun_step_that_breaks_a_rule_by_now_stays_and_stops_nothing_else(carol):
    begun = begin(carol)
    Activity.objects.filter(pk=begun.activity_id).update(language="fr")  # Carol speaks English
    plan = use(answer(carol, without_modes=["project"], hours_per_week=None), carol.user)
    assert plan.steps.get(pk=begun.pk).sessions_done == 1
    assert "Long" not in titles(plan)


def test_dearer_answer_is_approved_anew(carol, world):
    begin(carol)
    dear = make_activity("Dear", {world["hard"]: (0, 5)}, mode="workshop", cost_cents=40_000)
    option = answer(carol, without_modes=["project"], budget=None)
    assert dear.pk in {row["activity_id"] for row in option.steps}
    plan = use(option, carol.user)
    assert (plan.state, plan.cost_cents) == (PlanState.PROPOSED, 40_000)
    assert plan.accepted_at is not None


def test_step_that_became_dearer_since_it_was_planned_is_approved_anew(carol):
    Activity.objects.filter(title="Long").update(cost_cents=40_000)
    plan = use(answer(carol), carol.user)
    assert plan.steps.get(activity__title="Long").cost_cents == 40_000
    assert (plan.state, plan.cost_cents) == (PlanState.PROPOSED, 40_000)


def test_seat_of_a_step_that_goes_is_given_back_and_of_one_that_comes_taken(carol, world):
    plan = DevelopmentPlan.objects.get()
    day = monday_of(timezone.now()) + dt.timedelta(weeks=3)
    leaving = plan.steps.get(activity__title="Long")
    old = ActivitySession.objects.create(activity=leaving.activity, starts_on=day, seats=1)
    plan.steps.filter(pk=leaving.pk).update(session=old)
    dated = make_activity("Dated", {world["hard"]: (0, 5)}, mode="workshop")
    new = ActivitySession.objects.create(activity=dated, starts_on=day, seats=1)
    plan = use(answer(carol, without_modes=["project"]), carol.user)
    assert not plan.steps.filter(session=old).exists()
    assert plan.steps.get(activity=dated).session == new
    assert plan.steps.get(activity=dated).waits_since is None


@pytest.mark.parametrize("gone", ["cancelled", "deleted"])
@pytest.mark.parametrize("plan", ["open", "none"])
def test_date_that_is_gone_since_the_answer_is_not_taken(carol, world, gone, plan):
    day = monday_of(timezone.now()) + dt.timedelta(weeks=3)
    dated = make_activity("Dated", {world["hard"]: (0, 5)}, mode="workshop")
    for later in (0, 1):  # two of one week
        starts_on = day + dt.timedelta(days=later)
        ActivitySession.objects.create(activity=dated, starts_on=starts_on, seats=5)
    option = answer(carol, without_modes=["project"])
    (chosen,) = [row["session_id"] for row in option.steps if row["activity_id"] == dated.pk]
    if gone == "deleted":
        ActivitySession.objects.get(pk=chosen).delete()
    ActivitySession.objects.filter(pk=chosen).update(cancelled_at=timezone.now())
    if plan == "none":
        DevelopmentPlan.objects.update(state=PlanState.DISMISSED)
    with pytest.raises(ConflictError) as error:
        use(option, carol.user)
    assert error.value.code == "stale_option"
    assert "Long" in titles(DevelopmentPlan.objects.get())


def test_who_was_absent_is_not_marked_absent_on_the_next_date(carol, world):
    dated = make_activity("Dated", {world["hard"]: (0, 5)}, mode="workshop")
    today = timezone.localdate()
    missed, new = (
        ActivitySession.objects.create(activity=dated, starts_on=today + dt.timedelta(days=days))
        for days in (-20, 20)
    )
    plan = use(answer(carol), carol.user)
    plan.steps.filter(activity=dated).update(session=missed, attendance=Attendance.ABSENT)
    step = use(answer(carol), carol.user).steps.get(activity=dated)
    assert (step.session, step.attendance) == (new, "")
