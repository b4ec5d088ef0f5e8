"""Reads of observations: one's own, those about somebody, and about whom one may write."""

import datetime as dt

from django.db.models import Q

from employees.models import Employee
from employees.models.people import EmployeeQuerySet
from employees.queries import find_people
from reviews.models import Observation
from reviews.models.observations import ObservationQuerySet
from skillmap.core.models import User

MOST_FOUND = 8  # people shown while a name is typed


def own_observations(user: User, *, search: str = "", readers: str = "") -> ObservationQuerySet:
    """What this user wrote, newest first; every word must occur in it or in the person's name.

    `readers` is "shared" or "private", empty for both.
    """
    rows = Observation.objects.visible_to(user).filter(author=user)
    for word in search.split():
        rows = rows.filter(
            Q(text__icontains=word)
            | Q(employee__first_name__icontains=word)
            | Q(employee__last_name__icontains=word)
        )
    if readers:
        rows = rows.filter(shared_at__isnull=readers == "private")
    return rows.select_related("employee", "skill")


def observations_about(user: User, person: Employee) -> ObservationQuerySet:
    """What this user may read about somebody, newest first."""
    rows = Observation.objects.visible_to(user).filter(employee=person)
    return rows.select_related("author", "skill")


def observations_of_period(
    user: User, person: Employee, start: dt.date, end: dt.date
) -> ObservationQuerySet:
    """Those of these days, both included."""
    return observations_about(user, person).filter(observed_on__range=(start, end))


def observable_people(user: User, search: str = "") -> EmployeeQuerySet:
    """About whom this user may write, found by name: themselves, the chain below, and those for
    whose manager they stand in."""
    below = Employee.objects.in_chain_of(user).values("pk")
    in_place = Employee.objects.led_in_place_by(user).values("pk")
    own = Q(user=user) | Q(pk__in=below) | Q(pk__in=in_place)
    return find_people(user, search=search).filter(own).order_by("last_name", "first_name", "pk")
