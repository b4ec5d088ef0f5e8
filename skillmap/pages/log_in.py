"""The log-in page, and which of its neighbours there are."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.views import LoginView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render

from skillmap.pages.entrance import is_let_in_by_code


class LogInView(LoginView):  # type: ignore[misc]  # allauth is untyped
    """By password, by the organisation's provider, by number: what the operator turned on."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "is_local": settings.LOCAL_LOGIN,
            "has_provider": bool(settings.OIDC_ISSUER),
            "provider": settings.OIDC_NAME,
        }


def with_own_log_in(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page that makes a way in or takes data out: whoever is let in by a code that others made
    reads there how to go on."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if is_let_in_by_code(request):
            return render(request, "pages/own_log_in.html", status=403)
        return view(request, *args, **kwargs)

    return shown


def with_passwords(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page about passwords: there is none where nobody logs in with one."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.LOCAL_LOGIN:
            raise Http404
        return view(request, *args, **kwargs)

    return with_own_log_in(shown)
