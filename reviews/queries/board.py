"""The board: whose reviews somebody leads, how far each is, and what comes next."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from employees.models import Employee
from reviews.enums import ReviewCycleState, ReviewState, Side, Topic
from reviews.models import Review, ReviewEntry, ReviewSkill
from reviews.queries.asked import asks, section_of
from reviews.queries.merged import folded
from skillmap.core.models import User

SECONDS_PER_SKILL = 40
MEETING_MINUTES = 30
OVER = (ReviewState.ACKNOWLEDGED, ReviewState.ARCHIVED)


@dataclass(frozen=True)
class BoardRow:
    """One review that somebody leads. `apart` is the skill on which the two differ most."""

    review: Review
    asked: int
    done: int
    apart: str = ""
    distance: float = 0

    @property
    def minutes(self) -> int:
        """What is left to do, roughly."""
        if self.review.state == ReviewState.PREPARING:
            return -(-(self.asked - self.done) * SECONDS_PER_SKILL // 60)
        return MEETING_MINUTES if self.review.state in {"ready", "meeting"} else 0


def own_reviews(user: User) -> QuerySet[Review]:
    """One's own reviews, the newest first."""
    mine = Review.objects.newest().filter(employee__user=user)
    return mine.select_related("cycle", "employee").order_by("-cycle__period_end", "-pk")


def led_reviews(user: User) -> QuerySet[Review]:
    """Reviews of one's direct reports and of those one stands in for.

    Of cycles that run all; of others those that are not finished, such as corrections.
    """
    people = Employee.objects.filter(
        Q(pk__in=Employee.objects.in_line_of(user).values("pk"))
        | Q(pk__in=Employee.objects.led_in_place_by(user).values("pk"))
    )
    rows = Review.objects.newest().filter(
        Q(cycle__state=ReviewCycleState.RUNNING) | ~Q(state__in=OVER), employee__in=people
    )
    return rows.select_related("cycle__template", "employee").order_by(
        "cycle", "employee__last_name", "employee__first_name", "pk"
    )


def board_of(user: User, reviews: Sequence[Review]) -> list[BoardRow]:
    """A row for each, with how much of one's part is done; two queries."""
    by_id = {review.pk: review for review in reviews}
    lines = ReviewSkill.objects.once().filter(review__in=reviews)
    asked = Counter(
        review
        for review, kind in lines.values_list("review", "skill__kind")
        if _is_asked(by_id[review], kind)
    )
    levels: dict[int, dict[str, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    done: dict[int, int] = defaultdict(int)
    said = ReviewEntry.objects.visible_to(user).filter(review__in=reviews, topic=Topic.SKILL)
    rows = said.filter(Q(level__isnull=False) | Q(cannot_judge=True), side__in=_SIDES)
    for entry in folded(rows.select_related("skill")):
        review = by_id[entry.review_id]
        if entry.skill is None:
            continue
        if entry.side == Side.MANAGER and entry.writer_id == user.pk:
            done[review.pk] += _is_asked(review, entry.skill.kind)
        if entry.level is not None and review.has_sent(entry):
            levels[review.pk][entry.skill.name][entry.side] = float(entry.level)
    return [
        BoardRow(review, asked[review.pk], done[review.pk], *_apart(levels[review.pk]))
        for review in reviews
    ]


def _is_asked(review: Review, kind: str) -> bool:
    """Does the manager rate this kind of skill?"""
    return asks(Side.MANAGER, section_of(review, kind))


_SIDES = (Side.SELF, Side.MANAGER)


def _apart(levels: dict[str, dict[str, float]]) -> tuple[str, float]:
    """The skill on which the two differ most, where both can be read."""
    found = [
        (abs(both[Side.SELF] - both[Side.MANAGER]), skill)
        for skill, both in sorted(levels.items())
        if len(both) == len(_SIDES)
    ]
    distance, skill = max(found, default=(0, ""))
    return (skill, distance) if distance else ("", 0)
