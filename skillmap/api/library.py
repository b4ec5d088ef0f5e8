"""Single roles and skills over REST: changing what a role is called, and retiring."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from employees.api.serializers import RoleSerializer
from employees.models import RoleProfile
from employees.services.roles import change_role, retire_role
from skillmap.core.api.each import TriedBody, compared, trying
from skillmap.core.api.permissions import holds_scope
from skillmap.core.api.rows import RowResultSerializer, result_shown
from skillmap.core.api.scopes import Scope
from skillmap.core.api.writing import Retiring, in_turn
from skills.models import Skill
from skills.services.care import retire_skill


class RoleChange(TriedBody):
    """What a role is called. What it asks for is written requirement by requirement."""

    name = serializers.CharField(max_length=300, required=False)
    family = serializers.CharField(max_length=200, required=False, allow_blank=True)
    description = serializers.CharField(max_length=20_000, required=False, allow_blank=True)


class RoleWrittenSerializer(RowResultSerializer):
    """What becomes of it, and the role as it is now: null after a dry run, and for a token that
    may not read it."""

    role = RoleSerializer(allow_null=True)


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
        row, expected = self.asked()
        changes = self.valid(RoleChange)
        dry_run = changes.pop("dry_run")
        with trying(dry_run=dry_run):
            stored = in_turn(row, expected)
            before = {name: getattr(stored, name) for name in changes}
            change_role(role=stored, changes=changes)
        may_read = holds_scope(request, Scope.ORG_READ)
        told = result_shown(compared(stored, stored.code, before, changes), may_read=may_read)
        if dry_run:
            return Response(told | {"role": None})
        response = self.shown(self.one())
        response.data = told | {"role": response.data if may_read else None}
        return response
