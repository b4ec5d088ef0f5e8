"""The address at which learning platforms leave xAPI statements: `/xapi/statements`."""

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.authentication import SessionAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, ParseError, PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from skillmap.core.api.authentication import TokenAuthentication
from skillmap.core.api.inputs import Parameters
from skillmap.core.api.scopes import Needed, Scope
from skillmap.core.api.views import Conventions
from skillmap.core.errors import DomainError
from skillmap.core.models import ApiToken, User
from training.imports.statements import read_id, read_statement
from training.queries.statements import Statement
from training.rules import can_record_completions
from training.services.statements import record_statements

VERSION_HEADER = "X-Experience-API-Version"
OUR_VERSION = "1.0.3"
KNOWN_VERSION = re.compile(r"1\.0(\.\d{1,3})?|2\.0(\.\d{1,3})?")
MOST_STATEMENTS = 500


class PlatformAuthentication(TokenAuthentication):
    """A personal token as Bearer, or as the password of Basic, which is all some platforms know."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        scheme, _space, given = get_authorization_header(request).partition(b" ")
        if scheme.lower() != b"basic":
            return super().authenticate(request)
        try:
            pair = base64.b64decode(given.strip(), validate=True)
        except (binascii.Error, ValueError):
            raise AuthenticationFailed(_("These credentials are malformed.")) from None
        token = self._valid_token(pair.partition(b":")[2])
        self._note_use(token)
        return token.user, token


class PutParameters(Parameters):
    statementId = serializers.UUIDField()  # noqa: N815 - the specification's name


class StatementsView(Conventions):
    """Takes statements in, all of a request or none. Reading them back is not offered."""

    authentication_classes = [PlatformAuthentication, SessionAuthentication]
    scopes: ClassVar[Mapping[str, Needed]] = {
        "post": Scope.COMPLETIONS_WRITE,
        "put": Scope.COMPLETIONS_WRITE,
    }
    schema = None  # described by the specification of xAPI, see docs/api.md

    def expected_parameters(self) -> type[Parameters]:
        return PutParameters if self.request.method == "PUT" else Parameters

    def check_permissions(self, request: Request) -> None:
        super().check_permissions(request)
        if not can_record_completions(request.user):
            raise PermissionDenied(_("Only HR and the learning manager record completions."))

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        version = request.headers.get(VERSION_HEADER, "")
        if not KNOWN_VERSION.fullmatch(version):
            raise ParseError(
                _("The header %(name)s must say 1.0.x or 2.0.x.") % {"name": VERSION_HEADER}
            )

    def post(self, request: Request) -> Response:
        """One statement or a list of them; answers with their ids."""
        bodies = request.data if isinstance(request.data, list) else [request.data]
        if len(bodies) > MOST_STATEMENTS:
            raise ParseError(_("At most %(n)d statements at a time.") % {"n": MOST_STATEMENTS})
        now = timezone.now()
        statements = [_read(body, now) for body in bodies]
        if len({statement.id for statement in statements}) < len(statements):
            raise ParseError(_("Two statements of the request have the same id."))
        self._record(request, statements)
        return Response([str(statement.id) for statement in statements])

    def put(self, request: Request) -> Response:
        """One statement under the id of the address."""
        wanted: UUID = self.wanted["statementId"]
        body = request.data
        if isinstance(body, Mapping):
            if _id_in(body, wanted) != wanted:
                raise ParseError(_("The statement has another id than the address."))
            body = {**body, "id": str(wanted)}
        self._record(request, [_read(body, timezone.now())])
        return Response(status=204)

    def finalize_response(
        self, request: Request, response: Any, *args: Any, **kwargs: Any
    ) -> Response:
        finished = super().finalize_response(request, response, *args, **kwargs)
        finished[VERSION_HEADER] = OUR_VERSION
        return finished

    def _record(self, request: Request, statements: list[Statement]) -> None:
        user: Any = request.user
        record_statements(actor=user, statements=statements, now=timezone.now())


def _read(body: Any, now: Any) -> Statement:
    """A statement at fault is a bad request; `field` leads to the part, as in all of REST."""
    try:
        return read_statement(body, now)
    except DomainError as error:
        error.status = 400
        raise


def _id_in(body: Mapping[str, Any], otherwise: UUID) -> UUID:
    try:
        return read_id(body["id"]) if "id" in body else otherwise
    except DomainError as error:
        error.status = 400
        raise
