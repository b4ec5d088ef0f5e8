"""Requests that nobody should be able to connect with a person afterwards."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.debug import sensitive_post_parameters

View = TypeVar("View", bound=Callable[..., HttpResponse])
_EXPECTED = (Http404, PermissionDenied)


def untraced(view: View) -> View:
    """Keep user, cookies and what was posted out of logs and reports when the view fails."""

    @sensitive_post_parameters()
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except _EXPECTED:
            raise
        except Exception:
            request.user = AnonymousUser()
            request.COOKIES.clear()
            request.META.pop("HTTP_COOKIE", None)
            raise

    return cast(View, wrapped)
