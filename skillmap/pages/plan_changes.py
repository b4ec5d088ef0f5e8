"""Changing a running or recommended plan by hand, and bringing a late one up to date."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from skillmap.core.errors import DomainError
from skillmap.core.http import UserRequest
from skillmap.pages.plan_change_forms import MoveForm, SwapForm
from training import rules
from training.enums import PlanState, StepState
from training.models import Activity, ActivitySession, DevelopmentPlan, PlanStep
from training.queries.meetings import coming_appointment, with_meetings
from training.queries.plan_checks import PlanCheck
from training.queries.plan_places import Place, alternatives_to, places_of
from training.services import replanning
from training.services.plan_changes import move_step, swap_step


@require_http_methods(["GET", "POST"])
def step_change(request: UserRequest, public_id: UUID, position: int) -> HttpResponse:
    """Where a step could go, and what could stand in its place; says what would not fit."""
    plan = _plan(request, public_id)
    steps = with_meetings(plan.steps.select_related("plan__employee", "activity", "session"))
    step = get_object_or_404(steps, position=position)
    if not rules.can_change_plan(request.user, plan) or step.state == StepState.DONE:
        return render(request, "403.html", status=403)
    error, status = "", 200
    if request.method == "POST":
        try:
            _write(request, step)
        except DomainError as fault:
            error, status = fault.message, fault.status
        else:
            messages.success(request, _("Changed. The history of the plan says from where."))
            return _to_plan(plan, f"#step-{position}")
    check = PlanCheck(plan)
    meeting, now = coming_appointment(step), timezone.now()
    places = [] if meeting else places_of(check, step, now)
    alternatives = [] if step.sessions_done else alternatives_to(check, step, request.user, now)
    context = {
        "plan": plan,
        "step": step,
        "places": places,
        "fitting": [place for place in places if not place.fault],
        "misfits": _by_fault(places),
        "by_date": step.activity.dates.exists(),
        "meeting": meeting,
        "alternatives": [one for one in alternatives if not one.fault],
        "refused": [one for one in alternatives if one.fault],
        "error": error,
    }
    return render(request, "pages/step_change.html", context, status=status)


@require_http_methods(["GET", "POST"])
def plan_replan(request: UserRequest, public_id: UUID) -> HttpResponse:
    """What would move and why; posting moves it."""
    plan = _plan(request, public_id)
    if plan.state != PlanState.ACTIVE or not rules.can_change_plan(request.user, plan):
        return render(request, "403.html", status=403)
    now = timezone.now()
    error, status = "", 200
    if request.method == "POST":
        version = request.POST.get("version", "")
        seen = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
        try:
            replanning.replan(actor=request.user, plan=plan, now=now, version=seen)
        except DomainError as fault:
            error, status = fault.message, fault.status
        else:
            messages.success(request, _("The plan is up to date again."))
            return _to_plan(plan)
    context = {"plan": plan, "shifts": replanning.planned_anew(plan, now), "error": error}
    return render(request, "pages/plan_replan.html", context, status=status)


def _plan(request: UserRequest, public_id: UUID) -> DevelopmentPlan:
    plans = DevelopmentPlan.objects.visible_to(request.user).select_related("employee__site", "run")
    return get_object_or_404(plans, public_id=public_id)


def _to_plan(plan: DevelopmentPlan, anchor: str = "") -> HttpResponse:
    answer = redirect("pages:person_plan", plan.employee.public_id)
    answer["Location"] += anchor
    return answer


def _write(request: UserRequest, step: PlanStep) -> None:
    """Move or swap as the form says. Raises `DomainError`."""
    common: dict[str, Any] = {"actor": request.user, "step": step, "now": timezone.now()}
    form: MoveForm | SwapForm
    if "activity" in request.POST:
        form = SwapForm(request.POST)
        if not form.is_valid():
            raise _unclear()
        activity = Activity.objects.visible_to(request.user).active()
        chosen = activity.filter(public_id=form.cleaned_data["activity"]).first()
        if chosen is None:
            raise _unclear()
        swap_step(**common, activity=chosen, version=form.cleaned_data["version"])
        return
    form = MoveForm(request.POST)
    if not form.is_valid():
        raise _unclear()
    values = form.cleaned_data
    session = None
    if values["session"]:
        session = ActivitySession.objects.filter(public_id=values["session"]).first()
    if session is None and values["week"] is None:
        raise _unclear()
    move_step(**common, week=values["week"], session=session, version=values["version"])


def _unclear() -> DomainError:
    return DomainError(_("Choose one of the places below."), code="unclear")


def _by_fault(places: list[Place]) -> dict[str, list[str]]:
    """Where it does not go, under what would be broken there."""
    found: dict[str, list[str]] = {}
    for place in places:
        if place.fault:
            found.setdefault(place.fault, []).append(place.label)
    return found
