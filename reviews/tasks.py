"""Background work of reviews; each task calls one service."""

from celery import shared_task
from django.utils import timezone

from reviews.services.reminders import keep_seasons


@shared_task(name="reviews.keep_seasons")
def keep_seasons_on_time() -> None:
    """Remind and escalate on the date; run by the scheduler every hour."""
    keep_seasons(timezone.localdate())
