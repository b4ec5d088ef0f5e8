"""Base classes of endpoints. A view adds its rows, its parameters and its scopes."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, ClassVar, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from skillmap.core.api.inputs import (
    Body,
    ListParameters,
    Parameters,
    read_body,
    read_parameters,
)
from skillmap.core.api.scopes import Door, Needed
from skillmap.core.api.telling import hastened
from skillmap.core.history import act_as
from skillmap.core.models import ApiToken

M = TypeVar("M", bound=Model)


class Conventions(APIView):
    """What holds for every endpoint.

    `scopes` maps an action (in view sets) or a method to what it needs; what is missing is closed.
    `wanted` holds the valid query parameters of the request.
    """

    scopes: ClassVar[Mapping[str, Needed]] = {}
    parameters: ClassVar[type[Parameters]] = Parameters
    http_method_names = ("get", "head", "post", "put", "patch", "delete")
    wanted: dict[str, Any]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if isinstance(request.auth, ApiToken):
            act_as(request.auth.user)
        self.wanted = read_parameters(request, self.expected_parameters())

    def expected_parameters(self) -> type[Parameters]:
        """The query parameters this request may have."""
        return self.parameters

    def valid(self, expected: type[Body]) -> dict[str, Any]:
        """What the body of this request says. Raises `ValidationError` naming each fault."""
        return read_body(self.request, expected)

    def finalize_response(
        self, request: Request, response: Any, *args: Any, **kwargs: Any
    ) -> Response:
        finished: Response = super().finalize_response(request, response, *args, **kwargs)
        for name, value in getattr(request, "budget", {}).items():
            finished[name] = value
        finished.headers.setdefault("Cache-Control", "no-store")
        return finished


class Listing(Conventions, GenericAPIView[M]):
    """A page of rows of one queryset, narrowed to what the user may see.

    `lookups` maps a query parameter to the ORM lookup it stands for.
    """

    parameters = ListParameters
    lookups: ClassVar[Mapping[str, str]] = {}

    def get_queryset(self) -> QuerySet[M]:
        return self.visible(super().get_queryset())

    def visible(self, rows: QuerySet[M]) -> QuerySet[M]:
        """What exists for this user."""
        seen: QuerySet[M] = rows.visible_to(self.request.user)  # type: ignore[attr-defined]
        return seen

    def narrow(self, rows: QuerySet[M]) -> QuerySet[M]:
        """Apply `self.wanted`."""
        known = {"updated_since": "updated_at__gte", **self.lookups}
        chosen = {known[name]: value for name, value in self.wanted.items() if name in known}
        return rows.filter(**chosen)

    def page(self, rows: QuerySet[M]) -> Response:
        """The page of these rows that the request asks for."""
        return self.told(self.paginate_queryset(self.narrow(rows)) or [])

    def told(self, found: Sequence[M]) -> Response:
        """These rows as a page."""
        kind: Any = self.get_serializer_class()
        return self.get_paginated_response(_reader(kind).to_representation(found))


@cache
def _reader(kind: Any) -> Any:
    """What tells rows of a list, made once: making it takes longer than telling twenty rows."""
    return hastened(kind(many=True))


class Resource(Listing[M], GenericViewSet[M]):
    """A list and its rows, addressed by public id.

    Rows that only workers move have no version that grows: they say `has_etag = False`.
    """

    has_etag: ClassVar[bool] = True
    lookup_field = "public_id"
    lookup_url_kwarg = "id"
    lookup_value_converter = "uuid"

    def expected_parameters(self) -> type[Parameters]:
        return self.parameters if self.action == "list" else Parameters

    def one(self) -> M:
        """The row the address names. Raises 404 when it does not exist or is hidden."""
        return get_object_or_404(self.get_queryset(), public_id=self.kwargs["id"])

    def list(self, request: Request) -> Response:  # noqa: ARG002
        return self.page(self.get_queryset())

    def retrieve(self, request: Request, id: str) -> Response:  # noqa: A002, ARG002
        return self.shown(self.one())

    def shown(self, row: M, status: int = 200) -> Response:
        """One row, with its version as ETag where clients may compare it."""
        version = getattr(row, "version", None) if self.has_etag else None
        headers = {} if version is None else {"ETag": f'"{version}"'}
        return Response(self.get_serializer(row).data, status=status, headers=headers)


class NoSuchResource(Conventions):
    """Every other address below the API, whatever the method."""

    scopes: ClassVar[Mapping[str, Needed]] = {"get": Door.ANYBODY}
    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:  # noqa: ARG002
        raise Http404
