"""Hard and soft in goals, reviews and plans, unit by unit, and who has goals of one kind only."""

from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from reviews.queries.balance import UnitBalance, balance_by_unit, people_with_one_kind
from reviews.rules import can_see_goal_balance
from skillmap.core.http import UserRequest
from skillmap.core.models import Organisation
from skillmap.core.tabular.writing import Cell
from skillmap.pages.downloads import FORMATS, download
from skillmap.pages.filters import Filters
from skillmap.pages.forms import UnitForm

PAGE_SIZE = 50
EXPORT_HEAD = (
    "unit", "people", "people_with_goals", "people_with_one_kind", "goals_hard", "goals_soft",
    "goals_weight_hard", "goals_weight_soft", "levels_agreed_hard", "levels_agreed_soft",
    "plan_steps_hard", "plan_steps_soft", "plan_hours_hard", "plan_hours_soft",
)  # fmt: skip


@require_GET
def goal_balance(request: UserRequest) -> HttpResponseBase:
    """Of the people one leads or answers for; `format` gives the table."""
    if not can_see_goal_balance(request.user):
        return render(request, "403.html", status=403)
    form = UnitForm(request.GET)
    filters = Filters(form, request.GET)
    table = balance_by_unit(request.user, form.unit_path)
    if request.GET.get("format") in FORMATS:
        return download("balance", EXPORT_HEAD, map(_cells, table.units), request.GET["format"])
    people = people_with_one_kind(request.user, form.unit_path)
    organisation = Organisation.objects.first()
    context = {
        "filters": filters,
        "table": table,
        "page": Paginator(people, PAGE_SIZE).get_page(request.GET.get("page")),
        "blocks": organisation is not None and organisation.goals_need_both_kinds,
    }
    return render(request, "pages/goal_balance.html", context)


def _cells(one: UnitBalance) -> list[Cell]:
    goals, plans = one.goals, one.plans
    if not one.people:
        return [one.path, *[None] * (len(EXPORT_HEAD) - 1)]
    return [
        *(one.path, one.people, one.with_goals, one.one_kind),
        *(goals.hard, goals.soft, goals.hard_weight, goals.soft_weight),
        *(one.reviews.hard, one.reviews.soft),
        *(plans.hard, plans.soft, plans.hard_weight, plans.soft_weight),
    ]
