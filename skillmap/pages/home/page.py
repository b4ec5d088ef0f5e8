"""The view: one page composed of the parts that this person's roles call for."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from employees.models import Employee
from skillmap.core.http import UserRequest
from skillmap.pages.home.organisation import organisation_of
from skillmap.pages.home.own import OwnWeek, brief_week, own_week
from skillmap.pages.home.plans import OpenPlan, open_plans
from skillmap.pages.home.team import TeamView, reports_led_by, team_of
from skillmap.pages.navigation import HR, Standing, standing_of
from skillmap.pages.waiting.items import Item, waiting_for_user

WAITING_SHOWN = 5


@dataclass(frozen=True)
class Waiting:
    """The first things that wait, and how many there are."""

    items: list[Item]
    count: int


@require_GET
def home(request: UserRequest) -> HttpResponse:
    """What this person can do next; at most fifteen queries whatever their roles."""
    standing, today = standing_of(request), timezone.localdate()
    people = list(reports_led_by(request.user, today)) if standing.leads else []
    plans = _plans(request, standing, people)
    context: dict[str, Any] = {"today": today, "own": _own(standing, plans)}
    context["waiting"] = _waiting(waiting_for_user(request.user, standing, today))
    context["team"] = _team(people, plans) if standing.leads else None
    if standing.grants & HR:
        context["organisation"] = organisation_of(request.user, standing.grants, today)
    return render(request, "pages/home.html", context)


def _plans(request: UserRequest, standing: Standing, people: list[Employee]) -> dict[int, OpenPlan]:
    """The open plans of oneself and of one's reports, by employee id; one query."""
    own = [standing.employee] if standing.employee else []
    return open_plans(request.user, [*own, *people]) if own or people else {}


def _own(standing: Standing, plans: dict[int, OpenPlan]) -> OwnWeek | None:
    """HR has the organisation to look after; their own gaps stand on their profile."""
    person = standing.employee
    if person is None:
        return None
    read = brief_week if standing.grants & HR else own_week
    return read(person, plans.get(person.pk))


def _team(people: list[Employee], plans: dict[int, OpenPlan]) -> TeamView:
    return team_of(people, plans)


def _waiting(items: list[Item]) -> Waiting:
    """Late steps of one's own stand among those of this week."""
    others = [item for item in items if not item.is_own_step]
    return Waiting(others[:WAITING_SHOWN], len(others))
