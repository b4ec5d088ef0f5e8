"""Taking back what was told of somebody's learning: a platform's statement, a completion."""

import datetime as dt
from uuid import UUID

from django.utils.translation import gettext as _

from assessments.models import Evidence
from assessments.services import retract_evidence
from employees.models import Employee
from skillmap.core.errors import DomainError
from skillmap.core.models import User
from training.enums import Attendance, DecisionKind, PlanState, StepState
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
    made are gone, what waited for it is dropped. Unknown, voided before, or about somebody whom the
    actor may not know of (as when recording): nothing changes.

    Runs in the caller's transaction. Raises `DomainError` for one that itself takes another back.
    """
    rows = LearningStatement.objects.select_for_update(of=("self",)).select_related("completion")
    stored = rows.filter(statement_id=wanted).first()
    if stored is None or stored.voided_at is not None:
        return
    if stored.voids is not None:
        text = _("A statement that takes another one back cannot be taken back.")
        raise DomainError(text, code="voids_voiding", field="object/id")
    completion = stored.completion
    evidence = Evidence.objects.standing().filter(reference=f"{REFERENCE}{wanted}")
    people = {completion.employee_id} if completion is not None else set()
    people |= set(evidence.values_list("employee_id", flat=True))
    if Employee.objects.visible_to(actor).filter(pk__in=people).count() < len(people):
        return
    ParkedCompletion.objects.filter(statement=stored).delete()
    stored.voided_at, stored.told, stored.completion = now, None, None
    stored.save(update_fields=["voided_at", "told", "completion"])
    reason = _("Taken back by the learning platform")
    retract_evidence(evidence=evidence, reason=reason, actor=actor, now=now)
    if completion is not None:
        take_back_completion(completion, reason=reason, actor=actor, now=now)


def take_back_completion(
    completion: Completion, *, reason: str, actor: User, now: dt.datetime
) -> None:
    """It did not happen: its evidence no longer counts, and the step it ticked is open again,
    unless another completion or the person's own ticks finished it.

    Runs in the caller's transaction.
    """
    evidence = completion.evidence.filter(retraction=None)
    retract_evidence(evidence=evidence, reason=reason, actor=actor, now=now)
    completion.delete()
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
        )
        for step in steps.exclude(attendance=Attendance.PRESENT):
            if len(step.ticked_on) < len(step.weeks):
                _reopen(plan, step, reason, actor, now)


def _reopen(
    plan: DevelopmentPlan, step: PlanStep, reason: str, actor: User, now: dt.datetime
) -> None:
    """A plan that was complete runs again; beside a newer open plan it stays as it was agreed."""
    if plan.state == PlanState.COMPLETE:
        if DevelopmentPlan.objects.filter(employee=plan.employee_id, state__in=OPEN).exists():
            return
        plan.state, plan.ended_at, plan.frozen = PlanState.ACTIVE, None, None
        plan.version += 1
        plan.save(update_fields=["state", "ended_at", "frozen", "version", "updated_at"])
    decide(plan, DecisionKind.CHANGE, actor, now, reason)
    step.state, step.done_on, step.version = StepState.PLANNED, None, step.version + 1
    step.save(update_fields=["state", "done_on", "version", "updated_at"])
