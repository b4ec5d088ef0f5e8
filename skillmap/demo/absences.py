"""Who is away from Norvane in the coming weeks, and who stands in."""

from collections.abc import Sequence
from datetime import date, timedelta

from employees.models import Employee
from employees.queries import possible_stand_ins
from employees.services.absences import add_absence, delegate
from skillmap.demo.organisation import user_of
from skillmap.demo.people import Person
from skillmap.demo.personas import MANAGER

FIRST_DAY, DAY_OF_RETURN = timedelta(weeks=5), timedelta(weeks=6)  # from this Monday


def go_away(people: Sequence[Person], monday: date) -> None:
    """Harriet takes a week off next month; somebody answers for her team meanwhile."""
    number = next(person.number for person in people if person.key == MANAGER)
    manager = Employee.objects.select_related("user").get(number=number)
    actor, days = user_of(manager), (monday + FIRST_DAY, monday + DAY_OF_RETURN)
    add_absence(actor=actor, employee=manager, first_day=days[0], returns_on=days[1], today=monday)
    delegate(
        actor=actor,
        manager=manager,
        stand_in=possible_stand_ins(manager).order_by("number")[0],
        first_day=days[0],
        until=days[1],
        today=monday,
    )
