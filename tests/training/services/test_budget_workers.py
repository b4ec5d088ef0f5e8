"""A budget on real workers that are killed: the same result as without them, and nothing left."""

import random
import sys

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
from training.services.budgets import create_scenario

pytestmark = [
    pytest.mark.worker,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc to find worker processes"),
]
PEOPLE, KILLS = 60, 4  # people in three slices


def test_killing_workers_changes_nothing_of_the_result():
    populate(PEOPLE)
    admin = make_user("Hanna HR")
    grant(admin, Grant.HR_ADMIN)
    calm = create_scenario(actor=admin, terms=terms(floor_percent=85)).runs.get()
    work_off()
    Job.objects.all().delete()
    random.seed(20261123)
    hunted = create_scenario(actor=admin, terms=terms(floor_percent=85)).runs.get()
    with ThrowAwayState() as state:
        worker = Worker(state.folder, settings.REDIS_URL)
        try:
            _hunt(worker, hunted)
            wait_until(worker, lambda: _now(hunted).stage == BudgetStage.DONE)
            wait_until(worker, _nothing_waits)
        finally:
            worker.stop()
    calm, hunted = _now(calm), _now(hunted)
    assert calm.shards.count() == hunted.shards.count() == 3
    assert hunted.result == calm.result
    assert rows_of(hunted) == rows_of(calm)
    assert hunted.prices == calm.prices
    assert not BudgetPart.objects.filter(run=hunted).exists()
    assert Job.objects.filter(crashes__gt=0).exists(), "no kill hit a running job: void"


def _hunt(worker: Worker, run: BudgetRun) -> None:
    """Kill -9 everything at work, in one round after the other."""
    for kill in range(KILLS):
        after = kill * 6
        wait_until(worker, lambda after=after: _now(run).round >= after and _some_run())
        worker.kill_all_and_start_again()


def _now(run: BudgetRun) -> BudgetRun:
    return BudgetRun.objects.get(pk=run.pk)


def _some_run() -> bool:
    running = Job.objects.filter(state=JobState.RUNNING, name__startswith="training.")
    return running.exists()


def _nothing_waits() -> bool:
    return not Job.objects.filter(name__startswith="training.").exclude(state="done").exists()
