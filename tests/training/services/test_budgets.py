"""The budget studio from scenario to proposals, on the database."""

from decimal import Decimal

import pytest
from django.utils import timezone

from assessments.enums import Source
from assessments.models import SkillProfile
from employees.enums import Grant
from employees.models import Employee, RoleProfile
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skills.models import Skill
from tests.factories import (
    assign,
    grant,
    make_employee,
    make_evidence,
    make_organisation,
    make_unit,
    make_user,
)
from tests.training.services.budget_world import PEOPLE, populate, rows_of, terms, work_off
from training.enums import BudgetReason, BudgetStage, PlanState
from training.models import (
    Activity,
    Allocation,
    BudgetPart,
    BudgetRun,
    BudgetScenario,
    DevelopmentPlan,
)
from training.queries.budgets import result_of
from training.services import accept_plan, propose_plan
from training.services.budgets import (
    adopt_budget,
    create_scenario,
    start_budget,
    undo_budget,
)
from training.services.recommend import recommend_paths
from training.services.runs import create_run

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    user = make_user("Hanna HR")
    grant(user, Grant.HR_ADMIN)
    return user


@pytest.fixture
def world():
    populate()


def compute(admin, **changes) -> BudgetRun:
    scenario = create_scenario(actor=admin, terms=terms(**changes))
    work_off()
    run = scenario.runs.get()
    assert run.stage == BudgetStage.DONE
    return run


def spent(run: BudgetRun) -> int:
    return sum(row.cost_cents for row in run.allocations.all())


def seats_taken(run: BudgetRun) -> dict[int, int]:
    taken: dict[int, int] = {}
    for row in run.allocations.all():
        for step in row.steps:
            if step["session"]:
                taken[step["session"]] = taken.get(step["session"], 0) + 1
    return taken


def test_a_scenario_is_computed_within_its_limits_and_below_its_bound(world, admin):
    run = compute(admin)
    result = run.result
    assert 0 < spent(run) == result["money_cents"] <= 50_000
    assert 0 < result["value"] <= result["bound"]
    assert result["people"] == PEOPLE == run.allocations.count()
    assert max(seats_taken(run).values()) <= 2
    assert sum(seats_taken(run).values()) == 4
    assert {row["name"] for row in result["departments"]} == {"Acme/Sales", "Acme/Support"}
    assert sum(row["cents"] for row in result["departments"]) == spent(run)
    assert sum(row["cents"] for row in result["modes"]) == spent(run)
    assert result["in_demand"] == [
        {"activity": Activity.objects.get(title="Talk").code, "wanted": PEOPLE, "there": 4}
    ] or (result["in_demand"][0]["wanted"] > 4)
    assert not BudgetPart.objects.filter(run=run).exists()


def test_a_department_of_one_is_counted_in_numbers(world, admin):
    legal = make_employee("Lone Lawyer", languages=["en"], learning_hours_per_week=3)
    assign(legal, "Acme/Legal", role=RoleProfile.objects.get())
    make_evidence(legal, Skill.objects.get(kind="hard"), 1, Source.TEST)
    (line,) = [row for row in result_of(compute(admin)).departments if not row.name]
    assert f"{line.planned} of {line.people}" == "1 of 1"


def test_more_money_gives_more_and_its_price_is_no_less_than_what_it_gave(world, admin):
    poor, rich = compute(admin, money_cents=20_000), compute(admin, money_cents=80_000)
    gained = rich.result["value"] - poor.result["value"]
    assert gained > 0
    assert rich.result["price_of_money"] <= poor.result["price_of_money"]


def test_the_same_people_give_the_same_result(world, admin):
    one, other = compute(admin), compute(admin)
    assert one.result == other.result
    assert rows_of(one) == rows_of(other)


def test_everybody_without_a_plan_has_a_reason(world, admin):
    analysis = create_run(actor=None)
    recommend_paths(analysis)
    first = DevelopmentPlan.objects.order_by("employee__number").first()
    propose_plan(actor=admin, plan=first, now=timezone.now())
    nobody_rated = make_employee("Nora New")
    assign(nobody_rated, "Acme/Sales", role=RoleProfile.objects.get())
    run = compute(admin, money_cents=0)
    reasons = {row.employee_id: row.reason for row in run.allocations.all()}
    assert reasons[first.employee_id] == BudgetReason.OPEN_PLAN
    assert reasons[nobody_rated.pk] == BudgetReason.NO_PROFILE
    for row in run.allocations.all():
        assert bool(row.steps) != bool(row.reason), row
        assert row.cost_cents == 0


def titles(row: Allocation) -> set[str]:
    codes = [step["activity"] for step in row.steps]
    return set(Activity.objects.filter(code__in=codes).values_list("title", flat=True))


def test_must_haves_are_in_every_plan_where_there_is_money(world, admin):
    listen = Activity.objects.get(title="Listen")
    run = compute(admin, must_haves=[listen], money_cents=PEOPLE * 2_000)
    for row in run.allocations.all():
        assert "Listen" in titles(row)
    short = compute(admin, must_haves=[listen], money_cents=3 * 2_000)
    assert short.result["reasons"]["must_have"] == PEOPLE - 3


def test_half_of_the_seats_is_half_of_the_seats(world, admin):
    run = compute(admin, seat_percent=50)
    assert sum(seats_taken(run).values()) == 2


def test_the_thorough_method_is_no_worse(world, admin):
    assert compute(admin, thorough=True).result["value"] >= compute(admin).result["value"] - 1e-9


def test_the_thorough_method_looks_for_the_floor_too(world, admin):
    plain = compute(admin, floor_percent=90)
    run = compute(admin, thorough=True, floor_percent=90)
    assert run.result["lowest"] >= min(0.9, plain.result["lowest"])
    assert run.result["floor_holds"] is (run.result["lowest"] >= 0.9)
    assert run.result["value"] <= run.result["bound"]


def test_a_floor_is_reported(world, admin):
    run = compute(admin, floor_percent=90)
    assert run.result["floor_holds"] is (run.result["lowest"] >= 0.9)


def test_the_floor_is_measured_by_what_the_table_shows(world, admin):
    nobody_rated = make_employee("Nora New")
    assign(nobody_rated, "Acme/Sales", role=RoleProfile.objects.get())
    met = Employee.objects.get(last_name="001")
    for skill in Skill.objects.all():
        make_evidence(met, skill, 5, Source.TEST)
    result = result_of(compute(admin, floor_percent=90))
    closes = {line.closure for line in result.departments}
    assert len(closes) > 1
    assert result.lowest == pytest.approx(min(closes) / result.closure)


def test_adopting_proposes_and_undo_takes_back_what_nobody_accepted(world, admin):
    run = compute(admin)
    adopt_budget(actor=admin, run=run, now=timezone.now())
    work_off()
    rows = run.allocations.exclude(steps=[])
    assert not rows.exclude(refused="").exists()
    assert {row.plan.state for row in rows} == {PlanState.PROPOSED}
    for row in rows:
        stored = {step.activity.code: step for step in row.plan.steps.all()}
        assert {step["activity"] for step in row.steps} == set(stored)
        assert row.plan.cost_cents == row.cost_cents
        for step in row.steps:
            assert stored[step["activity"]].start_week == step["week"]
            assert stored[step["activity"]].waits_since is None
            if step["session"]:
                assert stored[step["activity"]].session_id == step["session"]
    kept = rows[0]
    kept.employee.user = make_user("Someone Somewhere")
    kept.employee.save()
    kept.plan.employee.refresh_from_db()
    accept_plan(actor=kept.employee.user, plan=kept.plan, now=timezone.now())
    undo_budget(actor=admin, run=run, now=timezone.now())
    work_off()
    states = {row.pk: row.plan.state for row in run.allocations.exclude(plan=None)}
    assert states.pop(kept.pk) != PlanState.DISMISSED
    assert set(states.values()) == {PlanState.DISMISSED}
    with pytest.raises(ConflictError):
        undo_budget(actor=admin, run=run, now=timezone.now())


def test_a_plan_begun_meanwhile_is_refused_and_the_others_go_on(world, admin):
    run = compute(admin)
    row = run.allocations.exclude(steps=[]).first()
    recommend_paths(create_run(actor=None, employee=row.employee))
    plan = DevelopmentPlan.objects.get(employee=row.employee)
    propose_plan(actor=admin, plan=plan, now=timezone.now())
    gone = Activity.objects.get(title="Circle")
    gone.retired_on = timezone.localdate()
    gone.save()
    adopt_budget(actor=admin, run=run, now=timezone.now())
    work_off()
    row.refresh_from_db()
    assert row.plan is None
    assert row.refused
    for other in run.allocations.exclude(steps=[]):
        assert (other.plan is None) == bool(other.refused)


def test_adopted_or_running_scenarios_are_not_computed_again(world, admin):
    scenario = create_scenario(actor=admin, terms=terms())
    with pytest.raises(ConflictError):
        start_budget(actor=admin, scenario=scenario)
    with pytest.raises(ConflictError):
        adopt_budget(actor=admin, run=scenario.runs.get(), now=timezone.now())
    work_off()
    run = scenario.runs.get()
    adopt_budget(actor=admin, run=run, now=timezone.now())
    with pytest.raises(ConflictError):
        adopt_budget(actor=admin, run=run, now=timezone.now())
    with pytest.raises(ConflictError):
        start_budget(actor=admin, scenario=scenario)


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("name", {"name": "  "}),
        ("money", {"money_cents": -1}),
        ("person", {"person_cents": 10**13}),
        ("seat_percent", {"seat_percent": 0}),
        ("floor_percent", {"floor_percent": 101}),
        ("mentor_hours", {"mentor_hours": -1}),
        ("hours_per_week", {"hours_per_week": Decimal(-2)}),
    ],
)
def test_impossible_terms_are_refused_by_name(world, admin, field, changes):
    with pytest.raises(DomainError) as refused:
        create_scenario(actor=admin, terms=terms(**changes))
    assert refused.value.field == field
    assert not BudgetScenario.objects.exists()


def test_hr_partners_plan_for_their_units_only(world, admin):
    partner = make_user("Paul Partner")
    sales, support = make_unit("Acme/Sales"), make_unit("Acme/Support")
    grant(partner, Grant.HR_PARTNER, unit=sales)
    for unit in (None, support):
        with pytest.raises(NotAllowedError):
            create_scenario(actor=partner, terms=terms(unit=unit))
    own = create_scenario(actor=partner, terms=terms(unit=sales))
    other = create_scenario(actor=admin, terms=terms(unit=support))
    everybody = create_scenario(actor=admin, terms=terms())
    work_off()
    assert set(BudgetScenario.objects.visible_to(partner)) == {own}
    assert set(BudgetScenario.objects.visible_to(admin)) == {own, other, everybody}
    seen = Allocation.objects.visible_to(partner)
    assert set(seen) == set(own.runs.get().allocations.all())
    assert {row["name"] for row in own.runs.get().result["departments"]} <= {"", "Acme/Sales"}
    assert not BudgetScenario.objects.visible_to(make_user("Emil Employee")).exists()


def test_a_unit_without_people_stops_with_a_sentence(admin):
    make_organisation()
    empty = make_unit("Acme/Empty")
    scenario = create_scenario(actor=admin, terms=terms(unit=empty))
    with pytest.raises(DomainError, match="nobody"):
        work_off()
    assert scenario.runs.get().stage == BudgetStage.WAIT
    assert not SkillProfile.objects.exists()
