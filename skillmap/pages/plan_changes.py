"""Changing a running or recommended plan by hand, and bringing a late one up to date."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from skillmap.core.errors import DomainError
from skillmap.core.http import UserRequest
from skillmap.pages.plan_change_forms import MoveForm, SwapForm
from training import rules
from training.analysis.validate import Placed
from training.enums import PlanState, StepState
from training.models import Activity, ActivitySession, DevelopmentPlan, PlanStep
from training.queries.plan_checks import (
    PlanCheck,
    coming_sessions,
    fault_sentences,
    layout_of,
    week_day,
)
from training.queries.plans import monday_of
from training.services import replanning
from training.services.plan_changes import from_week, move_step, swap_step

ALTERNATIVES_SHOWN = 12


@dataclass(frozen=True)
class Place:
    """A week or date to which a step could move; `fault` says what that would break."""

    value: str
    label: str
    fault: str


@require_http_methods(["GET", "POST"])
def step_change(request: UserRequest, public_id: UUID, position: int) -> HttpResponse:
    """Where a step could go, and what could stand in its place; says what would not fit."""
    plan = _plan(request, public_id)
    steps = plan.steps.select_related("plan__employee", "activity", "session")
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
    places = _places(check, step)
    context = {
        "plan": plan,
        "step": step,
        "places": places,
        "fitting": [place for place in places if not place.fault],
        "misfits": _by_fault(places),
        "by_date": _by_date(step),
        "alternatives": [] if step.sessions_done else _alternatives(check, step),
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


def _places(check: PlanCheck, step: PlanStep) -> list[Place]:
    """Dates of a dated step, else the weeks from now to the end of the plan."""
    now, plan = timezone.now(), check.plan
    if _by_date(step):
        sessions = coming_sessions(step.activity, timezone.localdate(now))
        options = [
            (str(one.public_id), date_format(one.starts_on, "j M Y"), check.week_of(one))
            for one in sessions
            if one.pk != step.session_id
        ]
    else:
        first = max(0, (monday_of(now) - plan.week_zero).days // 7)
        options = [
            (str(week), date_format(week_day(plan, week), "j M Y"), week)
            for week in range(first, plan.weeks)
            if week != step.next_week
        ]
    return [Place(value, label, _fault(check, step, week)) for value, label, week in options]


def _by_fault(places: list[Place]) -> dict[str, list[str]]:
    """Where it does not go, under what would be broken there."""
    found: dict[str, list[str]] = {}
    for place in places:
        if place.fault:
            found.setdefault(place.fault, []).append(place.label)
    return found


def _by_date(step: PlanStep) -> bool:
    return step.session_id is not None or step.activity.dates.exists()


def _fault(check: PlanCheck, step: PlanStep, week: int) -> str:
    placed = Placed(step.activity.code, from_week(step, week))
    faults = check.new_faults({**layout_of(check.steps), step.position: placed})
    return fault_sentences(faults, {one.activity.code: one.activity.title for one in check.steps})


def _alternatives(check: PlanCheck, step: PlanStep) -> list[Activity]:
    """Others that teach what the step teaches, those with the same main skill first."""
    taught = list(step.activity.outcomes.order_by("position").values_list("skill", flat=True))
    found = Activity.objects.active().filter(outcomes__skill__in=taught, outcomes__position=0)
    found = found.exclude(plan_steps__plan=check.plan).exclude(
        completions__employee=check.plan.employee
    )
    if check.learner.languages:
        found = found.filter(language__in=["", *check.learner.languages])
    rows = found.distinct().order_by("cost_cents", "title")[:ALTERNATIVES_SHOWN]
    return list(rows)
