"""What a viewer may decide about a plan now, and in words what the plan waits for."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillmap.core.http import UserRequest, as_id
from skillmap.core.models import Organisation, User
from skillmap.core.templatetags.amounts import money
from skillmap.core.templatetags.ui import day
from skillmap.pages.profile import Card
from training import rules
from training.enums import DecisionKind, PlanState
from training.models import DevelopmentPlan, PlanOption, PlanStep
from training.queries.plans import begun_steps, is_bound_to_dates, monday_of, passed_steps

LIVING = (PlanState.ACTIVE, PlanState.PROPOSED, PlanState.DRAFT)


@dataclass(frozen=True)
class Offer:
    """One decision the viewer may take now; `note` says what will happen."""

    decision: DecisionKind
    label: str | Promise
    note: str | Promise
    is_main: bool = False


PROPOSE = Offer(
    DecisionKind.PROPOSE,
    gettext_lazy("Propose this plan"),
    gettext_lazy("The person gets a note and decides. Seats of its sessions are taken."),
    is_main=True,
)
ACCEPT = Offer(
    DecisionKind.ACCEPT,
    gettext_lazy("Accept this plan"),
    gettext_lazy(
        "Without cost and within your learning hours it starts at once; else your manager "
        "approves it first."
    ),
    is_main=True,
)
OBJECT = Offer(
    DecisionKind.OBJECT,
    gettext_lazy("Object"),
    gettext_lazy("The plan stops until it is approved. Say why."),
)
DISMISS = Offer(
    DecisionKind.DISMISS,
    gettext_lazy("Dismiss"),
    gettext_lazy("The plan is put aside and its seats are given back. Say why."),
)


def living_among(plans: Iterable[DevelopmentPlan]) -> DevelopmentPlan | None:
    """The open plan, else the recommendation: nobody could propose that beside an open plan."""
    living = [plan for plan in plans if plan.state in LIVING]
    return min(living, key=lambda plan: LIVING.index(PlanState(plan.state)), default=None)


def way_back(request: UserRequest, plan: DevelopmentPlan | PlanOption) -> HttpResponse:
    """To the meeting in which it was decided, else to the page of the plan."""
    if meeting := as_id(request.POST.get("meeting")):
        return redirect(f"{reverse('pages:review_meeting', args=[meeting])}#plan")
    return redirect("pages:person_plan", plan.employee.public_id)


def offers_of(user: User, card: Card, plan: DevelopmentPlan) -> list[Offer]:
    """The decisions that are open to this viewer, the main one first."""
    now = timezone.now()
    found = []
    if plan.state == PlanState.DRAFT and plan.fill != "empty":
        found.append(ACCEPT if card.is_self else PROPOSE)
    if plan.state == PlanState.PROPOSED:
        if card.is_self and plan.accepted_at is None:
            found.append(ACCEPT)
        if not card.is_self and rules.can_approve_plan(user, plan, now):
            found.append(_approval(plan))
    if card.is_report and rules.can_object_to_plan(user, plan, now):
        found.append(OBJECT)
    return [*found, DISMISS] if plan.state in LIVING else found


def heading_of(card: Card, plan: DevelopmentPlan) -> str:
    """What the decisions are about, from where the viewer stands."""
    if plan.state == PlanState.DRAFT:
        return _("A recommendation, not yet a plan")
    if plan.state != PlanState.PROPOSED:
        return _("This plan is running")
    if plan.accepted_at:
        return _("Accepted, waits for approval")
    if card.is_self:
        return _("This plan waits for your answer")
    return _("Waits for the answer of %(name)s") % {"name": card.person}


def waiting_of(user: User, plan: DevelopmentPlan) -> str:
    """Why a plan still waits for approval and for whose; nothing where it waits for none."""
    if plan.state != PlanState.PROPOSED or plan.approved_at or not rules.needs_approval(plan):
        return ""
    missing = _("Waits for %(whom)s.") % {"whom": _whom(user, plan)}
    if not rules.costs_more_than_limit(plan):
        return missing
    limit = _("Above %(limit)s two people approve.") % {"limit": _limit(plan)}
    return " ".join([limit, *_given(user, plan), missing])


def doubts_of(plan: DevelopmentPlan) -> list[str]:
    """Why the dates of a plan that waits deserve a look before it is decided, a sentence each.

    Where there is none the first page and the inbox offer to approve it: `waiting.parts` asks the
    same.
    """
    if plan.state not in {PlanState.DRAFT, PlanState.PROPOSED}:
        return []
    now = timezone.now()
    steps = [step for step in plan.steps.all() if step.next_week is not None]
    passed = passed_steps(plan, now)
    begun = [step for step in begun_steps(plan, timezone.localdate(now)) if step not in passed]
    cancelled = [step for step in steps if step.session and step.session.cancelled_at]
    full = [step for step in steps if step.waits_since and step not in cancelled]
    said = [
        (passed, _passed_words(plan, now)),
        (begun, _("The dates of these steps have begun: %(s)s.")),
        (cancelled, _("The dates of these steps are cancelled: %(s)s.")),
        (full, _("These dates are full, the plan waits for a seat: %(s)s.")),
    ]
    return [words % {"s": _titles(found)} for found, words in said if found]


def _passed_words(plan: DevelopmentPlan, now: dt.datetime) -> str:
    if is_bound_to_dates(plan):
        return _(
            "The weeks of these steps have passed, and dates keep the plan where it is: %(s)s."
        )
    text = _("Its first weeks have passed. With your decision it begins on %(date)s.")
    return text % {"date": day(monday_of(now))}


def _titles(steps: list[PlanStep]) -> str:
    return ", ".join(step.activity.title for step in steps)


def _approval(plan: DevelopmentPlan) -> Offer:
    is_last = not rules.costs_more_than_limit(plan) or bool(rules.approvers(plan))
    if not is_last:
        note = _("A second approval follows, then the plan can start.")
    elif plan.accepted_at:
        note = _("The plan starts at once: the person has accepted it.")
    else:
        note = _("The plan starts as soon as the person has accepted it too.")
    return Offer(DecisionKind.APPROVE, _("Approve the cost"), note, is_main=True)


def _limit(plan: DevelopmentPlan) -> str:
    organisation = Organisation.objects.first() or Organisation()
    return money(organisation.approval_limit_cents, plan.currency)


def _given(user: User, plan: DevelopmentPlan) -> list[str]:
    """One sentence for each approval that stands."""
    given = []
    standing = {approver.pk for approver in rules.approvers(plan)}
    for decision in plan.decisions.all():
        if decision.kind != DecisionKind.APPROVE or decision.actor_id not in standing:
            continue
        values = {"name": decision.actor, "date": day(decision.decided_at)}
        own = decision.actor_id == user.pk
        given.append(
            (_("You did on %(date)s.") if own else _("%(name)s did on %(date)s.")) % values
        )
    return given


def _whom(user: User, plan: DevelopmentPlan) -> str:
    manager, may_be_hr = rules.next_approver(plan, timezone.now())
    if manager is None:
        return _("HR")
    if manager.user_id == user.pk:
        return _("you or HR") if may_be_hr else _("you")
    return _("%(name)s or HR") % {"name": manager} if may_be_hr else str(manager)
