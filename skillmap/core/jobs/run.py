"""Running: claim the job, do the work, finish it in the transaction of its effect."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from celery import shared_task
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from skillmap.core.enums import JOB_MAX_CRASHES, JobState
from skillmap.core.errors import ConflictError, DomainError
from skillmap.core.history import acting
from skillmap.core.jobs.lease import Lease
from skillmap.core.models import Job

log = logging.getLogger(__name__)
RETRY_AFTER = timedelta(seconds=10)


class Run:
    """What a task sees of its job."""

    def __init__(self, lease: Lease) -> None:
        self._lease = lease
        self.job_id = lease.job_id

    def progress(self, done: int, total: int, message: str = "") -> None:
        """Show `done` of `total` at once, outside the work's transaction."""
        self._lease.progress(done, total, message)

    def hold(self) -> None:
        """Inside a transaction: make its commit depend on still holding the lease."""
        if not self._mine().select_for_update().exists():
            raise LeaseLostError

    def finish(self, *, link: str = "", message: str = "") -> None:
        """Inside the transaction of the effect: mark the job done."""
        values: dict[str, Any] = {"state": JobState.DONE, "finished_at": timezone.now()}
        values |= {"lease_token": None, "done": F("total"), "message": message}
        if link:
            values["link"] = link
        if not self._mine().update(**values):
            raise LeaseLostError

    def _mine(self) -> Any:
        return Job.objects.filter(
            pk=self.job_id, lease_token=self._lease.token, state=JobState.RUNNING
        )


class LeaseLostError(ConflictError):
    """Another worker took the job over; this one's transaction must not commit."""

    def __init__(self) -> None:
        super().__init__(_("This job was taken over by another worker."), code="lease_lost")


def task(name: str, *, own_commits: bool = False) -> Callable[[Callable[..., None]], Any]:
    """Register `work(run, **ids)` as the Celery task `name`.

    The whole work is one transaction that ends by marking the job done. With `own_commits` the
    work commits in parts (calling `run.hold()` in each) and is finished afterwards.
    """

    def register(work: Callable[..., None]) -> Any:
        def execute(job_id: int) -> None:
            with Lease(job_id) as lease:
                if lease.arguments is not None:
                    _carry_out(work, Run(lease), lease.arguments, own_commits=own_commits)

        execute.__doc__ = work.__doc__
        return shared_task(name=name)(execute)

    return register


def _carry_out(
    work: Callable[..., None], run: Run, ids: dict[str, Any], *, own_commits: bool
) -> None:
    actor = Job.objects.select_related("actor").get(pk=run.job_id).actor
    try:
        with acting(actor, request_id=f"job-{run.job_id}"):
            if own_commits:
                work(run, **ids)
                _finish_if_open(run)
            else:
                with transaction.atomic():
                    work(run, **ids)
                    _finish_if_open(run)
    except LeaseLostError:
        log.warning("job %s: lease lost, nothing written", run.job_id)
    except DomainError as error:
        _stop(run, state=JobState.FAILED, error=error.message)
    except Exception:
        log.exception("job %s crashed", run.job_id)
        _crashed(run)


def _finish_if_open(run: Run) -> None:
    """Works that want to set a link call `run.finish` themselves."""
    if Job.objects.filter(pk=run.job_id, state=JobState.RUNNING).exists():
        run.finish()


def _stop(run: Run, *, state: JobState, error: str) -> None:
    run._mine().update(  # noqa: SLF001
        state=state, error=error, finished_at=timezone.now(), lease_token=None
    )


def _crashed(run: Run) -> None:
    """Try again later; after three crashes park the job where an admin sees it."""
    crashes = Job.objects.values_list("crashes", flat=True).get(pk=run.job_id) + 1
    if crashes >= JOB_MAX_CRASHES:
        Job.objects.filter(pk=run.job_id).update(crashes=crashes)
        _stop(run, state=JobState.PARKED, error=_("This job failed three times."))
        return
    run._mine().update(  # noqa: SLF001
        state=JobState.QUEUED,
        crashes=crashes,
        lease_token=None,
        due_at=timezone.now() + RETRY_AFTER,
    )
