"""The OpenAPI description: problems, parameters and tokens, said once for every operation."""

from functools import cache
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import Direction, OpenApiParameter
from rest_framework import serializers

from skillmap.core.api.idempotency import HEADER, LONGEST_KEY
from skillmap.core.api.inputs import ListParameters
from skillmap.core.api.problems import CONTENT_TYPE
from skillmap.core.api.scopes import Door
from skillmap.core.api.versions import IF_MATCH
from skillmap.core.api.views import Conventions


class FaultSerializer(serializers.Serializer[Any]):
    """One fault: a JSON pointer into the body, or the name of a query parameter."""

    pointer = serializers.CharField(required=False)
    parameter = serializers.CharField(required=False)
    code = serializers.CharField()
    detail = serializers.CharField()


class ProblemSerializer(serializers.Serializer[Any]):
    """RFC 9457 problem details."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField()
    errors = FaultSerializer(many=True)  # type: ignore[assignment]  # a field, not the property
    request_id = serializers.CharField()


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Documents `TokenAuthentication`."""

    target_class = "skillmap.core.api.authentication.TokenAuthentication"
    name = "personalToken"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:  # noqa: ARG002
        return {"type": "http", "scheme": "bearer"}


class ProblemAutoSchema(AutoSchema):
    """Adds to every operation its parameters, the headers of writes and the problem answers."""

    def get_override_parameters(self) -> list[Any]:
        parameters: list[Any] = []
        if isinstance(self.view, Conventions):
            expected = self.view.expected_parameters()
            parameters += [expected] if expected().fields else []
        if self.method == "POST":
            key = {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY}
            parameters.append(
                OpenApiParameter(
                    HEADER,
                    type=key,
                    location=OpenApiParameter.HEADER,
                    description="The same key and body again give the stored answer.",
                )
            )
        if self.method in {"PATCH", "DELETE"}:
            parameters.append(IF_MATCH)
        return parameters

    def get_auth(self) -> list[Any]:
        """None for what is open to anybody."""
        scopes = getattr(self.view, "scopes", {})
        if scopes.get(self.method.lower()) is Door.ANYBODY:
            return []
        auth: list[Any] = super().get_auth()
        return auth

    def _is_list_view(self, serializer: Any = None) -> bool:
        """A view with the parameters of a list answers with a page."""
        if isinstance(self.view, Conventions):
            return issubclass(self.view.expected_parameters(), ListParameters)
        return bool(super()._is_list_view(serializer))

    def _get_pagination_parameters(self) -> list[Any]:
        return []  # they stand in the view's parameters

    def _get_response_bodies(self, direction: Direction = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        for codes, meaning in (("4XX", "Refused"), ("5XX", "Failed on our side")):
            bodies[codes] = self._get_response_for_code(  # type: ignore[no-untyped-call]
                ProblemSerializer, codes, media_types=[CONTENT_TYPE], direction=direction
            ) | {"description": meaning}
        return bodies


@cache
def openapi_document() -> dict[str, Any]:
    """The whole description; it depends on the code alone."""
    generator = SchemaGenerator()  # type: ignore[no-untyped-call]
    document: dict[str, Any] = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return document
