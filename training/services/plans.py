"""The life of a plan: proposed, accepted, approved, active, complete or dismissed.

Acceptance and approval are two dated decisions in either order; the plan is active when all that
are needed are given. Every decision is a row with the version of the method that made the plan.
"""

import datetime as dt

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from employees.models import Employee
from employees.queries import stand_ins_of
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import User
from skillmap.core.services import notify, settle
from skillmap.core.versions import save_versioned
from training import rules
from training.enums import DecisionKind, PlanState, StepState
from training.models import ActivitySession, DevelopmentPlan, PlanDecision, PlanStep
from training.queries.plans import is_bound_to_dates, monday_of, passed_steps

LONGEST_REASON = 500
OPEN = (PlanState.PROPOSED, PlanState.ACTIVE)
ENDED = (PlanState.COMPLETE, PlanState.DISMISSED)
ASKS_PERSON, ASKS_APPROVER = "plan_proposed", "plan_to_approve"


@transaction.atomic
def propose_plan(
    *, actor: User, plan: DevelopmentPlan, now: dt.datetime, version: int | None = None
) -> DevelopmentPlan:
    """Put a recommendation before the person. Takes the seats of its sessions.

    Raises `NotAllowedError`, `ConflictError` when it is no recommendation any more or the person
    has an open plan, `DomainError` for an empty or outdated plan or lost seats.
    """
    plan = _locked(plan, version)
    if not rules.can_propose_plan(actor, plan):
        raise NotAllowedError(_("Only the person, their managers and HR may propose a plan."))
    _propose(plan, actor, now)
    if not rules.is_own(actor, plan):
        _tell_employee(plan, ASKS_PERSON, _("A development plan was proposed to you"))
    return plan


@transaction.atomic
def accept_plan(
    *, actor: User, plan: DevelopmentPlan, now: dt.datetime, version: int | None = None
) -> DevelopmentPlan:
    """The person says yes, to a proposal or straight to a recommendation.

    Without cost and within the learning hours it starts at once and the manager is told; else it
    waits for approval. Raises `NotAllowedError`, `ConflictError`, `DomainError`.
    """
    plan = _locked(plan, version)
    if not rules.can_accept_plan(actor, plan):
        raise NotAllowedError(_("Only the person may accept their plan."))
    if plan.state == PlanState.DRAFT:
        _propose(plan, actor, now)
    if plan.state != PlanState.PROPOSED or plan.accepted_at is not None:
        raise ConflictError(_("This plan does not wait for your answer."))
    _begin_this_week(plan, actor, now)
    plan.accepted_at = now
    _decide(plan, DecisionKind.ACCEPT, actor, now)
    _start_if_ready(plan, now)
    save_versioned(plan, ["week_zero", "accepted_at", "state", "started_at"])
    settle([ASKS_PERSON], _link(plan))
    if plan.state == PlanState.ACTIVE:
        _tell_manager(plan)
    elif plan.approved_at is None:
        _ask_approver(plan, now)
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
    plan = _locked(plan, version)
    if plan.state != PlanState.PROPOSED or plan.approved_at is not None:
        raise ConflictError(_("This plan does not wait for approval."))
    if actor.pk in {user.pk for user in rules.approvers(plan)}:
        raise ConflictError(_("You have approved this plan already."))
    if not rules.can_approve_plan(actor, plan, now):
        raise NotAllowedError(_("Your approval is not the one this plan waits for."))
    _begin_this_week(plan, actor, now)
    _decide(plan, DecisionKind.APPROVE, actor, now, _cut(reason))
    if rules.is_approved(plan, now):
        plan.approved_at = now
        settle([ASKS_APPROVER], _link(plan))
        _tell_employee(plan, "plan_approved", _("Your development plan was approved"))
    else:
        _ask_approver(plan, now)
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
    plan = _locked(plan, version)
    if not rules.can_object_to_plan(actor, plan, now):
        raise NotAllowedError(
            _("Only the manager may object, within 7 days of the start of a plan without approval.")
        )
    _decide(plan, DecisionKind.OBJECT, actor, now, _needed(reason))
    plan.state, plan.started_at, plan.proposed_at = PlanState.PROPOSED, None, now
    save_versioned(plan, ["state", "started_at", "proposed_at"])
    settle([ASKS_PERSON, ASKS_APPROVER], _link(plan))
    _tell_employee(plan, "plan_objected", _("Your manager objected to your development plan"))
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
    plan = _locked(plan, version)
    if not rules.can_dismiss_plan(actor, plan):
        raise NotAllowedError(_("Only the person, their managers and HR may dismiss a plan."))
    if plan.state in ENDED:
        raise ConflictError(_("This plan has ended already."))
    was_open = plan.state in OPEN  # notes about an open plan outlive a recommendation beside it
    _decide(plan, DecisionKind.DISMISS, actor, now, _needed(reason))
    plan.state, plan.ended_at = PlanState.DISMISSED, now
    save_versioned(plan, ["state", "ended_at"])
    if was_open:
        settle([ASKS_PERSON, ASKS_APPROVER], _link(plan))
    if not rules.is_own(actor, plan):
        _tell_employee(plan, "plan_dismissed", _("Your development plan was dismissed"))
    return plan


@transaction.atomic
def tick_step(
    *, actor: User, step: PlanStep, now: dt.datetime, version: int | None = None
) -> PlanStep:
    """The person has done a step; the last one completes the plan. Ticking again changes nothing.

    Raises `NotAllowedError`, `ConflictError`.
    """
    plan, step = _locked_step(actor, step, version)
    if step.state != StepState.DONE:
        step.state, step.done_on = StepState.DONE, now.date()
        save_versioned(step, ["state", "done_on"])
        complete_if_done(plan, actor, now)
    return step


@transaction.atomic
def untick_step(
    *, actor: User, step: PlanStep, now: dt.datetime, version: int | None = None
) -> PlanStep:
    """Take a tick back; a plan completed by it runs again, unless the person has a newer one.

    Raises `NotAllowedError`, `ConflictError`.
    """
    plan, step = _locked_step(actor, step, version)
    if step.state != StepState.DONE:
        return step
    if plan.state == PlanState.COMPLETE:
        _refuse_second_open_plan(plan)
        plan.state, plan.ended_at = PlanState.ACTIVE, None
        save_versioned(plan, ["state", "ended_at"])
        _decide(plan, DecisionKind.CHANGE, actor, now, _("A step was taken up again"))
    step.state, step.done_on = StepState.PLANNED, None
    save_versioned(step, ["state", "done_on"])
    return step


def complete_if_done(plan: DevelopmentPlan, actor: User | None, now: dt.datetime) -> None:
    """End an active plan whose steps are all done; the plan is locked by the caller."""
    if plan.state != PlanState.ACTIVE or plan.steps.exclude(state=StepState.DONE).exists():
        return
    plan.state, plan.ended_at = PlanState.COMPLETE, now
    save_versioned(plan, ["state", "ended_at"])
    _decide(plan, DecisionKind.COMPLETE, actor, now)


def _propose(plan: DevelopmentPlan, actor: User, now: dt.datetime) -> None:
    if plan.state != PlanState.DRAFT:
        raise ConflictError(_("This plan is not a recommendation any more."))
    if not plan.steps.exists():
        raise DomainError(_("There is nothing in this plan to propose."), code="empty_plan")
    _refuse_outdated(plan, timezone.localdate(now))
    _refuse_second_open_plan(plan)
    _take_seats(plan)
    plan.state, plan.proposed_at, plan.proposed_by = PlanState.PROPOSED, now, actor
    save_versioned(plan, ["state", "proposed_at", "proposed_by"])
    _decide(plan, DecisionKind.PROPOSE, actor, now)


def _refuse_outdated(plan: DevelopmentPlan, today: dt.date) -> None:
    """Refuse a recommendation that nobody can follow any more: its weeks or a date are over."""
    is_over = plan.week_zero + dt.timedelta(weeks=plan.weeks) <= today
    if is_over or plan.steps.filter(session__starts_on__lt=today).exists():
        raise DomainError(
            _("The dates of this recommendation are over. Ask for a new one."), code="outdated"
        )


def _take_seats(plan: DevelopmentPlan) -> None:
    """Refuse a plan whose sessions have filled up; the rows are locked, so nobody is double."""
    sessions = ActivitySession.objects.filter(plan_steps__plan=plan).order_by("pk")
    for session in sessions.select_for_update(of=("self",)).select_related("activity"):
        seats = session.activity.seats if session.seats is None else session.seats
        taken = PlanStep.objects.filter(session=session, plan__state__in=OPEN).count()
        if seats is not None and taken >= seats:
            title = session.activity.title
            raise DomainError(
                _("No seats are left in “%(title)s”. Ask for a new recommendation.")
                % {"title": title},
                code="no_seats",
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
    _decide(plan, DecisionKind.CHANGE, actor, now, text % {"date": date})


def _refuse_second_open_plan(plan: DevelopmentPlan) -> None:
    others = DevelopmentPlan.objects.filter(employee=plan.employee, state__in=OPEN)
    if others.exclude(pk=plan.pk).exists():
        raise ConflictError(
            _("There is an open plan already. Complete or dismiss it first."), code="open_plan"
        )


def _locked(plan: DevelopmentPlan, version: int | None) -> DevelopmentPlan:
    """The row as it is now, held until the transaction ends; everybody else waits here."""
    rows = DevelopmentPlan.objects.select_for_update(of=("self",)).select_related("employee")
    current = rows.get(pk=plan.pk)
    if version is not None and current.version != version:
        raise ConflictError(
            _("Somebody changed this plan in the meantime. Look at it again."), code="stale_version"
        )
    return current


def _locked_step(
    actor: User, step: PlanStep, version: int | None
) -> tuple[DevelopmentPlan, PlanStep]:
    plan = _locked(step.plan, None)
    current = PlanStep.objects.get(pk=step.pk)
    current.plan = plan
    if not rules.can_tick_step(actor, current):
        raise NotAllowedError(_("Only the person may tick off steps, once the plan is active."))
    if version is not None and current.version != version:
        raise ConflictError(
            _("Somebody changed this step in the meantime. Look at it again."), code="stale_version"
        )
    return plan, current


def _decide(
    plan: DevelopmentPlan,
    kind: DecisionKind,
    actor: User | None,
    now: dt.datetime,
    reason: str = "",
) -> None:
    PlanDecision.objects.create(
        plan=plan,
        kind=kind,
        actor=actor,
        reason=reason,
        method_version=plan.method_version,
        decided_at=now,
    )


def _cut(reason: str) -> str:
    return " ".join(reason.split())[:LONGEST_REASON]


def _needed(reason: str) -> str:
    text = _cut(reason)
    if not text:
        raise DomainError(_("Say why."), code="reason_required", field="reason")
    return text


def _tell_employee(plan: DevelopmentPlan, kind: str, title: str) -> None:
    notify(plan.employee.user, kind=kind, title=title, link=_link(plan))


def _tell_manager(plan: DevelopmentPlan) -> None:
    """A plan that started without approval is for information."""
    title = _("%(name)s started a development plan") % {"name": str(plan.employee)}
    _tell_in_place_of(rules.manager_of(plan.employee), plan, "plan_started", title)


def _ask_approver(plan: DevelopmentPlan, now: dt.datetime) -> None:
    """Ask the manager whose approval is missing now, once; HR finds the plan on its page."""
    settle([ASKS_APPROVER], _link(plan))
    title = _("The plan of %(name)s waits for approval") % {"name": str(plan.employee)}
    _tell_in_place_of(rules.next_approver(plan, now)[0], plan, ASKS_APPROVER, title)


def _tell_in_place_of(
    manager: Employee | None, plan: DevelopmentPlan, kind: str, title: str
) -> None:
    """A note to a manager and to who stands in for them, never to the person of the plan."""
    if manager is None:
        return
    for person in [manager, *stand_ins_of(manager).exclude(pk=plan.employee_id)]:
        notify(person.user, kind=kind, title=title, link=_link(plan))


def _link(plan: DevelopmentPlan) -> str:
    return reverse("pages:person_plan", args=[plan.employee.public_id])
