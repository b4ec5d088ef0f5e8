"""What every write to a plan begins and ends with: the locked row, the decision, the note."""

import datetime as dt
from collections.abc import Collection, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from employees.enums import EmployeeStatus
from employees.models import Employee
from skillmap.core.errors import ConflictError, DomainError
from skillmap.core.models import User
from skillmap.core.services import Sentence, notify
from training.enums import DecisionKind, PlanState
from training.models import DevelopmentPlan, PlanDecision, PlanStep

LONGEST_REASON = 500
OPEN = (PlanState.PROPOSED, PlanState.ACTIVE)


def locked_plan(plan: DevelopmentPlan, version: int | None = None) -> DevelopmentPlan:
    """The row as it is now, held until the transaction ends; everybody else waits here.

    Raises `ConflictError` when it is not the version that was shown.
    """
    rows = DevelopmentPlan.objects.select_for_update(of=("self",)).select_related("employee")
    current = rows.get(pk=plan.pk)
    if version is not None and current.version != version:
        raise ConflictError(
            _("Somebody changed this plan in the meantime. Look at it again."), code="stale_version"
        )
    return current


def refuse_second_open_plan(plan: DevelopmentPlan) -> None:
    """Raise `ConflictError` when the person has another proposed or running plan."""
    others = DevelopmentPlan.objects.filter(employee=plan.employee, state__in=OPEN)
    if others.exclude(pk=plan.pk).exists():
        raise ConflictError(
            _("There is an open plan already. Complete or dismiss it first."), code="open_plan"
        )


def refuse_leaver(plan: DevelopmentPlan) -> None:
    """Raise `ConflictError` when the person has left: nothing begins, nothing is lost."""
    if plan.employee.status == EmployeeStatus.LEFT:
        text = _("%(name)s has left. The plan stays as it is, should they come back.")
        raise ConflictError(text % {"name": plan.employee}, code="left")


def decide(
    plan: DevelopmentPlan,
    kind: DecisionKind,
    actor: User | None,
    now: dt.datetime,
    reason: str = "",
    changes: Sequence[dict[str, str]] = (),
) -> None:
    """Write down who decided what, with the version of the method that made the plan."""
    PlanDecision.objects.create(
        plan=plan,
        kind=kind,
        actor=actor,
        reason=reason,
        method_version=plan.method_version,
        decided_at=now,
        changes=list(changes),
    )


def cut(reason: str) -> str:
    """A reason on one line, no longer than we keep."""
    return " ".join(reason.split())[:LONGEST_REASON]


def needed(reason: str) -> str:
    """A reason that has to be given. Raises `DomainError` without one."""
    text = cut(reason)
    if not text:
        raise DomainError(_("Say why."), code="reason_required", field="reason")
    return text


def tell_employee(plan: DevelopmentPlan, kind: str, title: Sentence) -> None:
    """A note to the person of the plan."""
    notify(plan.employee.user, kind=kind, title=title, link=plan_link(plan))


def plan_link(plan: DevelopmentPlan) -> str:
    """Where the plan is seen."""
    return reverse("pages:person_plan", args=[plan.employee.public_id])


def write_weeks(step: PlanStep, weeks: Sequence[int]) -> None:
    """Put the sessions of a step into these weeks; the plan is locked by the caller."""
    hours = float(step.activity.hours_per_session)
    step.weeks, step.start_week = list(weeks), weeks[0]
    step.hours_by_week = {str(week): hours for week in weeks}
    step.version += 1
    step.save(update_fields=["weeks", "start_week", "hours_by_week", "version", "updated_at"])


def hold_people(people: Collection[int]) -> None:
    """Let one recommendation or choice at a time write the draft of each of these people."""
    rows = Employee.objects.filter(pk__in=people).order_by("pk")
    list(rows.select_for_update(no_key=True, of=("self",)).values_list("pk"))


def drop_drafts(people: Collection[int]) -> None:
    """Delete the drafts of people who need none any more; runs in the caller's transaction.

    A draft that somebody proposes meanwhile is waited for, and stays once it is proposed.
    """
    hold_people(people)
    rows = DevelopmentPlan.objects.filter(employee__in=people, state=PlanState.DRAFT)
    drafts = list(rows.order_by("pk").select_for_update().values_list("pk", flat=True))
    DevelopmentPlan.objects.filter(pk__in=drafts).delete()
