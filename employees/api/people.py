"""People: directory cards, open to everybody who is logged in."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import Prefetch, Q, QuerySet

from employees.api.serializers import PersonParameters, PersonSerializer
from employees.models import Assignment, Employee
from employees.queries import subtree_of
from skillmap.core.api.scopes import Needed, Scope
from skillmap.core.api.views import Resource
from skillmap.core.models import Viewer


def places_for(user: Viewer) -> Any:
    """Where people work today, with the managers that the reader may see."""
    managers = Employee.objects.visible_to(user).only(
        "public_id", "number", "first_name", "last_name"
    )
    places = (
        Assignment.objects.current()
        .primary()
        .select_related("unit", "role")
        .only(
            *("employee", "job_title", "manager", "unit__public_id", "unit__path"),
            *("role__public_id", "role__code", "role__name"),
        )
        .prefetch_related(Prefetch("manager", managers))
    )
    return Prefetch("assignments", places, to_attr="present")


class PersonViewSet(Resource[Employee]):
    """People who work here. Levels, gaps and plans are lists of their own, for those who may."""

    queryset = Employee.objects.select_related("site")
    serializer_class = PersonSerializer
    parameters = PersonParameters
    scopes: ClassVar[Mapping[str, Needed]] = {
        "list": Scope.DIRECTORY_READ,
        "retrieve": Scope.DIRECTORY_READ,
    }
    lookups: ClassVar[Mapping[str, str]] = {
        "site": "site__name",
        "work_mode": "work_mode",
        "status": "status",
        "employee_number": "number",
    }

    def visible(self, rows: QuerySet[Employee]) -> QuerySet[Employee]:
        return super().visible(rows).prefetch_related(places_for(self.request.user))

    def narrow(self, rows: QuerySet[Employee]) -> QuerySet[Employee]:
        rows = super().narrow(rows)
        if words := self.wanted.get("q"):
            rows = rows.filter(Q(last_name__icontains=words) | Q(number=words))
        present = Assignment.objects.current().primary()
        if unit := self.wanted.get("org_unit"):
            inside = present.filter(unit__in=subtree_of(unit, self.request.user))
            rows = rows.filter(pk__in=inside.values("employee"))
        if role := self.wanted.get("role"):
            rows = rows.filter(pk__in=present.filter(role__public_id=role).values("employee"))
        if manager := self.wanted.get("manager"):
            seen = Employee.objects.visible_to(self.request.user).filter(public_id=manager)
            led = present.filter(manager__in=seen)
            rows = rows.filter(pk__in=led.values("employee"))
        return rows
