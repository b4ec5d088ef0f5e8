"""Who is let in, and where everybody else is sent."""

import time
from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

from skillmap.core.http import UserRequest
from skillmap.core.models import SecondFactor, User
from skillmap.core.second_factors import factor_of, lacks_second_factor

ALONE_SECONDS = 10 * 60  # after which a shared device forgets who used it
_SHOWN, _SEEN = "second_factor", "seen_on_shared_device"  # in the session
_BY_PROVIDER = "provider"


class EntranceMiddleware:
    """A log-in that still owes its second factor is nobody's; one left alone on a shared device
    ends.

    The pages that ask for the factor find the user as `request.entrant`. Sessions of REST go
    through here too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        inside = cast(UserRequest, request)
        inside.entrant = None
        if _is_left_alone(request) or _has_outgrown_code(inside):
            logout(request)
        elif request.user.is_authenticated and _owes_factor(inside):
            inside.entrant = request.user
            request.user = AnonymousUser()
        return self.get_response(request)


class LogInRequiredMiddleware(LoginRequiredMiddleware):
    """Leads to the log-in, or to the second factor where only that is missing.

    What htmx asked for would be swapped into the page: then the whole page is led there, and back
    to itself.
    """

    def handle_no_permission(  # type: ignore[override]  # htmx is led by a header
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],  # noqa: ARG002 - Django's signature
    ) -> HttpResponse:
        inside = cast(UserRequest, request)
        wanted = request.get_full_path()
        if inside.htmx:
            wanted = inside.htmx.current_url_abs_path or "/"
        door = "pages:second_factor" if inside.entrant else settings.LOGIN_URL
        answer = redirect_to_login(wanted, resolve_url(door))
        return HttpResponseClientRedirect(answer.url) if inside.htmx else answer


def note_second_factor(request: HttpRequest, factor: SecondFactor | None) -> None:
    """This session has shown the second factor; None: to the provider of single sign-on."""
    request.session.cycle_key()
    request.session[_SHOWN] = str(factor.public_id) if factor else _BY_PROVIDER


def note_shared_device(request: HttpRequest) -> None:
    """This session ends with the browser, or when nobody touches it for a while."""
    request.session.set_expiry(0)
    request.session[_SEEN] = time.time()


def is_let_in_by_code(request: HttpRequest) -> bool:
    """Was this session opened by number and code? Whoever made the code could be here."""
    return request.user.is_authenticated and _SEEN in request.session


def next_page(request: HttpRequest) -> str:
    """Where the log-in was asked for; only on this site."""
    wanted = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if is_ours and wanted.startswith("/") else "/"  # else it might name a view


def _is_left_alone(request: HttpRequest) -> bool:
    seen = request.session.get(_SEEN)
    if seen is None:
        return False
    alone = time.time() - seen
    # Not at each request: it is a write. Nor for a page that asks by itself: nobody is there.
    if alone > ALONE_SECONDS // 10 and "X-Unasked" not in request.headers:
        request.session[_SEEN] = time.time()
    return bool(alone > ALONE_SECONDS)


def _has_outgrown_code(request: UserRequest) -> bool:
    """Rights over many people, given meanwhile: whoever made the code could set the factor up."""
    return is_let_in_by_code(request) and lacks_second_factor(request.user)


def _owes_factor(request: UserRequest) -> bool:
    user: User = request.user
    shown = request.session.get(_SHOWN)
    if (factor := factor_of(user)) is not None:
        return shown not in (str(factor.public_id), _BY_PROVIDER)
    return shown != _BY_PROVIDER and lacks_second_factor(user)
