"""The endpoints of SCIM. Which is which, and what they answer, `scim2-server` says."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, ClassVar

from django.http import Http404, HttpResponse, JsonResponse
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.views import APIView, set_rollback

from skillmap.core.api.problems import problem_of
from skillmap.core.api.scopes import Door, Needed, Scope
from skillmap.core.api.views import Conventions
from skillmap.core.history import act_as
from skillmap.core.models import ApiToken

CONTENT_TYPE = "application/scim+json"
log = logging.getLogger(__name__)


class OneFormat(BaseContentNegotiation):
    """Whatever a client asks for, it gets the one format there is."""

    def select_parser(self, request: Request, parsers: Any) -> Any:  # noqa: ARG002
        return parsers[0]

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: Any = None  # noqa: ARG002
    ) -> Any:  # fmt: skip
        return renderers[0], renderers[0].media_type


class ScimView(Conventions):
    """Hands requests to the library, and tells of refusals in SCIM's words.

    Query parameters are the library's to read: unknown ones are left alone, as Entra ID adds some.
    """

    content_negotiation_class = OneFormat
    schema = None  # described by /Schemas

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        _ = request._request.body  # noqa: SLF001 - read before a form parser takes it
        APIView.initial(self, request, *args, **kwargs)
        if isinstance(request.auth, ApiToken):
            act_as(request.auth.user)

    def get_exception_handler(self) -> Any:
        return exception_handler

    def serve(self, request: Request, **_names: str) -> HttpResponse:
        from skillmap.scim.service import answer  # loads the library

        return scim_response(*answer(request))


def scim_response(status: int, body: Any, headers: Mapping[str, str]) -> HttpResponse:
    """An answer as it is sent, with no body where there is none."""
    if body is None:
        return HttpResponse(status=status, headers=headers, content_type=CONTENT_TYPE)
    return JsonResponse(body, status=status, headers=headers, content_type=CONTENT_TYPE)


def exception_handler(error: Exception, context: Mapping[str, Any]) -> HttpResponse:  # noqa: ARG001
    """What was refused before the library saw it, or what nobody expected."""
    set_rollback()
    found = problem_of(error)
    if found.status == HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("unexpected failure in SCIM", exc_info=error)
    body = {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
        "status": str(found.status),
        "detail": found.detail,
    }
    return scim_response(found.status, body, found.headers)


class DiscoveryView(ScimView):
    """What there is: no log-in needed, as the documentation needs none."""

    scopes: ClassVar[Mapping[str, Needed]] = {"get": Door.ANYBODY}
    get = ScimView.serve


class ListView(ScimView):
    """`/Users`, `/Groups`."""

    scopes: ClassVar[Mapping[str, Needed]] = dict.fromkeys(("get", "post"), Scope.SCIM)
    get = post = ScimView.serve


class OneView(ScimView):
    """`/Users/{id}`, `/Groups/{id}`."""

    scopes: ClassVar[Mapping[str, Needed]] = dict.fromkeys(
        ("get", "put", "patch", "delete"), Scope.SCIM
    )
    get = put = patch = delete = ScimView.serve


class RootView(ScimView):
    """Users and groups in one list."""

    scopes: ClassVar[Mapping[str, Needed]] = {"get": Scope.SCIM}
    get = ScimView.serve


class PostView(ScimView):
    """`.search` of any list; `/Bulk`, which is not supported."""

    scopes: ClassVar[Mapping[str, Needed]] = {"post": Scope.SCIM}
    post = ScimView.serve


class MeView(ScimView):
    """`/Me`: a program is nobody."""

    scopes: ClassVar[Mapping[str, Needed]] = dict.fromkeys(
        ("get", "post", "put", "patch", "delete"), Scope.SCIM
    )
    get = post = put = patch = delete = ScimView.serve


class NoSuchEndpoint(DiscoveryView):
    """Every other address below `/scim`, whatever the method."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:  # noqa: ARG002
        raise Http404
