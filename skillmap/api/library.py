"""Single roles and skills over REST: changing what a role is called, and retiring."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from employees.api.serializers import RoleSerializer
from employees.models import RoleProfile
from employees.services.roles import change_role, retire_role
from skillmap.core.api.inputs import Body
from skillmap.core.api.permissions import holds_scope
from skillmap.core.api.rows import read_body
from skillmap.core.api.scopes import Scope
from skillmap.core.api.versions import required_version
from skillmap.core.api.writing import ManyRows
from skills.models import Skill
from skills.services.care import retire_skill


class RoleChange(Body):
    """What a role is called. What it asks for is written requirement by requirement."""

    name = serializers.CharField(max_length=300, required=False)
    family = serializers.CharField(max_length=200, required=False, allow_blank=True)
    description = serializers.CharField(max_length=20_000, required=False, allow_blank=True)


class RoleWrittenSerializer(serializers.Serializer[Any]):
    """The role as it is now: null for a token that may not read it."""

    role = RoleSerializer(allow_null=True)


class Retiring(ManyRows):
    """`DELETE /{resource}/{id}` retires a row: it stays readable, and nobody is offered it."""

    def retire(self, row: Any) -> None:
        """Retire a row that is still of its version."""
        raise NotImplementedError

    @extend_schema(responses={204: OpenApiResponse(description="Retired")})
    def destroy(self, request: Request, id: UUID) -> Response:  # noqa: A002, ARG002
        """Retire it; what refers to it stays. Needs `If-Match`."""
        row = self._expected(request)
        self.retire(row)
        return Response(status=204)

    def _expected(self, request: Request) -> Any:
        """The row with the version that the client has seen. Raises 403 for those who may not."""
        row = self.one()
        self.refuse_others()
        expected = required_version(request)
        if expected is not None:
            row.version = expected
        return row


class RetiringSkills(Retiring):
    """Skills."""

    def retire(self, row: Skill) -> None:
        actor: Any = self.request.user  # never anonymous: permissions come first
        retire_skill(actor=actor, skill=row, now=timezone.now())


class RetiringRoles(Retiring):
    """Roles, whose names can be changed as well."""

    def retire(self, row: RoleProfile) -> None:
        retire_role(role=row, on=timezone.localdate())

    @extend_schema(request=RoleChange, responses=RoleWrittenSerializer)
    def partial_update(self, request: Request, id: UUID) -> Response:  # noqa: A002, ARG002
        """Change what is named, leave the rest (merge patch); needs `If-Match`."""
        row = self._expected(request)
        change_role(role=row, changes=read_body(request, RoleChange))
        response = self.shown(self.one())
        may_read = holds_scope(request, Scope.ORG_READ)
        response.data = {"role": response.data if may_read else None}
        return response
