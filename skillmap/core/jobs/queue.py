"""Queueing: write the row in the caller's transaction, tell the broker after commit."""

import logging
from datetime import datetime, timedelta
from typing import Any

from celery import current_app
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError

from skillmap.core.enums import JOB_LEASE_SECONDS, JobState
from skillmap.core.errors import ConflictError
from skillmap.core.models import Job, User
from skillmap.core.models.jobs import KEY_CONSTRAINT, JobQuerySet

log = logging.getLogger(__name__)
_SWEEP_SIZE = 200
# SHARE keeps a worker from starting the job before the caller commits, and lets other callers by.
_WAITING = "SELECT * FROM core_job WHERE key = %s AND state = 'queued' FOR SHARE"


def enqueue(
    name: str,
    *,
    actor: User | None = None,
    key: str = "",
    title: str = "",
    link: str = "",
    not_before: datetime | None = None,
    **ids: Any,
) -> Job:
    """Queue the task `name` with `ids`; a job that still waits under the same `key` serves both.

    One that already runs does not, since it may have read its input before the caller wrote; the
    new one starts after it. Runs in the caller's transaction: a rollback takes the job with it.
    `title` and `link` are what people see: no personal data in them. With `not_before` the
    sweeper starts it, at that time or a few seconds later.
    """
    now = timezone.now()
    due_at = max(now, not_before or now)
    job = Job(
        name=name,
        arguments=ids,
        key=key,
        actor=actor,
        title=title,
        link=link,
        due_at=due_at,
    )
    with transaction.atomic(savepoint=False):  # nothing in it fails that the caller survives
        job = _share_or_insert(job)
        if job.due_at > due_at:
            transaction.on_commit(lambda: _bring_forward(job, due_at))
        if due_at <= now:
            transaction.on_commit(lambda: tell_broker(job))
    return job


def send_due() -> int:
    """Tell the broker of every job that is due or whose worker's lease ran out. Returns how many.

    Each is pushed on by one lease, so a slow queue is not told the same thing every time.
    """
    now = timezone.now()
    lapsed = Q(state=JobState.RUNNING, lease_until__lt=now)
    with transaction.atomic():
        due = list(
            Job.objects.select_for_update(skip_locked=True)
            .filter(Q(state=JobState.QUEUED) | lapsed, due_at__lte=now)
            .order_by("due_at")[:_SWEEP_SIZE]
        )
        Job.objects.filter(pk__in=[job.pk for job in due]).update(
            due_at=now + timedelta(seconds=JOB_LEASE_SECONDS)
        )
    for job in due:
        tell_broker(job)
    return len(due)


def send_next(ended: Job) -> None:
    """Tell the broker of the job that waited for `ended` of the same key; not of itself, which
    may wait for another try."""
    waiting = Job.objects.filter(key=ended.key, state=JobState.QUEUED).exclude(pk=ended.pk)
    if ended.key and (job := waiting.first()):
        tell_broker(job)


def requeue(jobs: JobQuerySet, *, after: timedelta, **changes: Any) -> bool:
    """Let a job wait again; False when another of the same key waits already and does its work."""
    now = timezone.now()
    waiting = {"state": JobState.QUEUED, "due_at": now + after, "lease_token": None}
    try:
        with transaction.atomic():
            jobs.update(**waiting, updated_at=now, **changes)
    except IntegrityError:
        return False
    return True


def replay(job: Job) -> None:
    """Queue a failed or parked job again. Raises `ConflictError` when it is in another state."""
    with transaction.atomic():
        stopped = Job.objects.select_for_update().filter(
            pk=job.pk, state__in=[JobState.FAILED, JobState.PARKED]
        )
        if not stopped:
            raise ConflictError(_("This job is not stopped, so it cannot be started again."))
        fresh = {"crashes": 0, "error": "", "message": "", "done": 0, "finished_at": None}
        if not requeue(stopped, after=timedelta(), **fresh):
            raise ConflictError(_("The same work is waiting already."))
        transaction.on_commit(lambda: tell_broker(job))


def tell_broker(job: Job) -> None:
    """Send the hint; a broker that is away loses nothing, the sweeper sends again."""
    try:
        current_app.send_task(job.name, args=[job.pk], retry=False)
    except (BrokerError, RedisError, OSError):
        log.warning("broker away; job %s waits for the sweeper", job.pk)


def _bring_forward(job: Job, due_at: datetime) -> None:
    """A shared job is due when the first of those who queued it wants it."""
    waiting = Job.objects.filter(pk=job.pk, state=JobState.QUEUED, due_at__gt=due_at)
    waiting.update(due_at=due_at)


def _share_or_insert(job: Job) -> Job:
    while True:
        if job.key and (waiting := next(iter(Job.objects.raw(_WAITING, [job.key])), None)):
            return waiting
        try:
            with transaction.atomic():
                job.save(force_insert=True)
        except IntegrityError as error:
            if KEY_CONSTRAINT not in str(error):
                raise
            continue  # somebody queued the same a moment ago
        return job
