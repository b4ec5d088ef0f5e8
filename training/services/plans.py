"""The life of a plan: proposed, accepted, approved, active, complete or dismissed.

Acceptance and approval are two dated decisions in either order; the plan is active when all that
are needed are given. Every decision is a row with the version of the method that made the plan.
"""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from employees.models import Employee
from employees.queries import stand_ins_of
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import User
from skillmap.core.services import Sentence, notify, settle
from skillmap.core.versions import save_versioned
from training import rules
from training.enums import DecisionKind, PlanState
from training.models import DevelopmentPlan
from training.queries.plans import is_bound_to_dates, monday_of, passed_steps
from training.services.circle_meetings import keep_in_step
from training.services.plan_records import (
    OPEN,
    cut,
    decide,
    locked_plan,
    needed,
    plan_link,
    refuse_leaver,
    refuse_second_open_plan,
    tell_employee,
)
from training.services.seats import give_back_seats, take_seats, tell_who_waits

ENDED = (PlanState.COMPLETE, PlanState.DISMISSED)
ASKS_PERSON, ASKS_APPROVER = "plan_proposed", "plan_to_approve"


@transaction.atomic
def propose_plan(
    *, actor: User, plan: DevelopmentPlan, now: dt.datetime, version: int | None = None
) -> DevelopmentPlan:
    """Put a recommendation before the person. Takes the seats of its sessions; where one is full
    by now, the person stands on its waiting list.

    Raises `NotAllowedError`, `ConflictError` when it is no recommendation any more or the person
    has an open plan, `DomainError` for an empty or outdated plan.
    """
    plan = locked_plan(plan, version)
    if not rules.can_propose_plan(actor, plan):
        raise NotAllowedError(_("Only the person, their managers and HR may propose a plan."))
    _propose(plan, actor, now)
    if not rules.is_own(actor, plan):
        tell_employee(plan, ASKS_PERSON, lambda: _("A development plan was proposed to you"))
    return plan


@transaction.atomic
def accept_plan(
    *, actor: User, plan: DevelopmentPlan, now: dt.datetime, version: int | None = None
) -> DevelopmentPlan:
    """The person says yes, to a proposal or straight to a recommendation.

    Without cost and within the learning hours it starts at once and the manager is told; else it
    waits for approval. Raises `NotAllowedError`, `ConflictError`, `DomainError`.
    """
    plan = locked_plan(plan, version)
    if not rules.can_accept_plan(actor, plan):
        raise NotAllowedError(_("Only the person may accept their plan."))
    if plan.state == PlanState.DRAFT:
        _propose(plan, actor, now)
    if plan.state != PlanState.PROPOSED or plan.accepted_at is not None:
        raise ConflictError(_("This plan does not wait for your answer."))
    _begin_this_week(plan, actor, now)
    plan.accepted_at = now
    decide(plan, DecisionKind.ACCEPT, actor, now)
    _start_if_ready(plan, now)
    save_versioned(plan, ["week_zero", "accepted_at", "state", "started_at"])
    settle([ASKS_PERSON], plan_link(plan))
    if plan.state == PlanState.ACTIVE:
        _tell_manager(plan)
    elif plan.approved_at is None:
        ask_approver(plan, now)
    return plan


@transaction.atomic
def approve_plan(
    *,
    actor: User,
    plan: DevelopmentPlan,
    now: dt.datetime,
    version: int | None = None,
    reason: str = "",
) -> DevelopmentPlan:
    """Approve what a plan costs. Raises `NotAllowedError`, `ConflictError`.

    Above the organisation's limit two people approve; the plan starts when the person has
    accepted too.
    """
    plan = locked_plan(plan, version)
    refuse_leaver(plan)
    if plan.state != PlanState.PROPOSED or plan.approved_at is not None:
        raise ConflictError(_("This plan does not wait for approval."))
    if actor.pk in {user.pk for user in rules.approvers(plan)}:
        raise ConflictError(_("You have approved this plan already."))
    if not rules.can_approve_plan(actor, plan, now):
        raise NotAllowedError(_("Your approval is not the one this plan waits for."))
    _begin_this_week(plan, actor, now)
    decide(plan, DecisionKind.APPROVE, actor, now, cut(reason))
    if rules.is_approved(plan, now):
        plan.approved_at = now
        settle([ASKS_APPROVER], plan_link(plan))
        tell_employee(plan, "plan_approved", lambda: _("Your development plan was approved"))
    else:
        ask_approver(plan, now)
    _start_if_ready(plan, now)
    save_versioned(plan, ["week_zero", "approved_at", "state", "started_at"])
    return plan


@transaction.atomic
def object_to_plan(
    *,
    actor: User,
    plan: DevelopmentPlan,
    reason: str,
    now: dt.datetime,
    version: int | None = None,
) -> DevelopmentPlan:
    """The manager objects within seven days: the plan stops and waits for an approval.

    What is ticked off stays so. Raises `NotAllowedError`, `DomainError` without a reason.
    """
    plan = locked_plan(plan, version)
    if not rules.can_object_to_plan(actor, plan, now):
        raise NotAllowedError(
            _("Only the manager may object, within 7 days of the start of a plan without approval.")
        )
    decide(plan, DecisionKind.OBJECT, actor, now, needed(reason))
    plan.state, plan.started_at, plan.proposed_at = PlanState.PROPOSED, None, now
    save_versioned(plan, ["state", "started_at", "proposed_at"])
    settle([ASKS_PERSON, ASKS_APPROVER], plan_link(plan))
    tell_employee(
        plan, "plan_objected", lambda: _("Your manager objected to your development plan")
    )
    return plan


@transaction.atomic
def dismiss_plan(
    *,
    actor: User,
    plan: DevelopmentPlan,
    reason: str,
    now: dt.datetime,
    version: int | None = None,
) -> DevelopmentPlan:
    """Put a recommendation, a proposal or a running plan aside, for a reason; gives seats back.

    Raises `NotAllowedError`, `ConflictError` when it has ended, `DomainError` without a reason.
    """
    plan = locked_plan(plan, version)
    if not rules.can_dismiss_plan(actor, plan):
        raise NotAllowedError(_("Only the person, their managers and HR may dismiss a plan."))
    if plan.state in ENDED:
        raise ConflictError(_("This plan has ended already."))
    was_open = plan.state in OPEN  # notes about an open plan outlive a recommendation beside it
    decide(plan, DecisionKind.DISMISS, actor, now, needed(reason))
    plan.state, plan.ended_at = PlanState.DISMISSED, now
    save_versioned(plan, ["state", "ended_at"])
    if was_open:
        settle([ASKS_PERSON, ASKS_APPROVER], plan_link(plan))
        give_back_seats(plan, now)
    if not rules.is_own(actor, plan):
        tell_employee(plan, "plan_dismissed", lambda: _("Your development plan was dismissed"))
    return plan


def _propose(plan: DevelopmentPlan, actor: User, now: dt.datetime) -> None:
    refuse_leaver(plan)
    if plan.state != PlanState.DRAFT:
        raise ConflictError(_("This plan is not a recommendation any more."))
    if not plan.steps.exists():
        raise DomainError(_("There is nothing in this plan to propose."), code="empty_plan")
    _refuse_outdated(plan, timezone.localdate(now))
    refuse_second_open_plan(plan)
    waiting = take_seats(plan, now)
    plan.state, plan.proposed_at, plan.proposed_by = PlanState.PROPOSED, now, actor
    save_versioned(plan, ["state", "proposed_at", "proposed_by"])
    decide(plan, DecisionKind.PROPOSE, actor, now)
    tell_who_waits(waiting)


def _refuse_outdated(plan: DevelopmentPlan, today: dt.date) -> None:
    """Refuse a recommendation that nobody can follow any more: its weeks or a date are over."""
    is_over = plan.week_zero + dt.timedelta(weeks=plan.weeks) <= today
    gone = Q(session__starts_on__lt=today) | Q(session__cancelled_at__isnull=False)
    if is_over or plan.steps.filter(gone).exists():
        raise DomainError(
            _("The dates of this recommendation are over. Ask for a new one."), code="outdated"
        )


def _start_if_ready(plan: DevelopmentPlan, now: dt.datetime) -> None:
    approved = plan.approved_at is not None or not rules.needs_approval(plan)
    if plan.state == PlanState.PROPOSED and plan.accepted_at is not None and approved:
        plan.state, plan.started_at = PlanState.ACTIVE, now


def _begin_this_week(plan: DevelopmentPlan, actor: User, now: dt.datetime) -> None:
    """Move a plan whose first weeks went by while it waited; the caller saves `week_zero`."""
    if not passed_steps(plan, now) or is_bound_to_dates(plan):
        return
    plan.week_zero = monday_of(now)
    text = _("Its first weeks had passed: it now begins on %(date)s.")
    date = date_format(plan.week_zero, "j M Y")
    decide(plan, DecisionKind.CHANGE, actor, now, text % {"date": date})
    keep_in_step(plan, now)


def _tell_manager(plan: DevelopmentPlan) -> None:
    """A plan that started without approval is for information."""
    person = plan.employee
    _tell_in_place_of(
        rules.manager_of(person),
        plan,
        "plan_started",
        lambda: _("%(name)s started a development plan") % {"name": person},
    )


def ask_approver(plan: DevelopmentPlan, now: dt.datetime) -> None:
    """Ask the manager whose approval is missing now, once; HR finds the plan on its page."""
    settle([ASKS_APPROVER], plan_link(plan))
    person = plan.employee
    _tell_in_place_of(
        rules.next_approver(plan, now)[0],
        plan,
        ASKS_APPROVER,
        lambda: _("The plan of %(name)s waits for approval") % {"name": person},
    )


def _tell_in_place_of(
    manager: Employee | None, plan: DevelopmentPlan, kind: str, title: Sentence
) -> None:
    """A note to a manager and to who stands in for them, never to the person of the plan."""
    if manager is None:
        return
    for person in [manager, *stand_ins_of(manager).exclude(pk=plan.employee_id)]:
        notify(person.user, kind=kind, title=title, link=plan_link(plan))
