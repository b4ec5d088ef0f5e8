"""A skill or an answer of a meeting becomes a goal in one step, and can be taken back."""

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.db.models import F, ProtectedError
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from reviews.enums import GoalKind, GoalState
from reviews.models import Goal, Review, ReviewCycle, SignedReview
from reviews.queries.reviews import SkillLine
from reviews.services.entries import in_meeting
from reviews.services.goals import GoalContent, add_goal
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import User
from skills.services.changes import keep_from_merging

LONGEST_TITLE = 120  # characters of an answer that make a title
HALF_A_MONTH = dt.timedelta(days=15)
DAY = dt.timedelta(days=1)


@transaction.atomic
def goal_from_meeting(*, actor: User, review: Review, line: SkillLine, answer: str = "") -> Goal:
    """A goal on this skill of the review for the next period, in the words of an answer if given.

    A skill merged since counts as what it became. Raises `NotAllowedError`, `ConflictError` outside
    the meeting or where it is there already, `DomainError` for a skill that is retired.
    """
    review = in_meeting(review)
    skill = keep_from_merging([line.skill.pk]).get(line.skill.pk, line.skill)
    if skill.retired_on is not None:
        raise DomainError(_("This skill is not used any more."), field="skill")
    title = Truncator(" ".join(answer.split())).chars(LONGEST_TITLE)
    title = title or _("Improve: %(skill)s") % {"skill": skill}
    same = Goal.objects.filter(employee=review.employee, skill=skill, title=title)
    if same.filter(state=GoalState.OPEN).exists():
        raise ConflictError(_("There is such a goal already."), code="exists")
    content = GoalContent(
        title=title, target_level=_target(line), due_on=end_of_next_period(review.cycle)
    )
    kind = GoalKind.SKILL
    return add_goal(actor=actor, employee=review.employee, kind=kind, skill=skill, content=content)


@transaction.atomic
def take_back_goal(*, actor: User, goal: Goal) -> None:
    """Remove a goal that this user has just set, as if it had never been.

    Raises `NotAllowedError`, `ConflictError` where it is too late or somebody worked with it.
    Taking it back again changes nothing.
    """
    kept = Goal.objects.select_for_update().filter(pk=goal.pk).first()
    if kept is None:
        return
    if kept.created_by_id != actor.pk:
        raise NotAllowedError(_("Only who set a goal takes it back."))
    too_late = ConflictError(
        _("This goal has been in use, so it stays. Drop it instead."), code="too_late"
    )
    signed = SignedReview.objects.filter(review__employee=kept.employee_id)
    if not kept.is_fresh or signed.filter(signed_at__gte=kept.created_at).exists():
        raise too_late
    try:
        kept.figures.filter(value=F("goal__kpi_start"), recorded_by=actor).delete()  # set with it
        kept.delete()
    except ProtectedError:
        raise too_late from None


def end_of_next_period(cycle: ReviewCycle) -> dt.date:
    """As long after the period as the period was; at the end of a month if that was one."""
    length = cycle.period_end - cycle.period_start + DAY
    due = max(cycle.period_end, timezone.localdate()) + length
    if (cycle.period_end + DAY).day == 1:
        due = (due + HALF_A_MONTH).replace(day=1) - DAY
    return due


def _target(line: SkillLine) -> Decimal:
    """What the role asks for, else a level above the one that is known, on the skill's scale."""
    scale = line.skill.scale
    known = Decimal(scale.zero_rank) if line.known is None else line.known
    if line.required is not None and known < line.required:
        return line.required
    return min(known + 1, Decimal(scale.top_rank))
