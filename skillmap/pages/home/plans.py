"""Open plans with their steps, of several people at once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from employees.models import Employee
from skillmap.core.models import User
from training.enums import DecisionKind, PlanState
from training.models import DevelopmentPlan, PlanDecision, PlanStep
from training.queries.meetings import with_meetings

ORDER = [PlanState.ACTIVE, PlanState.PROPOSED, PlanState.DRAFT]
# What first pages show of a step: whole rows of all steps of a team took longer than the query.
_SHOWN = [
    "position", "start_week", "weeks", "hours_by_week", "state", "ticked_on",
    "plan__employee", "plan__public_id", "plan__state", "plan__week_zero", "plan__accepted_at",
    "activity__public_id", "activity__title", "activity__mode", "activity__url",
    "session__starts_on",
]  # fmt: skip


@dataclass(frozen=True)
class OpenPlan:
    """A plan that runs, is proposed or recommended, with its steps in order.

    `approved_by_viewer`: the reader has approved it since it was last proposed.
    """

    plan: DevelopmentPlan
    steps: list[PlanStep]
    approved_by_viewer: bool


def open_plans(user: User, people: Sequence[Employee]) -> dict[int, OpenPlan]:
    """By employee id the active plan, else the proposed one, else the recommendation; one query.

    A plan without steps is none: there is nothing in it to do.
    """
    own = PlanDecision.objects.filter(
        plan=OuterRef("plan"),
        kind=DecisionKind.APPROVE,
        actor=user,
        decided_at__gte=OuterRef("plan__proposed_at"),
    )
    steps = PlanStep.objects.filter(plan__employee__in=people, plan__state__in=ORDER)
    steps = steps.annotate(approved_by_viewer=Exists(own)).order_by("start_week", "position")
    steps = with_meetings(steps)
    rows = steps.select_related("plan", "activity", "session").only(*_SHOWN)
    of_plan: dict[int, list[PlanStep]] = defaultdict(list)
    for step in rows:
        of_plan[step.plan_id].append(step)
    found: dict[int, OpenPlan] = {}
    for kept in sorted(of_plan.values(), key=lambda steps: -_rank(steps[0].plan)):
        plan = kept[0].plan
        approved = getattr(kept[0], "approved_by_viewer", False)
        found[plan.employee_id] = OpenPlan(plan, kept, approved)
    return found


def _rank(plan: DevelopmentPlan) -> int:
    return ORDER.index(PlanState(plan.state))
