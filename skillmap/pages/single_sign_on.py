"""Logging in through the organisation's own provider (OpenID Connect)."""

import logging

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from skillmap.core import single_sign_on
from skillmap.core.errors import DomainError
from skillmap.pages.entrance import next_page, note_second_factor

_NEXT = "single_sign_on_next"  # in the session
log = logging.getLogger(__name__)


@login_not_required
@never_cache
@require_GET
def single_sign_on_begin(request: HttpRequest) -> HttpResponse:
    """Lead to the provider, with state, nonce and the challenge of PKCE."""
    _check_offered()
    request.session[_NEXT] = next_page(request)
    back = settings.BASE_URL + reverse("pages:single_sign_on_return")
    try:
        answer: HttpResponse = single_sign_on.provider().authorize_redirect(request, back)
    except single_sign_on.failures() as error:
        return _refused(request, error)
    return answer


@login_not_required
@never_cache
@require_GET
def single_sign_on_return(request: HttpRequest) -> HttpResponse:
    """Let in whom the provider names, once what it says is checked."""
    _check_offered()
    try:
        claims = single_sign_on.claims_of(request)
    except single_sign_on.failures() as error:
        return _refused(request, error)
    try:
        user = single_sign_on.user_of_claims(claims)
    except DomainError as error:
        return _page(request, error.message)
    wanted = request.session.pop(_NEXT, "/")
    login(request, user)
    if single_sign_on.has_shown_second_factor(claims):
        note_second_factor(request, None)
    return redirect(wanted)


def _check_offered() -> None:
    if not settings.OIDC_ISSUER:
        raise Http404


def _refused(request: HttpRequest, error: Exception) -> HttpResponse:
    log.warning("single sign-on: %s", type(error).__name__)  # the text may hold a token
    return _page(request, _("The log-in there did not work. Try again."))


def _page(request: HttpRequest, message: str) -> HttpResponse:
    context = {"message": message}
    return render(request, "pages/single_sign_on_refused.html", context, status=403)
