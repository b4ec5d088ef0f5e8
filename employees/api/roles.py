"""Role profiles and what they ask for today."""

from collections.abc import Mapping
from typing import ClassVar
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from employees.api.serializers import (
    RequirementSerializer,
    RoleParameters,
    RoleSerializer,
    RoleVersionSerializer,
)
from employees.models import Requirement, RoleProfile, RoleVersion
from employees.models.units import Today
from skillmap.core.api.scopes import Needed, Scope
from skillmap.core.api.telling import values_of
from skillmap.core.api.views import Listing, Resource

_TODAY = RoleVersion.objects.filter(role=OuterRef("pk"), valid__contains=Today()).order_by()
_VERSION = values_of(RoleVersionSerializer(), valid_from="valid__startswith")


class RoleViewSet(Resource[RoleProfile]):
    """Role profiles, retired ones included."""

    queryset = (
        RoleProfile.objects.select_related("framework")
        .annotate(present=Subquery(_TODAY.values(told=_VERSION)))
        .prefetch_related("situations")
    )
    serializer_class = RoleSerializer
    parameters = RoleParameters
    scopes: ClassVar[Mapping[str, Needed]] = {"list": Scope.ORG_READ, "retrieve": Scope.ORG_READ}
    lookups: ClassVar[Mapping[str, str]] = {
        "family": "family",
        "code": "code",
        "q": "name__icontains",
    }


class RequirementsView(Listing[Requirement]):
    """The skills a role asks for today, with level and importance."""

    queryset = Requirement.objects.filter(role_version__valid__contains=Today()).select_related(
        "skill__scale"
    )
    serializer_class = RequirementSerializer
    scopes: ClassVar[Mapping[str, Needed]] = {"get": Scope.ORG_READ}
    keyset = ("skill__created_at", "skill__public_id")

    def visible(self, rows: QuerySet[Requirement]) -> QuerySet[Requirement]:
        roles = RoleProfile.objects.visible_to(self.request.user)
        role = get_object_or_404(roles, public_id=self.kwargs["role_id"])
        return rows.filter(role_version__role=role)

    def get(self, request: Request, role_id: UUID) -> Response:  # noqa: ARG002
        return self.page(self.get_queryset())
