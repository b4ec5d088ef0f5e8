"""The budget studio: its rows, and a finished budget of everybody in the access world."""

from datetime import UTC, datetime

from tests.access.rows import ALL, HR, HR_ADMIN, page, post
from tests.access.world import World
from training.models import Allocation, BudgetRun, BudgetScenario
from training.services.runs import create_run

BUDGETS = [
    page("pages:budget_list", ALL, may=HR, queries=("", "?away=1")),
    page("pages:budget_new", ALL, may=HR),
    post("pages:budget_new", ALL, may=HR),
    page("pages:budget_compare", ALL, may=HR, queries=("", "?a=x&b=y")),
    page("pages:budget_run", HR_ADMIN, "budget", queries=("", "?format=csv", "?show=scarce")),
    page("pages:budget_progress", HR_ADMIN, "budget", ok=(286,)),
    post("pages:budget_adopt", HR_ADMIN, "budget"),
    post("pages:budget_undo", HR_ADMIN, "budget"),
    post("pages:budget_again", HR_ADMIN, "budget"),
    post("pages:budget_away", HR_ADMIN, "budget"),
    post("pages:budget_back", HR_ADMIN, "budget"),
]
RESULT = {
    "people": 2,
    "open": 2,
    "planned": 1,
    "money_cents": 0,
    "mentor_hours": 0,
    "value": 0.1,
    "closure": 0.2,
    "bound": 0.3,
    "price_of_money": 0.001,
    "lowest": 1.0,
    "floor_holds": True,
    "floor_out_of_reach": False,
    "fair_rounds": 0,
    "departments": [{"name": "", "people": 2, "open": 2, "planned": 1, "cents": 0, "closure": 0.2}],
    "modes": [{"mode": "course", "steps": 1, "cents": 0}],
    "reasons": {"scarce": 1},
    "in_demand": [{"activity": "GONE", "wanted": 3, "there": 1}],
}


def make_budget(name: str) -> BudgetRun:
    """A scenario for everybody and its finished computation."""
    scenario = BudgetScenario.objects.create(name=name, money_cents=100, person_cents=100)
    return BudgetRun.objects.create(
        scenario=scenario,
        stage="done",
        result=RESULT,
        analysis=create_run(actor=None),
        method_version="1",
        finished_at=datetime(2026, 11, 23, tzinfo=UTC),
    )


def hide_budget(world: World) -> None:
    """What Carol and Dave would get, under a name that is secret itself."""
    run = make_budget(world.hide("budget", "", HR_ADMIN))
    secret = world.hide("refused-of-budget", "carol", HR_ADMIN)
    for owner, refused in (("carol", secret), ("dave", "")):
        Allocation.objects.create(
            run=run, employee=world.employees[owner], reason="scarce", refused=refused
        )
    world.add("budget", "", run.public_id)
