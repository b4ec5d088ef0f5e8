"""Going through a scenario: the terms, scene by scene, the result."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments import rules
from assessments.enums import AttemptState
from assessments.models import Scenario, ScenarioAttempt
from assessments.queries.scenarios import (
    ScenarioRow,
    current_scene,
    own_attempts,
    reactions_shown,
    scenario_level,
)
from assessments.services.scenario_attempts import choose_reaction, start_scenario
from skillmap.core.errors import ConflictError, DomainError
from skillmap.core.http import INVALID, UserRequest
from skillmap.pages.quizzes import scenario_standing


@require_GET
def scenario_detail(request: UserRequest, public_id: UUID) -> HttpResponse:
    """What a scenario is about and on which terms."""
    scenario = _scenario(request, public_id)
    own = list(own_attempts(request.user).filter(scenario_version__scenario=scenario))
    context = {
        "scenario": scenario,
        "standing": scenario_standing(ScenarioRow(scenario, own, asked=False)),
        "attempts": own,
        "may_take": rules.can_take_tests(request.user),
        "is_open": scenario.current_id is not None and scenario.retired_on is None,
    }
    return render(request, "pages/scenario_detail.html", context)


@require_POST
def scenario_start(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Start, or go on with what is open."""
    scenario = _scenario(request, public_id)
    if not rules.can_take_tests(request.user):
        return render(request, "403.html", status=403)
    try:
        attempt = start_scenario(actor=request.user, scenario=scenario, now=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("pages:scenario_detail", public_id)
    return redirect("pages:passage_form", attempt.public_id)


@never_cache
@require_http_methods(["GET", "POST"])
def passage_form(request: UserRequest, public_id: UUID) -> HttpResponse:
    """One scene with its reactions; choosing one leads to the next scene and cannot be undone."""
    attempt = _attempt(request, public_id)
    if attempt.employee.user_id != request.user.pk:
        return render(request, "403.html", status=403)
    fault = ""
    if request.method == "POST":
        try:
            choose_reaction(
                attempt=attempt,
                actor=request.user,
                scene=request.POST.get("scene", ""),
                place=request.POST.get("reaction", ""),
                now=timezone.now(),
            )
        except ConflictError as error:
            messages.warning(request, error.message)
            return redirect("pages:passage_form", public_id)
        except DomainError as error:
            fault = error.message
        else:
            return redirect("pages:passage_form", public_id)
    scene = current_scene(attempt)
    if scene is None or attempt.state == AttemptState.SCORED:
        return redirect("pages:outcome_detail", public_id)
    context = {
        "attempt": attempt,
        "scenario": attempt.scenario_version.scenario,
        "scene": scene,
        "number": attempt.choices.count() + 1,
        "reactions": list(enumerate(reactions_shown(attempt, scene), start=1)),
        "fault": fault,
    }
    return render(request, "pages/passage_form.html", context, status=INVALID if fault else 200)


@require_GET
def outcome_detail(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The level with its interval, and what the person decided where; never what experts said."""
    attempt = _attempt(request, public_id)
    if attempt.state == AttemptState.OPEN:
        return redirect("pages:passage_form", public_id)
    is_own = attempt.employee.user_id == request.user.pk
    context = {
        "attempt": attempt,
        "scenario": attempt.scenario_version.scenario,
        "level": scenario_level(attempt),
        "n_scenes": attempt.choices.count(),
        "n_experts": attempt.scenario_version.experts.exclude(submitted_at=None).count(),
        "is_own": is_own,
        "choices": attempt.choices.select_related("scene", "reaction").defer(
            "reaction__key_level", "reaction__key_spread"
        )
        if is_own
        else [],
    }
    return render(request, "pages/outcome_detail.html", context)


def _scenario(request: UserRequest, public_id: UUID) -> Scenario:
    """A scenario this user may know of: published, one's own to write, or begun."""
    scenarios = Scenario.objects.visible_to(request.user) | Scenario.objects.filter(
        versions__attempts__employee__user=request.user.pk
    )
    scenarios = scenarios.distinct().select_related("skill__scale")
    return get_object_or_404(scenarios, public_id=public_id)


def _attempt(request: UserRequest, public_id: UUID) -> ScenarioAttempt:
    attempts = ScenarioAttempt.objects.visible_to(request.user).select_related(
        "scenario_version__scenario__skill__scale", "employee"
    )
    return get_object_or_404(attempts, public_id=public_id)
