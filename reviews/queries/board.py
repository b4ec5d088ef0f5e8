"""The board: whose reviews somebody leads, how far each is, and what comes next."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from employees.models import Employee
from reviews.enums import GoalKind, GoalState, ReviewCycleState, ReviewState, Side, Topic
from reviews.models import Goal, Review, ReviewCycle, ReviewEntry, ReviewSkill
from reviews.models.reviews import ReviewQuerySet
from reviews.queries.asked import asks, section_of
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
    lines = ReviewSkill.objects.filter(review__in=reviews).values_list("review", "skill__kind")
    asked = Counter(review for review, kind in lines if _is_asked(by_id[review], kind))
    levels: dict[int, dict[str, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    done: dict[int, int] = defaultdict(int)
    said = ReviewEntry.objects.visible_to(user).filter(review__in=reviews, topic=Topic.SKILL)
    rows = said.filter(Q(level__isnull=False) | Q(cannot_judge=True), side__in=_SIDES)
    for entry in rows.select_related("skill"):
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


@dataclass(frozen=True)
class Progress:
    """How far a cycle is: reviews by state, and what is agreed and wanted, kind by kind."""

    people: int
    states: list[tuple[str, str, int, float]]
    goals_hard: int
    goals_soft: int
    agreed_hard: int
    agreed_soft: int

    @property
    def lacks(self) -> str:
        """The kind that is missing among the goals of everybody in the cycle, if one is."""
        if not self.goals_hard and self.goals_soft:
            return "hard"
        return "soft" if self.goals_hard and not self.goals_soft else ""


def progress_of(cycle: ReviewCycle, reviews: ReviewQuerySet) -> Progress:
    """The board of HR over these reviews of a cycle; three queries."""
    newest = reviews.newest().filter(cycle=cycle)
    counts = dict(newest.order_by().values_list("state").annotate(n=Count("pk")))
    people = sum(counts.values())
    agreed = ReviewEntry.objects.filter(
        review__in=newest, side=Side.SHARED, topic=Topic.SKILL, level__isnull=False
    ).aggregate(**_kinds("skill__kind"))
    goals = Goal.objects.filter(
        employee__in=newest.values("employee"), state=GoalState.OPEN
    ).aggregate(hard=Count("pk", filter=_HARD), soft=Count("pk", filter=_SOFT))
    return Progress(
        people=people,
        states=[
            (state.value, str(state.label), counts.get(state, 0), counts.get(state, 0) / people)
            for state in ReviewState
            if people
        ],
        goals_hard=goals["hard"],
        goals_soft=goals["soft"],
        agreed_hard=agreed["hard"],
        agreed_soft=agreed["soft"],
    )


_SOFT = Q(skill__kind="soft") | Q(certificate_type__skill__kind="soft")
_HARD = Q(skill__kind="hard") | (
    Q(kind=GoalKind.CERTIFICATION) & ~Q(certificate_type__skill__kind="soft")
)


def _kinds(path: str) -> dict[str, Count]:
    return {kind: Count("pk", filter=Q(**{path: kind})) for kind in ("hard", "soft")}
