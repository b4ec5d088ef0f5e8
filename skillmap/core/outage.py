"""What people and programs are told when a request failed in a way nobody foresaw."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views import defaults
from psycopg_pool import PoolTimeout

from skillmap.core.api.problems import CONTENT_TYPE, problem_of

RETRY_AFTER_SECONDS = "5"
_API = "/api/"


def server_error(request: HttpRequest) -> HttpResponse:
    """The site's `handler500`, which also sees what middleware raised.

    503 with Retry-After while the database is away, else 500; problem+json below the API.
    """
    error = sys.exc_info()[1]
    if request.path.startswith(_API):
        return _as_problem(request, error)
    if not isinstance(error, OperationalError | InterfaceError | PoolTimeout):
        return defaults.server_error(request)
    # Without the request: the context of ordinary pages comes from the database.
    page = HttpResponse(render_to_string("503.html"), status=503)
    page["Retry-After"] = RETRY_AFTER_SECONDS
    return page


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The site's `handler400`: a request that was refused before any view saw it."""
    if request.path.startswith(_API):
        return _as_problem(request, exception)
    return defaults.bad_request(request, exception)


def _as_problem(request: HttpRequest, error: BaseException | None) -> HttpResponse:
    found = problem_of(error if isinstance(error, Exception) else Exception())
    body = found.as_json(request.headers.get("X-Request-ID", ""))
    return JsonResponse(
        body, status=found.status, headers=dict(found.headers), content_type=CONTENT_TYPE
    )
