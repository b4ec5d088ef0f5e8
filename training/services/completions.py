"""Completed activities: a row here, evidence through `assessments.services`."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from assessments.enums import Source
from assessments.models import Evidence
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

Identity = tuple[int, int, str]
"""Employee, activity and reference."""

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

    @property
    def identity(self) -> Identity:
        """What makes it one completion."""
        return (self.employee.pk, self.activity.pk, self.key)

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


Shown = tuple[Finished, list[Evidence]]
"""What somebody finished, with the observations that show it."""


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
    shown = [[next(recorded).evidence for _row in part] for part in told]
    return _complete(actor, list(zip(finished, shown, strict=True)), batch, now)


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
    shown: dict[tuple[int, str], Shown] = {}
    for row, result in zip(rows, recorded, strict=True):
        if activity := activities.get(row.reference.partition("/")[0]):
            finished = Finished(
                employee=row.employee,
                activity=activity,
                completed_on=row.observed_on,
                reference=row.reference,
            )
            shown.setdefault((row.employee.pk, row.reference), (finished, []))[1].append(
                result.evidence
            )
    _complete(actor, list(shown.values()), batch, now)
    return recorded


def _complete(
    actor: User | None, shown: Sequence[Shown], batch: ImportBatch | None, now: dt.datetime
) -> list[tuple[Completion, RowAction]]:
    """Write completions with the observations that show them, and tick off steps of plans."""
    finished = [one for one, _evidence in shown]
    known, new = _write_missing(finished, batch)
    between = Completion.evidence.through
    between.objects.bulk_create(
        [
            between(completion=known[one.identity], evidence=row)
            for one, evidence in shown
            for row in evidence
        ],
        ignore_conflicts=True,
    )
    done = []
    for one in finished:
        completion = known[one.identity]
        action = RowAction.CREATE if completion.public_id in new else RowAction.UNCHANGED
        new.discard(completion.public_id)  # a second one in these is the same
        if completion.completed_on != one.completed_on:
            action, completion.completed_on = RowAction.UPDATE, one.completed_on
            save_versioned(completion, ["completed_on"])
        done.append((completion, action))
    _tick_open_steps(actor, finished, now)
    return done


def _write_missing(
    finished: Sequence[Finished], batch: ImportBatch | None
) -> tuple[dict[Identity, Completion], set[UUID]]:
    """All these completions, and the public ids of those that were not there."""
    known = _known(finished)
    new = {
        one.identity: Completion(
            employee=one.employee,
            activity=one.activity,
            completed_on=one.completed_on,
            reference=one.key,
            batch=batch,
        )
        for one in reversed(finished)  # the first of the same stays
        if one.identity not in known
    }
    if new:
        Completion.objects.bulk_create(new.values(), ignore_conflicts=True)
        known = _known(finished)  # with those that somebody else wrote a moment ago
    return known, {one.public_id for one in new.values()}


def _known(finished: Sequence[Finished]) -> dict[Identity, Completion]:
    rows = Completion.objects.filter(
        employee__in={one.employee.pk for one in finished},
        activity__in={one.activity.pk for one in finished},
        reference__in={one.key for one in finished},
    )
    return {(row.employee_id, row.activity_id, row.reference): row for row in rows}


def _tick_open_steps(actor: User | None, finished: Sequence[Finished], now: dt.datetime) -> None:
    """Tick off the steps of active plans, where people have one."""
    active = DevelopmentPlan.objects.filter(state=PlanState.ACTIVE).order_by("pk")
    held = active.filter(employee__in={one.employee.pk for one in finished}).select_for_update()
    plans = {plan.employee_id: plan for plan in held}
    if not plans:
        return
    open_steps = PlanStep.objects.filter(plan__in=plans.values(), state=StepState.PLANNED)
    steps = {(step.plan_id, step.activity_id): step for step in open_steps}
    for one in finished:
        plan = plans.get(one.employee.pk)
        step = steps.pop((plan.pk, one.activity.pk), None) if plan else None
        if plan and step:
            step.state, step.done_on = StepState.DONE, one.completed_on
            save_versioned(step, ["state", "done_on"])
            complete_if_done(plan, actor, now)
