"""Personal API tokens: issue and revoke. The secret is shown once and never stored."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from skillmap.core.models import ApiToken, User

PREFIX = "sm_"
_SHOWN = 10  # characters by which the owner recognises a token


def digest(secret: bytes) -> str:
    """What is stored of a secret. It is long and random, so a fast hash is enough."""
    return sha256(secret).hexdigest()


def issue_token(
    user: User, *, name: str, scopes: Sequence[str], expires_at: datetime | None = None
) -> tuple[ApiToken, str]:
    """A new token of this user and its secret, which cannot be read again afterwards."""
    secret = PREFIX + secrets.token_urlsafe(32)
    return keep_token(user, secret=secret, name=name, scopes=scopes, expires_at=expires_at), secret


def keep_token(
    user: User, *, secret: str, name: str, scopes: Sequence[str], expires_at: datetime | None
) -> ApiToken:
    """A token of this user that bears a secret made elsewhere; only its digest is kept."""
    return ApiToken.objects.create(
        user=user,
        name=name,
        prefix=secret[:_SHOWN],
        digest=digest(secret.encode()),
        scopes=list(scopes),
        expires_at=expires_at,
    )
