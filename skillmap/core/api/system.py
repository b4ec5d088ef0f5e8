"""Endpoints about the service itself: health, description, documentation."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularSwaggerSplitView
from redis import Redis
from redis.exceptions import RedisError
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from skillmap.core.api.schema import openapi_document
from skillmap.core.api.scopes import Door, Needed
from skillmap.core.api.views import Conventions


class HealthSerializer(serializers.Serializer[Any]):
    """`degraded`: pages work, but background jobs wait for the broker."""

    status = serializers.ChoiceField(choices=["ok", "degraded"])
    database = serializers.ChoiceField(choices=["ok"])
    broker = serializers.ChoiceField(choices=["ok", "away"])


class HealthView(Conventions):
    """Is the service able to work? Without the database: 503."""

    scopes: ClassVar[Mapping[str, Needed]] = {"get": Door.ANYBODY}

    @extend_schema(responses=HealthSerializer, operation_id="health_retrieve")
    def get(self, request: Request) -> Response:  # noqa: ARG002
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        broker = _broker_state()
        status = "ok" if broker == "ok" else "degraded"
        return Response({"status": status, "database": "ok", "broker": broker})


class OpenApiView(Conventions):
    """The machine-readable description of this API."""

    scopes: ClassVar[Mapping[str, Needed]] = {"get": Door.ANYBODY}
    schema = None

    def get(self, request: Request) -> Response:  # noqa: ARG002
        return Response(openapi_document())


class DocsView(SpectacularSwaggerSplitView):
    """Swagger UI from our own static files; its start script is a separate request."""

    permission_classes = ()
    template_name = "core/api_docs.html"
    schema = None

    def _get_schema_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        return reverse("api:openapi")


def _broker_state() -> str:
    try:
        with Redis.from_url(settings.REDIS_URL, **settings.REDIS_TIMEOUTS) as broker:
            broker.ping()
    except RedisError:
        return "away"
    return "ok"
