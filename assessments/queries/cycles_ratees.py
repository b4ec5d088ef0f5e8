"""A manager's part of a cycle: one row per person to rate by name."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessments.enums import RaterKind
from assessments.models import AssessmentCycle, Rating, RatingRequest
from assessments.queries.cycles_forms import Waiting, waitings
from employees.models import Employee
from skillmap.core.models import User
from skills.models import Skill


@dataclass(frozen=True, slots=True)
class Difference:
    """The skill on which the person and their manager lie furthest apart, on its own scale."""

    skill: Skill
    own: Decimal
    managers: Decimal


@dataclass(frozen=True, slots=True)
class RateeRow:
    """One person: what is done of one's own part, whether they rated themself, and the largest
    disagreement, which stays hidden until both have sent everything."""

    person: Employee
    waiting: Waiting
    self_rating: str
    difference: Difference | None


def ratees_of(user: User, cycle: AssessmentCycle) -> list[RateeRow]:
    """People this user rates by name in the cycle, those with most left first; six queries."""
    mine = RatingRequest.objects.named(cycle).filter(rater__user=user).exclude(ratee__user=user.pk)
    found = waitings(list(mine.select_related("ratee", "cycle")))
    people = [row.request.ratee_id for row in found]
    selves = {
        request.ratee_id: request
        for request in RatingRequest.objects.named(cycle).filter(
            rater_kind=RaterKind.SELF, ratee__in=people
        )
    }
    open_books = [
        row.request.ratee_id
        for row in found
        if row.left == 0
        and row.request.rater_kind == RaterKind.MANAGER
        and row.request.ratee_id in selves
        and selves[row.request.ratee_id].state == "answered"
    ]
    differences = _differences(cycle, open_books)
    rows = [
        RateeRow(
            row.request.ratee,
            row,
            _own_state(selves.get(row.request.ratee_id)),
            differences.get(row.request.ratee_id),
        )
        for row in found
    ]
    return sorted(rows, key=lambda row: (-row.waiting.left, str(row.person), row.person.pk))


def _own_state(request: RatingRequest | None) -> str:
    if request is None:
        return ""
    return "done" if request.state == "answered" else "waiting"


def _differences(cycle: AssessmentCycle, people: Sequence[int]) -> dict[int, Difference]:
    kinds = [RaterKind.SELF, RaterKind.MANAGER]
    ratings = Rating.objects.filter(
        cycle=cycle,
        ratee__in=people,
        rater_kind__in=kinds,
        submitted_at__isnull=False,
        level__isnull=False,
    ).order_by("submitted_at", "pk")
    said: dict[tuple[int, int], dict[str, Rating]] = defaultdict(dict)
    for rating in ratings.select_related("skill__scale"):
        said[(rating.ratee_id, rating.skill_id)][rating.rater_kind] = rating
    found: dict[int, Difference] = {}
    for (person, _skill), both in said.items():
        if len(both) == len(kinds):
            difference = _difference(both[RaterKind.SELF], both[RaterKind.MANAGER])
            if person not in found or _width(difference) > _width(found[person]):
                found[person] = difference
    return {person: d for person, d in found.items() if d.own != d.managers}


def _difference(own: Rating, given: Rating) -> Difference:
    return Difference(own.skill, own.level or Decimal(), given.level or Decimal())


def _width(difference: Difference) -> float:
    """On the common metric, so that scales compare."""
    scale = difference.skill.scale
    return abs(scale.to_common(float(difference.own)) - scale.to_common(float(difference.managers)))
