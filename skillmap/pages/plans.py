"""The plan of one person: what is agreed or recommended, when, why, and the decisions about it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from employees.models import Employee
from skillmap.core.errors import DomainError
from skillmap.core.http import UserRequest
from skillmap.pages.forms import PlanDecisionForm
from skillmap.pages.plan_view import PlanView
from skillmap.pages.profile import Card, open_card_of
from training import rules, services
from training.enums import DecisionKind, PlanState
from training.models import DevelopmentPlan, PlanDecision, PlanStep

LIVING = (PlanState.ACTIVE, PlanState.PROPOSED, PlanState.DRAFT)
PAST_SHOWN = 10
INVALID = 422


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
APPROVE = Offer(
    DecisionKind.APPROVE,
    gettext_lazy("Approve the cost"),
    gettext_lazy("The plan starts as soon as the person has accepted it too."),
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


@require_GET
def person_plan(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The open plan or the recommendation; `?plan=` shows another one of the same person."""
    card = open_card_of(request.user, public_id)
    return _plan_page(request, card, request.GET.get("plan", ""))


@require_POST
def plan_decide(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Propose, accept, approve, object to or dismiss one plan."""
    plan = get_object_or_404(_plans(request), public_id=public_id)
    card = open_card_of(request.user, plan.employee.public_id)
    form = PlanDecisionForm(request.POST)
    if not form.is_valid():
        return _plan_page(request, card, str(public_id), form, INVALID)
    try:
        _decide(request, plan, form)
    except DomainError as error:
        form.add_error("reason" if error.field == "reason" else None, error.message)
        return _plan_page(request, card, str(public_id), form, error.status)
    messages.success(request, _("Done. Everybody concerned has a note in the inbox."))
    return redirect("pages:person_plan", card.person.public_id)


@require_POST
def plan_recommend(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Compute this person's recommendation anew; leads to the job."""
    card = open_card_of(request.user, public_id)
    if not rules.can_recommend_path(request.user, card.person):
        return render(request, "403.html", status=403)
    try:
        run = services.start_recommendation(actor=request.user, employee=card.person)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("pages:person_plan", public_id)
    return redirect("pages:job_detail", run.job.public_id if run.job else public_id)


@require_POST
def step_tick(request: UserRequest, public_id: UUID, position: int) -> HttpResponse:
    """Tick a step off, or take the tick back."""
    plan = get_object_or_404(_plans(request), public_id=public_id)
    step = get_object_or_404(plan.steps.select_related("plan"), position=position)
    write = services.untick_step if request.POST.get("undo") else services.tick_step
    try:
        write(actor=request.user, step=step, now=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
    address = redirect("pages:person_plan", plan.employee.public_id)
    address["Location"] += f"?plan={plan.public_id}#step-{position}"
    return address


def _plan_page(
    request: UserRequest,
    card: Card,
    wanted: str,
    form: PlanDecisionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    plans = list(_plans_of(card.person))
    living = sorted((p for p in plans if p.state in LIVING), key=lambda p: LIVING.index(p.state))
    chosen = next((p for p in plans if str(p.public_id) == wanted), next(iter(living), None))
    context: dict[str, Any] = {
        "card": card,
        "view": PlanView(chosen) if chosen else None,
        "living": living,
        "past": [p for p in plans if p.state not in LIVING][:PAST_SHOWN],
        "offers": _offers(request, card, chosen) if chosen else [],
        "form": form,
    }
    return render(request, "pages/person_plan.html", context, status=status)


def _plans(request: UserRequest) -> QuerySet[DevelopmentPlan]:
    return DevelopmentPlan.objects.visible_to(request.user).select_related("employee")


def _plans_of(person: Employee) -> QuerySet[DevelopmentPlan]:
    """Plans of somebody whose levels are open to the viewer, newest first."""
    steps = PlanStep.objects.select_related("activity", "session").order_by("position")
    decisions = PlanDecision.objects.select_related("actor")
    plans = DevelopmentPlan.objects.filter(employee=person).select_related("employee", "template")
    return plans.prefetch_related(
        Prefetch("steps", queryset=steps), Prefetch("decisions", queryset=decisions)
    )


def _offers(request: UserRequest, card: Card, plan: DevelopmentPlan) -> list[Offer]:
    """The decisions that are open to this viewer, the main one first."""
    user, now = request.user, timezone.now()
    found = []
    if plan.state == PlanState.DRAFT and plan.fill != "empty":
        found.append(ACCEPT if card.is_self else PROPOSE)
    if plan.state == PlanState.PROPOSED:
        if card.is_self and plan.accepted_at is None:
            found.append(ACCEPT)
        if not card.is_self and rules.can_approve_plan(user, plan, now):
            found.append(APPROVE)
    if card.is_report and rules.can_object_to_plan(user, plan, now):
        found.append(OBJECT)
    return [*found, DISMISS] if plan.state in LIVING else found


def _decide(request: UserRequest, plan: DevelopmentPlan, form: PlanDecisionForm) -> None:
    values = form.cleaned_data
    reason: dict[str, str] = {"reason": values["reason"]}
    write, extra = _WRITES[values["decision"]]
    write(
        actor=request.user,
        plan=plan,
        now=timezone.now(),
        version=values["version"],
        **(reason if extra else {}),
    )


_WRITES: dict[str, tuple[Callable[..., DevelopmentPlan], bool]] = {
    DecisionKind.PROPOSE: (services.propose_plan, False),
    DecisionKind.ACCEPT: (services.accept_plan, False),
    DecisionKind.APPROVE: (services.approve_plan, True),
    DecisionKind.OBJECT: (services.object_to_plan, True),
    DecisionKind.DISMISS: (services.dismiss_plan, True),
}
