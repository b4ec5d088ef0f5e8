"""How people at Norvane get on with their plans: accepting, starting, ticking off."""

from datetime import date, datetime, timedelta
from random import Random

from skillmap.core.models import User
from skillmap.demo.organisation import user_of
from training.enums import PlanState
from training.models import DevelopmentPlan, PlanStep
from training.services import accept_plan, approve_plan, tick_step

DAY = timedelta(days=1)


def start_plan(plan: DevelopmentPlan, boss: User, start: datetime) -> DevelopmentPlan:
    """The person accepts, the manager approves what costs; above the limit somebody is missing."""
    plan = accept_plan(actor=user_of(plan.employee), plan=plan, now=start)
    if plan.state == PlanState.PROPOSED:
        plan = approve_plan(actor=boss, plan=plan, now=start + DAY)
    return plan


def tick_off(plan: DevelopmentPlan, monday: datetime, diligence: float, rng: Random) -> None:
    """Tick off the sessions of weeks that are over, in the order in which they took place; some
    people let the step lie whose weeks are over."""
    steps = PlanStep.objects.filter(plan=plan).select_related("plan__employee__user")
    held: list[tuple[date, int, PlanStep]] = []
    for step in sorted(steps, key=lambda step: (step.weeks[-1], step.position)):
        ends = [plan.week_zero + timedelta(weeks=week + 1) for week in step.weeks]
        if ends[-1] > monday.date() or rng.random() < diligence:
            held += [(end, step.position, step) for end in ends if end <= monday.date()]
    for ended, _position, step in sorted(held, key=lambda row: row[:2]):
        done_at = monday - (monday.date() - ended + DAY)
        tick_step(actor=user_of(plan.employee), step=step, now=done_at)
