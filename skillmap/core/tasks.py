"""Housekeeping."""

from celery import shared_task
from django.utils import timezone

from skillmap.core import jobs, services


@shared_task(name="core.forget_old")
def forget_old() -> None:
    """Delete what is kept for a time only; run by the scheduler every hour."""
    services.forget_old(now=timezone.now())


@shared_task(name="core.sweep_jobs")
def sweep_jobs() -> None:
    """Send again what is due; run by the scheduler every five seconds."""
    jobs.send_due()
