"""A budget on real workers that are killed: the same result as without them, and nothing left."""

import random
import sys
from collections.abc import Callable

import pytest
from django.conf import settings

from employees.enums import Grant
from skillmap.core.enums import JobState
from skillmap.core.models import Job
from skillmap.devstack.state import ThrowAwayState
from tests.core.test_worker import Worker, wait_until
from tests.factories import grant, make_user
from tests.training.services.budget_world import populate, rows_of, terms, work_off
from training.enums import BudgetStage
from training.models import BudgetPart, BudgetRun
from training.services.budgets import Terms, create_scenario

pytestmark = [
    pytest.mark.worker,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc to find worker processes"),
]
PEOPLE, KILLS = 60, 4  # people in three slices


def test_killing_workers_changes_nothing_of_the_result():
    calm, hunted = _computed_twice(terms(floor_percent=85), _hunt)
    assert calm.shards.count() == hunted.shards.count() == 3
    assert hunted.prices == calm.prices


def test_killing_the_worker_of_the_thorough_method_changes_nothing_of_the_result():
    _computed_twice(terms(thorough=True), _hunt_in_columns)


def _computed_twice(wanted: Terms, hunt: Callable[[Worker, BudgetRun], None]) -> list[BudgetRun]:
    """Undisturbed here, and by hunted workers; the same in every row, and nothing is left over."""
    populate(PEOPLE)
    admin = make_user("Hanna HR")
    grant(admin, Grant.HR_ADMIN)
    calm = create_scenario(actor=admin, terms=wanted).runs.get()
    work_off()
    Job.objects.all().delete()
    random.seed(20261123)
    hunted = create_scenario(actor=admin, terms=wanted).runs.get()
    with ThrowAwayState() as state:
        worker = Worker(state.folder, settings.REDIS_URL)
        try:
            hunt(worker, hunted)
            wait_until(worker, lambda: _now(hunted).stage == BudgetStage.DONE)
            wait_until(worker, _nothing_waits)
        finally:
            worker.stop()
    calm, hunted = _now(calm), _now(hunted)
    assert hunted.result == calm.result
    assert rows_of(hunted) == rows_of(calm)
    assert not BudgetPart.objects.filter(run=hunted).exists()
    assert Job.objects.filter(crashes__gt=0).exists(), "no kill hit a running job: void"
    return [calm, hunted]


def _hunt(worker: Worker, run: BudgetRun) -> None:
    """Kill -9 everything at work, in one round after the other."""
    for kill in range(KILLS):
        after = kill * 6
        wait_until(worker, lambda after=after: _now(run).round >= after and _works_on(run))
        worker.kill_all_and_start_again()


def _hunt_in_columns(worker: Worker, run: BudgetRun) -> None:
    """Kill -9 everything while one process looks at everybody at once."""
    wait_until(worker, lambda: _now(run).stage == BudgetStage.COLUMN and _works_on(run))
    worker.kill_all_and_start_again()
    assert _now(run).stage == BudgetStage.COLUMN
    assert not run.parts.filter(round=_now(run).round).exists(), "half of it is stored"


def _now(run: BudgetRun) -> BudgetRun:
    return BudgetRun.objects.get(pk=run.pk)


def _works_on(run: BudgetRun) -> bool:
    """Whether a job of the round that is open runs; one of the round before may just be ending."""
    running = Job.objects.filter(state=JobState.RUNNING)
    return running.filter(key__startswith=f"budget-{run.pk}-{_now(run).round}-").exists()


def _nothing_waits() -> bool:
    return not Job.objects.filter(name__startswith="training.").exclude(state="done").exists()
