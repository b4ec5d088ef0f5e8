"""The board of a cycle: who answered, what it costs raters, who lacks raters."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Value,
)

from assessments.enums import RaterKind, RequestState
from assessments.models import (
    AssessmentCycle,
    CycleParticipant,
    CycleRaterKind,
    CycleSkill,
    ExternalRater,
    Rating,
    RatingRequest,
)
from assessments.queries.cycles import SECONDS_PER_SKILL, lacks_of
from employees.models import Employee
from skillmap.core.models import User

HEAVIEST = 5  # raters named with what they are asked for


@dataclass(frozen=True, slots=True)
class KindFunnel:
    """How far the answers of one kind are. `begun` and `answered` are None for anonymous kinds,
    whose numbers come once a day and by unit."""

    kind: CycleRaterKind
    asked: int
    begun: int | None
    answered: int | None

    @property
    def share(self) -> float | None:
        """Answered of asked, 0..1; None while it cannot be told."""
        return None if self.answered is None or not self.asked else self.answered / self.asked


@dataclass(frozen=True, slots=True)
class Load:
    """What one rater is asked for: people and expected minutes."""

    rater: Employee
    people: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Board:
    """Figures over the participants that the reader may see."""

    people: int
    lacking: int
    funnels: Sequence[KindFunnel]
    raters: int
    minutes_usual: int
    heaviest: Sequence[Load]
    days_left: int


def people_on_board(cycle: AssessmentCycle, user: User) -> QuerySet[CycleParticipant]:
    """Participants whose levels this user may read, by name; never the user themself."""
    rows = people_on_boards(user).filter(cycle=cycle)
    return rows.order_by("employee__last_name", "employee__first_name", "pk")


def people_on_boards(user: User) -> QuerySet[CycleParticipant]:
    """The same of all cycles, in no order."""
    readable = Employee.objects.levels_visible_to(user).exclude(user=user.pk)
    return CycleParticipant.objects.filter(employee__in=readable)


def funnels_of(
    kinds: Sequence[CycleRaterKind], people: QuerySet[CycleParticipant]
) -> list[KindFunnel]:
    """How far the answers of these kinds about these people are, in their order; one query.

    People from outside send a whole form, so what they began they have answered.
    """
    taking_part = people.filter(cycle=OuterRef("cycle"), employee=OuterRef("ratee"))
    about = Q(Exists(taking_part.order_by())) & Q(cycle__in={kind.cycle_id for kind in kinds})
    ratings = Rating.objects.filter(
        cycle=OuterRef("cycle"), rater=OuterRef("rater"), ratee=OuterRef("ratee")
    )
    inside = RatingRequest.objects.asked().filter(about).annotate(begun=Exists(ratings))
    outside = (
        ExternalRater.objects.asked()
        .filter(about)
        .annotate(
            rater_kind=Value(RaterKind.EXTERNAL.value),
            begun=ExpressionWrapper(Q(state=RequestState.ANSWERED), BooleanField()),
        )
    )
    columns = ("cycle", "rater_kind", "state", "begun")
    counted = [
        rows.order_by().values_list(*columns).annotate(n=Count("pk")) for rows in (inside, outside)
    ]
    asked: Counter[tuple[int, str]] = Counter()
    begun: Counter[tuple[int, str]] = Counter()
    answered: Counter[tuple[int, str]] = Counter()
    for cycle, kind, state, has_begun, n in counted[0].union(counted[1], all=True):
        asked[cycle, kind] += n
        begun[cycle, kind] += n if has_begun else 0
        answered[cycle, kind] += n if state == RequestState.ANSWERED else 0
    return [_funnel(kind, asked, begun, answered) for kind in kinds]


def board(cycle: AssessmentCycle, people: QuerySet[CycleParticipant], today: dt.date) -> Board:
    """What the page leads with; nine queries for any size."""
    shown = set(people.filter(withdrawn_at=None).values_list("employee", flat=True))
    lacking = lacks_of(cycle)
    loads = _loads(cycle, shown)
    minutes = [minutes for _people, minutes in loads.values()]
    heaviest = sorted(loads, key=lambda rater: (-loads[rater][1], rater))[:HEAVIEST]
    names = Employee.objects.in_bulk(heaviest)
    funnels = funnels_of(list(cycle.kinds.all()), people)
    outside = sum(f.asked for f in funnels if f.kind.rater_kind == RaterKind.EXTERNAL)
    return Board(
        people=len(shown),
        lacking=len(shown & set(lacking)),
        funnels=funnels,
        raters=len(loads) + outside,
        minutes_usual=round(median(minutes)) if minutes else 0,
        heaviest=[Load(names[rater], *loads[rater]) for rater in heaviest],
        days_left=(cycle.closes_on - today).days,
    )


def _funnel(
    kind: CycleRaterKind,
    asked: Counter[tuple[int, str]],
    begun: Counter[tuple[int, str]],
    answered: Counter[tuple[int, str]],
) -> KindFunnel:
    key = (kind.cycle_id, kind.rater_kind)
    if kind.anonymous:
        return KindFunnel(kind, asked[key], None, None)
    return KindFunnel(kind, asked[key], begun[key], answered[key])


def _loads(cycle: AssessmentCycle, shown: set[int]) -> dict[int, tuple[int, int]]:
    """By rater id, how many people they are asked about and the minutes that takes.

    All that was asked counts, answered or not, so that it tells nothing about anonymous answers.
    """
    questions = dict(
        CycleSkill.objects.filter(participant__cycle=cycle, is_asked=True)
        .values_list("participant__employee_id")
        .annotate(n=Count("pk"))
        .order_by()
    )
    ratees: dict[int, list[int]] = defaultdict(list)
    requests = RatingRequest.objects.asked().filter(cycle=cycle)
    for rater, ratee in requests.values_list("rater_id", "ratee_id"):
        if ratee in shown:
            ratees[rater].append(ratee)
    return {
        rater: (len(people), minutes_for(sum(questions.get(person, 0) for person in people)))
        for rater, people in ratees.items()
    }


def minutes_for(skills: int) -> int:
    """Expected minutes for so many answers, rounded up."""
    return -(-skills * SECONDS_PER_SKILL // 60)
