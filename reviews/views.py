"""Pages of goals."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from employees.models import Employee
from employees.rules import can_read_certificates
from reviews import rules, services
from reviews.enums import GoalState
from reviews.forms import GoalForm, GoalStateForm
from reviews.models import Goal
from reviews.queries import goals as queries
from skillmap.core.enums import ReadKind
from skillmap.core.errors import DomainError, ManyErrors
from skillmap.core.http import INVALID, UserRequest
from skillmap.core.models import ReadLog
from skillmap.core.services import log_read


@require_http_methods(["GET", "POST"])
def goal_list(request: UserRequest, public_id: UUID) -> HttpResponse:
    """A person's goals, and a form to add one for those who may."""
    people = Employee.objects.levels_visible_to(request.user)
    employee = get_object_or_404(people, public_id=public_id)
    may_add = rules.can_add_goal(request.user, employee)
    if request.method == "POST" and not may_add:
        return render(request, "403.html", status=403)
    if _reason_is_missing(request, employee):
        return render(request, "reviews/goal_reason.html", {"employee": employee})
    form = GoalForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _added(request, employee, form):
        messages.success(request, _("Goal added."))
        return redirect("reviews:goal_list", public_id)
    goals = list(queries.goals_of(employee, request.user))
    context = {
        "employee": employee,
        "goals": goals,
        "balance": queries.goal_balance(goals),
        "form": form,
        "may_add": may_add,
        "shows_certificates": can_read_certificates(request.user, employee),
    }
    status = INVALID if form and form.errors else 200
    return render(request, "reviews/goal_list.html", context, status=status)


@require_POST
def goal_reason(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Say why one reads these goals; the person sees it under "who looked at my data"."""
    people = Employee.objects.levels_visible_to(request.user)
    employee = get_object_or_404(people, public_id=public_id)
    try:
        log_read(
            viewer=request.user,
            subject_id=employee.pk,
            kind=ReadKind.REVIEW,
            reason=request.POST.get("reason", ""),
        )
    except DomainError as error:
        context = {"employee": employee, "fault": error.message}
        return render(request, "reviews/goal_reason.html", context, status=error.status)
    return redirect("reviews:goal_list", public_id)


@require_POST
def goal_state(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Mark a goal reached, dropped or open again."""
    goals = Goal.objects.visible_to(request.user).select_related("employee")
    goal = get_object_or_404(goals, public_id=public_id)
    if not rules.can_change_goal(request.user, goal):
        return render(request, "403.html", status=403)
    form = GoalStateForm(request.POST)
    if form.is_valid():
        state = GoalState(form.cleaned_data["state"])
        try:
            services.set_goal_state(
                actor=request.user, goal=goal, state=state, version=form.cleaned_data["version"]
            )
        except DomainError as error:
            messages.error(request, error.message)
    else:
        messages.error(request, _("Choose what happens with the goal."))
    return redirect("reviews:goal_list", goal.employee.public_id)


def _reason_is_missing(request: UserRequest, employee: Employee) -> bool:
    if not rules.needs_reason(request.user, employee):
        return False
    return not ReadLog.objects.given_today(request.user, employee.pk, ReadKind.REVIEW)


def _added(request: UserRequest, employee: Employee, form: GoalForm) -> bool:
    """Add the goal; faults of the service go to their fields."""
    try:
        services.add_goal(actor=request.user, employee=employee, **form.cleaned_data)
    except ManyErrors as error:
        for field, text in error.fields.items():
            form.add_error(field, text)
        return False
    return True
