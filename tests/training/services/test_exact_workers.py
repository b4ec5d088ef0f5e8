"""The referee on real workers that are killed: the same plans, no slice twice and none by half."""

import sys
from datetime import datetime

import pytest
from django.conf import settings

from assessments.enums import RunState
from assessments.models import AnalysisRun
from skillmap.core.enums import JobState
from skillmap.core.models import Job
from skillmap.devstack.state import ThrowAwayState
from tests.core.test_worker import Worker, wait_until
from tests.training.services.budget_world import populate
from training.models import DevelopmentPlan
from training.services.recommend import REFEREED_SHARD_SIZE, recommend_paths
from training.services.runs import Wishes, create_run, start_recommendation

pytestmark = [
    pytest.mark.worker,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc to find worker processes"),
]
SLICES = 3


def test_killing_the_referees_worker_changes_nothing_of_the_plans():
    populate(SLICES * REFEREED_SHARD_SIZE)
    wishes = Wishes(method="exact")
    recommend_paths(create_run(actor=None, wishes=wishes))
    calm = _plans()
    hunted = start_recommendation(actor=None, wishes=wishes)
    with ThrowAwayState() as state:
        worker = Worker(state.folder, settings.REDIS_URL)
        try:
            wait_until(worker, lambda: _done(hunted))
            worker.kill_all_and_start_again()
            before = _done(hunted)
            wait_until(worker, lambda: Job.objects.get().state == JobState.DONE)
        finally:
            worker.stop()
    assert 0 < len(before) < SLICES, "the kill hit no running job: void"
    assert Job.objects.get().crashes == 1
    assert before.items() <= _done(hunted).items(), "a finished slice was computed again"
    assert AnalysisRun.objects.get(pk=hunted.pk).state == RunState.DONE
    assert hunted.shards.count() == SLICES
    assert _plans() == calm
    assert set(DevelopmentPlan.objects.values_list("run", flat=True)) == {hunted.pk}


def _done(run: AnalysisRun) -> dict[int, datetime]:
    """The slices that are stored, and since when."""
    return dict(run.shards.exclude(done_at=None).values_list("number", "done_at"))


def _plans() -> list[tuple]:
    """What everybody is recommended, person by person."""
    steps = DevelopmentPlan.objects.order_by("employee__number", "steps__position")
    columns = ("employee__number", "method", "value", "bound", "steps__activity__code")
    return list(steps.values_list(*columns, "steps__weeks", "steps__cost_cents"))
