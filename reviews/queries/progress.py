"""How far a cycle is: HR's view over all of its reviews.

Whoever would have to say why reads figures of these people only together, and two looks at
different days must not differ by one person. So what they agreed on counts once it is signed, as
it was signed first, and in groups that reach the floor, in the order of signing: a figure stands
until a whole group joins it, also where HR sets another floor. Groups are the same for every
reader, so who leads whom makes none of them up anew. One with somebody in it whom the reader leads
or led while the cycle ran is not told: the reader could take away whom they read alone. What
somebody said why about moves none of these figures.
"""

from dataclasses import dataclass

from django.db.models import (
    BooleanField,
    Count,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce, Now
from django.utils import timezone

from assessments.queries.map_reach import FLOOR, aggregate_floor
from employees.models import Employee
from employees.models.people import EmployeeQuerySet
from reviews.enums import ReviewState, Side, Topic
from reviews.models import Review, ReviewCycle, ReviewEntry, SignedReview
from reviews.models.reading import openly_read_by
from reviews.queries.goals import on_kind
from skillmap.core.models import User
from skills.enums import SkillKind

_KINDS = (SkillKind.HARD, SkillKind.SOFT)


@dataclass(frozen=True)
class Progress:
    """How far a cycle is: reviews by state, levels agreed and goals set, kind by kind.

    Of `left_out` people the reader would have to say why, and too few of them have signed since
    the last figures, which grow by `group`. A goal counts in the first review that is signed after
    it was set.
    """

    people: int
    states: list[tuple[str, str, int, float]]
    goals_hard: int
    goals_soft: int
    agreed_hard: int
    agreed_soft: int
    left_out: int
    group: int

    @property
    def lacks(self) -> str:
        """The kind that is missing among the goals that count here, if one is."""
        if not self.goals_hard and self.goals_soft:
            return "hard"
        return "soft" if self.goals_hard and not self.goals_soft else ""


def progress_of(cycle: ReviewCycle, user: User) -> Progress:
    """Of the reviews of a started cycle that this user sees; six queries."""
    seen = Review.objects.visible_to(user).filter(cycle=cycle)
    newest = seen.newest()
    size = _group_size()
    together = _told_together(cycle, user, size)
    alone = newest.filter(employee__in=openly_read_by(user)).exclude(employee__in=together.values())
    told = Review.objects.filter(Q(pk__in=list(together)) | Q(pk__in=alone.values("pk")))
    counts = dict(newest.order_by().values_list("state").annotate(n=Count("pk")))
    people = sum(counts.values())
    agreed, goals = _agreed(told), _goals(told)
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
        left_out=people - goals["people"],
        group=size,
    )


def _group_size() -> int:
    """The floor, up to whole fives: groups of six after groups of five would tell of one person."""
    return -(-aggregate_floor() // FLOOR) * FLOOR


def _told_together(cycle: ReviewCycle, user: User, size: int) -> dict[int, int]:
    """Whose reviews count as they were signed first, by review: of all whole groups of this size
    those in which the reader knows nobody."""
    signed = Review.objects.visible_to(user).filter(cycle=cycle, signed__isnull=False)
    known = ExpressionWrapper(Q(employee__in=_known_to(user, cycle)), BooleanField())
    first: dict[int, tuple[int, bool]] = {}
    rows = signed.order_by("signed__pk").values_list("pk", "employee", known)
    for review, person, is_known in rows:
        first.setdefault(person, (review, is_known))
    order = list(first.items())
    starts = range(0, len(order) // size * size, size)
    groups = (order[start : start + size] for start in starts)
    return {
        review: person
        for group in groups
        if not any(is_known for _person, (_review, is_known) in group)
        for person, (review, _is_known) in group
    }


def _known_to(user: User, cycle: ReviewCycle) -> EmployeeQuerySet:
    """Whom the reader reads alone today, or did while the cycle ran."""
    since = timezone.localdate(cycle.started_at) if cycle.started_at else cycle.period_start
    led = Employee.objects.led_since(user, since).values("pk")
    today = Employee.objects.related_to(user).values("pk")
    return Employee.objects.filter(Q(pk__in=today) | Q(pk__in=led))


def _agreed(told: QuerySet[Review]) -> dict[str, int]:
    rows = ReviewEntry.objects.filter(
        review__in=told, side=Side.SHARED, topic=Topic.SKILL, level__isnull=False
    )
    return rows.aggregate(**{kind: Count("pk", filter=Q(skill__kind=kind)) for kind in _KINDS})


def _goals(told: QuerySet[Review]) -> dict[str, int]:
    """Goals set since the person signed in another cycle, until this review was signed; and of how
    many people.

    No goal counts in two cycles, or two that differ by one person would tell of that one.
    """
    other = SignedReview.objects.filter(
        review__employee=OuterRef("employee"),
        signed_at__lt=Coalesce(OuterRef("signed__signed_at"), Now()),
    ).exclude(review__cycle=OuterRef("cycle"))
    since = Subquery(other.order_by("-signed_at").values("signed_at")[:1])
    set_on = "employee__goals__created_at"
    in_time = Q(since=None) | Q(**{f"{set_on}__gt": F("since")})
    in_time &= Q(signed=None) | Q(**{f"{set_on}__lte": F("signed__signed_at")})
    return told.annotate(since=since).aggregate(
        people=Count("employee", distinct=True),
        **{
            kind: Count("pk", filter=on_kind(kind, "employee__goals__") & in_time)
            for kind in _KINDS
        },
    )
