"""The plan of one person: what is agreed or recommended, when, why, and the decisions about it."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from employees.models import Employee
from skillmap.core.enums import JobState
from skillmap.core.errors import DomainError
from skillmap.core.http import INVALID, UserRequest
from skillmap.core.models import Job
from skillmap.pages.forms import PlanDecisionForm
from skillmap.pages.plan_offers import (
    LIVING,
    doubts_of,
    heading_of,
    living_among,
    offers_of,
    waiting_of,
    way_back,
)
from skillmap.pages.plan_options import cards_of
from skillmap.pages.plan_view import PlanView
from skillmap.pages.profile import Card, open_card_of
from training import rules, services
from training.enums import DecisionKind, PlanState
from training.models import DevelopmentPlan, PlanDecision, PlanStep, RefusedActivity
from training.queries.meetings import with_meetings

PAST_SHOWN = 10
MOST_DIGITS = 5  # of a session's number


@require_GET
def person_plan(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The open plan, else the recommendation; `?plan=` shows an earlier one of the same person."""
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
        if "meeting" in request.POST:
            messages.error(request, error.message)
            return way_back(request, plan)
        form.add_error("reason" if error.field == "reason" else None, error.message)
        return _plan_page(request, card, str(public_id), form, error.status)
    messages.success(request, _("Done. Everybody concerned has a note in the inbox."))
    return way_back(request, plan)


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
def plan_prove(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Let the referee examine a recommendation; the page of the plan shows how far it is."""
    plan = get_object_or_404(_plans(request), public_id=public_id)
    if not rules.can_recommend_path(request.user, plan.employee):
        return render(request, "403.html", status=403)
    try:
        job = services.start_proof(actor=request.user, plan=plan)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("pages:person_plan", plan.employee.public_id)
    address = redirect("pages:person_plan", plan.employee.public_id)
    address["Location"] += f"?job={job.public_id}#proof"
    return address


@require_POST
def step_tick(request: UserRequest, public_id: UUID, position: int) -> HttpResponse:
    """Tick the next session of a step off, or take the last tick back."""
    plan = get_object_or_404(_plans(request), public_id=public_id)
    step = get_object_or_404(plan.steps.select_related("plan"), position=position)
    common: dict[str, Any] = {"actor": request.user, "step": step, "now": timezone.now()}
    shown = request.POST.get("session", "")
    session = (
        int(shown) if shown.isascii() and shown.isdigit() and len(shown) < MOST_DIGITS else None
    )
    try:
        if request.POST.get("undo"):
            services.untick_step(**common)
        else:
            services.tick_step(**common, session=session)
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
    plans = list(plans_of(card.person))
    living = living_among(plans)
    past = [p for p in plans if p.state not in LIVING]
    chosen = next((p for p in past if str(p.public_id) == wanted), living)
    context: dict[str, Any] = {
        "card": card,
        "view": PlanView(chosen) if chosen else None,
        "living": living,
        "cards": cards_of(card, request, living),
        "refusals": _refusals(card.person, living),
        "past": past[:PAST_SHOWN],
        "form": form,
    }
    if chosen:
        offers = offers_of(request.user, card, chosen)
        may_approve = any(offer.decision == DecisionKind.APPROVE for offer in offers)
        context |= {
            "proving": _proof_under_way(request, chosen),
            "offers": offers,
            "may_change": rules.can_change_plan(request.user, chosen),
            "heading": heading_of(card, chosen),
            "doubts": doubts_of(chosen) if any(offer.is_main for offer in offers) else [],
            "waiting": "" if may_approve else waiting_of(request.user, chosen),
        }
    return render(request, "pages/person_plan.html", context, status=status)


def _proof_under_way(request: UserRequest, plan: DevelopmentPlan) -> Job | None:
    """The examination of this plan that `?job=` names, until there is a result to show."""
    wanted = request.GET.get("job", "")
    if not wanted:
        return None
    found = Job.objects.visible_to(request.user, sees_all=False).filter(
        name="training.prove_plan", arguments__plan_id=plan.pk
    )
    job = next((job for job in found.order_by("-pk")[:1] if str(job.public_id) == wanted), None)
    return None if job is None or job.state == JobState.DONE else job


def _refusals(person: Employee, living: DevelopmentPlan | None) -> Sequence[RefusedActivity]:
    """What the person asked not to get, beside a recommendation: they bind nothing else."""
    if living is None or living.state != PlanState.DRAFT:
        return []
    return list(person.refusals.select_related("activity"))


def _plans(request: UserRequest) -> QuerySet[DevelopmentPlan]:
    return DevelopmentPlan.objects.visible_to(request.user).select_related("employee")


def plans_of(person: Employee) -> QuerySet[DevelopmentPlan]:
    """Plans of somebody whose levels are open to the viewer, newest first."""
    steps = PlanStep.objects.select_related("activity", "session").order_by("position")
    decisions = PlanDecision.objects.select_related("actor")
    plans = DevelopmentPlan.objects.filter(employee=person).select_related("employee", "template")
    return plans.prefetch_related(
        Prefetch("steps", queryset=with_meetings(steps)), Prefetch("decisions", queryset=decisions)
    )


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
