"""Background work of reviews; each task calls one service."""

from celery import shared_task
from django.utils import timezone

from reviews.models import FairnessReport
from reviews.services.fairness import compute_report
from reviews.services.reminders import keep_review_cycles
from skillmap.core import jobs


@shared_task(name="reviews.keep_cycles")
def keep_cycles_on_time() -> None:
    """Remind and escalate on the date; run by the scheduler every hour."""
    keep_review_cycles(timezone.localdate())


@jobs.task("reviews.compute_fairness")
def compute_fairness(_run: jobs.Run, *, report_id: int) -> None:
    """Compare the outcomes of a closed review cycle between groups of people."""
    compute_report(report=FairnessReport.objects.get(pk=report_id), now=timezone.now())
