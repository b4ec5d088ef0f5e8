"""The page of one goal, and everything that happens to it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reviews import rules, services
from reviews.enums import GoalState
from reviews.forms import (
    GoalCarryForm,
    GoalCommentForm,
    GoalEditForm,
    GoalFigureForm,
    GoalStateForm,
    show_faults,
)
from reviews.models import Goal, GoalComment, GoalFigure
from reviews.queries import goals as queries
from reviews.queries.goal_history import history_of
from reviews.services.meeting_goals import take_back_goal
from reviews.views.people import back_from_goal
from skillmap.core.errors import DomainError, NotAllowedError
from skillmap.core.http import INVALID, UserRequest

_WITH = ("employee", "skill__scale", "certificate_type__skill", "parent", "aligned_to__unit")


@require_GET
def goal_detail(request: UserRequest, public_id: UUID) -> HttpResponse:
    """What it is, how far it is, what was said and changed; colleagues see what is shared."""
    goals = Goal.objects.select_related(*_WITH)
    inside = goals.visible_to(request.user).filter(public_id=public_id).first()
    if inside and rules.reads_openly(request.user, inside.employee):
        return _goal_page(request, inside)
    shared = goals.shared_with(request.user).filter(public_id=public_id).first()
    if shared:
        return render(request, "reviews/goal_shared.html", {"goal": shared, "is_shared": True})
    known = get_object_or_404(goals.visible_to(request.user), public_id=public_id)
    return render(request, "reviews/goal_reason.html", {"employee": known.employee})


def _goal_page(
    request: UserRequest, goal: Goal, comment: GoalCommentForm | None = None
) -> HttpResponse:
    levels = queries.levels_today([goal])
    context = {
        "goal": goal,
        "employee": goal.employee,
        "one": queries.progress_of([goal], levels, request.user)[0],
        "figures": _of(goal, GoalFigure, request).select_related("recorded_by"),
        "comments": _of(goal, GoalComment, request).select_related("author"),
        "history": history_of(goal),
        "may_add": rules.can_change_goal(request.user, goal),
        "comment": comment or GoalCommentForm(),
    }
    status = INVALID if comment and comment.errors else 200
    return render(request, "reviews/goal_detail.html", context, status=status)


def _of(goal: Goal, kind: type[GoalComment | GoalFigure], request: UserRequest) -> QuerySet[Any]:
    return kind.objects.visible_to(request.user).filter(goal=goal)


@require_http_methods(["GET", "POST"])
def goal_edit(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Say anew what is to be reached, with the version that was shown."""
    goal = _goal(request, public_id)
    if not rules.can_change_goal(request.user, goal):
        return render(request, "403.html", status=403)
    form = GoalEditForm(request.POST or None, goal=goal, user=request.user)
    if request.method == "POST" and form.is_valid() and _changed(request, goal, form):
        messages.success(request, _("Kept."))
        return redirect(goal)
    context = {"goal": goal, "form": form}
    return render(
        request, "reviews/goal_edit.html", context, status=INVALID if form.errors else 200
    )


def _changed(request: UserRequest, goal: Goal, form: GoalEditForm) -> bool:
    content = form.content_after(services.GoalContent.of(goal))
    try:
        services.change_goal(
            actor=request.user, goal=goal, content=content, version=form.cleaned_data["version"]
        )
    except DomainError as error:
        show_faults(form, error)
        return False
    return True


@require_POST
def goal_comment(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Say something about a goal."""
    goal = _goal(request, public_id)
    if not rules.reads_openly(request.user, goal.employee):
        return render(request, "reviews/goal_reason.html", {"employee": goal.employee})
    form = GoalCommentForm(request.POST)
    if form.is_valid():
        try:
            services.comment_goal(actor=request.user, goal=goal, text=form.cleaned_data["text"])
        except DomainError as error:
            show_faults(form, error)
    return _goal_page(request, goal, form) if form.errors else redirect(goal)


@require_POST
def goal_figure(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Write down where the figure of a goal stood."""
    form, wrong = GoalFigureForm(request.POST), _("Write a number and a day.")
    return _act(request, public_id, services.measure_goal, form, wrong)


@require_POST
def goal_carry(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Give a goal another day."""
    form, wrong = GoalCarryForm(request.POST), _("Choose a day.")
    return _act(request, public_id, services.carry_over, form, wrong)


@require_POST
def goal_state(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Mark a goal reached, dropped or open again."""
    form, wrong = GoalStateForm(request.POST), _("Choose what happens with the goal.")
    return _act(request, public_id, services.set_goal_state, form, wrong)


@require_POST
def goal_take_back(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Remove a goal that one has just set; back to the meeting or the list it came from."""
    goal = _goal(request, public_id)
    try:
        take_back_goal(actor=request.user, goal=goal)
    except NotAllowedError:
        return render(request, "403.html", status=403)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Taken back."))
    return redirect(back_from_goal(request, goal.employee))


def _act(
    request: UserRequest,
    public_id: UUID,
    service: Callable[..., None],
    form: forms.Form,
    wrong: str,
) -> HttpResponse:
    """Let the service do what was posted; back to the page it came from."""
    goal = _goal(request, public_id)
    if not rules.can_change_goal(request.user, goal):
        return render(request, "403.html", status=403)
    if form.is_valid():
        try:
            service(actor=request.user, goal=goal, **_typed(form.cleaned_data))
        except DomainError as error:
            messages.error(request, error.message)
    else:
        messages.error(request, wrong)
    if request.POST.get("from") == "list":
        return redirect("reviews:goal_list", goal.employee.public_id)
    return redirect(goal)


def _typed(values: dict[str, Any]) -> dict[str, Any]:
    return values | ({"state": GoalState(values["state"])} if "state" in values else {})


def _goal(request: UserRequest, public_id: UUID) -> Goal:
    goals = Goal.objects.visible_to(request.user).select_related(*_WITH)
    return get_object_or_404(goals, public_id=public_id)
