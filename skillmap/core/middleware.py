"""What every request passes through."""

import re
from collections.abc import Callable
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from skillmap.core.history import acting

GetResponse = Callable[[HttpRequest], HttpResponse]
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


class RequestIdMiddleware:
    """Give each request an id (the client's, when it is a plain one) and send it back."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        wanted = request.META.get("HTTP_X_REQUEST_ID", "")
        request_id = wanted if _REQUEST_ID.fullmatch(wanted) else uuid4().hex
        request.META["HTTP_X_REQUEST_ID"] = request_id  # everybody reads it from the headers
        response = self.get_response(request)
        response["X-Request-ID"] = request_id
        return response


class ViewerMiddleware:
    """Show times in the viewer's zone and texts in their language; never store personal pages."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not user.is_authenticated:
            return self.get_response(request)
        zone = user.time_zone or settings.SKILLMAP_TIME_ZONE
        with timezone.override(ZoneInfo(zone)), translation.override(user.language):
            response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class HistoryMiddleware:
    """Write actor and request id, and no URL, into the audit context of every change."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in {"GET", "HEAD", "OPTIONS"}:
            return self.get_response(request)
        actor = request.user if request.user.is_authenticated else None
        with acting(actor, request_id=request.headers["X-Request-ID"]):
            return self.get_response(request)
