"""Reads about people and units."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Count, Exists, FilteredRelation, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext as _

from employees.enums import TOLD_NUMBER, EmployeeStatus, WorkMode
from employees.models import (
    Absence,
    Assignment,
    Employee,
    OrgUnit,
    RoleGrant,
    RoleProfile,
    TitleMapping,
)
from employees.models.people import EmployeeQuerySet
from employees.models.units import OrgUnitQuerySet, Today
from skillmap.core.alike import Suggestion, most_alike
from skillmap.core.errors import DomainError
from skillmap.core.models import ApiClient, ExternalId, Organisation, Viewer
from skillmap.core.models.users import NO_MAIL

WORKING_DAYS = timedelta(days=5)  # from a Monday


def people_without_password(search: str = "") -> EmployeeQuerySet:
    """People with a user who has never set a password, by name; they may be invited.

    While the product is on for one unit only, its people.
    """
    unusable = {"user__password__startswith": UNUSABLE_PASSWORD_PREFIX}
    people = Employee.objects.working().taking_part().filter(user__is_active=True, **unusable)
    people = people.exclude(user__email__endswith=NO_MAIL)
    for word in search.split():
        people = people.filter(_named(word) | Q(email__icontains=word))
    return people.select_related("user")


def users_taking_part(users: Collection[int]) -> set[int]:
    """Of the users of these keys those for whom the product is on: `rules.takes_part` of many."""
    if not Organisation.objects.filter(pilot_unit__isnull=False).exists():
        return set(users)
    granted = RoleGrant.objects.current().filter(user__in=users).values_list("user", flat=True)
    inside = Employee.objects.taking_part().filter(user__in=users).values_list("user", flat=True)
    return {*granted, *inside}


def subtree_of(unit_id: UUID, user: Viewer) -> OrgUnitQuerySet:
    """The unit of this public id and everything below it; nothing when there is no such unit."""
    unit = OrgUnit.objects.visible_to(user).filter(public_id=unit_id).first()
    return OrgUnit.objects.none() if unit is None else OrgUnit.objects.subtree(unit)


def units_of_clients(clients: Iterable[ApiClient]) -> dict[int, OrgUnit | None]:
    """The unit of each client by the key of its user; None is the whole organisation."""
    grants = RoleGrant.objects.current().filter(user__in=[client.user_id for client in clients])
    return {grant.user_id: grant.unit for grant in grants.select_related("unit")}


def find_people(
    user: Viewer,
    *,
    search: str = "",
    unit_path: str = "",
    role: UUID | None = None,
    site: UUID | None = None,
    work_mode: str = "",
    status: str = "",
) -> EmployeeQuerySet:
    """The directory as this user sees it, narrowed; every word must occur in name or number.

    `unit_path` includes everything below that unit. Without `status` people who left are not
    listed.
    """
    people = (
        Employee.objects.visible_to(user).filter(status=status)
        if status
        else Employee.objects.listed_for(user)
    )
    for word in search.split():
        people = people.filter(_named(word))
    if site:
        people = people.filter(site__public_id=site)
    if work_mode:
        people = people.filter(work_mode=work_mode)
    return people.filter(_placed(unit_path, role)) if unit_path or role else people


def _named(word: str) -> Q:
    """The word occurs in a name, whatever its accents, or begins the number."""
    return (
        Q(first_name__plain__contains=word)
        | Q(last_name__plain__contains=word)
        | Q(number__plain__startswith=word)
    )


def _placed(unit_path: str, role: UUID | None) -> Exists:
    places = Assignment.objects.current().primary().filter(employee=OuterRef("pk"))
    if unit_path:
        below = Q(unit__path=unit_path) | Q(unit__path__startswith=f"{unit_path}/")
        places = places.filter(below)
    return Exists(places.filter(role__public_id=role) if role else places)


def people_meant(numbers: Collection[str], people: EmployeeQuerySet) -> dict[str, Employee]:
    """Whom of `people` results mean by each number: who has it, else whom somebody said it means.

    Three queries at most.
    """
    found = {person.number: person for person in people.filter(number__in=numbers)}
    if missing := set(numbers) - found.keys():
        links = ExternalId.objects.filter(kind=TOLD_NUMBER, value__in=missing)
        links = links.exclude(value__in=Employee.objects.values("number"))  # came in since
        told = dict(links.values_list("value", "object_id"))
        named = people.in_bulk(set(told.values())) if told else {}
        found |= {number: named[pk] for number, pk in told.items() if pk in named}
    return found


def with_places(people: EmployeeQuerySet) -> EmployeeQuerySet:
    """Each person with site and `place`: today's primary assignment, or None; no query more."""
    related = ("site", "place__unit", "place__role", "place__manager")
    return _placed_today(people).select_related(*related)


def place_of(person: Employee) -> Assignment | None:
    """Today's primary assignment of somebody read through `with_places`."""
    place: Assignment | None = getattr(person, "place", None)
    return place


class DirectoryLine(NamedTuple):
    """What lists and files say about one person: name and place, nothing that needs a right."""

    pk: int
    public_id: UUID
    number: str
    first_name: str
    last_name: str
    status: str
    work_mode: str
    site: str | None
    job_title: str | None
    role: str | None
    unit: str | None
    unit_path: str | None

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"

    def get_absolute_url(self) -> str:
        return reverse("pages:person_detail", args=[self.public_id])

    def get_work_mode_display(self) -> str:
        return str(WorkMode(self.work_mode).label)


_LINE_FIELDS = (
    "pk", "public_id", "number", "first_name", "last_name", "status", "work_mode", "site__name",
    "place__job_title", "place__role__name", "place__unit__name", "place__unit__path",
)  # fmt: skip


def directory_lines(people: EmployeeQuerySet, part: slice = slice(None)) -> list[DirectoryLine]:
    """The lines of these people, or of a part of them, in their order; one query.

    Pages of people are the most visited, and to build models for a line takes longer than to
    read it.
    """
    rows = _placed_today(people).values_list(*_LINE_FIELDS)[part]
    return [DirectoryLine(*row) for row in rows]


def _placed_today(people: EmployeeQuerySet) -> EmployeeQuerySet:
    """Primary assignments never overlap, so nobody is doubled."""
    today = Q(assignments__is_primary=True, assignments__valid__contains=Today())
    return people.annotate(place=FilteredRelation("assignments", condition=today))


@dataclass(frozen=True)
class OpenTitle:
    """A job title without a role: how many people have it, and roles called alike, best first."""

    title: str
    people: int
    suggestions: list[Suggestion]


def titles_without_role(search: str = "") -> QuerySet[Any, Any]:
    """`title` and `people` of each title of people without a role, those of most people first."""
    waiting = Assignment.objects.current().primary().filter(role=None).exclude(job_title="")
    if search:
        waiting = waiting.filter(job_title__icontains=search)
    counted = waiting.values(key=Lower("job_title"))
    return counted.annotate(title=Min("job_title"), people=Count("pk")).order_by("-people", "key")


def with_roles_alike(rows: Iterable[Mapping[str, Any]]) -> list[OpenTitle]:
    """Rows of `titles_without_role` with the roles that they may mean; one query."""
    rows = list(rows)
    alike = most_alike([row["title"] for row in rows], _role_names())
    return [OpenTitle(row["title"], row["people"], alike.get(row["title"], [])) for row in rows]


def _role_names() -> QuerySet[Any, Any]:
    """Code, name and every title that means a role, of roles in use; for `most_alike`."""
    active = RoleProfile.objects.active()
    own = active.order_by().values_list("code", "name", "name")
    mapped = TitleMapping.objects.filter(role__in=active).order_by()
    return own.union(mapped.values_list("role__code", "role__name", "title"), all=True)


def role_named(text: str) -> RoleProfile | None:
    """The active role of this code or name, whatever its case."""
    named = Q(code__iexact=text) | Q(name__iexact=text)
    return RoleProfile.objects.active().filter(named).order_by("pk").first()


def possible_stand_ins(manager: Employee) -> EmployeeQuerySet:
    """Who is near enough to stand in: the next manager, colleagues under them, direct reports."""
    current = Assignment.objects.current().primary()
    above = current.filter(employee=manager, manager__isnull=False).values("manager")
    near = current.filter(Q(manager__in=above) | Q(manager=manager)).values("employee")
    people = Employee.objects.working().filter(Q(pk__in=near) | Q(pk__in=above))
    return people.exclude(pk=manager.pk).order_by("last_name", "first_name", "pk")


def unit_at(path: str) -> OrgUnit:
    """The unit with this path, such as `Acme/Sales`. Raises `DomainError` where there is none."""
    unit = OrgUnit.objects.filter(path=path.strip("/")).first()
    if unit is None:
        raise DomainError(_("There is no unit %(path)s.") % {"path": path}, code="unknown_unit")
    return unit


def stand_ins_of(manager: Employee) -> EmployeeQuerySet:
    """Who decides in this manager's place today."""
    return Employee.objects.filter(
        stands_in__manager=manager, stands_in__days__contains=Today()
    ).select_related("user")


def weeks_away(
    people: Iterable[Employee], first_monday: date, weeks: int
) -> dict[int, frozenset[int]]:
    """Per employee the weeks, counted from 0, whose five working days all lie in an absence.

    Somebody on leave whose day of return nobody has entered is away in all of them.
    """
    ids = {person.pk: person.status for person in people}
    found: dict[int, set[int]] = {pk: set() for pk in ids}
    known = set()
    for absence in Absence.objects.filter(employee__in=ids):
        if absence.days.upper is None or absence.days.upper > first_monday:
            known.add(absence.employee_id)
        found[absence.employee_id] |= set(_weeks_within(absence, first_monday, weeks))
    for pk, status in ids.items():
        if status == EmployeeStatus.LEAVE and pk not in known:
            found[pk] = set(range(weeks))
    return {pk: frozenset(numbers) for pk, numbers in found.items()}


def _weeks_within(absence: Absence, first_monday: date, weeks: int) -> Iterator[int]:
    first, back = absence.days.lower, absence.days.upper or date.max
    for week in range(weeks):
        monday = first_monday + timedelta(weeks=week)
        if first <= monday and monday + WORKING_DAYS <= back:
            yield week
