"""The ways to plan for somebody, as pages read them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from assessments.models import AnalysisRun
from employees.models import Employee
from skillmap.core.models import User, Viewer
from training.enums import PlanState, Wish
from training.models import Activity, ActivitySession, DevelopmentPlan, PlanOption, PlanStep
from training.models.plans import PathFacts

WHAT_IF_TASK = "training.answer_what_if"
FACTS = [field.name for field in PathFacts._meta.get_fields()]
STEP_FIELDS = (
    *("position", "activity_id", "session_id", "start_week", "weeks", "hours_by_week"),
    *("cost_cents", "why", "why_skills", "reasons"),
)


def steps_of(option: PlanOption, plan: DevelopmentPlan) -> list[PlanStep]:
    """The steps of an option, not saved, as those of a plan."""
    return [PlanStep(plan=plan, **row) for row in option.steps]


def weeks_in_use(rows: Iterable[Mapping[str, Any]]) -> int:
    """Weeks until the last session of an option's steps."""
    return max((row["weeks"][-1] + 1 for row in rows), default=0)


def options_beside(user: Viewer, plan: DevelopmentPlan) -> QuerySet[PlanOption]:
    """The other ways to plan, each with `is_stale`; the recommended one first.

    None beside a plan that is not a recommendation any more.
    """
    found = PlanOption.objects.visible_to(user).filter(employee=plan.employee_id, asked_by=None)
    if plan.state != PlanState.DRAFT:
        return found.none()
    return found.with_staleness().order_by("pk")


def with_steps(options: Sequence[PlanOption]) -> Sequence[PlanOption]:
    """Gives each `planned`, its steps with activity and session; two queries for all of them."""
    rows = [row for option in options for row in option.steps]
    activities = Activity.objects.in_bulk({row["activity_id"] for row in rows})
    sessions = ActivitySession.objects.in_bulk({row["session_id"] for row in rows} - {None})
    for option in options:
        planned = steps_of(option, DevelopmentPlan(week_zero=option.week_zero))
        for step in planned:
            step.activity = activities[step.activity_id]
            step.session = sessions.get(step.session_id or 0)
        option.planned = planned  # type: ignore[attr-defined]
    return options


def what_if_of(user: Viewer, person: Employee) -> PlanOption | None:
    """The answer to what this user asked last about somebody."""
    found = PlanOption.objects.visible_to(user).filter(employee=person, wish=Wish.WHAT_IF)
    return found.select_related("run").first()


def newest_question(user: User, person: Employee) -> AnalysisRun | None:
    """The run of what this user asked last about somebody."""
    runs = AnalysisRun.objects.filter(actor=user, job__name=WHAT_IF_TASK)
    asked = runs.filter(shards__employees__contains=[person.pk])
    return asked.select_related("job").order_by("-pk").first()
