"""Background work of files that people bring in; each task calls one service."""

from django.utils import timezone

from skillmap.core import jobs
from skillmap.core.imports.plan import Turn
from skillmap.core.imports.undo import undo_batch
from skillmap.core.imports.uploads import apply_batch, compare_batch
from skillmap.core.models import ImportBatch
from skillmap.pages.importers import IMPORTERS


@jobs.task("pages.compare_import")
def compare_import(_run: jobs.Run, *, batch_id: int) -> None:
    """Say what a kept file would do."""
    batch = ImportBatch.objects.get(pk=batch_id)
    compare_batch(IMPORTERS[batch.kind], batch)


@jobs.task("pages.apply_import")
def apply_import(run: jobs.Run, *, batch_id: int) -> None:
    """Write what a kept file says."""
    turn = _turn(run, batch_id)
    apply_batch(IMPORTERS[turn.batch.kind], turn)


@jobs.task("pages.undo_import")
def undo_import(run: jobs.Run, *, batch_id: int) -> None:
    """Restore the state before an import."""
    turn = _turn(run, batch_id)
    undo_batch(IMPORTERS[turn.batch.kind], turn)


def _turn(run: jobs.Run, batch_id: int) -> Turn:
    batch = ImportBatch.objects.select_related("actor", "job__actor").get(pk=batch_id)
    actor = batch.job.actor if batch.job else batch.actor
    return Turn(batch, actor, timezone.now(), run.progress)
