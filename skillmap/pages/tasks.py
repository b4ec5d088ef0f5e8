"""Background work of files that people bring in and of calls; each task calls one service."""

from celery import shared_task
from django.utils import timezone

from assessments.models import SkillMapCell, SkillProfile
from employees.services.notices import tell_of_held_file
from skillmap.changes.following import call_endpoint, wake_endpoints
from skillmap.core import jobs
from skillmap.core.enums import ImportState
from skillmap.core.imports.plan import Turn
from skillmap.core.imports.undo import undo_batch
from skillmap.core.imports.uploads import apply_batch, compare_batch
from skillmap.core.models import ImportBatch
from skillmap.core.models.webhooks import CALL_JOB
from skillmap.pages.importers import IMPORTERS
from skills.models import LookalikePair

DERIVED = (
    (SkillProfile, "employee"),
    (SkillMapCell, "unit"),
    (SkillMapCell, "role"),
    (SkillMapCell, "site"),
    (SkillMapCell, "skill"),
    (LookalikePair, "first"),
    (LookalikePair, "second"),
)
"""What is computed about people, units, roles and skills, and goes with them."""


@jobs.task("pages.compare_import")
def compare_import(_run: jobs.Run, *, batch_id: int) -> None:
    """Say what a kept file would do."""
    batch = ImportBatch.objects.get(pk=batch_id)
    compare_batch(IMPORTERS[batch.kind], batch)


@jobs.task("pages.apply_import")
def apply_import(run: jobs.Run, *, batch_id: int) -> None:
    """Write what a kept file says."""
    turn = _turn(run, batch_id)
    batch = turn.batch
    apply_batch(IMPORTERS[batch.kind], turn)
    if batch.state == ImportState.HELD:
        tell_of_held_file(batch)


@jobs.task("pages.undo_import")
def undo_import(run: jobs.Run, *, batch_id: int) -> None:
    """Restore the state before an import."""
    turn = _turn(run, batch_id)
    undo_batch(IMPORTERS[turn.batch.kind], turn, derived=DERIVED)


@shared_task(name="pages.wake_webhooks")
def wake_webhooks() -> None:
    """See whether an endpoint has something to be told; run by the scheduler."""
    wake_endpoints()


@jobs.task(CALL_JOB, own_commits=True)
def call_webhook(run: jobs.Run, *, endpoint_id: int) -> None:
    """Tell one endpoint what it does not know yet."""
    call_endpoint(endpoint_id=endpoint_id, hold=run.hold)


def _turn(run: jobs.Run, batch_id: int) -> Turn:
    batch = ImportBatch.objects.select_related("actor", "job__actor").get(pk=batch_id)
    actor = batch.job.actor if batch.job else batch.actor
    return Turn(batch, actor, timezone.now(), run.progress)
