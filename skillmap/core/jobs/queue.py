"""Queueing: write the row in the caller's transaction, tell the broker after commit."""

import logging
from datetime import timedelta
from typing import Any

from celery import current_app
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError

from skillmap.core.enums import JOB_LEASE_SECONDS, JobState
from skillmap.core.errors import ConflictError
from skillmap.core.models import Job, User

log = logging.getLogger(__name__)


def enqueue(
    name: str,
    *,
    actor: User | None = None,
    key: str = "",
    title: str = "",
    link: str = "",
    **ids: Any,
) -> Job:
    """Queue the task `name` with `ids`; the same open `key` gives the job that is already there.

    Runs in the caller's transaction: a rollback takes the job with it. `title` and `link` are what
    people see: no personal data in them.
    """
    values: dict[str, Any] = {
        "name": name,
        "arguments": ids,
        "actor": actor,
        "title": title,
        "link": link,
    }
    values["due_at"] = timezone.now()
    if key:
        job, created = Job.objects.filter(
            state__in=[JobState.QUEUED, JobState.RUNNING]
        ).get_or_create(key=key, defaults=values)
    else:
        job, created = Job.objects.create(**values), True
    if created:
        transaction.on_commit(lambda: _tell_broker(job))
    return job


def send_due() -> int:
    """Tell the broker of every job that is due or whose worker's lease ran out. Returns how many.

    Each is pushed on by one lease, so a slow queue is not told the same thing every time.
    """
    now = timezone.now()
    with transaction.atomic():
        due = list(
            Job.objects.select_for_update(skip_locked=True)
            .filter(
                Q(state=JobState.QUEUED, due_at__lte=now)
                | Q(state=JobState.RUNNING, lease_until__lt=now)
            )
            .order_by("due_at")[:200]
        )
        Job.objects.filter(pk__in=[job.pk for job in due]).update(
            due_at=now + timedelta(seconds=JOB_LEASE_SECONDS)
        )
    for job in due:
        _tell_broker(job)
    return len(due)


def replay(job: Job) -> None:
    """Queue a failed or parked job again. Raises `ConflictError` when it is in another state."""
    changed = Job.objects.filter(
        pk=job.pk, state__in=[JobState.FAILED, JobState.PARKED]
    ).update(
        state=JobState.QUEUED, crashes=0, error="", message="", finished_at=None,
        due_at=timezone.now(),
    )  # fmt: skip
    if not changed:
        raise ConflictError(_("This job is not stopped, so it cannot be started again."))
    transaction.on_commit(lambda: _tell_broker(job))


def _tell_broker(job: Job) -> None:
    """Send the hint; a broker that is away loses nothing, the sweeper sends again."""
    try:
        current_app.send_task(job.name, args=[job.pk], retry=False)
    except (BrokerError, RedisError, OSError):
        log.warning("broker away; job %s waits for the sweeper", job.pk)
