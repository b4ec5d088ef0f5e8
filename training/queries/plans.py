"""Plans as files and REST show them, and what is due this week."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from employees.models import Employee
from skillmap.core.models import Viewer
from training.enums import CENTS, PlanState
from training.models import DevelopmentPlan, PlanStep
from training.models.plans import PathFacts
from training.queries.meetings import Appointment, next_appointment

DIGITS = 9  # of value, closure and bound
BY_HAND = "by_hand"  # in the report of a plan in which somebody swapped a step


def plan_row(plan: DevelopmentPlan, steps: Iterable[PlanStep]) -> dict[str, Any]:
    """One element of `plans` of interfaces.md; `plan.employee` and `step.activity` are loaded."""
    return {
        "employee_number": plan.employee.number,
        "status": plan.fill,
        "value": round(plan.value, DIGITS),
        "closure": round(plan.closure, DIGITS),
        "bound": round(plan.bound, DIGITS),
        "gap_to_bound": round(gap_to_bound(plan), DIGITS),
        "hours": float(plan.hours),
        "cost": plan.cost_cents / CENTS,
        "skills": plan.report["skills"],
        "steps": [step_row(step) for step in steps],
        "not_chosen": plan.report["not_chosen"],
        "unmet": plan.report["unmet"],
        "measure_first": plan.report["measure_first"],
    }


def step_row(step: PlanStep) -> dict[str, Any]:
    """One element of `steps`; money in currency units, null when unknown."""
    return {
        "activity_code": step.activity.code,
        "mode": step.activity.mode,
        "start_week": step.start_week,
        "weeks": step.weeks,
        "hours_by_week": step.hours_by_week,
        "cost": None if step.cost_cents is None else step.cost_cents / CENTS,
        "why": step.why,
        "why_skills": step.why_skills,
    }


def gap_to_bound(plan: PathFacts) -> float:
    """Relative distance to the best possible plan; 0 where there is nothing to close."""
    return (plan.bound - plan.value) / plan.bound if plan.bound else 0.0


@dataclass(frozen=True)
class DueItem:
    """The next session of a step to do now: `hours` it takes.

    `due_on` is the Sunday of its week, the day of the session or of the circle's meeting where it
    has one; `is_late` when that week is over; `meeting` when the circle meets for it.
    """

    step: PlanStep
    hours: float
    due_on: dt.date
    is_late: bool
    meeting: Appointment | None = None


def due_items(steps: Iterable[PlanStep], today: dt.date) -> list[DueItem]:
    """What these undone steps of an active plan ask for in the week of `today`, late ones first."""
    due = [item for step in steps if (item := _due(step, today))]
    return sorted(due, key=lambda item: (not item.is_late, item.due_on))


def _due(step: PlanStep, today: dt.date) -> DueItem | None:
    week, shown = (today - step.plan.week_zero).days // 7, step.next_week
    if shown is None or shown > week:
        return None
    sunday = step.plan.week_zero + dt.timedelta(weeks=shown, days=6)
    dated = step.session is not None and shown == step.start_week
    meeting = next_appointment(step)
    due_on = timezone.localdate(meeting.begins) if meeting else sunday
    return DueItem(
        step=step,
        hours=float(step.hours_by_week[str(shown)]),
        due_on=step.session.starts_on if dated and step.session else due_on,
        is_late=shown < week,
        meeting=meeting,
    )


def frozen_copy(plan: DevelopmentPlan) -> dict[str, Any]:
    """What was agreed and done, as it is today, in a form that nothing changes later."""
    steps = plan.steps.select_related("activity", "session").order_by("position")
    return {
        "report": plan.report,
        "hours": float(plan.hours),
        "cost": plan.cost_cents / CENTS,
        "currency": plan.currency,
        "value": plan.value,
        "bound": plan.bound,
        "method": plan.method,
        "method_version": plan.method_version,
        "week_zero": plan.week_zero.isoformat(),
        "steps": [_frozen_step(step) for step in steps],
    }


def _frozen_step(step: PlanStep) -> dict[str, Any]:
    return {
        **step_row(step),
        "title": step.activity.title,
        "sessions": len(step.weeks),
        "ticked_on": [day.isoformat() for day in step.ticked_on],
        "done_on": step.done_on.isoformat() if step.done_on else None,
        "starts_on": step.session.starts_on.isoformat() if step.session else None,
    }


def monday_of(now: dt.datetime) -> dt.date:
    """The first day of the week of `now`, in the zone of the site."""
    today = timezone.localdate(now)
    return today - dt.timedelta(days=today.weekday())


def passed_steps(plan: DevelopmentPlan, now: dt.datetime) -> list[PlanStep]:
    """Steps with a session that is not done in a week that is over."""
    week = (monday_of(now) - plan.week_zero).days // 7
    steps = sorted(plan.steps.all(), key=lambda step: step.position)
    return [step for step in steps if step.next_week is not None and step.next_week < week]


def is_bound_to_dates(plan: DevelopmentPlan) -> bool:
    """Whether its weeks cannot move: a step has a date, or something of it is done."""
    return any(s.session_id is not None or s.sessions_done for s in plan.steps.all())


def begun_steps(plan: DevelopmentPlan, today: dt.date) -> list[PlanStep]:
    """Steps with nothing done whose date is before today."""
    steps = sorted(plan.steps.all(), key=lambda step: step.position)
    return [
        step
        for step in steps
        if step.session is not None and step.session.starts_on < today and not step.sessions_done
    ]


def current_plan(employee: Employee) -> DevelopmentPlan | None:
    """The active plan, else the proposed one, else the recommendation."""
    plans = DevelopmentPlan.objects.filter(
        employee=employee, state__in=[PlanState.ACTIVE, PlanState.PROPOSED, PlanState.DRAFT]
    )
    order = [PlanState.ACTIVE, PlanState.PROPOSED, PlanState.DRAFT]
    return min(plans, key=lambda plan: order.index(PlanState(plan.state)), default=None)


def plan_for_mentor(user: Viewer, person: Employee) -> DevelopmentPlan | None:
    """The plan under way, or on its way, of somebody whom this user mentors; two queries."""
    steps = Prefetch("steps", PlanStep.objects.select_related("activity").order_by("position"))
    plans = DevelopmentPlan.objects.filter(
        employee__in=Employee.objects.mentored_by(user).filter(pk=person.pk),
        state__in=(PlanState.ACTIVE, PlanState.PROPOSED),
    )
    return plans.prefetch_related(steps).order_by("-pk").first()
