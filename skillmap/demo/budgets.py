"""What a region of Norvane would learn for a sum of money, computed and ready to look at."""

from assessments.services.gaps import Watch
from employees.models import OrgUnit
from skillmap.core.models import User
from skillmap.demo.structure import COMPANY
from training.enums import BudgetStage
from training.services.budgets import Terms, create_scenario
from training.services.budgets_reading import plan_budget
from training.services.budgets_run import work_on_budget

UNIT = "Markets/Sales/Northern Europe"
CENTS, PERSON_CENTS = 120_000, 60_000


def plan_region(admin: User) -> None:
    """Katharina asked; what else the workers do round by round is done right here.

    Seven people, and all of them at once: every further one costs time of a first start.
    """
    unit = OrgUnit.objects.get(path=f"{COMPANY}/{UNIT}")
    terms = Terms(
        name="Northern Europe next year",
        unit=unit,
        money_cents=CENTS,
        person_cents=PERSON_CENTS,
        thorough=True,
    )
    run = create_scenario(actor=admin, terms=terms).runs.get()
    plan_budget(run, Watch())
    run.refresh_from_db()
    while run.stage != BudgetStage.DONE:
        work_on_budget(run, run.round, 0, Watch())
        run.refresh_from_db()
