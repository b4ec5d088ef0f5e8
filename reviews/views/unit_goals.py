"""Goals of a unit: set, changed and closed by HR and who leads there."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from employees.models import OrgUnit
from reviews import rules, services
from reviews.enums import GoalState
from reviews.forms import GoalStateForm, UnitGoalForm, show_faults
from reviews.models import UnitGoal
from reviews.queries.unit_goals import possible_owners
from skillmap.core.errors import DomainError
from skillmap.core.http import INVALID, UserRequest


@require_http_methods(["GET", "POST"])
def unit_goal_new(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Set a goal of a unit."""
    unit = get_object_or_404(OrgUnit.objects.visible_to(request.user), public_id=public_id)
    if not rules.can_edit_unit_goals(request.user, unit):
        return render(request, "403.html", status=403)
    form = UnitGoalForm(request.POST or None, people=possible_owners(unit))
    if request.method == "POST" and form.is_valid():
        try:
            services.add_unit_goal(actor=request.user, unit=unit, content=form.content)
        except DomainError as error:
            show_faults(form, error)
        else:
            messages.success(request, _("Goal set."))
            return redirect("pages:unit_goals")
    return _form_page(request, unit, form, None)


@require_http_methods(["GET", "POST"])
def unit_goal_edit(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Say anew what a unit wants to reach."""
    goal = _goal(request, public_id)
    if not rules.can_edit_unit_goals(request.user, goal.unit):
        return render(request, "403.html", status=403)
    people = possible_owners(goal.unit, goal.owner)
    form = UnitGoalForm(request.POST or None, people=people, goal=goal)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or goal.version
        try:
            services.change_unit_goal(
                actor=request.user, goal=goal, content=form.content, version=version
            )
        except DomainError as error:
            show_faults(form, error)
        else:
            messages.success(request, _("Kept."))
            return redirect("pages:unit_goals")
    return _form_page(request, goal.unit, form, goal)


@require_POST
def unit_goal_state(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Mark a goal of a unit reached, dropped or open again."""
    goal = _goal(request, public_id)
    if not rules.can_edit_unit_goals(request.user, goal.unit):
        return render(request, "403.html", status=403)
    form = GoalStateForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data | {"state": GoalState(form.cleaned_data["state"])}
        try:
            services.set_unit_goal_state(actor=request.user, goal=goal, **values)
        except DomainError as error:
            messages.error(request, error.message)
    else:
        messages.error(request, _("Choose what happens with the goal."))
    return redirect("reviews:unit_goal_edit", goal.public_id)


def _goal(request: UserRequest, public_id: UUID) -> UnitGoal:
    goals = UnitGoal.objects.visible_to(request.user).select_related("unit", "owner")
    return get_object_or_404(goals, public_id=public_id)


def _form_page(
    request: UserRequest, unit: OrgUnit, form: UnitGoalForm, goal: UnitGoal | None
) -> HttpResponse:
    context = {"unit": unit, "form": form, "goal": goal}
    status = INVALID if form.errors else 200
    return render(request, "reviews/unit_goal_edit.html", context, status=status)
