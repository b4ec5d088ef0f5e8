"""What a manager reads before the meeting: the whole period of a person on one page."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assessments.models import SkillProfile
from assessments.queries.explanations import known_in
from assessments.queries.feedback_report import (
    closed_among,
    reads_freely,
    report_of,
    reports_visible_to,
)
from assessments.queries.remarks import remarks_about
from reviews.models import Review, SignedReview
from reviews.queries.check_ins import talks_of_period
from reviews.queries.goals import goal_balance, goals_of
from reviews.queries.observations import observations_of_period
from reviews.queries.recognition import earned, grown, in_order
from skillmap.core.http import UserRequest
from skillmap.core.models import User
from skillmap.pages.feedback_reports import rows_of
from skillmap.pages.profile import evidence_for, levels_for
from skillmap.pages.reviews import lacks_reason, reason_page, review_or_404
from skillmap.pages.reviews_period import end_of, periods_of
from training.models import Completion

MOST_ROWS = 100  # of evidence, observations, remarks and training


@require_GET
def review_pack(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Evidence, observations, levels then and now, goals, training, notes, and what was promised
    last time."""
    review = review_or_404(request, public_id, "employee__skill_profile")
    if lacks_reason(request, review):
        return reason_page(request, review)
    person, cycle = review.employee, review.cycle
    rows = list(evidence_for(request.user, person))
    closed = closed_among(request.user, person, rows)
    profile: SkillProfile | None = getattr(person, "skill_profile", None)
    known = known_in(profile) if profile else None
    goals = list(goals_of(person, request.user))
    period = (cycle.period_start, end_of(cycle))
    deserved = list(earned(request.user, [person], *period))
    if profile and known:
        deserved += grown(profile, known, rows, closed, period)
    context: dict[str, Any] = {
        "review": review,
        "periods": periods_of(cycle, profile, known, levels_for(person, profile), rows, closed),
        "closed": closed,
        "goals": goals,
        "balance": goal_balance(goals),
        "training": Completion.objects.visible_to(request.user)
        .filter(employee=person, completed_on__range=(cycle.period_start, cycle.period_end))
        .select_related("activity")[:MOST_ROWS],
        "remarks": _remarks(request.user, review),
        "observations": observations_of_period(
            request.user, person, cycle.period_start, cycle.period_end
        )[:MOST_ROWS],
        "recognitions": in_order(deserved),
        "last": _last_signed(review),
    }
    return render(request, "reviews/review_pack.html", context)


@require_GET
def review_talks(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The fragment of the pack with the talks of the period, and what became of their actions."""
    review = review_or_404(request, public_id)
    if lacks_reason(request, review):
        return reason_page(request, review)
    period = (review.cycle.period_start, review.cycle.period_end)
    talks = talks_of_period(request.user, review.employee, *period)
    return render(request, "reviews/_pack_talks.html", {"talks": talks})


@require_GET
def review_feedback(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The fragment of the pack with the newest round of feedback released until the period ended,
    as its own report shows it; nothing where this viewer may not read one."""
    review = review_or_404(request, public_id)
    if lacks_reason(request, review):
        return reason_page(request, review)
    person, days = review.employee, (review.cycle.period_start, review.cycle.period_end)
    rounds = reports_visible_to(request.user).filter(
        employee=person, cycle__released_at__date__range=days
    )
    found = rounds.select_related("cycle", "employee").order_by("-cycle__released_at").first()
    context: dict[str, Any] = {"found": found}
    if found and reads_freely(request.user, person):
        context["rows"] = rows_of(report_of(found))
    return render(request, "reviews/_pack_feedback.html", context)


def _remarks(user: User, review: Review) -> list[Any]:
    period = (review.cycle.period_start, review.cycle.period_end)
    found = remarks_about(user, review.employee).filter(created_at__date__range=period)
    return list(found[:MOST_ROWS])


def _last_signed(review: Review) -> SignedReview | None:
    """What both signed last in a cycle before; a correction nobody answered is not agreed."""
    before = SignedReview.objects.filter(
        review__employee=review.employee,
        signed_at__lt=review.created_at,
        acknowledgement__isnull=False,
    ).exclude(review__cycle=review.cycle)
    return before.select_related("review").order_by("-signed_at").first()
