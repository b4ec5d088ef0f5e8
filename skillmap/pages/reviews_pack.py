"""What a manager reads before the meeting: the whole period of a person on one page."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assessments.analysis.parameters import Z90
from assessments.models import Evidence, SkillProfile
from assessments.queries.explanations import explain, known_in
from assessments.queries.feedback_report import closed_evidence
from assessments.queries.levels import SkillLevel
from assessments.queries.remarks import remarks_about
from reviews.models import Review, SignedReview
from reviews.queries.goals import goal_balance, goals_of
from reviews.queries.observations import observations_of_period
from skillmap.core.http import UserRequest
from skillmap.core.levels import Level
from skillmap.core.models import User
from skillmap.pages.forecasts import level_around
from skillmap.pages.profile import evidence_for, levels_for
from skillmap.pages.reviews import lacks_reason, reason_page, review_or_404
from training.models import Completion

MOST_ROWS = 100  # of evidence, observations, remarks and training


@dataclass(frozen=True)
class Change:
    """One required skill: its level at the start of the period, None if unknown, and now."""

    row: SkillLevel
    then: Level | None


@require_GET
def review_pack(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Evidence, observations, levels then and now, goals, training, notes, and what was promised
    last time."""
    review = review_or_404(request, public_id, "employee__skill_profile")
    if lacks_reason(request, review):
        return reason_page(request, review)
    person, cycle = review.employee, review.cycle
    rows = list(evidence_for(request.user, person))
    in_period = [row for row in rows if _within(review, row.observed_on)][:MOST_ROWS]
    closed = closed_evidence(request.user, person)
    goals = list(goals_of(person, request.user))
    context: dict[str, Any] = {
        "review": review,
        "changes": _changes(review, rows, closed),
        "evidence": sorted(in_period, key=lambda row: row.skill.name),
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
        "last": _last_signed(review),
    }
    return render(request, "reviews/review_pack.html", context)


def _within(review: Review, day: dt.date) -> bool:
    return review.cycle.period_start <= day <= review.cycle.period_end


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


def _changes(review: Review, rows: Sequence[Evidence], closed: Collection[int]) -> list[Change]:
    """What the role asks for, with the level at the start of the period rebuilt from its rows.

    Nothing is rebuilt where part of what counts is closed to the reader.
    """
    profile: SkillProfile | None = getattr(review.employee, "skill_profile", None)
    if profile is None:
        return []
    by_skill: dict[int, list[Evidence]] = defaultdict(list)
    for row in rows:
        by_skill[row.skill_id].append(row)
    known, half = known_in(profile), Z90 * profile.calibration / 1000
    found = []
    for level in levels_for(review.employee, profile):
        if level.level.required is None:
            continue
        told, what = by_skill[level.skill.pk], known(level.skill)
        then = None
        if what is not None and not any(row.pk in closed for row in told):
            past = explain(told, level.skill, what, review.cycle.period_start)
            if past.used:
                then = level_around(level.level, past.level, half * past.sd, len(past.used))
        found.append(Change(level, then))
    return sorted(found, key=lambda one: one.row.weight)
