"""Background work of measuring; each task calls one service."""

from celery import shared_task
from django.utils import timezone

from assessments.models import AnalysisRun, AssessmentCycle, Attempt
from assessments.services.attempts import close_attempt as close_late_attempt
from assessments.services.certificates import remind_of_certificates
from assessments.services.contests import escalate_contests
from assessments.services.cycles_calendar import keep_dates
from assessments.services.cycles_opening import open_cycle as open_it
from assessments.services.cycles_opening import open_on_date
from assessments.services.cycles_release import close_cycle as close_it
from assessments.services.cycles_release import release_cycle as release_it
from assessments.services.feedback_closing import mix_answers as mix
from assessments.services.feedback_funnel import count_answers
from assessments.services.gaps import Watch
from assessments.services.gaps import analyse_gaps as analyse
from assessments.services.imported import mark_imported
from assessments.services.nightly import start_due_analysis as start_if_due
from assessments.services.refresh import refresh_profiles as refresh
from skillmap.core import jobs
from skillmap.core.models import ImportBatch, Job, User


@jobs.task("assessments.analyse_gaps", own_commits=True)
def analyse_gaps(run: jobs.Run, *, run_id: int) -> None:
    """Analyse the gaps of one run."""
    analyse(AnalysisRun.objects.get(pk=run_id), Watch(run.progress, run.hold))


@shared_task(name="assessments.start_due_analysis")
def start_due_analysis() -> None:
    """Analyse everybody anew when enough has changed; run by the scheduler every night."""
    start_if_due(timezone.now())


@jobs.task("assessments.refresh_profiles", own_commits=True)
def refresh_profiles(run: jobs.Run, *, batch_id: int | None = None) -> None:
    """Bring marked profiles up to date, those of the people of an import among them."""
    if batch_id is not None:
        mark_imported(ImportBatch.objects.get(pk=batch_id))
    refresh(Watch(run.progress, run.hold))


@jobs.task("assessments.open_cycle")
def open_cycle(run: jobs.Run, *, cycle_id: int) -> None:
    """Freeze what is asked, assign raters, take answers."""
    cycle = AssessmentCycle.objects.get(pk=cycle_id)
    open_it(actor=_actor(run), cycle=cycle, now=timezone.now(), watch=Watch(run.progress))


@jobs.task("assessments.open_cycle_on_date")
def open_cycle_on_date(run: jobs.Run, *, cycle_id: int) -> None:
    """Open a draft on its day, or tell those who run it why not."""
    cycle = AssessmentCycle.objects.get(pk=cycle_id)
    open_on_date(cycle=cycle, now=timezone.now(), watch=Watch(run.progress))


@jobs.task("assessments.close_cycle")
def close_cycle(run: jobs.Run, *, cycle_id: int) -> None:
    """Take no more answers."""
    cycle = AssessmentCycle.objects.get(pk=cycle_id)
    close_it(actor=_actor(run), cycle=cycle, now=timezone.now())


@jobs.task("assessments.release_cycle")
def release_cycle(run: jobs.Run, *, cycle_id: int) -> None:
    """Show the results, and let them count where the terms say so."""
    cycle = AssessmentCycle.objects.get(pk=cycle_id)
    release_it(actor=_actor(run), cycle=cycle, now=timezone.now(), watch=Watch(run.progress))


@shared_task(name="assessments.keep_cycles")
def keep_cycles() -> None:
    """Open, remind, escalate and close on the date; run by the scheduler every hour."""
    keep_dates(timezone.localdate())
    escalate_contests(timezone.localdate())


@shared_task(name="assessments.remind_certificates")
def remind_certificates() -> None:
    """Tell people whose certificates end soon; run by the scheduler every hour, once per notice."""
    remind_of_certificates()


def _actor(run: jobs.Run) -> User | None:
    return Job.objects.select_related("actor").get(pk=run.job_id).actor


@jobs.task("assessments.close_attempt")
def close_attempt(_run: jobs.Run, *, attempt_id: int) -> None:
    """Score a test whose time is over."""
    close_late_attempt(attempt=Attempt.objects.get(pk=attempt_id), now=timezone.now())


@jobs.task("assessments.mix_answers", own_commits=True)
def mix_answers(run: jobs.Run, *, cycle_id: int) -> None:
    """Make the anonymous answers of a closed cycle untraceable."""
    mix(AssessmentCycle.objects.get(pk=cycle_id), run.progress)


@shared_task(name="assessments.count_feedback")
def count_feedback() -> None:
    """Count anonymous answers by unit; run by the scheduler every night."""
    count_answers(timezone.localdate())
