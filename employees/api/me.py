"""Who am I, and what may I do?"""

from collections.abc import Mapping
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from employees.api.people import place_for
from employees.api.serializers import PersonSerializer
from employees.enums import Grant
from employees.models import Employee
from skillmap.core.api.scopes import Door, Needed, Scope
from skillmap.core.api.views import Conventions
from skillmap.core.models import ApiToken, User


class MeSerializer(serializers.Serializer[Any]):
    """The log-in behind the request; `scopes` are those of the token, all for a session."""

    id = serializers.UUIDField(source="public_id")
    email = serializers.EmailField()
    name = serializers.CharField()
    language = serializers.CharField()
    time_zone = serializers.CharField()
    person = PersonSerializer(allow_null=True)
    grants = serializers.ListField(child=serializers.ChoiceField(choices=Grant.choices))
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=Scope.choices))


class MeView(Conventions):
    """The user of this token or session."""

    scopes: ClassVar[Mapping[str, Needed]] = {"get": Door.ANY_TOKEN}

    @extend_schema(responses=MeSerializer, operation_id="me_retrieve")
    def get(self, request: Request) -> Response:
        user: Any = request.user
        token = request.auth
        return Response(MeSerializer(_described(user, token)).data)


def _described(user: User, token: Any) -> dict[str, Any]:
    person = (
        Employee.objects.filter(user=user)
        .select_related("site")
        .annotate(place=place_for(user))
        .first()
    )
    return {
        "public_id": user.public_id,
        "email": user.email if user.has_mail else "",
        "name": user.name,
        "language": user.language,
        "time_zone": user.time_zone,
        "person": person,
        "grants": sorted(set(user.grants.current().values_list("grant", flat=True))),
        "scopes": token.scopes if isinstance(token, ApiToken) else Scope.values,
    }
