"""Starting and closing analyses."""

import datetime as dt
from dataclasses import asdict

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.analysis.parameters import METHOD, METHOD_VERSION, Parameters
from assessments.enums import RunKind, RunState
from assessments.models import AnalysisRun
from employees.models import OrgUnit
from skillmap.core import jobs
from skillmap.core.errors import DomainError
from skillmap.core.models import Organisation, User


def current_parameters() -> Parameters:
    """The parameters of an analysis started now: our defaults and the organisation's threshold."""
    threshold = Organisation.objects.values_list("gap_threshold", flat=True).first()
    return Parameters() if threshold is None else Parameters(practical_threshold=float(threshold))


def create_run(
    *,
    actor: User | None,
    unit: OrgUnit | None = None,
    as_of: dt.date | None = None,
    known_at: dt.datetime | None = None,
    keeps_output: bool = False,
) -> AnalysisRun:
    """Write the record of a gap analysis that is about to run. Raises `DomainError`.

    A look back (a past `as_of`, or any `known_at`) keeps its output and writes no profiles.
    """
    today = timezone.now().date()
    as_of = as_of or today
    if as_of > today:
        raise DomainError(_("An analysis cannot look into the future."), field="as_of")
    if known_at is not None and known_at > timezone.now():
        raise DomainError(_("Nothing is known yet at a time to come."), field="known_at")
    parameters = current_parameters()
    return AnalysisRun.objects.create(
        kind=RunKind.GAPS,
        unit=unit,
        as_of=as_of,
        known_at=known_at,
        method=METHOD,
        method_version=METHOD_VERSION,
        parameters=asdict(parameters),
        parameters_hash=parameters.digest(),
        actor=actor,
        keeps_output=keeps_output or as_of < today or known_at is not None,
    )


def start_analysis(
    *,
    actor: User | None,
    unit: OrgUnit | None = None,
    as_of: dt.date | None = None,
    known_at: dt.datetime | None = None,
) -> AnalysisRun:
    """Hand a gap analysis to the workers; `run.job` shows its progress. Raises `DomainError`.

    The same analysis that still waits or runs is returned instead of a second one. Who may start
    one: `employees.rules.can_run_analysis`.
    """
    with transaction.atomic():
        run = create_run(actor=actor, unit=unit, as_of=as_of, known_at=known_at)
        key = f"analyse_gaps {unit and unit.pk} {run.as_of} {known_at and known_at.isoformat()}"
        job = jobs.enqueue(
            "assessments.analyse_gaps",
            actor=actor,
            key=key,
            title=_("Gap analysis"),
            run_id=run.pk,
        )
        if job.arguments["run_id"] != run.pk:
            run.delete()
            return AnalysisRun.objects.get(pk=job.arguments["run_id"])
        run.job = job
        run.save(update_fields=["job"])
    return run


def fail_run(run: AnalysisRun) -> None:
    """Close a run that was interrupted and will not be taken up again."""
    now = timezone.now()
    AnalysisRun.objects.filter(pk=run.pk, state=RunState.RUNNING).update(
        state=RunState.FAILED, finished_at=now, updated_at=now
    )
