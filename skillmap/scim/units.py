"""Units of the organisation as SCIM's groups, to be read."""

from collections import defaultdict
from typing import Any

from django.db.models import Q, QuerySet
from rest_framework.request import Request
from scim2_models import Meta, Resource, ResponseParameters, SearchRequest

from employees.models import Assignment, Employee, OrgUnit
from skillmap.core.http import as_id
from skillmap.core.models import Viewer
from skillmap.scim.filters import NOBODY, Column, Columns, Kind, narrowed, plain
from skillmap.scim.schemas import Group, Member


class Units:
    """The units of one request. They have no version: who works there is no change of the unit."""

    def __init__(self, request: Request) -> None:
        self.user: Viewer = request.user

    def rows(self) -> QuerySet[OrgUnit]:
        return OrgUnit.objects.visible_to(self.user).filter(retired_on=None)

    def found(self, wanted: SearchRequest[Any]) -> QuerySet[OrgUnit]:
        return narrowed(self.rows(), Group, self._columns(), wanted)

    def shown(
        self, rows: QuerySet[OrgUnit], wanted: ResponseParameters[Any] | None
    ) -> list[Resource[Any]]:
        """These units as groups; two queries, one where nobody wants the members."""
        units = list(rows)
        members = self._members(units) if _wants_members(wanted) else {}
        return [
            Group(
                id=str(unit.public_id),
                display_name=unit.path,
                members=members.get(unit.pk),
                meta=Meta(
                    resource_type="Group", created=unit.created_at, last_modified=unit.updated_at
                ),
            )
            for unit in units
        ]

    def _present(self) -> QuerySet[Assignment]:
        people = Employee.objects.listed_for(self.user)
        return Assignment.objects.current().primary().filter(employee__in=people)

    def _members(self, units: list[OrgUnit]) -> dict[int, list[Member]]:
        members: dict[int, list[Member]] = defaultdict(list)
        present = self._present().filter(unit__in=units).order_by("employee")
        names = ("employee__public_id", "employee__first_name", "employee__last_name")
        for unit, person, first, last in present.values_list("unit_id", *names):
            name = f"{first} {last}"
            address: Any = f"Users/{person}"
            members[unit].append(Member(value=str(person), ref=address, type="User", display=name))
        return members

    def _columns(self) -> Columns:
        """What groups are searched and sorted by."""

        def with_member(value: str) -> Q:
            person = as_id(str(value))
            if person is None:
                return NOBODY
            present = self._present().filter(employee__public_id=person)
            return Q(pk__in=present.values("unit"))

        members = Column(Assignment.objects.none().values("pk"), Kind.ID, equal=with_member)
        return {
            "id": plain("public_id", Kind.ID),
            "display_name": plain("path"),
            "members": members,
            "members.value": members,
            "meta.created": plain("created_at", Kind.MOMENT),
            "meta.last_modified": plain("updated_at", Kind.MOMENT),
        }


def _wants_members(wanted: ResponseParameters[Any] | None) -> bool:
    """Are the members asked for, or not said to be left out?"""
    if wanted is None:
        return True
    if wanted.attributes:
        return any(_names_members(path) for path in wanted.attributes)
    return not any(_names_members(path) for path in wanted.excluded_attributes or ())


def _names_members(path: Any) -> bool:
    return str(path).rpartition(":")[2].partition(".")[0].lower() == "members"
