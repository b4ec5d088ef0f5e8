"""People: directory cards, open to everybody who is logged in."""

from collections.abc import Mapping
from typing import ClassVar

from django.db.models import Func, OuterRef, Q, QuerySet, Subquery, TextField, Value

from employees.api.serializers import PersonParameters, PersonSerializer, PlaceSerializer
from employees.models import Assignment, Employee
from employees.queries import subtree_of
from skillmap.core.api.refs import PersonRef
from skillmap.core.api.scopes import Needed, Scope
from skillmap.core.api.telling import values_of
from skillmap.core.api.views import Resource
from skillmap.core.models import Viewer

_PLACE, _MANAGER = PlaceSerializer(), PersonRef()
_NAME = Func(Value(" "), "first_name", "last_name", function="CONCAT_WS", output_field=TextField())


def place_for(user: Viewer) -> Subquery:
    """Where somebody works today, with the manager if the reader may see that one."""
    seen = Employee.objects.visible_to(user).filter(pk=OuterRef("manager")).order_by()
    manager = Subquery(seen.values(told=values_of(_MANAGER, name=_NAME)))
    present = Assignment.objects.current().primary().filter(employee=OuterRef("pk"))
    return Subquery(present.values(told=values_of(_PLACE, manager=manager)))


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
        return super().visible(rows).annotate(place=place_for(self.request.user))

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
