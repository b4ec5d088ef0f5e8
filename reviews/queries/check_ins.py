"""Reads of check-ins: who meets whom, the agenda, the actions, and the talks of a person."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from employees.models import Assignment, Employee
from employees.models.people import EmployeeQuerySet
from employees.models.units import Today
from reviews.models import CheckIn, CheckInAction, CheckInNote, TalkingPoint
from reviews.models.check_ins import (
    CheckInActionQuerySet,
    CheckInNoteQuerySet,
    CheckInQuerySet,
    TalkingPointQuerySet,
)
from skillmap.core.models import User


def leader_of(employee: Employee) -> Employee | None:
    """Who leads this person by the organisation of today; one query."""
    places = Assignment.objects.current().primary().filter(employee=employee)
    place = places.filter(manager__isnull=False).select_related("manager__user").first()
    return place.manager if place else None


def possible_owners(employee: Employee) -> list[Employee]:
    """Who can take on an action: the person, who leads them, and who stands in today; one query."""
    leads = Assignment.objects.current().primary().filter(employee=employee, manager__isnull=False)
    stands_in = Q(stands_in__days__contains=Today(), stands_in__manager__in=leads.values("manager"))
    people = Employee.objects.working().select_related("user")
    found = people.filter(
        Q(pk=employee.pk) | Q(pk__in=leads.values("manager")) | stands_in
    ).distinct()
    return sorted(found, key=lambda one: (one.pk != employee.pk, str(one)))


def talks_of(employee: Employee) -> CheckInQuerySet:
    """All talks of a person, the newest first."""
    return CheckIn.objects.filter(employee=employee).select_related("led_by")


def agenda_of(employee: Employee, check_in: CheckIn | None = None) -> TalkingPointQuerySet:
    """What is still to be talked about, and what was in this talk; in the order of writing.

    Of a talk that is over only the latter.
    """
    wanted = Q(check_in=check_in) if check_in else Q(check_in=None)
    if check_in and check_in.held_on is None:
        wanted |= Q(check_in=None)
    return TalkingPoint.objects.filter(wanted, employee=employee).select_related("author")


def actions_of(employee: Employee, check_in: CheckIn | None = None) -> CheckInActionQuerySet:
    """What is open, from whichever talk, and what was agreed in this one; the next due first.

    Of a talk that is over only the latter.
    """
    wanted = Q(check_in=check_in) if check_in else Q(done_on=None)
    if check_in and check_in.held_on is None:
        wanted |= Q(done_on=None)
    rows = CheckInAction.objects.filter(wanted, check_in__employee=employee)
    return rows.select_related("owner", "check_in").order_by(
        F("done_on").asc(nulls_first=True), "due_on", "pk"
    )


@dataclass(frozen=True)
class Talk:
    """A talk that was held, with what was agreed in it."""

    check_in: CheckIn
    actions: Sequence[CheckInAction]

    @property
    def kept(self) -> int:
        """How many of the actions were done."""
        return sum(one.done_on is not None for one in self.actions)


def talks_of_period(user: User, employee: Employee, start: dt.date, end: dt.date) -> list[Talk]:
    """The talks of a person from `start` to `end` that this user may read, the newest first; two
    queries at most."""
    held = CheckIn.objects.visible_to(user).filter(employee=employee, held_on__range=(start, end))
    agreed = CheckInAction.objects.select_related("owner").order_by("due_on", "pk")
    rows = held.select_related("led_by").prefetch_related(Prefetch("actions", agreed))
    return [Talk(row, list(row.actions.all())) for row in rows.order_by("-held_on", "-pk")]


def people_met_by(user: User) -> QuerySet[Employee]:
    """Oneself, and those whom this user leads today, be it in somebody's place.

    Each with `next_on` (planned), `next_id`, `last_on` (held) and `open_actions`; one query.
    """
    in_line = Employee.objects.in_line_of(user).values("pk")
    in_place = Employee.objects.led_in_place_by(user).values("pk")
    people: EmployeeQuerySet = Employee.objects.working().filter(
        Q(user=user) | Q(pk__in=in_line) | Q(pk__in=in_place)
    )
    talks = CheckIn.objects.filter(employee=OuterRef("pk"))
    planned = talks.filter(held_on=None)
    actions = CheckInAction.objects.open().filter(check_in__employee=OuterRef("pk"))
    counted = actions.order_by().values("check_in__employee").annotate(n=Count("pk")).values("n")
    return people.annotate(
        next_on=Subquery(planned.values("planned_on")[:1]),
        next_id=Subquery(planned.values("public_id")[:1]),
        last_on=Subquery(talks.exclude(held_on=None).order_by("-held_on").values("held_on")[:1]),
        open_actions=Coalesce(Subquery(counted), 0),
    ).order_by(F("next_on").asc(nulls_last=True), "last_name", "first_name", "pk")


def notes_left(user: User) -> CheckInNoteQuerySet:
    """What this user wrote for themselves about talks that they may not open any more."""
    rows = CheckInNote.objects.visible_to(user).exclude(text="")
    closed = rows.exclude(check_in__in=CheckIn.objects.visible_to(user))
    return closed.select_related("check_in__employee").order_by("-check_in__planned_on", "-pk")
