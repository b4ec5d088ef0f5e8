"""Errors as RFC 9457 `application/problem+json`, for every answer of 400 and above."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    ValidationError,
)
from django.db import InterfaceError, OperationalError
from django.http import Http404
from django.utils.translation import gettext as _
from psycopg.errors import DeadlockDetected, LockNotAvailable
from psycopg_pool import PoolTimeout
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from skillmap.core.errors import DomainError, ManyErrors

CONTENT_TYPE = "application/problem+json"
# Where HTTP has a status of its own for what services call a conflict or wrong input.
STATUS_OF_CODE = {"stale_version": 412, "file_too_large": 413}
_BUSY = (DeadlockDetected, LockNotAvailable)
log = logging.getLogger(__name__)


class ParameterError(exceptions.ValidationError):
    """A query parameter is unknown, repeated or malformed; `detail` maps it to its faults."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One refusal. `errors` are `{"pointer" | "parameter", "code", "detail"}`."""

    status: int
    code: str
    detail: str
    errors: list[dict[str, str]] = field(default_factory=list)
    headers: Mapping[str, str] = field(default_factory=dict)

    def as_json(self, request_id: str) -> dict[str, Any]:
        return {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "code": self.code,
            "detail": self.detail,
            "errors": self.errors,
            "request_id": request_id,
        }


def exception_handler(error: Exception, context: Mapping[str, Any]) -> Response:
    """DRF's hook: whatever a view raises becomes a problem; what nobody expected is logged."""
    set_rollback()
    found = problem_of(error)
    if found.status == HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("unexpected failure in the API", exc_info=error)
    body = found.as_json(context["request"].headers.get("X-Request-ID", ""))
    return Response(
        body, status=found.status, headers=dict(found.headers), content_type=CONTENT_TYPE
    )


def problem_of(error: Exception) -> Problem:
    """What to tell a client about an exception."""
    match error:
        case DomainError():
            return _from_domain(error)
        case exceptions.APIException():
            return _from_framework(error)
        case Http404():
            return Problem(404, "not_found", _("There is no such thing, or you may not see it."))
        case PermissionDenied():
            return Problem(403, "permission_denied", str(error) or _("You may not do that."))
        case ValidationError():
            return Problem(400, "invalid", " ".join(error.messages))
        case RequestDataTooBig():
            return Problem(413, "too_large", _("The request is larger than this server accepts."))
        case SuspiciousOperation():
            return Problem(400, "malformed", _("The request is malformed."))
        case OperationalError() if isinstance(error.__cause__, _BUSY):
            busy = _("Somebody else is writing the same at the moment. Try again in a few seconds.")
            return Problem(503, "busy", busy, headers={"Retry-After": "5"})
        case OperationalError() | InterfaceError() | PoolTimeout():
            away = _("The database cannot be reached at the moment. Try again in a few seconds.")
            return Problem(503, "database_away", away, headers={"Retry-After": "5"})
    return Problem(500, "unexpected", _("Something went wrong on our side; it was noted."))


def _from_domain(error: DomainError) -> Problem:
    status = STATUS_OF_CODE.get(error.code, error.status)
    if isinstance(error, ManyErrors):
        errors = [
            {"pointer": f"/{name}", "code": error.code, "detail": sentence}
            for name, sentence in error.fields.items()
        ]
        return Problem(status, error.code, error.message, errors)
    pointer = f"/{error.field}" if error.field else ""
    errors = [{"pointer": pointer, "code": error.code, "detail": error.message}]
    return Problem(status, error.code, error.message, errors)


def _from_framework(error: exceptions.APIException) -> Problem:
    headers = {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = str(challenge)
    if seconds := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(seconds))
    if isinstance(error, exceptions.ValidationError):
        errors = list(_faults(error))
        return Problem(400, "invalid", _("Some of the input is not valid."), errors, headers)
    code = str(error.get_codes()) if isinstance(error.detail, str) else "invalid"
    return Problem(error.status_code, code, str(error.detail), [], headers)


def _faults(error: exceptions.ValidationError) -> Iterator[dict[str, str]]:
    """One entry per fault, with a JSON pointer or the name of the parameter."""
    for path, detail in _leaves(error.detail, ()):
        code = str(getattr(detail, "code", "invalid"))
        if isinstance(error, ParameterError):
            yield {"parameter": ".".join(path), "code": code, "detail": str(detail)}
        else:
            pointer = "".join(f"/{part}" for part in path if part != "non_field_errors")
            yield {"pointer": pointer, "code": code, "detail": str(detail)}


def _leaves(detail: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            yield from _leaves(inner, (*path, str(name)))
    elif isinstance(detail, list):
        for index, inner in enumerate(detail):
            nested = isinstance(inner, Mapping | list)
            yield from _leaves(inner, (*path, str(index)) if nested else path)
    else:
        yield path, detail
