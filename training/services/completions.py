"""Completed activities: a row here, evidence through `assessments.services`."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from assessments.enums import Source
from assessments.services import NewEvidence, Recorded, record_evidence
from employees.models import Employee
from skillmap.core.enums import RowAction
from skillmap.core.errors import DomainError
from skillmap.core.models import ImportBatch, User
from skillmap.core.versions import save_versioned
from skills.models import Skill
from training.enums import PlanState, StepState
from training.models import Activity, Completion, DevelopmentPlan, PlanStep
from training.services.steps import complete_if_done

EAST_OF_UTC = dt.timedelta(hours=14)  # where the day begins first


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """Somebody finished an activity; `reference` tells repeats apart (empty: there is one).

    `levels` are those that were tested at its end.
    """

    employee: Employee
    activity: Activity
    completed_on: dt.date
    reference: str = ""
    levels: Mapping[Skill, Decimal] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return self.reference or self.activity.code

    def evidence(self) -> list[NewEvidence]:
        """An observation of every skill it teaches or tested: without a level, kept but unused."""
        skills = {row.skill for row in self.activity.outcomes.all()} | set(self.levels)
        return [
            NewEvidence(
                employee=self.employee,
                skill=skill,
                source=Source.COMPLETION,
                level=self.levels.get(skill),
                observed_on=self.completed_on,
                reference=self.key,
            )
            for skill in sorted(skills, key=lambda skill: skill.pk)
        ]


def record_completion(
    *,
    actor: User | None,
    employee: Employee,
    activity: Activity,
    completed_on: dt.date,
    now: dt.datetime,
    reference: str = "",
    levels: Mapping[Skill, Decimal] | None = None,
) -> Completion:
    """Record that somebody finished an activity; the same one (by reference) only once.

    Raises `DomainError`.
    """
    finished = Finished(
        employee=employee,
        activity=activity,
        completed_on=completed_on,
        reference=reference,
        levels=levels or {},
    )
    ((completion, _action),) = complete_activities(actor=actor, finished=[finished], now=now)
    return completion


def check_finished(finished: Finished, now: dt.datetime) -> None:
    """Raise `DomainError` naming the field when this cannot have happened."""
    if finished.completed_on > (now + EAST_OF_UTC).date():
        raise DomainError(_("The date lies in the future."), code="future", field="completed_on")


@transaction.atomic
def complete_activities(
    *,
    actor: User | None,
    finished: Sequence[Finished],
    now: dt.datetime,
    batch: ImportBatch | None = None,
) -> list[tuple[Completion, RowAction]]:
    """Record that people finished activities, one result for each in order.

    Evidence of all of them is written together, and the steps of active plans are ticked off.
    Raises `DomainError` and writes nothing.
    """
    for one in finished:
        check_finished(one, now)
    prefetch_related_objects([one.activity for one in finished], "outcomes__skill__scale")
    told = [one.evidence() for one in finished]
    rows = [row for part in told for row in part]
    recorded = iter(record_evidence(rows=rows, actor=actor, now=now, batch=batch))
    return [
        _complete(
            actor, one.employee, one.activity, one.completed_on, one.key,
            [next(recorded) for _row in part], batch, now,
        )
        for one, part in zip(finished, told, strict=True)
    ]  # fmt: skip


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
) -> tuple[Completion, RowAction]:
    completion, created = Completion.objects.get_or_create(
        employee=employee,
        activity=activity,
        reference=reference,
        defaults={"completed_on": completed_on, "batch": batch},
    )
    action = RowAction.CREATE if created else RowAction.UNCHANGED
    if completion.completed_on != completed_on:
        action, completion.completed_on = RowAction.UPDATE, completed_on
        save_versioned(completion, ["completed_on"])
    completion.evidence.add(*(result.evidence for result in recorded))
    _tick_open_step(actor, employee, activity, completed_on, now)
    return completion, action


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
