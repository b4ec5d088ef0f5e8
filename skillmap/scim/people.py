"""People as SCIM's users: found and shown. How they are written stands in `writing`."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Concat, NullIf
from rest_framework.request import Request
from scim2_models import Meta, SearchRequest

from employees.enums import DELETED_PERSON, EXTERNAL_PERSON, USER_NAME, EmployeeStatus
from employees.models import Assignment, Employee, OrgUnit
from employees.models.people import EmployeeQuerySet
from employees.models.units import Today
from skillmap.core.models import ExternalId, Viewer
from skillmap.scim.filters import Column, Columns, Kind, narrowed, plain
from skillmap.scim.placing import parts_of
from skillmap.scim.schemas import Email, EnterpriseUser, Manager, Membership, Name, Person

OTHERS = "scim"  # the source of whoever comes with a personal token
LONGEST_SOURCE = 60
WORKING = ~Q(status=EmployeeStatus.LEFT)
Names = Mapping[tuple[int, str], str]  # by person and kind: what the caller calls them


class People:
    """The people of one request.

    `source` is the system that asks, as people know it. What it calls people is kept under
    `namespace`: a later program of the same name does not inherit it.
    """

    def __init__(self, request: Request) -> None:
        self.user: Viewer = request.user
        self.source = self.namespace = OTHERS
        if self.user.is_authenticated and self.user.is_client:
            self.source = str(self.user)[:LONGEST_SOURCE]
            self.namespace = f"{OTHERS} {self.user.public_id}"

    def rows(self) -> EmployeeQuerySet:
        """Who exists for the caller: not whom it has deleted on its side."""
        gone = ExternalId.objects.filter(kind=DELETED_PERSON, source=self.namespace)
        return Employee.objects.visible_to(self.user).exclude(pk__in=gone.values("object_id"))

    def found(self, wanted: SearchRequest[Any]) -> QuerySet[Employee]:
        return narrowed(self.rows(), Person, columns_of(self.namespace, self.user), wanted)

    def shown(self, rows: QuerySet[Employee], _wanted: Any = None) -> list[Any]:
        """These people as users; three queries."""
        people = list(rows.prefetch_related(_places(self.user)))
        names = self._names(people)
        return [_user(person, names) for person in people]

    def _names(self, people: Iterable[Employee]) -> Names:
        ids = ExternalId.objects.filter(
            source=self.namespace,
            kind__in=(EXTERNAL_PERSON, USER_NAME),
            object_id__in=[person.pk for person in people],
        )
        return {(key, kind): value for key, kind, value in ids.values_list(
            "object_id", "kind", "value"
        )}  # fmt: skip


def _places(user: Viewer) -> Any:
    """Primary assignments, today's first; `shows_manager` where the caller may see that one."""
    seen = Employee.objects.visible_to(user).filter(pk=OuterRef("manager"))
    places = (
        Assignment.objects.primary()
        .annotate(
            shows_manager=Exists(seen),
            is_present=ExpressionWrapper(Q(valid__contains=Today()), BooleanField()),
        )
        .order_by("-is_present", F("valid__startswith").desc(nulls_last=True))
        .select_related("unit", "manager")
    )
    return Prefetch("assignments", places, to_attr="places")


def _user(person: Employee, names: Names) -> Any:
    places: list[Any] = person.places  # type: ignore[attr-defined]  # prefetched
    place = places[0] if places else None
    works = person.status != EmployeeStatus.LEFT
    name = str(person)
    user: Any = Person  # with the extension as a field
    return user(
        id=str(person.public_id),
        external_id=names.get((person.pk, EXTERNAL_PERSON)),
        user_name=names.get((person.pk, USER_NAME)) or person.email or person.number,
        name=Name(formatted=name, given_name=person.first_name, family_name=person.last_name),
        display_name=name,
        title=(place.job_title or None) if place else None,
        timezone=person.time_zone or None,
        active=works,
        emails=[Email(value=person.email, type="work", primary=True)] if person.email else None,
        groups=_groups(place) if place and place.is_present and works else None,
        EnterpriseUser=_enterprise(person, place),
        meta=Meta(
            resource_type="User",
            created=person.created_at,
            last_modified=person.updated_at,
            version=f'W/"{person.version}"',
        ),
    )


def _groups(place: Assignment) -> list[Membership]:
    unit = place.unit
    return [Membership(value=str(unit.public_id), ref=reference("Groups", unit), display=unit.path)]


def _enterprise(person: Employee, place: Any) -> EnterpriseUser:
    if place is None:
        return EnterpriseUser(employee_number=person.number)
    organization, division, department = parts_of(place.unit.path)
    manager = place.manager if place.shows_manager else None
    return EnterpriseUser(
        employee_number=person.number,
        organization=organization or None,
        division=division or None,
        department=department,
        manager=manager and Manager(
            value=str(manager.public_id),
            ref=reference("Users", manager),
            display_name=str(manager),
        ),
    )  # fmt: skip


def reference(endpoint: str, row: Employee | OrgUnit) -> Any:
    """The address of a resource; the library says where it begins."""
    return f"{endpoint}/{row.public_id}"


def called(namespace: str, kind: str, **terms: Any) -> QuerySet[ExternalId]:
    """What a system calls people."""
    return ExternalId.objects.filter(kind=kind, source=namespace, **terms)


def known_as(namespace: str, user_name: str) -> Q:
    """Whom a system means by a user name: by what it calls them, else by e-mail or number."""
    named = called(namespace, USER_NAME).values("object_id")
    same = called(namespace, USER_NAME, value__iexact=user_name).values("object_id")
    by_email = Q(email__iexact=user_name) & ~Q(email="")
    implied = by_email | Q(email="", number__iexact=user_name)
    return Q(pk__in=same) | (implied & ~Q(pk__in=named))


def _of_place(field: str) -> Subquery:
    places = Assignment.objects.current().primary().filter(employee=OuterRef("pk"))
    return Subquery(places.values(field)[:1])


def columns_of(namespace: str, user: Viewer) -> Columns:
    """What users are searched and sorted by."""

    def name_of(kind: str) -> Subquery:
        return Subquery(called(namespace, kind, object_id=OuterRef("pk")).values("value")[:1])

    def equal_id(value: str) -> Q:
        found = called(namespace, EXTERNAL_PERSON, value=value)
        return Q(pk__in=found.values("object_id"))

    managers = Employee.objects.visible_to(user).filter(
        pk__in=Assignment.objects.current().primary().filter(
            employee=OuterRef(OuterRef("pk"))
        ).values("manager")
    )  # fmt: skip
    full_name = Column(Concat("first_name", Value(" "), "last_name"))
    email = plain("email")
    has_email = ExpressionWrapper(~Q(email=""), BooleanField())
    user_name = Coalesce(
        name_of(USER_NAME), NullIf("email", Value("")), "number", output_field=TextField()
    )
    return {
        "id": plain("public_id", Kind.ID),
        "external_id": Column(
            Coalesce(name_of(EXTERNAL_PERSON), Value("")), Kind.EXACT, equal=equal_id
        ),
        "user_name": Column(user_name, equal=lambda value: known_as(namespace, value)),
        "name": full_name,
        "name.formatted": full_name,
        "name.given_name": plain("first_name"),
        "name.family_name": plain("last_name"),
        "display_name": full_name,
        "title": Column(Coalesce(_of_place("job_title"), Value(""))),
        "timezone": plain("time_zone"),
        "active": Column(ExpressionWrapper(WORKING, BooleanField()), Kind.FLAG),
        "emails": email,
        "emails.value": email,
        "emails.type": Column(Case(When(email="", then=Value("")), default=Value("work"))),
        "emails.primary": Column(has_email, Kind.FLAG),
        "groups": Column(_of_place("unit__public_id"), Kind.ID),
        "groups.value": Column(_of_place("unit__public_id"), Kind.ID),
        "employee_number": plain("number"),
        "department": Column(Coalesce(_of_place("unit__name"), Value(""))),
        "manager": Column(Subquery(managers.values("public_id")[:1]), Kind.ID),
        "manager.value": Column(Subquery(managers.values("public_id")[:1]), Kind.ID),
        "meta.created": plain("created_at", Kind.MOMENT),
        "meta.last_modified": plain("updated_at", Kind.MOMENT),
    }
