"""Taking back what a statement of a learning platform led to."""

import datetime as dt
from uuid import UUID

from django.utils.translation import gettext as _

from assessments.models import Evidence
from assessments.services import retract_evidence
from skillmap.core.errors import DomainError
from skillmap.core.models import User
from training.enums import DecisionKind, PlanState, StepState
from training.models import (
    Completion,
    DevelopmentPlan,
    LearningStatement,
    ParkedCompletion,
    PlanStep,
)
from training.services.plan_records import OPEN, decide

REFERENCE = "xapi/"  # of completions and evidence: followed by the statement's id


def void_statement(wanted: UUID, *, actor: User, now: dt.datetime) -> None:
    """Undo what this statement led to: evidence no longer counts, its completion and the tick it
    made are gone, what waited for it is dropped. Unknown or voided before: nothing changes.

    Runs in the caller's transaction. Raises `DomainError` for one that itself takes another back.
    """
    rows = LearningStatement.objects.select_for_update(of=("self",)).select_related("completion")
    stored = rows.filter(statement_id=wanted).first()
    if stored is None or stored.voided_at is not None:
        return
    if stored.voids is not None:
        text = _("A statement that takes another one back cannot be taken back.")
        raise DomainError(text, code="voids_voiding", field="object/id")
    evidence = Evidence.objects.standing().filter(reference=f"{REFERENCE}{wanted}")
    reason = _("Taken back by the learning platform")
    retract_evidence(evidence=evidence, reason=reason, actor=actor, now=now)
    ParkedCompletion.objects.filter(statement=stored).delete()
    completion = stored.completion
    stored.voided_at, stored.told, stored.completion = now, None, None
    stored.save(update_fields=["voided_at", "told", "completion"])
    if completion is not None:
        completion.delete()
        _take_tick_back(completion, actor, now)


def _take_tick_back(completion: Completion, actor: User, now: dt.datetime) -> None:
    """The step is open again, unless another completion or the person's own ticks finished it."""
    same = {"employee": completion.employee_id, "activity": completion.activity_id}
    if Completion.objects.filter(**same).exists():
        return
    plans = DevelopmentPlan.objects.select_for_update(of=("self",))
    states = (PlanState.ACTIVE, PlanState.COMPLETE)
    for plan in plans.filter(employee=completion.employee_id, state__in=states).order_by("pk"):
        steps = plan.steps.filter(
            activity=completion.activity_id,
            state=StepState.DONE,
            done_on=completion.completed_on,
            attendance="",
        )
        for step in steps:
            if len(step.ticked_on) < len(step.weeks):
                _reopen(plan, step, actor, now)


def _reopen(plan: DevelopmentPlan, step: PlanStep, actor: User, now: dt.datetime) -> None:
    """A plan that was complete runs again; beside a newer open plan it stays as it was agreed."""
    if plan.state == PlanState.COMPLETE:
        if DevelopmentPlan.objects.filter(employee=plan.employee_id, state__in=OPEN).exists():
            return
        plan.state, plan.ended_at, plan.frozen = PlanState.ACTIVE, None, None
        plan.version += 1
        plan.save(update_fields=["state", "ended_at", "frozen", "version", "updated_at"])
    decide(plan, DecisionKind.CHANGE, actor, now, _("The learning platform took a result back"))
    step.state, step.done_on, step.version = StepState.PLANNED, None, step.version + 1
    step.save(update_fields=["state", "done_on", "version", "updated_at"])
