"""Background work of training; each task calls one service."""

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.models import AnalysisRun
from assessments.services.gaps import Watch
from skillmap.core import jobs
from skillmap.core.models import Job, User
from training.models import ActivitySession, BudgetRun, DevelopmentPlan, MatchingRound, TemplateUse
from training.services.budgets import drop_stopped
from training.services.budgets_adoption import adopt, undo
from training.services.budgets_reading import plan_budget as begin_budget
from training.services.budgets_run import work_on_budget as work
from training.services.mentor_matching import compute_round
from training.services.observed_gains import learn_gains as learn
from training.services.parking import drop_expired, match_parked, retry_later
from training.services.programmes import run_programmes as run_all
from training.services.proofs import prove_plan as examine
from training.services.recommend import recommend_paths as recommend
from training.services.reminders import remind_of_plans as remind
from training.services.sessions import rebook_session as rebook
from training.services.statements import match_statements
from training.services.templates import apply_template as apply
from training.services.what_if_answers import answer_what_if as answer


@jobs.task("training.recommend_paths", own_commits=True)
def recommend_paths(run: jobs.Run, *, run_id: int) -> None:
    """Recommend the paths of one run."""
    recommend(AnalysisRun.objects.get(pk=run_id), Watch(run.progress, run.hold))


@jobs.task("training.apply_template", own_commits=True)
def apply_template(run: jobs.Run, *, use_id: int) -> None:
    """Propose a path template to the people of one use."""
    use = TemplateUse.objects.select_related("run__actor", "template").get(pk=use_id)
    apply(use, timezone.now(), Watch(run.progress, run.hold))


@jobs.task("training.answer_what_if", own_commits=True)
def answer_what_if(run: jobs.Run, *, run_id: int) -> None:
    """Plan by other wishes for the person of one run."""
    answer(AnalysisRun.objects.get(pk=run_id), Watch(run.progress, run.hold))


@jobs.task("training.prove_plan")
def prove_plan(run: jobs.Run, *, plan_id: int) -> None:
    """Let the referee examine one plan; its progress is the share of the bound that is reached."""

    def watch(value: float, bound: float) -> None:
        run.progress(max(0, round(100 * value / bound)) if bound > 0 else 0, 100)

    examine(DevelopmentPlan.objects.get(pk=plan_id), watch)


@jobs.task("training.match_completions")
def match_completions(_run: jobs.Run) -> None:
    """Record completions whose people and activities came in; drop what waited too long."""
    now = timezone.now()
    match_parked(now=now)
    match_statements(now=now)
    drop_expired(now=now)


@jobs.task("training.rebook_session")
def rebook_session(_run: jobs.Run, *, session_id: int) -> None:
    """Plan anew for everybody who was booked on a cancelled date."""
    rebook(ActivitySession.objects.select_related("activity").get(pk=session_id), timezone.now())


@jobs.task("training.match_mentors")
def match_mentors(_run: jobs.Run, *, round_id: int) -> None:
    """Propose a mentor to everybody who looks for one."""
    compute_round(MatchingRound.objects.get(pk=round_id), timezone.now())


@jobs.task("training.learn_gains")
def learn_gains(_run: jobs.Run) -> None:
    """Count anew what activities brought."""
    learn(timezone.now())


@shared_task(name="training.learn_from_results")
def learn_from_results() -> None:
    """Have the gains of activities counted anew; run by the scheduler every night."""
    jobs.enqueue("training.learn_gains", key="learn gains", title=_("What activities brought"))


@shared_task(name="training.remind_of_plans")
def remind_of_plans() -> None:
    """Notes about near dates and late steps; run by the scheduler every morning."""
    remind(timezone.now())


@shared_task(name="training.run_programmes")
def run_programmes() -> None:
    """Take in who meets the rule of a programme; run by the scheduler every night."""
    run_all(timezone.now())


@shared_task(name="training.retry_completions")
def retry_completions() -> None:
    """Look again for what waits, drop what waits in vain; run by the scheduler every night."""
    retry_later()
    drop_stopped(timezone.now())


@jobs.task("training.plan_budget", own_commits=True)
def plan_budget(run: jobs.Run, *, run_id: int) -> None:
    """Read what a budget is about and open its first round."""
    begin_budget(_budget(run_id), Watch(run.progress, run.hold))


@jobs.task("training.work_on_budget", own_commits=True)
def work_on_budget(run: jobs.Run, *, run_id: int, round: int, number: int) -> None:  # noqa: A002
    """Compute one slice of one round of a budget."""
    work(_budget(run_id), round, number, Watch(run.progress, run.hold))


@jobs.task("training.adopt_budget", own_commits=True)
def adopt_budget(run: jobs.Run, *, run_id: int) -> None:
    """Propose the plans of a budget's result."""
    adopt(_budget(run_id), _actor(run), timezone.now(), Watch(run.progress, run.hold))


@jobs.task("training.undo_budget", own_commits=True)
def undo_budget(run: jobs.Run, *, run_id: int) -> None:
    """Take the proposals of a budget's result back."""
    undo(_budget(run_id), _actor(run), timezone.now(), Watch(run.progress, run.hold))


def _budget(run_id: int) -> BudgetRun:
    return BudgetRun.objects.select_related("scenario__unit", "analysis__actor").get(pk=run_id)


def _actor(run: jobs.Run) -> User:
    job = Job.objects.select_related("actor").get(pk=run.job_id)
    if job.actor is None:
        raise LookupError(f"job {job.pk} has no actor")
    return job.actor
