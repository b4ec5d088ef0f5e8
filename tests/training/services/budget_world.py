"""A small organisation with a budget to spend, and its jobs carried out without a worker."""

from django.utils import timezone

from assessments.enums import Source
from assessments.services.gaps import Watch
from skillmap.core.models import Job
from tests.factories import (
    assign,
    day,
    make_activity,
    make_employee,
    make_evidence,
    make_organisation,
    make_role,
    make_skill,
    make_soft_skill,
)
from training.models import ActivitySession, BudgetRun
from training.services.budgets import Terms
from training.services.budgets_adoption import adopt, undo
from training.services.budgets_reading import plan_budget
from training.services.budgets_run import work_on_budget

PEOPLE = 14


def populate(people: int = PEOPLE) -> None:
    """Two departments with the same gaps, a course for money and a workshop with few seats."""
    make_organisation()
    hard, soft = make_skill("Spreadsheets"), make_soft_skill("Active listening")
    role = make_role("Adviser", {hard: 4, soft: 4})
    for n in range(people):
        person = make_employee(f"Person {n:03}", languages=["en"], learning_hours_per_week=3)
        assign(person, "Acme/Sales" if n % 2 else "Acme/Support", role=role)
        make_evidence(person, hard, 1 + n % 3 * 0.5, Source.TEST)
        make_evidence(person, soft, 1.5, Source.TEST)
    make_activity("Sheets", {hard: (0, 4)}, sessions=3, hours_per_session=1, cost_cents=10_000)
    make_activity("Listen", {soft: (0, 4)}, sessions=3, hours_per_session=1, cost_cents=2_000)
    make_activity("Circle", {soft: (0, 4)}, mode="peer_coaching", sessions=2, hours_per_session=1)
    talk = make_activity("Talk", {hard: (0, 4)}, mode="workshop", sessions=1, hours_per_session=2)
    for weeks in (2, 3):
        ActivitySession.objects.create(activity=talk, starts_on=day(7 * weeks), seats=2)


def terms(**changes) -> Terms:
    usual = {"name": "Next year", "unit": None, "money_cents": 50_000, "person_cents": 30_000}
    return Terms(**usual | changes)


def work_off() -> None:
    """Carry out every job of a budget that waits, the oldest first."""
    while job := Job.objects.filter(state="queued", name__in=WORK).order_by("pk").first():
        runs = BudgetRun.objects.select_related("scenario__unit", "analysis")
        WORK[job.name](runs.get(pk=job.arguments["run_id"]), job)
        job.state = "done"
        job.save()


WORK = {
    "training.plan_budget": lambda run, _job: plan_budget(run, Watch()),
    "training.work_on_budget": lambda run, job: work_on_budget(
        run, job.arguments["round"], job.arguments["number"], Watch()
    ),
    "training.adopt_budget": lambda run, job: adopt(run, job.actor, timezone.now(), Watch()),
    "training.undo_budget": lambda run, job: undo(run, job.actor, timezone.now(), Watch()),
}


def rows_of(run: BudgetRun) -> list[tuple]:
    """Everything a run found about everybody."""
    rows = run.allocations.order_by("employee__number")
    columns = ("steps", "value", "closure", "cost_cents", "hours", "reason", "lacks_must_have")
    return list(rows.values_list("employee__number", *columns))
