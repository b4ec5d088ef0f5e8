"""What the other side of a meeting changed meanwhile; the page asks for it every few seconds."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_GET

from reviews.enums import ReviewState
from reviews.queries.goals import goal_balance, goals_of
from reviews.queries.reviews import Entries
from reviews.services.signing import seen_beside
from skillmap.core.http import UserRequest
from skillmap.pages.jobs import STOP_POLLING
from skillmap.pages.reviews import lacks_reason, review_or_404
from skillmap.pages.reviews_fields import Field, shared_written, version_of
from skillmap.pages.reviews_goals import adds_goals

PLAN_CHANGED = "plan-changed"  # what the plan beside the meeting listens to


@require_GET
def review_newer(request: UserRequest, public_id: UUID) -> HttpResponse:
    """What is newer than the versions in the address; nothing where nothing is. The last answer
    says that the meeting is over."""
    review = review_or_404(request, public_id)
    if lacks_reason(request, review):
        return HttpResponse(status=STOP_POLLING)
    context: dict[str, Any] = {"review": review}
    if review.state != ReviewState.MEETING:
        return render(request, "reviews/_newer.html", context, status=STOP_POLLING)
    shown = request.GET
    context["newer"] = [
        one
        for one in shared_written(Entries(review, request.user))
        if one.version > (version_of(shown, one.key) or 0)
    ]
    context["is_added"] = _is_skill_added(context["newer"], shown)
    goals = list(goals_of(review.employee, request.user))
    beside = seen_beside(review, goals)
    is_beside = "beside" in shown and shown["beside"] != beside
    if not context["newer"] and not is_beside:
        return HttpResponse(status=204)
    if is_beside:
        context |= {"beside": beside, "goals": goals, "goal_balance": goal_balance(goals)}
        context |= {"writes": True, "swaps": True, "adds_goals": adds_goals(request, review)}
    response = render(request, "reviews/_newer.html", context)
    if is_beside:
        response["HX-Trigger"] = PLAN_CHANGED
    return response


def _is_skill_added(newer: list[Field], shown: QueryDict) -> bool:
    """Is there a skill that the page, which names the versions of all it has, lacks?"""
    keys = {f"{one.key}-version" for one in newer if one.about.skill}
    return "notes-version" in shown and not keys <= set(shown)
