"""Organisational units."""

from collections.abc import Mapping
from typing import ClassVar

from rest_framework import serializers

from employees.api.serializers import UnitSerializer
from employees.models import OrgUnit
from skillmap.core.api.inputs import ChangedSince
from skillmap.core.api.scopes import Needed, Scope
from skillmap.core.api.views import Resource


class UnitParameters(ChangedSince):
    path = serializers.CharField(
        required=False, max_length=600, help_text="The unit with this path, such as `Acme/Sales`."
    )


class UnitViewSet(Resource[OrgUnit]):
    """The tree of units, retired ones included."""

    queryset = OrgUnit.objects.all()
    serializer_class = UnitSerializer
    parameters = UnitParameters
    scopes: ClassVar[Mapping[str, Needed]] = {"list": Scope.ORG_READ, "retrieve": Scope.ORG_READ}
    lookups: ClassVar[Mapping[str, str]] = {"path": "path"}
