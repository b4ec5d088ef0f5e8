"""The plan of one person: what is agreed or recommended, when, why, and what would come of it."""

from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from skillmap.core.http import UserRequest
from skillmap.pages.plan_view import PlanView
from skillmap.pages.profile import open_card_of
from training.enums import PlanState
from training.models import DevelopmentPlan, PlanStep

LIVING = (PlanState.ACTIVE, PlanState.PROPOSED, PlanState.DRAFT)
PAST_SHOWN = 10


@require_GET
def person_plan(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The open plan or the recommendation; `?plan=` shows another one of the same person."""
    card = open_card_of(request.user, public_id)
    plans = list(_plans(card.person.pk))
    living = sorted((p for p in plans if p.state in LIVING), key=lambda p: LIVING.index(p.state))
    wanted = request.GET.get("plan", "")
    chosen = next((p for p in plans if str(p.public_id) == wanted), next(iter(living), None))
    context = {
        "card": card,
        "view": PlanView(chosen) if chosen else None,
        "living": living,
        "past": [p for p in plans if p.state not in LIVING][:PAST_SHOWN],
    }
    return render(request, "pages/person_plan.html", context)


def _plans(employee_id: int) -> QuerySet[DevelopmentPlan]:
    steps = PlanStep.objects.select_related("activity", "session").order_by("position")
    return (
        DevelopmentPlan.objects.filter(employee=employee_id)
        .select_related("template")
        .prefetch_related(Prefetch("steps", queryset=steps), "decisions__actor")
        .order_by("-created_at", "-pk")
    )
