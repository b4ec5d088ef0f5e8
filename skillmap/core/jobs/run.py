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
from skillmap.core.jobs.queue import requeue, send_next
from skillmap.core.models import Job
from skillmap.core.models.jobs import JobQuerySet

log = logging.getLogger(__name__)
RETRY_AFTER = timedelta(seconds=10)


class Run:
    """What a task sees of its job."""

    def __init__(self, lease: Lease) -> None:
        self._lease = lease
        self.job_id = lease.job_id
        self.finished = False

    def progress(self, done: int, total: int, message: str = "") -> None:
        """Show `done` of `total` at once, outside the work's transaction.

        Never between `hold` or `finish` and the end of their transaction, which lock the row.
        """
        self._lease.progress(done, total, message)

    def hold(self) -> None:
        """Last thing in the transaction of a part: commit only while holding the lease."""
        if not self.mine().select_for_update().exists():
            raise LeaseLostError

    def finish(self, *, link: str = "", message: str = "") -> None:
        """Last thing in the transaction of the effect: mark the job done."""
        now = timezone.now()
        values: dict[str, Any] = {"state": JobState.DONE, "finished_at": now, "updated_at": now}
        values |= {"lease_token": None, "done": F("total"), "message": message, "error": ""}
        if link:
            values["link"] = link
        if not self.mine().update(**values):
            raise LeaseLostError
        self.finished = True

    def mine(self) -> JobQuerySet:
        """The job's row, as long as this worker holds it."""
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
    work commits in parts (calling `run.hold()` in each) and is finished afterwards. Works that
    want to leave a link or a message call `run.finish` themselves.
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
    job = Job.objects.select_related("actor").get(pk=run.job_id)
    try:
        with acting(job.actor, request_id=f"job-{job.pk}"):
            if own_commits:
                _work_and_finish(work, run, ids)
            else:
                with transaction.atomic():
                    _work_and_finish(work, run, ids)
    except LeaseLostError:
        log.warning("job %s: lease lost, nothing written", job.pk)
    except DomainError as error:
        _stop(run, state=JobState.FAILED, error=error.message)
    except Exception:
        log.exception("job %s crashed", job.pk)
        _crashed(run)
    send_next(job)


def _work_and_finish(work: Callable[..., None], run: Run, ids: dict[str, Any]) -> None:
    work(run, **ids)
    if not run.finished:
        run.finish()


def _stop(run: Run, *, state: JobState, error: str, **changes: Any) -> None:
    now = timezone.now()
    ended = {"state": state, "error": error, "finished_at": now, "updated_at": now}
    run.mine().update(lease_token=None, **ended, **changes)


def _crashed(run: Run) -> None:
    """Try again later; after three crashes park the job where an admin sees it."""
    job = run.mine().first()
    if job is None:
        return
    crashes = job.crashes + 1
    if crashes >= JOB_MAX_CRASHES:
        error = _("This job failed three times.")
        _stop(run, state=JobState.PARKED, error=error, crashes=crashes)
    elif not requeue(run.mine(), after=RETRY_AFTER, crashes=crashes):
        _stop(run, state=JobState.FAILED, error=_("A newer job does the same work."))
