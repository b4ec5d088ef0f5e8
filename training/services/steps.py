"""Ticking off the sessions of a step; the last one of the last step completes the plan."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from skillmap.core.errors import ConflictError, NotAllowedError
from skillmap.core.models import User
from skillmap.core.versions import save_versioned
from training import rules
from training.enums import DecisionKind, PlanState, StepState
from training.models import DevelopmentPlan, PlanStep
from training.queries.plans import frozen_copy
from training.services.follow_up import follow_up
from training.services.plan_records import decide, locked_plan, refuse_second_open_plan

TICKS = ["state", "done_on", "ticked_on"]


@transaction.atomic
def tick_step(
    *,
    actor: User,
    step: PlanStep,
    now: dt.datetime,
    session: int | None = None,
    version: int | None = None,
) -> PlanStep:
    """The person has done the next session of a step, or the one of this number (from 1).

    The last session makes the step done, the last step completes the plan. A session that is
    ticked already changes nothing. Raises `NotAllowedError`, `ConflictError`.
    """
    plan, step = _locked_step(actor, step, version)
    done = step.sessions_done
    if step.state == StepState.DONE or (session is not None and session <= done):
        return step
    step.ticked_on = [*step.ticked_on, now.date()]
    if len(step.ticked_on) >= len(step.weeks):
        step.state, step.done_on = StepState.DONE, now.date()
    save_versioned(step, TICKS)
    if step.state == StepState.DONE:
        complete_if_done(plan, actor, now)
    return step


@transaction.atomic
def untick_step(
    *, actor: User, step: PlanStep, now: dt.datetime, version: int | None = None
) -> PlanStep:
    """Take the last tick back; a plan completed by it runs again, unless there is a newer one.

    Raises `NotAllowedError`, `ConflictError`.
    """
    plan, step = _locked_step(actor, step, version)
    if not step.sessions_done:
        return step
    if plan.state == PlanState.COMPLETE:
        refuse_second_open_plan(plan)
        plan.state, plan.ended_at, plan.frozen = PlanState.ACTIVE, None, None
        save_versioned(plan, ["state", "ended_at", "frozen"])
        decide(plan, DecisionKind.CHANGE, actor, now, _("A step was taken up again"))
    step.ticked_on = step.ticked_on[: len(step.weeks) - 1]
    if step.state != StepState.DONE:
        step.ticked_on = step.ticked_on[:-1]
    step.state, step.done_on = StepState.PLANNED, None
    save_versioned(step, TICKS)
    return step


def complete_if_done(plan: DevelopmentPlan, actor: User | None, now: dt.datetime) -> None:
    """End an active plan whose steps are all done, and keep a copy of it as it is now.

    Its skills are measured again and the next plan is recommended. The caller locks the plan.
    """
    if plan.state != PlanState.ACTIVE or plan.steps.exclude(state=StepState.DONE).exists():
        return
    plan.state, plan.ended_at, plan.frozen = PlanState.COMPLETE, now, frozen_copy(plan)
    save_versioned(plan, ["state", "ended_at", "frozen"])
    decide(plan, DecisionKind.COMPLETE, actor, now)
    follow_up(plan, now)


def _locked_step(
    actor: User, step: PlanStep, version: int | None
) -> tuple[DevelopmentPlan, PlanStep]:
    plan = locked_plan(step.plan)
    current = PlanStep.objects.get(pk=step.pk)
    current.plan = plan
    if not rules.can_tick_step(actor, current):
        raise NotAllowedError(_("Only the person may tick off steps, once the plan is active."))
    if version is not None and current.version != version:
        raise ConflictError(
            _("Somebody changed this step in the meantime. Look at it again."), code="stale_version"
        )
    return plan, current
