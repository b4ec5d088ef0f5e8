"""Background work of measuring; each task calls one service."""

from celery import shared_task

from assessments.models import AnalysisRun
from assessments.services.certificates import remind_of_certificates
from assessments.services.gaps import Watch
from assessments.services.gaps import analyse_gaps as analyse
from assessments.services.refresh import refresh_profiles as refresh
from skillmap.core import jobs


@jobs.task("assessments.analyse_gaps", own_commits=True)
def analyse_gaps(run: jobs.Run, *, run_id: int) -> None:
    """Analyse the gaps of one run."""
    analyse(AnalysisRun.objects.get(pk=run_id), Watch(run.progress, run.hold))


@jobs.task("assessments.refresh_profiles", own_commits=True)
def refresh_profiles(run: jobs.Run) -> None:
    """Bring marked profiles up to date."""
    refresh(Watch(run.progress, run.hold))


@shared_task(name="assessments.remind_certificates")
def remind_certificates() -> None:
    """Tell people whose certificates end soon; run by the scheduler every hour, once per notice."""
    remind_of_certificates()
