"""Orders of the people list: each a list to page through that reads only the page asked for."""

from django.db.models import F

from employees.models import Employee
from employees.models.people import EmployeeQuerySet
from employees.queries import DirectoryLine, directory_lines
from skillmap.core.models import User

NAMES = ("last_name", "first_name", "pk")


class ByName:
    """By last name, or the other way round."""

    def __init__(self, people: EmployeeQuerySet, *, backwards: bool) -> None:
        self.people = people.order_by(*(F(name).desc() if backwards else name for name in NAMES))

    def count(self) -> int:
        return self.people.count()

    def ids(self) -> list[int]:
        return list(self.people.values_list("pk", flat=True))

    def __getitem__(self, part: slice) -> list[DirectoryLine]:
        return directory_lines(self.people, part)


class ByFit:
    """People whose fit this user may see, by that fit; then the others by name, so that the order
    tells nothing hidden.

    Two lists one after the other rather than one sort of everybody: the index of fits gives the
    first page of a large organisation as soon as that of a small one. `sees_all` only chooses the
    faster question; what it finds is what `levels_visible_to` allows either way.
    """

    def __init__(
        self, people: EmployeeQuerySet, user: User, *, sees_all: bool, best_first: bool
    ) -> None:
        self.people = people
        shown = people.open_to_hr(user) if sees_all else people.filter(pk__in=_open_ids(user))
        fitted = shown.filter(skill_profile__balanced__isnull=False)
        fit = F("skill_profile__balanced")
        self.fitted = fitted.order_by(fit.desc() if best_first else fit.asc(), *NAMES)
        self.others = people.exclude(pk__in=fitted.values("pk")).order_by(*NAMES)

    def count(self) -> int:
        return self.people.count()

    def ids(self) -> list[int]:
        return [
            pk for part in (self.fitted, self.others) for pk in part.values_list("pk", flat=True)
        ]

    def __getitem__(self, part: slice) -> list[DirectoryLine]:
        found = directory_lines(self.fitted, part)
        missing = part.stop - part.start - len(found)
        if not missing:
            return found
        first = max(0, part.start - self.fitted.count())
        return found + directory_lines(self.others, slice(first, first + missing))


PeopleOrder = ByName | ByFit


def _open_ids(user: User) -> list[int]:
    """As numbers, from which the database tells that they are few."""
    return list(Employee.objects.levels_visible_to(user).values_list("pk", flat=True))
