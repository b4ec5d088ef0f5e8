"""Completed activities: a row here, evidence through `assessments.services`."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.enums import Source
from assessments.services import NewEvidence, Recorded, record_evidence
from employees.models import Employee
from skillmap.core.errors import DomainError
from skillmap.core.models import ImportBatch, User
from skills.models import Skill
from training.enums import PlanState, StepState
from training.models import Activity, Completion, DevelopmentPlan, PlanStep
from training.services.plans import complete_if_done


@transaction.atomic
def record_completion(
    *,
    actor: User | None,
    employee: Employee,
    activity: Activity,
    completed_on: dt.date,
    now: dt.datetime,
    reference: str = "",
    levels: Mapping[Skill, Decimal] | None = None,
    batch: ImportBatch | None = None,
) -> Completion:
    """Record that somebody finished an activity; the same one (by reference) only once.

    Every skill it teaches gets an observation: with a level where `levels` says one, else one that
    is kept but not used. The step of the person's active plan is ticked off. Raises `DomainError`.
    """
    reference = reference or activity.code
    known = levels or {}
    skills = {row.skill for row in activity.outcomes.select_related("skill__scale")}
    rows = [
        NewEvidence(
            employee=employee,
            skill=skill,
            source=Source.COMPLETION,
            level=known.get(skill),
            observed_on=completed_on,
            reference=reference,
        )
        for skill in sorted(skills | set(known), key=lambda skill: skill.pk)
    ]
    recorded = record_evidence(rows=rows, actor=actor, now=now, batch=batch)
    if not recorded and completed_on > now.date() + dt.timedelta(days=1):
        raise DomainError(_("The date lies in the future."), code="future", field="completed_on")
    return _complete(actor, employee, activity, completed_on, reference, recorded, batch, now)


@transaction.atomic
def record_completions(
    *,
    actor: User | None,
    rows: Sequence[NewEvidence],
    now: dt.datetime,
    batch: ImportBatch | None = None,
) -> list[Recorded]:
    """Record observations of source completion, as an evidence file has them: one per skill.

    A reference that is an activity's code, alone or before a slash (`EXCEL-1/2026`), makes them the
    completion of that activity. One result per row in order. Raises `DomainError`.
    """
    recorded = record_evidence(rows=rows, actor=actor, now=now, batch=batch)
    codes = {row.reference.partition("/")[0] for row in rows if row.reference}
    activities = {a.code: a for a in Activity.objects.filter(code__in=codes)}
    found: dict[tuple[int, str], list[tuple[NewEvidence, Recorded]]] = {}
    for row, result in zip(rows, recorded, strict=True):
        if row.reference.partition("/")[0] in activities:
            found.setdefault((row.employee.pk, row.reference), []).append((row, result))
    for (_pk, reference), results in found.items():
        row = results[0][0]
        activity = activities[reference.partition("/")[0]]
        done = [result for _row, result in results]
        _complete(actor, row.employee, activity, row.observed_on, reference, done, batch, now)
    return recorded


def _complete(
    actor: User | None,
    employee: Employee,
    activity: Activity,
    completed_on: dt.date,
    reference: str,
    recorded: Sequence[Recorded],
    batch: ImportBatch | None,
    now: dt.datetime,
) -> Completion:
    completion, _created = Completion.objects.get_or_create(
        employee=employee,
        activity=activity,
        reference=reference,
        defaults={"completed_on": completed_on, "batch": batch},
    )
    completion.evidence.add(*(result.evidence for result in recorded))
    _tick_open_step(actor, employee, activity, completed_on, now)
    return completion


def _tick_open_step(
    actor: User | None,
    employee: Employee,
    activity: Activity,
    completed_on: dt.date,
    now: dt.datetime,
) -> None:
    """Tick off the step of the active plan, if it has one."""
    plans = DevelopmentPlan.objects.select_for_update()
    plan = plans.filter(employee=employee, state=PlanState.ACTIVE).first()
    if plan is None:
        return
    steps = PlanStep.objects.filter(plan=plan, activity=activity, state=StepState.PLANNED)
    for step in steps:
        step.state, step.done_on = StepState.DONE, completed_on
        step.version += 1
        step.save(update_fields=["state", "done_on", "version", "updated_at"])
        complete_if_done(plan, actor, now)
