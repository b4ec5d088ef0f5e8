"""The first page, by role: what this person can do next."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from assessments.models import SkillProfile
from assessments.queries.certificates import certificates_to_renew, lacking_rows
from assessments.queries.levels import SkillLevel, levels_of
from assessments.queries.overview import fit_summary, gaps_by_department
from employees.enums import Grant
from employees.models import Employee
from skillmap.core.http import UserRequest
from skillmap.core.models import Job, User
from skillmap.pages.checklist import setup_tasks
from skillmap.pages.navigation import HR, Standing, standing_of
from skillmap.pages.team import team_of
from training.enums import StepState
from training.models import DevelopmentPlan
from training.queries.plans import DueItem, current_plan, this_week

TOP_GAPS = 3
SHOWN = 5
GAPS = {"possible_gap", "probable_gap"}


@dataclass(frozen=True)
class OwnWeek:
    """What an employee sees first: items of this week, the plan, the largest gaps.

    `lacking`: certificates that the role asks for and that are missing, ended or end soon.
    `is_new`: nothing is known about this person yet, so rating oneself comes first.
    """

    person: Employee
    due: list[DueItem]
    plan: DevelopmentPlan | None
    is_new: bool = False
    gaps: Sequence[SkillLevel] = ()
    done: int = 0
    steps: int = 0
    lacking: Sequence[Any] = ()


@require_GET
def home(request: UserRequest) -> HttpResponse:
    """One page composed of the parts that this person's roles call for."""
    standing = standing_of(request)
    context: dict[str, Any] = {"today": timezone.localdate()}
    if standing.employee:
        week = _brief_week if standing.grants & HR else _own_week
        context["own"] = week(standing.employee)
    if standing.leads:
        context["team"] = team_of(request.user)
    if standing.grants & HR:
        context["organisation"] = _organisation(request.user, standing)
    return render(request, "pages/home.html", context)


def _own_week(person: Employee) -> OwnWeek:
    """With progress, gaps and lacking certificates."""
    profile = SkillProfile.objects.filter(employee=person).first()
    levels = levels_of([profile])[person.pk] if profile else []
    gaps = sorted((r for r in levels if r.level.status in GAPS), key=lambda row: row.weight)
    brief = _brief_week(person)
    states = list(brief.plan.steps.values_list("state", flat=True)) if brief.plan else []
    return replace(
        brief,
        is_new=profile is None or not profile.coverage,
        gaps=gaps[:TOP_GAPS],
        done=states.count(StepState.DONE),
        steps=len(states),
        lacking=list(lacking_rows([person], timezone.localdate())[:SHOWN]),
    )


def _brief_week(person: Employee) -> OwnWeek:
    """What is due: HR has the organisation to look after, their gaps stand on their profile."""
    today = timezone.localdate()
    return OwnWeek(person, this_week(person, today), current_plan(person))


def _organisation(user: User, standing: Standing) -> dict[str, Any]:
    """Figures of the people in scope; set-up and jobs only for HR admins."""
    profiles = SkillProfile.objects.visible_to(user)
    found: dict[str, Any] = {
        "fit": fit_summary(profiles),
        "certificates": certificates_to_renew(user, timezone.localdate())[:SHOWN],
    }
    if Grant.HR_ADMIN in standing.grants:
        tasks = setup_tasks()
        found["departments"] = gaps_by_department()
        found["jobs"] = Job.objects.visible_to(user, sees_all=True).filter(finished_at=None)[:SHOWN]
        found["tasks"] = [] if all(task.is_done for task in tasks) else tasks
    return found
