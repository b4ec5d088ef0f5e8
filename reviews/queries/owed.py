"""What a review cycle still waits for: by whom, and who leads them today."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from employees.enums import EmployeeStatus
from employees.models import Assignment, Delegation, Employee
from employees.models.units import Today
from reviews.enums import ReminderKind, ReviewState
from reviews.models import Review, ReviewCycle, ReviewReminder
from reviews.queries.board import OVER


@dataclass(frozen=True)
class Owed:
    """What one person owes to a cycle: their own review, or those they lead today."""

    person: Employee
    kind: ReminderKind
    reviews: tuple[Review, ...]

    @property
    def is_preparing(self) -> bool:
        """Is a part missing, which has the earlier of the two last days?"""
        return any(review.state == ReviewState.PREPARING for review in self.reviews)


def owed_to(cycle: ReviewCycle) -> list[Owed]:
    """Everybody whom a running cycle waits for, by name; five queries."""
    rows = Review.objects.newest().filter(cycle=cycle).exclude(state__in=OVER)
    reviews = list(rows.select_related("employee__user").order_by("employee__number"))
    leaders = _take_steps(cycle, reviews)
    waiting: dict[tuple[Employee, ReminderKind], list[Review]] = defaultdict(list)
    for review in reviews:
        for person, kind in _waits_for(review, leaders.get(review.employee_id)):
            waiting[person, kind].append(review)
    found = [Owed(person, kind, tuple(rows)) for (person, kind), rows in waiting.items()]
    return sorted(found, key=lambda one: (str(one.person), one.person.pk, one.kind))


def _waits_for(review: Review, leader: Employee | None) -> Iterator[tuple[Employee, ReminderKind]]:
    is_preparing = review.state == ReviewState.PREPARING
    has_own = review.state == ReviewState.SIGNED or (
        is_preparing and review.self_submitted_at is None
    )
    if has_own and review.employee.status == EmployeeStatus.ACTIVE:
        yield review.employee, ReminderKind.OWN
    is_led_on = review.state in {ReviewState.READY, ReviewState.MEETING}
    if leader and (is_led_on or (is_preparing and review.manager_submitted_at is None)):
        yield leader, ReminderKind.TEAM


def _take_steps(cycle: ReviewCycle, reviews: Iterable[Review]) -> dict[int, Employee]:
    """By employee id who takes the manager's steps: who leads them today, else HR, which is
    whoever began the cycle, never about themselves; three queries."""
    people = {review.employee_id for review in reviews}
    leaders = leaders_today(people)
    alone = people - leaders.keys()
    if not alone or cycle.created_by_id is None:
        return leaders
    began = Employee.objects.filter(user=cycle.created_by_id, status=EmployeeStatus.ACTIVE)
    owner = began.select_related("user").first()
    return leaders | (dict.fromkeys(alone - {owner.pk}, owner) if owner else {})


def leaders_today(people: Iterable[int]) -> dict[int, Employee]:
    """By employee id who leads their review today: a stand-in, else the line manager who is here.

    Nobody is their own leader; two queries.
    """
    places = (
        Assignment.objects.current()
        .primary()
        .filter(employee__in=list(people), manager__isnull=False)
    )
    managers = {
        place.employee_id: place.manager for place in places.select_related("manager__user")
    }
    named = Delegation.objects.filter(
        manager__in={manager.pk for manager in managers.values() if manager},
        days__contains=Today(),
        delegate__status=EmployeeStatus.ACTIVE,
    ).select_related("delegate__user")
    stand_ins = {row.manager_id: row.delegate for row in named}
    found = {}
    for person, manager in managers.items():
        if manager is None:
            continue
        stand_in = stand_ins.get(manager.pk)
        if stand_in is not None and stand_in.pk != person:
            found[person] = stand_in
        elif manager.status == EmployeeStatus.ACTIVE:
            found[person] = manager
    return found


@dataclass(frozen=True)
class Reminded:
    """A review, and the last time each of its sides was reminded of the cycle."""

    review: Review
    person: ReviewReminder | None
    leader: ReviewReminder | None


def reminded_of(cycle: ReviewCycle, reviews: Iterable[Review]) -> list[Reminded]:
    """In their order, with who takes the manager's steps today; four queries."""
    reviews = list(reviews)
    leaders = _take_steps(cycle, reviews)
    led_by = {person: leader.user_id for person, leader in leaders.items()}
    users = {review.employee.user_id for review in reviews} | set(led_by.values())
    rows = ReviewReminder.objects.filter(cycle=cycle, user__in=users - {None}).order_by("sent_on")
    last: dict[tuple[int | None, str], ReviewReminder] = {
        (row.user_id, row.kind): row for row in rows.select_related("user")
    }
    return [
        Reminded(
            review,
            last.get((review.employee.user_id, ReminderKind.OWN)),
            last.get((led_by.get(review.employee_id), ReminderKind.TEAM)),
        )
        for review in reviews
    ]
