"""Lists of goals: of the people one reads about, of units, and those that colleagues share."""

from collections.abc import Iterator

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from reviews.enums import GoalKind, GoalState
from reviews.models import Goal, UnitGoal
from reviews.queries.goal_lists import OVERDUE, SORTS, Wanted, goals_in_list
from reviews.queries.goals import Progress, kind_of, levels_today, progress_of
from reviews.queries.unit_goals import unit_goals_of, units_led_by
from skillmap.core.http import UserRequest
from skillmap.core.models import User
from skillmap.core.tabular.writing import Cell
from skillmap.core.widgets import PlainInput, PlainSelect
from skillmap.pages.downloads import FORMATS, download
from skillmap.pages.filters import Filters
from skillmap.pages.forms import UnitForm
from skillmap.pages.saved_views import SavedViews
from skills.enums import SkillKind

PAGE_SIZE = 50
CHUNK = 500  # goals of a file whose levels are read at once
EXPORT_HEAD = (
    "employee_number", "name", "unit", "goal", "kind", "about", "skill_kind", "target", "figure",
    "measured_in", "attained_level", "interval_low", "interval_high", "n_ratings", "certificate",
    "due_on", "weight", "state", "reason", "serves",
)  # fmt: skip
UNIT_GOAL_HEAD = (
    "goal", "measure", "unit", "answers_for_it", "due_on", "served", "reached", "state",
)  # fmt: skip
_KINDS = (SkillKind.HARD, SkillKind.SOFT)


class GoalFilterForm(UnitForm):
    """Filters of the list of goals."""

    field_order = ("q", "unit", "kind", "skill_kind", "state", "sort")
    q = forms.CharField(
        label=_("Goal or person"), required=False, max_length=100,
        widget=PlainInput(attrs={"type": "search", "placeholder": _("Goal or person")}),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("Kind of goal"), required=False, widget=PlainSelect,
        choices=[("", _("Any kind of goal")), *GoalKind.choices],
    )  # fmt: skip
    skill_kind = forms.ChoiceField(
        label=_("Kind of skill"), required=False, widget=PlainSelect,
        choices=[("", _("Hard and soft")), *((kind.value, kind.label) for kind in _KINDS)],
    )  # fmt: skip
    state = forms.ChoiceField(
        label=_("State"), required=False, widget=PlainSelect,
        choices=[("", _("Any state")), *GoalState.choices, (OVERDUE, _("overdue"))],
    )  # fmt: skip
    sort = forms.ChoiceField(
        required=False, widget=forms.HiddenInput, choices=[(key, key) for key in SORTS]
    )


class UnitGoalFilterForm(UnitForm):
    """Filters of the goals of units."""

    state = forms.ChoiceField(
        label=_("State"), required=False, widget=PlainSelect,
        choices=[("", _("Any state")), *GoalState.choices],
    )  # fmt: skip


@require_GET
def goal_board(request: UserRequest) -> HttpResponseBase:
    """Goals of oneself and of the people one leads or answers for; `format` gives a file."""
    saved = SavedViews(request, "pages:goal_board")
    if not request.GET and saved.default_url:
        return redirect(saved.default_url)
    form = GoalFilterForm(request.GET)
    filters = Filters(form, request.GET, saved)
    values = filters.values
    wanted = Wanted(
        unit_path=form.unit_path,
        search=values["q"],
        **{name: values[name] for name in ("kind", "skill_kind", "state")},
    )
    rows = goals_in_list(request.user, wanted, today=timezone.localdate(), sort=values["sort"])
    if request.GET.get("format") in FORMATS:
        lines = _lines(rows, request.user)
        return download("goals", EXPORT_HEAD, lines, request.GET["format"])
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    goals = list(page.object_list)
    context = {
        "filters": filters,
        "page": page,
        "rows": progress_of(goals, levels_today(goals), request.user),
        "sort": values["sort"] or "due",
        "today": timezone.localdate(),
    }
    return render(request, "pages/goal_board.html", context)


@require_GET
def goal_shared_list(request: UserRequest) -> HttpResponse:
    """Goals that colleagues show to their team or to everybody."""
    shared = Goal.objects.shared_with(request.user).exclude(employee__user=request.user)
    rows = shared.select_related("employee", "skill", "certificate_type", "aligned_to__unit")
    rows = rows.order_by("employee__last_name", "employee__first_name", "id")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "pages/goal_shared_list.html", {"page": page})


@require_GET
def unit_goals(request: UserRequest) -> HttpResponseBase:
    """What units want to reach, and how many goals of people serve it; `format` gives a file."""
    form = UnitGoalFilterForm(request.GET)
    filters = Filters(form, request.GET)
    rows = unit_goals_of(form.unit_path, request.user, state=filters.values["state"])
    if request.GET.get("format") in FORMATS:
        lines = map(_unit_cells, rows)
        return download("unit-goals", UNIT_GOAL_HEAD, lines, request.GET["format"])
    led = units_led_by(request.user)
    context = {
        "filters": filters,
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "unit": led.filter(path=form.unit_path).first() if form.unit_path else led.first(),
        "led": set(led.values_list("pk", flat=True)),
    }
    return render(request, "pages/unit_goal_list.html", context)


def _unit_cells(goal: UnitGoal) -> list[Cell]:
    counts = (goal.served, goal.reached)  # type: ignore[attr-defined]  # annotated
    owner = str(goal.owner)
    return [goal.title, goal.measure, goal.unit.path, owner, goal.due_on, *counts, goal.state]


def _lines(rows: QuerySet[Goal], user: User) -> Iterator[list[Cell]]:
    everything = list(rows)
    for first in range(0, len(everything), CHUNK):
        goals = everything[first : first + CHUNK]
        for one in progress_of(goals, levels_today(goals), user):
            yield _cells(one)


def _cells(one: Progress) -> list[Cell]:
    goal, level = one.goal, one.row.level if one.row else None
    return [
        goal.employee.number,
        str(goal.employee),
        goal.unit_path,  # type: ignore[attr-defined]  # annotated
        goal.title,
        goal.kind,
        str(goal.skill or goal.certificate_type or ""),
        kind_of(goal),
        goal.target_level if goal.kind == GoalKind.SKILL else goal.kpi_target,
        goal.kpi_current,
        goal.kpi_unit,
        *([level.value, level.low, level.high, level.n_ratings] if level else [None] * 4),
        one.is_held,
        goal.due_on,
        goal.weight,
        goal.state,
        goal.reason,
        str(goal.aligned_to or ""),
    ]
