"""The goals of a person, and adding one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from employees.models import Employee
from employees.rules import can_read_certificates
from reviews import rules, services
from reviews.enums import GoalKind
from reviews.forms import GoalForm, show_faults
from reviews.models import Review
from reviews.queries import goals as queries
from skillmap.core.enums import ReadKind
from skillmap.core.errors import ManyErrors
from skillmap.core.http import INVALID, UserRequest, as_id
from skillmap.core.reasons import fault_of_reason


@require_http_methods(["GET", "POST"])
def goal_list(request: UserRequest, public_id: UUID) -> HttpResponse:
    """A person's goals; for those who may add one, first its kind, then the fields of that kind."""
    people = Employee.objects.levels_visible_to(request.user)
    employee = get_object_or_404(people, public_id=public_id)
    may_add = rules.can_add_goal(request.user, employee)
    if request.method == "POST" and not may_add:
        return render(request, "403.html", status=403)
    if not rules.reads_openly(request.user, employee):
        return render(request, "reviews/goal_reason.html", {"employee": employee})
    posted = request.POST if request.method == "POST" else None
    kind = (posted or request.GET).get("kind", "")
    form = None
    if kind or posted is not None:
        form = GoalForm(posted, kind=kind, employee=employee, user=request.user)
    if posted is not None and form and form.is_valid() and _added(request, employee, form):
        messages.success(request, _("Goal added."))
        return redirect(back_from_goal(request, employee))
    return _goals_page(request, employee, form, may_add=may_add)


def _goals_page(
    request: UserRequest, employee: Employee, form: GoalForm | None, *, may_add: bool
) -> HttpResponse:
    goals = list(queries.goals_of(employee, request.user))
    levels = queries.levels_of_people([employee.pk])
    context = {
        "employee": employee,
        "goals": queries.progress_of(goals, levels, request.user),
        "balance": queries.goal_balance(goals),
        "gaps": queries.gaps_without_goal(goals, levels[employee.pk]) if may_add else [],
        "kinds": GoalKind.choices,
        "form": form,
        "review": _review_id(request),
        "in_drawer": "X-Drawer" in request.headers,
        "may_add": may_add,
        "shows_certificates": can_read_certificates(request.user, employee),
    }
    status = INVALID if form and form.errors else 200
    page = "reviews/_goal_drawer.html" if context["in_drawer"] else "reviews/goal_list.html"
    return render(request, page, context, status=status)


def _review_id(request: UserRequest) -> UUID | None:
    """The review whose meeting led here."""
    return as_id((request.POST or request.GET).get("review"))


def back_from_goal(request: UserRequest, employee: Employee) -> str:
    """The meeting that led here, else the person's goals."""
    if wanted := _review_id(request):
        known = Review.objects.visible_to(request.user).filter(employee=employee)
        if known.filter(public_id=wanted).exists():
            return f"{reverse('pages:review_meeting', args=[wanted])}#goals-title"
    return reverse("reviews:goal_list", args=[employee.public_id])


@require_POST
def goal_reason(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Say why one reads these goals; the person sees it under "who looked at my data"."""
    people = Employee.objects.levels_visible_to(request.user)
    employee = get_object_or_404(people, public_id=public_id)
    fault = fault_of_reason(request, employee.pk, ReadKind.REVIEW)
    if fault:
        context = {"employee": employee, "fault": fault}
        return render(request, "reviews/goal_reason.html", context, status=INVALID)
    return redirect("reviews:goal_list", public_id)


def _added(request: UserRequest, employee: Employee, form: GoalForm) -> bool:
    """Add the goal; faults of the service go to their fields."""
    try:
        services.add_goal(
            actor=request.user, employee=employee, content=form.content_after(), **form.about
        )
    except ManyErrors as error:
        show_faults(form, error)
        return False
    return True
