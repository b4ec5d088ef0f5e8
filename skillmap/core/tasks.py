"""Housekeeping of the job table."""

from celery import shared_task

from skillmap.core import jobs


@shared_task(name="core.sweep_jobs")
def sweep_jobs() -> None:
    """Send again what is due; run by the scheduler every five seconds."""
    jobs.send_due()
