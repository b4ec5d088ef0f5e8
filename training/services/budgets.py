"""Scenarios of a budget, and starting their computation; light enough for the web."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from employees import rules
from employees.models import OrgUnit
from skillmap.core import jobs
from skillmap.core.enums import JobState
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import Job, User
from skillmap.core.versions import save_versioned
from training.enums import CENTS, BudgetStage
from training.models import Activity, BudgetRun, BudgetScenario
from training.services.runs import Wishes, create_run

METHOD_VERSION = "3"
MOST_MONEY_CENTS = 10**12
LONGEST_NAME = 120
KEEPS_STOPPED = timedelta(days=7)
PART_OF_BUDGET = "training.work_on_budget"
COMPUTING = ("training.plan_budget", PART_OF_BUDGET)
ADOPTING = ("training.adopt_budget", "training.undo_budget")


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a scenario allows; as the columns of `BudgetScenario`."""

    name: str
    unit: OrgUnit | None
    money_cents: int
    person_cents: int
    seat_percent: int = 100
    mentor_hours: int | None = None
    hours_per_week: Decimal | None = None
    floor_percent: int = 0
    thorough: bool = False
    must_haves: Collection[Activity] = ()


@transaction.atomic
def create_scenario(*, actor: User, terms: Terms) -> BudgetScenario:
    """Write down a scenario and start its computation.

    Raises `NotAllowedError` for a unit out of reach, `DomainError` naming the field.
    """
    if not rules.can_run_analysis(actor, terms.unit):
        raise NotAllowedError(_("You may plan the budget of your own units only."))
    _check(terms)
    values = {k: v for k, v in vars(terms).items() if k != "must_haves"}
    scenario = BudgetScenario.objects.create(**values | {"name": terms.name.strip()}, author=actor)
    scenario.must_haves.set(terms.must_haves)
    start_budget(actor=actor, scenario=scenario)
    return scenario


@transaction.atomic
def start_budget(*, actor: User, scenario: BudgetScenario) -> BudgetRun:
    """Compute a scenario, with people and catalogue as they are now.

    Raises `NotAllowedError`, and `ConflictError` while it is computed already or adopted.
    """
    scenario = BudgetScenario.objects.select_for_update(of=("self",)).get(pk=scenario.pk)
    if not rules.can_run_analysis(actor, scenario.unit):
        raise NotAllowedError(_("You may plan the budget of your own units only."))
    last = scenario.runs.first()
    if last and last.stage != BudgetStage.DONE and not has_stopped(last):
        raise ConflictError(_("This scenario is being computed already."))
    if last and last.adopted_at and not last.undone_at:
        raise ConflictError(_("This scenario was adopted. Make another one to try other terms."))
    _drop_working_data(BudgetRun.objects.filter(scenario=scenario))
    wishes = Wishes(
        hours_per_week=scenario.hours_per_week,
        budget=Decimal(min(scenario.person_cents, scenario.money_cents)) / CENTS,
    )
    run = BudgetRun.objects.create(
        scenario=scenario,
        analysis=create_run(actor=actor, wishes=wishes, unit=scenario.unit),
        method_version=METHOD_VERSION,
        actor=actor,
    )
    jobs.enqueue("training.plan_budget", **job_words(run), run_id=run.pk)
    return run


@transaction.atomic
def adopt_budget(*, actor: User, run: BudgetRun, now: datetime) -> None:
    """Make a proposal of everybody's plan, in the background. Raises `NotAllowedError`,
    `ConflictError` when it is not finished, not the last one, or adopted already."""
    run = _locked(actor, run)
    if run.stage != BudgetStage.DONE or run.scenario.runs.first() != run:
        raise ConflictError(_("Only the last, finished computation can be adopted."))
    if run.adopted_at:
        raise ConflictError(_("This was adopted already."))
    run.adopted_at, run.actor = now, actor
    run.save(update_fields=["adopted_at", "actor", "updated_at"])
    jobs.enqueue("training.adopt_budget", **job_words(run), run_id=run.pk)


@transaction.atomic
def undo_budget(*, actor: User, run: BudgetRun, now: datetime) -> None:
    """Take back the proposals that nobody has accepted, in the background. Raises
    `NotAllowedError`, `ConflictError` where there is nothing to take back."""
    run = _locked(actor, run)
    if not run.adopted_at or run.undone_at:
        raise ConflictError(_("There is nothing to take back."))
    run.undone_at = now  # its actor stays who adopted it
    run.save(update_fields=["undone_at", "updated_at"])
    words = job_words(run) | {"actor": actor}
    jobs.enqueue("training.undo_budget", **words, run_id=run.pk)


@transaction.atomic
def put_away_budget(*, actor: User, run: BudgetRun, now: datetime) -> None:
    """Take a scenario out of the list; `bring_back_budget` is the way back.

    Raises `NotAllowedError`, and `ConflictError` while it is computed, or after it was adopted.
    """
    run = _locked(actor, run)
    if run.stage != BudgetStage.DONE and not has_stopped(run):
        raise ConflictError(_("This scenario is still being computed."))
    if run.adopted_at and not run.undone_at:
        raise ConflictError(_("This scenario was adopted. It stays, to show what came of it."))
    _set_away(run.scenario, now)


@transaction.atomic
def bring_back_budget(*, actor: User, run: BudgetRun) -> None:
    """Put a scenario into the list again. Raises `NotAllowedError`."""
    _set_away(_locked(actor, run).scenario, None)


def _set_away(scenario: BudgetScenario, moment: datetime | None) -> None:
    scenario.retired_at = moment
    save_versioned(scenario, ["retired_at"])


def drop_stopped(now: datetime) -> None:
    """Forget the levels that computations read which stopped long ago."""
    _drop_working_data(BudgetRun.objects.filter(updated_at__lt=now - KEEPS_STOPPED))


def has_stopped(run: BudgetRun) -> bool:
    """Whether a job of this computation failed, so that it goes on only when replayed."""
    return stopped_job(run) is not None


def stopped_job(run: BudgetRun) -> Job | None:
    """The job at which the computation stopped."""
    stopped = Job.objects.filter(state__in=[JobState.FAILED, JobState.PARKED], name__in=COMPUTING)
    return stopped.filter(link=budget_link(run)).first()


def adoption_job(run: BudgetRun) -> Job | None:
    """The last job that made proposals of it or took them back."""
    jobs_of_run = Job.objects.filter(link=budget_link(run), name__in=ADOPTING)
    return jobs_of_run.order_by("-pk").first()


def latest_job(run: BudgetRun) -> Job | None:
    """The job that was last handed to the workers for this computation."""
    return Job.objects.filter(link=budget_link(run)).order_by("-pk").first()


def job_words(run: BudgetRun) -> dict[str, Any]:
    """What people see of a job of this computation; all of them lead to its page."""
    title = _("Budget: %(name)s") % {"name": run.scenario.name}
    return {"actor": run.actor, "title": title, "link": budget_link(run)}


def budget_link(run: BudgetRun) -> str:
    """Where a computation is seen."""
    return reverse("pages:budget_run", args=[run.public_id])


def _drop_working_data(runs: QuerySet[BudgetRun]) -> None:
    """Slices and parts of what has not come to its end; it cannot go on any more."""
    for run in runs.exclude(stage=BudgetStage.DONE).filter(shards__isnull=False).distinct():
        run.parts.all().delete()
        run.shards.all().delete()


def _locked(actor: User, run: BudgetRun) -> BudgetRun:
    """The run as it is now, for somebody who may decide about it."""
    rows = BudgetRun.objects.select_for_update(of=("self",)).select_related("scenario__unit")
    run = rows.get(pk=run.pk)
    if not rules.can_run_analysis(actor, run.scenario.unit):
        raise NotAllowedError(_("You may plan the budget of your own units only."))
    return run


def _check(terms: Terms) -> None:
    if not terms.name.strip() or len(terms.name) > LONGEST_NAME:
        raise DomainError(_("Give the scenario a name of up to 120 characters."), field="name")
    for name in ("money_cents", "person_cents"):
        if not 0 <= getattr(terms, name) <= MOST_MONEY_CENTS:
            field = name.removesuffix("_cents")
            raise DomainError(_("The amount is out of range."), field=field)
    if not 1 <= terms.seat_percent <= 100:
        raise DomainError(_("Between 1 and 100 per cent."), field="seat_percent")
    if not 0 <= terms.floor_percent <= 100:
        raise DomainError(_("Between 0 and 100 per cent."), field="floor_percent")
    if terms.mentor_hours is not None and terms.mentor_hours < 0:
        raise DomainError(_("Hours cannot be negative."), field="mentor_hours")
