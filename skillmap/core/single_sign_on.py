"""Whom a provider of OpenID Connect tells us about; it brings nobody in that is not here."""

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from skillmap.core.errors import DomainError
from skillmap.core.models import ExternalId, User

SUBJECT = "core.user"  # kind of the external ids that bind a user to a subject of the provider
_NAME = "openid_connect"
SCOPES = "openid email"
TIMEOUT_SECONDS = 10
_VERIFIED = ("email_verified", "xms_edov")  # the second is how Entra ID says it


def provider() -> Any:
    """The client of the provider that the settings name."""
    return _client(settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET)


@cache
def _client(issuer: str, client_id: str, secret: str) -> Any:
    """Keeps what the provider says of itself, and its keys until it signs with others."""
    from authlib.integrations.django_client import OAuth  # one log-in of many needs it

    return OAuth().register(
        _NAME,
        client_id=client_id,
        client_secret=secret,
        server_metadata_url=f"{issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": SCOPES,
            "code_challenge_method": "S256",
            "default_timeout": TIMEOUT_SECONDS,
        },
    )


def claims_of(request: HttpRequest) -> Mapping[str, Any]:
    """What the provider says of somebody who comes back from it. Raises one of `failures`.

    The library compares state and nonce, shows the verifier of PKCE, and checks signature, issuer,
    audience and times of the ID token.
    """
    wanted = {
        "iss": {"essential": True, "value": settings.OIDC_ISSUER},
        "aud": {"essential": True, "value": settings.OIDC_CLIENT_ID},
    }
    token = provider().authorize_access_token(request, claims_options=wanted)
    if "userinfo" not in token:
        raise ValueError("The provider sent no ID token.")
    claims: Mapping[str, Any] = token["userinfo"]
    if not (isinstance(claims["sub"], str) and claims["sub"]):
        raise ValueError("The provider names no subject.")
    return claims


def failures() -> tuple[type[Exception], ...]:
    """What goes wrong between us and the provider: it is away, or what it says is not for us."""
    from authlib.common.errors import AuthlibBaseError
    from joserfc.errors import JoseError
    from requests import RequestException

    return AuthlibBaseError, JoseError, RequestException, ValueError, KeyError


@transaction.atomic
def user_of_claims(claims: Mapping[str, Any]) -> User:
    """The active user that this subject is bound to, or whose address the provider has verified.

    The first time by address binds them: then a new address at the provider changes nothing, and
    another subject of it with this address is not let in. Raises `DomainError`.
    """
    names = {"kind": SUBJECT, "source": f"{_NAME} {_digest(claims['iss'])[:40]}"}
    subject = _digest(claims["sub"])
    known = ExternalId.objects.filter(**names, value=subject).first()
    if known is not None:
        user = User.objects.filter(pk=known.object_id, is_active=True, is_client=False).first()
    else:
        user = _by_address(claims)
        if user is not None:
            bound, _is_new = ExternalId.objects.get_or_create(
                **names, object_id=user.pk, defaults={"value": subject}
            )
            user = user if bound.value == subject else None
    if user is None:
        text = _("You are known there, but nobody here has your verified address. Ask HR.")
        raise DomainError(text, code="nobody_here")
    return user


def has_shown_second_factor(claims: Mapping[str, Any]) -> bool:
    """Has the provider asked for more than one factor? It says so with `mfa` (RFC 8176)."""
    return "mfa" in (claims.get("amr") or [])


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _by_address(claims: Mapping[str, Any]) -> User | None:
    if not any(claims.get(name) in (True, "true", "1", 1) for name in _VERIFIED):
        return None
    address = str(claims.get("email") or "").strip().lower()
    if "\x00" in address:  # no address has one, and the database refuses to look for it
        return None
    return (
        User.objects.select_for_update()  # two log-ins at once bind one subject
        .filter(email=address, is_active=True, is_client=False)
        .first()
    )
