"""Background work of training; each task calls one service."""

from celery import shared_task
from django.utils import timezone

from assessments.models import AnalysisRun
from assessments.services.gaps import Watch
from skillmap.core import jobs
from training.models import PathTemplate
from training.services.parking import drop_expired, match_parked, retry_later
from training.services.recommend import recommend_paths as recommend
from training.services.statements import match_statements
from training.services.templates import apply_template as apply


@jobs.task("training.recommend_paths", own_commits=True)
def recommend_paths(run: jobs.Run, *, run_id: int) -> None:
    """Recommend the paths of one run."""
    recommend(AnalysisRun.objects.get(pk=run_id), Watch(run.progress, run.hold))


@jobs.task("training.apply_template", own_commits=True)
def apply_template(run: jobs.Run, *, run_id: int, template_id: int) -> None:
    """Lay out a path template for the person of one run."""
    template = PathTemplate.objects.get(pk=template_id)
    apply(AnalysisRun.objects.get(pk=run_id), template, Watch(run.progress, run.hold))


@jobs.task("training.match_completions")
def match_completions(_run: jobs.Run) -> None:
    """Record completions whose people and activities came in; drop what waited too long."""
    now = timezone.now()
    match_parked(now=now)
    match_statements(now=now)
    drop_expired(now=now)


@shared_task(name="training.retry_completions")
def retry_completions() -> None:
    """Look again for what waits; run by the scheduler every night."""
    retry_later()
