"""Making proposals of a budget and taking them back, with what is mandatory in all of them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.services.gaps import Watch
from employees.enums import Grant
from employees.models import Assignment, Employee, OrgUnit
from skillmap.core.models import Job
from tests.factories import grant, make_activity, make_duty, make_unit, make_user
from tests.training.services.budget_world import PEOPLE, populate, terms, work_off
from training.enums import BudgetStage, PlanState
from training.models import BudgetRun, DevelopmentPlan
from training.services import budgets_adoption
from training.services.budgets import (
    adopt_budget,
    create_scenario,
    drop_stopped,
    start_budget,
    undo_budget,
)
from training.services.budgets_reading import plan_budget
from training.services.budgets_run import work_on_budget

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    populate()
    user = make_user("Hanna HR")
    grant(user, Grant.HR_ADMIN)
    return user


def compute(actor, **changes) -> BudgetRun:
    scenario = create_scenario(actor=actor, terms=terms(**changes))
    work_off()
    return scenario.runs.get()


def adopted(actor, **changes) -> BudgetRun:
    run = compute(actor, **changes)
    adopt_budget(actor=actor, run=run, now=timezone.now())
    work_off()
    return run


def titles(plan: DevelopmentPlan) -> set[str]:
    return {step.activity.title for step in plan.steps.select_related("activity")}


def open_plans() -> int:
    return DevelopmentPlan.objects.filter(state=PlanState.PROPOSED).count()


def test_what_is_mandatory_is_in_every_plan_by_its_date(admin):
    safety = make_activity("Safety", {}, sessions=1, hours_per_session=3, cost_cents=1_000)
    make_duty(safety, unit=make_unit("Acme/Sales"))
    run = adopted(admin)
    held = run.allocations.exclude(plan=None)
    sales = Employee.objects.filter(assignments__unit__name="Sales")
    assert held.filter(employee__in=sales).count() == PEOPLE // 2
    for row in held:
        assert ("Safety" in titles(row.plan)) == (row.employee in sales)
    step = held.filter(employee__in=sales).first().plan.steps.get(activity=safety)
    assert step.start_week < 4
    assert step.reasons["why"] == "mandatory"


def test_what_of_the_mandatory_is_late_or_has_no_place_stands_in_the_plan(admin):
    long = make_activity("Long", {}, sessions=8, hours_per_session=1)
    french = make_activity("French", {}, language="fr", sessions=1, hours_per_session=1)
    for activity in (long, french):
        make_duty(activity, unit=make_unit("Acme/Sales"))
    run = adopted(admin)
    row = run.allocations.filter(employee__assignments__unit__name="Sales").first()
    assert "Long" in titles(row.plan)
    assert row.plan.report["late"] == [long.code]
    assert row.plan.report["missed"] == [{"activity_code": french.code, "reason": "language"}]
    assert row.lacks_must_have


def test_what_is_mandatory_and_cannot_be_paid_is_known_before_adoption(admin):
    safety = make_activity("Safety", {}, sessions=1, hours_per_session=1, cost_cents=2_000)
    make_duty(safety, unit=make_unit("Acme/Sales"))
    run = compute(admin, money_cents=2 * 2_000)
    short = set(run.allocations.filter(lacks_must_have=True).values_list("employee", flat=True))
    sales = Employee.objects.filter(assignments__unit__name="Sales")
    assert short < set(sales.values_list("pk", flat=True))
    assert len(short) == sales.count() - 2 == run.result["reasons"]["must_have"]
    adopt_budget(actor=admin, run=run, now=timezone.now())
    work_off()
    refused = run.allocations.exclude(refused="")
    assert set(refused.values_list("employee", flat=True)) <= short


def test_what_became_mandatory_meanwhile_forbids_the_proposal(admin):
    run = compute(admin)
    safety = make_activity("Safety", {}, sessions=1, hours_per_session=1)
    late_comer = run.allocations.exclude(steps=[]).first()
    make_duty(safety, employee=late_comer.employee)
    adopt_budget(actor=admin, run=run, now=timezone.now())
    work_off()
    late_comer.refresh_from_db()
    assert late_comer.plan is None
    assert late_comer.refused == "Mandatory, and not in the plan by its date: Safety."
    assert open_plans() == run.allocations.exclude(steps=[]).count() - 1


def test_taking_back_stops_an_adoption_under_way(admin, monkeypatch):
    monkeypatch.setattr(budgets_adoption, "BATCH", 3)
    run = compute(admin)
    adopt_budget(actor=admin, run=run, now=timezone.now())
    seen = []

    def take_back_after_the_first_batch(done: int, _total: int) -> None:
        seen.append(done)
        undo_budget(actor=admin, run=run, now=timezone.now())

    run.refresh_from_db()
    watch = Watch(take_back_after_the_first_batch)
    budgets_adoption.adopt(run, admin, timezone.now(), watch)
    assert seen == [3]
    assert open_plans() == 3
    budgets_adoption.undo(run, admin, timezone.now(), Watch())
    assert open_plans() == 0


def test_somebody_who_left_the_units_of_a_partner_hinders_nobody_else(admin):
    partner, sales = make_user("Paul Partner"), make_unit("Acme/Sales")
    grant(partner, Grant.HR_PARTNER, unit=sales)
    run = adopted(partner, unit=sales)
    proposed = open_plans()
    assert proposed > 2
    moved = run.allocations.exclude(plan=None).first()
    support = OrgUnit.objects.get(name="Support")
    Assignment.objects.filter(employee=moved.employee).update(unit=support)
    undo_budget(actor=partner, run=run, now=timezone.now())
    work_off()
    moved.refresh_from_db()
    assert moved.plan.state == PlanState.PROPOSED
    assert moved.refused
    assert open_plans() == 1
    assert not run.allocations.exclude(pk=moved.pk).exclude(refused="").exists()


def test_a_job_that_comes_again_after_the_end_changes_nothing(admin):
    run = compute(admin)
    assert run.stage == BudgetStage.DONE
    work_on_budget(run, run.round, 0, Watch())
    again = BudgetRun.objects.get(pk=run.pk)
    assert again.result == run.result
    assert not again.parts.exists()


def test_a_part_found_while_others_finished_is_not_kept(admin, monkeypatch):
    run = compute(admin)
    stale = BudgetRun.objects.get(pk=run.pk)
    stale.stage = BudgetStage.BOUND
    found = type("Found", (), {"parts": {0: {}}, "shard": {}})()
    monkeypatch.setitem(
        work_on_budget.__globals__["_WORK"], BudgetStage.BOUND, lambda _run, _number: found
    )
    work_on_budget(stale, run.round, 0, Watch())
    assert not run.parts.exists()


def stopped_run(actor) -> BudgetRun:
    """A computation that has read people and goes no further."""
    run = create_scenario(actor=actor, terms=terms()).runs.get()
    plan_budget(run, Watch())
    run.refresh_from_db()
    work_on_budget(run, run.round, 0, Watch())
    Job.objects.update(state="failed")
    return BudgetRun.objects.get(pk=run.pk)


def test_levels_read_by_a_stopped_computation_go_with_the_next_one(admin):
    run = stopped_run(admin)
    assert run.shards.exists()
    start_budget(actor=admin, scenario=run.scenario)
    assert not run.shards.exists()
    assert not run.parts.exists()
    work_on_budget(run, run.round, 0, Watch())
    assert not run.parts.exists()


def test_levels_read_by_a_stopped_computation_go_after_a_week(admin):
    run = stopped_run(admin)
    drop_stopped(timezone.now() + timedelta(days=6))
    assert run.shards.exists()
    drop_stopped(timezone.now() + timedelta(days=8))
    assert not run.shards.exists()


def test_who_adopted_stays_known_when_somebody_else_takes_back(admin):
    run = adopted(admin)
    other = make_user("Otto Other")
    grant(other, Grant.HR_ADMIN)
    undo_budget(actor=other, run=run, now=timezone.now())
    run.refresh_from_db()
    assert run.actor == admin
    assert Job.objects.get(name="training.undo_budget").actor == other
