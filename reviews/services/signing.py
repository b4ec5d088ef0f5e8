"""What is signed, and the evidence that comes of it."""

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.postgres.aggregates import ArrayAgg
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from assessments.enums import Source
from assessments.models import Evidence
from assessments.services import NewEvidence, record_evidence, retract_evidence
from employees.models import Employee
from reviews.enums import GoalState, Side, Topic
from reviews.models import CalibrationChange, Goal, Review, ReviewEntry, SignedReview, digest_of
from reviews.queries.asked import words
from reviews.queries.merged import folded
from skillmap.core.models import User
from training.enums import PlanState
from training.models import DevelopmentPlan

_SOURCES = {Side.SELF: Source.SELF, Side.MANAGER: Source.MANAGER, Side.SHARED: Source.AGREED}


def sign_content(*, actor: User, review: Review, now: dt.datetime) -> SignedReview:
    """Write down what the manager signs; called by the step, in its transaction."""
    with translation.override(settings.LANGUAGE_CODE):  # the same for everybody who reads it
        content = content_of(review, actor)
    return SignedReview.objects.create(
        review=review, content=content, digest=digest_of(content), signed_by=actor, signed_at=now
    )


def content_of(review: Review, signer: User) -> dict[str, Any]:
    """The whole review in words and plain values, as it is printed."""
    cycle = review.cycle
    entries = _counting(review)
    return {
        "cycle": cycle.name,
        "template": str(cycle.template),
        "period": [cycle.period_start.isoformat(), cycle.period_end.isoformat()],
        "employee": str(review.employee),
        "manager": str(signer),
        "manager_part_by": str(review.manager_author or ""),
        "revision": review.revision,
        "skills": list(_skills(review, entries)),
        "questions": list(_questions(review, entries)),
        **_beside(review, _open_goals(review)),
        **_overall(review, entries),
        "summary": {
            side.value: _text(entries, side, Topic.SUMMARY)
            for side in (Side.SELF, Side.MANAGER, Side.SHARED)
        },
        "notes": _text(entries, Side.SHARED, Topic.NOTES),
    }


def seen_beside(review: Review, goals: Iterable[Goal] | None = None) -> str:
    """Names goals (those a page shows, else those of now) and plan as they would be signed:
    another one as soon as they change."""
    with translation.override(settings.LANGUAGE_CODE):
        return digest_of(_beside(review, _open_goals(review) if goals is None else goals))


def record_levels(*, review: Review, agrees: bool, actor: User, now: dt.datetime) -> None:
    """Make evidence of a review that both have signed.

    Levels of the two sides count as their own; those agreed on stand for both, if the person
    agrees. What an earlier revision said and this one does not is retracted.
    """
    rows = list(_evidence(review, agrees=agrees, now=now))
    keys = {row.key for row in rows}
    reference = _reference(review)
    before = Evidence.objects.standing().filter(employee=review.employee, reference=reference)
    gone = [
        row
        for row in before
        if (row.source, row.reference, row.employee_id, row.skill_id) not in keys
    ]
    if gone:
        retract_evidence(evidence=gone, reason=_("Corrected in the review"), actor=actor, now=now)
    record_evidence(rows=rows, actor=actor, now=now)


def _evidence(review: Review, *, agrees: bool, now: dt.datetime) -> Iterator[NewEvidence]:
    author = review.manager_author
    manager = Employee.objects.filter(user=author).first() if author else None
    asked = set(review.skills.once().values_list("skill", flat=True))
    calibrated = _calibrated(review)
    for entry in _counting(review):
        source = _SOURCES.get(Side(entry.side))
        is_level = entry.topic == Topic.SKILL and entry.level is not None
        if not is_level or entry.skill_id not in asked or source is None or entry.skill is None:
            continue
        if source == Source.AGREED and not agrees:
            continue
        is_own = entry.skill_id not in calibrated
        yield NewEvidence(
            employee=review.employee,
            skill=entry.skill,
            source=source,
            level=entry.level,
            observed_on=timezone.localdate(now),
            rater=manager if source == Source.MANAGER and is_own else None,
            reference=_reference(review),
            review=review.public_id,
        )


def _calibrated(review: Review) -> set[int | None]:
    """Skills whose level is no longer the manager's own: it says nothing on how they rate."""
    of_person = CalibrationChange.objects.filter(
        review__cycle=review.cycle, review__employee=review.employee
    )
    return set(of_person.values_list("skill", flat=True))


def _reference(review: Review) -> str:
    """The same for all revisions, so that a correction takes the place of what it corrects."""
    return f"review {review.cycle.public_id}"


def _counting(review: Review) -> list[ReviewEntry]:
    """The entries that belong to the review: of the two parts only what was sent."""
    rows = ReviewEntry.objects.filter(review=review).exclude(side=Side.PRIVATE)
    found = folded(rows.select_related("skill__scale", "question"))
    return [entry for entry in found if review.has_sent(entry)]


def _skills(review: Review, entries: list[ReviewEntry]) -> Iterator[dict[str, Any]]:
    said = {(e.side, e.skill_id): e for e in entries if e.topic == Topic.SKILL}
    for line in review.skills.once().select_related("skill__scale"):
        yield {
            "skill": line.skill.name,
            "kind": line.skill.kind,
            "required": None if line.required_level is None else _plain(line.required_level),
            "top": line.skill.scale.top_rank,
            **{side.value: _side(said.get((side, line.skill_id))) for side in _SOURCES},
        }


def _side(entry: ReviewEntry | None) -> dict[str, Any]:
    if entry is None:
        return {"level": None, "text": ""}
    return {
        "level": None if entry.level is None else _plain(entry.level),
        "cannot_judge": entry.cannot_judge,
        "text": entry.text,
    }


def _questions(review: Review, entries: list[ReviewEntry]) -> Iterator[dict[str, Any]]:
    """Every question that was answered, in the words it had."""
    by_question: dict[int, dict[str, Any]] = {}
    for entry in entries:
        if entry.topic != Topic.QUESTION or entry.question is None or not entry.text:
            continue
        asked = words(entry.question, review.cycle)
        row = by_question.setdefault(entry.question.pk, {"question": asked})
        row[entry.side] = entry.text
    yield from by_question.values()


def _beside(review: Review, goals: Iterable[Goal]) -> dict[str, Any]:
    """What is signed but kept outside the review."""
    counting = [
        _goal(goal)
        for goal in goals
        if review.cycle.template.has_goals and goal.state == GoalState.OPEN
    ]
    return {"goals": counting, "plan": _plan(review)}


def _open_goals(review: Review) -> list[Goal]:
    goals = Goal.objects.filter(employee=review.employee, state=GoalState.OPEN)
    return list(goals.select_related("skill", "certificate_type"))


def _goal(goal: Goal) -> dict[str, Any]:
    about = goal.skill or goal.certificate_type or goal.kpi_unit
    target = goal.target_level if goal.skill else goal.kpi_target
    return {
        "title": goal.title,
        "about": str(about or ""),
        "target": None if target is None else _plain(target),
        "due": goal.due_on.isoformat() if goal.due_on else None,
        "weight": goal.weight,
    }


def _plan(review: Review) -> dict[str, Any] | None:
    """The plan that is proposed or runs; a recommendation nobody took is not agreed."""
    plans = DevelopmentPlan.objects.filter(
        employee=review.employee, state__in=[PlanState.PROPOSED, PlanState.ACTIVE]
    )
    titles = ArrayAgg("steps__activity__title", order_by="steps__position")
    plan = plans.annotate(titles=titles).values("state", "hours", "titles").first()
    if plan is None:
        return None
    steps = [title for title in plan["titles"] if title is not None]  # no steps: one that is None
    return {"state": plan["state"], "hours": _plain(plan["hours"]), "steps": steps}


def _overall(review: Review, entries: list[ReviewEntry]) -> dict[str, str | None]:
    """The rank of the overall rating, and how the template calls it."""
    agreed = (e.level for e in entries if (e.side, e.topic) == (Side.SHARED, Topic.OVERALL))
    rank = next(agreed, None)
    if rank is None:
        return {"overall": None, "overall_word": ""}
    word = dict(review.cycle.template.overall_choices)[int(rank)]
    return {"overall": _plain(rank), "overall_word": word}


def _text(entries: list[ReviewEntry], side: Side, topic: Topic) -> str:
    return next((e.text for e in entries if (e.side, e.topic) == (side, topic)), "")


def _plain(value: Decimal) -> str:
    """`3.5`, `3`: without the zeros of the column."""
    return f"{value.normalize():f}"
